//! Fills in an input along its schema, and collects all mistakes.
//!
//! The messages and their order are those of the AWS CLI: for each structure, missing members, unknown members, and
//! then its members in the given order, with their constraints. The runtime's JSON reader is not used, because values
//! also come from options, shorthand, YAML and files, and options win over the others before anything is checked.

mod events;

use std::collections::HashMap;

use aws_smithy_types::{DateTime, base64};

use super::event_lines;
use super::failure::Failure;
use super::limits;
use super::output::json::one_line;
use super::params::is_required;
use super::streams;
use super::value::{Fields, Value, type_name};
use tinsmith_runtime::dynamic::Dynamic;
use tinsmith_runtime::redact::REDACTED;
use tinsmith_runtime::schema::{Kind, Member, Schema, TimestampFormat, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_runtime::shape::{Slot, Structure, Union};
use tinsmith_runtime::validate::Constraint;
use tinsmith_runtime::{client::shorten_ids, timestamp, validate};

/// The mistakes found while filling in an input.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    /// The paths of the given values, in order.
    places: Vec<Place>,
    /// The first string that is not valid base64.
    base64: Option<String>,
    /// Whether `--validation off` would permit one of the mistakes.
    passable: bool,
}

/// A value in the input, with its mistakes.
#[derive(Debug, Default)]
struct Place {
    path: String,
    sentences: Vec<String>,
    /// Whether the value was rejected, so that its limits do not matter.
    refused: bool,
}

/// Fills in an input. With `raw`, strings for binary members are used as they are, not as base64. With `complete`,
/// required members must be set.
pub(crate) fn fill(input: &mut Dynamic, values: &Fields, raw: bool, complete: bool) -> Mistakes {
    let mut filler = Filler { raw, complete, ..Filler::default() };
    filler.structure(input, values, "", false);
    filler.mistakes
}

/// Fills the input of an operation, for a call. Times that go out as numbers are whole seconds, as the AWS CLI sends
/// them. With `is_shown`, standard input is not read, because the request is only shown.
pub(crate) fn fill_for(
    operation: &Operation,
    input: &mut Dynamic,
    values: &Fields,
    raw: bool,
    is_shown: bool,
) -> Mistakes {
    let protocol = operation.service.protocol.id();
    let whole_seconds = ["Json", "Cbor"].iter().any(|it| protocol.contains(it));
    let mut filler = Filler { whole_seconds, is_shown, raw, complete: true, ..Filler::default() };
    filler.structure(input, values, "", false);
    // Otherwise an id as a response returned it could be too long.
    shorten_ids(input);
    filler.mistakes
}

impl Mistakes {
    /// Adds the limits that a filled input breaks, each at the place of its value.
    pub(crate) fn add_limits(&mut self, input: &Dynamic) {
        self.add(input, |_| true);
    }

    /// Adds those of the limits that the AWS CLI checks too, whatever the validation policy says.
    pub(crate) fn add_minimums(&mut self, input: &Dynamic) {
        self.add(input, |it| !limits::is_left_to_service(it));
    }

    fn add(&mut self, input: &Dynamic, counts: impl Fn(&Constraint) -> bool) {
        let Err(violations) = validate::validate(input) else { return };
        let places = self.places.iter().enumerate();
        let index: HashMap<String, usize> = places.map(|(at, place)| (place.path.clone(), at)).collect();
        for violation in violations.iter().filter(|it| counts(&it.constraint)) {
            let Some(sentence) = limits::sentence(violation) else { continue };
            let path = violation.path.to_string();
            let known = index.get(&path).map(|&at| &mut self.places[at]);
            match known {
                Some(place) if place.refused => continue,
                // An empty value that is too short breaks most patterns too. One message is enough.
                Some(place) if !place.sentences.is_empty() && is_empty_match(&violation.constraint) => continue,
                Some(place) => place.sentences.push(sentence),
                None => self.places.push(Place { path, sentences: vec![sentence], refused: false }),
            }
            self.passable |= limits::is_left_to_service(&violation.constraint);
        }
    }

    /// The failure for the mistakes, if there are any.
    pub(crate) fn into_result(self) -> Result<(), Failure> {
        if let Some(message) = self.base64 {
            return Err(Failure::General(message));
        }
        match self.sentences() {
            sentences if sentences.is_empty() => Ok(()),
            mut sentences => {
                if self.passable {
                    sentences.push("To send it anyway, add --validation off.");
                }
                Err(Failure::Param(format!("Parameter validation failed:\n{}", sentences.join("\n"))))
            }
        }
    }

    /// The messages in order.
    pub(crate) fn sentences(&self) -> Vec<&str> {
        self.places.iter().flat_map(|place| place.sentences.iter().map(String::as_str)).collect()
    }
}

#[derive(Default)]
struct Filler {
    mistakes: Mistakes,
    raw: bool,
    complete: bool,
    /// Whether times are truncated to seconds, unless their member has a format.
    whole_seconds: bool,
    /// Whether the current member has a timestamp format.
    exact: bool,
    /// Whether the input is only shown, so that standard input is not read.
    is_shown: bool,
}

