//! Prints results. A secret that is only returned once must not be lost unnoticed.

use super::Invocation;
use crate::failure::Failure;
use crate::output::Format;
use crate::output::json::one_line;
use crate::pager::{self, Screen};
use crate::result_format::ResultFormat;
use crate::terminal::{Destination, destination};
use crate::value::{Fields, Value};
use crate::{document, sensitive, settings};
use zeroize::Zeroizing;

impl Invocation<'_> {
    /// Checks that a secret that is only returned once can be printed, before it is created.
    pub(super) fn check_secret(&self) -> Result<(), Failure> {
        if self.globals.print_request.is_some() {
            return Ok(());
        }
        if !sensitive::is_in(self.operation.output) || settings::format(self.globals)? == Format::Off {
            return Ok(());
        }
        let name = self.operation.name;
        if destination() == Destination::Closed {
            return Err(Failure::General(format!(
                "Standard output is closed, but the response to {name} contains a secret. Nothing was sent. To make the call \
                 and discard its response, add --output off."
            )));
        }
        let Some(query) = &self.globals.query else { return Ok(()) };
        let sample = Value::Object(document::sample_output(self.operation));
        query.search(&sample).map(drop).map_err(|error| {
            Failure::Param(format!(
                "Bad value for --query: it fails on a response to {name}: {error}. Nothing was sent."
            ))
        })
    }

    /// Prints the output of a call. If it contains a secret and cannot be printed, fails with a message that contains
    /// the rest of the output, because the call has taken effect.
    pub(super) fn show_answer(&self, answer: Fields) -> Result<(), Failure> {
        if !sensitive::is_in(self.operation.output) {
            return self.show(Value::Object(answer), None);
        }
        let rest = sensitive::redacted(&answer, self.operation.output);
        let mut answer = Value::Object(answer);
        // The message of a failed query may contain the value on which it failed.
        let text = self.written(&mut answer, None);
        let text = text.map_err(|_| Failure::General("The query fails on the response.".to_owned()));
        answer.wipe();
        text.and_then(|text| pager::print_once(self.globals, &Zeroizing::new(text))).map_err(|failure| {
            let (reason, rest) = (failure.sentence(), one_line(&Value::Object(rest)));
            Failure::General(format!(
                "{reason}\nThe call was made, and what it created exists. Its secret was not printed. The rest of the \
                 response: {rest}"
            ))
        })
    }

    /// Prints a result, and the token of the next page.
    pub(super) fn show(&self, mut result: Value, next: Option<String>) -> Result<(), Failure> {
        pager::print_result(self.globals, &self.written(&mut result, next)?)
    }

    /// Prints one of several results as YAML. Returns whether anybody reads the next one.
    pub(super) fn show_part(&self, mut part: Value, screen: &mut Screen<'_>) -> Result<bool, Failure> {
        let text = self.written(&mut part, None)?;
        // Nothing is printed of an operation without output, but of each page.
        screen.print(if text.is_empty() { "- {}\n" } else { &text })
    }

    /// A result as text, with the token of the next page, which is added to it.
    fn written(&self, result: &mut Value, next: Option<String>) -> Result<String, Failure> {
        let format = ResultFormat::new(self.globals)?;
        let token = next.map(Value::String);
        // A query can select the token. Without a query, text output has it on a separate line.
        let below = format.format == Format::Text && self.globals.query.is_none();
        if let (Value::Object(fields), Some(token), true) = (&mut *result, &token, !below) {
            fields.push("NextToken", token.clone());
        }
        let mut text = format.write(self.operation.name, result)?;
        if let (Some(token), true) = (&token, below) {
            text.push_str(&format!("NEXTTOKEN\t{}\n", token.as_str().unwrap_or_default()));
        }
        Ok(text)
    }
}
