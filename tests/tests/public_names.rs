//! Types of public signatures that a program can name with the generated crate alone.
//!
//! Some of them in a program, which compiles or does not: each function passes a value on from the signature that returns
//! it, with the type that a program would write. And all of them in the interface that rustdoc writes as JSON.

#[path = "public_names/rustdoc.rs"]
mod rustdoc;

use std::process::Command;

use rustdoc::{Crates, Documented};
use serde_json::json;
use tinsmith_iam::Skeleton;
use tinsmith_iam::config::http::{ConnectorError, ConnectorErrorKind, Headers, HttpFuture, HttpRequest, Response};
use tinsmith_iam::config::{
    Builder, Config, ConfigErrors, Credentials, HttpClient, Loader, MfaPrompt, SharedCredentialsProvider,
    ValidationPolicy,
};
use tinsmith_iam::error::{
    Constraint, JsonErrors, LengthUnit, Mistake, MistakeKind, Path, Position, SdkError, Segment, Unhandled, Violation,
    Violations,
};
use tinsmith_iam::operation::list_users::{ListUsers, ListUsersError, ListUsersInput, ListUsersOutput};
use tinsmith_iam::skeleton::{Dynamic, Filled};
use tinsmith_iam::types::User;
use tinsmith_tests::peers;

fn prompted(loader: Loader, prompt: MfaPrompt) -> Result<Config, ConfigErrors> {
    loader.mfa_prompt(prompt).load()
}

fn configured(builder: Builder, provider: Credentials) -> Builder {
    builder.credentials_provider(SharedCredentialsProvider::new(provider)).validation(ValidationPolicy::Off)
}

fn first(violations: &Violations) -> Option<(&Path, &Constraint)> {
    let violation: &Violation = violations.iter().next()?;
    Some((&violation.path, &violation.constraint))
}

fn place(errors: &JsonErrors) -> Option<Position> {
    let mistake: &Mistake = errors.syntax()?;
    mistake.position
}

fn sample(input: &ListUsersInput) -> Result<(Skeleton, String), Violations> {
    input.validate()?;
    Ok((ListUsersInput::skeleton(), input.to_json()))
}

fn filled<'a>(skeleton: &Skeleton, input: &'a ListUsersInput) -> (Filled<'a>, Dynamic) {
    (skeleton.filled(input), skeleton.sample())
}

fn unhandled(error: &ListUsersError) -> Option<&Unhandled<ListUsers>> {
    match error {
        ListUsersError::Unhandled(unhandled) => Some(unhandled),
        _ => None,
    }
}

fn users(outcome: Result<ListUsersOutput, SdkError<ListUsersError>>) -> Vec<User> {
    outcome.map(|it| it.users().to_vec()).unwrap_or_default()
}

#[derive(Debug)]
struct Refusing;

impl HttpClient for Refusing {
    fn call(&self, _: HttpRequest) -> HttpFuture<'_> {
        Box::pin(async { Err::<Response, _>(ConnectorError::user("refused".into())) })
    }
}

#[test]
fn every_type_of_these_signatures_has_a_name() {
    let names = [
        std::any::type_name_of_val(&prompted),
        std::any::type_name_of_val(&configured),
        std::any::type_name_of_val(&first),
        std::any::type_name_of_val(&place),
        std::any::type_name_of_val(&sample),
        std::any::type_name_of_val(&filled),
        std::any::type_name_of_val(&unhandled),
        std::any::type_name_of_val(&users),
        std::any::type_name::<(Refusing, Headers, LengthUnit, MistakeKind, Segment, ConnectorErrorKind)>(),
    ];
    assert!(names.iter().all(|it| !it.is_empty()));
}

/// The crates whose types appear in signatures of the first.
const CRATES: [&str; 3] = ["tinsmith-iam", "tinsmith-runtime", "tinsmith-credentials"];

/// Modules of the runtime that only programs need that are generic over operations or shapes. The client exports the
/// whole runtime for them.
const GENERIC: [&str; 8] = ["client", "docs", "error::modeled", "generated", "paginate", "schema", "service", "shape"];

