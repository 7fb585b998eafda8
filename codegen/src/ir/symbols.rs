//! The one place that decides what things are called in Rust.
//!
//! Types, fields and variants bear the names of the official SDK, also where a name is a reserved
//! word or one of our own methods. What it has no rule for gets a number: of two shapes that
//! differ by case only, the one that is spelled like its Rust name keeps it.

use std::collections::BTreeSet;
use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use super::case;

/// A Rust identifier. Only this file makes one, so it is always legal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    text: String,
    raw: bool,
}

impl Symbol {
    fn new(text: String) -> Self {
        // These four cannot be raw identifiers.
        if matches!(text.as_str(), "self" | "Self" | "crate" | "super") {
            return Self { text: text + "_", raw: false };
        }
        let raw = KEYWORDS.contains(&text.as_str());
        Self { text, raw }
    }

    /// The identifier without `r#`, as in a file's name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Another identifier that starts with these letters, such as `set_` or `is_`.
    pub fn prefixed(&self, prefix: &str) -> Symbol {
        Symbol::new(format!("{prefix}{}", self.text.trim_start_matches('_')))
    }

    /// Another identifier that ends with these letters, such as `Input`.
    pub fn suffixed(&self, suffix: &str) -> Symbol {
        // With more letters behind it, a reserved word needs no underscore.
        Symbol::new(format!("{}{suffix}", self.text.trim_end_matches('_')))
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.raw { "r#" } else { "" })?;
        f.write_str(&self.text)
    }
}

impl ToTokens for Symbol {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(if self.raw { Ident::new_raw(&self.text, span) } else { Ident::new(&self.text, span) });
    }
}

/// Rust's keywords, those reserved for later included.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A space in which every name stands once.
pub(super) struct Space {
    taken: BTreeSet<String>,
    /// Names that stand for something of our own, and what is put after a name that is one.
    reserved: &'static [&'static str],
    suffix: &'static str,
    /// What is put before the number of a name that is taken.
    separator: &'static str,
    /// Whether files are named after them.
    is_file: bool,
}

impl Space {
    /// The types of the module `types`, or of `types::error`.
    pub(super) fn types() -> Self {
        // An operation's error enum has a variant of this name beside those of its errors.
        Self::new(&["Unhandled"], "Value", "")
    }

    /// The modules of the types, which stand beside two of ours.
    pub(super) fn type_modules() -> Self {
        Self { is_file: true, ..Self::new(&["error", "builders", "types"], "_", "_") }
    }

    /// The operations of a service.
    pub(super) fn operations() -> Self {
        Self::new(&[], "", "")
    }

    /// The methods of the client and modules of the operations.
    pub(super) fn operation_modules() -> Self {
        // A call of `into` by value would be that of the trait, and a module `tinsmith_runtime` would hide the crate.
        let reserved = &[
            "new",
            "from_conf",
            "config",
            "handle",
            "clone",
            "into",
            "try_into",
            "builders",
            "operation",
            "tinsmith_runtime",
        ];
        Self { is_file: true, ..Self::new(reserved, "_", "_") }
    }

    /// The waiters of a service, as types or as modules.
    pub(super) fn waiters() -> Self {
        Self::new(&[], "", "_")
    }

    /// The tables of the module `schema`.
    pub(super) fn tables() -> Self {
        Self::new(&["SERVICE", "OPERATIONS"], "_TABLE", "_")
    }

    /// The fields of a structure, which are also the names of its getters and setters.
    pub(super) fn fields() -> Self {
        Self::new(FIELD_METHODS, "_value", "_")
    }

    /// The variants of an enum or union.
    pub(super) fn variants() -> Self {
        Self::new(&["Unknown", "Self"], "Value", "")
    }

    fn new(reserved: &'static [&'static str], suffix: &'static str, separator: &'static str) -> Self {
        Self { taken: BTreeSet::new(), reserved, suffix, separator, is_file: false }
    }

    /// The name of a type, variant or operation.
    pub(super) fn claim_pascal(&mut self, name: &str) -> Symbol {
        self.claim(case::pascal(name), |_| None)
    }

    /// The name of what an operation is known by, which keeps the capitals of the model.
    pub(super) fn claim_as_is(&mut self, name: &str) -> Symbol {
        let mut letters = name.chars().skip_while(|&letter| letter == '_');
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        self.claim(first.into_iter().chain(letters).collect(), |_| None)
    }

    /// The name of a module and of what is called like it.
    pub(super) fn claim_snake(&mut self, name: &str) -> Symbol {
        self.claim(case::snake(name), |_| None)
    }

    /// The name of a field. That of its setter is taken with it.
    pub(super) fn claim_field(&mut self, name: &str) -> Symbol {
        self.claim(case::snake(name), |field| Some(field.prefixed("set_")))
    }

    /// The name of a variant of a union. That of its predicate is taken with it.
    pub(super) fn claim_union_variant(&mut self, name: &str) -> Symbol {
        self.claim(case::pascal(name), |variant| Some(predicate(variant)))
    }

    /// The name of a table.
    pub(super) fn claim_table(&mut self, name: &str) -> Symbol {
        self.claim(case::screaming(name), |_| None)
    }

    /// Takes the name and what goes with it: with the suffix where it is reserved, with a number
    /// where it is taken.
    fn claim(&mut self, name: String, companion: fn(&Symbol) -> Option<Symbol>) -> Symbol {
        let mut base = if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name };
        if self.reserved.contains(&base.as_str()) || (self.is_file && is_special_file(&base)) {
            base.push_str(self.suffix);
        }
        let mut symbol = Symbol::new(base.clone());
        let mut number = 2;
        let is_taken = |symbol: &Symbol| {
            let names = [Some(symbol.clone()), companion(symbol)];
            names.iter().flatten().any(|name| self.taken.contains(&name.text))
        };
        while is_taken(&symbol) {
            symbol = Symbol::new(format!("{base}{}{number}", self.separator));
            number += 1;
        }
        self.taken.extend(companion(&symbol).map(|companion| companion.text));
        self.taken.insert(symbol.text.clone());
        symbol
    }
}

