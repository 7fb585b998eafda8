//! Reads an argument list against a table of options.
//!
//! The rules are those that users of the AWS CLI know, and scripts lean on, down to the sentences:
//! options may stand anywhere and be shortened, `--option=value` works, the last of several wins,
//! a value that starts with a dash needs the equals sign unless it is a negative number or holds a
//! space, and what nobody knows is collected and not refused at once, because the next table may
//! know it. clap reads arguments by other rules (a shortened option is decided over one table at a
//! time, unknown ones end the reading, a value after an optional-value option is taken
//! differently) and does not give up an argument list in this order, so the reading is done here.

use std::borrow::Cow;

use super::suggest;

/// How many values an option takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// none: a flag
    Nothing,
    /// exactly one
    One,
    /// one, or this where none follows
    OneOr(&'static str),
    /// as many as follow
    Many,
}

/// An option as the reading needs it.
#[derive(Clone, Debug)]
pub struct Opt {
    /// the name without its dashes
    pub name: Cow<'static, str>,
    /// how many values it takes
    pub takes: Takes,
    /// the values that are allowed, none if any is
    pub choices: &'static [&'static str],
}

impl Opt {
    /// An option that takes any values.
    pub fn new(name: impl Into<Cow<'static, str>>, takes: Takes) -> Self {
        Self { name: name.into(), takes, choices: &[] }
    }

    /// An option that takes one of these values.
    pub fn one_of(name: &'static str, takes: Takes, choices: &'static [&'static str]) -> Self {
        Self { name: name.into(), takes, choices }
    }
}

/// What an argument list holds.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    /// the options in the order given, by their index in the table, with their values
    pub options: Vec<(usize, Vec<String>)>,
    /// the first argument that is neither option nor value
    pub positional: Option<String>,
    /// what no rule explains, in order
    pub rest: Vec<String>,
}

impl Read {
    /// The values of the last option of this index.
    pub fn last(&self, index: usize) -> Option<&[String]> {
        self.options.iter().rev().find(|(it, _)| *it == index).map(|(_, values)| values.as_slice())
    }
}

/// What an argument is, before anything is known of its neighbours.
enum Argument<'a> {
    /// an option, perhaps with a value behind an equals sign; none of the table if there is no index
    Option(Option<usize>, Option<&'a str>),
    /// a value, or a positional argument
    Value,
    /// the two dashes behind which everything is a value
    Dashes,
}

/// Reads the arguments. The error is the sentence that says what is wrong.
pub(crate) fn read(table: &[Opt], arguments: &[String]) -> Result<Read, String> {
    let kinds = classify(table, arguments)?;
    let mut read = Read::default();
    let mut index = 0;
    while index < arguments.len() {
        let (option, attached) = match &kinds[index] {
            Argument::Option(Some(option), attached) => (*option, *attached),
            Argument::Value if read.positional.is_none() => {
                read.positional = Some(arguments[index].clone());
                index += 1;
                continue;
            }
            // The two dashes have done their work when they are classified.
            Argument::Dashes => {
                index += 1;
                continue;
            }
            _ => {
                read.rest.push(arguments[index].clone());
                index += 1;
                continue;
            }
        };
        index += 1;
        let follow = kinds[index..].iter().take_while(|kind| matches!(kind, Argument::Value)).count();
        let values = take_values(&table[option], attached, &arguments[index..index + follow]);
        let values = values.map_err(|message| match kinds.get(index) {
            // The value itself may be a secret.
            Some(Argument::Option(None, _)) => {
                let name = &table[option].name;
                format!("{message}\nA value that begins with a hyphen follows an equals sign: --{name}=<value>")
            }
            _ => message,
        })?;
        if attached.is_none() {
            index += values.len().min(follow);
        }
        check_choices(&table[option], &values)?;
        read.options.push((option, values));
    }
    Ok(read)
}

/// The values of an option: the one attached to it, or as many of those that follow as it takes.
fn take_values(option: &Opt, attached: Option<&str>, follow: &[String]) -> Result<Vec<String>, String> {
    let name = &option.name;
    match (option.takes, attached) {
        (Takes::Nothing, None) => Ok(Vec::new()),
        (Takes::Nothing, Some(value)) => Err(format!("argument --{name}: ignored explicit argument '{value}'")),
        (_, Some(value)) => Ok(vec![value.to_owned()]),
        (Takes::One, None) if follow.is_empty() => Err(format!("argument --{name}: expected one argument")),
        (Takes::OneOr(default), None) if follow.is_empty() => Ok(vec![default.to_owned()]),
        (Takes::One | Takes::OneOr(_), None) => Ok(follow[..1].to_vec()),
        (Takes::Many, None) => Ok(follow.to_vec()),
    }
}

fn check_choices(option: &Opt, values: &[String]) -> Result<(), String> {
    match values.iter().find(|value| !option.choices.is_empty() && !option.choices.contains(&value.as_str())) {
        Some(value) => {
            let message = invalid_choice(&format!("--{}", option.name), value, option.choices);
            Err(format!("{message}\nValid values: {}", option.choices.join(", ")))
        }
        None => Ok(()),
    }
}

