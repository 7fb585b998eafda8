//! The table of documentation.

/// Declares the table of documentation from entries sorted by id: the shape id, followed by `$member` for members, and
/// the text.
///
/// ```text
/// docs! { texts: ("com.amazonaws.iam#Tag", "A tag."), }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! docs {
    (texts: $(($id:literal, $text:literal),)*) => {
        /// Documentation by shape id, followed by `$member` for members.
        pub static DOCS: $crate::docs::Docs = $crate::docs::Docs::new(&[$(($id, $text),)*]);
    };
}
