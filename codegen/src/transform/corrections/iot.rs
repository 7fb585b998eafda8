//! AWS IoT.

use super::{add_record, text};
use crate::model::{Model, Node};
use crate::transform::Chosen;

/// Also writes new certificates and keys to files, as options of the AWS CLI do.
pub(super) fn output_strings(model: &mut Model, chosen: &Chosen) -> bool {
    let path = |names: &[&str]| Node::Array(names.iter().map(|it| text(it)).collect());
    let certificate = || ("certificate-pem-outfile", path(&["certificatePem"]));
    let keys = [
        certificate(),
        ("private-key-outfile", path(&["keyPair", "PrivateKey"])),
        ("public-key-outfile", path(&["keyPair", "PublicKey"])),
    ];
    let with_keys = add_record(model, chosen, "CreateKeysAndCertificate", "outputStrings", keys);
    add_record(model, chosen, "CreateCertificateFromCsr", "outputStrings", [certificate()]) || with_keys
}
