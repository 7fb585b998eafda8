//! Complete inputs, checked as far as the validation policy says.

use super::failure::Failure;
use super::globals::Globals;
use super::input::{self, Mistakes};
use super::settings;
use super::terminal::eprint;
use super::value::Fields;
use tinsmith_runtime::config::ValidationPolicy;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::service::Operation;

/// The input of these values, complete and within the limits of the model, as far as the validation
/// policy demands it.
///
/// # Errors
///
/// All mistakes in the values.
pub fn fill_input(globals: &Globals, operation: &Operation, values: &Fields) -> Result<Dynamic, Failure> {
    let mut input = Dynamic::new(operation.input);
    let mut mistakes = input::fill(&mut input, values, settings::is_raw_binary(globals), true);
    let policy = settings::validation(globals)?;
    if policy == ValidationPolicy::Enforce {
        mistakes.add_limits(&input);
    }
    mistakes.into_result()?;
    if policy == ValidationPolicy::Warn {
        let mut limits = Mistakes::default();
        limits.add_limits(&input);
        limits.sentences().iter().for_each(|sentence| eprint(&format!("warning: {sentence}\n")));
    }
    Ok(input)
}
