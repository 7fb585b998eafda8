//! A position in the pages of an operation.
//!
//! A token for continuing is the base64 of a JSON object: the service's token, and how many results of that page were
//! already shown. The format is the AWS CLI's, so that either program can continue where the other stopped.

use aws_smithy_types::base64;

use crate::failure::Failure;
use crate::json;
use crate::output::json::one_line;
use crate::value::{Fields, Value};

/// The field of a token with the number of results already shown.
const SHOWN: &str = "boto_truncate_amount";

/// A position between two results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Position {
    /// The service's tokens of the page, in the order of their input members.
    pub tokens: Vec<Option<Value>>,
    /// The number of results of the page that were already shown.
    pub shown: usize,
}

impl Position {
    /// Parses a token: of this format, of the previous one, or the service's own.
    pub(crate) fn read(text: &str, inputs: &[&str]) -> Result<Self, Failure> {
        let bad = || Failure::General(format!("Bad starting token: {text}"));
        let decoded = base64::decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(Ok(Value::Object(fields))) = decoded.map(|it| json::parse(&it)) {
            if fields.iter().any(|(name, _)| !inputs.contains(&name) && name != SHOWN) {
                return Err(bad());
            }
            let tokens = inputs.iter().map(|name| fields.get(name).filter(|it| **it != Value::Null).cloned());
            let shown = match fields.get(SHOWN) {
                None => 0,
                Some(Value::Integer(shown)) => usize::try_from(*shown).map_err(|_| bad())?,
                Some(_) => return Err(bad()),
            };
            return Ok(Self { tokens: tokens.collect(), shown });
        }
        let token = |text: &str| (text != "None").then(|| Value::string(text));
        let parts: Vec<&str> = text.split("___").collect();
        let (texts, shown) = match parts.split_last() {
            Some((last, texts)) if parts.len() == inputs.len() + 1 => (texts, last.parse().map_err(|_| bad())?),
            _ if parts.len() == inputs.len() => (&parts[..], 0),
            _ => return Err(bad()),
        };
        Ok(Self { tokens: texts.iter().map(|it| token(it)).collect(), shown })
    }

    /// Writes the token.
    pub(crate) fn write(&self, inputs: &[&str]) -> String {
        let mut fields = Fields::default();
        for (index, name) in inputs.iter().enumerate() {
            fields.push(*name, self.tokens.get(index).cloned().flatten().unwrap_or(Value::Null));
        }
        if self.shown > 0 {
            fields.push(SHOWN, Value::Integer(i64::try_from(self.shown).unwrap_or(i64::MAX)));
        }
        base64::encode(one_line(&Value::Object(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_aws_cli() {
        let token = "eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==";
        let position = |token: Option<&str>, shown| Position { tokens: vec![token.map(Value::string)], shown };
        assert_eq!(position(None, 1).write(&["Marker"]), token);
        for (text, read) in [
            (token, Some(position(None, 1))),
            ("abc___2", Some(position(Some("abc"), 2))),
            ("None___1", Some(position(None, 1))),
            ("plain token", Some(position(Some("plain token"), 0))),
            ("abc___x", None),
            ("eyJPdGhlciI6ICJ4In0=", None),
        ] {
            assert_eq!(Position::read(text, &["Marker"]).ok(), read, "{text}");
        }
    }

    #[test]
    fn tokens_may_be_several_values_of_any_kind() {
        const INPUTS: &[&str] = &["Key", "Version"];
        let read = Position::read("a___None___3", INPUTS).unwrap();
        assert_eq!(read, Position { tokens: vec![Some(Value::string("a")), None], shown: 3 });
        assert_eq!(Position::read(&read.write(INPUTS), INPUTS).unwrap(), read);
    }
}
