//! Runs the recorded invocations of the AWS CLI by family, with the number that must pass.
//!
//! It needs a pack of all services in `TINSMITH_TEST_PACK`, and the program in `TINSMITH_TIN`, as `.ci/run` sets
//! them. Without them, or without the recorded invocations, it is skipped.

use std::path::PathBuf;
use std::process::Command;

use tinsmith_tests::peers;

/// The families and the number of their invocations that pass.
const FAMILIES: &[(&str, usize)] = &[
    ("api", 811),
    ("cloudfront:sign", 4),
    ("codecommit:credential-helper", 3),
    ("configure", 56),
    ("datapipeline:list-runs", 1),
    ("ddb", 29),
    ("dlm:create-default-role", 2),
    ("dsql:generate-db-connect-admin-auth-token", 1),
    ("ecr-public:get-login-password", 1),
    ("ecr:get-login-password", 2),
    ("eks:get-token", 3),
    ("eks:update-kubeconfig", 5),
    ("logout", 2),
    ("logs:tail", 6),
    ("rds:add-option-to-option-group", 2),
    ("rds:generate-db-auth-token", 1),
    ("rds:remove-option-from-option-group", 2),
    ("s3", 223),
    ("sso", 3),
    ("wait", 7),
];

#[test]
fn recorded_invocations_pass() {
    let (Some(_), Some(tin)) = (std::env::var_os("TINSMITH_TEST_PACK"), std::env::var_os("TINSMITH_TIN")) else {
        return peers::skip("TINSMITH_TEST_PACK and TINSMITH_TIN do not name a pack and a program");
    };
    let Some(shared) = peers::shared("aws-cli") else { return peers::skip("no recorded invocations") };
    // The runner starts programs in a separate environment.
    let script = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("tin-with-pack");
    let pack = std::env::var("TINSMITH_TEST_PACK").unwrap();
    let text = format!("#!/bin/sh\nTINSMITH_PACK='{pack}' exec '{}' \"$@\"\n", tin.to_string_lossy());
    std::fs::write(&script, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for (family, least) in FAMILIES {
        let mut command = Command::new("python3");
        command.arg(shared.join("run.py")).arg(&script).args(["--family", family, "-j", "2"]);
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = text.lines().last().unwrap_or_default().to_owned();
        let passed: usize = last.split(' ').next().and_then(|it| it.parse().ok()).unwrap_or_default();
        assert!(passed >= *least, "{family}: {last}, but {least} passed before");
    }
}
