//! An option of an operation.

use super::arguments::{Opt, Takes};
use super::failure::Failure;
use super::value::Value;

/// The meaning of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The member with this index.
    Member(usize),
    /// False for the boolean member with this index.
    Negated(usize),
    /// The input as JSON.
    Json,
    /// The input as YAML.
    Yaml,
    /// An option that is not a member, by its name.
    Extra(&'static str),
    /// Where to continue the pagination.
    StartingToken,
    /// The number of results per call.
    PageSize,
    /// The maximum number of results.
    MaxItems,
    /// The file for a part of the output.
    OutFile,
    /// The part of the output.
    OutPart,
    /// The file for a string of the output, by the option's name.
    Save(&'static str),
    /// A sample instead of a call.
    Skeleton,
}

/// An option of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    /// The definition for the parser.
    pub option: Opt,
    /// The meaning.
    pub meaning: Meaning,
    /// Whether it is a second name, which help does not show.
    pub hidden: bool,
    /// Whether it is required, unless the input comes from a document.
    pub required: bool,
    /// The effect of an option that is not a member.
    pub extra: Option<&'static Extra>,
}

impl Param {
    pub(crate) fn new(option: Opt, meaning: Meaning) -> Self {
        Self { option, meaning, hidden: false, required: false, extra: None }
    }

    /// Creates an option that is not a member.
    pub(crate) fn custom(name: &'static str, takes: Takes, extra: &'static Extra) -> Self {
        Self { extra: Some(extra), ..Self::new(Opt::new(name, takes), Meaning::Extra(name)) }
    }
}

/// An option that sets a part of a member.
#[derive(Debug)]
pub(crate) struct Extra {
    /// The name.
    pub name: &'static str,
    pub takes: Takes,
    pub required: bool,
    /// The path of its value: names of members separated by dots. `[]` after a name is the first element of a list.
    pub path: &'static str,
    /// How its arguments are converted to a value. By default, like those of the member at its path.
    pub parse: Option<Parse>,
}

/// Converts the arguments of an option to a value. The first parameter is the option's name.
pub(crate) type Parse = fn(&str, &[String]) -> Result<Value, Failure>;

/// The pagination members of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages {
    /// The input members for the tokens.
    pub input_tokens: &'static [&'static str],
    /// The places of the tokens in the output, in the same order: paths, with `[-1]` for the last element of a list,
    /// and `||` between alternatives.
    pub output_tokens: &'static [&'static str],
    /// The path to the items in the output.
    pub items: Option<&'static str>,
    /// The input member that limits the page size.
    pub page_size: Option<&'static str>,
    /// The parts of the output that are shown, if not all are.
    pub results: Option<PageResults>,
}

/// The parts of the output of a paginated operation that are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageResults {
    /// The paths of lists that continue on each page, of numbers that are added, and of texts that are joined.
    pub collected: &'static [&'static str],
    /// The paths that are those of the first page. Missing values are null.
    pub kept: &'static [&'static str],
}

impl Pages {
    /// Whether the member controls pagination manually: a token or the page size.
    pub(crate) fn is_manual(&self, member: &str) -> bool {
        self.input_tokens.contains(&member) || self.page_size == Some(member)
    }
}
