//! Loads the pages of an operation and merges them into one result.

mod position;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::customize::put;
use super::failure::Failure;
use super::output::json::one_line;
use super::params::{PageResults, Pages};
use super::value::{Fields, Value};
pub(crate) use position::Position;
use tinsmith_runtime::paginate::paths::{self, Node};
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
    /// The paths of the results.
    collected: Vec<&'static str>,
    max_items: Option<i64>,
    position: Position,
    /// The tokens of the pages so far, as text.
    known: HashSet<String>,
    first: bool,
    seen: i64,
    result: Fields,
    /// What is kept from the first page, if only some parts of the output are shown.
    kept: Fields,
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
        let is_collection = |kind: Kind| matches!(kind, Kind::List | Kind::Map);
        let collections = output.members().iter().filter(|it| is_collection(it.target().kind())).map(|it| it.name());
        let collected = match (pages.results, pages.items) {
            (Some(results), _) => results.collected.to_vec(),
            (None, Some(items)) => vec![items],
            (None, None) => collections.collect(),
        };
        let items = pages.items.or_else(first_list).unwrap_or_default().split('.').map(str::to_owned).collect();
        // As in botocore, the token of the command line does not count as received.
        let known = HashSet::new();
        let (result, kept) = (Fields::default(), Fields::default());
        let max_items = pagination.max_items;
        Ok(Self { pages, items, collected, max_items, position, known, first: true, seen: 0, result, kept, next: None })
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
        if let Some(results) = self.pages.results {
            return self.merge_results(&page, results);
        }
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

    /// Adds the parts of a page that are shown.
    fn merge_results(&mut self, page: &Fields, results: PageResults) {
        for path in results.collected {
            let steps = steps(path);
            let Some(value) = find(page, &steps).filter(|it| !matches!(it, Value::Null)) else { continue };
            match find_mut(&mut self.result, &steps) {
                Some(all) => accumulate(all, value),
                None => put(&mut self.result, path, value.clone()),
            }
        }
        if std::mem::replace(&mut self.first, false) {
            for path in results.kept {
                let value = find(page, &steps(path)).cloned().unwrap_or(Value::Null);
                put(&mut self.kept, path, value);
            }
        }
    }

    /// Records a page that is printed separately.
    pub(crate) fn pass(&mut self) {
        self.first = false;
    }

    /// The merged result, and the token to continue after it. With `nulls`, results that no page contains are null, as
    /// the AWS CLI prints them as text.
    pub(crate) fn finish(self, nulls: bool) -> (Fields, Option<String>) {
        let collected = |name: &str, value: &Value| {
            matches!(value, Value::List(_)) || self.items.first().is_some_and(|it| it == name)
        };
        let fields = || self.result.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        let first = fields().filter(|(name, value)| collected(name, value));
        let mut result: Fields = match self.pages.results {
            Some(_) => fields().collect(),
            None => first.chain(fields().filter(|(name, value)| !collected(name, value))).collect(),
        };
        add(&mut result, &self.kept);
        for path in
            self.collected.iter().filter(|path| nulls && find(&result, &steps(path)).is_none()).collect::<Vec<_>>()
        {
            put(&mut result, path, Value::Null);
        }
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
        // Numbers and texts count for what was shown.
        for path in self.pages.results.map_or(&[][..], |it| it.collected) {
            match find_mut(page, &steps(path)) {
                Some(Value::Integer(number)) => *number = 0,
                Some(Value::Double(number)) => *number = 0.0,
                Some(Value::String(text)) => text.clear(),
                _ => {}
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

/// Adds the value of another page: the elements of a list, a number, or text.
fn accumulate(all: &mut Value, more: &Value) {
    match (&mut *all, more) {
        (Value::Integer(all), Value::Integer(more)) => *all = all.saturating_add(*more),
        (Value::Double(all), Value::Double(more)) => *all += more,
        (Value::String(all), Value::String(more)) => all.push_str(more),
        _ => append(all, more),
    }
}

/// Adds members, also to structures that are there already.
fn add(fields: &mut Fields, more: &Fields) {
    for (name, value) in more.iter() {
        match (fields.get_mut(name), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => add(inner, more),
            (Some(_), _) => {}
            (None, value) => fields.push(name, value.clone()),
        }
    }
}

fn steps(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// A value in a page: the page itself, or the value of a field.
#[derive(Clone, Copy)]
enum Found<'a> {
    Page(&'a Fields),
    Value(&'a Value),
}

impl Node for Found<'_> {
    fn member(&self, name: &str) -> Option<Self> {
        match *self {
            Self::Page(fields) | Self::Value(Value::Object(fields)) => fields.get(name).map(Self::Value),
            Self::Value(_) => None,
        }
    }

    fn last(&self) -> Option<Self> {
        match self {
            Self::Value(Value::List(values)) => values.last().map(Self::Value),
            _ => None,
        }
    }

    fn is_blank(&self) -> bool {
        match *self {
            Self::Page(fields) | Self::Value(Value::Object(fields)) => fields.is_empty(),
            Self::Value(Value::String(text)) => text.is_empty(),
            Self::Value(value) => *value == Value::Null,
        }
    }
}

/// The token at the first of these paths that has one.
fn search(page: &Fields, paths: &str) -> Option<Value> {
    match paths::find(&Found::Page(page), paths)? {
        Found::Value(value) => Some(value.clone()),
        Found::Page(_) => None,
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
