//! Tables loaded from a model equal those of the crate generated from it.

use std::collections::HashSet;
use std::path::Path;

use tinsmith_codegen::Selection;
use tinsmith_pack::{Pack, PackWriter};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::schema::waiters::Waiter;
use tinsmith_runtime::schema::{Kind, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};
use tinsmith_runtime::skeleton::Skeleton;

static NO_DOCS: Docs = Docs::new(&[]);

fn iam() -> tinsmith_tables::StaticTables {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/iam");
    let files = ["model.json", "docs.json"].map(|name| models.join(name));
    let loaded = tinsmith_tables::load_files(&files, &Selection::default());
    loaded.expect("IAM's model loads").tables.leak()
}

#[test]
fn the_tables_of_iam_are_those_of_its_crate() {
    let loaded = iam();
    same_service(loaded.service().unwrap(), &tinsmith_iam::schema::SERVICE);
    let operations = loaded.operations().unwrap();
    let generated = tinsmith_iam::schema::OPERATIONS;
    assert_eq!(operations.len(), generated.len());
    let mut seen = HashSet::new();
    for (loaded, generated) in operations.iter().zip(generated) {
        same_operation(loaded, generated, &mut seen);
    }
    assert!(seen.len() > 700, "{} shapes are few for IAM", seen.len());
}

#[test]
fn the_tables_of_a_pack_are_the_same() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/iam");
    let files = ["model.json", "docs.json"].map(|name| models.join(name));
    let model = tinsmith_codegen::model::load_files(&files).unwrap();
    let described = tinsmith_codegen::describe::describe_model(model, &Selection::default()).unwrap();
    assert_eq!(described.command, "iam");
    let mut writer = PackWriter::new();
    writer.add(PackWriter::pack("iam", &described.description, true).unwrap());
    let pack = Pack::of_bytes(writer.finish().unwrap()).unwrap();
    let entry = pack.find("iam").unwrap();
    // A service costs bytes in the pack and no code. IAM is one of the larger ones.
    println!("IAM takes {} bytes", entry.packed_size());
    assert!(entry.packed_size() < 64 << 10, "{} bytes", entry.packed_size());
    let packed = pack.load(&entry).unwrap();
    let tables = tinsmith_tables::Tables::new(packed).leak();
    same_service(tables.service().unwrap(), &tinsmith_iam::schema::SERVICE);
    let mut seen = HashSet::new();
    for generated in tinsmith_iam::schema::OPERATIONS {
        same_operation(tables.operation(generated.name).unwrap().unwrap(), generated, &mut seen);
    }
    let id = tinsmith_iam::schema::SERVICE.id;
    assert_eq!(tables.docs().unwrap().shape(id), tinsmith_iam::docs::DOCS.shape(id));
}

#[test]
fn one_operation_costs_its_own_shapes() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/iam/model.json");
    let loaded = tinsmith_tables::load_files(&[models], &Selection::default()).unwrap().tables;
    let kept = loaded.clone();
    let tables = loaded.leak();
    let operation = tables.operation("UpdateAccessKey").unwrap().expect("it exists");
    assert_eq!(operation.input.members().len(), 3);
    assert!(tables.operation("UpdateAccessKeys").unwrap().is_none());
    let one = kept.size();
    tables.operations().unwrap();
    assert!(one * 4 < kept.size(), "one operation took {one} bytes, all take {}", kept.size());
}

