//! Follows the pages of an operation and makes one result of them.
//!
//! A token that says where to go on is base64 of a JSON object: the service's token, and how many
//! results of that page were shown already. It is the AWS CLI's, so that either program can go on
//! where the other stopped.

use aws_smithy_types::base64;

use super::failure::Failure;
use super::json;
use super::output::json::one_line;
use super::params::Pages;
use super::value::{Fields, Value};
use tinsmith_runtime::schema::{Kind, Schema};

/// The field of a token that counts what was shown already.
const SHOWN: &str = "boto_truncate_amount";
/// The member by which services say that there are more pages, beside the token.
const MORE: &str = "IsTruncated";

/// What the user asks of the pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaginationOptions {
    /// where to go on
    pub starting_token: Option<String>,
    /// how many results to show
    pub max_items: Option<i64>,
}

/// A place between two results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Position {
    /// the service's token of the page
    pub token: Option<String>,
    /// how many results of the page were shown already
    pub shown: usize,
}

impl Position {
    /// Reads a token: this program's, else the form before it, else the service's own.
    pub(crate) fn read(text: &str, input_token: &str) -> Result<Self, Failure> {
        let bad = || Failure::General(format!("Bad starting token: {text}"));
        let decoded = base64::decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(Ok(Value::Object(fields))) = decoded.map(|it| json::parse(&it)) {
            if fields.iter().any(|(name, _)| name != input_token && name != SHOWN) {
                return Err(bad());
            }
            let token = match fields.get(input_token) {
                Some(Value::String(token)) => Some(token.clone()),
                Some(Value::Null) => None,
                _ => return Err(bad()),
            };
            let shown = match fields.get(SHOWN) {
                None => 0,
                Some(Value::Integer(shown)) => usize::try_from(*shown).map_err(|_| bad())?,
                Some(_) => return Err(bad()),
            };
            return Ok(Self { token, shown });
        }
        let token = |text: &str| (text != "None").then(|| text.to_owned());
        match text.split_once("___") {
            Some((token_text, shown)) => match shown.parse() {
                Ok(shown) => Ok(Self { token: token(token_text), shown }),
                Err(_) => Err(bad()),
            },
            None => Ok(Self { token: token(text), shown: 0 }),
        }
    }

    /// Writes the token.
    pub(crate) fn write(&self, input_token: &str) -> String {
        let mut fields = Fields::default();
        fields.push(input_token, self.token.clone().map_or(Value::Null, Value::String));
        if self.shown > 0 {
            fields.push(SHOWN, Value::Integer(i64::try_from(self.shown).unwrap_or(i64::MAX)));
        }
        base64::encode(one_line(&Value::Object(fields)))
    }
}

/// The pages seen so far, as one result.
pub(crate) struct Merger {
    pages: Pages,
    items: Vec<String>,
    max_items: Option<i64>,
    position: Position,
    /// the token that the last page named
    last: Option<String>,
    first: bool,
    seen: i64,
    result: Fields,
    next: Option<Position>,
}

impl Merger {
    /// Begins at the place that the user asks for.
    pub(crate) fn new(pages: Pages, output: &Schema, pagination: &PaginationOptions) -> Result<Self, Failure> {
        let position = match &pagination.starting_token {
            Some(text) => Position::read(text, pages.input_token)?,
            None => Position::default(),
        };
        // Where the model does not say which results are meant, they are the first list.
        let first_list = || output.members().iter().find(|it| it.target().kind() == Kind::List).map(|it| it.name());
        let items = pages.items.or_else(first_list).unwrap_or_default().split('.').map(str::to_owned).collect();
        let (last, first, seen, result, next) = (None, true, 0, Fields::default(), None);
        Ok(Self { pages, items, max_items: pagination.max_items, position, last, first, seen, result, next })
    }

    /// The service's token of the page to ask for.
    pub(crate) fn token(&self) -> Option<&str> {
        self.position.token.as_deref()
    }

    /// How many results there are so far.
    pub(crate) fn seen(&self) -> i64 {
        self.seen
    }

    /// Takes a page in. Tells whether to ask for another.
    pub(crate) fn add(&mut self, mut page: Fields) -> Result<bool, Failure> {
        let shown = if self.first { self.position.shown } else { 0 };
        if self.first && shown > 0 {
            self.drop_shown(&mut page, shown);
        }
        let token = self.take_token(&mut page);
        let count = find(&page, &self.items).map_or(0, length);
        let over = self.max_items.map_or(0, |most| (self.seen + count).saturating_sub(most));
        if over > 0 {
            let keep = usize::try_from(count - over).unwrap_or(0);
            if let Some(items) = find_mut(&mut page, &self.items) {
                truncate(items, keep);
            }
            self.next = Some(Position { token: self.position.token.take(), shown: keep + shown });
        }
        self.seen += count;
        self.merge(page);
        self.first = false;
        if over > 0 {
            return Ok(false);
        }
        match token {
            None => Ok(false),
            Some(token) if self.max_items == Some(self.seen) => {
                self.next = Some(Position { token: Some(token), shown: 0 });
                Ok(false)
            }
            Some(token) if self.last.as_ref() == Some(&token) => Err(Failure::General(format!(
                "Error during pagination: The same next token was received twice: {token}"
            ))),
            Some(token) => {
                self.last = Some(token.clone());
                self.position = Position { token: Some(token), shown: 0 };
                Ok(true)
            }
        }
    }

