//! Tests the events between two versions of a model, and their effect on a program that uses the client.
//!
//! Each row changes the text of `city.smithy`. The events must be those in the row, and `program.rs` must or must not
//! compile with the new client, as the row says.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod traits;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith_codegen::diff::{Severity, diff};
use tinsmith_codegen::model::{Model, Source, load_sources};
use tinsmith_codegen::{CrateInfo, Selection, generate_model, output};

const MODEL: &str = include_str!("city.smithy");

/// The effect on the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    /// It compiles.
    Fits,
    /// It no longer compiles.
    Breaks,
}
use Program::{Breaks, Fits};

struct Row {
    name: &'static str,
    /// Texts and their replacements.
    edits: &'static [(&'static str, &'static str)],
    /// The severity, ID and shape of the events, without notes.
    events: &'static [&'static str],
    /// The IDs of notes.
    notes: &'static [&'static str],
    program: Program,
}

const ROWS: &[Row] = &[
    Row { name: "same", edits: &[], events: &[], notes: &[], program: Fits },
    Row {
        name: "operation-added",
        edits: &[
            ("[GetCity, DropCity]", "[GetCity, DropCity, Ping]"),
            ("@idempotent", "@readonly @http(method: \"GET\", uri: \"/ping\") operation Ping {}\n@idempotent"),
        ],
        events: &[],
        notes: &["AddedOperationBinding.ToService.Ping", "AddedShape"],
        program: Fits,
    },
    Row {
        name: "member-added",
        edits: &[("    tags: Tags", "    tags: Tags\n    mayor: String")],
        events: &[],
        notes: &["AddedShape"],
        program: Fits,
    },
    Row {
        name: "enum-value-added",
        edits: &[("CLOUDY = \"cloudy\"", "CLOUDY = \"cloudy\"\n    FOGGY = \"foggy\"")],
        events: &[],
        notes: &["AddedShape", "ChangedEnumTrait.Appended.2"],
        program: Fits,
    },
    Row {
        name: "union-member-added",
        edits: &[("    square: Double", "    square: Double\n    line: Double")],
        events: &[],
        notes: &["AddedShape"],
        program: Fits,
    },
    Row {
        name: "error-added",
        edits: &[
            ("errors: [NoSuchCity]", "errors: [NoSuchCity, Busy]"),
            ("@idempotent", "@error(\"server\") structure Busy {}\n@idempotent"),
        ],
        events: &["WARNING AddedOperationError.Busy demo#GetCity"],
        notes: &["AddedShape"],
        program: Fits,
    },
    Row {
        name: "length-widened",
        edits: &[("max: 40", "max: 50")],
        events: &[],
        notes: &["ModifiedTrait.Update.smithy.api#length"],
        program: Fits,
    },
    Row {
        name: "operation-removed",
        edits: &[("[GetCity, DropCity]", "[GetCity]")],
        events: &["ERROR RemovedOperationBinding.FromService.DropCity demo#Cities"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "member-removed",
        edits: &[("    population: Integer\n", "")],
        events: &["ERROR RemovedShape demo#GetCityOutput$population", "DANGER ChangedMemberOrder demo#GetCityOutput"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "member-renamed",
        edits: &[("    tags: Tags", "    labels: Tags")],
        events: &["ERROR RemovedShape demo#GetCityOutput$tags", "DANGER ChangedMemberOrder demo#GetCityOutput"],
        notes: &["AddedShape"],
        program: Breaks,
    },
    Row {
        name: "target-changed",
        edits: &[("population: Integer", "population: Long")],
        events: &["ERROR ChangedMemberTarget demo#GetCityOutput$population"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "no-longer-required",
        edits: &[("    @required\n    name: String", "    name: String")],
        events: &["ERROR ChangedNullability.RemovedRequiredTrait demo#GetCityOutput$name"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "now-required",
        edits: &[("    population: Integer", "    @required\n    population: Integer")],
        events: &["ERROR ChangedNullability.AddedRequiredTrait demo#GetCityOutput$population"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "enum-value-removed",
        edits: &[("    CLOUDY = \"cloudy\"\n", "")],
        events: &["ERROR ChangedEnumTrait.Removed.1 demo#Sky", "ERROR RemovedShape demo#Sky$CLOUDY"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "enum-name-changed",
        edits: &[("CLOUDY = \"cloudy\"", "OVERCAST = \"cloudy\"")],
        events: &["ERROR ChangedEnumTrait.NameChanged.1 demo#Sky", "ERROR RemovedShape demo#Sky$CLOUDY"],
        notes: &["AddedShape"],
        program: Breaks,
    },
    Row {
        name: "union-member-removed",
        edits: &[("    square: Double\n", "")],
        events: &["ERROR RemovedShape demo#Area$square"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "type-changed",
        edits: &[("union Area {", "structure Area {")],
        events: &["ERROR ChangedShapeType demo#Area"],
        notes: &[],
        program: Breaks,
    },
    Row {
        name: "structure-renamed",
        edits: &[("structure Place", "structure Location"), ("place: Place", "place: Location")],
        events: &["ERROR ChangedMemberTarget demo#GetCityOutput$place", "ERROR RemovedShape demo#Place"],
        notes: &["AddedShape"],
        program: Breaks,
    },
    Row {
        name: "error-removed",
        edits: &[("    errors: [NoSuchCity]\n", "")],
        events: &["WARNING RemovedOperationError.NoSuchCity demo#GetCity"],
        notes: &[],
        program: Breaks,
    },
    // These changes affect the wire format or the accepted values, but no types.
    Row {
        name: "path-changed",
        edits: &[("method: \"GET\", uri: \"/cities/{id}\"", "method: \"GET\", uri: \"/towns/{id}\"")],
        events: &["ERROR TraitBreakingChange.Update.smithy.api#http demo#GetCity"],
        notes: &[],
        program: Fits,
    },
    Row {
        name: "length-narrowed",
        edits: &[("max: 40", "max: 30")],
        events: &["ERROR ChangedLengthTrait demo#CityId"],
        notes: &["ModifiedTrait.Update.smithy.api#length"],
        program: Fits,
    },
    Row {
        name: "required-member-added",
        edits: &[(
            "    id: CityId\n}\n\n@output",
            "    id: CityId\n    @required\n    @httpQuery(\"key\")\n    key: String\n}\n\n@output",
        )],
        events: &["ERROR AddedRequiredMember demo#GetCityInput$key"],
        notes: &["AddedShape"],
        program: Fits,
    },
    Row {
        name: "protocol-changed",
        edits: &[("use aws.protocols#restJson1", "use smithy.protocols#rpcv2Json"), ("@restJson1", "@rpcv2Json")],
        events: &["ERROR ModifiedTrait.Remove.aws.protocols#restJson1 demo#Cities"],
        notes: &["ModifiedTrait.Add.smithy.protocols#rpcv2Json"],
        program: Fits,
    },
];

fn text(row: &Row) -> String {
    row.edits.iter().fold(MODEL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{}: {from}", row.name);
        text.replace(from, to)
    })
}

fn model(row: &Row) -> Model {
    load_sources(vec![Source::new("city.smithy", text(row))]).unwrap_or_else(|found| panic!("{}:\n{found}", row.name))
}

#[test]
fn every_change_is_an_event() {
    let old = model(&ROWS[0]);
    for row in ROWS {
        let events = diff(&old, &model(row));
        let (notes, others): (Vec<_>, Vec<_>) = events.iter().partition(|it| it.severity == Severity::Note);
        let others: BTreeSet<String> =
            others.into_iter().map(|it| format!("{} {} {}", it.severity, it.id, it.shape_id)).collect();
        assert_eq!(others, row.events.iter().map(ToString::to_string).collect(), "{}", row.name);
        let notes: BTreeSet<&str> = notes.into_iter().map(|it| it.id.as_str()).collect();
        assert_eq!(notes, row.notes.iter().copied().collect(), "{}", row.name);
    }
}

/// Generates the client of a row, and the program that uses it.
fn write(root: &Path, row: &Row) {
    let krate = CrateInfo {
        name: Some(format!("service-{}", row.name)),
        version: "0.1.0".to_owned(),
        runtime_path: "../../../../runtime".to_owned(),
        ..CrateInfo::default()
    };
    let generated = generate_model(model(row), &Selection::default(), &krate).unwrap();
    output::write(&root.join(format!("service-{}", row.name)), &generated.files).unwrap();
    let program = root.join(format!("program-{}", row.name));
    let manifest = format!(
        "[package]\nname = \"program-{0}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies.service]\n\
         package = \"service-{0}\"\npath = \"../service-{0}\"\ndefault-features = false\n",
        row.name
    );
    fs::create_dir_all(program.join("src")).unwrap();
    fs::write(program.join("Cargo.toml"), manifest).unwrap();
    fs::write(program.join("src/lib.rs"), include_str!("program.rs")).unwrap();
}

/// A change breaks the code of callers only if an event says so.
#[test]
fn a_program_compiles_unless_an_event_says_otherwise() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let root: PathBuf = repository.join("target/generated-crates/diff");
    for row in ROWS {
        write(&root, row);
        assert!(row.program == Fits || !row.events.is_empty(), "{} breaks and has no event", row.name);
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"program-*\", \"service-*\"]\n";
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--keep-going", "--message-format", "short"])
        .current_dir(&root)
        .env("CARGO_TARGET_DIR", repository.join("target/generated"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let broken: BTreeSet<&str> = ROWS
        .iter()
        .map(|row| row.name)
        .filter(|name| told.contains(&format!("could not compile `program-{name}`")))
        .collect();
    let expected: BTreeSet<&str> = ROWS.iter().filter(|row| row.program == Breaks).map(|row| row.name).collect();
    assert_eq!(broken, expected, "{told}");
}
