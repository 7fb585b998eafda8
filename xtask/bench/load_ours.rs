//! A client with the configuration from the environment and profiles.

pub async fn client() -> Result<tinsmith_iam::Client, Box<dyn std::error::Error>> {
    let config = tinsmith_iam::config::Loader::new().load()?;
    Ok(tinsmith_iam::Client::from_conf(config))
}
