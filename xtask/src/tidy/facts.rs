//! Reads imports, functions and modules from the tokens of a source file.
//!
//! It uses tokens and not syntax trees, so that paths inside macros count, but code for other crates in `quote!` does
//! not.

use std::iter::Peekable;
use std::slice::Iter;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Macros whose tokens belong to another crate.
const FOREIGN: [&str; 3] = ["quote", "quote_spanned", "parse_quote"];

/// The facts about a file.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) paths: Vec<Path>,
    pub(super) functions: Vec<Function>,
    /// Modules in separate files that are compiled only for unit tests.
    pub(super) test_modules: Vec<String>,
}

/// A path such as `crate::model::Node`, in a `use` or elsewhere.
pub(super) struct Path {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
    /// Whether it is in a `pub use`, which re-exports it but does not use it.
    pub(super) is_reexport: bool,
    /// The alias from a `use`, if it differs from the last segment.
    pub(super) alias: Option<String>,
    /// The surrounding inline modules.
    pub(super) within: Vec<String>,
}

/// A function and its length.
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) lines: usize,
}

/// Reads a file.
pub(super) fn read(text: &str) -> Result<Facts, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("invalid Rust: {error}"))?;
    let mut reader = Reader { facts: Facts::default(), within: Vec::new(), in_macro: false };
    reader.tokens(tokens);
    Ok(reader.facts)
}

struct Reader {
    facts: Facts,
    within: Vec<String>,
    /// Inside `macro_rules!`, only `$crate` refers to this crate.
    in_macro: bool,
}

type Tokens<'t> = Peekable<Iter<'t, TokenTree>>;

impl Reader {
    fn tokens(&mut self, tokens: TokenStream) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = all.iter().peekable();
        let mut is_public = false;
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Punct(it) if it.as_char() == '#' && is_test_only(&mut rest) => self.skip_item(&mut rest),
                TokenTree::Punct(it) if it.as_char() == '$' => self.macro_path(&mut rest),
                // A word after `::` or `.` does not start a path.
                TokenTree::Punct(it) if it.as_char() == '.' || (it.as_char() == ':' && follows_colon(&mut rest)) => {
                    rest.next_if(|next| matches!(next, TokenTree::Ident(_)));
                }
                TokenTree::Ident(it) if it == "pub" => {
                    is_public = true;
                    rest.next_if(|next| is_group(next, Delimiter::Parenthesis));
                    continue;
                }
                TokenTree::Ident(it) => self.word(&it.to_string(), token, &mut rest, is_public),
                TokenTree::Group(group) => self.tokens(group.stream()),
                _ => {}
            }
            is_public = false;
        }
    }

    fn word(&mut self, word: &str, token: &TokenTree, rest: &mut Tokens<'_>, is_public: bool) {
        let line = line_of(token);
        match word {
            "use" if !rest.peek().is_some_and(|it| is_punct(it, '<')) => self.uses(rest, is_public),
            "fn" => {
                let Some(TokenTree::Ident(name)) = rest.peek() else { return };
                let name = name.to_string();
                let mut ahead = rest.clone();
                let body = ahead.find(|it| is_group(it, Delimiter::Brace) || is_punct(it, ';'));
                if let Some(TokenTree::Group(body)) = body {
                    let lines = body.span_close().end().line + 1 - line;
                    self.facts.functions.push(Function { name, line, lines });
                }
                rest.next();
            }
            "mod" => {
                let Some(TokenTree::Ident(name)) = rest.next() else { return };
                let name = name.to_string();
                if let Some(TokenTree::Group(body)) = rest.next_if(|it| is_group(it, Delimiter::Brace)) {
                    self.within.push(name);
                    self.tokens(body.stream());
                    self.within.pop();
                }
            }
            "macro_rules" => {
                let body = rest.find(|it| matches!(it, TokenTree::Group(_)));
                if let Some(TokenTree::Group(body)) = body {
                    let before = std::mem::replace(&mut self.in_macro, true);
                    self.tokens(body.stream());
                    self.in_macro = before;
                }
            }
            _ if FOREIGN.contains(&word) && rest.peek().is_some_and(|it| is_punct(it, '!')) => {
                rest.next();
                rest.next();
            }
            _ => {
                let segments = path_from(word, rest);
                if segments.len() > 1 && !(self.in_macro && word == "crate") {
                    self.add(segments, line, None, false);
                }
            }
        }
    }

    /// Reads `$crate::…`. Other macro variables are unknown.
    fn macro_path(&mut self, rest: &mut Tokens<'_>) {
        let Some(token @ TokenTree::Ident(word)) = rest.peek().copied() else { return };
        let (word, line) = (word.to_string(), line_of(token));
        rest.next();
        let segments = path_from(&word, rest);
        if word == "crate" {
            self.add(segments, line, None, false);
        }
    }

    /// Reads the paths of a `use` up to its semicolon.
    fn uses(&mut self, rest: &mut Tokens<'_>, is_public: bool) {
        let mut tokens = Vec::new();
        for token in rest.by_ref() {
            if is_punct(token, ';') {
                break;
            }
            tokens.push(token.clone());
        }
        self.use_tree(&tokens, &[], is_public);
    }

    fn use_tree(&mut self, tokens: &[TokenTree], prefix: &[String], is_public: bool) {
        let mut segments = prefix.to_vec();
        let mut alias = None;
        let mut rest = tokens.iter();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Ident(it) if it == "as" => alias = rest.next().map(ToString::to_string),
                TokenTree::Ident(it) if it == "self" && !segments.is_empty() => {}
                TokenTree::Ident(it) => segments.push(it.to_string()),
                TokenTree::Punct(it) if it.as_char() == '*' => segments.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for tree in inner.split(|it| is_punct(it, ',')).filter(|it| !it.is_empty()) {
                        self.use_tree(tree, &segments, is_public);
                    }
                    return;
                }
                _ => {}
            }
        }
        if let Some(first) = tokens.first() {
            self.add(segments, line_of(first), alias, is_public);
        }
    }

    fn add(&mut self, segments: Vec<String>, line: usize, alias: Option<String>, is_reexport: bool) {
        let within = self.within.clone();
        self.facts.paths.push(Path { segments, line, is_reexport, alias, within });
    }

    /// Skips the item after an attribute, and records it if it is a module.
    fn skip_item(&mut self, rest: &mut Tokens<'_>) {
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Ident(it) if it == "mod" => {
                    self.facts.test_modules.extend(rest.next().map(ToString::to_string));
                }
                token if is_punct(token, ';') || is_group(token, Delimiter::Brace) => return,
                _ => {}
            }
        }
    }
}

