//! `configure mfa-login`: gets temporary credentials with a code of multi-factor authentication, and writes them to a
//! profile.

use aws_smithy_types::DateTime;
use tinsmith_cli::command::{Failure, Fields, Globals, Section, Takes, Value, ask, ask_plainly, print, write_section};
use tinsmith_cli::many::OwnContext;
use tinsmith_runtime::config::{Credentials, Environment};
use tinsmith_runtime::profile::Profiles;
use tinsmith_runtime::timestamp;
use zeroize::Zeroizing;

use super::tokens::keys;
use super::{Flag, Given};
use tinsmith_cli::command::OtherService;

const FLAGS: &[Flag] =
    &[("update-profile", Takes::One), ("duration-seconds", Takes::One), ("serial-number", Takes::One)];

/// The validity of the credentials in seconds, if no option sets it: twelve hours.
const VALIDITY: i64 = 43_200;

/// Runs the command.
pub(super) fn run(context: &OwnContext<'_>, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("configure mfa-login", &[], FLAGS, arguments)?;
    let seconds = given.number("duration-seconds")?.unwrap_or(VALIDITY);
    let globals = context.globals;
    let mut for_sts = globals.for_other_service();
    for_sts.endpoint_url = globals.endpoint_url.clone();
    let sts = OtherService::connect("sts", &for_sts)?;
    let own = match keys(sts.caller()) {
        Ok(_) => None,
        Err(Failure::Configuration("NoCredentials", _)) => Some(ask_for_keys()?),
        Err(failure) => return Err(failure),
    };
    let serial = given.text("serial-number").map(str::to_owned).or_else(|| configured_serial(globals));
    let serial = match serial {
        Some(serial) => serial,
        None => needed("MFA serial number or ARN")?,
    };
    let code = Zeroizing::new(needed("MFA token code")?);
    let profile = match given.text("update-profile") {
        Some(profile) => profile.to_owned(),
        None => {
            let default = profile_of(&serial);
            ask("Profile to update", Some(&default))?.unwrap_or(default)
        }
    };
    let answer = session_token(&sts, own, &serial, &code, seconds)?;
    let missing = || Failure::General("the response contains no credentials".to_owned());
    let Some(Value::Object(credentials)) = answer.get("Credentials") else { return Err(missing()) };
    let text = |name: &str| credentials.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("AccessKeyId").is_empty() || text("SecretAccessKey").is_empty() {
        return Err(missing());
    }
    let keys = [
        ("aws_access_key_id", "AccessKeyId"),
        ("aws_secret_access_key", "SecretAccessKey"),
        ("aws_session_token", "SessionToken"),
    ];
    let keys = keys.map(|(key, name)| (key, text(name).to_owned()));
    write_section(context.program, &Section::Credentials(&profile), &keys)?;
    print(&format!(
        "Temporary credentials written to profile '{profile}'\nCredentials will expire at {}\nTo use these credentials, \
         specify --profile {profile} when running AWS CLI commands\n",
        shown(text("Expiration"))
    ))
}

/// The serial number of the device in the profile.
fn configured_serial(globals: &Globals) -> Option<String> {
    let environment = Environment::of_process();
    let profiles = Profiles::of(&environment).unwrap_or_default();
    let name = globals.profile.as_deref().or_else(|| environment.profile_name()).unwrap_or("default");
    profiles.get(name)?.get("mfa_serial").map(str::to_owned)
}

/// Asks for keys, if none are configured.
fn ask_for_keys() -> Result<Credentials, Failure> {
    print("Please provide your AWS credentials:\n")?;
    let id = needed("AWS Access Key ID")?;
    let secret = needed("AWS Secret Access Key")?;
    Ok(Credentials::new(id, secret, None, None, "mfa-login"))
}

fn needed(question: &str) -> Result<String, Failure> {
    let missing = || Failure::General(format!("{question} is required"));
    ask_plainly(&format!("{question}: "))?.ok_or_else(missing)
}

/// The name of the profile for a device: its account and name, or its serial number.
fn profile_of(serial: &str) -> String {
    match serial.split(':').collect::<Vec<_>>()[..] {
        ["arn", _, "iam", _, account, device] => format!("{account}-{}", device.rsplit('/').next().unwrap_or(device)),
        _ => format!("session-{serial}"),
    }
}

/// A time as the AWS CLI shows it here.
fn shown(time: &str) -> String {
    let seconds = timestamp::read(time).map(|it| DateTime::from_secs(it.secs()));
    let written = seconds.and_then(|it| timestamp::write(&it, tinsmith_runtime::schema::TimestampFormat::DateTime));
    written.map_or_else(|| time.to_owned(), |it| it.replace('T', " ").replace('Z', " UTC"))
}

/// Temporary credentials, signed for with these keys or with the configured ones.
fn session_token(
    sts: &OtherService,
    own: Option<Credentials>,
    serial: &str,
    code: &str,
    seconds: i64,
) -> Result<Fields, Failure> {
    let values = [
        ("DurationSeconds", Value::Integer(seconds)),
        ("SerialNumber", Value::string(serial)),
        ("TokenCode", Value::string(code)),
    ];
    let config = own.map(|own| sts.caller().config().to_builder().credentials_provider(own).build());
    sts.call_with("GetSessionToken", &values, config.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_named_for_devices() {
        assert_eq!(profile_of("arn:aws:iam::123456789012:mfa/admins/bob"), "123456789012-bob");
        assert_eq!(profile_of("GAHT12345678"), "session-GAHT12345678");
    }

    #[test]
    fn times_are_shown_in_utc() {
        assert_eq!(shown("2030-01-02T03:04:05+00:00"), "2030-01-02 03:04:05 UTC");
        assert_eq!(shown("later"), "later");
    }
}
