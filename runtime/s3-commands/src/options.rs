//! The options of the commands, and the given arguments.

use tinsmith_cli::command::{Called, Failure, Opt, Read, Takes, content, read_words};

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Cp,
    Ls,
    Mb,
    Mv,
    Presign,
    Rb,
    Rm,
    Sync,
    Website,
}

/// An option: its name, number of values, permitted values and help text.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    pub(crate) choices: &'static [&'static str],
    pub(crate) about: &'static str,
    /// The commands that accept it.
    verbs: &'static [Verb],
}

const TRANSFERS: &[Verb] = &[Verb::Cp, Verb::Mv, Verb::Sync];
const FILTERED: &[Verb] = &[Verb::Cp, Verb::Mv, Verb::Sync, Verb::Rm];

const fn flag(verbs: &'static [Verb], name: &'static str, about: &'static str) -> Known {
    Known { name, takes: Takes::Nothing, choices: &[], about, verbs }
}

const fn one(verbs: &'static [Verb], name: &'static str, about: &'static str) -> Known {
    Known { name, takes: Takes::One, choices: &[], about, verbs }
}

const fn choice(
    verbs: &'static [Verb],
    name: &'static str,
    choices: &'static [&'static str],
    about: &'static str,
) -> Known {
    Known { name, takes: Takes::One, choices, about, verbs }
}

const fn default(
    verbs: &'static [Verb],
    name: &'static str,
    default: &'static str,
    choices: &'static [&'static str],
    about: &'static str,
) -> Known {
    Known { name, takes: Takes::OneOr(default), choices, about, verbs }
}

const fn many(verbs: &'static [Verb], name: &'static str, about: &'static str) -> Known {
    Known { name, takes: Takes::Many, choices: &[], about, verbs }
}

const ACLS: &[&str] = &[
    "private",
    "public-read",
    "public-read-write",
    "authenticated-read",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
];

const STORAGE_CLASSES: &[&str] = &[
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "GLACIER_IR",
];

const ALGORITHMS: &[&str] =
    &["CRC64NVME", "CRC32", "SHA256", "SHA1", "CRC32C", "SHA512", "XXHASH64", "XXHASH3", "XXHASH128"];

