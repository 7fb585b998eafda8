//! `ddb put`, `ddb select`: items of DynamoDB as plain YAML, and conditions with plain names and values.
//!
//! Recorded invocations: the family `ddb`.

mod attribute;
mod expression;
mod tokens;

use std::io::Read;

use aws_smithy_types::base64;
use tinsmith_cli::command::{
    Caller, Failure, Fields, Globals, ResultFormat, Takes, Value, content, fill_values, json_line, parse_exact_yaml,
    parse_json, print_result,
};
use tinsmith_cli::{Group, Program};
use tinsmith_runtime::service::Operation;

use super::{Flag, Given, command};
use expression::Expressions;

const SELECT_FLAGS: &[Flag] = &[
    ("index-name", Takes::One),
    ("projection", Takes::Many),
    ("filter", Takes::Many),
    ("key-condition", Takes::Many),
    ("attributes", Takes::One),
    ("consistent-read", Takes::Nothing),
    ("no-consistent-read", Takes::Nothing),
    ("return-consumed-capacity", Takes::Nothing),
    ("no-return-consumed-capacity", Takes::Nothing),
    ("starting-token", Takes::One),
    ("max-items", Takes::One),
    ("page-size", Takes::One),
];
const PUT_FLAGS: &[Flag] = &[("condition", Takes::Many)];

/// The maximum number of items in one call.
const BATCH: usize = 25;

/// The input member with the key to start after, and the output member with the key to continue after.
const START: &str = "ExclusiveStartKey";
const LAST: &str = "LastEvaluatedKey";

/// The commands.
pub(super) const GROUP: Group = Group {
    name: "ddb",
    service: "dynamodb",
    about: "Read and write items of DynamoDB as plain YAML.",
    commands: &[
        command!("put", "DynamoDB", "Put items into a table.", "<table-name> <items>", PUT_FLAGS, put),
        command!("select", "DynamoDB", "Find items of a table.", "<table-name>", SELECT_FLAGS, select),
    ],
};

fn put(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("put", &["table_name", "items"], PUT_FLAGS, arguments)?;
    let mut values = Fields::default();
    values.push("ReturnConsumedCapacity", Value::string("NONE"));
    if let Some(condition) = given.all("condition") {
        let mut expressions = Expressions::default();
        expressions.add(&mut values, "ConditionExpression", &condition.join(" "))?;
        expressions.finish(&mut values);
    }
    let items = items(given.word(1))?;
    let caller = Caller::new(program.table.service, globals)?;
    let table = given.word(0);
    if items.len() > 1 {
        if given.has("condition") {
            return Err(Failure::Param("--condition is not supported for multiple items".to_owned()));
        }
        return put_batches(&caller, program.operation("BatchWriteItem")?, values, table, items);
    }
    values.push("TableName", Value::string(table));
    let operation = program.operation("PutItem")?;
    for item in items {
        values.set("Item", item);
        caller.call(operation, &mut fill_values(operation, &values)?)?;
    }
    Ok(())
}

/// Puts items in batches. Items that a call does not process are sent again in a later one.
fn put_batches(
    caller: &Caller,
    operation: &'static Operation,
    mut values: Fields,
    table: &str,
    items: Vec<Value>,
) -> Result<(), Failure> {
    let request = |item: Value| object("PutRequest", object("Item", item));
    let mut waiting: Vec<Value> = items.into_iter().map(request).collect();
    while !waiting.is_empty() {
        let rest = waiting.split_off(waiting.len().min(BATCH));
        values.set("RequestItems", object(table, Value::List(waiting)));
        let answer = caller.call(operation, &mut fill_values(operation, &values)?)?;
        waiting = rest;
        if let Some(Value::Object(left)) = answer.get("UnprocessedItems")
            && let Some(Value::List(left)) = left.get(table)
        {
            waiting.extend(left.iter().map(attribute::with_bytes));
        }
    }
    Ok(())
}

fn object(name: &str, value: Value) -> Value {
    Value::Object([(name.to_owned(), value)].into_iter().collect())
}

/// The items in YAML: a single one or a list.
fn items(argument: &str) -> Result<Vec<Value>, Failure> {
    let text = match argument {
        "-" => {
            let mut text = String::new();
            let read = std::io::stdin().lock().read_to_string(&mut text);
            read.map_err(|error| Failure::General(format!("failed to read standard input: {error}")))?;
            text
        }
        argument => String::from_utf8_lossy(&content(argument).map_err(Failure::Param)?).into_owned(),
    };
    let parsed = parse_exact_yaml(&text).map_err(|error| Failure::General(format!("invalid items: {error}")))?;
    let items = match parsed {
        Value::List(items) => items,
        item => vec![item],
    };
    items.iter().map(attribute::item).collect()
}