#[test]
fn a_sketch_has_the_input_and_the_first_level_of_the_output() {
    let loaded = iam();
    for generated in tinsmith_iam::schema::OPERATIONS {
        let form = |it| Skeleton::new(it, &NO_DOCS).to_json();
        let shortest = loaded.sketch(generated.name, false).unwrap().expect("it exists");
        assert_eq!(form(shortest.input), form(generated.input), "{}", generated.name);
        let sketch = loaded.sketch(generated.name, true).unwrap().expect("it exists");
        let mut seen = HashSet::new();
        same_schema(sketch.input, generated.input, generated.name, &mut seen);
        same_traits(sketch.traits, generated.traits, generated.name);
        assert_eq!(sketch.output.id(), generated.output.id());
        assert_eq!(sketch.output.members().len(), generated.output.members().len(), "{}", generated.name);
        for (member, whole) in sketch.output.members().iter().zip(generated.output.members()) {
            assert_eq!((member.name(), member.target().id()), (whole.name(), whole.target().id()));
            same_traits(member.traits(), whole.traits(), generated.name);
        }
    }
    assert!(loaded.sketch("UpdateAccessKeys", false).unwrap().is_none());
    let update = |it: &Operation| it.input.find_member("Status").unwrap().1.target().kind();
    let shortest = loaded.sketch("UpdateAccessKey", false).unwrap().expect("it exists");
    assert!(matches!(update(shortest), Kind::Enum(&["Active"])));
    let operation = loaded.operation("UpdateAccessKey").unwrap().expect("it exists");
    assert!(matches!(update(operation), Kind::Enum(values) if values.len() > 1), "whole after a sketch");
    let operation = loaded.operation("ListUsers").unwrap().expect("it exists");
    assert!(operation.output.members()[0].target().members()[0].target().members().len() > 3, "whole after a sketch");
}

#[test]
fn documentation_and_samples_are_alike() {
    let loaded = iam();
    let (docs, generated): (&Docs, &Docs) = (loaded.docs().unwrap(), &tinsmith_iam::docs::DOCS);
    for operation in tinsmith_iam::schema::OPERATIONS {
        let input = loaded.operation(operation.name).unwrap().unwrap().input;
        let ours = Skeleton::new(input, docs).to_yaml();
        assert_eq!(ours, Skeleton::new(operation.input, generated).to_yaml(), "{}", operation.name);
    }
}

fn same_service(left: &Service, right: &Service) {
    // Debug shows every field, and no field of a service refers back to it.
    assert_eq!(format!("{left:?}"), format!("{right:?}"));
}

fn same_operation(left: &Operation, right: &Operation, seen: &mut HashSet<(String, String)>) {
    assert_eq!(left.name, right.name);
    same_service(left.service, right.service);
    same_schema(left.input, right.input, left.name, seen);
    same_schema(left.output, right.output, left.name, seen);
    assert_eq!(left.errors.len(), right.errors.len(), "{}", left.name);
    for (left, right) in left.errors.iter().zip(right.errors) {
        same_schema(left, right, left.name(), seen);
    }
    same_traits(left.traits, right.traits, left.name);
}

fn same_schema(left: &'static Schema, right: &'static Schema, path: &str, seen: &mut HashSet<(String, String)>) {
    if !seen.insert((left.id().to_owned(), path.split('.').next().unwrap_or_default().to_owned())) {
        return;
    }
    assert_eq!(left.id(), right.id(), "{path}");
    assert_eq!(left.kind(), right.kind(), "{path}");
    same_traits(left.traits(), right.traits(), path);
    assert_eq!(left.members().len(), right.members().len(), "{path}");
    for (left, right) in left.members().iter().zip(right.members()) {
        let path = format!("{path}.{}", left.name());
        assert_eq!(left.name(), right.name(), "{path}");
        same_traits(left.traits(), right.traits(), &path);
        same_schema(left.target(), right.target(), &path, seen);
    }
}

fn same_traits(left: &[Trait], right: &[Trait], path: &str) {
    // Debug of a pattern shows its source; the trees are compared separately. Waiters do not refer back.
    assert_eq!(format!("{left:?}"), format!("{right:?}"), "{path}");
    let patterns = |traits: &[Trait]| {
        let all =
            traits.iter().filter_map(|it| if let Trait::Pattern(it) = it { Some(it.root().copied()) } else { None });
        all.collect::<Vec<_>>()
    };
    assert_eq!(patterns(left), patterns(right), "{path}");
    let waiters = |traits: &[Trait]| -> Vec<&'static Waiter> {
        traits
            .iter()
            .filter_map(|it| if let Trait::Waitable(it) = it { Some(*it) } else { None })
            .flatten()
            .copied()
            .collect()
    };
    assert_eq!(waiters(left).len(), waiters(right).len(), "{path}");
}
