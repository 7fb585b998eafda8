//! A program that uses everything in the model of cities.

use service::operation::get_city::{GetCityError, GetCityOutput};
use service::types::{Area, Place, Sky};

/// The type of each member, which inference would hide.
pub fn read(output: &GetCityOutput) -> f64 {
    let _: &str = output.name();
    let _: Option<i32> = output.population();
    let _: &[String] = output.tags();
    let place: Option<&Place> = output.place();
    let size: f64 = match output.shape() {
        Some(Area::Circle(size) | Area::Square(size)) => *size,
        _ => 0.0,
    };
    match output.sky() {
        Some(Sky::Clear) => size,
        Some(Sky::Cloudy) => -size,
        _ => place.map_or(0.0, |it| it.latitude() + it.longitude().unwrap_or_default()),
    }
}

/// Both operations, and the error by its type.
pub async fn call(client: &service::Client) -> Option<String> {
    let failed = match client.get_city().id("Zurich").send().await {
        Ok(output) => return Some(output.name().to_owned()),
        Err(error) => error.into_service_error(),
    };
    let _ = client.drop_city().id("Zurich").send().await;
    match failed {
        GetCityError::NoSuchCity(gone) => gone.message().map(str::to_owned),
        _ => None,
    }
}
