//! A client for a service with blobs, based on tables and dynamic values.

use std::time::Duration;

use tinsmith_runtime::client::{Fault, Handle};
use tinsmith_runtime::config::retry::RetryConfig;
use tinsmith_runtime::config::{Builder, Config, Credentials, Region, StalledStreamProtectionConfig};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::error::SdkError;
use tinsmith_runtime::primitives::ByteStream;
use tinsmith_runtime::protocol::RestJson1;
use tinsmith_runtime::schema::{Datum, Kind, Member, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::shape::{Slot, Structure};
use tinsmith_runtime::stream;

static BLOB: Schema = Schema::simple("test#Blob", Kind::Blob, &[Trait::Streaming]);
static SIZED: Schema = Schema::simple("test#Sized", Kind::Blob, &[Trait::Streaming, Trait::RequiresLength]);
static NOTHING: Schema = Schema::structure("test#Nothing", &[], &[]);
static WITH_BLOB: Schema =
    Schema::structure("test#WithBlob", &[Member::new("body", &BLOB, &[Trait::HttpPayload])], &[]);
static WITH_SIZED: Schema =
    Schema::structure("test#WithSized", &[Member::new("body", &SIZED, &[Trait::HttpPayload])], &[]);

pub static SERVICE: Service = Service {
    traits: &[Trait::Auth(&[("schemes", Datum::Texts(&["aws.auth#sigv4"]))])],
    ..Service::example(&RestJson1)
};

/// Takes a blob of any size.
pub static PUT: Operation = operation("Put", &WITH_BLOB, &NOTHING, &[Trait::Http("PUT", "/blob", 200)]);
/// Takes a blob of known size.
pub static PUT_SIZED: Operation = operation("PutSized", &WITH_SIZED, &NOTHING, &[Trait::Http("PUT", "/blob", 200)]);
/// Returns a blob.
pub static GET: Operation = operation("Get", &NOTHING, &WITH_BLOB, &[Trait::Http("GET", "/blob", 200)]);

static TEXT: Schema = Schema::simple("test#Text", Kind::String, &[]);
static WORD: Schema = Schema::structure("test#Word", &[Member::new("text", &TEXT, &[])], &[]);
static GONE: Schema = Schema::structure("test#Gone", &[Member::new("message", &TEXT, &[])], &[Trait::Error(true)]);
/// A stream of words.
pub static WORDS: Schema = Schema::union(
    "test#Words",
    &[Member::new("word", &WORD, &[]), Member::new("gone", &GONE, &[])],
    &[Trait::Streaming],
);
static WITH_WORDS: Schema =
    Schema::structure("test#WithWords", &[Member::new("words", &WORDS, &[Trait::HttpPayload])], &[]);

/// Returns a stream of words.
pub static WATCH: Operation = operation("Watch", &NOTHING, &WITH_WORDS, &[Trait::Http("GET", "/words", 200)]);

/// Takes a stream of words and returns another.
pub static TALK: Operation = operation("Talk", &WITH_WORDS, &WITH_WORDS, &[Trait::Http("POST", "/talk", 200)]);

const fn operation(
    name: &'static str,
    input: &'static Schema,
    output: &'static Schema,
    traits: &'static [Trait],
) -> Operation {
    Operation { name, service: &SERVICE, input, output, errors: &[], traits }
}

/// A client for this server that aborts transfers that stall for a second.
pub fn client(url: &str) -> Handle {
    Handle::new(&SERVICE, config(url).build())
}

pub fn config(url: &str) -> Builder {
    let stalled = StalledStreamProtectionConfig::enabled().grace_period(Duration::ZERO).build();
    Config::builder()
        .region(Region::from_static("eu-west-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(url)
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(1)))
        .stalled_stream_protection(stalled)
}

/// Sends a blob.
pub async fn put(client: &Handle, operation: &'static Operation, blob: ByteStream) -> Result<(), SdkError<Fault>> {
    let mut input = Dynamic::new(operation.input);
    match input.member_mut(0).map(|it| it.slot()) {
        Some(Slot::Stream(place)) => *place = blob,
        _ => panic!("the member takes no stream"),
    }
    client.invoke(operation, &mut input, &mut Dynamic::new(operation.output), None).await
}

/// Starts to receive a blob.
pub async fn get(client: &Handle) -> Result<ByteStream, SdkError<Fault>> {
    let mut output = Dynamic::new(GET.output);
    client.invoke(&GET, &mut Dynamic::new(GET.input), &mut output, None).await?;
    Ok(stream::take_blob_of(&mut output).expect("a blob"))
}
