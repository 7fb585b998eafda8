//! Tests that every rule can fail, and reports the place and the remedy.

use super::check;
use super::layers::{AllowedCycle, Table};
use super::sources::{Package, SourceFile};

const TABLE: Table = Table {
    packages: &[&["base"], &["demo"]],
    modules: &[("demo", &[&["low"], &["middle", "high"]])],
    allowed_cycles: &[],
};

fn package(files: &[(&str, &str)]) -> Package {
    let files = files.iter().map(|(path, text)| SourceFile { path: format!("demo/{path}"), text: (*text).to_owned() });
    Package { name: "demo".to_owned(), directory: "demo".to_owned(), dependencies: Vec::new(), files: files.collect() }
}

/// The findings without their remedies.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    found_by(&package(files), &TABLE)
}

fn found_by(package: &Package, table: &Table) -> Vec<String> {
    let report = check(std::slice::from_ref(package), table).unwrap();
    let findings = report.findings.iter();
    findings
        .inspect(|it| assert!(!it.remedy.is_empty(), "{it}"))
        .map(|it| format!("{}:{}: {}: {}", it.file, it.line, it.rule, it.what))
        .collect()
}

#[test]
fn good_sources_have_no_findings() {
    let files = [
        ("src/lib.rs", "mod low;\nmod middle;\nmod high;\npub use high::High;\n"),
        ("src/low.rs", "pub struct Low;\n"),
        ("src/middle.rs", "use crate::low::Low;\nmod part;\npub struct Middle(Low);\n"),
        ("src/middle/part.rs", "use super::Middle;\nfn of(_: Middle) {}\n"),
        ("src/high.rs", "fn low() -> crate::low::Low { crate::low::Low }\n"),
        ("src/bin/demo.rs", "use demo::high::High;\nfn main() {}\n"),
    ];
    assert_eq!(found(&files), [""; 0]);
}

#[test]
fn a_module_imports_only_what_is_below_it() {
    let cases = [
        "\nuse crate::high::High;\n",
        "\nuse super::{high::High};\n",
        "\nfn high() -> crate::high::High { crate::high::High }\n",
        "\nfn high() { println!(\"{}\", crate::high::VALUE) }\n",
        "\nmacro_rules! high { () => { $crate::high::High } }\n",
        // A re-export in the crate root counts as the module that defines the item.
        "\nuse crate::High;\n",
    ];
    for text in cases {
        let files = [("src/lib.rs", "pub use high::High;"), ("src/low.rs", text), ("src/high.rs", "pub struct High;")];
        assert_eq!(found(&files), ["demo/src/low.rs:2: layers: `low` imports `high`, which is above it"], "{text}");
    }
}

#[test]
fn what_is_no_import_is_not_taken_for_one() {
    let cases = [
        "//! [`High`](crate::high::High)\n",
        "const TEXT: &str = \"crate::high::High\";\n",
        "#[cfg(test)]\nmod tests {\n    use crate::high::High;\n}\n",
        "#[cfg(all(test, feature = \"x\"))]\nmod tests {\n    use crate::high::High;\n}\n",
        "fn emit() { quote!(use crate::high::High;); }\n",
        // In a macro, `crate` refers to the calling crate.
        "macro_rules! high { () => { crate::high::High } }\n",
        "pub use crate::high::High;\n",
        "use other::high::High;\nfn it() { let _ = other::crate_::high(); }\n",
    ];
    for text in cases {
        let files = [("src/lib.rs", ""), ("src/low.rs", text), ("src/high.rs", "pub struct High;")];
        assert_eq!(found(&files), [""; 0], "{text}");
    }
}

#[test]
fn every_module_has_a_layer() {
    let files = [("src/lib.rs", ""), ("src/new.rs", "")];
    assert_eq!(found(&files), ["demo/src/new.rs:1: layers: the module `new` has no layer"]);
}

