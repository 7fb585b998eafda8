//! Hostile packs: their checksums are valid, and what they contain is not. Reading them, and calling their operations,
//! never panics, and takes limited time and memory.

#[allow(dead_code)] // `seeds.rs` uses more of it
#[path = "../fuzz/src/packs.rs"]
mod packs;

use std::path::Path;
use std::time::{Duration, Instant};

use packs::{calls, packed, sections};
use tinsmith_codegen::Selection;
use tinsmith_codegen::describe::describe_model;
use tinsmith_codegen::model::load_files;
use tinsmith_pack::description::{
    Condition, Description, Expr, Kind, Member, NodeRef, Operation, Outcome, Parameter, Pattern, PatternNode,
    PatternRef, Rules, Service, Shape, ShapeRef, Strings, Text, Trait,
};
use tinsmith_pack::{Broken, Pack, Source as _};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::skeleton::Skeleton;
use tinsmith_runtime::validate::validate;
use tinsmith_tables::Tables;

/// The number of changed packs for each model.
const CHANGES: usize = 200;

#[test]
fn changed_records_are_errors_or_other_tables() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/models");
    for name in ["every-type", "bindings", "streams", "waiters"] {
        let model = load_files(&[models.join(name).with_extension("json")]).unwrap();
        let described = describe_model(model, &Selection::default()).unwrap().description;
        let whole = sections(&described);
        let pack = Pack::of_bytes(packed(&whole)).unwrap();
        assert_eq!(pack.services().count(), 1, "{name}");
        let mut random = fastrand::Rng::with_seed(12);
        for _ in 0..CHANGES {
            let mut changed = whole.clone();
            for _ in 0..random.usize(1..4) {
                change(&mut changed, &mut random);
            }
            let response = [b"\x00{\"a\": [1]}".as_slice(), b"\x00<a><b>1</b></a>", b"\x01{}"];
            calls(packed(&changed), random.choice(response).unwrap());
        }
    }
}

/// Changes a record.
fn change(sections: &mut [Vec<Vec<u8>>], random: &mut fastrand::Rng) {
    let section = random.usize(..sections.len());
    let records = &mut sections[section];
    if records.is_empty() {
        return;
    }
    let index = random.usize(..records.len());
    match random.u8(..8) {
        0 => drop(records.remove(index)),
        1 => records.push(records[index].clone()),
        2 => records.swap(0, index),
        kind => {
            let record = &mut records[index];
            let at = random.usize(..=record.len());
            match kind {
                3 => record.truncate(at),
                4 => record.insert(at, random.u8(..)),
                5 => record.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0x0f]).for_each(drop),
                _ if at < record.len() => record[at] = random.u8(..),
                _ => record.push(random.u8(..)),
            }
        }
    }
}

/// A service with one operation, whose input and output are the shape with number 0.
fn service(strings: Strings, shapes: Vec<Shape>) -> Description {
    let mut strings = strings;
    let mut text = |it: &str| strings.add(it);
    let service = Service {
        id: text("demo#Demo"),
        version: text("1"),
        sdk_id: text("Demo"),
        endpoint_prefix: text("demo"),
        signing_name: text("demo"),
        title: text("Demo"),
        protocol: text("aws.protocols#restJson1"),
        traits: vec![],
    };
    let call = text("Call");
    let http = Trait::Http(text("POST"), text("/"), 200);
    let operation =
        Operation { name: call, input: ShapeRef(0), output: ShapeRef(0), errors: vec![], traits: vec![http] };
    Description {
        strings,
        service,
        rules: None,
        operations: vec![operation],
        shapes,
        patterns: vec![],
        waiters: vec![],
        docs: vec![],
    }
}

