//! What the programs have in common: a client with a configuration in code, and calls in sequence.

use std::future::Future;

/// The result of a call.
pub type Called = Result<(), Box<dyn std::error::Error>>;

/// Makes one call, and then as many as the first argument says.
pub fn run<F: Future<Output = Called>>(mut call: impl FnMut() -> F) -> Called {
    let calls: u32 = std::env::args().nth(1).ok_or("usage: PROGRAM CALLS [CASE]")?.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for _ in 0..=calls {
            call().await?;
        }
        Ok(())
    })
}

/// The second argument.
#[allow(dead_code, reason = "not every program has cases")]
pub fn case() -> String {
    std::env::args().nth(2).unwrap_or_default()
}

/// A client of the server in the environment.
#[macro_export]
macro_rules! client {
    ($krate:ident) => {{
        let config = $krate::Config::builder()
            .behavior_version($krate::config::BehaviorVersion::latest())
            .region($krate::config::Region::new("us-east-1"))
            .credentials_provider($krate::config::Credentials::new("test", "test", None, None, "bench"))
            .endpoint_url(std::env::var("AWS_ENDPOINT_URL").unwrap_or_default());
        $krate::Client::from_conf(config.build())
    }};
}