#[test]
fn a_package_depends_only_on_what_is_below_it() {
    let mut demo = package(&[]);
    demo.dependencies = vec!["base".to_owned()];
    assert_eq!(found_by(&demo, &TABLE), [""; 0]);
    let table = Table { packages: &[&["demo"], &["base"]], ..TABLE };
    assert_eq!(
        found_by(&demo, &table),
        ["demo/Cargo.toml:1: crate-layers: demo depends on base, which is not below it"]
    );
    let table = Table { packages: &[&["base"]], ..TABLE };
    assert_eq!(found_by(&demo, &table), ["demo/Cargo.toml:1: crate-layers: the package demo has no layer"]);
}

/// Modules of `middle` that import each other, apart from unit tests.
const CIRCLE: [(&str, &str); 5] = [
    ("src/lib.rs", ""),
    ("src/middle.rs", "mod a;\nmod b;\nmod c;\npub use c::C;\n"),
    ("src/middle/a.rs", "use super::b::B;\n#[cfg(test)]\nmod tests;\n"),
    ("src/middle/b.rs", "\nuse super::C;\n"),
    ("src/middle/c.rs", "struct C(super::a::A);\n"),
];

#[test]
fn modules_do_not_import_each_other() {
    let what = "a, b, c import each other: middle::a imports middle::b (demo/src/middle/a.rs:1); \
                middle::b imports middle::c (demo/src/middle/b.rs:2); \
                middle::c imports middle::a (demo/src/middle/c.rs:1)";
    assert_eq!(found(&CIRCLE), [format!("demo/src/middle/a.rs:1: cycle: {what}")]);
    let mut broken = CIRCLE;
    broken[4].1 = "struct C;\n";
    assert_eq!(found(&broken), [""; 0]);
    let with_tests = [&broken[..], &[("src/middle/a/tests.rs", "use crate::high::High;\n")]].concat();
    assert_eq!(found(&with_tests), [""; 0]);
}

#[test]
fn a_cycle_may_be_allowed_and_must_then_exist() {
    const ALLOWED: &[AllowedCycle] =
        &[AllowedCycle { package: "demo", parent: "middle", modules: &["a", "b", "c"], reason: "one idea" }];
    let table = Table { allowed_cycles: ALLOWED, ..TABLE };
    assert_eq!(found_by(&package(&CIRCLE), &table), [""; 0]);
    let what = "xtask/src/tidy/layers.rs:1: cycle: a cycle that is listed as allowed does not exist";
    assert_eq!(found_by(&package(&CIRCLE[..2]), &table), [what]);
}

#[test]
fn files_and_functions_are_short() {
    let file = |lines: usize| "\n".repeat(lines);
    assert_eq!(found(&[("src/low.rs", &file(400))]), [""; 0]);
    assert_eq!(
        found(&[("src/low.rs", &file(401))]),
        ["demo/src/low.rs:1: file-length: the file has 401 lines, more than 400"]
    );
    let function = |lines: usize| format!("\nimpl A {{\nfn long() {{\n{}}}\n}}\n", "f();\n".repeat(lines - 2));
    assert_eq!(found(&[("src/low.rs", &function(60))]), [""; 0]);
    assert_eq!(
        found(&[("src/low.rs", &function(61))]),
        ["demo/src/low.rs:3: function-length: `long` has 61 lines, more than 60"]
    );
    assert_eq!(found(&[("tests/demo.rs", &function(61))]), [""; 0]);
}

#[test]
fn modules_have_files_and_names_of_one_style() {
    assert_eq!(found(&[("src/low/mod.rs", "")]), ["demo/src/low/mod.rs:1: module-file: the module's file is `mod.rs`"]);
    assert_eq!(
        found(&[("src/low.rs", ""), ("src/low/helpers.rs", "")]),
        ["demo/src/low/helpers.rs:1: module-name: the module of demo is called `helpers`"]
    );
}

#[test]
fn what_is_not_rust_is_an_error_with_its_file() {
    let error = check(&[package(&[("src/low.rs", "fn (")])], &TABLE).err();
    assert!(error.is_some_and(|it| it.starts_with("demo/src/low.rs: ")));
}
