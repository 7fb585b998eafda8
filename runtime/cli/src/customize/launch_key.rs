//! `ec2 get-password-data --priv-launch-key`: decrypts the password with the key that the instance was launched with.

use std::fs;
use std::path::Path;

use aws_smithy_types::base64;

use super::super::arguments::Takes;
use super::super::failure::Failure;
use super::super::files;
use super::super::private_key::PrivateKey;
use super::super::value::{Fields, Value};
use super::{Custom, Given, extra};

const OPTION: &str = "priv-launch-key";
const PASSWORD: &str = "PasswordData";

/// The changes.
pub(super) const OPTIONS: &[Custom] = &[extra("EC2", "get-password-data", OPTION, Takes::One, "", check)];

/// Checks that the file exists before anything is sent.
fn check(_: &str, arguments: &[String]) -> Result<Value, Failure> {
    let path = arguments.first().map(|it| files::expand(it)).unwrap_or_default();
    if Path::new(&path).is_file() {
        return Ok(Value::Null);
    }
    let message = "priv-launch-key should be a path to the local SSH private key file used to launch the instance.";
    Err(Failure::General(message.to_owned()))
}

/// Decrypts the password in the output.
pub(super) fn decrypt(given: &Given<'_>, answer: &mut Fields) -> Result<(), Failure> {
    let Some(path) = (given.option)(OPTION) else { return Ok(()) };
    let Some(Value::String(encrypted)) = answer.get_mut(PASSWORD) else { return Ok(()) };
    if encrypted.is_empty() {
        return Ok(());
    }
    let failed = |reason: &str| {
        Failure::General(format!("Unable to decrypt password data using provided private key file{reason}."))
    };
    let text =
        fs::read_to_string(files::expand(&path)).map_err(|error| failed(&format!(": {}", files::reason(&error))))?;
    let key = PrivateKey::from_pem(&text).map_err(|reason| failed(&format!(": {reason}")))?;
    // The service breaks the text into lines.
    let encoded: String = encrypted.split_whitespace().collect();
    let bytes = base64::decode(encoded).ok();
    *encrypted = bytes.and_then(|it| key.decrypt(&it)).ok_or_else(|| failed(""))?;
    Ok(())
}
