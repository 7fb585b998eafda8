//! String templates with references in braces.

/// The names in a template, each with the path after its `#`. Doubled braces are literal.
pub(super) fn names(text: &str) -> Result<Vec<(&str, Option<&str>)>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            rest = after;
        } else if let Some((name, after)) = rest.split_once('}').filter(|_| brace == "{") {
            found.push(match name.split_once('#') {
                Some((name, path)) => (name, Some(path)),
                None => (name, None),
            });
            rest = after;
        } else {
            return Err(format!("unmatched brace in {text:?}"));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_stand_in_braces() {
        type Names<'a> = Option<&'a [(&'a str, Option<&'a str>)]>;
        let cases: [(&str, Names<'_>); 7] = [
            ("", Some(&[])),
            ("x", Some(&[])),
            ("a{b}c{d#e[0]}", Some(&[("b", None), ("d", Some("e[0]"))])),
            ("{{a}}", Some(&[])),
            ("{{{a}}}", Some(&[("a", None)])),
            ("{a", None),
            ("a}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text).ok().as_deref(), expected, "{text}");
        }
    }
}
