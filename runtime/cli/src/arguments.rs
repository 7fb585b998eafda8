//! Parses arguments with a table of options.
//!
//! The rules and messages are those of the AWS CLI, which scripts depend on: options may be anywhere and can be
//! abbreviated, `--option=value` works, the last of several wins, a value that starts with a dash needs the equals sign
//! unless it is a negative number or contains a space, and unknown arguments are collected rather than rejected at
//! once, because the next table may know them. clap has other rules (an abbreviation is resolved in one table at a
//! time, unknown arguments end the parsing, optional values are parsed differently) and cannot return arguments in this
//! order.

use std::borrow::Cow;

use super::suggest;

/// The number of values of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// None: a flag.
    Nothing,
    /// Exactly one.
    One,
    /// One, or this default if none follows.
    OneOr(&'static str),
    /// The one that follows if it is a permitted value, or else this default.
    ChoiceOr(&'static str),
    /// Exactly one of the permitted values. After a command, an occurrence with another value is left to the command,
    /// which may have an option of the same name.
    OwnChoice,
    /// All that follow.
    Many,
}

/// The definition of an option.
#[derive(Clone, Debug)]
pub struct Opt {
    /// The name without dashes.
    pub name: Cow<'static, str>,
    /// The number of values.
    pub takes: Takes,
    /// The permitted values. If empty, all values are permitted.
    pub choices: &'static [&'static str],
}

impl Opt {
    /// Creates an option that accepts any value.
    pub fn new(name: impl Into<Cow<'static, str>>, takes: Takes) -> Self {
        Self { name: name.into(), takes, choices: &[] }
    }

    /// Creates an option that accepts one of these values.
    pub fn one_of(name: &'static str, takes: Takes, choices: &'static [&'static str]) -> Self {
        Self { name: name.into(), takes, choices }
    }
}

/// Parsed arguments.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    /// The options in the given order, by index in the table, with their values.
    pub options: Vec<(usize, Vec<String>)>,
    /// The first argument that is neither an option nor a value.
    pub positional: Option<String>,
    /// The remaining arguments, in order.
    pub rest: Vec<String>,
}

impl Read {
    /// The values of the last occurrence of this option.
    pub fn last(&self, index: usize) -> Option<&[String]> {
        self.options.iter().rev().find(|(it, _)| *it == index).map(|(_, values)| values.as_slice())
    }
}

/// What is wrong with arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Misuse {
    /// The message, which is the AWS CLI's if it has one.
    pub message: String,
    /// How to correct it.
    pub hint: Option<String>,
}

impl Misuse {
    /// Adds a hint, on a line of its own if there is one already.
    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.hint = Some(self.hint.map_or_else(|| hint.to_owned(), |it| format!("{it}\n\n  {hint}")));
        self
    }
}

impl From<String> for Misuse {
    fn from(message: String) -> Self {
        Self { message, hint: None }
    }
}

impl From<&str> for Misuse {
    fn from(message: &str) -> Self {
        Self::from(message.to_owned())
    }
}

/// The kind of an argument, without regard to its neighbors.
enum Argument<'a> {
    /// An option, perhaps with a value after an equals sign. Without an index, it is not in the table.
    Option(Option<usize>, Option<&'a str>),
    /// A value or positional argument.
    Value,
    /// The two dashes after which all arguments are values.
    Dashes,
}

/// Parses arguments.
pub(crate) fn read(table: &[Opt], arguments: &[String]) -> Result<Read, Misuse> {
    read_from(table, arguments, false)
}

/// Parses the arguments that follow a command's name.
pub(crate) fn read_after_command(table: &[Opt], arguments: &[String]) -> Result<Read, Misuse> {
    read_from(table, arguments, true)
}

fn read_from(table: &[Opt], arguments: &[String], is_after_command: bool) -> Result<Read, Misuse> {
    let kinds = classify(table, arguments)?;
    let mut read = Read::default();
    let mut index = 0;
    while index < arguments.len() {
        let (option, attached) = match &kinds[index] {
            Argument::Option(Some(option), attached)
                if !is_after_command && read.positional.is_none()
                    || !is_foreign(&table[*option], *attached, &arguments[index + 1..]) =>
            {
                (*option, *attached)
            }
            Argument::Value if read.positional.is_none() => {
                read.positional = Some(arguments[index].clone());
                index += 1;
                continue;
            }
            // The two dashes were only needed to classify the others.
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
            Some(Argument::Option(None, _)) => Misuse::from(message).with_hint(&format!(
                "A value that begins with a hyphen follows an equals sign: --{}=<value>",
                table[option].name
            )),
            _ => message.into(),
        })?;
        if attached.is_none() {
            let is_default = matches!(table[option].takes, Takes::ChoiceOr(_))
                && arguments.get(index).is_none_or(|it| !table[option].choices.contains(&it.as_str()));
            index += if is_default { 0 } else { values.len().min(follow) };
        }
        check_choices(&table[option], &values)?;
        read.options.push((option, values));
    }
    Ok(read)
}

