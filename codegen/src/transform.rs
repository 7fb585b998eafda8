//! Transforms a model in a fixed sequence of passes.
//!
//! The user's selection is looked up first (`select`), so that the passes cannot fail. Each pass keeps a valid model
//! valid.

pub mod corrections;
mod dedicated_io;
mod keep_protocol;
mod limits;
mod recursion;
mod select;
mod select_operations;
mod service_closure;
mod service_errors;
mod sound_pages;
mod supported;

use crate::diagnostic::Diagnostics;
use crate::model::{Model, Protocol, Valid, Validated};
use crate::validate::validate;

use select::Chosen;

/// The parts of a model to generate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The name or shape ID of the service. Optional if the model has exactly one.
    pub service: Option<String>,
    /// The names or shape IDs of the operations. `None` selects all.
    pub operations: Option<Vec<String>>,
    /// The protocol; of those that the service declares the one that AWS's clients prefer, if left out.
    pub protocol: Option<Protocol>,
}

/// A pass: one step of the transformation.
pub struct Pass {
    /// The name for display.
    pub name: &'static str,
    run: fn(Model, &Chosen) -> Model,
}

/// All passes, in order.
pub const PASSES: &[Pass] = &[
    // First: what comes after asks which protocol is spoken.
    Pass { name: "keep_protocol", run: keep_protocol::run },
    // Runs while the service still has all its operations.
    Pass { name: "sound_pages", run: sound_pages::run },
    // Runs first, so that shapes needed only by other operations are outside the closure.
    Pass { name: "select_operations", run: select_operations::run },
    Pass { name: "service_closure", run: service_closure::run },
    Pass { name: "service_errors", run: service_errors::run },
    // Runs after the closure is cut, so that only remaining shapes count as users of a structure.
    Pass { name: "dedicated_io", run: dedicated_io::run },
    // Runs after `dedicated_io`, when every input belongs to a single operation.
    Pass { name: "corrections", run: corrections::run },
    // Runs last, on the members that will be generated.
    Pass { name: "recursion", run: recursion::run },
];

/// Reduces a model to the selection and prepares it for [`ir`](crate::ir).
///
/// In the result, every operation of the service is bound to the service itself, lists all of its errors, and has an
/// input and an output structure of its own. Members that close a reference cycle have the trait
/// [`BOXED`](crate::model::BOXED).
pub fn run(model: Valid<Model>, selection: &Selection) -> Result<Valid<Model>, Diagnostics> {
    let chosen = select::choose(&model, selection).map_err(|found| model.locate(found))?;
    let model = PASSES.iter().fold(model.into_inner(), |model, pass| (pass.run)(model, &chosen));
    Ok(Valid::assume(model))
}

/// The protocols that may be used: the chosen one, or all.
fn protocols_of(selection: &Selection, protocols: &[Protocol]) -> Vec<Protocol> {
    protocols.iter().copied().filter(|it| selection.protocol.is_none_or(|chosen| chosen == *it)).collect()
}

/// Checks that the selection exists and can be generated with these protocols. The model may be invalid, so that these
/// problems can be reported together with those of the model.
pub fn check(model: &Model, selection: &Selection, protocols: &[Protocol]) -> Diagnostics {
    let service = match select::choose_service(model, selection) {
        Ok(service) => service,
        Err(diagnostics) => return model.locate(diagnostics),
    };
    let protocols = &protocols_of(selection, protocols)[..];
    let mut diagnostics = supported::check_protocol(model, &service, protocols);
    diagnostics.extend(supported::check_unions(model, &service, protocols));
    match select::choose(model, selection) {
        Ok(chosen) => {
            diagnostics.extend(supported::check_streaming(model, &service, &chosen, protocols));
            diagnostics.extend(limits::check(model, &chosen));
            if selection.operations.is_none() {
                diagnostics.extend(corrections::check(model, &chosen));
            }
        }
        Err(unknown) => diagnostics.extend(unknown),
    }
    model.locate(diagnostics)
}

/// Validates a model, checks the selection and transforms the model: all steps between loading and [`ir`](crate::ir).
/// Reports the problems of all steps together.
///
/// ```
/// use tinsmith_codegen::model::{Protocol, Source, load_sources};
/// use tinsmith_codegen::transform::{Selection, prepare};
///
/// let text = r#"{"smithy": "2.0", "shapes": {
///     "example#Keys": {"type": "service", "version": "1", "operations": [{"target": "example#RotateKey"}],
///                      "traits": {"aws.protocols#awsQuery": {}}},
///     "example#RotateKey": {"type": "operation"}}}"#;
/// let load = || load_sources(vec![Source::new("keys.json", text)]);
///
/// let ready = prepare(load()?, &Selection::default(), &[Protocol::AwsQuery])?;
/// assert!(ready.model.shape("example#RotateKey").is_some());
///
/// let slip = Selection { operations: Some(vec!["rotate-key".to_owned()]), ..Selection::default() };
/// let found = prepare(load()?, &slip, &[Protocol::AwsQuery]).unwrap_err();
/// assert_eq!(
///     found.to_string(),
///     "error[UnknownOperation]: example#Keys: the service has no operation \"rotate-key\"\n\
///      \x20 --> keys.json:2:5\n\
///      \x20 help: did you mean RotateKey?"
/// );
/// # Ok::<(), tinsmith_codegen::diagnostic::Diagnostics>(())
/// ```
pub fn prepare(model: Model, selection: &Selection, protocols: &[Protocol]) -> Result<Validated, Diagnostics> {
    // Of a model with syntax errors, the service or its operations may not be known.
    let choice = match model.has_syntax_errors() {
        true => Diagnostics::new(),
        false => check(&model, selection, protocols),
    };
    match validate(model) {
        Ok(validated) if !choice.has_errors() => {
            let mut warnings = validated.warnings;
            warnings.extend(choice);
            Ok(Validated { model: run(validated.model, selection)?, warnings })
        }
        Ok(Validated { warnings: mut found, .. }) | Err(mut found) => {
            found.extend(choice);
            found.sort();
            Err(found)
        }
    }
}

#[cfg(test)]
mod tests;
