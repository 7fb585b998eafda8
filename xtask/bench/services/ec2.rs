//! Calls EC2.

mod program;

fn main() -> program::Called {
    let client = client!(ec2);
    program::run(async || {
        let output = client.describe_instances().send().await?;
        let instances = output.reservations().iter().map(|it| it.instances().len()).sum::<usize>();
        if instances == 500 { Ok(()) } else { Err("not all instances".into()) }
    })
}
