//! The settings below `s3` of a profile select the endpoint.

use std::fs;
use std::process::Command;

use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::PackWriter;
use tinsmith_tests::command::tin;
use tinsmith_tests::peers;

#[test]
fn the_profile_selects_the_endpoint() {
    let Some(model) = peers::shared("models/s3.json") else {
        return peers::skip("the shared data has no model of S3");
    };
    let home = std::env::temp_dir().join(format!("tinsmith-s3-settings-{}", std::process::id()));
    fs::create_dir_all(home.join(".aws")).unwrap();
    let described = describe_model(load_files(&[model]).unwrap(), &Selection::default()).unwrap();
    let mut writer = PackWriter::new();
    writer.add(PackWriter::pack("s3api", &described.description, false).unwrap());
    fs::write(home.join("pack"), writer.finish().unwrap()).unwrap();
    let cases = [
        ("", "https://bucket.s3.us-west-2.amazonaws.com/key?"),
        ("addressing_style = auto", "https://bucket.s3.us-west-2.amazonaws.com/key?"),
        ("addressing_style = virtual", "https://bucket.s3.us-west-2.amazonaws.com/key?"),
        ("addressing_style = path", "https://s3.us-west-2.amazonaws.com/bucket/key?"),
        ("use_accelerate_endpoint = true", "https://bucket.s3-accelerate.amazonaws.com/key?"),
        ("use_dualstack_endpoint = true", "https://bucket.s3.dualstack.us-west-2.amazonaws.com/key?"),
        ("use_dualstack_endpoint = false", "https://bucket.s3.us-west-2.amazonaws.com/key?"),
        ("addressing_style = other", "S3 addressing style other is invalid."),
    ];
    for (setting, expected) in cases {
        fs::write(home.join(".aws/config"), format!("[default]\nregion = us-west-2\ns3 =\n    {setting}\n")).unwrap();
        let mut command = Command::new(tin());
        command.env_clear().env("HOME", &home).env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        let output = command.arg("--pack").arg(home.join("pack")).args(["s3", "presign", "s3://bucket/key"]).output();
        let output = output.unwrap();
        let text = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
        assert!(text.contains(expected), "{setting}: {text}");
    }
    // Large blobs are sent in chunks, signed if the profile requests it. Small ones are always signed as a whole.
    fs::write(home.join("file"), "x".repeat(1 << 20)).unwrap();
    for (setting, expected) in [
        ("payload_signing_enabled = false", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
        ("payload_signing_enabled = true", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    ] {
        fs::write(home.join(".aws/config"), format!("[default]\nregion = us-west-2\ns3 =\n    {setting}\n")).unwrap();
        for line in [&["s3", "cp"][..], &["s3api", "put-object", "--bucket", "bucket", "--key", "key", "--body"]] {
            let mut command = Command::new(tin());
            command
                .env_clear()
                .env("HOME", &home)
                .env("AWS_ACCESS_KEY_ID", "test")
                .env("AWS_SECRET_ACCESS_KEY", "test");
            command.arg("--pack").arg(home.join("pack")).args(line).arg(home.join("file")).arg("--print-request");
            if line[0] == "s3" {
                command.arg("s3://bucket/key");
            }
            let output = command.output().unwrap();
            let text = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
            assert!(text.contains(expected), "{setting}: {text}");
        }
    }
    let _ = fs::remove_dir_all(home);
}
