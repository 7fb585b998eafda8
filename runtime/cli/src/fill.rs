//! Fills in inputs and validates them according to the policy.

use super::failure::Failure;
use super::globals::Globals;
use super::input::{self, Mistakes};
use super::settings;
use super::terminal::tell;
use super::value::Fields;
use tinsmith_runtime::config::ValidationPolicy;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;

/// Creates an input from values that a command computed. Strings of binary members are used as they are, and only the
/// service checks limits and required members.
///
/// # Errors
///
/// All mistakes in the values.
pub fn fill_values(operation: &Operation, values: &Fields) -> Result<Dynamic, Failure> {
    let mut input = Dynamic::new(operation.input);
    input::fill(&mut input, values, true, false).into_result()?;
    Ok(input)
}

/// Creates a complete input from values, within the limits of the model if the validation policy requires it. For a
/// service that is not at AWS, nested structures have their defaults.
///
/// # Errors
///
/// Fails with all mistakes in the values.
pub fn fill_input(globals: &Globals, operation: &Operation, values: &Fields) -> Result<Dynamic, Failure> {
    let mut input = Dynamic::new(operation.input);
    let (raw, is_shown) = (settings::is_raw_binary(globals), globals.print_request.is_some());
    let mut mistakes = input::fill_for(operation, &mut input, values, raw, is_shown);
    let policy = settings::validation(globals)?;
    match policy {
        ValidationPolicy::Enforce => mistakes.add_limits(&input),
        _ if settings::checks_minimums(globals) => mistakes.add_minimums(&input),
        _ => {}
    }
    mistakes.into_result()?;
    if policy == ValidationPolicy::Warn {
        let mut limits = Mistakes::default();
        limits.add_limits(&input);
        limits.sentences().iter().for_each(|sentence| tell(&format!("warning: {sentence}\n")));
    }
    // For services at AWS, the AWS CLI sends only what it is given.
    if !operation.service.is_at_aws() {
        input.fill_nested_defaults();
    }
    Ok(input)
}

/// Creates an input from values that a command computed. Strings of binary members are base64, as in responses, and only
/// the service checks limits.
pub(crate) fn fill_given(operation: &Operation, values: &Fields) -> Result<Dynamic, Failure> {
    let mut input = Dynamic::new(operation.input);
    input::fill(&mut input, values, false, true).into_result()?;
    Ok(input)
}

/// Checks an input that was changed after validation against the limits that the AWS CLI checks itself.
pub(crate) fn check_minimums(globals: &Globals, input: &Dynamic) -> Result<(), Failure> {
    if !settings::checks_minimums(globals) {
        return Ok(());
    }
    let mut mistakes = Mistakes::default();
    mistakes.add_minimums(input);
    mistakes.into_result()
}
