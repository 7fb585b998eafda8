//! `sso login`: signs in, and stores the token where the AWS CLI and the SDKs look for it.
//!
//! An `sso-session` signs in with an authorization code, which the browser brings to this process on loopback (RFC 8252,
//! RFC 7636). Without a session, or with `--use-device-code`, the user enters a code (RFC 8628).

use std::time::{Duration, SystemTime};

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use ring::digest;
use tinsmith_cli::command::{Failure, Fields, Globals, SsoSettings, Takes, Value, json_line, print, reason};
use tinsmith_cli::{Command, Program};
use tinsmith_credentials::SignIn;
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;
use tinsmith_runtime::profile::Profiles;
use zeroize::Zeroizing;

use super::browser::{self, Callback};
use crate::commands::tokens::url_safe;
use crate::commands::{Flag, Given, command, text};
use tinsmith_cli::command::OtherService;

/// Signs in.
pub(crate) const LOGIN: Command =
    command!("login", "SSO", "Sign in with single sign-on.", "[--sso-session <text>]", FLAGS, login);

pub(super) const FLAGS: &[Flag] =
    &[("sso-session", Takes::One), ("no-browser", Takes::Nothing), ("use-device-code", Takes::Nothing)];

/// The scope without which a token cannot be refreshed.
const DEFAULT_SCOPE: &str = "sso:account:access";

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The pause between two questions whether the user has entered the code, if the service names none.
const INTERVAL: Duration = Duration::from_secs(5);

/// The settings of a sign-in.
pub(super) struct Settings {
    sign_in: SignIn,
    scopes: Vec<String>,
}

fn login(_: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("login", &[], FLAGS, arguments)?;
    let settings = Settings::find(globals, given.text("sso-session"), &Environment::of_process())?;
    sign_in(globals, &settings, !given.has("no-browser"), given.has("use-device-code"))?;
    print(&format!("Successfully logged into Start URL: {}\n", settings.sign_in.start_url))
}

/// Signs in, and stores the token.
pub(super) fn sign_in(
    globals: &Globals,
    settings: &Settings,
    opens: bool,
    with_device_code: bool,
) -> Result<Fields, Failure> {
    let home = Environment::of_process().home();
    let home = home.ok_or_else(|| Failure::General("the home directory is not known".to_owned()))?;
    let file = home.join(".aws/sso/cache").join(settings.sign_in.file_name());
    let mut for_oidc = globals.for_other_service();
    for_oidc.region = Some(settings.sign_in.region.clone());
    let oidc = OtherService::connect("sso-oidc", &for_oidc)?;
    let token = match &settings.sign_in.session {
        Some(session) if !with_device_code => by_code(&oidc, settings, session, opens)?,
        _ => by_device(&oidc, settings, opens)?,
    };
    let text = Zeroizing::new(json_line(&Value::Object(token.clone())));
    private_file::write(&file, text.as_bytes())
        .map_err(|error| Failure::General(format!("failed to write {}: {}", file.display(), reason(&error))))?;
    Ok(token)
}

impl Settings {
    /// These settings, for a session if it has a name.
    pub(super) fn of(settings: &SsoSettings, session: Option<&str>) -> Result<Self, Failure> {
        let get = |key: &str| match key {
            "sso_start_url" => Some(settings.start_url.as_str()),
            "sso_region" => Some(settings.region.as_str()),
            _ => settings.scopes.as_deref(),
        };
        Self::read(|key| get(key).filter(|it| !it.is_empty()), session, "")
    }

    /// The name of the file with the token.
    pub(super) fn file_name(&self) -> String {
        self.sign_in.file_name()
    }

