//! The options of an operation: one for each member of its input, and those that every operation
//! has.

use super::arguments::{Opt, Takes};
use super::customize::{self, Extra};
use super::{names, outfile};
use tinsmith_runtime::schema::{Kind, Member, Trait};
use tinsmith_runtime::service::Operation;

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
    fn new(option: Opt, meaning: Meaning) -> Self {
        Self { option, meaning, hidden: false, required: false, extra: None }
    }

    /// An option that no member has.
    pub(crate) fn custom(name: &'static str, takes: Takes, extra: &'static Extra) -> Self {
        Self { extra: Some(extra), ..Self::new(Opt::new(name, takes), Meaning::Extra(name)) }
    }
}

/// How the pages of an operation follow each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages {
    /// the input member that takes the token
    pub input_token: &'static str,
    /// path to the token in the output
    pub output_token: &'static str,
    /// path to the results in the output
    pub items: Option<&'static str>,
    /// the input member that limits a page
    pub page_size: Option<&'static str>,
}

/// How the operation's pages follow each other, if it has pages.
pub(crate) fn pages(operation: &Operation) -> Option<Pages> {
    operation.traits.iter().find_map(|it| match *it {
        Trait::Paginated { input_token, output_token, items, page_size } => {
            Some(Pages { input_token, output_token, items, page_size })
        }
        _ => None,
    })
}

/// The option of a member, with its dashes.
pub(crate) fn option_name(member: &Member) -> String {
    format!("--{}", names::dashed(member.name()))
}

/// Whether a value of the member has to be given.
pub(crate) fn is_required(member: &Member) -> bool {
    member.is_required() && !member.is_idempotency_token()
}

/// The options of an operation, in the order of help.
pub(crate) fn params(operation: &'static Operation) -> Vec<Param> {
    let mut params = Vec::new();
    let pages = pages(operation);
    for (index, member) in operation.input.members().iter().enumerate() {
        let name = names::dashed(member.name());
        // The options of pages, below, stand for the members of their names.
        let shadowed = pages.is_some() && matches!(name.as_str(), "starting-token" | "page-size" | "max-items");
        let required = is_required(member);
        let option = match member.target().kind() {
            _ if shadowed => continue,
            Kind::Boolean => {
                let negated = Opt::new(format!("no-{name}"), Takes::Nothing);
                let option = Param::new(Opt::new(name, Takes::Nothing), Meaning::Member(index));
                params.push(Param { required, ..option });
                params.push(Param::new(negated, Meaning::Negated(index)));
                continue;
            }
            Kind::List => Opt::new(name, Takes::Many),
            _ => Opt::new(name, Takes::One),
        };
        // Pages are followed by themselves; who wants to do it by hand still can.
        let paged = pages.is_some_and(|it| it.input_token == member.name() || it.page_size == Some(member.name()));
        let hidden = paged && !member.is_required();
        params.push(Param { hidden, required, ..Param::new(option, Meaning::Member(index)) });
    }
    customize::options(operation, &names::dashed(operation.name), &mut params);
    if let Some(out) = outfile::of(operation) {
        let part = Opt::one_of(out.part_option, Takes::One, out.parts);
        params.push(Param { required: true, ..Param::new(Opt::new("outfile", Takes::One), Meaning::OutFile) });
        params.push(Param { required: true, ..Param::new(part, Meaning::OutPart) });
    }
    let one = |name: &'static str, meaning| Param::new(Opt::new(name, Takes::One), meaning);
    params.push(one("cli-input-json", Meaning::Json));
    params.push(one("cli-input-yaml", Meaning::Yaml));
    if let Some(pages) = pages {
        params.push(one("starting-token", Meaning::StartingToken));
        if pages.page_size.is_some() {
            params.push(one("page-size", Meaning::PageSize));
        }
        params.push(one("max-items", Meaning::MaxItems));
    }
    let skeleton = Opt::one_of(
        "generate-cli-skeleton",
        Takes::OneOr("input"),
        &["input", "output", "yaml-input", "filled-input", "filled-yaml-input"],
    );
    params.push(Param::new(skeleton, Meaning::Skeleton));
    params
}
