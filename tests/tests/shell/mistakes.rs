//! Mistakes on a command line, and the line to type that is suggested.

use std::fs;
use std::path::Path;

use tinsmith_tests::command::{Run, iam, run};
use tinsmith_tests::server::{Act, Server};

/// Nothing listens on port 9: what is wrong is told before anything is sent.
const NOWHERE: &str = "http://127.0.0.1:9";

#[test]
fn the_line_to_type_is_suggested() {
    let password = ["create-login-profile", "--user-name", "Bob", "--password", "-s3cret"];
    for (arguments, told) in [
        (&["GetUser"][..], "  Maybe you meant:\n\n  * get-user\n"),
        (&["rotate"], "Maybe you meant:\n\n  * rotate-access-key\n"),
        (&["iam", "list-users"], "Found invalid choice 'iam'\n\nMaybe you meant:\n\n  * iam list-users\n"),
        (&["iam", "GetUser"], "Maybe you meant:\n\n  * iam get-user\n"),
        (&["iam", "nonsense"], "Found invalid choice 'iam'\n"),
        (&["list-users", "--output", "xml"], "\n  Valid values: json, text, table, yaml, yaml-stream, off\n"),
        (
            &["update-account-password-policy", "--require-symbols", "true"],
            "Unknown options: true\n\nThis option takes no value. Use --require-symbols\n",
        ),
        (
            &["update-account-password-policy", "--require-symbols", "False", "--hard-expiry"],
            "This option takes no value. Use --no-require-symbols\n",
        ),
        (&password, "\n  A value that begins with a hyphen follows an equals sign: --password=<value>\n"),
    ] {
        let run = run(NOWHERE, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.contains("s3cret"), "{}", run.stderr);
    }
}

#[test]
fn mistakes_in_documents_are_told_with_their_place() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    fs::create_dir_all(&directory).expect("a directory");
    fs::write(directory.join("ok.yaml"), "UserName: Bob\n").expect("a file");
    fs::write(directory.join("p.json"), "{}").expect("a file");
    let user = ["create-user", "--user-name", "Bob"];
    let of = |arguments: &[&str], url: &str| {
        let mut command = iam(arguments);
        Run::from(command.env("AWS_ENDPOINT_URL", url).current_dir(&directory).output().expect("the command starts"))
    };
    for (arguments, told) in [
        (
            &["create-user", "--cli-input-json", "{\n  \"UserName\": \"Bob\",\n}"][..],
            "Error parsing parameter 'cli-input-json': Invalid JSON received.\n",
        ),
        (&["create-user", "--cli-input-json", "{\n  \"UserName\": \"Bob\",\n}"], "line 3 column 1"),
        (&["create-user", "--cli-input-yaml", "UserName: [\n"], "Invalid YAML received.\n"),
        (&["create-user", "--cli-input-yaml", "UserName: a\nUserName: b\n"], "line 2 column 1"),
        (
            &["create-user", "--cli-input-yaml", "ok.yaml"],
            "expecting map, received string\nA file with this name exists. To read it, use file://ok.yaml\n",
        ),
        (&["create-user", "--cli-input-json", "p.json"], "To read it, use file://p.json\n"),
        (
            &["create-login-profile", "--user-name", "Bob", "--password", "file://nofile"],
            "'--password': Unable to load paramfile file://nofile: No such file or directory\n",
        ),
        (&["create-user", "--cli-input-json", "file:///dev/zero"], "it is larger than the limit of 128 MB\n"),
    ] {
        let run = of(arguments, NOWHERE);
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
    // A document of a policy is a text for all that the command knows; once the service refuses it, the file is told.
    let policy = ["create-policy", "--policy-name", "p", "--policy-document", "./p.json"];
    let refused = of(&policy, &Server::start([Act::error(400, "MalformedPolicyDocument")]).url());
    assert_eq!(refused.code, 254);
    assert!(refused.stderr.contains("To read it, use file://./p.json\n"), "{}", refused.stderr);
    let other = of(&user, &Server::start([Act::error(409, "EntityAlreadyExists")]).url());
    assert!(!other.stderr.contains("file://"), "{}", other.stderr);
}

#[test]
fn texts_of_files_are_read_in_any_encoding_and_blobs_as_they_are() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("encodings");
    fs::create_dir_all(&directory).expect("a directory");
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    };
    // What is sent of `é\n{}\n`, in a form.
    let sent = "%C3%A9%0A%7B%7D%0A";
    let text = "\u{feff}é\r\n{}\n";
    for (name, bytes, encoding, expected) in [
        ("utf-8", text.as_bytes().to_vec(), "", Ok(sent)),
        ("crlf", "é\r\n{}\r\n".as_bytes().to_vec(), "utf8", Ok(sent)),
        ("utf-16 with a mark", utf16(text, false), "UTF-16", Ok(sent)),
        ("the other utf-16", utf16(text, true), "utf_16", Ok(sent)),
        ("utf-16 without a mark", utf16(&text[3..], true), "UTF-16BE", Ok(sent)),
        ("latin 1", b"\xe9\n{}\n".to_vec(), "ISO-8859-1", Ok(sent)),
        ("not utf-8", b"\xe9\n".to_vec(), "", Err("text contents could not be decoded.")),
        ("utf-16, unsaid", utf16(text, false), "", Err("set AWS_CLI_FILE_ENCODING=UTF-16.")),
        ("half a character", b"\xff\xfea\0b".to_vec(), "UTF-16", Err("It is not UTF-16.")),
        ("unknown", b"a".to_vec(), "EBCDIC", Err("Invalid value for AWS_CLI_FILE_ENCODING: EBCDIC.")),
    ] {
        fs::write(directory.join("document"), bytes).expect("a file");
        let server = Server::start([]);
        let mut command =
            iam(&["update-assume-role-policy", "--role-name", "r", "--policy-document", "file://document"]);
        command.args(["--validation", "off"]).current_dir(&directory);
        command.env("AWS_ENDPOINT_URL", server.url()).env("AWS_CLI_FILE_ENCODING", encoding);
        let run = Run::from(command.output().expect("the command starts"));
        match expected {
            Ok(sent) => {
                assert_eq!(run.code, 0, "{name}: {}", run.stderr);
                assert!(
                    server.seen()[0].body.contains(&format!("PolicyDocument={sent}")),
                    "{name}: {:?}",
                    server.seen()
                );
            }
            Err(told) => {
                assert_eq!((run.code, server.seen().len()), (252, 0), "{name}: {}", run.stderr);
                assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
            }
        }
    }
}