    /// The settings of the named session, or those of the profile.
    fn find(globals: &Globals, session: Option<&str>, environment: &Environment) -> Result<Self, Failure> {
        let profiles = Profiles::of(environment).unwrap_or_default();
        let asked = globals.profile.as_deref().or_else(|| environment.profile_name());
        let profile = profiles.get(asked.unwrap_or("default"));
        if let (Some(name), None, None) = (asked, profile, session) {
            return Err(Failure::General(format!("The config profile ({name}) could not be found")));
        }
        let of_profile = |key: &str| profile.and_then(|it| it.get(key));
        let Some(name) = session.or_else(|| of_profile("sso_session")) else {
            let hint = format!(
                "To make sure this profile is properly configured to use SSO, run: {} configure sso",
                globals.program
            );
            return Self::read(of_profile, None, &hint);
        };
        let section = profiles.sso_session(name).ok_or_else(|| {
            let message = format!("The specified sso-session does not exist: \"{name}\"");
            Failure::Configuration("Configuration", message)
        })?;
        Self::read(|key| section.get(key), Some(name), "")
    }

    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>, session: Option<&str>, hint: &str) -> Result<Self, Failure> {
        let missing: Vec<&str> = ["sso_start_url", "sso_region"].into_iter().filter(|it| get(it).is_none()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let message = format!("Missing the following required SSO configuration values: {missing}. {hint}");
            return Err(Failure::Configuration("Configuration", message));
        }
        let text = |key: &str| get(key).unwrap_or_default().to_owned();
        let scopes = get("sso_registration_scopes").into_iter().flat_map(|it| it.split(',').map(str::trim));
        let scopes: Vec<String> = scopes.filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let sign_in = SignIn::new(text("sso_start_url"), text("sso_region"));
        let sign_in = match session {
            Some(name) => sign_in.session(name),
            None => sign_in,
        };
        Ok(Self { sign_in, scopes })
    }
}

/// Signs in with an authorization code.
fn by_code(oidc: &OtherService, settings: &Settings, session: &str, opens: bool) -> Result<Fields, Failure> {
    let callback = Callback::listen()?;
    let scopes = match settings.scopes.as_slice() {
        [] => vec![DEFAULT_SCOPE.to_owned()],
        scopes => scopes.to_vec(),
    };
    let client = oidc.call(
        "RegisterClient",
        &[
            ("clientName", Value::String(format!("tin-{session}"))),
            ("clientType", Value::string("public")),
            ("grantTypes", texts(["authorization_code", "refresh_token"])),
            ("redirectUris", texts([browser::REDIRECT_WITHOUT_PORT])),
            ("issuerUrl", Value::string(&settings.sign_in.start_url)),
            ("scopes", texts(scopes.iter().map(String::as_str))),
        ],
    )?;
    let verifier = Zeroizing::new(browser::random()?);
    let state = browser::random()?;
    let challenge = url_safe(digest::digest(&digest::SHA256, verifier.as_bytes()).as_ref());
    let redirect = callback.redirect();
    let url = browser::with_query(
        &format!("{}/authorize", oidc.caller().url().trim_end_matches('/')),
        &[
            ("response_type", "code"),
            ("client_id", text(&client, "clientId")),
            ("redirect_uri", &redirect),
            ("state", &state),
            ("code_challenge_method", "S256"),
            ("scopes", &scopes.join(" ")),
            ("code_challenge", &challenge),
        ],
    );
    browser::show(&url, None, opens)?;
    let code = callback.wait(oidc.caller(), &state)?;
    let token = oidc.call(
        "CreateToken",
        &[
            ("clientId", Value::string(text(&client, "clientId"))),
            ("clientSecret", Value::string(text(&client, "clientSecret"))),
            ("grantType", Value::string("authorization_code")),
            ("redirectUri", Value::string(redirect)),
            ("codeVerifier", Value::string(verifier.as_str())),
            ("code", Value::String(code)),
        ],
    )?;
    document(settings, &client, &token)
}

