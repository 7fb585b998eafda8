//! Texts of models, before they are read.

/// The text of one model file and the name that diagnostics call it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name, usually the path.
    pub name: String,
    /// The text: IDL if the name ends with `.smithy`, JSON AST otherwise.
    pub text: String,
}

impl Source {
    /// A source of any origin.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        // Some editors put a mark before UTF-8, which JSON does not know.
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        Self { name: name.into(), text }
    }

    /// Whether the text is IDL and not JSON, which the name says.
    pub(super) fn is_idl(&self) -> bool {
        self.name.ends_with(".smithy")
    }
}
