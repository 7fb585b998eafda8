//! Imports the API descriptions of botocore as Smithy models.
//!
//! [`import`] parses the texts, converts every shape, operation, paginator and waiter, and applies corrections. Then it
//! loads and validates the result before returning it. Only [`import_with_docs`] reads documentation.
//!
//! A description has less information than a Smithy model: it lacks the name of the service shape, the names of enum
//! members, and which numbers default to zero. Corrections add what is known from elsewhere; see `corrections.rs`.

mod ast;
mod context;
mod corrections;
mod dedicated_io;
mod defaults;
mod docs;
mod endpoints;
mod enums;
mod examples;
mod members;
mod names;
mod operations;
mod pagination;
mod service;
mod shapes;
mod waiters;
mod wire;

use crate::convert::json::print;
use crate::diagnostic::{Diagnostic, Diagnostics, event as model_event};
use crate::import::fields::Fields;
use crate::model::{Node, Object, Source, load_sources, parse_json};
use crate::validate::validate;
use context::Context;

/// The files of a service, as JSON. Only `service` is required.
#[derive(Clone, Debug)]
pub struct Description {
    /// `service-2.json`: operations and shapes.
    pub service: Source,
    /// `paginators-1.json`.
    pub paginators: Option<Source>,
    /// `paginators-1.sdk-extras.json`, which is merged into it.
    pub more_of_paginators: Option<Source>,
    /// `waiters-2.json`.
    pub waiters: Option<Source>,
    /// `endpoint-rule-set-1.json`.
    pub endpoint_rules: Option<Source>,
    /// `examples-1.json`.
    pub examples: Option<Source>,
    /// Corrections to the description, in the format described in `corrections.rs`.
    pub corrections: Option<Source>,
}

impl Description {
    /// Creates a description that has only operations and shapes.
    pub fn of(service: Source) -> Self {
        Self {
            service,
            paginators: None,
            more_of_paginators: None,
            waiters: None,
            endpoint_rules: None,
            examples: None,
            corrections: None,
        }
    }
}

/// The result of an import.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The Smithy 2.0 JSON AST.
    pub text: String,
    /// The number of operations.
    pub operations: usize,
    /// The number of shapes.
    pub shapes: usize,
    /// Warnings, including what was omitted.
    pub warnings: Diagnostics,
}

/// Converts a description to a Smithy model.
///
/// # Errors
///
/// Fails with every problem in the description: invalid JSON, values of the wrong type, corrections that no longer
/// apply, and problems that validating the result finds.
pub fn import(description: &Description) -> Result<Imported, Diagnostics> {
    read(description, false)
}

/// Like [`import`], but includes the description's documentation.
pub fn import_with_docs(description: &Description) -> Result<Imported, Diagnostics> {
    read(description, true)
}

fn read(description: &Description, with_docs: bool) -> Result<Imported, Diagnostics> {
    let mut found = Diagnostics::new();
    let service = parse(&description.service, &mut found);
    let [mut paginators, more, waiters, rules, examples, corrections] = [
        &description.paginators,
        &description.more_of_paginators,
        &description.waiters,
        &description.endpoint_rules,
        &description.examples,
        &description.corrections,
    ]
    .map(|source| source.as_ref().and_then(|source| parse(source, &mut found)));
    if let (Some(paginators), Some(more)) = (&mut paginators, more.as_ref().and_then(|it| it.get("merge"))) {
        pagination::merge(paginators, more);
    }
    let Some(service) = service.filter(|_| !found.has_errors()) else {
        return Err(found);
    };
    let Some(mut top) = Fields::of(&service, &description.service.name, &mut found) else {
        return Err(found);
    };
    let empty = Object::new();
    let described = [top.object("shapes"), top.object("operations")].map(|it| it.unwrap_or(&empty));
    let text_page_sizes = pagination::text_page_sizes(described[0], described[1], paginators.as_ref());
    let mut context = Context::new(described[0], described[1], text_page_sizes);
    service::read(&mut context, &mut top, corrections.as_ref());
    top.finish(&mut context.found);
    shapes::read(&mut context);
    operations::read(&mut context);
    paginators.iter().for_each(|node| pagination::read(&mut context, node));
    waiters.iter().for_each(|node| waiters::read(&mut context, node));
    rules.iter().for_each(|node| endpoints::read(&mut context, node));
    corrections.iter().for_each(|node| corrections::apply(&mut context, node));
    dedicated_io::mark(&mut context);
    defaults::spread(&mut context);
    if let Some(description) = service.as_object().filter(|_| with_docs) {
        docs::read(&mut context, description);
    }
    let titles = corrections.as_ref().map(|node| corrections::example_titles(&mut context, node));
    finish(context, examples.as_ref(), &titles.unwrap_or_default())
}

/// Loads and validates the result, so that an invalid model is never returned.
fn finish(mut context: Context<'_>, examples: Option<&Node>, titles: &Object) -> Result<Imported, Diagnostics> {
    context.found.sort();
    if context.found.has_errors() {
        return Err(context.found);
    }
    let bare = print(&context.to_node());
    let model = load_sources(vec![Source::new("the imported model", bare)])?;
    let mut warnings = std::mem::take(&mut context.found);
    if let Some(node) = examples {
        examples::read(&mut context, node, titles, &model);
        warnings.extend(std::mem::take(&mut context.found));
    }
    warnings.extend(validate(model)?.warnings);
    warnings.sort();
    if warnings.has_errors() {
        return Err(warnings);
    }
    Ok(Imported {
        text: print(&context.to_node()),
        operations: context.operations.len(),
        shapes: context.shapes.len(),
        warnings,
    })
}

fn parse(source: &Source, found: &mut Diagnostics) -> Option<Node> {
    match parse_json(&source.text) {
        Ok((node, repeated)) => {
            for keys in repeated {
                let message = format!("the key \"{}\" appears twice", keys.join("."));
                found.push(Diagnostic::error(model_event::DUPLICATE_KEY, message).on(&source.name));
            }
            Some(node)
        }
        Err(error) => {
            let message = format!("invalid JSON: {error}");
            found.push(Diagnostic::error(model_event::JSON_SYNTAX, message).on(&source.name));
            None
        }
    }
}
