//! Trait values that are records of plain data.

/// The fields of a trait value that is a record of plain data.
pub type Record = &'static [(&'static str, Datum)];

/// A value in a [`Record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Datum {
    /// A boolean.
    Flag(bool),
    /// A string.
    Text(&'static str),
    /// An integer.
    Number(i64),
    /// A list of strings.
    Texts(&'static [&'static str]),
}

impl Datum {
    /// The value of the field with this name.
    pub fn find(record: Record, name: &str) -> Option<Datum> {
        record.iter().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }

    /// The list of strings. Empty for other values.
    pub fn texts(self) -> &'static [&'static str] {
        match self {
            Datum::Texts(texts) => texts,
            _ => &[],
        }
    }

    /// The integer, if the value is one.
    pub fn number(self) -> Option<i64> {
        match self {
            Datum::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The string, if the value is one.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }
}
