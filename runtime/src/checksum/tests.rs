#![cfg(feature = "checksum")]

use super::algorithm::{Algorithm, crc32};
use super::tree;

#[test]
fn checksums_are_those_of_the_standards() {
    // The check values of the catalogue of CRC algorithms, and the hashes of RFC 1321, 3174 and 6234.
    for (name, bytes, expected) in [
        ("CRC32", "123456789", "y/Q5Jg=="),
        ("crc32c", "123456789", "4waSgw=="),
        ("CRC64NVME", "123456789", "rosUhgp5mIg="),
        ("MD5", "abc", "kAFQmDzST7DWlj99KOF/cg=="),
        ("SHA1", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("SHA256", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    ] {
        let algorithm = Algorithm::of_name(name).expect(name);
        assert_eq!(algorithm.digest(bytes.as_bytes()), expected, "{name}");
    }
    assert_eq!(Algorithm::of_name("XXHASH64"), None);
    assert_eq!(crc32(b"123456789"), Some(0xcbf4_3926));
}

#[test]
fn parts_are_hashed_as_a_tree() {
    let [whole, tree] = tree::hashes(b"hello world").unwrap();
    assert_eq!(whole, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    assert_eq!(whole, tree);
    let [whole, tree] = tree::hashes(&vec![b'a'; (1 << 20) * 2 + 1]).unwrap();
    assert_ne!(whole, tree);
}
