//! Calls any operation of any service: `any_service MODEL OPERATION [JSON]` prints a line of JSON for
//! each page of the result. Without an input, it prints a sample of one.

use std::error::Error;
use std::path::PathBuf;

use tinsmith_credentials::Loader;
use tinsmith_tables::{Client, load_files};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, operation, input @ ..] = arguments.as_slice() else {
        return Err("usage: any_service MODEL OPERATION [JSON]".into());
    };
    let tables = load_files(&[PathBuf::from(model)], &Default::default())?.tables;
    let client = Client::new(tables, Loader::new().load()?)?;
    let request = client.request(operation)?;
    let Some(input) = input.first() else {
        // Without an input, shows what it looks like.
        println!("{}", client.sample(operation)?.unwrap_or_default());
        return Ok(());
    };
    let request = request.json(input)?;
    if request.is_paginated() {
        let mut pages = request.pages()?;
        while let Some(page) = pages.next().await {
            println!("{}", page?.to_json());
        }
    } else {
        println!("{}", request.send().await?.to_json());
    }
    Ok(())
}
