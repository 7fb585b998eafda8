//! Modules that many programs do not use are compiled where they are used (ARCHITECTURE.md, "Invariants"). A single
//! function without `#[inline]` would compile everything that it calls into all programs.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, below `src`.
const ROOMS: &[&str] = &[
    "client/presign.rs",
    "dynamic",
    "dynamic.rs",
    "generated",
    "jmespath.rs",
    "json/lexer",
    "json/lexer.rs",
    "json/mistake.rs",
    "json/plain.rs",
    "json/reader",
    "json/reader.rs",
    "json/scalars.rs",
    "json/syntax.rs",
    "json/writer.rs",
    "modeled.rs",
    "presigning.rs",
    "redact.rs",
    "schema/pattern/sample.rs",
    "shape/copy.rs",
    "sign/presign.rs",
    "skeleton",
    "skeleton.rs",
    "waiters",
    "waiters.rs",
    "yaml.rs",
];

/// The source files of a module, without its tests.
fn files(path: PathBuf) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path];
    }
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !path.ends_with("tests.rs") && !path.ends_with("tests"));
    paths.sort();
    paths.into_iter().flat_map(files).collect()
}

/// Whether a line begins a function with a body. Functions of traits end in a semicolon, as do those that a macro only
/// matches. A `const fn` may be evaluated when a table is compiled.
fn begins_function(line: &str) -> bool {
    let line = line.trim_start();
    let rest = ["pub(crate) ", "pub(super) ", "pub "].iter().find_map(|it| line.strip_prefix(it)).unwrap_or(line);
    rest.starts_with("fn ") && !line.ends_with(';')
}

/// Whether a line begins an async function that is neither a method nor generic, and not private: its body is compiled for
/// everybody, even if it is `#[inline]`.
fn begins_async_function(line: &str) -> bool {
    let name =
        ["pub async fn ", "pub(crate) async fn ", "pub(super) async fn "].iter().find_map(|it| line.strip_prefix(it));
    name.and_then(|it| it.chars().find(|it| ['(', '<'].contains(it))) == Some('(')
}

#[test]
fn what_a_program_may_not_use_is_inline() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut functions, mut wrong, mut whole) = (0, Vec::new(), Vec::new());
    for file in ROOMS.iter().flat_map(|room| files(src.join(room))) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines: Vec<&str> = code.lines().collect();
        whole.extend(lines.iter().filter(|it| begins_async_function(it)).map(|it| format!("{}: {it}", file.display())));
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| begins_function(line)) {
            functions += 1;
            let above = lines[..index].iter().rev().take_while(|it| it.trim_start().starts_with("#["));
            if !above.into_iter().any(|it| it.contains("#[inline")) {
                wrong.push(format!("{}:{}: {}", file.display(), index + 1, line.trim()));
            }
        }
    }
    assert!(functions > 150, "only {functions} functions were found");
    assert!(wrong.is_empty(), "missing `#[inline]`, so these are compiled into all programs:\n{}", wrong.join("\n"));
    assert!(whole.is_empty(), "return a future, so that it is compiled where it is used:\n{}", whole.join("\n"));
    assert!(
        begins_async_function("pub async fn wait_values(") && !begins_async_function("pub async fn wait<C: Call>(")
    );
}
