//! A program outside the project whose build script generates its client.

include!(concat!(env!("OUT_DIR"), "/client.rs"));

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: weather URL")?;
    let client = Client::from_conf(Config::builder().endpoint_url(url).build());
    let city = client.get_city().city_id("Zurich").send().await?;
    println!("{} {}", city.name(), city.coordinates().map_or(0.0, |it| it.latitude()));
    Ok(())
}
