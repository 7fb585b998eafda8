//! A service for tests, with members of every kind, and tests of options for them.

use super::commands::COMMANDS;
use super::failure::{ErrorFormat, Failure};
use super::output::json::one_line;
use super::output::table::Style;
use super::output::{Format, json};
use super::program::{Program, Statics, Table};
use super::value::{Fields, Value};
use super::{answer, document, help, input, params, unpack};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::protocol::AwsQuery;
use tinsmith_runtime::schema::{Kind, Length, Member, Range, Schema, Trait};
use tinsmith_runtime::service::{Operation, Service};

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static SHORT: Schema = Schema::simple("demo#Short", Kind::String, &[Trait::Length(Length { min: 2, max: 4 })]);
static NUMBER: Schema =
    Schema::simple("demo#Number", Kind::Integer, &[Trait::Range(Range { min: Some(6.0), max: Some(128.0) })]);
static FLAG: Schema = Schema::simple("demo#Flag", Kind::Boolean, &[]);
static STATUS: Schema = Schema::simple("demo#Status", Kind::Enum(&["On", "Off"]), &[]);
static BYTES: Schema = Schema::simple("demo#Bytes", Kind::Blob, &[]);
static TIME: Schema = Schema::simple("demo#Time", Kind::Timestamp, &[]);
static ANYTHING: Schema = Schema::simple("demo#Anything", Kind::Document, &[]);
static SECRET: Schema = Schema::simple("demo#Secret", Kind::Integer, &[Trait::Sensitive]);
static NAMES: Schema = Schema::list("demo#Names", &[Member::new("member", &TEXT, &[])], &[]);
static MAP: Schema =
    Schema::map("demo#Map", &[Member::new("key", &TEXT, &[]), Member::new("value", &NUMBER, &[])], &[]);
static TAG: Schema = Schema::structure(
    "demo#Tag",
    &[
        Member::new("Key", &TEXT, &[Trait::Required]),
        Member::new("Value", &TEXT, &[Trait::Required]),
        Member::new("Count", &NUMBER, &[]),
        Member::new("Names", &NAMES, &[]),
    ],
    &[],
);
static TAGS: Schema = Schema::list("demo#Tags", &[Member::new("member", &TAG, &[])], &[]);
static CHOICE: Schema =
    Schema::union("demo#Choice", &[Member::new("A", &TEXT, &[]), Member::new("B", &NUMBER, &[])], &[]);
static POLICY: Schema = Schema::simple("demo#Policy", Kind::String, &[Trait::PolicyDocument]);
static INPUT: Schema = Schema::structure(
    "demo#Input",
    &[
        Member::new("Name", &SHORT, &[Trait::Required]),
        Member::new("Number", &NUMBER, &[]),
        Member::new("Flag", &FLAG, &[]),
        Member::new("Status", &STATUS, &[]),
        Member::new("Bytes", &BYTES, &[]),
        Member::new("Time", &TIME, &[]),
        Member::new("Anything", &ANYTHING, &[]),
        Member::new("Secret", &SECRET, &[]),
        Member::new("Names", &NAMES, &[]),
        Member::new("Map", &MAP, &[]),
        Member::new("Tag", &TAG, &[]),
        Member::new("Tags", &TAGS, &[]),
        Member::new("Choice", &CHOICE, &[]),
        Member::new("Policy", &POLICY, &[]),
        Member::new("Token", &TEXT, &[Trait::Required, Trait::IdempotencyToken]),
    ],
    &[],
);
static SERVICE: Service = Service::example(&AwsQuery);
pub(super) static OPERATION: Operation =
    Operation { name: "DoThing", service: &SERVICE, input: &INPUT, output: &INPUT, errors: &[], traits: &[] };
static DOCS: Docs = Docs::new(&[
    (
        "demo#DoThing",
        "Does a thing. It takes a while, which is why this sentence is long enough to be broken into lines.",
    ),
    ("demo#Input$Name", "What to call the thing."),
]);
static TABLE: Table = Table {
    program: "demo",
    service: &SERVICE,
    tables: &Statics::new(&[&OPERATION], &DOCS),
    credentials: None,
    commands: &[],
};

/// A table without color.
const PLAIN: Style = Style { color: false, width: 80, is_terminal: false };

