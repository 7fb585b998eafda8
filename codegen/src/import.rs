//! Turns API descriptions of other origins into Smithy models.
//!
//! An import is a pure function from texts to a text: it starts no process and reads no
//! file. What it writes holds facts only; documentation never comes along.

pub mod botocore;
mod fields;

/// The kinds of mistakes that only imports raise; the others are in [`crate::diagnostic::event`].
pub mod event {
    /// The description says something that the import does not know.
    pub const UNKNOWN_KEY: &str = "ImportUnknownKey";
    /// A value of the description is missing or of the wrong kind.
    pub const MALFORMED: &str = "ImportMalformed";
    /// Something that Smithy cannot say, or not in this place; it is left out.
    pub const LEFT_OUT: &str = "ImportLeftOut";
    /// A correction that names nothing, or that says what the description says by now.
    pub const STALE_CORRECTION: &str = "ImportStaleCorrection";
}
