//! The options of an operation: one per member of its input, and those of every operation.

use super::arguments::{Opt, Takes};
use super::customize;
use super::globals::GLOBALS;
pub(crate) use super::param::{Meaning, PageResults, Pages, Param};
use super::{names, outfile};
use tinsmith_runtime::schema::{Kind, Member, Trait};
use tinsmith_runtime::service::Operation;

/// The pagination members of the operation, if it is paginated.
pub(crate) fn pages(operation: &Operation) -> Option<Pages> {
    let modeled = || {
        operation.traits.iter().find_map(|it| match it {
            Trait::Paginated { input_token, output_token, items, page_size } => Some(Pages {
                input_tokens: std::slice::from_ref(input_token),
                output_tokens: std::slice::from_ref(output_token),
                items: *items,
                page_size: page_size.or_else(|| customize::size_member(operation)),
                results: customize::page_results(operation),
            }),
            _ => None,
        })
    };
    customize::pages(operation).or_else(modeled)
}

/// The option of a member, with its dashes.
pub(crate) fn option_name(member: &Member) -> String {
    format!("--{}", names::dashed(member.name()))
}

/// Whether the member must be set.
pub(crate) fn is_required(member: &Member) -> bool {
    member.is_required() && !member.is_idempotency_token()
}

/// The options of an operation, in the order of help.
pub(crate) fn params(operation: &'static Operation) -> Vec<Param> {
    let mut params = Vec::new();
    let pages = pages(operation);
    for (index, member) in operation.input.members().iter().enumerate() {
        let name = names::dashed(member.name());
        // The pagination options below replace members with the same names.
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
        // Pages are loaded automatically. Users who want to do it manually still can.
        let paged = pages.is_some_and(|it| it.is_manual(member.name()));
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
    params.extend(outfile::save_options(operation).map(|name| one(name, Meaning::Save(name))));
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
    if !operation.service.is_at_aws() {
        rename_taken(&mut params);
    }
    params
}

/// The option of the member with this name in the model, with its dashes.
pub(crate) fn option_of(operation: &'static Operation, name: &str) -> Option<String> {
    let (index, _) = operation.input.find_member(name)?;
    let option = params(operation).into_iter().find(|it| it.meaning == Meaning::Member(index));
    option.map(|it| format!("--{}", it.option.name))
}

/// Adds a prefix to the options of members that could not be given by their own name: because it is, or abbreviates, a
/// global option, or because another option has it. Services at AWS keep the AWS CLI's names.
fn rename_taken(params: &mut [Param]) {
    const PREFIX: &str = "input-";
    for at in 0..params.len() {
        let Meaning::Member(index) = params[at].meaning else { continue };
        let mut is_renamed = false;
        while is_taken(params, at, index, is_renamed) {
            is_renamed = true;
            for param in params.iter_mut() {
                let name = &mut param.option.name;
                match param.meaning {
                    Meaning::Member(it) if it == index => *name = format!("{PREFIX}{name}").into(),
                    Meaning::Negated(it) if it == index => {
                        *name = format!("no-{PREFIX}{}", name.strip_prefix("no-").unwrap_or(name)).into();
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Whether something else has the name of a member's option, or of the option that sets the member to false. Of two
/// members with one name, the first keeps it, unless it was renamed to it.
fn is_taken(params: &[Param], at: usize, index: usize, is_renamed: bool) -> bool {
    let is_own = |it: &Param| matches!(it.meaning, Meaning::Member(other) | Meaning::Negated(other) if other == index);
    let is_member = |it: &Param| matches!(it.meaning, Meaning::Member(_) | Meaning::Negated(_));
    let comes_first = |place: usize, it: &Param| place < at || is_renamed || !is_member(it);
    let others = || params.iter().enumerate().filter(|(place, it)| !is_own(it) && comes_first(*place, it));
    params.iter().filter(|it| is_own(it)).any(|own| {
        let name = &*own.option.name;
        name == "help"
            || GLOBALS.iter().any(|global| global.name.starts_with(name))
            || others().any(|(_, other)| other.option.name == name)
    })
}
