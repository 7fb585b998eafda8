//! Values parsed from JSON, YAML and shorthand, and values to print. Unlike a JSON library's, they keep the order of
//! fields and can be bytes.

use aws_smithy_types::{Document, Number, base64};
use tinsmith_runtime::schema::Kind;
use zeroize::Zeroize;

/// A value of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A number with a fraction or exponent.
    Double(f64),
    /// The digits of a number that is neither, or that a double would round.
    Digits(String),
    /// A string.
    String(String),
    /// The bytes of a file or a YAML binary.
    Bytes(Vec<u8>),
    /// The contents of the file with this path, which is read when it is sent.
    File(String),
    /// A date or time in YAML, as written.
    Timestamp(String),
    /// Values in order.
    List(Vec<Value>),
    /// Fields in the given order.
    Object(Fields),
}

/// The fields of an object, in the given order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The field with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The field with this name, for changes.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether there is a field with this name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field: replaces the one with this name, or appends it.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(place) => *place = value,
            None => self.0.push((name, value)),
        }
    }

    /// Appends a field whose name is not used yet.
    pub fn push(&mut self, name: impl Into<String>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Removes a field.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(String, Value)> for Fields {
    /// Collects fields. If a name repeats, the last value takes the place of the first.
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        let mut index = std::collections::HashMap::new();
        let mut all: Vec<(String, Value)> = Vec::new();
        for (name, value) in fields {
            match index.get(&name) {
                Some(&at) => {
                    let place: &mut (String, Value) = &mut all[at];
                    place.1 = value;
                }
                None => {
                    index.insert(name.clone(), all.len());
                    all.push((name, value));
                }
            }
        }
        Self(all)
    }
}

impl Value {
    /// The value as a document. Digits become the nearest double.
    pub fn to_document(&self) -> Document {
        match self {
            Self::Null => Document::Null,
            Self::Boolean(it) => Document::Bool(*it),
            Self::Integer(number) => Document::Number(match u64::try_from(*number) {
                Ok(number) => Number::PosInt(number),
                Err(_) => Number::NegInt(*number),
            }),
            Self::Double(number) => Document::Number(Number::Float(*number)),
            Self::Digits(digits) => digits.parse().map_or(Document::Null, |it| Document::Number(Number::Float(it))),
            Self::String(text) | Self::Timestamp(text) | Self::File(text) => Document::String(text.clone()),
            Self::Bytes(bytes) => Document::String(base64::encode(bytes)),
            Self::List(values) => Document::Array(values.iter().map(Self::to_document).collect()),
            Self::Object(fields) => {
                Document::Object(fields.iter().map(|(name, value)| (name.to_owned(), value.to_document())).collect())
            }
        }
    }

    /// The nearest double of a number that does not fit into 64-bit integers. `None` if it would be infinite.
    pub fn as_double(&self) -> Option<f64> {
        match self {
            Self::Double(number) => Some(*number),
            Self::Digits(digits) => digits.parse().ok().filter(|it: &f64| it.is_finite()),
            _ => None,
        }
    }

    /// A number with a fraction or exponent: a double, or its digits if a double would round them.
    pub fn fraction(digits: &str) -> Option<Self> {
        let number: f64 = digits.parse().ok()?;
        let is_decimal = digits.bytes().all(|it| it.is_ascii_digit() || b".eE+-".contains(&it));
        // Doubles keep any 15 digits.
        let is_short = digits.len() <= 16 && number.is_finite() && (number.is_normal() || !digits.contains(['e', 'E']));
        let is_kept = !is_decimal || is_short || number.to_string() == digits;
        Some(if is_kept { Self::Double(number) } else { Self::Digits(digits.to_owned()) })
    }

    /// Creates a string.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// Overwrites all strings and bytes, which may be secret.
    pub fn wipe(&mut self) {
        match self {
            Self::String(text) | Self::Digits(text) => text.zeroize(),
            Self::Bytes(bytes) => bytes.zeroize(),
            Self::List(values) => values.iter_mut().for_each(Self::wipe),
            Self::Object(fields) => fields.0.iter_mut().for_each(|(_, value)| value.wipe()),
            Self::Null | Self::Boolean(_) | Self::Integer(_) | Self::Double(_) => {}
            Self::File(_) | Self::Timestamp(_) => {}
        }
    }

    /// The string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is neither a list nor an object.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }

    /// The name of the value's type in messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Integer(_) | Self::Double(_) | Self::Digits(_) => "number",
            Self::String(_) => "string",
            Self::Bytes(_) | Self::File(_) => "binary",
            Self::Timestamp(_) => "timestamp",
            Self::List(_) => "list",
            Self::Object(_) => "map",
        }
    }
}

/// The name of a type in messages and help.
pub(crate) fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Blob => "binary",
        Kind::Boolean => "boolean",
        Kind::String | Kind::Enum(_) => "string",
        Kind::Byte | Kind::Short | Kind::Integer | Kind::IntEnum(_) | Kind::BigInteger => "integer",
        Kind::Long => "long",
        Kind::Float | Kind::Double | Kind::BigDecimal => "number",
        Kind::Timestamp => "timestamp",
        Kind::Document => "document",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::Structure => "structure",
        Kind::Union => "union",
        _ => "value",
    }
}
