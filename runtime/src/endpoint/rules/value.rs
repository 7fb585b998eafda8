//! Values in endpoint rules.

use std::borrow::Cow;

/// The value of a parameter or expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Integer(i32),
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Value<'a>>),
    /// An object.
    Record(Vec<(&'static str, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Creates a string.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if the value is an array.
    pub fn as_list(&self) -> Option<&[Value<'a>]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a field, if the value is an object with this field.
    pub fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The number of bytes and elements in it.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Bool(_) | Self::Integer(_) => 1,
            Self::Text(text) => 1 + text.len(),
            Self::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Self::Record(fields) => 1 + fields.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }

    /// The part at a path of field names separated by dots, each with an optional index, such as `resourceId[0]`. A
    /// negative index counts from the end.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, step| {
            let (name, index) = match step.split_once('[') {
                Some((name, index)) => (name, Some(index.strip_suffix(']')?)),
                None => (step, None),
            };
            let value = if name.is_empty() { value } else { value.field(name)? };
            let Some(index) = index else { return Some(value) };
            let items = value.as_list()?;
            let index: isize = index.parse().ok()?;
            let index = if index < 0 { items.len().checked_sub(index.unsigned_abs())? } else { index.unsigned_abs() };
            items.get(index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_path_names_a_part() {
        let list = Value::List(vec![Value::text("a"), Value::text("b")]);
        let value = Value::Record(vec![("x", Value::Record(vec![("list", list.clone()), ("yes", Value::Bool(true))]))]);
        let cases = [
            (&value, "x.yes", Some(Value::Bool(true))),
            (&value, "x.list[0]", Some(Value::text("a"))),
            (&value, "x.list[-1]", Some(Value::text("b"))),
            (&list, "[1]", Some(Value::text("b"))),
            (&list, "[2]", None),
            (&list, "[-3]", None),
            (&list, "[x]", None),
            (&list, "[0", None),
            (&list, "x", None),
            (&value, "y", None),
            (&value, "x[0]", None),
        ];
        for (value, path, part) in cases {
            assert_eq!(value.at(path), part.as_ref(), "{path}");
        }
    }
}
