//! Calls Route 53.

mod program;

fn main() -> program::Called {
    let client = client!(route53);
    program::run(async || {
        let output = client.list_hosted_zones().send().await?;
        if output.hosted_zones().len() == 100 { Ok(()) } else { Err("not all zones".into()) }
    })
}
