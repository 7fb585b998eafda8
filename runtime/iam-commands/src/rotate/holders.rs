//! Other places on this machine where the old key is used.

use std::path::{Path, PathBuf};

use tinsmith_cli::command::shown;
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::profile::{ProfileError, Profiles};

use super::credentials_file::CredentialsFileWriter;

/// Other places where the old key is still used, as far as this machine shows: the environment, and profiles other than
/// the one for the new key.
pub(super) fn holders(old: &str, writer: Option<&CredentialsFileWriter>) -> Vec<String> {
    let environment = Environment::of_process();
    let mut holders = Vec::new();
    if environment.get("AWS_ACCESS_KEY_ID") == Some(old) {
        holders.push("the environment variable AWS_ACCESS_KEY_ID".to_owned());
    }
    let config = environment.file("AWS_CONFIG_FILE", ".aws/config");
    let credentials = environment.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials");
    // Errors in the files were already reported when the signing credentials were loaded.
    let read = |path: Option<PathBuf>, load: fn(&Path) -> Result<Profiles, Vec<ProfileError>>| {
        path.map(|path| (shown(&path, &environment), load(&path).unwrap_or_default()))
    };
    let config = read(config, |path| Profiles::load(Some(path), None));
    let credentials = read(credentials, |path| Profiles::load(None, Some(path)));
    for (file, profiles) in config.iter().chain(&credentials) {
        let has_old = |name: &&str| profiles.get(name).and_then(|it| it.get("aws_access_key_id")) == Some(old);
        let is_kept = |name: &&str| writer.is_some_and(|it| it.shown == *file && it.profile == **name);
        let names = profiles.names().filter(|name| has_old(name) && !is_kept(name));
        holders.extend(names.map(|name| format!("the profile {name} of {file}")));
    }
    holders
}
