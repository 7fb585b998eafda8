//! Options whose names several things have.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::{pack, peers};

use crate::good;

fn write_model(name: &str, text: &str) -> PathBuf {
    let directory = peers::target().join("outside/options");
    fs::create_dir_all(&directory).expect("a directory below target");
    let model = directory.join(name);
    fs::write(&model, text).expect("a model");
    model
}

fn run_tin(model: &Path, server: &Server, arguments: &[&str]) -> Run {
    let mut command = Command::new(tin());
    command.env_clear().env("HOME", peers::target().join("no-home")).env("AWS_ENDPOINT_URL", server.url());
    command.env("TINSMITH_PACK", pack::of_repository()).env("AWS_REGION", "us-east-1").arg("--model").arg(model);
    command.args(arguments).output().expect("tin starts").into()
}

/// Members with the name of a global option, or with the beginning of one, have another option. Global options keep
/// their meaning everywhere.
#[test]
fn members_can_have_the_names_of_global_options() {
    let names = ["version", "query", "output", "region", "profile", "color", "validation", "endpoint", "q", "help"];
    let names = names.iter().chain(&["cliInputJson", "generateCliSkeleton", "inputVersion", "title"]);
    let flags = ["debug", "paginate", "draft"];
    let texts: String = names.clone().map(|name| format!("@httpQuery(\"{name}\") {name}: String\n")).collect();
    let flags: String = flags.iter().map(|name| format!("@httpQuery(\"{name}\") {name}: Boolean\n")).collect();
    let text = format!(
        "$version: \"2.0\"\nnamespace demo\n\n@aws.protocols#restJson1\n\
         service Archive {{ version: \"1\", operations: [Get] }}\n\n\
         /// Gets the text of a `version`.\n@readonly\n@http(method: \"GET\", uri: \"/text\")\n\
         operation Get {{ input := {{\n{texts}{flags}}}\noutput := {{ text: String }} }}\n"
    );
    let model = write_model("archive.smithy", &text);
    let server = Server::start(vec![Act::Answer(200, Vec::new(), r#"{"text": "t"}"#.to_owned())]);
    let run = |arguments: &[&str]| run_tin(&model, &server, arguments);
    let renamed = names.clone().map(|name| match *name {
        "cliInputJson" => ("--input-cli-input-json".to_owned(), *name),
        "generateCliSkeleton" => ("--input-generate-cli-skeleton".to_owned(), *name),
        // A member has the option that another one would get.
        "version" => ("--input-input-version".to_owned(), *name),
        "inputVersion" => ("--input-version".to_owned(), *name),
        "title" => ("--title".to_owned(), *name),
        name => (format!("--input-{name}"), name),
    });
    let renamed: Vec<(String, &str)> = renamed.collect();
    let mut arguments = vec!["get"];
    renamed.iter().for_each(|(option, name)| arguments.extend([option.as_str(), *name]));
    arguments.extend(["--input-debug", "--no-input-paginate", "--draft", "--query", "text", "--output", "text"]);
    assert_eq!(good(&run(&arguments)), "t");
    let seen = server.seen();
    let target = seen[0].line.split(' ').nth(1).unwrap_or_default();
    let (_, query) = target.split_once('?').unwrap_or_default();
    let mut sent: Vec<&str> = query.split('&').collect();
    sent.sort_unstable();
    let mut expected: Vec<String> = names.map(|name| format!("{name}={name}")).collect();
    expected.extend(["debug=true", "draft=true", "paginate=false"].map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(sent, expected);
    let help = run(&["get", "help"]);
    assert!(good(&help).contains("Gets the text of a `--input-input-version`."), "{help:?}");
    assert!(good(&help).contains("--no-input-debug") && good(&help).contains("--no-draft"), "{help:?}");
    assert!(good(&run(&["get", "--version"])).starts_with("tin "));
    assert_eq!(server.seen().len(), 1);
}

/// The AWS CLI has no option `--validation`, so that services of AWS can have one.
#[test]
fn services_of_aws_keep_their_options() {
    let model = write_model(
        "resolver.smithy",
        "$version: \"2.0\"\nnamespace demo\n\n@aws.protocols#restJson1\n@aws.api#service(sdkId: \"Demo\")\n\
         service Demo { version: \"1\", operations: [Set, Get] }\n\n\
         @http(method: \"POST\", uri: \"/set\")\n\
         operation Set { input := { @httpQuery(\"v\") @length(max: 8) validation: String } }\n\n\
         @http(method: \"POST\", uri: \"/get\")\noperation Get {}\n",
    );
    let ok = || Act::Answer(200, Vec::new(), "{}".to_owned());
    let server = Server::start(vec![ok(), ok()]);
    let run = |arguments: &[&str]| run_tin(&model, &server, arguments);
    good(&run(&["set", "--validation", "ENABLE"]));
    good(&run(&["set", "--validation=DISABLED!", "--validation", "off"]));
    let sent: Vec<String> = server.seen().iter().map(|it| it.line.clone()).collect();
    assert!(sent[0].contains("/set?v=ENABLE ") && sent[1].contains("/set?v=DISABLED%21 "), "{sent:?}");
    for arguments in [&["get", "--validation", "ENABLE"][..], &["--validation=ENABLE", "get"]] {
        let wrong = run(arguments);
        let is_clear = wrong.stderr.contains("--validation: Found invalid choice 'ENABLE'");
        assert!(wrong.code == 252 && is_clear && wrong.stderr.contains("enforce, warn, off"), "{wrong:?}");
    }
    assert_eq!(server.seen().len(), 2);
}
