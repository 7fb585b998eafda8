//! Why a text is not JSON.

/// A text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte of the text at which the mistake is.
    pub at: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// no value begins here
    Value,
    /// the text ends before a value
    MissingValue,
    /// no key begins here
    Key,
    /// no colon follows a key
    Colon,
    /// neither comma nor closing brace follows a field
    EndOfField,
    /// neither comma nor closing bracket follows an element
    EndOfElement,
    /// something follows the value
    EndOfText,
    /// a number is not written as JSON has it
    Number,
    /// a control character in a string is not escaped
    ControlCharacter,
    /// a string has no end
    Unterminated,
    /// a backslash is followed by a character that it does not escape
    Escape,
    /// `\u` is not followed by four hexadecimal digits
    UnicodeEscape,
    /// the reader refuses what it has read, for a reason of its own
    Refused(&'static str),
}

impl Problem {
    /// The problem in words.
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
