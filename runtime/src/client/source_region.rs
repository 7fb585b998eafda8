//! Requests that copy from another region, and so contain a presigned URL of the same request there.

use std::time::Duration;

use super::{ConstructionError, Shared, presign};
use crate::config::{Config, Region};
use crate::message::SerializeError;
use crate::presigning::PresigningConfig;
use crate::schema::Datum;
use crate::service::Operation;
use crate::shape::{Structure, View};

/// The validity of the URL, as in the AWS CLI.
const VALIDITY: Duration = Duration::from_secs(3600);

/// Fills in the presigned URL of an input that names the other region, unless it has a URL.
pub(super) async fn fill(
    shared: &Shared,
    operation: &'static Operation,
    input: &mut dyn Structure,
    config: &Config,
) -> Result<(), ConstructionError> {
    let Some(record) = operation.presigned_url() else { return Ok(()) };
    let index = |field: &str| {
        let name = Datum::find(record, field).and_then(Datum::text)?;
        Some(operation.input.find_member(name)?.0)
    };
    let (Some(member), Some(source)) = (index("member"), index("source")) else { return Ok(()) };
    let Some(source) = text(input, source) else { return Ok(()) };
    let Some(own) = config.region().filter(|_| text(input, member).is_none()) else { return Ok(()) };
    let mut builder = config.to_builder();
    builder.set_region(Some(Region::new(source)));
    match index("destination") {
        Some(destination) => put(input, destination, own.as_ref())?,
        None => {
            let parameter = format!("DestinationRegion={own}");
            builder.set_mutations(vec![std::sync::Arc::new(move |request| {
                request.url.push(if request.url.contains('?') { '&' } else { '?' });
                request.url.push_str(&parameter);
            })]);
        }
    }
    let validity = PresigningConfig::expires_in(VALIDITY).map_err(|error| SerializeError::new(error.to_string()))?;
    let presigned = presign::run(shared, operation, input, &builder.build(), &validity).await?;
    put(input, member, presigned.uri())
}

fn text(input: &dyn Structure, index: usize) -> Option<String> {
    match input.member(index)?.view() {
        View::String(text) if !text.is_empty() => Some(text.to_owned()),
        _ => None,
    }
}

fn put(input: &mut dyn Structure, index: usize, text: &str) -> Result<(), ConstructionError> {
    let place = input.member_mut(index).map(|it| it.slot().put_string(text.to_owned()));
    match place {
        Some(Ok(())) => Ok(()),
        _ => Err(SerializeError::new("the member for a presigned URL or region is not a string").into()),
    }
}
