//! Tests that `TINSMITH_VALIDATION` decides for a program that sets no policy, and that the log says so once.
//!
//! The variable is read once per process, so each case runs in a process of its own.

use std::process::Command;

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, Region, ValidationPolicy};
use tinsmith_iam::error::Violations;
use tinsmith_tests::log::Log;
use tinsmith_tests::server::Server;

const NAME: &str = "the_environment_decides_for_programs_that_set_no_policy";
const LINE: &str = "the validation policy was set outside of the program";

#[test]
fn the_environment_decides_for_programs_that_set_no_policy() {
    if let Some(expected) = std::env::var_os("TINSMITH_EXPECTED") {
        return program(expected.to_str().expect("text"));
    }
    for (value, expected) in [("", "refused"), ("enforce", "refused logged"), ("off", "sent logged"), ("no", "refused")]
    {
        let mut alone = Command::new(std::env::current_exe().expect("this program"));
        alone.args(["--exact", NAME]).env("TINSMITH_EXPECTED", expected).env("TINSMITH_VALIDATION", value);
        let run = alone.output().expect("this program");
        assert!(run.status.success(), "{value:?}: {}", String::from_utf8_lossy(&run.stdout));
    }
}

/// A program that knows nothing of policies, run with the variable.
fn program(expected: &str) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let _logged = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = Server::start([]);
    let config = || {
        Config::builder()
            .region(Region::new("eu-west-1"))
            .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
            .endpoint_url(server.url())
    };
    let is_refused = |config: Config| {
        let call = Client::from_conf(config).delete_user().user_name("no spaces").send();
        runtime.block_on(call).is_err_and(|error| Violations::behind(&error).is_some())
    };
    for _ in 0..3 {
        assert_eq!(is_refused(config().build()), expected.starts_with("refused"));
    }
    let sent = if expected.starts_with("sent") { 3 } else { 0 };
    assert_eq!(server.seen().len(), sent);
    assert_eq!(log.text().matches(LINE).count(), usize::from(expected.ends_with("logged")), "{}", log.text());
    // A policy that the program sets wins.
    assert!(is_refused(config().validation(ValidationPolicy::Enforce).build()));
    assert!(!is_refused(config().validation(ValidationPolicy::Off).build()));
    assert_eq!(server.seen().len(), sent + 1);
}
