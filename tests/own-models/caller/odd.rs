//! Calls the service with odd names.

use odd_names::error::ProvideErrorMetadata;
use odd_names::operation::error::ErrorError;
use odd_names::config::Token;
use odd_names::primitives::DateTime;
use odd_names::types::{self, Choice, Enum, One, Option as OddOption, Some as OddSome, Single};
use odd_names::{Client, Config};

use crate::Outcome;

pub async fn run(url: &str) -> Outcome {
    let client = Client::from_conf(Config::builder().endpoint_url(url).api_key(Token::new("secret", None)).build());
    let string = types::String::builder().string("s").strings("a").labels("k", "v").build();
    let sent = client
        .client()
        .self_("a/b")
        .r#type("c/d e")
        .filter("x eq 'y'")
        .r#fn("1")
        .r#fn("2")
        .r#match(2_147_483_647)
        .user_name("one")
        .odd(3)
        .string(string)
        .option(OddOption::Some(OddSome::builder().build()))
        .union(Choice::SelfValue("me".to_owned()))
        .send()
        .await?;
    let body = sent.body().expect("a body");
    let source = body.source().expect("the request");
    assert!(source.starts_with("POST /v1/self/a%2Fb/c/d%20e?"), "{source}");
    assert!(source.contains("%24filter=x%20eq%20%27y%27") && source.contains("fn=1&fn=2"), "{source}");
    assert!(source.contains(r#""na\u00efve \"quoted\" \\ name\n":3"#) || source.contains("\"naïve \\\"quoted\\\" \\\\ name\\n\":3"), "{source}");
    assert!(source.contains(r#""union":{"self":"me"}"#), "{source}");
    assert_eq!(body.ok(), Some(&Choice::SelfValue("me".to_owned())));
    assert_eq!(body.union(), Some(&One::One(1)));
    assert!(body.strings().is_some_and(|it| it.get(&Enum::All).is_some_and(|it| it.string() == Some("s"))));

    let output = client.config_().params("a b", "&").headers("X-Any", "h").send().await?;
    assert_eq!((output.single(), output.after()), (Some(&Single::from("TWO")), Some(&DateTime::from_secs(1_795_478_400))));
    let config = output.config().expect("a config");
    assert_eq!((config.endpoint_url(), config.region()), (Some("/v1/config?fixed=%20value&flag&a%20b=%26"), Some("h")));

    let error = client.error().send().await.expect_err("an error");
    assert_eq!((error.code(), error.message()), (Some("Error_"), Some("m")));
    let ErrorError::Error(error) = error.into_service_error() else { panic!("another error") };
    assert_eq!((error.meta_value(), error.source(), error.kind()), (Some("i"), Some("s"), Some(&Enum::Emoji)));
    let result = client.result().send().await?;
    assert_eq!((result.ok(), result.err()), (Some("ok"), Some("err")));
    client.option().send().await?;
    client.self_().send().await?;
    client.r#async().send().await?;
    Ok(())
}