fn select(program: &Program, globals: &Globals, arguments: &[String]) -> Result<(), Failure> {
    let given = Given::read("select", &["table_name"], SELECT_FLAGS, arguments)?;
    if let Some(format) = globals.output_name().filter(|it| *it != "yaml") {
        return Err(Failure::Param(format!("{format} output format is not supported for ddb commands")));
    }
    let (most, size) = (given.number("max-items")?, given.number("page-size")?);
    if !globals.paginate {
        let used = ["starting-token", "page-size", "max-items"].into_iter().filter(|it| given.has(it));
        let used: Vec<String> = used.map(|it| format!("--{it}")).collect();
        if !used.is_empty() {
            let used = used.join(", ");
            let message = format!("Cannot specify --no-paginate along with pagination arguments: {used}");
            return Err(Failure::Param(message));
        }
    }
    let values = query(&given, size)?;
    let name = if given.has("key-condition") { "Query" } else { "Scan" };
    let operation = program.operation(name)?;
    let caller = Caller::new(program.table.service, globals)?;
    let mut result = if globals.paginate {
        pages(&caller, operation, values, given.text("starting-token"), most)?
    } else {
        caller.call(operation, &mut fill_values(operation, &values)?)?
    };
    if result.get("ConsumedCapacity") == Some(&Value::Null) {
        result.remove("ConsumedCapacity");
    }
    print_result(globals, &ResultFormat::yaml(globals).write(name, &attribute::plain_output(&result))?)
}

/// The input for the options.
fn query(given: &Given, size: Option<i64>) -> Result<Fields, Failure> {
    let mut values = Fields::default();
    values.push("TableName", Value::string(given.word(0)));
    values.push("ConsistentRead", Value::Boolean(!given.has("no-consistent-read")));
    if let Some(index) = given.text("index-name") {
        values.push("IndexName", Value::string(index));
    }
    let mut expressions = Expressions::default();
    let texts = [
        ("projection", "ProjectionExpression"),
        ("filter", "FilterExpression"),
        ("key-condition", "KeyConditionExpression"),
    ];
    for (option, member) in texts {
        if let Some(words) = given.all(option) {
            expressions.add(&mut values, member, &words.join(" "))?;
        }
    }
    expressions.finish(&mut values);
    if let Some(attributes) = given.text("attributes") {
        values.push(
            "Select",
            Value::string(match attributes {
                "ALL" => "ALL_ATTRIBUTES",
                "ALL_PROJECTED" => "ALL_PROJECTED_ATTRIBUTES",
                other => other,
            }),
        );
    }
    let capacity = match (given.has("return-consumed-capacity"), given.has("index-name")) {
        (true, true) => "INDEXES",
        (true, false) => "TOTAL",
        (false, _) => "NONE",
    };
    values.push("ReturnConsumedCapacity", Value::string(capacity));
    if let Some(size) = size {
        values.push("Limit", Value::Integer(size));
    }
    Ok(values)
}

/// Gets the pages and combines them into one result.
fn pages(
    caller: &Caller,
    operation: &'static Operation,
    mut values: Fields,
    starting_token: Option<&str>,
    most: Option<i64>,
) -> Result<Fields, Failure> {
    let mut skip = 0;
    if let Some(token) = starting_token {
        let bad = || Failure::General(format!("Bad starting token: {token}"));
        let text = base64::decode(token).ok().and_then(|it| String::from_utf8(it).ok()).ok_or_else(bad)?;
        let Ok(Value::Object(position)) = parse_json(&text) else { return Err(bad()) };
        if let Some(key) = position.get(START).filter(|it| **it != Value::Null) {
            values.set(START, attribute::with_bytes(key));
        }
        if let Some(Value::Integer(shown)) = position.get(SHOWN) {
            skip = usize::try_from(*shown).map_err(|_| bad())?;
        }
    }
    let mut items: Vec<Value> = Vec::new();
    let mut result = Fields::default();
    loop {
        let page = caller.call(operation, &mut fill_values(operation, &values)?)?;
        for name in ["Count", "ScannedCount"] {
            if let Some(Value::Integer(more)) = page.get(name) {
                let so_far = match result.get(name) {
                    Some(Value::Integer(count)) => *count,
                    _ => 0,
                };
                result.set(name, Value::Integer(so_far + more));
            }
        }
        if let (Some(capacity), None) = (page.get("ConsumedCapacity"), result.get("ConsumedCapacity")) {
            result.set("ConsumedCapacity", capacity.clone());
        }
        let next = page.get(LAST).filter(|it| !matches!(it, Value::Object(fields) if fields.is_empty())).cloned();
        let mut next_token = None;
        if let Some(Value::List(found)) = page.get("Items") {
            let found = found.get(skip.min(found.len())..).unwrap_or_default();
            let room = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(0).saturating_sub(items.len()));
            items.extend(found.iter().take(room).cloned());
            if found.len() > room {
                next_token = Some(position(values.get(START).cloned(), skip + room));
            } else if found.len() == room && next.is_some() {
                next_token = Some(position(next.clone(), 0));
            }
            result.set("Items", Value::List(items.clone()));
        }
        if let Some(token) = next_token {
            result.set("NextToken", Value::String(token));
            return Ok(result);
        }
        let Some(next) = next else { return Ok(result) };
        skip = 0;
        values.set(START, attribute::with_bytes(&next));
    }
}

/// The field of a token with the number of items of the page that were already shown.
const SHOWN: &str = "boto_truncate_amount";

/// The token for a position between two items.
fn position(start: Option<Value>, shown: usize) -> String {
    let mut fields = Fields::default();
    fields.push(START, start.unwrap_or(Value::Null));
    if shown > 0 {
        fields.push(SHOWN, Value::Integer(i64::try_from(shown).unwrap_or(i64::MAX)));
    }
    base64::encode(json_line(&Value::Object(fields)))
}
