//! Tests of pages that are merged.

use super::*;
use crate::json;
use tinsmith_runtime::schema::Member;

static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
static LIST: Schema = Schema::list("demo#List", &[Member::new("member", &TEXT, &[])], &[]);
static OUTPUT: Schema = Schema::structure("demo#Output", &[Member::new("Keys", &LIST, &[])], &[]);
const PAGES: Pages =
    Pages { input_tokens: &["Marker"], output_tokens: &["Marker"], items: None, page_size: None, results: None };

/// The pages of a service with six results, two per page.
fn page(token: Option<&str>) -> Fields {
    let text = match token {
        None => r#"{"Keys": ["a", "b"], "Also": ["x"], "IsTruncated": true, "Marker": "2"}"#,
        Some("2") => r#"{"Keys": ["c", "d"], "IsTruncated": true, "Marker": "3"}"#,
        Some(_) => r#"{"Keys": ["e", "f"], "IsTruncated": false}"#,
    };
    match json::parse(text) {
        Ok(Value::Object(fields)) => fields,
        other => panic!("{other:?}"),
    }
}

fn run(pagination: &PaginationOptions) -> (String, Option<String>) {
    let mut merger = Merger::new(PAGES, &OUTPUT, pagination).expect("the token is legal");
    loop {
        let mut page = page(merger.tokens().first().and_then(Option::as_ref).and_then(Value::as_str));
        let follows = merger.cut(&mut page);
        merger.merge(page);
        if !follows.another().expect("tokens differ") {
            break;
        }
    }
    let (result, next) = merger.finish(false);
    (one_line(&Value::Object(result)), next)
}

#[test]
fn pages_become_one_result() {
    let all = r#"{"Keys": ["a", "b", "c", "d", "e", "f"], "Also": ["x"]}"#;
    assert_eq!(run(&PaginationOptions::default()), (all.to_owned(), None));
}

#[test]
fn results_can_be_read_in_parts_of_any_size() {
    // A maximum below one is permitted.
    for size in [i64::MIN, -1, 0] {
        let (result, _) = run(&PaginationOptions { max_items: Some(size), starting_token: None });
        assert!(result.starts_with(r#"{"Keys": []"#), "{size}: {result}");
    }
    for size in 1..7 {
        let mut pagination = PaginationOptions { max_items: Some(size), starting_token: None };
        let mut keys = String::new();
        loop {
            let (result, next) = run(&pagination);
            let part = result.split_once('[').and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
            keys.push_str(&part.replace(['"', ',', ' '], ""));
            match next {
                Some(token) => pagination.starting_token = Some(token),
                None => break,
            }
        }
        assert_eq!(keys, "abcdef", "by {size}");
    }
}

#[test]
fn only_some_results_are_shown() {
    let results = PageResults { collected: &["In.Keys", "Count", "Text"], kept: &["Cost", "In.Name"] };
    let pages = Pages { items: Some("In.Keys"), results: Some(results), ..PAGES };
    let object = |text: &str| match json::parse(text) {
        Ok(Value::Object(fields)) => fields,
        other => panic!("{other:?}"),
    };
    let run = |pagination: &PaginationOptions| {
        let mut merger = Merger::new(pages, &OUTPUT, pagination).expect("the token is valid");
        let first = r#"{"Count": 2, "In": {"Keys": ["a", "b"], "Name": "n", "Other": 1}, "Text": "x", "Marker": "2"}"#;
        let second = r#"{"Count": 1, "In": {"Keys": ["c"], "Name": "m"}, "Text": "y", "Rest": true, "Cost": 3}"#;
        for text in [first, second] {
            let mut page = object(text);
            let follows = merger.cut(&mut page);
            merger.merge(page);
            if !follows.another().expect("tokens differ") {
                break;
            }
        }
        one_line(&Value::Object(merger.finish(false).0))
    };
    assert_eq!(
        run(&PaginationOptions::default()),
        r#"{"In": {"Keys": ["a", "b", "c"], "Name": "n"}, "Count": 3, "Text": "xy", "Cost": null}"#
    );
    // The second item of the first page.
    let token = Position { tokens: Vec::new(), shown: 1 }.write(PAGES.input_tokens);
    let rest = run(&PaginationOptions { starting_token: Some(token), max_items: None });
    assert!(rest.starts_with(r#"{"In": {"Keys": ["b", "c"], "Name": "n"}, "Count": 1, "Text": "y""#), "{rest}");
}

#[test]
fn tokens_are_found_at_their_places() {
    let Ok(Value::Object(page)) = json::parse(r#"{"Next": {"k": {"N": "1"}}, "Keys": [{"K": "a"}, {"K": "z"}]}"#)
    else {
        panic!()
    };
    assert_eq!(search(&page, "Next").as_ref().map(one_line).unwrap(), r#"{"k": {"N": "1"}}"#);
    assert_eq!(search(&page, "Marker || Keys[-1].K"), Some(Value::string("z")));
    assert_eq!(search(&page, "Marker"), None);
}