/// The segments of a path that starts with a word.
fn path_from(word: &str, rest: &mut Tokens<'_>) -> Vec<String> {
    let mut segments = vec![word.to_owned()];
    loop {
        let mut ahead = rest.clone();
        let is_separator = ahead.next().is_some_and(|it| is_punct(it, ':')) && follows_colon(&mut ahead);
        let Some(TokenTree::Ident(next)) = ahead.next().filter(|_| is_separator) else { return segments };
        segments.push(next.to_string());
        *rest = ahead;
    }
}

/// Consumes the second colon of `::`.
fn follows_colon(rest: &mut Tokens<'_>) -> bool {
    rest.next_if(|it| is_punct(it, ':')).is_some()
}

/// Consumes the attribute after `#`. Returns whether it is `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn is_test_only(rest: &mut Tokens<'_>) -> bool {
    rest.next_if(|it| is_punct(it, '!'));
    let Some(TokenTree::Group(attribute)) = rest.next_if(|it| is_group(it, Delimiter::Bracket)) else { return false };
    let mut inner = attribute.stream().into_iter();
    let is_cfg = inner.next().is_some_and(|it| it.to_string() == "cfg");
    match inner.next() {
        Some(TokenTree::Group(condition)) if is_cfg => requires_test(&condition),
        _ => false,
    }
}

fn requires_test(condition: &Group) -> bool {
    let mut inner = condition.stream().into_iter();
    match inner.next().map(|it| it.to_string()).as_deref() {
        Some("test") => true,
        Some("all") => matches!(inner.next(), Some(TokenTree::Group(all)) if requires_test(&all)),
        _ => false,
    }
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == char)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(it) if it.delimiter() == delimiter)
}

fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}
