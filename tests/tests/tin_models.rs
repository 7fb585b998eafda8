//! Smithy models as commands of `tin`: by `--model`, and stored by `tin model`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tinsmith_codegen::convert::{json, to_ast};
use tinsmith_codegen::model::Source;
use tinsmith_tests::command::{Run, tin};
use tinsmith_tests::server::{Act, Server};
use tinsmith_tests::{pack, peers};

/// A home directory, and the files of models.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tin-models").join(name);
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::copy(peers::root().join("tests/weather/weather.smithy"), directory.join("weather.smithy")).unwrap();
        Self(directory)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(tin());
        command.env_clear().current_dir(&self.0).env("HOME", &self.0).env("TINSMITH_PACK", pack::of_repository());
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_REGION", "us-east-1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.command().args(arguments).output().unwrap().into()
    }

    /// The standard output of a command that succeeds.
    fn good(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        run.stdout
    }

    /// The message of a command that fails with this exit code.
    fn bad(&self, code: i32, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{arguments:?}: {}", run.stderr);
        run.stderr
    }

    fn stored(&self, name: &str) -> PathBuf {
        self.0.join(".local/share/tinsmith/models").join(format!("{name}.pack"))
    }
}

fn answer(body: &str) -> Act {
    Act::Answer(200, Vec::new(), body.to_owned())
}

const OSLO: &str = r#"{"name": "Oslo", "coordinates": {"latitude": 59.9, "longitude": 10.7}}"#;

/// Calls operations of the weather service, after these arguments.
fn call(place: &Place, first: &[&str]) {
    let pages = [
        r#"{"items": [{"cityId": "a", "name": "A"}], "nextToken": "2"}"#,
        r#"{"items": [{"cityId": "b", "name": "B"}]}"#,
    ];
    let server = Server::start([answer(OSLO), answer(pages[0]), answer(pages[1])]);
    let url = ["--endpoint-url", &server.url()].map(str::to_owned);
    let url: Vec<&str> = url.iter().map(String::as_str).collect();
    let city = place.good(&[first, &["get-city", "--city-id", "Oslo"], &url].concat());
    let city: Value = serde_json::from_str(&city).unwrap();
    assert_eq!((city["name"].as_str(), city["coordinates"]["latitude"].as_f64()), (Some("Oslo"), Some(59.9)));
    let names = ["list-cities", "--query", "items[].name", "--output", "text"];
    assert_eq!(place.good(&[first, &names, &url].concat()), "A\tB\n");
    let lines: Vec<String> = server.seen().into_iter().map(|it| it.line).collect();
    assert_eq!(lines, ["GET /cities/Oslo HTTP/1.1", "GET /cities HTTP/1.1", "GET /cities?nextToken=2 HTTP/1.1"]);
    let wrong = place.bad(252, &[first, &["get-city", "--city-id", "no_city"], &url].concat());
    assert!(wrong.contains("valid pattern: ^[A-Za-z0-9 ]+$"), "{wrong}");
    // An option before its value, and the command's name after both.
    let help = place.good(&[first, &["get-city", "help"]].concat());
    assert!(help.contains("--city-id <string>"), "{help}");
}

#[test]
fn a_model_is_a_command_at_once() {
    let place = Place::new("at-once");
    call(&place, &["--model", "weather.smithy"]);
    // The same model as JSON, and in two files.
    let text = std::fs::read_to_string(place.0.join("weather.smithy")).unwrap();
    let ast = to_ast(vec![Source::new("weather.smithy", text.clone())]).unwrap_or_else(|found| panic!("{found}"));
    std::fs::write(place.0.join("weather.json"), json::print(&ast)).unwrap();
    call(&place, &["--model", "weather.json"]);
    let (service, shapes) = text.split_at(text.find("@pattern").unwrap());
    let head = &service[..service.find("use aws").unwrap()];
    std::fs::write(place.0.join("service.smithy"), service).unwrap();
    std::fs::write(place.0.join("shapes.smithy"), format!("{head}{shapes}")).unwrap();
    call(&place, &["--model", "service.smithy", "--model", "shapes.smithy"]);
    let missing = place.bad(255, &["--model", "service.smithy", "get-city"]);
    assert!(missing.contains("failed to load the model") && missing.contains("CityId"), "{missing}");
}

#[test]
fn the_url_that_was_not_reached_is_the_whole_one() {
    let place = Place::new("unreached");
    let call = ["--model", "weather.smithy", "get-city", "--city-id", "Oslo", "--endpoint-url", "http://127.0.0.1:9"];
    let run: Run = place.command().args(call).env("AWS_MAX_ATTEMPTS", "1").output().unwrap().into();
    let told = "Could not connect to the endpoint URL: \"http://127.0.0.1:9/cities/Oslo\"";
    assert!(run.code == 255 && run.stderr.contains(told), "{}: {}", run.code, run.stderr);
}

