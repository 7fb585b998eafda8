#![cfg(feature = "checksum")]

use super::algorithm::Algorithm;
use super::crc32;
#[cfg(feature = "tree-hash")]
use super::tree;

#[test]
fn checksums_are_those_of_the_standards() {
    // The check values of the catalogue of CRC algorithms, and the hashes of RFCs 1321, 3174 and 6234.
    for (name, bytes, expected) in [
        ("CRC32", "123456789", "y/Q5Jg=="),
        ("crc32c", "123456789", "4waSgw=="),
        ("CRC64NVME", "123456789", "rosUhgp5mIg="),
        ("MD5", "abc", "kAFQmDzST7DWlj99KOF/cg=="),
        ("SHA1", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("SHA256", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("SHA512", "abc", "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="),
        ("XXHASH64", "abc", "RLws9a13CZk="),
        ("XXHASH3", "abc", "eK9flIkvOVA="),
        ("XXHASH128", "abc", "BrBatnM6YYV4r1+UiS85UA=="),
    ] {
        let algorithm = Algorithm::of_name(name).expect(name);
        let digest = algorithm.digest(bytes.as_bytes());
        assert_eq!(digest, expected, "{name}");
        assert_eq!(digest.len(), algorithm.encoded_len(), "{name}");
    }
    assert_eq!(Algorithm::of_name("BLAKE3"), None);
    assert_eq!(crc32(b"123456789"), Some(0xcbf4_3926));
}

#[cfg(feature = "tree-hash")]
#[test]
fn parts_are_hashed_as_a_tree() {
    let [whole, tree] = tree::hashes(b"hello world").unwrap();
    assert_eq!(whole, "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
    assert_eq!(whole, tree);
    let [whole, tree] = tree::hashes(&vec![b'a'; (1 << 20) * 2 + 1]).unwrap();
    assert_ne!(whole, tree);
}
