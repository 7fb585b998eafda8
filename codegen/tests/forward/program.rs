//! A program written for the first version of a model. It must compile and behave the same with the second version.

#![deny(warnings)]

use std::task::{Context, Poll, Waker};

use service::Client;
use service::error::{ProvideErrorMetadata, SdkError};
use service::operation::put_thing::{PutThing, PutThingError, PutThingInput, PutThingOutput};
use service::stub::{Answer, Stub};
use service::types::{Kind, Place, Thing};

/// The responses of a stub are available immediately.
fn now<T>(future: impl Future<Output = T>) -> T {
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("a stub does not wait"),
    }
}

fn put(answer: Answer) -> (Result<PutThingOutput, SdkError<PutThingError>>, Stub) {
    let stub = Stub::new().answer(PutThing, answer);
    let client = Client::from_conf(stub.config().endpoint_url("https://forward.example").build());
    let call = client.put_thing().name("cup").kind(Kind::Round).place(Place::Shelf(3));
    (now(call.send()), stub)
}

/// A response from the second version of the service.
fn thing(members: &str) -> Answer {
    let warnings = "<Warnings><member>mind</member></Warnings>";
    let body = format!(
        "<PutThingResponse><PutThingResult><Thing><Name>cup</Name>{members}</Thing>{warnings}</PutThingResult>\
         </PutThingResponse>"
    );
    Answer::response(200, &[], body)
}

fn error(status: u16, code: &str) -> Answer {
    let body = format!(
        "<ErrorResponse><Error><Code>{code}</Code><Message>m</Message><Name>cup</Name><Nearest>mug</Nearest></Error>\
         <RequestId>id</RequestId></ErrorResponse>"
    );
    Answer::response(status, &[], body)
}

/// Describes a value that may be newer than the program.
fn describe(thing: &Thing) -> String {
    let kind = match thing.kind() {
        Some(Kind::Round) => "round",
        Some(Kind::Square) => "square",
        Some(other) => other.as_str(),
        None => "of no kind",
    };
    let place = match thing.place() {
        Some(Place::Shelf(number)) => format!("on shelf {number}"),
        Some(Place::Room(name)) => format!("in room {name}"),
        Some(_) => "elsewhere".to_owned(),
        None => "nowhere".to_owned(),
    };
    let Thing { name, .. } = thing;
    format!("{name}: {kind}, {place}, {} parts", thing.parts().len())
}

fn outputs() {
    let cases = [
        ("<Kind>Round</Kind><Place><Shelf>3</Shelf></Place>", "cup: round, on shelf 3, 0 parts"),
        ("<Kind>Flat</Kind><Place><Box>b</Box></Place>", "cup: Flat, elsewhere, 0 parts"),
        ("<Owner><Name>Bob</Name></Owner><Parts><member>ear</member></Parts>", "cup: of no kind, nowhere, 1 parts"),
    ];
    for (members, expected) in cases {
        let (output, stub) = put(thing(members));
        let output = output.expect("an answer");
        assert_eq!(output.thing().map(describe).as_deref(), Some(expected));
        let parameters: Vec<_> = stub.calls()[0].parameters().map(|(name, value)| format!("{name}={value}")).collect();
        let sent = ["Action=PutThing", "Version=2020-01-01", "Name=cup", "Kind=Round", "Place.Shelf=3"];
        assert_eq!(parameters, sent);
    }
}

fn errors() {
    for (answer, expected) in [
        (error(404, "NoSuchThing"), "no cup"),
        (error(409, "ThingBusy"), "busy"),
        (error(400, "Unheard"), "Unheard"),
    ] {
        let error = put(answer).0.expect_err("an error");
        let told = match &error {
            SdkError::ServiceError(context) => match context.err() {
                PutThingError::NoSuchThing(it) => format!("no {}", it.name().unwrap_or_default()),
                it if it.code() == Some("ThingBusy") => "busy".to_owned(),
                it => it.code().unwrap_or_default().to_owned(),
            },
            _ => "something else".to_owned(),
        };
        assert_eq!(told, expected);
        match service::Error::from(error) {
            service::Error::NoSuchThing(it) => assert_eq!(it.message(), Some("m")),
            other => assert_eq!(other.message(), Some("m")),
        }
    }
}

fn inputs() {
    let json = r#"{"Name":"cup","Kind":"Flat"}"#;
    let input = PutThingInput::from_json(json).expect("an enum is open");
    assert_eq!((input.kind().map(Kind::as_str), input.to_json().as_str()), (Some("Flat"), json));
    assert_eq!(input.kind(), Some(&Kind::from("Flat")));
    assert!(PutThingInput::skeleton().to_json().contains("\"Name\""));
    assert!(PutThingInput::builder().build().expect("checked when it is sent").validate().is_err());
    let thing = Thing::builder().name("cup").parts("ear").build().expect("all that is required");
    assert_eq!(describe(&thing), "cup: of no kind, nowhere, 1 parts");
}

fn main() {
    outputs();
    errors();
    inputs();
    println!("as ever");
}
