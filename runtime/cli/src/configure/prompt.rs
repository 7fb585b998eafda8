//! Questions on the terminal.

use std::io::{self, BufRead};

use crate::failure::Failure;
use crate::terminal::print;

/// Asks a question, and shows the current value. `None` if the answer is empty.
///
/// # Errors
///
/// Fails if standard input ends or cannot be read.
pub fn ask(question: &str, current: Option<&str>) -> Result<Option<String>, Failure> {
    ask_plainly(&format!("{question} [{}]: ", current.unwrap_or("None")))
}

/// Prompts with exactly this text. `None` if the answer is empty.
///
/// # Errors
///
/// Fails if standard input ends or cannot be read.
pub fn ask_plainly(prompt: &str) -> Result<Option<String>, Failure> {
    print(prompt)?;
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) => Err(Failure::General("EOF when reading a line".to_owned())),
        Ok(_) => Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()).filter(|it| !it.is_empty())),
        Err(error) => Err(Failure::General(format!("failed to read standard input: {error}"))),
    }
}

/// Asks until there is an answer that passes the check, which may be the current value. The check returns what is wrong.
///
/// # Errors
///
/// Fails if standard input ends or cannot be read.
pub fn ask_until(
    prompt: &str,
    current: Option<&str>,
    wrong: impl Fn(&str) -> Option<&'static str>,
) -> Result<String, Failure> {
    loop {
        let answer = ask_plainly(prompt)?.or_else(|| current.map(str::to_owned)).unwrap_or_default();
        match wrong(&answer) {
            None => return Ok(answer),
            Some(reason) => print(&format!("{reason}\n"))?,
        }
    }
}