/// Whether an option was given a value that only the option of a command can have.
fn is_foreign(option: &Opt, attached: Option<&str>, follow: &[String]) -> bool {
    let value = attached.or_else(|| follow.first().map(String::as_str).filter(|it| !it.starts_with("--")));
    option.takes == Takes::OwnChoice && value.is_some_and(|it| !option.choices.contains(&it))
}

/// The values of an option: the attached one, or as many of the following ones as it takes.
fn take_values(option: &Opt, attached: Option<&str>, follow: &[String]) -> Result<Vec<String>, String> {
    let name = &option.name;
    match (option.takes, attached) {
        (Takes::Nothing, None) => Ok(Vec::new()),
        (Takes::Nothing, Some(value)) => Err(format!("argument --{name}: ignored explicit argument '{value}'")),
        (_, Some(value)) => Ok(vec![value.to_owned()]),
        (Takes::One | Takes::OwnChoice, None) if follow.is_empty() => {
            Err(format!("argument --{name}: expected one argument"))
        }
        (Takes::ChoiceOr(default), None) => match follow.first() {
            Some(value) if option.choices.contains(&value.as_str()) => Ok(vec![value.clone()]),
            _ => Ok(vec![default.to_owned()]),
        },
        (Takes::OneOr(default), None) if follow.is_empty() => Ok(vec![default.to_owned()]),
        (Takes::One | Takes::OwnChoice | Takes::OneOr(_), None) => Ok(follow[..1].to_vec()),
        (Takes::Many, None) => Ok(follow.to_vec()),
    }
}

pub(crate) fn check_choices(option: &Opt, values: &[String]) -> Result<(), Misuse> {
    match values.iter().find(|value| !option.choices.is_empty() && !option.choices.contains(&value.as_str())) {
        Some(value) => {
            let misuse = invalid_choice(&format!("--{}", option.name), value, option.choices);
            Err(misuse.with_hint(&format!("Valid values: {}", option.choices.join(", "))))
        }
        None => Ok(()),
    }
}

/// The error of a value that is not a permitted choice, with suggestions.
pub(crate) fn invalid_choice(argument: &str, value: &str, choices: &[&str]) -> Misuse {
    let suggested = suggest::lines(&suggest::near(value, choices));
    let message = format!("argument {argument}: Found invalid choice '{value}'");
    // The AWS CLI compares letters as they are, and suggests nothing here.
    if !suggested.is_empty() && value.contains(char::is_uppercase) {
        return Misuse::from(message).with_hint(suggested.trim_start());
    }
    format!("{message}\n{suggested}").into()
}

fn classify<'a>(table: &[Opt], arguments: &'a [String]) -> Result<Vec<Argument<'a>>, Misuse> {
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
            text => classify_dashed(table, text).map_err(Misuse::from)?,
        });
    }
    Ok(kinds)
}

/// Classifies an argument that is longer than one dash and starts with one.
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
            Opt::one_of("print", Takes::ChoiceOr("text"), &["text", "curl"]),
            Opt::one_of("limits", Takes::OwnChoice, &["on", "off"]),
        ]
    }

    /// The parse result of a line as text: options, then `| positional`, then `| rest`.
    fn show(line: &[&str]) -> String {
        let table = table();
        let arguments: Vec<_> = line.iter().map(|&it| it.to_owned()).collect();
        match read(&table, &arguments) {
            Err(misuse) => [Some(misuse.message), misuse.hint].into_iter().flatten().collect::<Vec<_>>().join(" | "),
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
                "argument --user-name: expected one argument | A value that begins with a hyphen follows an equals sign: \
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
            (&["--skeleton="], "argument --skeleton: Found invalid choice ''\n | Valid values: input, output"),
            (&["--print", "cmd", "x"], r#"print=["text"] | cmd | x"#),
            (&["--print", "curl", "cmd"], r#"print=["curl"] | cmd | "#),
            (&["--print=c"], "argument --print: Found invalid choice 'c'\n | Valid values: text, curl"),
            (&["cmd", "--print"], r#"print=["text"] | cmd | "#),
            (&["--limits", "on", "cmd", "--limits=off"], r#"limits=["on"] limits=["off"] | cmd | "#),
            (&["cmd", "--limits", "a", "--limits=b"], " | cmd | --limits a --limits=b"),
            (&["--limits", "a", "cmd"], "argument --limits: Found invalid choice 'a'\n | Valid values: on, off"),
            (&["cmd", "--limits"], "argument --limits: expected one argument"),
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
