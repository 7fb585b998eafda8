//! AWS Identity and Access Management.

use super::{add_record, operations, text, trait_id};
use crate::model::{Model, Node, Number, Object};
use crate::transform::Chosen;

/// Marks strings that are percent-encoded policies, which the AWS CLI decodes.
pub(super) fn policy_documents(model: &mut Model, _: &Chosen) -> bool {
    let mut is_any = false;
    for (_, shape) in model.shapes.iter_mut().filter(|(id, _)| id.name() == "policyDocumentType") {
        shape.traits.insert(trait_id("policyDocument"), Node::Object(Object::default()));
        is_any = true;
    }
    is_any
}

/// Writes the secret of a new virtual MFA device to a file.
pub(super) fn mfa_device_file(model: &mut Model, chosen: &Chosen) -> bool {
    let fields = [
        ("member", text("VirtualMFADevice")),
        ("option", text("bootstrap-method")),
        ("parts", Node::Array(vec![text("QRCodePNG"), text("Base32StringSeed")])),
    ];
    add_record(model, chosen, "CreateVirtualMFADevice", "outputFile", fields)
}

/// Sets the number of attempts of some waiters, as in the AWS CLI. Smithy's waiters have none.
pub(super) fn waiter_attempts(model: &mut Model, chosen: &Chosen) -> bool {
    const ATTEMPTS: [(&str, i64); 3] = [("PolicyExists", 20), ("RoleExists", 20), ("UserExists", 20)];
    let mut is_any = false;
    for (_, shape) in operations(model, chosen) {
        let Some(waiters) = shape.traits.waitable() else { continue };
        let known = ATTEMPTS.iter().filter(|(name, _)| waiters.get(name).is_some());
        let known =
            known.map(|(name, attempts)| ((*name).to_owned(), Node::Number(Number::Integer((*attempts).into()))));
        let attempts: Object = known.collect();
        if attempts.iter().next().is_some() {
            shape.traits.insert(trait_id("waiterAttempts"), Node::Object(attempts));
            is_any = true;
        }
    }
    is_any
}
