//! Compares our command with the AWS CLI: the same invocations with the same made-up responses, and a `story` with the
//! same service.
//!
//! The AWS CLI is the version in the Python of the tests, which is 1. Where the versions differ, our command follows
//! version 2, and `outcome` and `differences` translate.

mod answers;
mod differences;
mod invocations;
mod outcome;
mod python_cli;
mod story;
mod values;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::peers;
use tinsmith_tests::server::Server;

use differences::{DIFFERENCES, Difference};
use invocations::Invocation;
use outcome::Outcome;
use python_cli::PythonCli;

/// The number of processes that share the work.
const PEERS: usize = 2;

/// A file of profiles in which both programs use the same time format, for the test with this name.
fn config(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("aws-cli-config-{name}"));
    std::fs::write(&path, "[default]\ncli_timestamp_format = iso8601\n").expect("the directory is there");
    path
}

fn ours(server: &Server, config: &Path, invocation: &Invocation) -> Outcome {
    server.replay(invocation.answers.clone());
    let arguments: Vec<_> = invocation.arguments.iter().map(String::as_str).collect();
    let mut command = iam(&arguments);
    // The AWS CLI does not check these limits, and unusual strings violate them.
    command.args(["--validation", if invocation.strict { "enforce" } else { "off" }]);
    command.args(["--endpoint-url", &server.url()]);
    command.env("AWS_CONFIG_FILE", config);
    let run = Run::from(command.output().expect("the command starts"));
    Outcome::new(&run, &server.replay([]))
}

fn theirs(server: &Server, peer: &mut PythonCli, invocation: &Invocation) -> Outcome {
    server.replay(invocation.answers.clone());
    let mut arguments = vec!["iam".to_owned()];
    arguments.extend(invocation.arguments.iter().cloned());
    arguments.extend(["--endpoint-url".to_owned(), server.url()]);
    let run = peer.run(&arguments);
    Outcome::new(&run, &server.replay([]))
}

/// The results of a part of the invocations.
#[derive(Default)]
struct Findings {
    alike: usize,
    /// how often each difference explained something, by its index in the table
    explained: BTreeMap<usize, usize>,
    unexplained: Vec<String>,
}

fn compare(peer: &mut PythonCli, config: &Path, part: &[Invocation]) -> Findings {
    let (our_server, their_server) = (Server::start([]), Server::start([]));
    let mut findings = Findings::default();
    for invocation in part {
        let ours = ours(&our_server, config, invocation);
        let theirs = theirs(&their_server, peer, invocation);
        let explains = |it: &Difference| (it.explains)(invocation, &ours, &theirs);
        if ours == theirs && invocation.code.is_none_or(|code| code == ours.code) {
            findings.alike += 1;
        } else if let Some(index) = DIFFERENCES.iter().position(explains) {
            *findings.explained.entry(index).or_default() += 1;
        } else {
            let expected = invocation.code.map(|code| format!(", expected {code}")).unwrap_or_default();
            let arguments = &invocation.arguments;
            findings.unexplained.push(format!("{arguments:?}{expected}\n  ours   {ours:?}\n  theirs {theirs:?}"));
        }
    }
    findings
}

#[test]
fn the_command_does_what_the_aws_cli_does() {
    let config = config("canned");
    let peers: Result<Vec<_>, _> = (0..PEERS).map(|_| PythonCli::start(&config)).collect();
    let mut peers = match peers {
        Ok(peers) => peers,
        Err(reason) => return peers::skip(&reason),
    };
    let version = peers[0].version().to_owned();
    let all = invocations::all(peers[0].known());
    let parts = all.chunks(all.len().div_ceil(PEERS));
    let findings: Vec<_> = std::thread::scope(|scope| {
        let threads = peers.iter_mut().zip(parts).map(|(peer, part)| scope.spawn(|| compare(peer, &config, part)));
        let threads: Vec<_> = threads.collect();
        threads.into_iter().map(|it| it.join().expect("no part breaks off")).collect()
    });
    let explained = |index| findings.iter().filter_map(|it| it.explained.get(&index)).sum::<usize>();
    let alike: usize = findings.iter().map(|it| it.alike).sum();
    println!("{alike} of {} invocations end as with version {version} of the AWS CLI", all.len());
    for (index, difference) in DIFFERENCES.iter().enumerate() {
        println!("{:>5} differ: {}", explained(index), difference.reason);
        assert!(explained(index) > 0 || !version.starts_with("1."), "never seen: {}", difference.reason);
    }
    let unexplained: Vec<_> = findings.iter().flat_map(|it| &it.unexplained).cloned().collect();
    assert!(unexplained.is_empty(), "{} differ:\n{}", unexplained.len(), unexplained.join("\n"));
}
