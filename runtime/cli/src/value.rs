//! A value between text and table: what JSON, YAML and shorthand are read to, and what output is
//! written from. Unlike a JSON library's, it keeps the order of fields and knows bytes.

use tinsmith_runtime::schema::Kind;

/// A value of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// no value
    Null,
    /// true or false
    Boolean(bool),
    /// a whole number
    Integer(i64),
    /// a number with a fraction or an exponent
    Double(f64),
    /// the digits of a number that fits neither
    Digits(String),
    /// a text
    String(String),
    /// bytes of a file or of a YAML binary
    Bytes(Vec<u8>),
    /// the content of the file of this path, which is read when it is sent
    File(String),
    /// a date or time of YAML, as it is written there
    Timestamp(String),
    /// values in order
    List(Vec<Value>),
    /// fields in the order given
    Object(Fields),
}

/// The fields of an object, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Vec<(String, Value)>);

impl Fields {
    /// The field of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The place of the field of this name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether there is a field of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field: in its place if there is one of this name, else at the end.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(place) => *place = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds a field of which it is known that there is none of its name.
    pub fn push(&mut self, name: impl Into<String>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(String, Value)> for Fields {
    /// Collects fields; of two with one name the later value stands in the earlier's place.
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
    /// A string.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is neither list nor object.
    pub fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }

    /// What kind of value it is, as a message calls it.
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

/// The name of a type, for messages and help.
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
