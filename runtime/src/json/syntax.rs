//! Syntax errors in JSON texts.

/// A syntax error in a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte at which the error is.
    pub at: usize,
    /// The kind of the error.
    pub problem: Problem,
}

/// The kind of a syntax error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// Expected a value.
    Value,
    /// Expected a value, found the end of the text.
    MissingValue,
    /// Expected a key.
    Key,
    /// Expected a colon after a key.
    Colon,
    /// Expected a comma or closing brace after a field.
    EndOfField,
    /// Expected a comma or closing bracket after an element.
    EndOfElement,
    /// Expected the end of the text.
    EndOfText,
    /// Invalid number.
    Number,
    /// A control character in a string is not escaped.
    ControlCharacter,
    /// Unterminated string.
    Unterminated,
    /// Unknown escape.
    Escape,
    /// Expected four hexadecimal digits after `\u`.
    UnicodeEscape,
    /// The reader rejects the text, for this reason.
    Refused(&'static str),
}

impl Problem {
    /// The error message.
    #[inline]
    pub fn message(self) -> &'static str {
        match self {
            Self::Value => "expected a value",
            Self::MissingValue => "expected a value, found the end of the text",
            Self::Key => "expected a key in double quotes",
            Self::Colon => "expected a colon",
            Self::EndOfField => "expected a comma or a closing brace",
            Self::EndOfElement => "expected a comma or a closing bracket",
            Self::EndOfText => "expected the end of the text",
            Self::Number => "invalid number",
            Self::ControlCharacter => "a control character in a string must be escaped",
            Self::Unterminated => "unterminated string",
            Self::Escape => "unknown escape in a JSON string",
            Self::UnicodeEscape => "expected four hexadecimal digits",
            Self::Refused(reason) => reason,
        }
    }
}
