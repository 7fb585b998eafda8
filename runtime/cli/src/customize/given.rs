//! What a command line gives, for the steps that need to know.

/// The given options and members.
pub(crate) struct Given<'a> {
    /// The value of an option. An empty string for a flag that is given.
    pub option: &'a dyn Fn(&str) -> Option<String>,
    /// The members set by options and documents.
    pub members: Vec<String>,
}
