//! Tests of `iam configure list`, which shows the source of each value.

use std::path::PathBuf;

use serde_json::{Value, json};
use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::peers;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const CONFIG: &str = "[default]\nregion = eu-west-1\n[profile work]\nregion = us-west-2\noutput = text\n\
                      retry_mode = adaptive\nmax_attempts = 5\nca_bundle = /work.pem\nservices = local\n\
                      [profile bad]\nmax_attempts = many\n[profile role]\nrole_arn = arn:aws:iam::123456789012:role/r\n\
                      [services local]\niam =\n  endpoint_url = http://localhost:5000\n";

const CREDENTIALS: &str = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n\
                           aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n\
                           [work]\naws_access_key_id = AKIAIOSFODNN7WORKING\n\
                           aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n\
                           [half]\naws_access_key_id = AKIA\naws_secret_access_key = short\n";

/// A home directory with shared files. It is removed at the end of its test.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let home = std::env::temp_dir().join(format!("tinsmith-configure-{}-{name}", std::process::id()));
        std::fs::create_dir_all(home.join(".aws")).expect("a directory");
        std::fs::write(home.join(".aws/config"), CONFIG).expect("a file");
        std::fs::write(home.join(".aws/credentials"), CREDENTIALS).expect("a file");
        Self(home)
    }

    /// Runs `configure list` with these arguments and variables. The secret must not appear.
    fn list(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = iam(&["configure", "list", "--debug"]);
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"] {
            command.env_remove(name);
        }
        command.args(arguments).envs(variables.iter().copied()).env("HOME", &self.0);
        let mut run = Run::from(command.output().expect("the command starts"));
        assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "{run:?}");
        run.stderr = run.stderr.rsplit(" - DEBUG -").next().unwrap_or_default().to_owned();
        run
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Leftovers in the directory for temporary files do no harm.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The lines with a single space between words.
fn lines(run: &Run) -> Vec<String> {
    run.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_value_is_shown_with_its_place() {
    let home = Home::new("places");
    for (what, arguments, variables, expected) in [
        (
            "files",
            &[][..],
            &[][..],
            &[
                "NAME : VALUE : TYPE : LOCATION",
                "profile : <not set> : None : None",
                "access_key : ****************MPLE : shared-credentials-file : ~/.aws/credentials",
                "secret_key : ****************EKEY : shared-credentials-file : ~/.aws/credentials",
                "region : eu-west-1 : config-file : ~/.aws/config",
                "endpoint_url : https://iam.amazonaws.com/ : default :",
                "retry_mode : standard : default :",
                "max_attempts : 3 : default :",
                "output : json : default :",
                "ca_bundle : <not set> : None : None",
            ][..],
        ),
        (
            "the environment",
            &[],
            &[
                ("AWS_PROFILE", "work"),
                ("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT01234"),
                ("AWS_SECRET_ACCESS_KEY", SECRET),
                ("AWS_DEFAULT_REGION", "ap-south-1"),
                ("AWS_ENDPOINT_URL", "http://localhost:1"),
                ("AWS_ENDPOINT_URL_IAM", "http://localhost:2"),
                ("AWS_RETRY_MODE", "standard"),
                ("AWS_MAX_ATTEMPTS", "9"),
                ("AWS_DEFAULT_OUTPUT", "yaml"),
                ("AWS_CA_BUNDLE", "/env.pem"),
            ],
            &[
                "NAME : VALUE : TYPE : LOCATION",
                "profile : work : env : AWS_PROFILE",
                "access_key : ****************1234 : env : AWS_ACCESS_KEY_ID",
                "secret_key : ****************EKEY : env : AWS_SECRET_ACCESS_KEY",
                "region : ap-south-1 : env : AWS_DEFAULT_REGION",
                "endpoint_url : http://localhost:2 : env : AWS_ENDPOINT_URL_IAM",
                "retry_mode : standard : env : AWS_RETRY_MODE",
                "max_attempts : 9 : env : AWS_MAX_ATTEMPTS",
                "output : yaml : env : AWS_DEFAULT_OUTPUT",
                "ca_bundle : /env.pem : env : AWS_CA_BUNDLE",
            ],
        ),
        (
            "options, beside which keys of the environment do not count",
            &[
                "--profile",
                "work",
                "--region",
                "sa-east-1",
                "--endpoint-url",
                "http://localhost:3",
                "--ca-bundle",
                "/o",
            ],
            &[("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT01234"), ("AWS_SECRET_ACCESS_KEY", SECRET)],
            &[
                "NAME : VALUE : TYPE : LOCATION",
                "profile : work : manual : --profile",
                "access_key : ****************KING : shared-credentials-file : ~/.aws/credentials",
                "secret_key : ****************EKEY : shared-credentials-file : ~/.aws/credentials",
                "region : sa-east-1 : manual : --region",
                "endpoint_url : http://localhost:3 : manual : --endpoint-url",
                "retry_mode : adaptive : config-file : ~/.aws/config",
                "max_attempts : 5 : config-file : ~/.aws/config",
                "output : text : config-file : ~/.aws/config",
                "ca_bundle : /o : manual : --ca-bundle",
            ],
        ),
    ] {
        let run = home.list(arguments, variables);
        assert_eq!((run.code, lines(&run)), (0, expected.iter().map(|it| (*it).to_owned()).collect()), "{what}");
    }
}

#[test]
fn the_form_is_that_of_the_aws_cli() {
    let run = Home::new("form")
        .list(&[], &[("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT01234"), ("AWS_SECRET_ACCESS_KEY", SECRET)]);
    let expected = "NAME         : VALUE                      : TYPE             : LOCATION\n\
                    profile      : <not set>                  : None             : None\n\
                    access_key   : ****************1234       : env              : AWS_ACCESS_KEY_ID\n";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
}

#[test]
fn endpoints_come_from_services_and_can_be_ignored() {
    let home = Home::new("endpoints");
    let row = |variables: &[(&str, &str)]| lines(&home.list(&["--profile", "work"], variables))[5].clone();
    assert_eq!(row(&[]), "endpoint_url : http://localhost:5000 : config-file : ~/.aws/config");
    let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(row(&[ignored]), "endpoint_url : https://iam.amazonaws.com/ : default :");
}

#[test]
fn what_is_wrong_is_told_below_the_values() {
    let home = Home::new("wrong");
    for (arguments, row, sentence) in [
        (
            ["--profile", "nobody"],
            "profile : nobody : manual : --profile",
            "The config profile (nobody) could not be found",
        ),
        (
            ["--profile", "bad"],
            "max_attempts : many : config-file : ~/.aws/config",
            "Value provided to \"max_attempts\": many",
        ),
        (["--region", "no/region"], "region : no/region : manual : --region", "Provided region_name 'no/region'"),
    ] {
        let run = home.list(&arguments, &[]);
        assert_eq!(run.code, 255, "{arguments:?}");
        assert!(lines(&run).iter().any(|it| it == row), "{}", run.stdout);
        assert!(run.stderr.contains(sentence), "{arguments:?}: {}", run.stderr);
    }
    // Nothing of a short secret is shown.
    let half = lines(&home.list(&["--profile", "half"], &[]));
    assert_eq!(
        half[2..4],
        ["access_key", "secret_key"]
            .map(|name| { format!("{name} : **************** : shared-credentials-file : ~/.aws/credentials") })
    );
}

#[test]
fn a_script_gets_a_list_where_it_asks_for_one() {
    let home = Home::new("script");
    let run = home.list(&["--query", "[?Name=='region']", "--output", "json"], &[]);
    let list: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let row = json!({"Name": "region", "Value": "eu-west-1", "Type": "config-file", "Location": "~/.aws/config"});
    assert_eq!(list, json!([row]));
}

#[test]
fn wrong_use_is_told_with_the_line_to_type() {
    for (arguments, sentence) in [
        (&["configure"][..], "the following arguments are required: subcommand"),
        (&["configure", "lst"], "Found invalid choice 'lst'\n\nMaybe you meant:\n\n  * list\n"),
        (&["configure", "list", "more"], "Unknown options: more"),
    ] {
        let run = Run::from(iam(arguments).output().expect("the command starts"));
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{arguments:?}");
        assert!(run.stderr.contains(sentence), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("usage: iam [options] configure list [parameters]"), "{}", run.stderr);
    }
}

/// Compared with the AWS CLI version 1: the same values with the same types, in other columns.
#[test]
fn the_values_are_those_of_the_aws_cli() {
    let home = Home::new("peer");
    let Ok(python) = peers::python().inspect_err(|reason| peers::skip(reason)) else { return };
    let aws = python.with_file_name("aws");
    let mut command = std::process::Command::new(&aws);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", &home.0);
    let Ok(output) = command.args(["configure", "list"]).output() else {
        return peers::skip(&format!("{} cannot be started", aws.display()));
    };
    let theirs = lines(&Run::from(output));
    let ours = lines(&home.list(&[], &[]));
    // Name, value and type. The AWS CLI does not show the source of credentials.
    let three = |line: &str| line.replace(" : ", " ").split(' ').take(3).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(theirs.len(), 6, "{theirs:?}");
    for (their, our) in theirs[3..].iter().zip(&ours[2..]) {
        assert_eq!(three(their), three(our));
    }
}
