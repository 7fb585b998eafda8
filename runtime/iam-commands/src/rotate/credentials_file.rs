//! Stores the new key in a profile of the shared credentials file.
//!
//! The file is never written in place: a temporary file, readable only by its owner, is written next to it and renamed
//! when complete. Readers see either the old or the new contents.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tinsmith_cli::command::{Failure, reason, shown};
use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file::{self, Lock, OWNER_ALONE};
use tinsmith_runtime::profile::{Profile, Profiles};

use zeroize::Zeroizing;

use super::backup::Backup;
use super::edit::{put_keys, repeated, sections};

/// Profile keys that name another source of credentials.
const ELSEWHERE: [&str; 6] =
    ["role_arn", "sso_session", "sso_start_url", "login_session", "credential_process", "web_identity_token_file"];

/// Writes to a profile of the shared credentials file.
pub(super) struct CredentialsFileWriter {
    /// The profile.
    pub profile: String,
    /// The file's path for messages.
    pub shown: String,
    /// The file, with links resolved.
    path: PathBuf,
    /// A description of what the profile had before.
    pub before: String,
    /// The profiles in the file when the rotation was planned.
    known: Vec<String>,
    /// The id of the key in the profile at that time.
    key: Option<String>,
}

/// The contents of the file, which may be secret.
type Contents = Zeroizing<Vec<u8>>;

/// The information to restore the file.
pub(super) struct Undo {
    /// The contents and metadata before. `None` if the file did not exist.
    before: Option<(Contents, Metadata)>,
    /// The contents after.
    after: Contents,
    /// The directories that were created for it, the innermost first.
    made: Vec<PathBuf>,
    /// A copy of the contents before, until the end of the rotation.
    _backup: Option<Backup>,
}

impl CredentialsFileWriter {
    /// The profile in the file that the environment names, if the key may be stored there: the profile has no other
    /// credentials than the old key, and the file can be replaced.
    pub(crate) fn new(profile: &str, old: &str, overwrite: bool) -> Result<Self, Failure> {
        let environment = Environment::of_process();
        let Some(path) = environment.file("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials") else {
            let message = "Failed to find the credentials file: there is no home directory. Set HOME, or name the file in \
                           AWS_SHARED_CREDENTIALS_FILE.";
            return Err(Failure::General(message.to_owned()));
        };
        let config = environment.file("AWS_CONFIG_FILE", ".aws/config");
        let profiles = load(config.as_deref(), &path)?;
        // Keys must not be added to a section that cannot be parsed.
        let unreadable: Vec<_> = match profiles.get(profile) {
            Some(found) => found.mistakes().map(ToString::to_string).collect(),
            None => {
                profiles.reasons_for_missing(profile).filter(|it| it.file() == path).map(ToString::to_string).collect()
            }
        };
        if !unreadable.is_empty() {
            return Err(Failure::General(unreadable.join("\n")));
        }
        let mut writer = Self {
            profile: profile.to_owned(),
            shown: shown(&path, &environment),
            // A link stays, and its target is replaced.
            path: fs::canonicalize(&path).unwrap_or(path),
            before: String::new(),
            known: Vec::new(),
            key: None,
        };
        let text = fs::read_to_string(&writer.path).unwrap_or_default();
        writer.check_repeated(&text)?;
        writer.known = sections(&text);
        writer.key = writer.key()?;
        writer.before = match profiles.get(profile).map(|it| held(it, old)) {
            None => "which is added".to_owned(),
            Some(Held::Nothing) => "which has no credentials yet".to_owned(),
            Some(Held::Old) => "in place of the old key".to_owned(),
            Some(Held::Other(other)) if overwrite => format!("in place of {other}"),
            Some(Held::Other(other)) => {
                return Err(Failure::General(format!(
                    "The profile {profile} has {other}, not the key to rotate. Choose another profile, or add \
                     --overwrite."
                )));
            }
        };
        // A device or other special file must not be replaced.
        match fs::metadata(&writer.path) {
            Ok(found) if !found.is_file() => Err(writer.failure("it is not a regular file")),
            _ => Ok(writer),
        }
    }

    /// Checks that a file like this one, with its owner and size, can be created in its directory.
    pub(crate) fn try_out(&self) -> Result<(), Failure> {
        /// More than the size of a profile's lines.
        const ADDED: u64 = 1024;
        let missing = self.missing();
        let directory = missing.last().and_then(|it| it.parent()).unwrap_or(self.directory());
        let like = fs::metadata(&self.path).ok();
        let size = like.as_ref().map_or(0, Metadata::len) + ADDED;
        let refused = |error: io::Error| {
            let shown = shown(directory, &Environment::of_process());
            self.failure(&format!("failed to create a file in the directory {shown}: {}", reason(&error)))
        };
        let (path, mut file) = private_file::create_beside(&self.path, directory).map_err(refused)?;
        let written = io::copy(&mut io::repeat(b'#').take(size), &mut file).map_err(refused);
        let granted = grant(&file, like.as_ref(), OWNER_ALONE).map_err(|error| self.failure(&reason(&error)));
        let removed = fs::remove_file(path).map_err(refused);
        written.and(granted).and(removed)
    }

