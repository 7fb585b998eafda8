//! Manual pages as a formatter sees them.

use std::fs;
use std::path::Path;
use std::process::Command;

use tinsmith_iam::schema::OPERATIONS;
use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::peers;
use tinsmith_tests::terminal::in_path;

#[test]
fn every_page_is_set_without_a_warning() {
    if !in_path("groff") {
        return peers::skip("groff is not installed");
    }
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    fs::create_dir_all(&directory).expect("a directory");
    let listed = iam(&["completion", "candidates", "bash"]).env("COMP_LINE", "iam man ").output();
    let names = Run::from(listed.expect("the command starts")).stdout;
    assert!(names.lines().count() > OPERATIONS.len(), "{names}");
    let mut groff = Command::new("groff");
    // All warnings, and nothing else.
    groff.args(["-man", "-Tutf8", "-ww", "-z"]);
    for name in [""].into_iter().chain(names.lines()) {
        let run =
            Run::from(iam(&["man"]).args((!name.is_empty()).then_some(name)).output().expect("the command starts"));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        assert!(run.stdout.starts_with(".TH \"IAM"), "{name}: {}", run.stdout);
        let page = directory.join(format!("iam-{name}.1"));
        fs::write(&page, run.stdout).expect("a file");
        groff.arg(page);
    }
    let set = Run::from(groff.output().expect("groff starts"));
    assert_eq!((set.code, set.stderr.as_str()), (0, ""));
}

#[test]
fn a_page_says_what_help_says() {
    if !in_path("groff") {
        return peers::skip("groff is not installed");
    }
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one-page.1");
    let run = |arguments: &[&str]| Run::from(iam(arguments).output().expect("the command starts")).stdout;
    fs::write(&path, run(&["man", "create-virtual-mfa-device"])).expect("a file");
    let mut groff = Command::new("groff");
    let set = groff.args(["-man", "-Tutf8", "-P-cbou", "-rLL=2000n"]).arg(&path).output().expect("groff starts");
    let set = words(&String::from_utf8_lossy(&set.stdout).replace('\u{2010}', "-"));
    let help = words(&run(&["create-virtual-mfa-device", "help"]).replace('`', ""));
    // The page has one more line at each end.
    assert!(set.windows(help.len()).any(|it| it == help), "{help:?}\n{set:?}");
}
