//! Credentials of a container, from the endpoint that ECS, EKS and similar services provide.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use tinsmith_runtime::config::{Config, Environment};
use tinsmith_runtime::credentials::{Credentials, CredentialsError, ProvideCredentials, future};
use tinsmith_runtime::endpoint::Url;
use zeroize::Zeroizing;

use crate::answer::{Answer, ENDPOINT};
use crate::endpoint::{Caller, Failure, refusal};
use crate::token_file;

const RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// The host of the ECS endpoint. The environment only contains its path.
const ECS: &str = "http://169.254.170.2";

/// The addresses to which a token may be sent unencrypted, besides those of the machine itself: the endpoints of ECS
/// and EKS.
const PLAIN_HOSTS: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23)),
];

const TIMEOUT: Duration = Duration::from_secs(2);
const ATTEMPTS: u32 = 3;

/// Loads credentials from the endpoint in `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI`
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>).
///
/// Sends the token in `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, which is read each time, or else in
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN`. An `http` URL without TLS must be that of the machine itself, of ECS or of EKS.
#[derive(Clone, Debug)]
pub struct ContainerCredentials {
    environment: Environment,
    caller: Caller,
}

impl ContainerCredentials {
    /// Creates a provider for this environment. It uses the connector and certificates of the configuration. Without a
    /// connector, it opens unencrypted connections and ignores proxies.
    pub fn new(environment: Environment, config: &Config) -> Self {
        Self { environment, caller: Caller::new(config, TIMEOUT, ATTEMPTS) }
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        let url = self.url()?;
        let token = self.token()?;
        let headers: Vec<_> = token.iter().map(|token| ("authorization", token.as_str())).collect();
        // A query may contain secrets.
        let shown = url.split('?').next().unwrap_or_default();
        let failed = |reason: String| CredentialsError::provider_error(format!("{shown} {reason}"));
        let response = match self.caller.call("GET", &url, &headers).await {
            Ok(response) => response,
            Err(Failure::Unreachable(reason)) => return Err(failed(format!("is unreachable: {reason}"))),
            Err(Failure::NoAnswer(reason)) => return Err(failed(format!("did not respond: {reason}"))),
        };
        if !response.is_success() {
            return Err(failed(refusal(&response)));
        }
        let unusable = |reason| failed(format!("returned invalid credentials: {reason}"));
        let answer = Answer::read(&ENDPOINT, response.body()).map_err(unusable)?;
        answer.lasting_keys("Token", "EcsContainer", self.caller.now()).map_err(unusable)
    }

    fn url(&self) -> Result<String, CredentialsError> {
        let url = match (self.environment.get(RELATIVE_URI), self.environment.get(FULL_URI)) {
            (Some(path), _) if path.starts_with('/') => format!("{ECS}{path}"),
            (Some(_), _) => {
                return Err(CredentialsError::invalid_configuration(format!(
                    "invalid {RELATIVE_URI}: expected a leading `/`"
                )));
            }
            (None, Some(url)) => url.to_owned(),
            (None, None) => {
                return Err(CredentialsError::not_loaded(format!("neither {RELATIVE_URI} nor {FULL_URI} is set")));
            }
        };
        let variable = if url.starts_with(ECS) { RELATIVE_URI } else { FULL_URI };
        let wrong = |reason: &str| CredentialsError::invalid_configuration(format!("invalid {variable}: {reason}"));
        let parsed = Url::parse(&url).map_err(|error| wrong(error.reason()))?;
        if !parsed.is_https() && !may_be_plain(parsed.authority()) {
            return Err(wrong(
                "without https, its host must be localhost, an address of the machine itself, 169.254.170.2, \
                 169.254.170.23 or [fd00:ec2::23]",
            ));
        }
        Ok(url)
    }

    fn token(&self) -> Result<Option<Zeroizing<String>>, CredentialsError> {
        let (token, source) = match (self.environment.get(TOKEN_FILE), self.environment.get(TOKEN)) {
            (Some(file), _) => {
                let token = token_file::read(&self.environment.path(file)).map_err(|reason| {
                    CredentialsError::invalid_configuration(format!("{TOKEN_FILE}: {file} {reason}"))
                })?;
                (token, TOKEN_FILE)
            }
            (None, Some(token)) => (Zeroizing::new(token.to_owned()), TOKEN),
            (None, None) => return Ok(None),
        };
        if token.chars().any(char::is_control) {
            let reason = format!("{source}: the token contains a line break or another control character");
            return Err(CredentialsError::invalid_configuration(reason));
        }
        Ok(Some(token).filter(|it| !it.is_empty()))
    }
}

/// Whether a token may be sent to this host unencrypted.
fn may_be_plain(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || PLAIN_HOSTS.contains(&ip))
}

impl ProvideCredentials for ContainerCredentials {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.load())
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_plain;

    #[test]
    fn tokens_go_unencrypted_to_known_hosts_only() {
        let cases = [
            ("localhost:80", true),
            ("127.0.0.1:8080", true),
            ("127.3.2.1", true),
            ("[::1]:80", true),
            ("[::1]", true),
            ("169.254.170.2", true),
            ("169.254.170.23:80", true),
            ("[fd00:ec2::23]", true),
            ("169.254.170.3", false),
            ("192.0.2.1", false),
            ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
            ("", false),
        ];
        for (authority, may) in cases {
            assert_eq!(may_be_plain(authority), may, "{authority}");
        }
    }
}
