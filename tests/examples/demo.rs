//! Rotates an access key on a local server step by step, and shows each request and response without secrets. Run it
//! with `cargo xtask demo`.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Mutex;

use tinsmith_iam::Client;
use tinsmith_iam::config::{Config, Credentials, HttpClient, Region};
use tinsmith_iam::error::DisplayErrorContext;
use tinsmith_iam::types::StatusType;
use tinsmith_runtime::http::{HttpFuture, HttpRequest, HyperClient};
use tinsmith_runtime::message::Response;
use tinsmith_tests::moto::Moto;

/// The user whose keys are rotated.
const USER: &str = "Bob";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let moto = match Moto::start() {
        Ok(moto) => moto,
        Err(reason) => {
            eprintln!("error: no server: {reason}");
            return ExitCode::FAILURE;
        }
    };
    println!("moto, an implementation of IAM, listens on {}", moto.url());
    // The server stops when `moto` goes out of scope, whether or not the rotation succeeds.
    match rotate(&moto.url()).await {
        Ok(()) => {
            println!("\nThe key is rotated.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("\nerror: {}", DisplayErrorContext(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn rotate(url: &str) -> Result<(), Box<dyn Error>> {
    let config = Config::builder()
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "demo"))
        .endpoint_url(url)
        .http_client(Shown::default())
        .build();
    let client = Client::from_conf(config);

    step("A user");
    answer(&client.create_user().user_name(USER).send().await?);

    step("The first key, which programs use");
    let created = client.create_access_key().user_name(USER).send().await?;
    answer(&created);
    let first = created.access_key.ok_or("the answer holds no key")?.access_key_id;

    step("A second key, which takes its place");
    let created = client.create_access_key().user_name(USER).send().await?;
    answer(&created);
    let second = created.access_key.ok_or("the answer holds no key")?.access_key_id;

    step("Both are there");
    answer(&client.list_access_keys().user_name(USER).send().await?);

    step("Is the first one still in use?");
    answer(&client.get_access_key_last_used().access_key_id(&first).send().await?);

    step("The first key out of use: this can be taken back");
    let update = client.update_access_key().user_name(USER).access_key_id(&first).status(StatusType::Inactive);
    answer(&update.send().await?);
    answer(&client.list_access_keys().user_name(USER).send().await?);

    step("The first key deleted: this cannot");
    answer(&client.delete_access_key().user_name(USER).access_key_id(&first).send().await?);

    step("Whoever still uses it is told so");
    let update = client.update_access_key().user_name(USER).access_key_id(&first).status(StatusType::Active);
    match update.send().await {
        Ok(_) => return Err("the deleted key is still there".into()),
        Err(error) => println!("  error    {}", error.into_service_error().to_string().replace('\n', "\n           ")),
    }

    step("What breaks a constraint is not sent at all");
    match client.update_access_key().user_name("Bob!").access_key_id("AKIA").send().await {
        Ok(_) => return Err("an input without status was sent".into()),
        Err(error) => println!("  error    {}", error.into_service_error().to_string().replace('\n', "\n           ")),
    }

    step("Tidying up");
    answer(&client.delete_access_key().user_name(USER).access_key_id(&second).send().await?);
    answer(&client.delete_user().user_name(USER).send().await?);
    Ok(())
}

fn step(what: &str) {
    println!("\n== {what}");
}

/// Shows an output. `Debug` redacts members that the model marks as sensitive.
fn answer(output: &dyn std::fmt::Debug) {
    println!("  value    {output:?}");
}

/// A connector that shows requests and responses, and sends with the default connector.
#[derive(Debug, Default)]
struct Shown {
    inner: HyperClient,
    count: Mutex<u32>,
}

impl HttpClient for Shown {
    fn call(&self, request: HttpRequest) -> HttpFuture<'_> {
        if let Ok(mut count) = self.count.lock() {
            *count += 1;
            println!("  request  {}, {} {}", *count, request.method, request.url);
        }
        // A form of IAM contains names, key IDs and states. The signature is in a header.
        println!("           {}", String::from_utf8_lossy(request.body.bytes().unwrap_or_default()));
        Box::pin(async move {
            let answer = self.inner.call(request).await?;
            println!("  answer   {}, request id {}", answer.status(), request_id(&answer));
            Ok(answer)
        })
    }
}

/// The request ID of a response. The rest of the body may contain a secret.
fn request_id(answer: &Response) -> &str {
    let body = std::str::from_utf8(answer.body()).unwrap_or_default();
    let id = body.split_once("<RequestId>").and_then(|(_, rest)| rest.split_once("</RequestId>"));
    id.map_or("unknown", |(id, _)| id)
}
