//! The keys that are used here. An invalid value of another key only concerns other tools.

/// Keys of profiles and of `sso-session` sections.
const USED: &[&str] = &[
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_security_token",
    "aws_session_token",
    "ca_bundle",
    "cli_binary_format",
    "cli_error_format",
    "cli_pager",
    "cli_timestamp_format",
    "credential_process",
    "credential_source",
    "disable_clock_skew_correction",
    "duration_seconds",
    "ec2_metadata_service_endpoint",
    "ec2_metadata_service_endpoint_mode",
    "endpoint_url",
    "external_id",
    "ignore_configured_endpoint_urls",
    "login_session",
    "max_attempts",
    "metadata_service_num_attempts",
    "metadata_service_timeout",
    "mfa_serial",
    "output",
    "parameter_validation",
    "region",
    "retry_mode",
    "role_arn",
    "role_session_name",
    "sdk_ua_app_id",
    "services",
    "source_profile",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
    "tinsmith_validation",
    "use_dualstack_endpoint",
    "use_fips_endpoint",
    "web_identity_token_file",
];

/// Whether the value of this key is used.
pub(super) fn is_used(key: &str) -> bool {
    USED.contains(&key)
}