    /// The result of all pages, what was collected first, and the token that goes on behind it.
    pub(crate) fn finish(self) -> (Fields, Option<String>) {
        let collected = |name: &str, value: &Value| {
            matches!(value, Value::List(_)) || self.items.first().is_some_and(|it| it == name)
        };
        let fields = || self.result.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        let first = fields().filter(|(name, value)| collected(name, value));
        let result = first.chain(fields().filter(|(name, value)| !collected(name, value))).collect();
        (result, self.next.map(|it| it.write(self.pages.input_token)))
    }

    /// Takes away what the user has seen: of the results those before the place, of other lists all.
    fn drop_shown(&self, page: &mut Fields, shown: usize) {
        let names: Vec<_> = page.iter().map(|(name, _)| name.to_owned()).collect();
        for name in names.iter().filter(|name| Some(*name) != self.items.first()) {
            if let Some(Value::List(values)) = page.get_mut(name) {
                values.clear();
            }
        }
        if let Some(Value::List(values)) = find_mut(page, &self.items) {
            values.drain(..shown.min(values.len()));
        }
    }

    /// Takes the token of the next page out of a page, and the member that says whether there is one.
    fn take_token(&self, page: &mut Fields) -> Option<String> {
        let path: Vec<String> = self.pages.output_token.split('.').map(str::to_owned).collect();
        let token = match find(page, &path) {
            Some(Value::String(token)) if !token.is_empty() => Some(token.clone()),
            Some(Value::Integer(token)) => Some(token.to_string()),
            _ => None,
        };
        let more = page.get(MORE) != Some(&Value::Boolean(false));
        page.remove(MORE);
        if let [name] = &path[..] {
            page.remove(name);
        }
        token.filter(|_| more)
    }

    fn merge(&mut self, page: Fields) {
        if self.first {
            self.result = page;
            return;
        }
        if self.items.len() > 1
            && let Some(more) = find(&page, &self.items)
            && let Some(all) = find_mut(&mut self.result, &self.items)
        {
            append(all, more);
        }
        for (name, value) in page.iter() {
            match self.result.get_mut(name) {
                Some(all) => append(all, value),
                None => self.result.push(name, value.clone()),
            }
        }
    }
}

/// Adds the elements of a list. Anything else is that of the first page.
fn append(all: &mut Value, more: &Value) {
    if let (Value::List(all), Value::List(more)) = (all, more) {
        all.extend(more.iter().cloned());
    }
}

fn find<'a>(fields: &'a Fields, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(fields.get(first)?, |value, name| match value {
        Value::Object(fields) => fields.get(name),
        _ => None,
    })
}

fn find_mut<'a>(fields: &'a mut Fields, path: &[String]) -> Option<&'a mut Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(fields.get_mut(first)?, |value, name| match value {
        Value::Object(fields) => fields.get_mut(name),
        _ => None,
    })
}

fn length(value: &Value) -> i64 {
    let length = match value {
        Value::List(values) => values.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    };
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn truncate(value: &mut Value, keep: usize) {
    match value {
        Value::List(values) => values.truncate(keep),
        Value::Object(fields) => {
            *fields = fields.iter().take(keep).map(|(name, value)| (name.to_owned(), value.clone())).collect();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tinsmith_runtime::schema::Member;

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static LIST: Schema = Schema::list("demo#List", &[Member::new("member", &TEXT, &[])], &[]);
    static OUTPUT: Schema = Schema::structure("demo#Output", &[Member::new("Keys", &LIST, &[])], &[]);
    const PAGES: Pages = Pages { input_token: "Marker", output_token: "Marker", items: None, page_size: None };

    /// The pages of a service that has six results, two a page.
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
        while merger.add(page(merger.token())).expect("tokens differ") {}
        let (result, next) = merger.finish();
        (one_line(&Value::Object(result)), next)
    }

    #[test]
    fn pages_become_one_result() {
        let all = r#"{"Keys": ["a", "b", "c", "d", "e", "f"], "Also": ["x"]}"#;
        assert_eq!(run(&PaginationOptions::default()), (all.to_owned(), None));
    }

    #[test]
    fn results_can_be_read_in_parts_of_any_size() {
        // Nothing is too little to be asked for.
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
    fn tokens_are_those_of_the_aws_cli() {
        let token = "eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==";
        let position = Position { token: None, shown: 1 };
        assert_eq!(position.write("Marker"), token);
        for (text, read) in [
            (token, Some(position)),
            ("abc___2", Some(Position { token: Some("abc".to_owned()), shown: 2 })),
            ("None___1", Some(Position { token: None, shown: 1 })),
            ("plain token", Some(Position { token: Some("plain token".to_owned()), shown: 0 })),
            ("abc___x", None),
            ("eyJPdGhlciI6ICJ4In0=", None),
        ] {
            assert_eq!(Position::read(text, "Marker").ok(), read, "{text}");
        }
    }
}