/// Loads the operation, writes its samples, and calls it. Returns the error of loading.
fn exercise(description: &Description) -> Option<Broken> {
    static NONE: Docs = Docs::new(&[]);
    let started = Instant::now();
    let bytes = packed(&sections(description));
    calls(bytes.clone(), b"\0{}");
    let pack = Pack::of_bytes(bytes).unwrap();
    let service = match pack.load(&pack.services().next().unwrap()) {
        Ok(service) => service,
        Err(error) => return Some(error),
    };
    let name = service.operation_name(0).unwrap().to_owned();
    let result = Tables::new(service).leak().operation(&name);
    if let Ok(Some(operation)) = &result {
        let output = Skeleton::new(operation.output, &NONE);
        let _ = (output.to_yaml(), output.to_output_yaml(), validate(&output.sample()));
    }
    // A machine may be busy. Without limits, it would take years.
    assert!(started.elapsed() < Duration::from_secs(300), "it took {:?}", started.elapsed());
    result.err()
}

fn shape(strings: &mut Strings, kind: Kind, members: &[(&str, u32)]) -> Shape {
    let id = strings.add(&format!("demo#Shape{}", strings.iter().len()));
    let member =
        |(name, target): &(&str, u32)| Member { name: strings.add(name), target: ShapeRef(*target), traits: vec![] };
    let members = members.iter().map(member).collect();
    Shape { id, kind, members, traits: vec![] }
}

fn simple(strings: &mut Strings, name: &str) -> Shape {
    let kind = Kind::Simple(strings.add(name));
    shape(strings, kind, &[])
}

/// The memory that this process has had at most, in megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|it| it.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).unwrap_or_default() / 1024
}

#[test]
fn lists_within_themselves_are_refused() {
    let mut strings = Strings::default();
    let shapes = vec![
        shape(&mut strings, Kind::Structure, &[("List", 1)]),
        shape(&mut strings, Kind::List, &[("member", 2)]),
        shape(&mut strings, Kind::List, &[("member", 1)]),
    ];
    let error = exercise(&service(strings, shapes)).unwrap();
    assert_eq!(error.to_string(), "damaged tables: a list or map is within itself");

    let mut strings = Strings::default();
    let shapes = vec![
        shape(&mut strings, Kind::Structure, &[("Map", 1)]),
        shape(&mut strings, Kind::Map, &[("key", 1), ("value", 1)]),
    ];
    let error = exercise(&service(strings, shapes)).unwrap();
    assert_eq!(error.to_string(), "damaged tables: the keys of a map are not strings");
}

#[test]
fn numbers_beyond_everything_are_refused() {
    let mut strings = Strings::default();
    let shapes = vec![shape(&mut strings, Kind::Structure, &[("A", 4_000_000_000)])];
    let error = exercise(&service(strings, shapes)).unwrap();
    assert_eq!(error.to_string(), "damaged tables: unknown shape 4000000000");

    let mut strings = Strings::default();
    let shapes = vec![shape(&mut strings, Kind::Structure, &[("A", 0)])];
    let mut description = service(strings, shapes);
    description.shapes[0].members[0].name = Text(u32::MAX);
    let error = exercise(&description).unwrap();
    assert_eq!(error.to_string(), "damaged tables: unknown text 4294967295");
}

#[test]
fn deep_and_branching_structures_take_limited_time() {
    let mut strings = Strings::default();
    let deep = (1..50_000).map(|next| shape(&mut strings, Kind::Structure, &[("Next", next % 49_999)]));
    let deep: Vec<Shape> = deep.collect();
    assert_eq!(exercise(&service(strings, deep)), None);

    // Two members of every structure lead to the next structure, so that a form would have 2^60 values.
    let mut strings = Strings::default();
    let mut required = |next: u32| {
        let flag = Trait::Flag(strings.add("Required"));
        let mut shape = shape(&mut strings, Kind::Structure, &[("A", next), ("B", next)]);
        shape.members.iter_mut().for_each(|it| it.traits.push(flag.clone()));
        shape
    };
    let mut shapes: Vec<Shape> = (1..=60).map(&mut required).collect();
    shapes.push(simple(&mut strings, "String"));
    assert_eq!(exercise(&service(strings, shapes)), None);
    assert!(peak() < 1500, "{} MB", peak());
}