    /// Rejects a file that contains the profile or one of its keys more than once.
    fn check_repeated(&self, text: &str) -> Result<(), Failure> {
        let Some((what, lines)) = repeated(text, &self.profile) else { return Ok(()) };
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        let (profile, lines) = (&self.profile, lines.join(" and "));
        let whose = if what.starts_with("the ") { format!("{what} {profile}") } else { format!("{what} of {profile}") };
        Err(self.failure(&format!("{whose} is in lines {lines}. Remove all but one")))
    }

    /// Whether the profile has a key with another id.
    pub(crate) fn has_other_key(&self, id: &str) -> bool {
        self.key().is_ok_and(|key| key.is_some_and(|key| key != id))
    }

    /// Takes a lock that keeps other rotations away from the file until it is dropped. Waits for another rotation.
    pub(crate) fn lock(&self) -> Result<Option<Lock>, Failure> {
        let missing = self.missing();
        let directory = missing.last().and_then(|it| it.parent()).unwrap_or(self.directory());
        let lock = private_file::lock(directory, LONGEST_WAIT)
            .map_err(|_| self.failure("timed out waiting for another rotation"))?;
        if lock.is_some() && self.key()? != self.key {
            return Err(self.failure(&format!("the key of the profile {} was changed in the meantime", self.profile)));
        }
        Ok(lock)
    }

    /// The id of the key in the profile now.
    fn key(&self) -> Result<Option<String>, Failure> {
        let profiles = load(None, &self.path)?;
        Ok(profiles.get(&self.profile).and_then(|it| it.get("aws_access_key_id")).map(str::to_owned))
    }

    /// Stores the key in the current contents of the file. If another program changes the file meanwhile, it is read
    /// again.
    pub(crate) fn store(&self, id: &str, secret: &str) -> Result<Undo, Failure> {
        let made = self.missing();
        let failed = |error: io::Error| {
            remove_empty(&made);
            self.failure(&reason(&error))
        };
        private_file::create_directory(self.directory()).map_err(failed)?;
        for _ in 0..MOST_READS {
            let before = self.read_settled().map_err(failed)?;
            let text = match &before {
                Some((bytes, _)) => std::str::from_utf8(bytes).map_err(|_| self.failure("the file is not UTF-8"))?,
                None => "",
            };
            self.check_repeated(text)?;
            self.check_profiles(text)?;
            let after = Contents::new(put_keys(text, &self.profile, id, secret).as_bytes().to_vec());
            let like = before.as_ref().map(|(_, metadata)| metadata);
            let expected = before.as_ref().map(|(bytes, _)| bytes.as_slice());
            let backup = expected.map(|it| Backup::write(&self.path, it)).transpose().map_err(failed)?;
            if self.replace_if(expected, &after, like).map_err(failed)? {
                return Ok(Undo { before, after, made, _backup: backup });
            }
        }
        Err(self.failure("another program keeps changing the file"))
    }

    /// Checks that profiles found when the rotation was planned are still there: a program that writes the file in
    /// place leaves it incomplete for a moment.
    fn check_profiles(&self, text: &str) -> Result<(), Failure> {
        let now = sections(text);
        let missing: Vec<&str> = self.known.iter().filter(|name| !now.contains(name)).map(String::as_str).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let profiles = missing.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if missing.len() > 3 { format!(" and {} more", missing.len() - 3) } else { String::new() };
        Err(self.failure(&format!("profiles are missing ({profiles}{more}); another program may be writing the file")))
    }

    /// Fails unless the profile still has this key.
    pub(crate) fn check(&self, id: &str, secret: &str) -> Result<(), Failure> {
        if self.stored().is_ok_and(|(stored_id, stored_secret)| stored_id == id && stored_secret == secret) {
            return Ok(());
        }
        Err(Failure::General(format!(
            "The profile {} of {} no longer has the new key: another program has changed it.",
            self.profile, self.shown
        )))
    }

    /// Reads the file until two consecutive reads are equal.
    fn read_settled(&self) -> io::Result<Option<(Contents, Metadata)>> {
        let mut earlier = self.read()?;
        for _ in 0..MOST_READS {
            std::thread::sleep(SETTLED_AFTER);
            let now = self.read()?;
            let is_same = now.as_ref().map(|(bytes, _)| bytes) == earlier.as_ref().map(|(bytes, _)| bytes);
            if is_same {
                return Ok(now);
            }
            earlier = now;
        }
        Err(io::Error::other("another program keeps changing the file"))
    }

