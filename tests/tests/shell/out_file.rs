//! A part of the response that is written to a file: the seed of a virtual MFA device.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_tests::command::{Run, run};
use tinsmith_tests::server::{Act, Server};

/// A response whose seed is `seed` and whose QR code is `picture`.
fn created() -> Act {
    let device = "<VirtualMFADevice><SerialNumber>arn:aws:iam::123456789012:mfa/phone</SerialNumber>\
                  <Base32StringSeed>c2VlZA==</Base32StringSeed><QRCodePNG>cGljdHVyZQ==</QRCodePNG></VirtualMFADevice>";
    let body = format!(
        "<CreateVirtualMFADeviceResponse><CreateVirtualMFADeviceResult>{device}</CreateVirtualMFADeviceResult>\
         </CreateVirtualMFADeviceResponse>"
    );
    Act::Answer(200, Vec::new(), body)
}

/// A path that does not exist.
fn fresh(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_file(&path);
    path
}

fn create(server: &Server, path: &str, method: &str) -> Run {
    let device = ["create-virtual-mfa-device", "--virtual-mfa-device-name", "phone"];
    run(&server.url(), &[&device[..], &["--outfile", path, "--bootstrap-method", method]].concat())
}

#[test]
fn the_seed_goes_to_the_file_and_not_to_the_output() {
    for (method, content) in [("Base32StringSeed", "seed"), ("QRCodePNG", "picture")] {
        let server = Server::start([created()]);
        let path = fresh("new-seed");
        let run = create(&server, &path.display().to_string(), method);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let device = "{\n    \"VirtualMFADevice\": {\n        \"SerialNumber\": \"arn:aws:iam::123456789012:mfa/phone\"\n    }\n}\n";
        assert_eq!(run.stdout, device);
        assert_eq!(fs::read_to_string(&path).expect("the file is there"), content);
        let body = &server.seen()[0].body;
        assert!(body.ends_with("VirtualMFADeviceName=phone"), "neither option is sent: {body}");
        #[cfg(unix)]
        assert_eq!(mode(&path), 0o600);
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

#[cfg(unix)]
#[test]
fn a_file_that_is_there_is_replaced_and_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let path = fresh("old-seed");
    fs::write(&path, "something that is longer").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("permissions");
    let server = Server::start([created()]);
    assert_eq!(create(&server, &path.display().to_string(), "Base32StringSeed").code, 0);
    assert_eq!((fs::read_to_string(&path).expect("the file is there").as_str(), mode(&path)), ("seed", 0o600));
}

#[test]
fn an_error_leaves_files_as_they_were() {
    let path = fresh("no-seed");
    let server = Server::start([Act::error(409, "EntityAlreadyExists"), Act::error(409, "EntityAlreadyExists")]);
    let text = path.display().to_string();
    assert_eq!(create(&server, &text, "QRCodePNG").code, 254);
    assert!(!path.exists(), "a file that was made for the answer is gone again");
    fs::write(&path, "of before").expect("a file");
    assert_eq!(create(&server, &text, "QRCodePNG").code, 254);
    assert_eq!(fs::read_to_string(&path).expect("the file is there"), "of before");
}

#[test]
fn nothing_is_created_whose_seed_cannot_be_kept() {
    let server = Server::start([]);
    let directory = env!("CARGO_TARGET_TMPDIR");
    for (path, reason) in [("/no/such/directory/seed", "No such file"), (directory, "Is a directory")] {
        let run = create(&server, path, "QRCodePNG");
        assert_eq!((run.code, run.stdout.as_str()), (252, ""), "{path}");
        assert!(run.stderr.contains(&format!("Unable to write to file: {path}: {reason}")), "{}", run.stderr);
    }
    let run = create(&server, "seed", "QRCode");
    assert_eq!(run.code, 252);
    assert!(run.stderr.contains("argument --bootstrap-method: Found invalid choice 'QRCode'"), "{}", run.stderr);
    assert!(run.stderr.contains("* QRCodePNG"), "{}", run.stderr);
    assert_eq!(server.seen().len(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_what_was_done() {
    let server = Server::start([created()]);
    let run = create(&server, "/dev/full", "QRCodePNG");
    assert_eq!((run.code, run.stdout.as_str()), (255, ""));
    let sentence = "The call succeeded, but QRCodePNG could not be written to /dev/full: No space left on device";
    assert!(run.stderr.contains(sentence), "{}", run.stderr);
}

#[test]
fn a_sample_needs_no_file() {
    let run = run("http://127.0.0.1:9", &["create-virtual-mfa-device", "--generate-cli-skeleton"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("\"VirtualMFADeviceName\": \"\""), "{}", run.stdout);
}
