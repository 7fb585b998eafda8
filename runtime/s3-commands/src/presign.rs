//! `presign`: prints a URL with which anyone can download an object.

use std::time::Duration;

use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Globals, check_bucket, fill_values, print};
use tinsmith_runtime::config::Credentials;
use tinsmith_runtime::presigning::PresigningConfig;

use crate::client::{Client, values};
use crate::options::{Given, Verb};
use crate::uri;

/// Runs the command.
pub(crate) fn run(program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(Verb::Presign, words)?;
    // An unsigned URL is a signed one without its query, for which any keys will do.
    let mut signing = globals.for_other_service();
    signing.endpoint_url = globals.endpoint_url.clone();
    signing.sign = true;
    let client = Client::new(program, &signing, 1)?;
    let (bucket, key) = uri::split(&given.places[0])?;
    let seconds = given.number("expires-in").unwrap_or(3600);
    let seconds = u64::try_from(seconds).map_err(|_| Failure::Param("--expires-in must not be negative".to_owned()))?;
    let validity = PresigningConfig::expires_in(Duration::from_secs(seconds));
    let validity = validity.map_err(|error| Failure::Param(format!("--expires-in: {error}")))?;
    check_bucket(bucket)?;
    if key.is_empty() {
        return Err(Failure::Param("expected a key after the bucket".to_owned()));
    }
    let operation = client.operation("GetObject")?;
    let mut input = fill_values(operation, &values([("Bucket", bucket), ("Key", key)]))?;
    let mut config = client.config_of_call(operation, &input);
    if !globals.sign {
        let keys = Credentials::new("unsigned", "unsigned", None, None, "unsigned");
        let signed = config.as_ref().unwrap_or_else(|| client.config()).to_builder();
        config = Some(signed.credentials_provider(keys).build());
    }
    let presigned = client.handle().presign_values(operation, &mut input, config.as_ref(), &validity);
    match crate::run::runtime()?.block_on(presigned) {
        Ok(request) if !globals.sign => {
            let url = request.uri();
            print(&format!("{}\n", url.split_once('?').map_or(url, |(plain, _)| plain)))
        }
        Ok(request) => print(&format!("{}\n", request.uri())),
        Err(error) => Err(client.failure(operation, error)),
    }
}