#[test]
fn a_stored_model_is_a_command() {
    let place = Place::new("stored");
    let added = place.run(&["model", "add", "weather.smithy"]);
    assert_eq!((added.code, added.stdout.as_str()), (0, "tin weather help\n"), "{}", added.stderr);
    call(&place, &["weather"]);
    let list: Value = serde_json::from_str(&place.good(&["model", "list"])).unwrap();
    let model = &list["Models"][0];
    assert_eq!((model["Name"].as_str(), model["Operations"].as_i64()), (Some("weather"), Some(3)));
    assert_eq!(model["Path"].as_str(), place.stored("weather").to_str());
    assert!(place.good(&["help"]).contains("\n    weather "));
    assert!(place.good(&["weather", "help"]).contains("Tells the weather of cities."));
    assert!(place.good(&["help", "--search", "city"]).contains("tin weather get-city"));
    // Without a pack, too, and below another directory of data.
    let mut command = place.command();
    let other = command.env_remove("TINSMITH_PACK").args(["weather", "help"]).output().unwrap();
    assert!(other.status.success());
    let mut command = place.command();
    let none = command.env("XDG_DATA_HOME", place.0.join("data")).args(["weather", "help"]).output().unwrap();
    assert_eq!(none.status.code(), Some(252));
    assert_eq!(place.good(&["model", "remove", "weather"]), "");
    assert!(!place.stored("weather").exists());
    assert!(place.bad(252, &["weather", "help"]).contains("Found invalid choice 'weather'"));
    assert!(place.bad(252, &["model", "remove", "weather"]).contains("There is no stored model `weather`."));
}

#[test]
fn names_do_not_clash() {
    let place = Place::new("clashes");
    for (name, reason) in [
        ("iam", "There is a command `iam` already"),
        ("s3", "There is a command `s3` already"),
        ("model", "There is a command `model` already"),
        ("help", "There is a command `help` already"),
        ("login", "There is a command `login` already"),
        ("../up", "The name `../up` cannot be that of a command"),
        ("Weather", "The name `Weather` cannot be that of a command"),
    ] {
        let told = place.bad(252, &["model", "add", "weather.smithy", &format!("--name={name}")]);
        assert!(told.contains(reason) && told.contains("--name"), "{told}");
    }
    place.good(&["model", "add", "weather.smithy", "--name", "sky"]);
    assert!(place.bad(252, &["model", "add", "weather.smithy", "--name", "sky"]).contains("--replace"));
    place.good(&["model", "add", "weather.smithy", "--name", "sky", "--replace"]);
    call(&place, &["sky"]);
}

#[test]
fn a_wrong_model_is_not_stored() {
    let place = Place::new("wrong");
    std::fs::write(place.0.join("wrong.smithy"), "$version: \"2\"\nnamespace a\nstructure S { x: Missing }\n").unwrap();
    let told = place.bad(252, &["model", "add", "wrong.smithy"]);
    assert!(told.contains("The model is not valid.") && told.contains("a#Missing"), "{told}");
    assert!(place.bad(252, &["model", "add", "no-such-file.smithy"]).contains("no-such-file.smithy"));
    assert!(place.bad(252, &["model", "add"]).contains("the following arguments are required: path"));
    assert!(!place.stored("wrong").parent().unwrap().exists());
}

#[test]
fn a_damaged_model_only_concerns_itself() {
    let place = Place::new("damaged");
    for name in ["one", "two"] {
        place.good(&["model", "add", "weather.smithy", "--name", name]);
    }
    let whole = std::fs::read(place.stored("one")).unwrap();
    let mut flipped = whole.clone();
    let last = flipped.len() - 100;
    flipped[last] ^= 1;
    for bytes in [&b""[..], b"nothing", &whole[..60], &flipped] {
        std::fs::write(place.stored("one"), bytes).unwrap();
        let told = place.bad(255, &["one", "get-city", "--city-id", "Oslo"]);
        assert!(
            told.contains("The stored model `one` cannot be used: ") && told.contains("model remove one"),
            "{told}"
        );
        assert!(place.good(&["iam", "help"]).contains("Identity"));
        assert!(place.good(&["two", "help"]).contains("get-city"));
        assert!(place.good(&["help"]).contains("\n    one "));
        assert!(place.good(&["help", "--search", "city"]).contains("tin two get-city"));
        let list: Value = serde_json::from_str(&place.good(&["model", "list"])).unwrap();
        assert_eq!(list["Models"].as_array().unwrap().len(), 2);
    }
    // A file of a service with another name.
    std::fs::copy(place.stored("two"), place.stored("one")).unwrap();
    assert!(place.bad(255, &["one", "help"]).contains("expected the service one alone"));
    std::fs::create_dir(place.stored("three")).unwrap();
    assert!(place.good(&["two", "help"]).contains("get-city"));
    place.good(&["model", "add", "weather.smithy", "--name", "one", "--replace"]);
    call(&place, &["one"]);
}
