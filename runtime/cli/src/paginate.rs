//! Loads the pages of an operation and merges them into one result.

mod position;

use std::collections::HashSet;

use super::failure::Failure;
use super::output::json::one_line;
use super::params::Pages;
use super::value::{Fields, Value};
pub(crate) use position::Position;
use tinsmith_runtime::schema::{Kind, Schema};

/// The members with which services say whether there are more pages, besides the tokens.
const MORE: &[&str] =
    &["IsTruncated", "Truncated", "hasMoreResults", "HasMoreShards", "HasMoreStreams", "AdditionalDataPending"];

/// The pagination options of the user.
#[derive(Clone, Debug, Default)]
pub(crate) struct PaginationOptions {
    /// Where to continue.
    pub starting_token: Option<String>,
    /// The maximum number of results.
    pub max_items: Option<i64>,
}

/// What follows a page.
#[derive(Debug, PartialEq)]
pub(crate) enum Follows {
    /// Nothing: it was the last page that is needed.
    Nothing,
    /// Another page.
    Page,
    /// A page that was already read. The service repeats this token.
    RepeatedToken(String),
}

impl Follows {
    /// Whether to request another page.
    ///
    /// # Errors
    ///
    /// Fails if the service returns to a page that was already read.
    pub(crate) fn another(self) -> Result<bool, Failure> {
        match self {
            Self::Nothing => Ok(false),
            Self::Page => Ok(true),
            Self::RepeatedToken(token) => Err(Failure::General(format!(
                "Error during pagination: The same next token was received twice: {token}"
            ))),
        }
    }
}

/// Cuts pages to the requested results, and merges them into one result.
pub(crate) struct Merger {
    pages: Pages,
    items: Vec<String>,
    max_items: Option<i64>,
    position: Position,
    /// The tokens of the pages so far, as text.
    known: HashSet<String>,
    first: bool,
    seen: i64,
    result: Fields,
    next: Option<Position>,
}

impl Merger {
    /// Starts at the position that the user requested.
    pub(crate) fn new(pages: Pages, output: &Schema, pagination: &PaginationOptions) -> Result<Self, Failure> {
        let position = match &pagination.starting_token {
            Some(text) => Position::read(text, pages.input_tokens)?,
            None => Position::default(),
        };
        // If the model does not say which results are meant, they are the first list.
        let first_list = || output.members().iter().find(|it| it.target().kind() == Kind::List).map(|it| it.name());
        let items = pages.items.or_else(first_list).unwrap_or_default().split('.').map(str::to_owned).collect();
        // As in botocore, the token of the command line does not count as received.
        let known = HashSet::new();
        let (first, seen, result, next) = (true, 0, Fields::default(), None);
        Ok(Self { pages, items, max_items: pagination.max_items, position, known, first, seen, result, next })
    }

    /// The service's tokens of the next page. Empty for the first.
    pub(crate) fn tokens(&self) -> &[Option<Value>] {
        &self.position.tokens
    }

    /// The number of results so far.
    pub(crate) fn seen(&self) -> i64 {
        self.seen
    }

    /// Cuts a page to the requested results. Returns what follows it.
    pub(crate) fn cut(&mut self, page: &mut Fields) -> Follows {
        let shown = if self.first { self.position.shown } else { 0 };
        if shown > 0 {
            self.drop_shown(page, shown);
        }
        let tokens = self.next_tokens(page);
        let count = find(page, &self.items).map_or(0, length);
        let over = self.max_items.map_or(0, |most| (self.seen + count).saturating_sub(most));
        self.seen += count;
        if over > 0 {
            let keep = usize::try_from(count - over).unwrap_or(0);
            if let Some(items) = find_mut(page, &self.items) {
                truncate(items, keep);
            }
            self.next = Some(Position { tokens: std::mem::take(&mut self.position.tokens), shown: keep + shown });
            return Follows::Nothing;
        }
        if tokens.iter().all(Option::is_none) {
            return Follows::Nothing;
        }
        let text = self::shown(&tokens);
        let position = Position { tokens, shown: 0 };
        if self.max_items == Some(self.seen) {
            self.next = Some(position);
            return Follows::Nothing;
        }
        self.position = position;
        if self.known.insert(text.clone()) { Follows::Page } else { Follows::RepeatedToken(text) }
    }

