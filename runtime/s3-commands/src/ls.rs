//! `ls`: lists buckets, or objects and prefixes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tinsmith_cli::Program;
use tinsmith_cli::command::{Failure, Fields, Globals, Value, print};

use crate::client::Client;
use crate::listing::{Pages, date, fields_of, integer};
use crate::options::{Given, Verb};
use crate::run::ended;
use crate::{sizes, uri};

/// Runs the command.
pub(crate) fn run(program: &Program, globals: &Globals, words: &[String]) -> Result<(), Failure> {
    let given = Given::read(Verb::Ls, words)?;
    let client = Client::new(program, globals, 1)?;
    let path = given.places.first().cloned().unwrap_or_default();
    let (bucket, key) = uri::split(&path)?;
    let runtime = crate::run::runtime()?;
    if bucket.is_empty() {
        runtime.block_on(buckets(&client, &given))?;
        if given.has("summarize") {
            Summary::default().print(&given)?;
        }
        return Ok(());
    }
    let summary = runtime.block_on(objects(&client, &given, bucket, key))?;
    if given.has("summarize") {
        summary.print(&given)?;
    }
    // A key without matches is a failure; a bucket without objects is not.
    ended(u8::from(!key.is_empty() && summary.is_nothing))
}

async fn buckets(client: &Client, given: &Given) -> Result<(), Failure> {
    let mut input = Fields::default();
    for (option, member) in [("bucket-name-prefix", "Prefix"), ("bucket-region", "BucketRegion")] {
        if let Some(text) = given.text(option) {
            input.push(member, Value::string(text));
        }
    }
    if let Some(size) = given.number("page-size") {
        input.push("MaxBuckets", Value::Integer(size));
    }
    loop {
        let page = client.call("ListBuckets", &input).await?;
        for bucket in fields_of(&page, "Buckets") {
            print(&format!("{} {}\n", shown_date(bucket, "CreationDate"), text(bucket, "Name")))?;
        }
        match page.get("ContinuationToken").and_then(Value::as_str).filter(|it| !it.is_empty()) {
            Some(token) => input.set("ContinuationToken", Value::string(token)),
            None => return Ok(()),
        }
    }
}

/// Totals of the list.
#[derive(Default)]
struct Summary {
    objects: u64,
    bytes: u64,
    is_nothing: bool,
}

impl Summary {
    fn print(&self, given: &Given) -> Result<(), Failure> {
        let size = shown_size(self.bytes, given);
        print(&format!("\nTotal Objects: {}\n   Total Size: {size}\n", self.objects))
    }
}

async fn objects(client: &Client, given: &Given, bucket: &str, prefix: &str) -> Result<Summary, Failure> {
    let is_recursive = given.has("recursive");
    let delimiter = (!is_recursive).then_some("/");
    let mut pages = Pages::new(bucket, prefix, delimiter, given.number("page-size"), given.text("request-payer"));
    let mut summary = Summary { is_nothing: true, ..Summary::default() };
    while let Some(page) = pages.next(client).await? {
        let mut lines = String::new();
        for common in fields_of(&page, "CommonPrefixes") {
            let prefix = text(common, "Prefix");
            let name = prefix.strip_suffix('/').unwrap_or(prefix).rsplit('/').next().unwrap_or_default();
            lines.push_str(&format!("{:>30} {name}/\n", "PRE"));
            summary.is_nothing = false;
        }
        for object in crate::listing::objects(&page) {
            let size = integer(object, "Size").unwrap_or(0);
            let key = text(object, "Key");
            let name = if is_recursive { key } else { key.rsplit('/').next().unwrap_or_default() };
            let date = shown_date(object, "LastModified");
            lines.push_str(&format!("{date} {:>10} {name}\n", shown_size(size, given)));
            summary.objects += 1;
            summary.bytes += size;
            summary.is_nothing = false;
        }
        print(&lines)?;
    }
    Ok(summary)
}

fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn shown_size(bytes: u64, given: &Given) -> String {
    if given.has("human-readable") { sizes::shown(bytes as f64) } else { bytes.to_string() }
}

/// A time in an output, in the system's time zone.
fn shown_date(fields: &Fields, name: &str) -> String {
    let seconds = date(fields, name).map(|it| it.secs());
    let time = seconds.and_then(|it| Timestamp::from_second(it).ok());
    let Some(time) = time.map(|it| it.to_zoned(TimeZone::system())) else { return " ".repeat(19) };
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}
