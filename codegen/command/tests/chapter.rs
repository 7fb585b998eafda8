//! Tests the chapter about your own model: its model, its commands, and the generated crate.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CHAPTER: &str = include_str!("../../../docs/own-model.md");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// The code blocks in a language.
fn blocks(language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in CHAPTER.lines() {
        match &mut open {
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some(block) => block.push_str(&format!("{line}\n")),
            None if line == format!("```{language}") => open = Some(String::new()),
            None => {}
        }
    }
    blocks
}

/// The commands of the chapter, split into words.
fn commands() -> Vec<Vec<String>> {
    let lines = blocks("sh").concat();
    let lines = lines.lines().map(|line| line.split('#').next().unwrap_or(line).trim());
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn check(output: &Output, what: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}:\n{told}");
    assert!(!told.contains("warning"), "{what}:\n{told}");
}

/// A new directory next to a checkout, as in the chapter. It is removed at the end of the test.
struct Fresh(PathBuf);

impl Fresh {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tinsmith-chapter-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("here")).expect("a temporary directory");
        // Only the path of the runtime matters. Cargo would resolve a link.
        fs::create_dir_all(path.join("tinsmith/runtime")).expect("a temporary directory");
        fs::write(path.join("tinsmith/runtime/Cargo.toml"), "").expect("a file");
        Self(path)
    }

    fn here(&self) -> PathBuf {
        self.0.join("here")
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn every_command_of_the_chapter_runs() {
    let fresh = Fresh::new("commands");
    let here = fresh.here();
    let model = blocks("smithy").concat();
    for name in ["weather.smithy", "weather-1.smithy"] {
        fs::write(here.join(name), &model).expect("a model");
    }
    // A later version has an additional member.
    let later = model.replace("name: String", "name: String\n        country: String");
    fs::write(here.join("weather-2.smithy"), later).expect("a model");
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for words in &commands {
        assert_eq!(words[0], "tinsmith");
        let output = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
            .args(&words[1..])
            .current_dir(&here)
            .output()
            .expect("it starts");
        check(&output, &words.join(" "));
    }
    assert!(here.join("weather.json").is_file());
    let manifest = fs::read_to_string(here.join("weather-client/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("path = \"../../tinsmith/runtime\""), "{manifest}");
    let dependency = blocks("toml").concat().contains("weather-client = { path = \"weather-client\"");
    assert!(dependency && manifest.contains("name = \"weather-client\""), "{manifest}");

    // With the real runtime, the crate compiles outside the workspace.
    let runtime = root().join("runtime").display().to_string();
    let client = here.join("weather-client").display().to_string();
    let arguments = ["codegen", "weather.smithy", "--out", &client, "--runtime", &runtime];
    let output =
        Command::new(env!("CARGO_BIN_EXE_tinsmith")).args(arguments).current_dir(&here).output().expect("it starts");
    check(&output, "codegen");
    fs::copy(root().join("Cargo.lock"), here.join("weather-client/Cargo.lock")).expect("a lock file");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .current_dir(&client)
        .env("CARGO_TARGET_DIR", root().join("target/generated"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo starts");
    check(&output, "cargo check");
}

/// The chapter shows the program's message for an error.
#[test]
fn the_mistake_of_the_chapter_is_reported_as_it_is_shown() {
    let fresh = Fresh::new("mistake");
    let shown = blocks("text").concat();
    fs::write(fresh.here().join("weather.smithy"), "$version: \"2.0\"\nnamespace a\nstructur City {}\n")
        .expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .args(["inspect", "weather.smithy"])
        .current_dir(fresh.here())
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains(shown.trim()), "{told}\nand not\n{shown}");
}