/// The options of all commands.
pub(crate) const KNOWN: &[Known] = &[
    flag(FILTERED, "dryrun", "Show the actions without performing them."),
    flag(FILTERED, "quiet", "Show nothing, not even errors."),
    one(FILTERED, "include", "Include what matches this pattern. If several filters match, the last one wins."),
    one(FILTERED, "exclude", "Exclude what matches this pattern."),
    choice(TRANSFERS, "acl", ACLS, "The canned access control list of the new objects."),
    flag(TRANSFERS, "follow-symlinks", "Follow symbolic links in uploads. This is the default."),
    flag(TRANSFERS, "no-follow-symlinks", "Do not upload symbolic links."),
    flag(TRANSFERS, "no-guess-mime-type", "Do not guess the content type from the file name."),
    default(TRANSFERS, "sse", "AES256", &["AES256", "aws:kms"], "Server-side encryption of the new objects."),
    default(TRANSFERS, "sse-c", "AES256", &["AES256"], "Server-side encryption with the key of --sse-c-key."),
    one(TRANSFERS, "sse-c-key", "The key for --sse-c, as text or fileb://PATH."),
    one(TRANSFERS, "sse-kms-key-id", "The id of the AWS KMS key for --sse aws:kms."),
    default(TRANSFERS, "sse-c-copy-source", "AES256", &["AES256"], "The encryption of the object to copy."),
    one(TRANSFERS, "sse-c-copy-source-key", "The key of the object to copy."),
    choice(TRANSFERS, "storage-class", STORAGE_CLASSES, "The storage class of the new objects."),
    many(TRANSFERS, "grants", "Grants of the new objects, such as read=uri=URI or full=id=ID."),
    one(TRANSFERS, "website-redirect", "The URL to which a website redirects requests for the object."),
    one(TRANSFERS, "content-type", "The content type of the new objects."),
    one(TRANSFERS, "cache-control", "The Cache-Control header of the new objects."),
    one(TRANSFERS, "content-disposition", "The Content-Disposition header of the new objects."),
    one(TRANSFERS, "content-encoding", "The Content-Encoding header of the new objects."),
    one(TRANSFERS, "content-language", "The Content-Language header of the new objects."),
    one(TRANSFERS, "expires", "The time until which the new objects can be cached."),
    one(TRANSFERS, "source-region", "The region of the source bucket."),
    flag(FILTERED, "only-show-errors", "Show only errors and warnings."),
    flag(TRANSFERS, "no-progress", "Do not show progress."),
    one(TRANSFERS, "progress-frequency", "The interval between progress updates in seconds."),
    flag(TRANSFERS, "progress-multiline", "Show each progress update on a separate line."),
    one(
        &[Verb::Cp, Verb::Mv, Verb::Sync, Verb::Rm, Verb::Ls],
        "page-size",
        "The number of objects listed per request. Default 1000.",
    ),
    flag(TRANSFERS, "ignore-glacier-warnings", "Skip archived objects without a warning."),
    flag(TRANSFERS, "force-glacier-transfer", "Transfer archived objects too."),
    default(
        &[Verb::Cp, Verb::Mv, Verb::Sync, Verb::Rm, Verb::Ls],
        "request-payer",
        "requester",
        &["requester"],
        "Confirm that the requester is charged.",
    ),
    choice(TRANSFERS, "checksum-mode", &["ENABLED"], "Request and verify the checksums of objects."),
    choice(TRANSFERS, "checksum-algorithm", ALGORITHMS, "The algorithm of the checksums of new objects."),
    one(TRANSFERS, "metadata", "Metadata of the new objects, as KEY=VALUE,… or JSON."),
    choice(
        TRANSFERS,
        "copy-props",
        &["none", "metadata-directive", "default", "all"],
        "The properties that copies keep: none, metadata, also tags (the default), or also annotations.",
    ),
    choice(
        TRANSFERS,
        "metadata-directive",
        &["COPY", "REPLACE"],
        "Whether a copy keeps metadata. Disables --copy-props.",
    ),
    one(&[Verb::Cp], "expected-size", "The size of a stream in bytes, needed beyond 50 GB."),
    flag(
        &[Verb::Cp, Verb::Mv, Verb::Rm, Verb::Ls],
        "recursive",
        "Process all files or objects under the directory or prefix.",
    ),
    flag(
        &[Verb::Mv],
        "validate-same-s3-paths",
        "Look up the buckets of access points, so that nothing is moved onto itself.",
    ),
    choice(
        TRANSFERS,
        "case-conflict",
        &["ignore", "skip", "warn", "error"],
        "How to handle downloads whose names differ only by case.",
    ),
    flag(TRANSFERS, "no-overwrite", "Transfer only what does not exist at the destination."),
    flag(&[Verb::Sync], "size-only", "Compare only sizes."),
    flag(&[Verb::Sync], "exact-timestamps", "Also download if sizes are equal and the local file is newer."),
    flag(&[Verb::Sync], "delete", "Remove what does not exist at the source from the destination."),
    flag(&[Verb::Ls], "human-readable", "Show sizes in units."),
    flag(&[Verb::Ls], "summarize", "Show the number and total size of the objects."),
    one(&[Verb::Ls], "bucket-name-prefix", "List buckets whose names have this prefix."),
    one(&[Verb::Ls], "bucket-region", "List buckets in this region."),
    one(&[Verb::Presign], "expires-in", "The validity of the URL in seconds, at most 604800. Default 3600."),
    flag(&[Verb::Rb], "force", "Remove the objects of the bucket first. Versions stay."),
    many(&[Verb::Mb], "tags", "A tag of the bucket, as KEY VALUE. Can be repeated."),
    one(&[Verb::Website], "index-document", "The suffix added to requests for a directory, such as index.html."),
    one(&[Verb::Website], "error-document", "The key of the object shown for errors."),
];

impl Verb {
    /// The command's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Cp => "cp",
            Self::Ls => "ls",
            Self::Mb => "mb",
            Self::Mv => "mv",
            Self::Presign => "presign",
            Self::Rb => "rb",
            Self::Rm => "rm",
            Self::Sync => "sync",
            Self::Website => "website",
        }
    }

    /// The command's description, in one sentence.
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::Cp => "Copy a file or object, or a tree of them",
            Self::Ls => "List buckets, or objects and prefixes",
            Self::Mb => "Make a bucket",
            Self::Mv => "Move a file or object, or a tree of them",
            Self::Presign => "Print a URL with which anyone can download an object",
            Self::Rb => "Remove a bucket",
            Self::Rm => "Remove objects",
            Self::Sync => "Copy new and changed files or objects in a tree",
            Self::Website => "Configure a bucket as a website",
        }
    }

    /// The usage of its places.
    pub(crate) const fn usage(self) -> &'static str {
        match self {
            Self::Cp | Self::Mv | Self::Sync => "<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>",
            Self::Ls => "<S3Uri> or NONE",
            _ => "<S3Uri>",
        }
    }

    /// The number of its places, and their name in the message about a missing one.
    const fn places(self) -> (usize, &'static str) {
        match self {
            Self::Cp | Self::Mv | Self::Sync => (2, "paths"),
            Self::Rm | Self::Website | Self::Ls => (1, "paths"),
            Self::Mb | Self::Rb | Self::Presign => (1, "path"),
        }
    }

    /// The options that it accepts.
    pub(crate) fn options(self) -> impl Iterator<Item = &'static Known> {
        KNOWN.iter().filter(move |it| it.verbs.contains(&self))
    }
}

