//! Calls STS.

mod program;

fn main() -> program::Called {
    let client = client!(sts);
    program::run(async || {
        let output = client.get_caller_identity().send().await?;
        output.account().map(|_| ()).ok_or_else(|| "no account".into())
    })
}
