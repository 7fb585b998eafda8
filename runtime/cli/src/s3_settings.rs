//! The settings below the key `s3` of a profile that select an endpoint or the signature of bodies, for services whose
//! endpoint rules have the parameters.

use super::failure::Failure;
use super::globals::Globals;
use super::settings::nested_settings;
use tinsmith_runtime::config::Config;
use tinsmith_runtime::schema::rules::BuiltIn;
use tinsmith_runtime::service::Service;

/// Applies the settings of the profile.
pub(crate) fn apply(service: &'static Service, globals: &Globals, config: Config) -> Result<Config, Failure> {
    let parameters = service.endpoint_rules.map_or(&[][..], |rules| rules.parameters);
    if !parameters.iter().any(|it| it.built_in == Some(BuiltIn::S3Accelerate)) {
        return Ok(config);
    }
    let names = ["addressing_style", "use_accelerate_endpoint", "use_dualstack_endpoint", "payload_signing_enabled"];
    let [style, accelerate, dual_stack, signs_payloads] = nested_settings(globals, "s3", names);
    let is_on = |value: Option<String>| value.is_some_and(|it| it.eq_ignore_ascii_case("true"));
    let mut builder = config.to_builder();
    match style.as_deref() {
        None | Some("auto") => {}
        Some("path") => builder = builder.force_path_style(true),
        Some("virtual") => builder = builder.force_path_style(false),
        Some(other) => {
            let message =
                format!("S3 addressing style {other} is invalid. Valid options are: 'auto', 'virtual', and 'path'");
            return Err(Failure::General(message));
        }
    }
    if is_on(accelerate) {
        builder = builder.accelerate(true);
    }
    if is_on(dual_stack) {
        builder = builder.use_dual_stack(true);
    }
    if is_on(signs_payloads) {
        builder = builder.payload_signing(true);
    }
    Ok(builder.build())
}
