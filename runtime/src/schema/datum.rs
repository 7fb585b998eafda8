//! Traits whose values are records of plain data.

/// The value of a trait that is a record of plain data, as its fields.
pub type Record = &'static [(&'static str, Datum)];

/// A value in a [`Record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Datum {
    /// true or false
    Flag(bool),
    /// a text
    Text(&'static str),
    /// texts
    Texts(&'static [&'static str]),
}

impl Datum {
    /// The field of this name.
    pub fn find(record: Record, name: &str) -> Option<Datum> {
        record.iter().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }

    /// The texts; none of other values.
    pub fn texts(self) -> &'static [&'static str] {
        match self {
            Datum::Texts(texts) => texts,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn text(self) -> Option<&'static str> {
        match self {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }
}
