//! Settings of the profile for the command's output.

use std::fs;
use std::path::Path;

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::home::Home;
use tinsmith_tests::peers;
use tinsmith_tests::server::{Act, Server};

/// If a profile is set on the command line, keys in the environment are ignored.
const KEYS: &str = "aws_access_key_id = test\naws_secret_access_key = test";

/// The outcome of `get-user` with these settings in its profile and these variables.
fn get_user(name: &str, keys: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-{name}"));
    fs::write(&path, format!("[default]\n[profile work]\n{KEYS}\n{keys}\n")).expect("a file");
    let user = "<User><UserName>Bob</UserName><CreateDate>2026-11-24T06:42:36Z</CreateDate></User>";
    let body = format!("<GetUserResponse><GetUserResult>{user}</GetUserResult></GetUserResponse>");
    let server = Server::start([Act::Answer(200, Vec::new(), body)]);
    let mut command = iam(&["get-user", "--profile", "work", "--endpoint-url", &server.url()]);
    command.args(arguments).env("AWS_CONFIG_FILE", path).envs(variables.iter().copied());
    Run::from(command.output().expect("the command starts"))
}

#[test]
fn answers_are_written_as_the_profile_says() {
    let ids = ["--query", "User.CreateDate"];
    for (index, (keys, stdout)) in [
        ("", "\"2026-11-24T06:42:36+00:00\"\n"),
        ("cli_timestamp_format = iso8601", "\"2026-11-24T06:42:36+00:00\"\n"),
        ("cli_timestamp_format = wire", "\"2026-11-24T06:42:36Z\"\n"),
        ("cli_timestamp_format = wire\noutput = text", "2026-11-24T06:42:36Z\n"),
        // Settings for features that this command does not have.
        (
            "cli_pager = less\ncli_history = enabled\ncli_auto_prompt = on\ncli_help_output = browser\noutput = text",
            "2026-11-24T06:42:36+00:00\n",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let run = get_user(&format!("written-{index}"), keys, &[], &ids);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, stdout, ""), "{keys}");
    }
    let run = get_user("unknown", "cli_timestamp_format = mine", &[], &ids);
    let sentence = "Unknown cli_timestamp_format value: mine, valid values are \"wire\" or \"iso8601\"";
    assert_eq!((run.code, run.stdout.as_str()), (253, ""));
    assert!(run.stderr.contains(sentence), "{}", run.stderr);
}

#[test]
fn errors_are_written_as_option_environment_and_profile_say() {
    let json = "{\n    \"Code\": \"ParamValidation\",\n    \"Message\": ";
    let (variable, key) = ("AWS_CLI_ERROR_FORMAT", "cli_error_format = text");
    for (index, (keys, variables, arguments, start)) in [
        ("", &[][..], &[][..], "\niam: [ERROR]: An error occurred (ParamValidation): "),
        ("cli_error_format = JSON", &[], &[], json),
        (key, &[(variable, "json")], &[], json),
        (key, &[(variable, "")], &[], "ParamValidation\t"),
        (key, &[(variable, "text")], &["--cli-error-format", "json"], json),
        ("cli_error_format = legacy", &[], &[], "\niam: [ERROR]: "),
        (
            "cli_error_format = mine",
            &[],
            &[],
            "Invalid cli_error_format: 'mine'. Using 'enhanced' format.\n\niam: [ERROR]",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let arguments = [&["--query", "["], arguments].concat();
        let run = get_user(&format!("errors-{index}"), keys, variables, &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{keys}");
        assert!(run.stderr.starts_with(start), "{keys}: {}", run.stderr);
    }
}

/// Without a profile, files that the user may not read count as missing.
#[cfg(unix)]
#[test]
fn files_that_must_not_be_read_count_as_missing() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let home = Home::new(Some("[default]\nregion = us-west-2\n[profile work]\n"), None);
    let directory = home.path(".aws");
    let set = |mode| fs::set_permissions(&directory, fs::Permissions::from_mode(mode)).expect("a directory of ours");
    set(0o000);
    // The superuser can read everything, but can run the command as another user.
    let is_superuser = fs::read_dir(&directory).is_ok();
    let run = |arguments: &[&str], url: &str| {
        let mut command = iam(&["get-user", "--endpoint-url", url]);
        command.args(arguments).env("HOME", home.path("")).env_remove("AWS_REGION");
        if is_superuser {
            command.uid(65534).gid(65534);
        }
        command.output().map(Run::from)
    };
    let server = Server::start([Act::error(404, "NoSuchEntity")]);
    let loaded = run(&["--region", "us-east-1"], &server.url());
    let without_region = run(&[], &server.url());
    let named = run(&["--profile", "work"], &server.url());
    set(0o700);
    let (Ok(loaded), Ok(without_region), Ok(named)) = (loaded, without_region, named) else {
        return peers::skip("other users cannot run the command");
    };
    assert_eq!((loaded.code, server.seen().len()), (254, 1), "{}", loaded.stderr);
    assert_eq!(without_region.code, 253, "as without files: {}", without_region.stderr);
    assert_eq!(named.code, 255, "{}", named.stderr);
    assert!(named.stderr.contains("(work) could not be found"), "{}", named.stderr);
    assert!(named.stderr.contains(".aws/config: failed to read the file: "), "{}", named.stderr);
}
