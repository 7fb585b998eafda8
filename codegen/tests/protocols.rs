//! Tests that the generator and the runtime have the same table of protocols.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use tinsmith_codegen::ir::PROTOCOLS;
use tinsmith_codegen::model::Protocol;
use tinsmith_runtime::protocol;

#[test]
fn every_protocol_of_the_generator_is_in_the_runtime() {
    for it in PROTOCOLS {
        let found = protocol::by_id(it.trait_id()).unwrap_or_else(|| panic!("{it} is missing in `protocol::ALL`"));
        assert_eq!(format!("{found:?}"), it.table(), "the runtime's name of {it}");
    }
}

#[test]
fn both_tables_have_the_same_order() {
    let ours: Vec<_> = Protocol::ALL.iter().filter(|it| PROTOCOLS.contains(it)).map(|it| it.trait_id()).collect();
    let theirs: Vec<_> = protocol::ALL.iter().map(|it| it.id()).collect();
    assert_eq!(ours, theirs);
}

#[test]
fn every_protocol_has_its_feature() {
    let manifest = include_str!("../../runtime/Cargo.toml");
    let all = manifest.lines().find(|line| line.starts_with("protocols = ")).expect("the feature `protocols`");
    for it in PROTOCOLS {
        let feature = it.feature();
        assert!(manifest.contains(&format!("\n{feature} = [")), "the runtime has no feature {feature}");
        assert!(all.contains(&format!("\"{feature}\"")), "the feature `protocols` lacks {feature}");
    }
}
