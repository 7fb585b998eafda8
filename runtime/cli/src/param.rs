//! One option of an operation.

use super::arguments::{Opt, Takes};
use super::failure::Failure;
use super::value::Value;

/// What an option of an operation stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// the member of this index
    Member(usize),
    /// the member of this index, which is a boolean, false
    Negated(usize),
    /// the input as JSON
    Json,
    /// the input as YAML
    Yaml,
    /// an option that no member has, by its name
    Extra(&'static str),
    /// where in the pages to start
    StartingToken,
    /// how many results one call gets
    PageSize,
    /// how many results to show
    MaxItems,
    /// the file that a part of the answer is written to
    OutFile,
    /// which part of the answer that is
    OutPart,
    /// a file that a text of the answer is written to, by the option's name
    Save(&'static str),
    /// a sample instead of a call
    Skeleton,
}

/// An option of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    /// as the reading of arguments needs it
    pub option: Opt,
    /// what it stands for
    pub meaning: Meaning,
    /// whether it is a second name, which help does not show
    pub hidden: bool,
    /// whether it has to be given where the input does not come from elsewhere
    pub required: bool,
    /// what an option that no member has does to the values
    pub extra: Option<&'static Extra>,
}

impl Param {
    pub(crate) fn new(option: Opt, meaning: Meaning) -> Self {
        Self { option, meaning, hidden: false, required: false, extra: None }
    }

    /// An option that no member has.
    pub(crate) fn custom(name: &'static str, takes: Takes, extra: &'static Extra) -> Self {
        Self { extra: Some(extra), ..Self::new(Opt::new(name, takes), Meaning::Extra(name)) }
    }
}

/// An option that stands for a part of a member.
#[derive(Debug)]
pub(crate) struct Extra {
    /// its name
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
    /// where its value goes: names of members with dots between them; behind a name, `[]` is the first
    /// element of a list
    pub path: &'static str,
    /// how its arguments become a value; as those of the member at its path do, if nothing is said
    pub parse: Option<Parse>,
}

/// Makes a value of the arguments of an option, which it is given by name.
pub(crate) type Parse = fn(&str, &[String]) -> Result<Value, Failure>;
