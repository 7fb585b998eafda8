//! Checks that text from a model appears in a generated crate only where text belongs: in strings, and in comments that
//! nothing reads as code. Used by tests of the generator and by its fuzz target.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use tinsmith_codegen::output::GeneratedFile;

/// A name that does not occur in code. It must not appear outside strings and comments.
pub(crate) const MARKER: &str = "tinsmith_evil";

/// The places where the marker, or an invisible character, appears outside.
pub(crate) fn leaks(files: &[GeneratedFile]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let mut report = |what: &str| found.push(format!("{}: {what}", file.path));
        if let Some(c) = file.text.chars().find(|c| *c != '\n' && !is_visible(*c)) {
            report(&format!("the character {c:?}"));
        }
        if file.path.ends_with(".rs") {
            check_rust(&file.text, &mut report);
        } else if file.path.ends_with(".md") {
            check_readme(&file.text, &mut report);
        } else {
            check_toml(&file.text, &mut report);
        }
    }
    found
}

fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn check_rust(text: &str, report: &mut dyn FnMut(&str)) {
    let Ok(tokens) = text.parse::<TokenStream>() else { return report("no Rust") };
    let mut docs = Vec::new();
    check_tokens(tokens, &mut docs, report);
    check_docs(&docs.join("\n"), report);
}

/// Searches names for the marker, and collects documentation.
fn check_tokens(tokens: TokenStream, docs: &mut Vec<String>, report: &mut dyn FnMut(&str)) {
    let mut is_attribute = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if name == MARKER => report("the marker as a name"),
            TokenTree::Group(group) if is_attribute && group.delimiter() == Delimiter::Bracket => {
                match documentation(group.stream()) {
                    Some(line) => docs.push(line),
                    None => check_tokens(group.stream(), docs, report),
                }
            }
            TokenTree::Group(group) => check_tokens(group.stream(), docs, report),
            // `#!` and `#` start an attribute; everything else ends the attributes of an item.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => {
                is_attribute = true;
                continue;
            }
            _ => docs.push("\n".to_owned()),
        }
        is_attribute = false;
    }
}

/// The text of `doc = "…"`.
fn documentation(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] = tokens.as_slice() else {
        return None;
    };
    let text = text.to_string();
    let text = text.trim_start_matches('r').trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned();
    (name == "doc").then(|| text.replace("\\\"", "\"").replace("\\\\", "\\"))
}

/// Code that rustdoc compiles must not contain the marker as a name.
fn check_docs(text: &str, report: &mut dyn FnMut(&str)) {
    let mut code: Option<String> = None;
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let is_text = matches!(&kind, CodeBlockKind::Fenced(language) if &**language == "text");
                code = (!is_text).then(String::new);
            }
            Event::Text(text) => {
                if let Some(code) = &mut code {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let lines = code.take().unwrap_or_default();
                let lines: Vec<&str> = lines.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
                match lines.join("\n").parse::<TokenStream>() {
                    Ok(tokens) => check_tokens(tokens, &mut Vec::new(), report),
                    Err(_) => report("an example that is not Rust"),
                }
            }
            Event::Html(_) | Event::InlineHtml(_) => report("HTML"),
            _ => {}
        }
    }
}

/// The first line is a comment that ends there, and examples do not contain the marker.
fn check_readme(text: &str, report: &mut dyn FnMut(&str)) {
    let (header, page) = text.split_once('\n').unwrap_or_default();
    let inside = header.strip_prefix("<!-- ").and_then(|it| it.strip_suffix(" -->"));
    if inside.is_none_or(|it| it.contains("--")) {
        report(&format!("the header {header}"));
    }
    check_docs(page, report);
}

/// A line of TOML must be a comment, one of our headers, or one of our keys with a value on the same line.
fn check_toml(text: &str, report: &mut dyn FnMut(&str)) {
    for line in text.lines() {
        let mut outside = String::new();
        let mut characters = line.chars();
        let mut in_string = false;
        while let Some(c) = characters.next() {
            match c {
                '\\' if in_string => drop(characters.next()),
                '"' => in_string = !in_string,
                '#' if !in_string => break,
                c if !in_string => outside.push(c),
                _ => {}
            }
        }
        if in_string || outside.contains(MARKER) {
            report(&format!("the line {line}"));
        }
    }
}