impl Filler {
    fn tell(&mut self, sentence: String) {
        if let Some(place) = self.mistakes.places.last_mut() {
            place.sentences.push(sentence);
        }
    }

    fn enter(&mut self, path: &str) {
        self.mistakes.places.push(Place { path: path.to_owned(), ..Place::default() });
    }

    /// Reports that a value does not fit its place.
    fn refuse(&mut self, sentence: String) {
        if let Some(place) = self.mistakes.places.last_mut() {
            place.sentences.push(sentence);
            place.refused = true;
        }
    }

    fn structure(&mut self, target: &mut dyn Structure, values: &Fields, path: &str, hidden: bool) {
        let schema = target.schema();
        let place = if path.is_empty() { "input" } else { path };
        self.enter(path);
        let missing = |member: &&Member| is_required(member) && !values.contains(member.name());
        for member in schema.members().iter().filter(|member| self.complete && missing(member)).collect::<Vec<_>>() {
            self.tell(format!("Missing required parameter in {place}: \"{}\"", member.name()));
        }
        self.unknown(schema, values, place);
        for (name, value) in values.iter() {
            let Some((index, member)) = schema.find_member(name) else { continue };
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            if let Some(slot) = target.member_mut(index) {
                let hidden = hidden || member.is_sensitive();
                // Null is reported below. Requesting the slot would set a blank value.
                let slot = if *value == Value::Null { None } else { Some(slot.slot()) };
                let outer = std::mem::replace(&mut self.exact, is_exact(member));
                self.value(slot, member.target(), value, &path, hidden);
                self.exact = outer;
            }
        }
    }

    fn unknown(&mut self, schema: &Schema, values: &Fields, place: &str) {
        let known: Vec<_> = schema.members().iter().map(|member| member.name()).collect();
        let allowed = match known[..] {
            [] => "there is none".to_owned(),
            _ => format!("must be one of: {}", known.join(", ")),
        };
        for (name, _) in values.iter().filter(|(name, _)| !known.contains(name)) {
            self.tell(format!("Unknown parameter in {place}: \"{name}\", {allowed}"));
        }
    }

    fn value(&mut self, slot: Option<Slot<'_>>, schema: &'static Schema, value: &Value, path: &str, hidden: bool) {
        let (kind, Some(mut slot)) = (schema.kind(), slot) else {
            self.enter(path);
            return self.wrong_type(schema, value, path, hidden);
        };
        if let (Slot::Structure(target), Value::Object(fields)) = (&mut slot, value) {
            return self.structure(*target, fields, path, hidden);
        }
        self.enter(path);
        match (slot, value) {
            (Slot::Union(target), Value::Object(fields)) => self.union(target, fields, path, hidden),
            (Slot::List(target), Value::List(values)) => self.list(target, schema, values, path, hidden),
            (Slot::Map(target), Value::Object(fields)) => self.map(target, schema, fields, path, hidden),
            (Slot::Document(target), value) => *target = value.to_document(),
            (slot, value) => match self.scalar(slot, kind, value) {
                Ok(()) => {}
                Err(Refused::Type) => self.wrong_type(schema, value, path, hidden),
                Err(Refused::Range) => self.out_of_range(schema, value, path, hidden),
                Err(Refused::File(sentence)) => self.refuse(sentence),
                Err(Refused::Base64) => {
                    let shown = if hidden { REDACTED.to_owned() } else { one_line(value) };
                    self.mistakes.base64.get_or_insert(format!("Invalid base64: {shown}"));
                }
            },
        }
    }

    fn union(&mut self, target: &mut dyn Union, values: &Fields, path: &str, hidden: bool) {
        let schema = target.schema();
        self.unknown(schema, values, path);
        if values.len() != 1 {
            let known: Vec<_> = schema.members().iter().map(|member| member.name()).collect();
            self.tell(format!(
                "Invalid number of parameters set for tagged union structure {}. Can only set one of the following \
                 keys: {}.",
                schema.name(),
                known.join(", ")
            ));
        }
        for (name, value) in values.iter() {
            let Some((index, member)) = schema.find_member(name) else { continue };
            if let Some(place) = target.set(index) {
                let hidden = hidden || member.is_sensitive();
                self.value(Some(place.slot()), member.target(), value, &format!("{path}.{name}"), hidden);
            }
        }
    }

    fn list(
        &mut self,
        target: &mut dyn tinsmith_runtime::shape::List,
        schema: &'static Schema,
        values: &[Value],
        path: &str,
        hidden: bool,
    ) {
        let [member] = schema.members() else { return };
        for (index, value) in values.iter().enumerate() {
            let place = target.push();
            if *value == Value::Null && schema.is_sparse() {
                continue;
            }
            let slot = if *value == Value::Null { None } else { Some(place.slot()) };
            let hidden = hidden || member.is_sensitive();
            self.value(slot, member.target(), value, &format!("{path}[{index}]"), hidden);
        }
    }

