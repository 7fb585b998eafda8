//! Checksum algorithms.

#[cfg(feature = "checksum")]
pub(super) use known::{Algorithm, Hasher};
#[cfg(not(feature = "checksum"))]
pub(super) use unknown::Algorithm;

#[cfg(feature = "checksum")]
mod known {
    use aws_smithy_types::base64;
    use crc::{CRC_32_ISCSI, Crc, Digest as CrcDigest, Table};
    use xxhash_rust::xxh3::Xxh3Default;
    use xxhash_rust::xxh64::Xxh64;

    use crate::checksum::crc64::Crc64;
    use crate::checksum::sha::Sha;

    /// Sixteen tables, to process sixteen bytes at a time.
    static CRC32C: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);

    /// A checksum algorithm.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in crate::checksum) enum Algorithm {
        Crc32,
        Crc32c,
        Crc64Nvme,
        Md5,
        Sha1,
        Sha256,
        Sha512,
        Xxhash64,
        Xxhash3,
        Xxhash128,
    }

    impl Algorithm {
        const ALL: [Self; 10] = [
            Self::Crc32,
            Self::Crc32c,
            Self::Crc64Nvme,
            Self::Md5,
            Self::Sha1,
            Self::Sha256,
            Self::Sha512,
            Self::Xxhash64,
            Self::Xxhash3,
            Self::Xxhash128,
        ];

        /// The algorithm with this name. `None` if it is not supported.
        pub(in crate::checksum) fn of_name(name: &str) -> Option<Self> {
            Self::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(name))
        }

        pub(in crate::checksum) fn name(self) -> &'static str {
            match self {
                Self::Crc32 => "CRC32",
                Self::Crc32c => "CRC32C",
                Self::Crc64Nvme => "CRC64NVME",
                Self::Md5 => "MD5",
                Self::Sha1 => "SHA1",
                Self::Sha256 => "SHA256",
                Self::Sha512 => "SHA512",
                Self::Xxhash64 => "XXHASH64",
                Self::Xxhash3 => "XXHASH3",
                Self::Xxhash128 => "XXHASH128",
            }
        }

        /// How many characters the checksum has in base64.
        pub(in crate::checksum) fn encoded_len(self) -> usize {
            let bytes: usize = match self {
                Self::Crc32 | Self::Crc32c => 4,
                Self::Crc64Nvme | Self::Xxhash64 | Self::Xxhash3 => 8,
                Self::Md5 | Self::Xxhash128 => 16,
                Self::Sha1 => 20,
                Self::Sha256 => 32,
                Self::Sha512 => 64,
            };
            bytes.div_ceil(3) * 4
        }

        /// The checksum in base64, as in header fields.
        pub(in crate::checksum) fn digest(self, bytes: &[u8]) -> String {
            let mut hasher = Hasher::new(self);
            hasher.update(bytes);
            hasher.finish()
        }
    }

    /// A checksum in progress.
    pub(in crate::checksum) enum Hasher {
        Crc32(crc32fast::Hasher),
        Crc32c(CrcDigest<'static, u32, Table<16>>),
        Crc64(Crc64),
        Md5(md5::Context),
        Sha(Box<Sha>),
        Xxhash64(Xxh64),
        Xxhash3(Box<Xxh3Default>),
        Xxhash128(Box<Xxh3Default>),
    }

    impl Hasher {
        pub(in crate::checksum) fn new(algorithm: Algorithm) -> Self {
            match algorithm {
                Algorithm::Crc32 => Self::Crc32(crc32fast::Hasher::new()),
                Algorithm::Crc32c => Self::Crc32c(CRC32C.digest()),
                Algorithm::Crc64Nvme => Self::Crc64(Crc64::new()),
                Algorithm::Md5 => Self::Md5(md5::Context::new()),
                Algorithm::Sha1 => Self::Sha(Box::new(Sha::sha1())),
                Algorithm::Sha256 => Self::Sha(Box::new(Sha::sha256())),
                Algorithm::Sha512 => Self::Sha(Box::new(Sha::sha512())),
                Algorithm::Xxhash64 => Self::Xxhash64(Xxh64::new(0)),
                Algorithm::Xxhash3 => Self::Xxhash3(Box::default()),
                Algorithm::Xxhash128 => Self::Xxhash128(Box::default()),
            }
        }

        pub(in crate::checksum) fn update(&mut self, bytes: &[u8]) {
            match self {
                Self::Crc32(it) => it.update(bytes),
                Self::Crc32c(it) => it.update(bytes),
                Self::Crc64(it) => it.write(bytes),
                Self::Md5(it) => it.consume(bytes),
                Self::Sha(it) => it.update(bytes),
                Self::Xxhash64(it) => it.update(bytes),
                Self::Xxhash3(it) | Self::Xxhash128(it) => it.update(bytes),
            }
        }

        /// The checksum in base64.
        pub(in crate::checksum) fn finish(self) -> String {
            match self {
                Self::Crc32(it) => base64::encode(it.finalize().to_be_bytes()),
                Self::Crc32c(it) => base64::encode(it.finalize().to_be_bytes()),
                Self::Crc64(it) => base64::encode(it.sum64().to_be_bytes()),
                Self::Md5(it) => base64::encode(*it.finalize()),
                Self::Sha(it) => base64::encode(it.finish()),
                Self::Xxhash64(it) => base64::encode(it.digest().to_be_bytes()),
                Self::Xxhash3(it) => base64::encode(it.digest().to_be_bytes()),
                Self::Xxhash128(it) => base64::encode(it.digest128().to_be_bytes()),
            }
        }
    }
}

/// Without the feature, no algorithm is supported.
#[cfg(not(feature = "checksum"))]
mod unknown {
    /// No algorithms.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(in crate::checksum) enum Algorithm {}

    impl Algorithm {
        pub(in crate::checksum) fn of_name(_: &str) -> Option<Self> {
            None
        }

        pub(in crate::checksum) fn name(self) -> &'static str {
            match self {}
        }

        pub(in crate::checksum) fn digest(self, _: &[u8]) -> String {
            match self {}
        }
    }
}