fn text(failure: &Failure) -> String {
    failure.text("demo", ErrorFormat::Legacy, PLAIN).trim().trim_start_matches("demo: [ERROR]: ").to_owned()
}

/// The value of a member from these arguments as JSON, or the error message.
fn unpacked(member: &str, arguments: &[&str]) -> String {
    let (_, member) = INPUT.find_member(member).unwrap();
    let arguments: Vec<_> = arguments.iter().map(|&it| it.to_owned()).collect();
    match unpack::unpack(&params::option_name(member), member, &arguments) {
        Ok(value) => one_line(&value),
        Err(failure) => text(&failure),
    }
}

#[test]
fn options_make_values_by_the_members_shape() {
    for (member, arguments, value) in [
        ("Name", &["x"][..], r#""x""#),
        ("Number", &[" 12 "], "12"),
        ("Secret", &["s3cret"], "Error parsing parameter '--secret': invalid value"),
        ("Number", &["abc"], "Error parsing parameter '--number': 'abc' is not an integer"),
        ("Anything", &["{\"a\": [1]}"], r#"{"a": [1]}"#),
        ("Names", &["a", "b"], r#"["a", "b"]"#),
        ("Names", &["[\"a\", \"b\"]"], r#"["a", "b"]"#),
        ("Names", &[], "[]"),
        ("Map", &["a=1,b=2"], r#"{"a": 1, "b": 2}"#),
        ("Map", &["{\"a\": 1}"], r#"{"a": 1}"#),
        ("Tag", &["Key=a,Value=b,Count=7,Names=x"], r#"{"Key": "a", "Value": "b", "Count": 7, "Names": ["x"]}"#),
        ("Tag", &["Key=a,Names=x,y"], r#"{"Key": "a", "Names": ["x", "y"]}"#),
        ("Tags", &["Key=a", "Key=b"], r#"[{"Key": "a"}, {"Key": "b"}]"#),
        ("Tags", &["{\"Key\": \"a\"}", "{\"Key\": \"b\"}"], r#"[{"Key": "a"}, {"Key": "b"}]"#),
        ("Tags", &["[{\"Key\": \"a\"}]"], r#"[{"Key": "a"}]"#),
        (
            "Tags",
            &["{bad"],
            "Error parsing parameter '--tags': Invalid JSON: Expecting property name enclosed in double quotes: line 1 \
             column 2 (char 1)\nJSON received: {bad",
        ),
        ("Tag", &["Key"], "Error parsing parameter '--tag': Expected: '=', received: 'EOF' for input:\nKey\n   ^"),
        (
            "Name",
            &["file:///nope/x"],
            "Error parsing parameter '--name': Unable to load paramfile file:///nope/x: No such file or directory",
        ),
    ] {
        assert_eq!(unpacked(member, arguments), value, "{member} {arguments:?}");
    }
}

#[test]
fn files_stand_for_their_content() {
    let path = std::env::temp_dir().join(format!("tinsmith-cli-{}.txt", std::process::id()));
    std::fs::write(&path, "u1\n").unwrap();
    let (file, binary) = (format!("file://{}", path.display()), format!("fileb://{}", path.display()));
    assert_eq!(unpacked("Name", &[&file]), r#""u1\n""#);
    assert_eq!(unpacked("Names", &[&file, "b"]), r#"["u1\n", "b"]"#);
    assert_eq!(unpacked("Bytes", &[&binary]), r#""dTEK""#);
    assert_eq!(unpacked("Tag", &[&format!("Key@={file}")]), r#"{"Key": "u1\n"}"#);
    let hint = unpacked("Tag", &[&path.display().to_string()]);
    assert!(hint.ends_with(&format!("To read it, use {file}")), "{hint}");
    std::fs::remove_file(&path).unwrap();
}

/// The input filled from a JSON text, as JSON, or the mistakes.
fn filled(text_of_input: &str) -> String {
    let Ok(Value::Object(fields)) = super::json::parse(text_of_input) else { panic!("{text_of_input}") };
    let mut value = Dynamic::new(&INPUT);
    let mut mistakes = input::fill(&mut value, &fields, false, true);
    mistakes.add_limits(&value);
    match mistakes.into_result() {
        Ok(()) => one_line(&Value::Object(answer::read(&value, answer::Times::default()))),
        Err(failure) => text(&failure).replace("Parameter validation failed:\n", ""),
    }
}

#[test]
fn inputs_are_filled_and_every_mistake_is_told_in_order() {
    for (json, shown) in [
        (r#"{"Name": "ab"}"#, r#"{"Name": "ab"}"#),
        (
            r#"{"Name": "ab", "Flag": true, "Bytes": "aGk=", "Time": "2020-01-01", "Map": {"b": 7}, "Choice": {"B": 9}}"#,
            r#"{"Name": "ab", "Flag": true, "Bytes": "aGk=", "Time": "2020-01-01T00:00:00+00:00", "Map": {"b": 7}, "Choice": {"B": 9}}"#,
        ),
        (r#"{"Name": "ab", "Policy": "%7B%22a%22%3A1%7D"}"#, r#"{"Name": "ab", "Policy": {"a": 1}}"#),
        (r#"{"Name": "ab", "Policy": "plain"}"#, r#"{"Name": "ab", "Policy": "plain"}"#),
        (r#"{"Name": "ab", "Anything": {"a": [1, null]}}"#, r#"{"Name": "ab", "Anything": {"a": [1, null]}}"#),
        (
            r#"{"Tags": [{"Key": "a"}, {"Value": 1, "Nope": 2}], "Foo": 1, "Number": 3}"#,
            "Missing required parameter in input: \"Name\"\nUnknown parameter in input: \"Foo\", must be one of: Name, \
             Number, Flag, Status, Bytes, Time, Anything, Secret, Names, Map, Tag, Tags, Choice, Policy, Token\nMissing \
             required parameter in Tags[0]: \"Value\"\nMissing required parameter in Tags[1]: \"Key\"\nUnknown \
             parameter in Tags[1]: \"Nope\", must be one of: Key, Value, Count, Names\nInvalid type for parameter \
             Tags[1].Value, value: 1, type: number, valid types: string\nInvalid value for parameter Number, value: 3, \
             valid min value: 6",
        ),
        (
            r#"{"Number": 200, "Name": "abcde"}"#,
            "Invalid value for parameter Number, value: 200, valid max value: 128\nInvalid length for parameter Name, \
             value: 5, valid max length: 4\nTo send it anyway, add --validation off.",
        ),
        (r#"{"Name": null}"#, "Invalid type for parameter Name, value: null, type: null, valid types: string"),
        (r#"{"Name": 5}"#, "Invalid type for parameter Name, value: 5, type: number, valid types: string"),
        (
            r#"{"Name": "ab", "Secret": "s3cret"}"#,
            "Invalid type for parameter Secret, value: *** Sensitive Data Redacted ***, type: string, valid types: integer",
        ),
        (
            r#"{"Name": "ab", "Number": 99999999999}"#,
            "Invalid value for parameter Number, value: 99999999999, out of range of its type: integer",
        ),
        (
            r#"{"Name": "ab", "Choice": {"A": "x", "B": 9}}"#,
            "Invalid number of parameters set for tagged union structure Choice. Can only set one of the following \
             keys: A, B.",
        ),
        (r#"{"Name": "ab", "Bytes": "%"}"#, "Invalid base64: \"%\""),
    ] {
        assert_eq!(filled(json), shown, "{json}");
    }
}

#[test]
fn documents_are_read_whatever_they_come_from() {
    let json = |argument: &str| document::read_json(argument).map(|it| one_line(&Value::Object(it)));
    let yaml = |argument: &str| document::read_yaml(argument).map(|it| one_line(&Value::Object(it)));
    assert_eq!(json("\u{feff}{\"a\": 1}").unwrap(), r#"{"a": 1}"#);
    assert_eq!(yaml("a: yes\n").unwrap(), r#"{"a": "yes"}"#);
    for (failure, message) in [
        (
            json("{bad"),
            "Error parsing parameter 'cli-input-json': Invalid JSON received.\n\nusage: --cli-input-json \
             <JSON object, file://PATH or ->\n  Expecting property name enclosed in double quotes: line 1 column 2 (char \
             1)",
        ),
        (json("[]"), "Error parsing parameter '--cli-input-json': Invalid type: expecting map, received list"),
        (
            yaml("a: 1\na: 2"),
            "Error parsing parameter 'cli-input-yaml': Invalid YAML received.\n\nusage: --cli-input-yaml \
             <YAML object, file://PATH or ->\n  duplicate key \"a\": line 2 column 1",
        ),
        (yaml(""), "Error parsing parameter '--cli-input-yaml': Invalid type: expecting map, received null"),
    ] {
        assert_eq!(text(&failure.unwrap_err()), message);
    }
}

#[test]
fn errors_are_written_as_it_is_asked() {
    let mut details = Fields::default();
    details.push("Code", Value::string("Gone"));
    details.push("Message", Value::string("It is gone."));
    details.push("Place", Value::List(vec![Value::string("here"), Value::Integer(1)]));
    let message = "An error occurred (Gone): It is gone.".to_owned();
    let failure = Failure::Service { message, details, is_refusal: true };
    let sentence = "\ndemo: [ERROR]: An error occurred (Gone): It is gone.\n";
    let more = "\nAdditional error details:\nPlace: [here, 1]\n";
    for (format, written) in [
        (ErrorFormat::Legacy, sentence.to_owned()),
        (ErrorFormat::Enhanced, format!("{sentence}{more}")),
        (ErrorFormat::Structured(Format::Text), "Gone\tIt is gone.\nPLACE\there\nPLACE\t1\n".to_owned()),
        (ErrorFormat::Structured(Format::Yaml), "Code: Gone\nMessage: It is gone.\nPlace:\n- here\n- 1\n".to_owned()),
    ] {
        assert_eq!(failure.text("demo", format, PLAIN), written, "{format:?}");
        // Only tables are colored.
        assert_eq!(failure.text("demo", format, Style { color: true, ..PLAIN }), written, "{format:?}");
    }
    for (color, cell) in [(false, "|  Gone "), (true, "|  \u{1b}[1m\u{1b}[34mGone\u{1b}[0m ")] {
        let table = failure.text("demo", ErrorFormat::Structured(Format::Table), Style { color, ..PLAIN });
        assert!(table.contains(cell), "{table}");
    }
    let missing = Failure::usage(
        "the following arguments are required: --x".to_owned(),
        Some(help::called(&OPERATION, super::names::dashed(OPERATION.name))),
    );
    let text = missing.text("demo", ErrorFormat::Enhanced, PLAIN);
    assert!(
        text.starts_with("\ndemo: [ERROR]: An error occurred (ParamValidation): the following arguments"),
        "{text}"
    );
    assert!(text.contains("\n\nusage: demo [options] do-thing --name <string> [parameters]\n"), "{text}");
    assert_eq!(missing.code(), 252);
}

#[test]
fn help_fits_a_terminal_and_names_every_option() {
    let page = help::operation(&TABLE, &OPERATION).plain(80);
    for param in params::params(&OPERATION).iter().filter(|param| !param.hidden) {
        assert!(page.contains(&format!("\n    --{}", param.option.name)), "--{}", param.option.name);
    }
    let example = page.lines().find(|line| line.contains("demo do-thing --name")).unwrap();
    assert_eq!(example.trim(), "demo do-thing --name <name>");
    assert!(page.contains("(string; required; 2 to 4 characters)"), "{page}");
    for line in page.lines().chain(help::program(&Program { table: &TABLE, builtin: COMMANDS }).plain(80).lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn help_lists_the_commands_that_are_offered() {
    let page = help::program(&Program { table: &TABLE, builtin: COMMANDS }).plain(80);
    assert!(page.contains("\n    configure "), "{page}");
    assert!(!page.contains("\n    wait "), "the service has no waiters: {page}");
}

#[test]
fn samples_are_filled_in_where_it_is_asked() {
    let mut given = Dynamic::new(&INPUT);
    let blank = document::sample(&TABLE, &OPERATION, &given, false);
    assert!(blank.starts_with("{\n    \"Name\": \"\",\n    \"Number\": 0,"), "{blank}");
    let Ok(Value::Object(fields)) = super::json::parse(r#"{"Number": 12}"#) else { panic!() };
    input::fill(&mut given, &fields, false, false).into_result().unwrap();
    let filled = document::sample(&TABLE, &OPERATION, &given, false);
    assert_eq!(filled, blank.replacen("\"Number\": 0", "\"Number\": 12", 1));
    assert!(json::indented(&Value::Object(document::sample_output(&OPERATION))).contains("\"Name\""));
}