/// The parsed arguments of a command.
#[derive(Debug)]
pub(crate) struct Given {
    verb: Verb,
    /// The options by name, in the given order.
    options: Vec<(&'static str, Vec<String>)>,
    /// The places.
    pub(crate) places: Vec<String>,
}

impl Given {
    /// Parses the arguments of a command.
    pub(crate) fn read(verb: Verb, words: &[String]) -> Result<Self, Failure> {
        let known: Vec<&Known> = verb.options().collect();
        let table: Vec<Opt> =
            known.iter().map(|it| Opt { name: it.name.into(), takes: it.takes, choices: it.choices }).collect();
        let called =
            Called { name: format!("s3 {}", verb.name()), line: format!("s3 {} {}", verb.name(), verb.usage()) };
        let (count, what) = verb.places();
        let (Read { options, .. }, places) = read_words(&table, &called, words, count)?;
        if places.len() < count && verb != Verb::Ls {
            let message = format!("the following arguments are required: {what}");
            return Err(Failure::usage(message, Some(called)));
        }
        let options = options.into_iter().map(|(index, values)| (known[index].name, values)).collect();
        let given = Self { verb, options, places };
        given.check(&called)?;
        Ok(given)
    }

    /// Checks rules that the table of options does not contain.
    fn check(&self, called: &Called) -> Result<(), Failure> {
        for name in ["page-size", "progress-frequency", "expires-in"] {
            if let Some(text) = self.text(name).filter(|it| it.trim().parse::<i64>().is_err()) {
                return Err(Failure::General(format!("argument --{name}: invalid int value: '{text}'")));
            }
        }
        for tag in self.all("tags") {
            match tag {
                [_, _] => {}
                [_, _, rest @ ..] => return Err(Failure::Unknown(rest.join(", "), Some(called.clone()))),
                _ => {
                    let message = "argument --tags: expected 2 arguments".to_owned();
                    return Err(Failure::usage(message, Some(called.clone())));
                }
            }
        }
        Ok(())
    }

    /// The command.
    pub(crate) fn verb(&self) -> Verb {
        self.verb
    }

    /// Whether an option is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.options.iter().any(|(known, _)| *known == name)
    }

    /// The value of the last option with this name, unless it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let (_, values) = self.options.iter().rev().find(|(known, _)| *known == name)?;
        values.first().map(String::as_str).filter(|it| !it.is_empty())
    }

    /// The number in the last option with this name.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// The values of all options with this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [String]> {
        self.options.iter().filter(move |(known, _)| *known == name).map(|(_, values)| values.as_slice())
    }

    /// The bytes of a key, which may be in a file.
    pub(crate) fn key(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.text(name).map(content).transpose().map_err(Failure::Param)
    }

    /// The filters in the given order: whether each one includes, and its pattern.
    pub(crate) fn filters(&self) -> Vec<(bool, &str)> {
        let filter = |(name, values): &'_ (&'static str, Vec<String>)| {
            match *name {
                "include" => Some(true),
                "exclude" => Some(false),
                _ => None,
            }
            .filter(|_| !values.is_empty())
        };
        let filters = self.options.iter().filter_map(|it| filter(it).map(|includes| (includes, it.1[0].as_str())));
        filters.collect()
    }

    /// Whether to follow symbolic links, according to the last option.
    pub(crate) fn follows_symlinks(&self) -> bool {
        let mut named = self.options.iter().rev().map(|(name, _)| *name);
        named.find(|it| it.ends_with("follow-symlinks")) != Some("no-follow-symlinks")
    }

    /// Whether everything under a directory or prefix is meant.
    pub(crate) fn is_tree(&self) -> bool {
        self.verb == Verb::Sync || self.has("recursive")
    }
}
