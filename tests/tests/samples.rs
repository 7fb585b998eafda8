//! Checks the samples of every operation against the limits of their shapes.

use tinsmith_iam::docs::DOCS;
use tinsmith_iam::schema::OPERATIONS;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::from_str;
use tinsmith_runtime::schema::Schema;
use tinsmith_runtime::skeleton::Skeleton;
use tinsmith_runtime::validate::validate;

/// Every limit that a sample violates.
fn broken(name: &str, schema: &'static Schema) -> Vec<String> {
    let sample = Skeleton::new(schema, &DOCS).sample();
    match validate(&sample) {
        Ok(()) => Vec::new(),
        Err(violations) => violations.into_iter().map(|it| format!("{name}: {it}")).collect(),
    }
}

#[test]
fn every_sample_keeps_to_its_own_shape() {
    assert!(OPERATIONS.len() > 170, "the whole service");
    let outputs = OPERATIONS.iter().flat_map(|it| broken(it.name, it.output));
    // Examples in help are samples of an input.
    let inputs = OPERATIONS.iter().flat_map(|it| broken(it.name, it.input));
    assert_eq!(outputs.chain(inputs).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_printed_sample_is_read_as_what_it_shows() {
    for operation in OPERATIONS {
        let skeleton = Skeleton::new(operation.output, &DOCS);
        let mut read = Dynamic::new(operation.output);
        let done = from_str(&skeleton.to_output_json(), &mut read);
        assert!(done.is_ok(), "{}: {done:?}", operation.name);
        assert!(read == skeleton.sample(), "{}", operation.name);
    }
}