/// Signs in with a code that the user enters.
fn by_device(oidc: &OtherService, settings: &Settings, opens: bool) -> Result<Fields, Failure> {
    let name = settings.sign_in.session.as_deref().unwrap_or("client");
    let mut values =
        vec![("clientName", Value::String(format!("tin-{name}"))), ("clientType", Value::string("public"))];
    if !settings.scopes.is_empty() {
        values.push(("scopes", texts(settings.scopes.iter().map(String::as_str))));
    }
    let client = oidc.call("RegisterClient", &values)?;
    let keys = || {
        let value = |name| Value::string(text(&client, name));
        [("clientId", value("clientId")), ("clientSecret", value("clientSecret"))]
    };
    let [id, secret] = keys();
    let device =
        oidc.call("StartDeviceAuthorization", &[id, secret, ("startUrl", Value::string(&settings.sign_in.start_url))])?;
    let complete = text(&device, "verificationUriComplete");
    browser::show(text(&device, "verificationUri"), Some((text(&device, "userCode"), complete)), opens)?;
    let mut interval = seconds(&device, "interval").filter(|it| !it.is_zero()).unwrap_or(INTERVAL);
    let ends = SystemTime::now() + seconds(&device, "expiresIn").unwrap_or(Duration::from_secs(600));
    loop {
        let [id, secret] = keys();
        let code = ("deviceCode", Value::string(text(&device, "deviceCode")));
        let answer = oidc.call("CreateToken", &[id, secret, ("grantType", Value::string(DEVICE_CODE)), code]);
        match answer {
            Ok(token) => return document(settings, &client, &token),
            Err(failure) => match code_of(&failure) {
                "AuthorizationPending" => {}
                "SlowDown" => interval += INTERVAL,
                "ExpiredToken" => return Err(browser::expired()),
                _ => return Err(failure),
            },
        }
        if SystemTime::now() + interval > ends {
            return Err(browser::expired());
        }
        oidc.caller().pause(interval)?;
    }
}

/// The stored document. Tools refresh the token of a session with the client's registration.
fn document(settings: &Settings, client: &Fields, token: &Fields) -> Result<Fields, Failure> {
    let access = text(token, "accessToken");
    if access.is_empty() {
        return Err(Failure::General("the response contains no access token".to_owned()));
    }
    let expiry = SystemTime::now() + seconds(token, "expiresIn").unwrap_or_default();
    let registered = seconds(client, "clientSecretExpiresAt").unwrap_or_default();
    let mut fields = Fields::default();
    let mut put = |name: &str, value: &str| fields.push(name, Value::string(value));
    put("startUrl", &settings.sign_in.start_url);
    put("region", &settings.sign_in.region);
    put("accessToken", access);
    put("expiresAt", &time(DateTime::from(expiry).secs()));
    put("clientId", text(client, "clientId"));
    put("clientSecret", text(client, "clientSecret"));
    put("registrationExpiresAt", &time(i64::try_from(registered.as_secs()).unwrap_or(i64::MAX)));
    if !text(token, "refreshToken").is_empty() {
        put("refreshToken", text(token, "refreshToken"));
    }
    Ok(fields)
}

/// A time in whole seconds, as all tools read it.
fn time(seconds: i64) -> String {
    DateTime::from_secs(seconds).fmt(Format::DateTime).unwrap_or_default()
}

fn texts<'a>(all: impl IntoIterator<Item = &'a str>) -> Value {
    Value::List(all.into_iter().map(Value::string).collect())
}

fn seconds(fields: &Fields, name: &str) -> Option<Duration> {
    match fields.get(name)? {
        Value::Integer(number) => u64::try_from(*number).ok().map(Duration::from_secs),
        _ => None,
    }
}

/// The code of a service's error, without `Exception`.
pub(super) fn code_of(failure: &Failure) -> &str {
    let code = match failure {
        Failure::Service { details, .. } => details.get("Code").and_then(Value::as_str),
        _ => None,
    };
    let code = code.unwrap_or_default();
    code.strip_suffix("Exception").unwrap_or(code)
}
