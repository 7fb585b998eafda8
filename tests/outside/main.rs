//! A program outside the project that depends on the client and deactivates an access key.
//!
//! The tests compile it twice: unchanged, and with the crate's name replaced by `aws_sdk_iam`. Its arguments are the
//! server's URL, the user and the key's ID.

use tinsmith_iam::Client;
use tinsmith_iam::config::{BehaviorVersion, Config, Credentials, Region};
use tinsmith_iam::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use tinsmith_iam::operation::update_access_key::UpdateAccessKeyError;
use tinsmith_iam::types::StatusType;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args().skip(1);
    let [Some(url), Some(user), Some(key)] = [arguments.next(), arguments.next(), arguments.next()] else {
        eprintln!("usage: outside URL USER KEY");
        return 2.into();
    };
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "outside"))
        .endpoint_url(url)
        .build();
    let client = Client::from_conf(config);

    match client.update_access_key().user_name(user).access_key_id(key).status(StatusType::Inactive).send().await {
        Ok(_) => {
            println!("inactive");
            0.into()
        }
        Err(error) => report(&error),
    }
}

fn report(error: &SdkError<UpdateAccessKeyError>) -> std::process::ExitCode {
    match error.as_service_error() {
        Some(UpdateAccessKeyError::NoSuchEntityException(missing)) => {
            println!("no such entity: {}", missing.message().unwrap_or_default());
        }
        Some(other) => println!("{}", other.code().unwrap_or("an error without code")),
        None => println!("{}", DisplayErrorContext(error)),
    }
    1.into()
}
