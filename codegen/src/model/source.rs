//! Texts of models, before they are read.

/// The text of one model file and the name that diagnostics call it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name, usually the path.
    pub name: String,
    /// The JSON.
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
}
