//! SHA hashes without ring, which needs a C compiler for WebAssembly.

use sha2::Digest;

/// A hash in progress.
pub(crate) enum Sha {
    #[cfg(feature = "checksum")]
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    #[cfg(feature = "checksum")]
    Sha512(sha2::Sha512),
    #[cfg(feature = "digest-auth")]
    Sha512Of256(sha2::Sha512_256),
}

impl Sha {
    #[cfg(feature = "checksum")]
    pub(crate) fn sha1() -> Self {
        Self::Sha1(Digest::new())
    }

    pub(crate) fn sha256() -> Self {
        Self::Sha256(Digest::new())
    }

    #[cfg(feature = "checksum")]
    pub(crate) fn sha512() -> Self {
        Self::Sha512(Digest::new())
    }

    #[cfg(feature = "digest-auth")]
    pub(crate) fn sha512_256() -> Self {
        Self::Sha512Of256(Digest::new())
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            #[cfg(feature = "checksum")]
            Self::Sha1(it) => it.update(bytes),
            Self::Sha256(it) => it.update(bytes),
            #[cfg(feature = "checksum")]
            Self::Sha512(it) => it.update(bytes),
            #[cfg(feature = "digest-auth")]
            Self::Sha512Of256(it) => it.update(bytes),
        }
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            #[cfg(feature = "checksum")]
            Self::Sha1(it) => it.finalize().to_vec(),
            Self::Sha256(it) => it.finalize().to_vec(),
            #[cfg(feature = "checksum")]
            Self::Sha512(it) => it.finalize().to_vec(),
            #[cfg(feature = "digest-auth")]
            Self::Sha512Of256(it) => it.finalize().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sha as Portable;
    use crate::checksum::sha::Sha;

    #[test]
    fn both_implementations_give_the_same_hashes() {
        let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(1000).collect();
        let pairs = || {
            [
                (Sha::sha1(), Portable::sha1()),
                (Sha::sha256(), Portable::sha256()),
                (Sha::sha512(), Portable::sha512()),
                #[cfg(feature = "digest-auth")]
                (Sha::sha512_256(), Portable::sha512_256()),
            ]
        };
        for at in [0, 1, 63, 64, 65, 127, 128, 999, 1000] {
            let (first, second) = bytes.split_at(at);
            for (mut ours, mut portable) in pairs() {
                for part in [first, second] {
                    ours.update(part);
                    portable.update(part);
                }
                assert_eq!(ours.finish().as_ref(), portable.finish(), "{at}");
            }
        }
    }
}
