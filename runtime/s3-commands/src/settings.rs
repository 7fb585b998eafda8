//! Settings of transfers, from the key `s3` of the profile.
//!
//! <https://docs.aws.amazon.com/cli/latest/topic/s3-config.html>

use tinsmith_cli::command::{Failure, Globals, nested_settings};

use crate::sizes;

/// The settings of transfers.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The number of concurrent requests.
    pub(crate) max_requests: usize,
    /// The minimum size of files that are transferred in parts.
    pub(crate) threshold: u64,
    /// The size of a part.
    pub(crate) part_size: u64,
    /// The maximum number of bytes per second.
    pub(crate) max_bandwidth: Option<u64>,
}

impl Settings {
    /// The settings of the profile.
    ///
    /// # Errors
    ///
    /// Fails if a value is not a positive number.
    pub(crate) fn load(globals: &Globals) -> Result<Self, Failure> {
        check_ignored(globals)?;
        let names = ["max_concurrent_requests", "multipart_threshold", "multipart_chunksize", "max_bandwidth"];
        let [requests, threshold, part_size, bandwidth] = nested_settings(globals, "s3", names);
        let [requests_name, threshold_name, part_size_name, bandwidth_name] = names;
        let requests = read(requests_name, requests, |text| text.trim().parse().ok())?;
        Ok(Self {
            max_requests: requests.map_or(10, |it| usize::try_from(it).unwrap_or(usize::MAX)).min(1000),
            threshold: read(threshold_name, threshold, sizes::parse)?.unwrap_or(8 << 20),
            part_size: read(part_size_name, part_size, sizes::parse)?.unwrap_or(8 << 20),
            max_bandwidth: read(bandwidth_name, bandwidth, sizes::parse_rate)?,
        })
    }
}

/// Checks the settings that have no effect here, so that a mistake in them is not only found by other programs.
fn check_ignored(globals: &Globals) -> Result<(), Failure> {
    const CLIENT: &str = "preferred_transfer_client";
    const CLIENTS: &[&str] = &["auto", "classic", "default", "crt"];
    let [client, queue, piece] = nested_settings(globals, "s3", [CLIENT, "max_queue_size", "io_chunksize"]);
    read("max_queue_size", queue, |text| text.trim().parse().ok())?;
    read("io_chunksize", piece, sizes::parse)?;
    match client.filter(|it| !CLIENTS.contains(&it.as_str())) {
        Some(other) => Err(Failure::General(format!(
            "Invalid value: \"{other}\" for configuration option: \"{CLIENT}\". Supported values are: auto, classic, crt"
        ))),
        None => Ok(()),
    }
}

fn read(name: &str, value: Option<String>, parse: fn(&str) -> Option<u64>) -> Result<Option<u64>, Failure> {
    let Some(text) = value else { return Ok(None) };
    match parse(&text) {
        Some(number) if number > 0 => Ok(Some(number)),
        _ => Err(Failure::General(format!("Value for {name} must be a positive integer: {text}"))),
    }
}
