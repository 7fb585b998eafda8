//! A client with the configuration from the environment and profiles.

pub async fn client() -> Result<aws_sdk_iam::Client, Box<dyn std::error::Error>> {
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    Ok(aws_sdk_iam::Client::new(&config))
}
