//! Describes a model in one step.

use tinsmith_pack::description::Description;

use super::{AwsCliNames, describe};
use crate::diagnostic::{Diagnostics, Severity, event};
use crate::ir::{self, CrateInfo};
use crate::model::{Model, Protocol};
use crate::transform::{self, Selection};

/// The protocols that the AWS CLI supports, in the order in which it prefers them if a service supports several, so that
/// commands send the same requests. All others follow in the order of [`ir::PROTOCOLS`].
const PREFERRED: &[Protocol] = &[
    Protocol::AwsJson1_0,
    Protocol::AwsJson1_1,
    Protocol::RestJson1,
    Protocol::RestXml,
    Protocol::RpcV2Cbor,
    Protocol::AwsQuery,
    Protocol::Ec2Query,
];

/// A described service.
#[derive(Clone, Debug)]
pub struct Described {
    /// The tables.
    pub description: Description,
    /// The name of the command: the AWS CLI's if it is in `aws_cli`, or else derived from the SDK ID.
    pub command: String,
    /// The names in the AWS CLI that differ from those in the model.
    pub aws_cli: AwsCliNames,
    /// Warnings about the model, including what was omitted.
    pub warnings: Diagnostics,
}

/// Describes a model's service, or returns every problem in the model.
///
/// Unless operations are selected by name, operations that stream events, and therefore cannot be called, are omitted
/// with a warning.
pub fn describe_model(mut model: Model, selection: &Selection) -> Result<Described, Diagnostics> {
    keep_preferred_protocols(&mut model);
    let mut left_out = transform::check(&model, selection, ir::PROTOCOLS);
    let is_streaming = |event_id: &str| event_id == event::UNSUPPORTED_STREAMING;
    let is_all = left_out.errors().all(|it| is_streaming(it.event_id));
    let narrowed = if is_all && left_out.has_errors() && selection.operations.is_none() {
        left_out.iter_mut().for_each(|it| it.severity = Severity::Warning);
        without(&model, selection, &left_out)
    } else {
        left_out = Diagnostics::new();
        selection.clone()
    };
    let prepared = transform::prepare(model, &narrowed, ir::PROTOCOLS)?;
    let service = ir::resolve(&prepared.model, &CrateInfo::unnamed())?;
    let mut warnings = prepared.warnings;
    warnings.extend(left_out);
    let aws_cli = AwsCliNames::of(&service.sdk_id);
    let description = describe(&service)?;
    let command = aws_cli.name.map_or(service.krate.program, str::to_owned);
    Ok(Described { description, command, aws_cli, warnings })
}

/// Removes all protocols of each service except the preferred one.
fn keep_preferred_protocols(model: &mut Model) {
    let services: Vec<_> = model.services().map(|(shape, _)| shape.id.clone()).collect();
    for id in services {
        let Some(shape) = model.shapes.get_mut(&id) else { continue };
        let declared = shape.traits.protocols();
        let preferred = PREFERRED.iter().chain(ir::PROTOCOLS).find(|it| declared.contains(it));
        for other in declared.iter().filter(|it| Some(*it) != preferred) {
            shape.traits.remove(other.trait_id());
        }
    }
}

/// The selection without the operations in `found`.
fn without(model: &Model, selection: &Selection, found: &Diagnostics) -> Selection {
    let complained = |id: &str| found.iter().any(|it| it.shape_id.as_deref() == Some(id));
    let services = model.services().map(|(_, service)| model.operations_of(service));
    let operations = services.flatten().map(|id| id.to_string()).filter(|id| !complained(id));
    Selection { operations: Some(operations.collect()), ..selection.clone() }
}