/// Documents the crates with all features, privately too, because the type of a signature has the path of its definition.
fn documented() -> Crates {
    let target = peers::target().join("public-names");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(peers::root()).args(["doc", "--quiet", "--lib", "--no-deps", "--all-features"]);
    command.args(CRATES.iter().flat_map(|name| ["--package", name]));
    // The format is not stable.
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", &target);
    command.env(
        "RUSTDOCFLAGS",
        "-Z unstable-options --output-format json --document-private-items --document-hidden-items",
    );
    let output = command.output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| {
        let path = target.join("doc").join(name.replace('-', "_")).with_extension("json");
        let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Documented::new(serde_json::from_slice(&text).expect("JSON"))
    };
    Crates(CRATES.iter().map(|name| read(name)).collect())
}

#[test]
#[ignore = "documents the crates with their dependencies, which takes minutes: `cargo xtask test --peer`"]
fn every_type_of_a_public_signature_has_a_public_path() {
    let crates = documented();
    let is_generic = |path: &str| {
        let path = path.strip_prefix("tinsmith_runtime::");
        let is_in = |path: &str, module| path.strip_prefix(module).is_some_and(|it: &str| it.starts_with("::"));
        path.is_some_and(|path| GENERIC.iter().any(|module| is_in(path, module)))
    };
    let (mut nameless, read) = crates.nameless(true);
    assert!(read > 2_000, "only {read} items were found");
    nameless.extend(crates.nameless(false).0.into_iter().filter(|(path, _)| !is_generic(path)));
    let report: Vec<_> = nameless
        .iter()
        .map(|(path, places)| {
            let places: Vec<_> = places.iter().map(String::as_str).collect();
            let (shown, more) = places.split_at(places.len().min(3));
            let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
            format!("{path} in {}{more}", shown.join(", "))
        })
        .collect();
    assert!(report.is_empty(), "types without a public path in {}:\n{}", CRATES[0], report.join("\n"));
}

/// A crate `a` that exports a structure of `b`, whose field and method have types that `a` does not export.
#[test]
fn a_type_without_a_public_path_is_found() {
    let path = |id: u32, path: &str| json!({"resolved_path": {"path": path, "id": id, "args": null}});
    let item = |name: &str, inner| json!({"name": name, "visibility": "public", "inner": inner});
    let strukt = |fields: &[u32], impls: &[u32]| json!({"struct": {"kind": {"plain": {"fields": fields}}, "generics": {}, "impls": impls}});
    let a = json!({
        "root": 0,
        "index": {
            "0": item("a", json!({"module": {"items": [1, 2]}})),
            "1": item("Config", json!({"use": {"name": "Config", "id": 10, "is_glob": false}})),
            "2": item("Alias", json!({"type_alias": {"type": path(11, "b::Aliased"), "generics": {}}})),
        },
        "paths": {
            "10": {"crate_id": 1, "path": ["b", "Config"]},
            "11": {"crate_id": 1, "path": ["b", "Aliased"]},
        },
    });
    let implementation = json!({"impl": {"trait": null, "generics": {}, "for": path(1, "Config"), "items": [6],
        "is_synthetic": false, "blanket_impl": null}});
    let method =
        json!({"function": {"sig": {"inputs": [["it", path(9, "std::String")]], "output": path(4, "Hidden")}}});
    let b = json!({
        "root": 0,
        "index": {
            "0": item("b", json!({"module": {"items": [1, 2, 3, 4]}})),
            "1": item("Config", strukt(&[7, 8], &[5])),
            "2": item("Aliased", strukt(&[], &[])),
            "3": item("Field", strukt(&[], &[])),
            "4": item("Hidden", strukt(&[], &[])),
            "5": item("", implementation),
            "6": item("method", method),
            "7": item("field", json!({"struct_field": path(3, "Field")})),
            "8": item("alias", json!({"struct_field": path(2, "Aliased")})),
        },
        "paths": {
            "1": {"crate_id": 0, "path": ["b", "Config"]},
            "2": {"crate_id": 0, "path": ["b", "Aliased"]},
            "3": {"crate_id": 0, "path": ["b", "Field"]},
            "4": {"crate_id": 0, "path": ["b", "Hidden"]},
            "9": {"crate_id": 2, "path": ["alloc", "String"]},
        },
    });
    let (nameless, read) = Crates(vec![Documented::new(a), Documented::new(b)]).nameless(true);
    let found: Vec<_> = nameless.iter().map(|(path, places)| (path.as_str(), Vec::from_iter(places))).collect();
    let (field, method) = ("b::Config::field".to_owned(), "b::Config::method".to_owned());
    assert_eq!(found, [("b::Field", vec![&field]), ("b::Hidden", vec![&method])]);
    assert_eq!(read, 3, "`Config`, `Alias` and `Aliased`");
}