    fn map(
        &mut self,
        target: &mut dyn tinsmith_runtime::shape::Map,
        schema: &'static Schema,
        values: &Fields,
        path: &str,
        hidden: bool,
    ) {
        let [_, member] = schema.members() else { return };
        for (key, value) in values.iter() {
            let place = target.insert(key);
            if *value == Value::Null && schema.is_sparse() {
                continue;
            }
            let slot = if *value == Value::Null { None } else { Some(place.slot()) };
            let hidden = hidden || member.is_sensitive();
            self.value(slot, member.target(), value, &format!("{path}[{key:?}]"), hidden);
        }
    }

    fn scalar(&self, slot: Slot<'_>, kind: Kind, value: &Value) -> Result<(), Refused> {
        let put = match (slot, value) {
            (slot @ (Slot::String(_) | Slot::Enum(_)), Value::String(text)) => slot.put_string(text.clone()),
            (slot @ Slot::Boolean(_), Value::Boolean(it)) => slot.put_boolean(*it),
            (slot @ (Slot::Blob(_) | Slot::Stream(_)), Value::Bytes(bytes)) => slot.put_blob(bytes.clone()),
            (slot @ Slot::Blob(_), Value::String(text)) => {
                let decoded = if self.raw { Ok(text.clone().into_bytes()) } else { base64::decode(text) };
                slot.put_blob(decoded.map_err(|_| Refused::Base64)?)
            }
            (Slot::Stream(place), Value::File(path)) if self.is_shown && path == streams::STANDARD => {
                *place = streams::unread();
                Ok(())
            }
            (Slot::Stream(place), Value::File(path)) => {
                *place = streams::read(path).map_err(Refused::File)?;
                Ok(())
            }
            (Slot::Events(place), Value::File(path)) => {
                let raw = self.raw;
                let fill = move |event: &mut dyn Union, value: &Value| events::fill_event(event, value, raw);
                return event_lines::send(path, place, Box::new(fill)).map_err(Refused::File);
            }
            (Slot::Stream(place), Value::String(text)) => {
                *place = text.clone().into_bytes().into();
                Ok(())
            }
            (Slot::Timestamp(place), value) => {
                let time = time(value).ok_or(Refused::Type)?;
                let is_cut = self.whole_seconds && !self.exact;
                *place = if is_cut { DateTime::from_secs(time.secs()) } else { time };
                Ok(())
            }
            (slot, Value::Integer(number)) if is_number(kind) => {
                return slot.put_integer(*number).map_err(|_| Refused::Range);
            }
            (slot, value @ (Value::Double(_) | Value::Digits(_))) if matches!(kind, Kind::Float | Kind::Double) => {
                slot.put_double(value.as_double().ok_or(Refused::Range)?)
            }
            (slot, Value::Digits(digits)) if is_number(kind) => {
                return slot.put_number(digits).map_err(|_| Refused::Range);
            }
            (slot, Value::Double(number)) if kind == Kind::BigDecimal => slot.put_number(&number.to_string()),
            _ => return Err(Refused::Type),
        };
        put.map_err(|_| Refused::Type)
    }

    fn wrong_type(&mut self, schema: &Schema, value: &Value, path: &str, hidden: bool) {
        let shown = if hidden { REDACTED.to_owned() } else { one_line(value) };
        let (found, wanted) = (value.kind(), type_name(schema.kind()));
        self.refuse(format!("Invalid type for parameter {path}, value: {shown}, type: {found}, valid types: {wanted}"));
    }

    fn out_of_range(&mut self, schema: &Schema, value: &Value, path: &str, hidden: bool) {
        let shown = if hidden { REDACTED.to_owned() } else { one_line(value) };
        let wanted = type_name(schema.kind());
        self.refuse(format!("Invalid value for parameter {path}, value: {shown}, out of range of its type: {wanted}"));
    }
}

/// Whether the constraint is the pattern of an empty string.
fn is_empty_match(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Pattern { value: Some(text), .. } if text.is_empty())
}

enum Refused {
    Type,
    Range,
    Base64,
    File(String),
}

fn is_number(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::IntEnum(_)
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
    )
}

/// Whether times of the member are written in another form than numbers.
fn is_exact(member: &Member) -> bool {
    let bound = |it: &Trait| matches!(it, Trait::HttpHeader(_) | Trait::HttpQuery(_) | Trait::HttpLabel);
    member.traits().iter().any(bound) || member.timestamp_format() == Some(TimestampFormat::DateTime)
}

fn time(value: &Value) -> Option<DateTime> {
    match value {
        Value::Integer(seconds) => Some(DateTime::from_secs(*seconds)),
        Value::Double(_) | Value::Digits(_) => {
            value.as_double().filter(|it| it.abs() < 1e15).map(DateTime::from_secs_f64)
        }
        Value::String(text) | Value::Timestamp(text) => {
            let whole = || text.trim().parse().ok().map(DateTime::from_secs);
            whole().or_else(|| timestamp::read(text))
        }
        _ => None,
    }
}
