//! An interrupt is handled like a failure: completed steps are undone.

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_tests::command::Run;
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::signals;

use crate::stage::{
    FILE, Home, NEW_SECRET, and, checked, requests, short, until_created, until_verified, used_long_ago,
};

/// The process to interrupt, once it runs.
#[derive(Clone, Default)]
struct Victim(Arc<Mutex<Option<u32>>>);

impl Victim {
    /// Sends it a signal.
    fn signal(&self, name: &str) {
        for _ in 0..200 {
            if let Some(id) = *self.0.lock().expect("no panic while it was held") {
                let sent = std::process::Command::new("kill").args(["-s", name, &id.to_string()]).status();
                assert!(sent.is_ok_and(|it| it.success()), "the signal is sent");
                // The signal must arrive before the response.
                return std::thread::sleep(Duration::from_millis(300));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the command does not start");
    }

    /// Runs the rotation with a server that has this script.
    fn run(&self, home: &Home, server: &Server, arguments: &[&str]) -> Run {
        signals::reach_programs();
        let mut command = home.command(&server.url(), &[&["--user-name", "Bob"], arguments].concat());
        let child = command.arg("--debug").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.expect("the command starts");
        *self.0.lock().expect("no panic while it was held") = Some(child.id());
        checked(child.wait_with_output().expect("the command ends").into(), arguments.contains(&"--to-stdout"))
    }
}

#[test]
fn an_interrupt_at_any_step_takes_back_the_steps_before_it() {
    let looked = ["admin List", "admin GetLastUsed old"];
    let made = ["admin List", "admin GetLastUsed old", "admin Create"];
    let delete = "admin Delete new";
    let inactive = "admin Update old Inactive";
    let whole = and(until_verified(), [Act::ok()]);
    for (index, behind, told) in [
        (0, vec![looked[0]], vec!["Nothing was changed."]),
        (1, looked.to_vec(), vec!["Nothing was changed."]),
        (2, [&made[..], &[delete]].concat(), vec!["Rolling back:", "  Deleted new."]),
        (
            3,
            [&made[..], &["new List", delete]].concat(),
            vec!["Rolling back:", "  Restored ~/.aws/credentials.", "  Deleted new."],
        ),
        (
            5,
            [&made[..], &["new List", "new List", "new List", delete]].concat(),
            vec!["Rolling back:", "  Restored ~/.aws/credentials.", "  Deleted new."],
        ),
        (
            6,
            [&made[..], &["new List", "new List", "new List", inactive, "admin Update old Active", delete]].concat(),
            vec!["Rolling back:", "  Set old Active again.", "  Restored ~/.aws/credentials.", "  Deleted new."],
        ),
    ] {
        for signal in ["INT", "TERM"] {
            let victim = Victim::default();
            let sender = victim.clone();
            let mut script = whole.clone();
            script[index] = script[index].clone().after(move || sender.signal(signal));
            let (home, server) = (Home::new(Some(FILE)), Server::start(script));
            let run = victim.run(&home, &server, &["--to-profile", "bob"]);
            assert_eq!((run.code, run.stdout.as_str()), (130, "\n"), "{index}: {}", run.stderr);
            let shown = short(&run.stderr);
            assert!(shown.contains(&told.join("\n")), "{index}: {shown}");
            assert!(!shown.contains("Next steps"), "{index}: {shown}");
            assert_eq!(requests(&server), behind, "{index}");
            assert_eq!(home.text().as_deref(), Some(FILE), "{index}");
            assert_eq!(home.names(), ["credentials"], "{index}");
        }
    }
}

#[test]
fn a_key_that_another_program_has_stored_meanwhile_stays_and_is_not_called_ours() {
    let victim = Victim::default();
    let sender = victim.clone();
    let home = Home::new(Some(FILE));
    let file = home.credentials();
    let other = FILE.replace(crate::stage::OLD, "AKIAOFANOTHERPROGRAM");
    let stored = other.clone();
    let replace = move || {
        std::fs::write(&file, &stored).expect("a file");
        sender.signal("INT");
    };
    let mut script = until_verified();
    script[4] = script[4].clone().after(replace);
    let server = Server::start(script);
    let run = victim.run(&home, &server, &["--to-profile", "bob"]);
    assert_eq!(run.code, 130, "{}", run.stderr);
    let told = "Rolling back:\n  Left ~/.aws/credentials as it is: another program changed it in the meantime, and \
                the profile bob no longer has the new key.\n  Deleted new.\n";
    assert!(short(&run.stderr).contains(told), "{}", run.stderr);
    assert!(!run.stderr.contains("Next steps"), "{}", run.stderr);
    assert_eq!(home.text(), Some(other));
}

#[test]
fn a_key_that_waits_to_be_printed_is_deleted() {
    let victim = Victim::default();
    let sender = victim.clone();
    let server = Server::start(and(until_verified(), [Act::ok().after(move || sender.signal("INT"))]));
    let run = victim.run(&Home::new(None), &server, &["--to-stdout"]);
    assert_eq!((run.code, run.stdout.contains(NEW_SECRET)), (130, false), "{}", run.stderr);
    assert_eq!(requests(&server)[6..], ["admin Update old Inactive", "admin Update old Active", "admin Delete new"]);
}

#[test]
fn a_second_interrupt_leaves_an_answer_that_does_not_come() {
    let victim = Victim::default();
    let sender = victim.clone();
    let twice = move || {
        sender.signal("INT");
        sender.signal("INT");
    };
    let mut script = until_created();
    script[1] = used_long_ago();
    script[2] = Act::Hang.after(twice);
    let (home, server) = (Home::new(Some(FILE)), Server::start(and(script, [crate::stage::only_old()])));
    let run = victim.run(&home, &server, &["--to-profile", "bob"]);
    assert_eq!(run.code, 130);
    let shown = short(&run.stderr);
    assert!(
        shown.contains("Interrupted. Waiting for the response to Create. Interrupt again to stop waiting.\n"),
        "{shown}"
    );
    assert!(shown.contains("Rolling back:\n  There is no second key.\n"), "{shown}");
    assert_eq!(home.text().as_deref(), Some(FILE));
}
