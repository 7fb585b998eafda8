//! The only place that decides names in Rust.
//!
//! Types, fields and variants have the same names as in the official SDK, including those that clash with a reserved
//! word or with one of our methods. Other clashes get a number: of two shapes that differ only in case, the one that is
//! spelled like its Rust name keeps it.

use std::collections::BTreeSet;
use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use super::case;

/// A Rust identifier. Only this file creates one, so it is always valid.
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

    /// The identifier without `r#`, as used in file names.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Another identifier with a prefix, such as `set_` or `is_`.
    pub fn prefixed(&self, prefix: &str) -> Symbol {
        Symbol::new(format!("{prefix}{}", self.text.trim_start_matches('_')))
    }

    /// Another identifier with a suffix, such as `Input`.
    pub fn suffixed(&self, suffix: &str) -> Symbol {
        // With a suffix, a reserved word needs no underscore.
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

/// Rust's keywords, including reserved ones.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// A name space in which every name is unique.
pub(super) struct Space {
    taken: BTreeSet<String>,
    /// Names that have a meaning of their own, and the suffix for a name that clashes with one.
    reserved: &'static [&'static str],
    suffix: &'static str,
    /// The separator before the number of a name that is already taken.
    separator: &'static str,
    /// Whether files are named after the names.
    is_file: bool,
}

impl Space {
    /// The types in the module `types` or `types::error`.
    pub(super) fn types() -> Self {
        // An operation's error enum has a variant with this name beside its errors.
        Self::new(&["Unhandled"], "Value", "")
    }

    /// The modules of the types. Two other modules are next to them.
    pub(super) fn type_modules() -> Self {
        Self { is_file: true, ..Self::new(&["error", "builders", "types"], "_", "_") }
    }

    /// The operations of a service.
    pub(super) fn operations() -> Self {
        Self::new(&[], "", "")
    }

    /// The methods of the client and the modules of the operations.
    pub(super) fn operation_modules() -> Self {
        // A method `into` would clash with the trait's, and a module `tinsmith_runtime` would shadow the crate.
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

    /// The tables in the module `schema`.
    pub(super) fn tables() -> Self {
        Self::new(&["DISCOVERY", "OPERATIONS", "SERVICE"], "_TABLE", "_")
    }

    /// The fields of a structure, and with them its getters and setters.
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

    /// Claims the name of a type, variant or operation.
    pub(super) fn claim_pascal(&mut self, name: &str) -> Symbol {
        self.claim(case::pascal(name), |_| None)
    }

    /// Claims the name of an operation's marker type, which keeps the capitals of the model.
    pub(super) fn claim_as_is(&mut self, name: &str) -> Symbol {
        if name.contains('_') {
            // Rust's types have no underscores.
            return self.claim_pascal(name);
        }
        let mut letters = name.chars().skip_while(|&letter| letter == '_');
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        self.claim(first.into_iter().chain(letters).collect(), |_| None)
    }

    /// Claims the name of a module and of items with the same name.
    pub(super) fn claim_snake(&mut self, name: &str) -> Symbol {
        self.claim(case::snake(name), |_| None)
    }

    /// Claims the name of a field, and the name of its setter.
    pub(super) fn claim_field(&mut self, name: &str) -> Symbol {
        self.claim(case::snake(name), |field| Some(field.prefixed("set_")))
    }

    /// Claims the name of a union's variant, and the name of its predicate.
    pub(super) fn claim_union_variant(&mut self, name: &str) -> Symbol {
        self.claim(case::pascal(name), |variant| Some(predicate(variant)))
    }

    /// Claims the name of a table.
    pub(super) fn claim_table(&mut self, name: &str) -> Symbol {
        self.claim(case::screaming(name), |_| None)
    }

    /// Claims a name and its companion. A reserved name gets the suffix, a taken name gets a number.
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

/// Whether `NAME.rs` cannot be the file of a module: `mod.rs` belongs to the parent module, and the other names are
/// devices on Windows, whatever their extension.
fn is_special_file(name: &str) -> bool {
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_port = numbered.is_some_and(|digit| digit.len() == 1 && digit.bytes().all(|it| it.is_ascii_digit()));
    is_port || matches!(name, "mod" | "con" | "prn" | "aux" | "nul")
}

/// The predicate of a variant: `is_no_such_entity` for `NoSuchEntity`.
pub fn predicate(variant: &Symbol) -> Symbol {
    Symbol::new(format!("is_{}", case::snake(&variant.text)))
}

/// The accessor of a union's variant: `as_value` for `Value`.
pub(super) fn accessor(variant: &Symbol) -> Symbol {
    Symbol::new(format!("as_{}", case::snake(&variant.text)))
}

/// Methods of structures, builders and fluent calls that a member must not shadow.
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

/// A fixed name.
pub(super) fn own(name: &str) -> Symbol {
    Symbol::new(name.to_owned())
}

/// Crates that generated crates may depend on, with underscores.
const DEPENDENCIES: [&str; 6] = [
    "tinsmith_cli",
    "tinsmith_credentials",
    "tinsmith_iam_commands",
    "tinsmith_jmespath",
    "tinsmith_runtime",
    "tinsmith_config",
];

/// The crate's name: `tinsmith-sso-oidc` for the SDK ID `SSO OIDC`.
pub(super) fn crate_name(sdk_id: &str) -> String {
    let name = format!("tinsmith-{}", program_name(sdk_id));
    if is_crate_name(&name) { name } else { name + "-client" }
}

/// Whether a package of this name can be built, beside its dependencies.
pub(super) fn is_crate_name(name: &str) -> bool {
    let module = name.replace('-', "_");
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && module.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
        && !DEPENDENCIES.contains(&module.as_str())
        && !KEYWORDS.contains(&name)
        && !matches!(module.as_str(), "_" | "self" | "Self" | "crate" | "super")
        && !matches!(module.as_str(), "std" | "core" | "alloc" | "proc_macro" | "test")
}

/// The program's name: `sso-oidc` for the SDK ID `SSO OIDC`.
pub(super) fn program_name(sdk_id: &str) -> String {
    let words: Vec<String> = sdk_id.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect();
    let name = words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join("-");
    match name.as_str() {
        "" => "service".to_owned(),
        // Cargo uses these for its own directories; the others are not valid names of crates or files.
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
    fn markers_keep_capitals() {
        let mut markers = Space::operations();
        let names = ["listACLs", "ListAcls", "get_thing", "Self", "self_", "Get_Thing"];
        let names = names.map(|name| markers.claim_as_is(name).to_string());
        assert_eq!(names, ["ListACLs", "ListAcls", "GetThing", "Self_", "Self2", "GetThing2"]);
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
        assert_eq!(crate_name("Runtime"), "tinsmith-runtime-client");
        assert_eq!(program_name("API Gateway"), "api-gateway");
        for (sdk_id, expected) in [("", "service"), ("Build", "build-cli"), ("con", "con-cli"), ("Self", "self-cli")] {
            assert_eq!(program_name(sdk_id), expected);
        }
    }
}
