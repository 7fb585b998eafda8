//! A program outside the project with a client that `tinsmith` generated.

use weather_client::{Client, Config};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: installed URL")?;
    let client = Client::from_conf(Config::builder().endpoint_url(url).build());
    let city = client.get_city().city_id("Zurich").send().await?;
    println!("{} {}", city.name(), city.coordinates().map_or(0.0, |it| it.latitude()));
    let mut cities = client.list_cities().page_size(1).into_paginator().items().send();
    while let Some(city) = cities.next().await {
        println!("{}", city?.name());
    }
    let error = client.get_city().city_id("Atlantis").send().await.expect_err("there is no such city");
    println!("{}", error.into_service_error());
    Ok(())
}