/// Whether `NAME.rs` is not a file of a module of this name: `mod.rs` is that of the module around it, and
/// Windows has devices of the other names, whatever is behind the dot.
fn is_special_file(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = numbered.is_some_and(|digit| digit.len() == 1 && digit.bytes().all(|it| it.is_ascii_digit()));
    is_port || matches!(name, "mod" | "con" | "prn" | "aux" | "nul")
}

/// The predicate of a variant: `is_no_such_entity` of `NoSuchEntity`.
pub fn predicate(variant: &Symbol) -> Symbol {
    Symbol::new(format!("is_{}", case::snake(&variant.text)))
}

/// The accessor of a union's variant: `as_value` of `Value`.
pub(super) fn accessor(variant: &Symbol) -> Symbol {
    Symbol::new(format!("as_{}", case::snake(&variant.text)))
}

/// Methods of structures, builders and fluent calls, which a member may not hide.
const FIELD_METHODS: &[&str] = &[
    "as_input",
    "build",
    "builder",
    "clone",
    "customize",
    "default",
    "from_client",
    "from_json",
    "into_paginator",
    "meta",
    "send",
    "send_with",
    "set_meta",
    "skeleton",
    "to_json",
    "validate",
    "wait",
];

/// A fixed name of our own.
pub(super) fn own(name: &str) -> Symbol {
    Symbol::new(name.to_owned())
}

/// The crate's name: `tinsmith-sso-oidc` of the SDK id `SSO OIDC`.
pub(super) fn crate_name(sdk_id: &str) -> String {
    format!("tinsmith-{}", program_name(sdk_id))
}

/// The name of the command: `sso-oidc` of the SDK id `SSO OIDC`.
pub(super) fn program_name(sdk_id: &str) -> String {
    let words: Vec<String> = sdk_id.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect();
    let name = words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join("-");
    match name.as_str() {
        "" => "service".to_owned(),
        // Cargo keeps these for directories of its own, and the others are no names of crates or files.
        "build" | "deps" | "examples" | "incremental" | "test" | "core" | "std" | "alloc" | "proc-macro" => {
            format!("{name}-cli")
        }
        name if is_special_file(name) || KEYWORDS.contains(&name) || matches!(name, "self" | "crate" | "super") => {
            format!("{name}-cli")
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(names: &[&str]) -> Vec<String> {
        let mut space = Space::fields();
        names.iter().map(|name| space.claim_field(name).to_string()).collect()
    }

    #[test]
    fn reserved_words_are_escaped() {
        assert_eq!(fields(&["type", "self", "Self", "crate"]), ["r#type", "self_", "self_2", "crate_"]);
        assert_eq!(Space::types().claim_pascal("self").to_string(), "Self_");
        assert_eq!(Space::variants().claim_pascal("self").to_string(), "SelfValue");
        assert_eq!(Space::variants().claim_pascal("UNKNOWN").to_string(), "UnknownValue");
    }

    #[test]
    fn own_methods_are_not_hidden() {
        assert_eq!(fields(&["send", "Build", "validate"]), ["send_value", "build_value", "validate_value"]);
    }

    #[test]
    fn files_of_modules_are_their_own() {
        let names = ["Mod", "Con", "Com1", "Com10", "Lib", "Main"];
        let mut modules = Space::type_modules();
        let modules = names.map(|name| modules.claim_snake(name).as_str().to_owned());
        assert_eq!(modules, ["mod_", "con_", "com1_", "com10", "lib", "main"]);
        assert_eq!(Space::operation_modules().claim_snake("Mod").to_string(), "mod_");
    }

    #[test]
    fn names_that_meet_get_numbers() {
        assert_eq!(fields(&["Foo", "foo", "FOO"]), ["foo", "foo_2", "foo_3"]);
        assert_eq!(fields(&["foo", "set_foo"]), ["foo", "set_foo_2"]);
        assert_eq!(fields(&["set_foo", "foo"]), ["set_foo", "foo_2"]);
        assert_eq!(fields(&["_1"]), ["_1"]);
    }

    #[test]
    fn the_crate_is_named_after_the_sdk_id() {
        assert_eq!(crate_name("SSO OIDC"), "tinsmith-sso-oidc");
        assert_eq!(program_name("API Gateway"), "api-gateway");
        for (sdk_id, expected) in [("", "service"), ("Build", "build-cli"), ("con", "con-cli"), ("Self", "self-cli")] {
            assert_eq!(program_name(sdk_id), expected);
        }
    }
}
