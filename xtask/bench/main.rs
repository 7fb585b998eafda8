//! Calls one operation several times in sequence, as often as the argument says. The same source is built with our
//! client and with the official one; only `{crate}` and `load` differ.

use {crate}::Client;
use {crate}::types::StatusType;

mod load;

#[cfg(feature = "allocations")]
mod allocations;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calls: u32 = std::env::args().nth(1).ok_or("usage: call CALLS")?.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = load::client().await?;
        call(&client).await?;
        #[cfg(feature = "allocations")]
        let before = allocations::count();
        for _ in 0..calls {
            call(&client).await?;
        }
        #[cfg(feature = "allocations")]
        println!("{}", allocations::count() - before);
        Ok(())
    })
}

async fn call(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    client
        .update_access_key()
        .user_name("Bob")
        .access_key_id("AKIAIOSFODNN7EXAMPLE")
        .status(StatusType::Inactive)
        .send()
        .await?;
    Ok(())
}
