//! Every command that the AWS CLI adds by hand works, or says by its name that it is not part of `tin`.
//!
//! It needs a pack of all services in `TINSMITH_TEST_PACK`, as `.ci/run` sets it.

use std::process::Command;

use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::{pack, peers};

/// The commands of version 2.36.7 of the AWS CLI that are not operations, and the groups of such commands.
const COMMANDS: &[&str] = &[
    "agent-toolkit add-skill",
    "agent-toolkit get-skill-file",
    "agent-toolkit list-installed-skills",
    "agent-toolkit remove-skill",
    "agent-toolkit update-skill",
    "cli-dev",
    "cli-dev wizard-dev",
    "cloudformation deploy",
    "cloudformation package",
    "cloudfront sign",
    "cloudtrail validate-logs",
    "cloudtrail verify-query-results",
    "codeartifact login",
    "codecommit credential-helper",
    "codecommit credential-helper erase",
    "codecommit credential-helper get",
    "codecommit credential-helper store",
    "configservice get-status",
    "configservice subscribe",
    "configure",
    "configure add-model",
    "configure agent-toolkit",
    "configure export-credentials",
    "configure get",
    "configure import",
    "configure list",
    "configure list-profiles",
    "configure mfa-login",
    "configure set",
    "configure sso",
    "configure sso-session",
    "configure wizard",
    "datapipeline create-default-roles",
    "datapipeline list-runs",
    "ddb",
    "ddb put",
    "ddb select",
    "deploy deregister",
    "deploy install",
    "deploy push",
    "deploy register",
    "deploy uninstall",
    "dlm create-default-role",
    "dsql generate-db-connect-admin-auth-token",
    "dsql generate-db-connect-auth-token",
    "dynamodb wizard",
    "dynamodb wizard new-table",
    "ec2-instance-connect open-tunnel",
    "ec2-instance-connect ssh",
    "ecr get-login-password",
    "ecr-public get-login-password",
    "ecs deploy",
    "ecs execute-command",
    "ecs monitor-express-gateway-service",
    "eks get-token",
    "eks update-kubeconfig",
    "emr add-instance-groups",
    "emr add-steps",
    "emr create-cluster",
    "emr create-default-roles",
    "emr create-hbase-backup",
    "emr describe-cluster",
    "emr disable-hbase-backups",
    "emr get",
    "emr install-applications",
    "emr modify-cluster-attributes",
    "emr put",
    "emr restore-from-hbase-backup",
    "emr schedule-hbase-backup",
    "emr socks",
    "emr ssh",
    "emr terminate-clusters",
    "emr-containers create-role-associations",
    "emr-containers delete-role-associations",
    "emr-containers update-role-trust-policy",
    "events wizard",
    "events wizard new-rule",
    "gamelift get-game-session-log",
    "gamelift upload-build",
    "history",
    "history list",
    "history show",
    "iam wizard",
    "iam wizard new-role",
    "lambda wizard",
    "lambda wizard new-function",
    "lightsail push-container-image",
    "login",
    "logout",
    "logs start-live-tail",
    "logs tail",
    "rds generate-db-auth-token",
    "s3",
    "s3 cp",
    "s3 ls",
    "s3 mb",
    "s3 mv",
    "s3 presign",
    "s3 rb",
    "s3 rm",
    "s3 sync",
    "s3 website",
    "servicecatalog generate",
    "servicecatalog generate product",
    "servicecatalog generate provisioning-artifact",
    "ssm start-session",
    "sso login",
    "sso logout",
    "update",
];

/// Those that are not part of `tin`, by their first words.
const MISSING: &[&str] = &[
    "agent-toolkit",
    "cli-dev",
    "cloudformation deploy",
    "cloudformation package",
    "cloudtrail validate-logs",
    "cloudtrail verify-query-results",
    "codeartifact login",
    "configservice get-status",
    "configservice subscribe",
    "configure agent-toolkit",
    "configure wizard",
    "deploy deregister",
    "deploy install",
    "deploy push",
    "deploy register",
    "deploy uninstall",
    "dynamodb wizard",
    "ec2-instance-connect open-tunnel",
    "ec2-instance-connect ssh",
    "ecs deploy",
    "ecs monitor-express-gateway-service",
    "emr add-steps",
    "emr create-cluster",
    "emr create-default-roles",
    "emr create-hbase-backup",
    "emr disable-hbase-backups",
    "emr get",
    "emr install-applications",
    "emr modify-cluster-attributes",
    "emr put",
    "emr restore-from-hbase-backup",
    "emr schedule-hbase-backup",
    "emr socks",
    "emr ssh",
    "emr terminate-clusters",
    "emr-containers create-role-associations",
    "emr-containers delete-role-associations",
    "emr-containers update-role-trust-policy",
    "events wizard",
    "gamelift get-game-session-log",
    "gamelift upload-build",
    "history",
    "iam wizard",
    "lambda wizard",
    "lightsail push-container-image",
    "login",
    "servicecatalog generate",
    "update",
];

#[test]
fn every_command_works_or_says_that_it_is_missing() {
    let Some(pack) = pack::of_all_services() else { return };
    let run = |name: &str, more: &[&str]| -> Run {
        let mut command = Command::new(tin());
        command.env_clear().env("HOME", peers::target().join("no-home")).env("TINSMITH_PACK", &pack);
        command.env("AWS_REGION", "us-east-1").args(name.split(' ')).args(more).output().unwrap().into()
    };
    let begins = |name: &str, words: &str| name == words || name.starts_with(&format!("{words} "));
    let mut wrong = Vec::new();
    for name in COMMANDS {
        let missing = MISSING.iter().find(|it| begins(name, it));
        let (expected, run) = match missing {
            // A service that the pack does not have is missing as a whole.
            Some(words) if begins(words, "agent-toolkit") => {
                ("of the AWS CLI is not part of tin.".to_owned(), run(name, &[]))
            }
            Some(words) => (format!("`aws {words}` of the AWS CLI is not part of tin."), run(name, &[])),
            None => ("NAME".to_owned(), run(name, &["help"])),
        };
        let is_right = match missing {
            Some(_) => run.code == 252 && run.stderr.contains(&expected),
            None => run.code == 0 && run.stdout.starts_with("NAME"),
        };
        if !is_right {
            wrong.push(format!("{name}: expected {expected}, got {}: {}{}", run.code, run.stdout, run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for words in MISSING {
        assert!(COMMANDS.iter().any(|it| begins(it, words)), "{words} is not a command of the AWS CLI");
    }
}
