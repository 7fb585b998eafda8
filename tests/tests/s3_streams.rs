//! Uploads and downloads an object of 100 MB by stream, with tables loaded from the S3 model. moto is the service.

#[path = "streams/server.rs"]
#[expect(dead_code, reason = "only its bytes are needed here")]
mod server;
#[path = "streams/source.rs"]
#[expect(dead_code, reason = "not all of it is needed here")]
mod source;

use tinsmith_codegen::Selection;
use tinsmith_runtime::client::Handle;
use tinsmith_runtime::config::{Config, Credentials, Region};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::primitives::ByteStream;
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Slot, Structure};
use tinsmith_runtime::stream::take_blob_of;
use tinsmith_tests::{moto, peers};

const SIZE: u64 = 100 << 20;

/// The operation's input with these strings.
fn input(operation: &'static Operation, texts: &[(&str, &str)]) -> Dynamic {
    let mut input = Dynamic::new(operation.input);
    for (name, text) in texts {
        let (index, _) = operation.input.find_member(name).unwrap();
        input.member_mut(index).unwrap().slot().put_string((*text).to_owned()).unwrap();
    }
    input
}

#[tokio::test]
async fn an_object_goes_up_and_down_by_stream() {
    let Some(model) = peers::shared("models/s3.json") else { return peers::skip("the shared data has no model of S3") };
    let Some(url) = moto::shared() else { return };
    let names = ["CreateBucket", "PutObject", "GetObject", "HeadObject"].map(str::to_owned);
    let selection = Selection { operations: Some(names.to_vec()), ..Selection::default() };
    let tables = tinsmith_tables::load_files(&[model], &selection).unwrap().tables.leak();
    let operation = |name: &str| tables.operation(name).unwrap().unwrap();
    let config = Config::builder()
        .region(Region::from_static("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "secret", None, None, "test"))
        .endpoint_url(url);
    let client = Handle::new(tables.service().unwrap(), config.build());
    let call = async |operation: &'static Operation, mut input: Dynamic| {
        let mut output = Dynamic::new(operation.output);
        client.invoke(operation, &mut input, &mut output, None).await.map(|()| output)
    };

    call(operation("CreateBucket"), input(operation("CreateBucket"), &[("Bucket", "streams")])).await.unwrap();
    let object = [("Bucket", "streams"), ("Key", "large/object")];
    let file = source::file("object", SIZE);
    let mut put = input(operation("PutObject"), &object);
    let (index, _) = put.schema().find_member("Body").unwrap();
    match put.member_mut(index).unwrap().slot() {
        Slot::Stream(place) => {
            *place = ByteStream::read_from().path(&file).buffer_size(1 << 18).build().await.unwrap();
        }
        _ => panic!("the body is not a stream"),
    }
    call(operation("PutObject"), put).await.unwrap();

    let mut output = call(operation("GetObject"), input(operation("GetObject"), &object)).await.unwrap();
    let mut body = take_blob_of(&mut output).unwrap();
    let mut place = 0;
    while let Some(bytes) = body.try_next().await.unwrap() {
        for (at, bytes) in bytes.chunks(1 << 20).enumerate() {
            assert!(*bytes == *server::part(place + ((at as u64) << 20), bytes.len()));
        }
        place += bytes.len() as u64;
    }
    assert_eq!(place, SIZE);
    std::fs::remove_file(file).unwrap();
}
