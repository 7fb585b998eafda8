//! Calls the shop.

use std::time::Duration;

use shop::client::Waiters;
use shop::config::Token;
use shop::config::retry::RetryConfig;
use shop::operation::get_product::GetProductError;
use shop::operation::place_order::PlaceOrderError;
use shop::primitives::{DateTime, Document};
use shop::types::{Card, Currency, Line, Money, OrderStatus, Payment};
use shop::{Client, Config};

use crate::Outcome;

fn details() -> Document {
    let list = vec![Document::from(1_u64), Document::from("two"), Document::Null];
    Document::Object([("any".to_owned(), Document::Array(list))].into_iter().collect())
}

pub async fn run(url: &str) -> Outcome {
    let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
    let config = || Config::builder().endpoint_url(url).retry_config(retries.clone());
    let stranger = Client::from_conf(config().build());
    assert!(stranger.health().send().await?.open());
    let error = stranger.list_products().send().await.expect_err("no token");
    assert!(format!("{}", shop::error::DisplayErrorContext(&error)).contains("token"), "{error:?}");

    let client = Client::from_conf(config().bearer_token(Token::new("let-me-in", None)).build());
    let price = Money::builder().amount("0.1000000000000000000001".parse()?).currency(Currency::Chf).build()?;
    let put = client.put_product().sku("ZZ-0000").name("Tin").price(price.clone()).version("7").details(details());
    let put = put.send().await?;
    assert_eq!((put.version(), put.status()), (Some("\"7\""), Some(201)));
    let product = client.get_product().sku("AB-0001").send().await?;
    assert_eq!((product.name(), product.stock(), product.tags()), ("Tin «π»", 0, ["a".to_owned()].as_slice()));
    assert_eq!(product.changed(), Some(&DateTime::from_secs(1_795_478_400)));
    assert_eq!(product.price().map(|it| it.currency()), Some(&Currency::Chf));
    let waited = client.wait_until_in_stock().sku("AB-0002").wait(Duration::from_secs(20)).await?;
    assert_eq!(waited.into_result().expect("a product").stock(), 1);
    client.update_product().sku("AB-0001").price(price).send().await?;
    client.delete_product().sku("AB-0001").send().await?;

    let mut products = client.list_products().filters("tag", "x y").limit(1).into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(product) = products.next().await {
        let product = product?;
        found.push(format!("{} {}", product.sku(), product.name().unwrap_or_default()));
    }
    assert_eq!(found, ["AB-0001 limit=1&tag=x%20y", "AB-0002 after=1&limit=1&tag=x%20y", "AB-0003 after=2&limit=1&tag=x%20y"]);

    assert_eq!(client.add_review().sku("AB-0001").text("good «»").send().await?.review_id(), "good «»!");
    let reviews = client.list_reviews().sku("AB-0001").send().await?;
    assert_eq!((reviews.reviews(), reviews.counts().and_then(|it| it.get("good"))), (["good".to_owned(), String::new()].as_slice(), Some(&"1".to_owned())));

    let line = |sku: &str| Line::builder().sku(sku);
    let card = Payment::Card(Card::builder().number("4111").build()?);
    assert!(!format!("{card:?}").contains("4111"));
    let lines = [line("AB-0001").quantity(2).build()?, line("AB-0002").build()?];
    let placed = client.place_order().set_lines(Some(lines.to_vec())).payment(card).send().await?;
    assert_eq!((placed.order_id(), placed.status()), ("0badcafe-0001", Some(&OrderStatus::Placed)));
    let order = client.get_order().order_id("0badcafe-0001").send().await?;
    let order = order.order().expect("an order");
    assert_eq!(order.payment(), Some(&Payment::GiftCard("GIFT".to_owned())));
    assert_eq!(order.status(), Some(&OrderStatus::from("lost")));

    let error = client.get_product().sku("XX-0000").send().await.expect_err("no product").into_service_error();
    assert!(matches!(&error, GetProductError::NoSuchProduct(it) if it.similar() == ["XX-0001"]), "{error:?}");
    let order = client.place_order().lines(line("XX-0000").build()?).payment(Payment::Invoice);
    let error = order.send().await.expect_err("none left").into_service_error();
    assert!(matches!(&error, PlaceOrderError::OutOfStock(it) if it.sku() == "XX-0000"), "{error:?}");
    Ok(())
}
