//! Texts of models, before they are parsed.

/// The text of a model file, with its name for diagnostics.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name, usually the path.
    pub name: String,
    /// The text: IDL if the name ends with `.smithy`, JSON AST otherwise.
    pub text: String,
}

impl Source {
    /// Creates a source from any text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        // Some editors write a byte order mark before UTF-8, which JSON does not allow.
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Self { name: name.into(), text }
    }

    /// Whether the text is in the IDL, judging by the name.
    pub(super) fn is_idl(&self) -> bool {
        self.name.ends_with(".smithy")
    }
}