/// The sentence about a value that is none of the choices, with those that are near.
pub(crate) fn invalid_choice(argument: &str, value: &str, choices: &[&str]) -> String {
    format!("argument {argument}: Found invalid choice '{value}'\n{}", suggest::lines(&suggest::near(value, choices)))
}

fn classify<'a>(table: &[Opt], arguments: &'a [String]) -> Result<Vec<Argument<'a>>, String> {
    let mut kinds = Vec::with_capacity(arguments.len());
    let mut only_values = false;
    for argument in arguments {
        kinds.push(match argument.as_str() {
            _ if only_values => Argument::Value,
            "--" => {
                only_values = true;
                Argument::Dashes
            }
            text if text.len() < 2 || !text.starts_with('-') => Argument::Value,
            text => classify_dashed(table, text)?,
        });
    }
    Ok(kinds)
}

/// What an argument is that starts with a dash and is longer than it.
fn classify_dashed<'a>(table: &[Opt], text: &'a str) -> Result<Argument<'a>, String> {
    let (name, attached) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    if let Some(name) = name.strip_prefix("--") {
        let exact = table.iter().position(|it| it.name == name);
        if exact.is_some() {
            return Ok(Argument::Option(exact, attached));
        }
        let mut matching = table.iter().enumerate().filter(|(_, it)| it.name.starts_with(name));
        match (matching.next(), matching.next()) {
            (Some((one, _)), None) => return Ok(Argument::Option(Some(one), attached)),
            (Some((_, first)), Some((_, second))) => {
                let all = [first, second].into_iter().chain(matching.map(|(_, it)| it));
                let all: Vec<_> = all.map(|it| format!("--{}", it.name)).collect();
                return Err(format!("ambiguous option: {text} could match {}", all.join(", ")));
            }
            _ => {}
        }
    }
    let is_value = is_negative_number(text) || text.contains(' ');
    Ok(if is_value { Argument::Value } else { Argument::Option(None, None) })
}

fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else { return false };
    let (whole, fraction) = digits.split_once('.').unwrap_or(("", digits));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    !fraction.is_empty() && all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Opt> {
        vec![
            Opt::new("user-name", Takes::One),
            Opt::new("tags", Takes::Many),
            Opt::one_of("skeleton", Takes::OneOr("input"), &["input", "output"]),
            Opt::new("flag", Takes::Nothing),
            Opt::new("user-path", Takes::One),
        ]
    }

    /// What is read from a line, as text: options, then `| positional`, then `| rest`.
    fn show(line: &[&str]) -> String {
        let table = table();
        let arguments: Vec<_> = line.iter().map(|&it| it.to_owned()).collect();
        match read(&table, &arguments) {
            Err(message) => message,
            Ok(read) => {
                let options = read.options.iter().map(|(at, values)| format!("{}={values:?}", table[*at].name));
                let options: Vec<_> = options.collect();
                format!("{} | {} | {}", options.join(" "), read.positional.unwrap_or_default(), read.rest.join(" "))
            }
        }
    }

    #[test]
    fn arguments_are_read_by_the_rules_of_the_aws_cli() {
        for (line, shown) in [
            (&["--user-name", "a", "--user-name=b"][..], r#"user-name=["a"] user-name=["b"] |  | "#),
            (&["--fl", "cmd", "--user-n", "x"], r#"flag=[] user-name=["x"] | cmd | "#),
            (&["--user", "x"], "ambiguous option: --user could match --user-name, --user-path"),
            (
                &["--user-name", "-foo"],
                "argument --user-name: expected one argument\nA value that begins with a hyphen follows an equals sign: \
                 --user-name=<value>",
            ),
            (&["--user-name", "--", "a"], "argument --user-name: expected one argument"),
            (&["--user-name=-foo"], r#"user-name=["-foo"] |  | "#),
            (&["--user-name", "-5"], r#"user-name=["-5"] |  | "#),
            (&["--user-name", "-.5"], r#"user-name=["-.5"] |  | "#),
            (&["--user-name", "-a b"], r#"user-name=["-a b"] |  | "#),
            (&["--user-name", ""], r#"user-name=[""] |  | "#),
            (&["--skeleton"], r#"skeleton=["input"] |  | "#),
            (&["--skeleton", "--flag"], r#"skeleton=["input"] flag=[] |  | "#),
            (&["--skeleton", "output", "x"], r#"skeleton=["output"] | x | "#),
            (&["--skeleton="], "argument --skeleton: Found invalid choice ''\n\nValid values: input, output"),
            (&["--tags"], "tags=[] |  | "),
            (&["--tags", "a", "b", "--bogus", "c", "d"], r#"tags=["a", "b"] | c | --bogus d"#),
            (&["--flag=x"], "argument --flag: ignored explicit argument 'x'"),
            (&["extra", "extra2"], " | extra | extra2"),
            (&["--no-user-name"], " |  | --no-user-name"),
            (&["--", "--flag"], " | --flag | "),
        ] {
            assert_eq!(show(line), shown, "{line:?}");
        }
    }
}
