//! CRC-64/NVME: with the processor's instructions where `crc64fast-nvme` has them, or else with tables.

#[cfg(any(target_arch = "aarch64", target_arch = "x86_64"))]
pub(super) use crc64fast_nvme::Digest as Crc64;
#[cfg(not(any(target_arch = "aarch64", target_arch = "x86_64")))]
pub(super) use tables::Crc64;

#[cfg(any(test, not(any(target_arch = "aarch64", target_arch = "x86_64"))))]
mod tables {
    use crc::{CRC_64_NVME, Crc, Digest, Table};

    /// Sixteen tables, to process sixteen bytes at a time.
    static CRC64: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_NVME);

    /// A checksum in progress.
    pub(crate) struct Crc64(Digest<'static, u64, Table<16>>);

    impl Crc64 {
        pub(crate) fn new() -> Self {
            Self(CRC64.digest())
        }

        pub(crate) fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        pub(crate) fn sum64(self) -> u64 {
            self.0.finalize()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_and_tables_agree() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|it| (it.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for (start, end) in
            [(0, 0), (0, 1), (1, 16), (3, 127), (0, 128), (5, 300), (7, 4096), (1, 65_536), (0, 100_000)]
        {
            let (mut ours, mut tables) = (Crc64::new(), tables::Crc64::new());
            // In two steps, of which the second is not aligned.
            let middle = start + (end - start) / 3;
            for part in [&bytes[start..middle], &bytes[middle..end]] {
                ours.write(part);
                tables.write(part);
            }
            assert_eq!(ours.sum64(), tables.sum64(), "{start}..{end}");
        }
    }
}