    /// The id and secret that the profile has in the file.
    pub(crate) fn stored(&self) -> Result<(String, String), Failure> {
        let profiles = load(None, &self.path)?;
        let profile = profiles.get(&self.profile);
        let get = |key: &str| profile.and_then(|it| it.get(key)).map(str::to_owned);
        get("aws_access_key_id")
            .zip(get("aws_secret_access_key"))
            .ok_or_else(|| self.failure("the key is missing in the file"))
    }

    /// Restores the file. The error is a message.
    pub(crate) fn restore(&self, undo: &Undo) -> Result<(), String> {
        let now = self.read().map_err(|error| reason(&error))?;
        if now.is_none_or(|(bytes, _)| bytes != undo.after) {
            return Err("another program changed it in the meantime".to_owned());
        }
        let restored = match &undo.before {
            Some((bytes, metadata)) => self.replace(bytes, Some(metadata), access(metadata)),
            None => fs::remove_file(&self.path).inspect(|()| remove_empty(&undo.made)),
        };
        restored.map_err(|error| reason(&error))
    }

    /// The contents and metadata of the file. `None` if it does not exist.
    fn read(&self) -> io::Result<Option<(Contents, Metadata)>> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some((Contents::new(bytes), fs::metadata(&self.path)?))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file if it still has the expected contents. Returns whether it did.
    fn replace_if(&self, expected: Option<&[u8]>, bytes: &[u8], like: Option<&Metadata>) -> io::Result<bool> {
        if self.read()?.as_ref().map(|(bytes, _)| bytes.as_slice()) != expected {
            return Ok(false);
        }
        self.replace(bytes, like, OWNER_ALONE).map(|()| true)
    }

    /// Replaces the file with these bytes, and keeps the owner of the old one.
    fn replace(&self, bytes: &[u8], like: Option<&Metadata>, mode: u32) -> io::Result<()> {
        let (path, file) = private_file::create_beside(&self.path, self.directory())?;
        if let Err(error) = grant(&file, like, mode) {
            // The first error is the one to report.
            let _ = fs::remove_file(&path);
            return Err(error);
        }
        private_file::replace(&self.path, &path, file, bytes)
    }

    fn directory(&self) -> &Path {
        private_file::directory(&self.path)
    }

    /// The missing directories of the file, the innermost first.
    fn missing(&self) -> Vec<PathBuf> {
        let ancestors = self.directory().ancestors().filter(|it| !it.as_os_str().is_empty());
        ancestors.take_while(|it| !it.exists()).map(Path::to_owned).collect()
    }

    fn failure(&self, reason: &str) -> Failure {
        Failure::General(format!("Failed to store the key in {}: {reason}", self.shown))
    }
}

/// Removes directories that were created in vain, if they are empty.
fn remove_empty(directories: &[PathBuf]) {
    for directory in directories {
        if fs::remove_dir(directory).is_err() {
            return;
        }
    }
}

/// How long to wait for another rotation, which may verify its key for minutes.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// How long a file must stay unchanged to count as complete.
const SETTLED_AFTER: Duration = Duration::from_millis(20);

/// The maximum number of reads of a file that changes.
const MOST_READS: usize = 100;

/// The access mode of a file.
#[cfg(unix)]
fn access(metadata: &Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777
}

#[cfg(not(unix))]
fn access(_: &Metadata) -> u32 {
    OWNER_ALONE
}

/// Gives a new file the owner of the old one, and this access mode.
#[cfg(unix)]
fn grant(file: &File, like: Option<&Metadata>, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    if let Some(like) = like {
        let own = file.metadata()?;
        if own.uid() != like.uid() {
            let message = |error| io::Error::other(format!("failed to keep the file's owner, another user: {error}"));
            fchown(file, Some(like.uid()), None).map_err(message)?;
        }
        // A group that the user does not belong to cannot be set. The mode then denies the group access.
        if own.gid() != like.gid() {
            let _ = fchown(file, None, Some(like.gid()));
        }
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn grant(_: &File, _: Option<&Metadata>, _: u32) -> io::Result<()> {
    Ok(())
}

/// The credentials in a profile.
enum Held {
    Nothing,
    Old,
    Other(String),
}

fn held(profile: Profile<'_>, old: &str) -> Held {
    if let Some(key) = ELSEWHERE.iter().find(|key| profile.get(key).is_some()) {
        return Held::Other(format!("credentials by {key}"));
    }
    match profile.get("aws_access_key_id") {
        Some(id) if id == old => Held::Old,
        Some(id) => Held::Other(format!("the key {id}")),
        None if profile.get("aws_secret_access_key").is_some() => Held::Other("a secret key without its id".to_owned()),
        None => Held::Nothing,
    }
}

fn load(config: Option<&Path>, credentials: &Path) -> Result<Profiles, Failure> {
    Profiles::load(config, Some(credentials))
        .map_err(|errors| Failure::General(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}
