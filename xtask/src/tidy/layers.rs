//! The layers of the project, which limit imports and dependencies.
//!
//! Every entry may use only entries before it, in its own row or in a row above.

use super::graph::{Graph, Module};
use super::sources::Package;
use super::{Finding, Report};

/// The rules in the form of tables.
pub(super) struct Table {
    /// The packages, in order of their layers, lowest first.
    pub(super) packages: &'static [&'static [&'static str]],
    /// The top-level modules of packages, in the same order. Packages that are not listed have too few modules for
    /// layers.
    pub(super) modules: &'static [(&'static str, &'static [&'static [&'static str]])],
    /// The allowed cycles.
    pub(super) allowed_cycles: &'static [AllowedCycle],
}

/// An allowed cycle: a recursion that belongs together.
pub(super) struct AllowedCycle {
    pub(super) package: &'static str,
    /// The parent of the modules.
    pub(super) parent: &'static str,
    /// The modules, in alphabetical order.
    pub(super) modules: &'static [&'static str],
    /// The reason why it is allowed.
    #[expect(dead_code, reason = "for readers of the code")]
    pub(super) reason: &'static str,
}

impl AllowedCycle {
    pub(super) fn is(&self, package: &str, parent: &Module, modules: &[String]) -> bool {
        self.package == package && self.parent == parent.join("::") && self.modules == modules
    }
}

/// The layers of the workspace.
pub(super) const TABLE: Table = Table {
    packages: &[
        &["tinsmith-jmespath", "tinsmith-pack"],
        &["tinsmith-runtime"],
        &["tinsmith-cli"],
        &["tinsmith-credentials-sts", "tinsmith-credentials-sso", "tinsmith-credentials-sso-oidc"],
        &["tinsmith-credentials"],
        &["tinsmith-config"],
        &["tinsmith-iam-commands", "tinsmith-s3-commands"],
        &["tinsmith-iam"],
        &["tinsmith-codegen"],
        &["tinsmith"],
        &["tinsmith-tables"],
        &["tinsmith-tin"],
        &["tinsmith-tests"],
        &["xtask"],
    ],
    modules: &[
        (
            "tinsmith-runtime",
            &[
                // In place of parts of the standard library that compile to more.
                &["join", "order"],
                // Tables, and access to any value through them.
                &["schema", "shape"],
                // Types of values.
                &[
                    "defaults",
                    "docs",
                    "guide",
                    "memory",
                    "primitives",
                    "redact",
                    "scan",
                    "sorted_map",
                    "timestamp",
                    "yaml",
                ],
                &["dynamic", "idempotency", "path", "scalars"],
                // Algorithms over values.
                &["json", "skeleton", "validate", "modeled"],
                &["jmespath"],
                // Messages and their codecs.
                &["message", "error", "codec", "cbor", "query", "xml"],
                // Protocols.
                &["service", "protocol", "checksum", "result", "events", "stream"],
                // Endpoints, signers and connectors.
                &["environment", "partitions", "private_file", "profile", "region", "words"],
                &["credentials", "endpoint", "http", "retry"],
                &["config", "presigning", "sign"],
                // Calls.
                &["client"],
                &["paginate", "waiters", "stub"],
                &["generated"],
            ],
        ),
        (
            "tinsmith-codegen",
            &[
                &["text", "diagnostic", "pattern"],
                &["model"],
                &["rules", "waiters"],
                &["convert", "inspect"],
                &["validate", "compare", "diff", "project"],
                &["import", "transform"],
                &["ir"],
                &["describe", "emit"],
                &["output"],
                &["generate"],
                &["builder"],
            ],
        ),
        (
            "tinsmith-cli",
            &[
                // Values and words.
                &["value", "visible", "names", "suggest", "help_page", "shared_text", "signals", "private_key"],
                // Argument lists, and the syntaxes of values.
                &["arguments", "files", "hints", "json", "limits", "shorthand", "yaml"],
                // Results and errors.
                &["output", "failure", "terminal"],
                &["answer", "outfile", "query", "param", "sensitive", "texts", "print_request"],
                // Settings, inputs and calls.
                &["debug", "globals", "mfa", "progress", "settings"],
                &["auto_prompt", "s3_settings"],
                &["call", "streams", "event_lines", "unpack"],
                &["customize", "params", "paginate", "input", "fill", "result_format", "pager"],
                // Commands.
                &["program"],
                &["follow_ups", "other_services"],
                &["document", "help", "run"],
                &["alias", "completion", "configure", "man", "wait"],
                &["commands"],
                &["start"],
                &["many"],
            ],
        ),
        (
            "tinsmith-credentials",
            &[
                &["answer", "cache_file", "token_file"],
                &["endpoint", "login", "process", "role", "sso"],
                &["container", "instance", "tokens", "web_identity"],
                &["profile"],
                &["chain"],
                &["loader"],
            ],
        ),
        ("tinsmith", &[&["models", "places"], &["runtime"], &["codegen", "compare", "convert", "inspect"]]),
        (
            "xtask",
            &[
                &["say", "workspace"],
                &["archive", "python"],
                &[
                    "codegen",
                    "bench",
                    "conformance",
                    "demo",
                    "dependencies",
                    "expand",
                    "soak",
                    "spelling",
                    "test",
                    "tidy",
                ],
                &["sweep", "import"],
                &["pack", "install"],
            ],
        ),
    ],
    allowed_cycles: &[
        AllowedCycle {
            package: "tinsmith-codegen",
            parent: "import::botocore",
            modules: &["members", "shapes"],
            reason: "shapes have members, and a member may need a shape of its own: one recursion over one tree",
        },
        AllowedCycle {
            package: "tinsmith-codegen",
            parent: "ir",
            modules: &["example", "pages", "resolve"],
            reason: "examples and pages are steps of the resolver, which they are given to look names up in",
        },
    ],
};

/// The position of a name in a table, with its row.
fn place(rows: &[&[&str]], name: &str) -> Option<usize> {
    rows.iter().flat_map(|row| row.iter()).position(|it| *it == name)
}

/// Reports packages that depend on packages above them.
pub(super) fn check_packages(packages: &[Package], table: &Table, report: &mut Report) {
    for package in packages {
        let mut add = |what: String, remedy: &str| {
            let file = format!("{}/Cargo.toml", package.directory);
            report.findings.push(Finding { file, line: 1, rule: "crate-layers", what, remedy: remedy.to_owned() });
        };
        let Some(own) = place(table.packages, &package.name) else {
            let what = format!("the package {} has no layer", package.name);
            add(what, "add it to `packages` in xtask/src/tidy/layers.rs");
            continue;
        };
        for dependency in &package.dependencies {
            if place(table.packages, dependency).is_none_or(|it| it >= own) {
                let what = format!("{} depends on {dependency}, which is not below it", package.name);
                add(what, "reverse the dependency: define a trait here that the other implements, or pass an argument");
            }
        }
    }
}

/// Reports modules that import from modules above them.
pub(super) fn check_modules(package: &Package, graph: &Graph<'_>, table: &Table, report: &mut Report) {
    let Some((_, rows)) = table.modules.iter().find(|(name, _)| *name == package.name) else { return };
    for (module, file) in graph.modules() {
        if let [room] = module.as_slice()
            && place(rows, room).is_none()
        {
            report.findings.push(Finding {
                file: file.path.clone(),
                line: 1,
                rule: "layers",
                what: format!("the module `{room}` has no layer"),
                remedy: "add it to `modules` in xtask/src/tidy/layers.rs".to_owned(),
            });
        }
    }
    for import in graph.imports() {
        let (Some(from), Some(to)) = (import.from.first(), import.to.first()) else { continue };
        let (Some(own), Some(other)) = (place(rows, from), place(rows, to)) else { continue };
        if other > own {
            report.findings.push(Finding {
                file: import.file,
                line: import.line,
                rule: "layers",
                what: format!("`{}` imports `{}`, which is above it", import.from.join("::"), import.to.join("::")),
                remedy: "move the shared code down to a module that both may import, or pass it as an argument"
                    .to_owned(),
            });
        }
    }
}
