//! Calls Lambda.

mod program;

fn main() -> program::Called {
    let client = client!(lambda);
    program::run(async || {
        let output = client.list_functions().send().await?;
        if output.functions().len() == 50 { Ok(()) } else { Err("not all functions".into()) }
    })
}
