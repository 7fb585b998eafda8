//! `README.md`: the crate's documentation for readers of its package page.

use super::frame;
use crate::ir::Service;
use crate::text;

/// The page. It has the same text as the crate's root documentation, without links to items of the crate. Example lines
/// that rustdoc hides are written out, so that the examples compile when copied.
pub(super) fn emit(service: &Service) -> String {
    let mut page = format!("# {}\n\n", text::line(&service.krate.name));
    // The open code block: its fence, and whether it is an example.
    let mut open: Option<(String, bool)> = None;
    for line in frame::crate_docs(service) {
        if line == frame::IF_LOADER {
            continue;
        }
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        match &open {
            Some((opening, _)) if line == *opening => {
                open = None;
                page.push_str(&line);
            }
            Some((_, true)) => page.push_str(&example_line(&line)),
            Some((_, false)) => page.push_str(&line),
            None if fence.len() >= 3 => {
                let is_example = line == "```no_run";
                page.push_str(if is_example { "```rust,no_run" } else { &line });
                open = Some((fence, is_example));
            }
            None if line.starts_with('#') => {
                page.push('#');
                page.push_str(&line);
            }
            None => page.push_str(&without_links(&line)),
        }
        page.push('\n');
    }
    // Text of the model may contain tabs, which viewers show differently.
    page.replace('\t', "    ")
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
