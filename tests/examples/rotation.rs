//! A terminal session in which `iam` rotates a key on a local server, with colors. `cargo xtask demo --picture FILE`
//! draws it.

use std::error::Error;
use std::path::{Path, PathBuf};

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::moto::Moto;
use tinsmith_tests::peers;

const USER: &str = "Bob";

fn main() -> Result<(), Box<dyn Error>> {
    let moto = Moto::start()?;
    let scratch = Scratch(peers::target().join(format!("rotation-{}", std::process::id())));
    std::fs::create_dir_all(&scratch.0)?;
    let session = Session { url: moto.url(), home: &scratch.0 };

    session.succeed(&["create-user", "--user-name", USER])?;
    session.succeed(&["create-access-key", "--user-name", USER])?;

    session.show(&["rotate-access-key", "--user-name", USER, "--to-profile", "bob"])?;
    let columns = "AccessKeyMetadata[].[AccessKeyId,Status]";
    session.show(&["list-access-keys", "--user-name", USER, "--query", columns, "--output", "text"])
}

/// A directory that is removed at the end.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory that remains below target/ does no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Session<'a> {
    url: String,
    home: &'a Path,
}

impl Session<'_> {
    fn run(&self, arguments: &[&str]) -> Result<Run, Box<dyn Error>> {
        let mut command = iam(arguments);
        command.env("AWS_ENDPOINT_URL", &self.url).env("HOME", self.home);
        Ok(command.output()?.into())
    }

    fn succeed(&self, arguments: &[&str]) -> Result<Run, Box<dyn Error>> {
        let run = self.run(arguments)?;
        if run.code == 0 { Ok(run) } else { Err(format!("iam {}: {}", arguments.join(" "), run.stderr).into()) }
    }

    /// Prints a command as typed at a prompt, its progress and its result.
    fn show(&self, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
        let run = self.succeed(arguments)?;
        let home = self.home.display().to_string();
        let words: Vec<String> = arguments.iter().map(|word| quoted(word)).collect();
        println!("\x1b[32m$\x1b[0m \x1b[1;97miam {}\x1b[0m", words.join(" "));
        for line in run.stderr.lines() {
            println!("\x1b[36m{}\x1b[0m", line.replace(&home, "~"));
        }
        println!("{}", run.stdout.trim_end().replace(&home, "~").replace('\t', "  "));
        Ok(())
    }
}

/// A word, quoted for a shell.
fn quoted(word: &str) -> String {
    if word.contains(['[', '*']) { format!("'{word}'") } else { word.to_owned() }
}
