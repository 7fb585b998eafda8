//! `README.md`: the crate's documentation for readers of its package page.

use super::frame;
use crate::ir::Service;
use crate::text;

/// The page. It has the same text as the crate's root documentation, without links to items of the crate. Example lines
/// that rustdoc hides are written out, so that the examples compile when copied.
pub(super) fn emit(service: &Service) -> String {
    let mut page = format!("# {}\n\n", text::line(&service.krate.name));
    let mut in_code = false;
    for line in frame::crate_docs(service) {
        if let Some(attributes) = line.strip_prefix("```") {
            let opening = if attributes.is_empty() { "```rust".to_owned() } else { format!("```rust,{attributes}") };
            page.push_str(if in_code { "```" } else { &opening });
            in_code = !in_code;
        } else if in_code {
            page.push_str(&example_line(&line));
        } else if line.starts_with('#') {
            page.push('#');
            page.push_str(&line);
        } else {
            page.push_str(&without_links(&line));
        }
        page.push('\n');
    }
    page
}

/// A line of an example. The hidden function around the example is written in full.
fn example_line(line: &str) -> String {
    match line.strip_prefix("# ") {
        Some(end) if end.ends_with(" }") => format!("    {}\n}}", end.trim_end_matches(" }")),
        Some(start) => start.to_owned(),
        None if line.is_empty() => String::new(),
        None => format!("    {line}"),
    }
}

/// A line in which links to items of the crate become plain code: ``[`Config`]`` and ``[`Config`](crate::Config)``.
fn without_links(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(start) = rest.find("[`") {
        let (before, link) = rest.split_at(start);
        plain.push_str(before);
        let Some(end) = link.find("`]") else {
            rest = link;
            break;
        };
        let (code, after) = (&link[1..=end], &link[end + 2..]);
        rest = after;
        match after.strip_prefix('(').and_then(|it| it.split_once(')')) {
            // A link to an external page stays.
            Some((target, _)) if !target.contains("::") => plain.push_str(&link[..end + 2]),
            Some((_, after)) => {
                plain.push_str(code);
                rest = after;
            }
            None => plain.push_str(code),
        }
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn links_to_items_become_code() {
        for (line, plain) in [
            ("[`Config::builder`] sets all.", "`Config::builder` sets all."),
            ("See [`get`](crate::Client::get), [`put`](crate::Client::put).", "See `get`, `put`."),
            ("[the guide](https://example.com) and `[`", "[the guide](https://example.com) and `[`"),
            ("an open [`end", "an open [`end"),
            ("[`x`](https://example.com)", "[`x`](https://example.com)"),
        ] {
            assert_eq!(without_links(line), plain, "{line}");
        }
    }
}
