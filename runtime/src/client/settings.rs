//! Settings that only some operations use. An invalid value fails the calls of those operations and no others.

use crate::config::{Config, ConfigErrors};
use crate::schema::Datum;
use crate::service::Operation;

/// Fails if the environment or the profile has an invalid value for a setting that the operation uses.
pub(super) fn check(operation: &Operation, config: &Config) -> Result<(), ConfigErrors> {
    config.errors_in_used_settings(|setting| is_used(operation, setting))
}

/// Whether calls of the operation depend on a setting, which is identified by its key in profiles.
fn is_used(operation: &Operation, setting: &str) -> bool {
    let names_member = |key| operation.http_checksum().is_some_and(|record| Datum::find(record, key).is_some());
    match setting {
        "s3_use_arn_region" => has_param(operation, "UseArnRegion"),
        "s3_disable_multiregion_access_points" => has_param(operation, "DisableMultiRegionAccessPoints"),
        "s3_disable_express_session_auth" => has_param(operation, "DisableS3ExpressSessionAuth"),
        "disable_host_prefix_injection" => operation.host_prefix().is_some(),
        "account_id_endpoint_mode" => has_param(operation, "AccountIdEndpointMode"),
        "endpoint_discovery_enabled" => operation.discovered_endpoint().is_some(),
        "request_checksum_calculation" => names_member("requestAlgorithmMember"),
        "response_checksum_validation" => names_member("requestValidationModeMember"),
        "disable_request_compression" | "request_min_compression_size_bytes" => {
            cfg!(feature = "compression") && !operation.request_compression().is_empty()
        }
        _ => true,
    }
}

/// Whether the service's endpoint depends on a parameter.
fn has_param(operation: &Operation, name: &str) -> bool {
    let rules = operation.service.endpoint_rules;
    rules.is_some_and(|rules| rules.parameters.iter().any(|it| it.name == name))
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Environment, Loader};
    use crate::protocol::AwsQuery;
    use crate::schema::{Datum, Schema, Trait};
    use crate::service::{Operation, Service};

    static UNIT: Schema = Schema::structure("demo#Unit", &[], &[]);
    static SERVICE: Service = Service::example(&AwsQuery);

    fn operation(traits: &'static [Trait]) -> Operation {
        Operation { name: "Do", service: &SERVICE, input: &UNIT, output: &UNIT, errors: &[], traits }
    }

    const VARIABLES: [(&str, &str); 10] = [
        ("AWS_S3_USE_ARN_REGION", "s3_use_arn_region"),
        ("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "s3_disable_multiregion_access_points"),
        ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "s3_disable_express_session_auth"),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "disable_host_prefix_injection"),
        ("AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode"),
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "endpoint_discovery_enabled"),
        ("AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation"),
        ("AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation"),
        ("AWS_DISABLE_REQUEST_COMPRESSION", "disable_request_compression"),
        ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "request_min_compression_size_bytes"),
    ];

    fn broken() -> Config {
        let environment: Environment = VARIABLES.iter().map(|(name, _)| (*name, "bogus".to_owned())).collect();
        Loader::new().environment(environment).load().expect("nothing uses them yet")
    }

    #[test]
    fn an_invalid_setting_fails_the_operations_that_use_it() {
        const CHECKSUM: &[(&str, Datum)] = &[
            ("requestAlgorithmMember", Datum::Text("Algorithm")),
            ("requestValidationModeMember", Datum::Text("Mode")),
        ];
        let cases: [(&'static [Trait], &[&str]); 4] = [
            (&[], &[]),
            (&[Trait::HostPrefix("a.")], &["disable_host_prefix_injection"]),
            (&[Trait::DiscoveredEndpoint(false)], &["endpoint_discovery_enabled"]),
            (&[Trait::HttpChecksum(CHECKSUM)], &["request_checksum_calculation", "response_checksum_validation"]),
        ];
        let config = broken();
        for (traits, expected) in cases {
            let found = super::check(&operation(traits), &config).err().map(|it| it.to_string()).unwrap_or_default();
            let lines: Vec<_> = found.lines().collect();
            assert_eq!(lines.len(), expected.len(), "{found}");
            for (line, name) in lines.into_iter().zip(expected) {
                assert!(line.starts_with(&format!("invalid value \"bogus\" for `{name}` (AWS_")), "{line}");
            }
        }
    }

    #[test]
    fn a_setting_of_the_program_replaces_an_invalid_one() {
        let operation = operation(&[Trait::DiscoveredEndpoint(false)]);
        let own = Config::builder().endpoint_discovery_enabled(true);
        assert!(super::check(&operation, &broken()).is_err());
        assert!(super::check(&operation, &broken().to_builder().endpoint_discovery_enabled(true).build()).is_ok());
        assert!(super::check(&operation, &broken().with_overrides(own)).is_ok());
    }

    #[test]
    fn every_setting_is_known() {
        let names = |it: &str| VARIABLES.iter().any(|(_, setting)| *setting == it);
        let errors = broken().errors_in_used_settings(names).expect_err("all are invalid");
        assert_eq!(errors.iter().count(), VARIABLES.len(), "{errors}");
        // An unknown setting counts as used.
        for (_, setting) in VARIABLES {
            assert!(!super::is_used(&operation(&[]), setting), "{setting}");
        }
    }
}