    /// Adds a page to the result, without the members that lead to the next page.
    pub(crate) fn merge(&mut self, mut page: Fields) {
        MORE.iter().for_each(|name| page.remove(name));
        self.pages.output_tokens.iter().for_each(|name| page.remove(name));
        if std::mem::replace(&mut self.first, false) {
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

    /// Records a page that is printed separately.
    pub(crate) fn pass(&mut self) {
        self.first = false;
    }

    /// The merged result, and the token to continue after it.
    pub(crate) fn finish(self) -> (Fields, Option<String>) {
        let collected = |name: &str, value: &Value| {
            matches!(value, Value::List(_)) || self.items.first().is_some_and(|it| it == name)
        };
        let fields = || self.result.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        let first = fields().filter(|(name, value)| collected(name, value));
        let result = first.chain(fields().filter(|(name, value)| !collected(name, value))).collect();
        (result, self.next.map(|it| it.write(self.pages.input_tokens)))
    }

    /// Removes what the user has already seen: results before the position, and all of the other lists.
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

    /// The tokens of the next page. Empty if the page says that there is none.
    fn next_tokens(&self, page: &Fields) -> Vec<Option<Value>> {
        let is_last = |fields: &Fields| MORE.iter().any(|name| fields.get(name) == Some(&Value::Boolean(false)));
        let more = match self.items.first().and_then(|name| page.get(name)) {
            Some(Value::Object(fields)) => !is_last(fields) && !is_last(page),
            _ => !is_last(page),
        };
        let tokens = self.pages.output_tokens.iter().map(|it| search(page, it));
        if more { tokens.collect() } else { Vec::new() }
    }
}

/// Formats tokens for a message.
fn shown(tokens: &[Option<Value>]) -> String {
    tokens.iter().flatten().map(one_line).collect::<Vec<_>>().join(", ")
}

/// Appends the elements of a list. Other values stay those of the first page.
fn append(all: &mut Value, more: &Value) {
    if let (Value::List(all), Value::List(more)) = (all, more) {
        all.extend(more.iter().cloned());
    }
}

/// The token at a place in the output.
fn search(page: &Fields, place: &str) -> Option<Value> {
    let is_token = |value: &Value| match value {
        Value::String(text) => !text.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Null => false,
        _ => true,
    };
    let alternative = |path: &str| {
        let mut found: Option<&Value> = None;
        for step in path.trim().split('.') {
            let (name, last) = step.strip_suffix("[-1]").map_or((step, false), |name| (name, true));
            let fields = match found {
                None => page,
                Some(Value::Object(fields)) => fields,
                Some(_) => return None,
            };
            found = match fields.get(name)? {
                Value::List(values) if last => values.last(),
                value => Some(value),
            };
        }
        found.filter(|it| is_token(it)).cloned()
    };
    place.split("||").find_map(alternative)
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
    use crate::json;
    use tinsmith_runtime::schema::Member;

    static TEXT: Schema = Schema::simple("demo#Text", Kind::String, &[]);
    static LIST: Schema = Schema::list("demo#List", &[Member::new("member", &TEXT, &[])], &[]);
    static OUTPUT: Schema = Schema::structure("demo#Output", &[Member::new("Keys", &LIST, &[])], &[]);
    const PAGES: Pages = Pages { input_tokens: &["Marker"], output_tokens: &["Marker"], items: None, page_size: None };

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
    fn tokens_are_found_at_their_places() {
        let Ok(Value::Object(page)) = json::parse(r#"{"Next": {"k": {"N": "1"}}, "Keys": [{"K": "a"}, {"K": "z"}]}"#)
        else {
            panic!()
        };
        assert_eq!(search(&page, "Next").as_ref().map(one_line).unwrap(), r#"{"k": {"N": "1"}}"#);
        assert_eq!(search(&page, "Marker || Keys[-1].K"), Some(Value::string("z")));
        assert_eq!(search(&page, "Marker"), None);
    }
}
