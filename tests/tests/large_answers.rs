//! Responses that ask for much more memory than they have bytes.

#![cfg(target_os = "linux")]

use std::process::Command;

use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::json::{self, Options};
use tinsmith_runtime::schema::{Kind, Member, Schema};
use tinsmith_runtime::shape::{Structure, View};
use tinsmith_tests::command::{Run, iam};
use tinsmith_tests::server::{Act, Server};

/// A response to `ListUsers` of some bytes: a list of empty values.
fn empty_values(bytes: usize) -> String {
    const VALUE: &str = "<member/>";
    let values = VALUE.repeat(bytes / VALUE.len());
    format!(
        "<ListUsersResponse><ListUsersResult><Users>{values}</Users><IsTruncated>false</IsTruncated></ListUsersResult>\
         </ListUsersResponse>"
    )
}

/// Runs `list-users` with at most this much memory, in bytes.
fn list_users(server: &Server, memory: usize) -> Run {
    let command = iam(&["list-users", "--endpoint-url", &server.url()]);
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("ulimit -d {} && exec \"$0\" \"$@\"", memory / 1024)]);
    limited.arg(command.get_program()).args(command.get_args()).env_clear();
    limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.output().expect("a shell").into()
}

#[test]
fn empty_values_take_at_most_ten_times_the_memory_of_their_text() {
    for megabytes in [5, 25] {
        let bytes = megabytes * 1_000_000;
        let server = Server::start([Act::Answer(200, Vec::new(), empty_values(bytes))]);
        let run = list_users(&server, 10 * bytes);
        // Without memory, the process would be aborted.
        assert_eq!(run.code, 255, "{megabytes} MB: {}", run.stderr);
        assert!(run.stderr.contains("the values would take more than"), "{megabytes} MB: {}", run.stderr);
    }
}

#[test]
fn a_response_above_the_limit_is_not_read() {
    let server = Server::start([Act::Answer(200, Vec::new(), empty_values(250_000_000))]);
    let run = list_users(&server, 40_000_000);
    assert_eq!(run.code, 255, "{}", run.stderr);
    assert!(run.stderr.contains("the response is larger than the limit of 33554432 bytes"), "{}", run.stderr);
}

static TEXT: Schema = Schema::simple("test#Text", Kind::String, &[]);
static VALUE: Schema = Schema::structure(
    "test#Value",
    &[
        Member::new("S", &TEXT, &[]),
        Member::new("N", &TEXT, &[]),
        Member::new("B", &TEXT, &[]),
        Member::new("NULL", &TEXT, &[]),
        Member::new("BOOL", &TEXT, &[]),
        Member::new("L", &VALUES, &[]),
    ],
    &[],
);
static VALUES: Schema = Schema::list("test#Values", &[Member::new("member", &VALUE, &[])], &[]);
static ITEM: Schema =
    Schema::map("test#Item", &[Member::new("key", &TEXT, &[]), Member::new("value", &VALUE, &[])], &[]);
static ITEMS: Schema = Schema::list("test#Items", &[Member::new("member", &ITEM, &[])], &[]);
static PAGE: Schema = Schema::structure("test#Page", &[Member::new("Items", &ITEMS, &[])], &[]);

/// A page of DynamoDB is at most a megabyte of names and values, which is some megabytes of JSON if they are short.
#[test]
fn a_page_of_many_small_attributes_is_read() {
    let items = vec![r#"{"a":{"N":"1"},"b":{"N":"2"},"c":{"S":"x"}}"#; 90_000].join(",");
    let text = format!("{{\"Items\":[{items}]}}");
    let mut page = Dynamic::new(&PAGE);
    json::read(text.as_bytes(), &mut page, &Options::WIRE).unwrap();
    let Some(View::List(items)) = page.member(0).map(|it| it.view()) else { panic!("no list") };
    assert_eq!(items.len(), 90_000);
}
