//! Header fields.

use std::borrow::Cow;
use std::fmt;

use crate::scan;

/// The text shown instead of a secret.
pub(crate) const REDACTED: &str = "** redacted **";

/// Header fields in the order in which they were added. Names are compared case-insensitively.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<Field>);

/// A header field.
#[derive(Clone, PartialEq, Eq)]
struct Field {
    name: Cow<'static, str>,
    value: Cow<'static, str>,
    is_sensitive: bool,
}

impl Field {
    /// Whether the value must not be shown.
    fn is_secret(&self) -> bool {
        const SECRET: [&str; 8] = [
            "authorization",
            "proxy-authorization",
            "x-amz-s3session-token",
            "x-amz-security-token",
            "x-amz-sso_bearer_token",
            "x-aws-ec2-metadata-token",
            "cookie",
            "set-cookie",
        ];
        self.is_sensitive || SECRET.iter().any(|it| scan::is_same(&self.name, it))
    }
}

impl Headers {
    /// The first value of the field with this name.
    pub fn get(&self, name: impl AsRef<str>) -> Option<&str> {
        self.first(name.as_ref())
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|it| scan::is_same(&it.name, name)).map(|it| it.value.as_ref())
    }

    /// Whether there is a field with this name.
    pub fn contains_key(&self, name: impl AsRef<str>) -> bool {
        self.first(name.as_ref()).is_some()
    }

    /// All values of the fields with this name.
    pub fn get_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |it| scan::is_same(&it.name, name)).map(|it| it.value.as_ref())
    }

    /// Sets a field, replacing others with this name. Returns the first of their values.
    pub fn insert(&mut self, name: impl AsRef<str>, value: impl Into<String>) -> Option<String> {
        let replaced = self.remove(name.as_ref());
        self.append(name, value);
        replaced
    }

    /// Sets a field like [`insert`](Self::insert), but hides its value from `Debug`.
    pub fn insert_sensitive(&mut self, name: &str, value: impl Into<String>) {
        self.discard(name);
        self.0.push(Field { name: name.to_owned().into(), value: value.into().into(), is_sensitive: true });
    }

    /// Adds a field, keeping others with this name.
    pub fn append(&mut self, name: impl AsRef<str>, value: impl Into<String>) {
        self.0.push(Field { name: name.as_ref().to_owned().into(), value: value.into().into(), is_sensitive: false });
    }

    /// Sets a field with a static name like [`insert`](Self::insert), without copying static text.
    pub(crate) fn insert_known(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        self.discard(name);
        self.0.push(Field { name: Cow::Borrowed(name), value: value.into(), is_sensitive: false });
    }

    /// Hides the values of the matching fields from `Debug`.
    pub(super) fn hide(&mut self, is_secret: impl Fn(&str) -> bool) {
        self.0.iter_mut().filter(|it| is_secret(&it.name)).for_each(|it| it.is_sensitive = true);
    }

    /// Copies the fields, with room for more.
    pub(crate) fn clone_with_room(&self, more: usize) -> Self {
        let mut fields = Vec::with_capacity(self.0.len() + more);
        fields.extend_from_slice(&self.0);
        Self(fields)
    }

    /// Adds a field, keeping others with this name, without copying static text.
    #[cfg(feature = "http")]
    pub(crate) fn append_known(&mut self, name: Cow<'static, str>, value: String) {
        self.0.push(Field { name, value: Cow::Owned(value), is_sensitive: false });
    }

    /// Creates an empty list with room for this many fields.
    #[cfg(feature = "http")]
    pub(crate) fn with_room(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    /// Removes all fields with this name. Returns the first of their values.
    pub fn remove(&mut self, name: impl AsRef<str>) -> Option<String> {
        let name = name.as_ref();
        let removed = self.first(name).map(str::to_owned);
        if removed.is_some() {
            self.discard(name);
        }
        removed
    }

    /// Removes all fields with this name.
    fn discard(&mut self, name: &str) {
        self.0.retain(|it| !scan::is_same(&it.name, name));
    }

    /// Whether a field with this name has a value that must not be shown, because it authorizes the request or is
    /// sensitive.
    pub fn is_secret(&self, name: &str) -> bool {
        self.0.iter().any(|it| scan::is_same(&it.name, name) && it.is_secret())
    }

    /// The number of fields.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all names and values.
    #[cfg(feature = "http")]
    pub(crate) fn into_fields(self) -> impl Iterator<Item = (Cow<'static, str>, Cow<'static, str>)> {
        self.0.into_iter().map(|it| (it.name, it.value))
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.name.as_ref(), it.value.as_ref()))
    }
}

impl fmt::Debug for Headers {
    /// Shows names and values, except those that authorize a request.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|it| (&it.name, if it.is_secret() { REDACTED } else { it.value.as_ref() }));
        f.debug_map().entries(shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Headers;

    #[test]
    fn what_authorizes_is_not_shown() {
        let mut headers = Headers::default();
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "X-Amz-S3session-Token",
            "X-Amz-Security-Token",
            "X-Amz-Sso_Bearer_Token",
            "X-Aws-Ec2-Metadata-Token",
            "Cookie",
            "Set-Cookie",
        ] {
            headers.append(name, "s3cr3t");
        }
        headers.insert_sensitive("x-token", "s3cr3t");
        headers.append("Date", "today");
        let shown = format!("{headers:?}");
        assert!(!shown.contains("s3cr3t") && shown.contains("today"), "{shown}");
    }
}
