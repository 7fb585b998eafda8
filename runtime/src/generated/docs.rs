//! The table of documentation.

/// Declares the table of these entries: shape id with, for members, `$member`, and text; sorted by
/// id.
///
/// ```text
/// docs! { ("com.amazonaws.iam#Tag", "A tag."), }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! docs {
    ($(($id:literal, $text:literal),)*) => {
        /// By shape id and, for members, `$member`.
        pub static DOCS: $crate::docs::Docs = $crate::docs::Docs::new(&[$(($id, $text),)*]);
    };
}
