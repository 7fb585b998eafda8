//! Imports API descriptions in other formats as Smithy models.
//!
//! An import is a pure function from text to text: it starts no process and reads no file. By default, the result
//! contains no documentation.

pub mod botocore;
mod fields;

/// The kinds of problems that only imports report. See [`crate::diagnostic::event`] for others.
pub mod event {
    /// An unknown key in the description.
    pub const UNKNOWN_KEY: &str = "ImportUnknownKey";
    /// A missing or invalid value in the description.
    pub const MALFORMED: &str = "ImportMalformed";
    /// Something was omitted because Smithy cannot express it, or not in this place.
    pub const LEFT_OUT: &str = "ImportLeftOut";
    /// A correction refers to something that does not exist, or changes nothing.
    pub const STALE_CORRECTION: &str = "ImportStaleCorrection";
}