#[test]
fn long_minimums_take_limited_memory() {
    let mut strings = Strings::default();
    let mut shapes = vec![shape(&mut strings, Kind::Structure, &[("List", 1), ("Pattern", 7)])];
    for next in 2..6 {
        let mut list = shape(&mut strings, Kind::List, &[("member", next)]);
        list.traits.push(Trait::Length(u64::MAX, u64::MAX));
        shapes.push(list);
    }
    shapes.push(shape(&mut strings, Kind::Map, &[("key", 6), ("value", 6)]));
    let mut text = simple(&mut strings, "String");
    text.traits.push(Trait::Length(u64::MAX, u64::MAX));
    shapes.push(text.clone());
    text.traits.push(Trait::Pattern(PatternRef(0)));
    shapes.push(text);
    let mut description = service(strings, shapes);
    let repeat = |node: u32| PatternNode::Repeat { node: NodeRef(node), min: u32::MAX, max: u32::MAX };
    let mut nodes = vec![PatternNode::Start];
    nodes.extend((0..200).map(repeat));
    description.patterns.push(Pattern { source: Text(0), nodes });
    assert_eq!(exercise(&description), None);
    assert!(peak() < 1500, "{} MB", peak());
}

#[test]
fn templates_that_double_are_cut_off() {
    let mut strings = Strings::default();
    let shapes = vec![shape(&mut strings, Kind::Structure, &[])];
    let mut exprs = vec![Expr::Text(strings.add("xxxxxxxx"))];
    let mut conditions = vec![Condition { assign: Some(strings.add("v0")), value: NodeRef(0) }];
    for index in 1..100_u32 {
        let before = strings.add(&format!("v{}", index - 1));
        let expr = match index % 2 {
            0 => Expr::Text(strings.add(&format!("{{v{0}}}{{v{0}}}", index - 1))),
            _ => Expr::Ref(before),
        };
        exprs.push(expr);
        let assign = Some(strings.add(&format!("v{index}")));
        conditions.push(Condition { assign, value: NodeRef(index) });
    }
    let url = strings.add("https://{v99}.example.com");
    exprs.push(Expr::Text(url));
    let nodes = (0..100).map(|index| [index, if index == 99 { -1 } else { index + 1 }, -1]).collect();
    let results = vec![Outcome::Endpoint { url: NodeRef(100), properties: vec![], headers: vec![] }];
    let mut description = service(strings, shapes);
    description.rules = Some(Rules { exprs, parameters: vec![], conditions, results, nodes, root: 0 });
    assert_eq!(exercise(&description), None);
    assert!(peak() < 1500, "{} MB", peak());
}

#[test]
fn rules_that_go_in_circles_end() {
    let mut strings = Strings::default();
    let shapes = vec![shape(&mut strings, Kind::Structure, &[])];
    let name = strings.add("Region");
    let mut description = service(strings, shapes);
    description.rules = Some(Rules {
        exprs: vec![Expr::Bool(true)],
        parameters: vec![Parameter { name, built_in: None, required: false, default: None }],
        conditions: vec![Condition { assign: None, value: NodeRef(0) }],
        results: vec![Outcome::NoMatch],
        nodes: vec![[0, 1, 1], [0, 0, i32::MAX], [i32::MIN, i32::MIN, i32::MIN]],
        root: 0,
    });
    assert_eq!(exercise(&description), None);
}

#[test]
fn decompression_bombs_are_refused() {
    // A million records of 16 bytes would be more than a service may take, and deflate makes a few kilobytes of them.
    let mut strings = Strings::default();
    let shapes = vec![shape(&mut strings, Kind::Structure, &[])];
    let mut sections = sections(&service(strings, shapes));
    let before = peak();
    sections[0].extend(std::iter::repeat_n(vec![0; 1 << 20], 20));
    let bytes = packed(&sections);
    let pack = Pack::of_bytes(bytes).unwrap();
    let error = pack.load(&pack.services().next().unwrap()).err().unwrap();
    assert_eq!(error.to_string(), "damaged tables: a chunk has an impossible size");
    assert!(peak() - before < 200, "{} MB", peak() - before);
}
