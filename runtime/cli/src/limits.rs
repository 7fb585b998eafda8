//! Messages for broken limits: the AWS CLI's, and similar ones for limits that it does not check.

use tinsmith_runtime::validate::{Constraint, Violation};

/// The message for a violation. `None` if it was already reported while filling in the input.
pub(crate) fn sentence(violation: &Violation) -> Option<String> {
    let path = &violation.path;
    let hidden = "the value";
    Some(match &violation.constraint {
        Constraint::Length { bounds, actual, .. } => {
            let (side, bound) = if *actual < bounds.min { ("min", bounds.min) } else { ("max", bounds.max) };
            format!("Invalid length for parameter {path}, value: {actual}, valid {side} length: {bound}")
        }
        Constraint::Range { bounds, value } => {
            let shown = value.as_deref().unwrap_or(hidden);
            let number: Option<f64> = value.as_deref().and_then(|it| it.parse().ok());
            let below = number.zip(bounds.min).is_some_and(|(number, min)| number < min);
            let bound = match (bounds.min, bounds.max) {
                (Some(min), _) if below => format!("valid min value: {min}"),
                (_, Some(max)) if number.is_some() => format!("valid max value: {max}"),
                (min, max) => {
                    let show = |it: Option<f64>| it.map_or_else(String::new, |it| it.to_string());
                    format!("valid range: {}-{}", show(min), show(max))
                }
            };
            format!("Invalid value for parameter {path}, value: {shown}, {bound}")
        }
        Constraint::Pattern { pattern, value } => {
            let shown = value.as_ref().map_or_else(|| hidden.to_owned(), |value| format!("{value:?}"));
            format!("Invalid value for parameter {path}, value: {shown}, valid pattern: {pattern}")
        }
        Constraint::UniqueItems { first, second } => {
            format!("Invalid value for parameter {path}, elements {first} and {second} are equal, all must differ")
        }
        Constraint::NotEmpty => format!("Invalid length for parameter {path}, value: 0, valid min length: 1"),
        Constraint::Required | Constraint::UnionMember => return None,
        _ => format!("Invalid value for parameter {violation}"),
    })
}

/// Whether the AWS CLI leaves this limit to the service.
pub(crate) fn is_left_to_service(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::Length { bounds, actual, .. } => *actual > bounds.max,
        Constraint::Range { bounds, value } => {
            let number: Option<f64> = value.as_deref().and_then(|it| it.parse().ok());
            number.zip(bounds.max).is_some_and(|(number, max)| number > max)
        }
        Constraint::Pattern { .. } | Constraint::UniqueItems { .. } => true,
        _ => false,
    }
}
