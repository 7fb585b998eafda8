//! Messages for broken limits: the AWS CLI's, and similar ones for limits that it does not check.

use tinsmith_runtime::validate::{Constraint, Violation};

/// The message for a violation. `None` if it was already reported while filling in the input.
pub(crate) fn sentence(violation: &Violation) -> Option<String> {
    let path = &violation.path;
    let hidden = "(sensitive, not shown)";
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
            let pattern = shown_pattern(pattern);
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

/// A pattern as people write it: characters stand for themselves where they mean nothing else.
pub(crate) fn shown_pattern(pattern: &str) -> String {
    let mut shown = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find("\\u") {
        let (before, escape) = rest.split_at(at);
        shown.push_str(before);
        let letter = escape.get(2..6).and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32);
        // Behind a backslash it is no escape.
        let is_escape = before.chars().rev().take_while(|c| *c == '\\').count() % 2 == 0;
        match letter.filter(|c| is_escape && (c.is_ascii_alphanumeric() || "/ :;,@=_~%&<>!\"'".contains(*c))) {
            Some(letter) => {
                shown.push(letter);
                rest = &escape[6..];
            }
            None => {
                shown.push_str("\\u");
                rest = &escape[2..];
            }
        }
    }
    shown.push_str(rest);
    shown
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

#[cfg(test)]
mod tests {
    use super::shown_pattern;

    #[test]
    fn patterns_are_shown_as_people_write_them() {
        for (pattern, shown) in [
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", r"(/)|(/[!-~]+/)"),
            (r"[\u0009\u00FF]", r"[\u0009\u00FF]"),
            (r"\\u002F \u002", r"\\u002F \u002"),
        ] {
            assert_eq!(shown_pattern(pattern), shown);
        }
    }
}
