//! The region of environment, profile or instance.

use aws_types::region::Region;
use tinsmith_credentials::InstanceCredentials;
use tinsmith_runtime::config::{Builder, Environment};
use tinsmith_runtime::profile::Profiles;

/// The region of the environment.
pub(crate) fn of_environment(environment: &Environment) -> Option<Region> {
    let name = environment.get("AWS_REGION").or_else(|| environment.get("AWS_DEFAULT_REGION"))?;
    Some(Region::new(name.to_owned()))
}

/// The profiles of the shared files, without those that cannot be read.
fn profiles(environment: &Environment) -> Profiles {
    Profiles::of(environment).unwrap_or_default()
}

/// The name of the profile: this one, or that of the environment.
fn profile_name<'a>(environment: &'a Environment, chosen: Option<&'a str>) -> &'a str {
    chosen.filter(|it| !it.is_empty()).or_else(|| environment.profile_name()).unwrap_or("default")
}

/// The region of the profile.
pub(crate) fn of_profile(environment: &Environment, chosen: Option<&str>) -> Option<Region> {
    let profiles = profiles(environment);
    let profile = profiles.get(profile_name(environment, chosen))?;
    profile.get("region").map(|it| Region::new(it.to_owned()))
}

/// The region of the instance.
pub(crate) async fn of_instance(environment: &Environment, chosen: Option<&str>, settings: &Builder) -> Option<Region> {
    let profiles = profiles(environment);
    let profile = profiles.get(profile_name(environment, chosen));
    let instance = InstanceCredentials::new(environment, profile, &settings.clone().build());
    match instance.region().await {
        Ok(region) => Some(region),
        Err(error) => {
            tracing::debug!(?error, "found no region in the instance metadata");
            None
        }
    }
}

/// The region of environment, profile or instance.
pub(crate) async fn find(environment: &Environment, profile: Option<&str>, settings: &Builder) -> Option<Region> {
    if let Some(region) = of_environment(environment).or_else(|| of_profile(environment, profile)) {
        return Some(region);
    }
    of_instance(environment, profile, settings).await
}
