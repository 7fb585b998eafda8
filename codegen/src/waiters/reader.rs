//! Reads one waiter. Every problem is recorded, and reading continues.

use super::types::{Type, infer};
use super::{Acceptor, Expected, Matcher, Problem, ProblemKind, Waiter, parse_path};
use crate::diagnostic::nearest;
use crate::model::{Model, Node, Object, Operation, Shape, ShapeId};

/// The default delays of a waiter, in seconds.
const MIN_DELAY: u32 = 2;
const MAX_DELAY: u32 = 120;

const STATES: [(&str, &str); 3] = [("success", "Success"), ("failure", "Failure"), ("retry", "Retry")];
const MATCHERS: [&str; 4] = ["success", "errorType", "output", "inputOutput"];
const COMPARATORS: [(&str, &str); 4] =
    [("stringEquals", "Is"), ("booleanEquals", "Truth"), ("allStringEquals", "AllAre"), ("anyStringEquals", "AnyIs")];

/// Returns the waiter if it is supported, and its problems.
pub(super) fn read(model: &Model, operation: &Shape, name: &str, node: &Node) -> (Option<Waiter>, Vec<Problem>) {
    let mut reader = Reader { model, operation, name, problems: Vec::new() };
    let waiter = reader.waiter(node);
    let is_usable =
        reader.problems.iter().all(|it| matches!(it.kind, ProblemKind::UnknownError | ProblemKind::Ignored));
    (waiter.filter(|_| is_usable), reader.problems)
}

struct Reader<'a> {
    model: &'a Model,
    operation: &'a Shape,
    name: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn push(&mut self, kind: ProblemKind, message: String) {
        self.problems.push(Problem { waiter: self.name.to_owned(), message, kind });
    }

    fn wrong<T>(&mut self, message: impl Into<String>) -> Option<T> {
        self.push(ProblemKind::Wrong, message.into());
        None
    }

    fn waiter(&mut self, node: &'a Node) -> Option<Waiter> {
        if !self.name.starts_with(|c: char| c.is_ascii_uppercase())
            || !self.name.chars().all(|c| c.is_ascii_alphanumeric())
        {
            self.wrong::<()>("the name must consist of ASCII letters and digits and start with a capital letter");
        }
        let fields = self.object(node, "the waiter")?;
        let known = ["documentation", "acceptors", "minDelay", "maxDelay", "deprecated", "tags"];
        self.known_keys(fields, "the waiter", &known);
        let (min, max) = (self.delay(fields, "minDelay"), self.delay(fields, "maxDelay"));
        let (min_delay, max_delay) = (min.unwrap_or(MIN_DELAY), max.unwrap_or(MAX_DELAY));
        if min_delay > max_delay {
            self.wrong::<()>(format!("minDelay {min_delay} is greater than maxDelay {max_delay}"));
        }
        let acceptors = fields.get("acceptors").and_then(Node::as_array);
        let Some(nodes) = acceptors else { return self.wrong("acceptors must be an array") };
        let acceptors: Vec<Acceptor> =
            nodes.iter().enumerate().filter_map(|(index, node)| self.acceptor(node, index)).collect();
        let leads_to_success = |node: &Node| node.get("state").and_then(Node::as_str) == Some("success");
        if !nodes.iter().any(leads_to_success) {
            self.wrong::<()>("no acceptor leads to success");
        }
        Some(Waiter {
            name: self.name.to_owned(),
            documentation: fields.get("documentation").and_then(Node::as_str).map(str::to_owned),
            is_deprecated: fields.get("deprecated").and_then(Node::as_bool).unwrap_or(false),
            min_delay,
            max_delay,
            acceptors,
        })
    }

    fn object(&mut self, node: &'a Node, what: &str) -> Option<&'a Object> {
        let object = node.as_object();
        object.or_else(|| self.wrong(format!("{what} must be an object, not {}", node.kind())))
    }

    fn known_keys(&mut self, fields: &Object, what: &str, known: &[&str]) {
        for key in fields.keys().filter(|key| !known.contains(key)) {
            let hint = nearest(key, known).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
            self.push(ProblemKind::Ignored, format!("{what} has the unknown key {key}, which is ignored{hint}"));
        }
    }

    fn delay(&mut self, fields: &Object, key: &str) -> Option<u32> {
        let node = fields.get(key)?;
        let delay = node.as_integer().and_then(|it| u32::try_from(it).ok()).filter(|it| *it >= 1);
        delay.or_else(|| self.wrong(format!("{key} must be an integer number of seconds, at least 1, not {node}")))
    }

    fn acceptor(&mut self, node: &'a Node, index: usize) -> Option<Acceptor> {
        let at = format!("acceptors[{index}]");
        let fields = self.object(node, &at)?;
        self.known_keys(fields, &at, &["state", "matcher", "message"]);
        let state = self.choice(fields, "state", &at, &STATES);
        self.message(fields, &at);
        let matcher = match fields.get("matcher") {
            Some(node) => self.matcher(node, &format!("{at}.matcher")),
            None => self.wrong(format!("{at}: matcher is missing")),
        };
        Some(Acceptor { state: state?, matcher: matcher? })
    }

    /// The value of a key that must be one of several strings, as the runtime's variant.
    fn choice(
        &mut self,
        fields: &Object,
        key: &str,
        at: &str,
        choices: &[(&'static str, &'static str)],
    ) -> Option<&'static str> {
        let text = fields.get(key).and_then(Node::as_str);
        let found = choices.iter().find(|(name, _)| Some(*name) == text).map(|(_, variant)| *variant);
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        found.or_else(|| self.wrong(format!("{at}: {key} must be one of {}", names.join(", "))))
    }

    /// Checks the message for a failure. Clients do not use it; they show the response instead.
    fn message(&mut self, fields: &Object, at: &str) {
        let Some(node) = fields.get("message") else { return };
        if fields.get("state").and_then(Node::as_str) != Some("failure") {
            let message = format!("{at}: the message is ignored, because the state is not failure");
            self.push(ProblemKind::Ignored, message);
        }
        match node.as_str().map(parse_path) {
            None => self.wrong::<()>(format!("{at}: message must be a string")),
            Some(Err(error)) => self.wrong(format!("{at}: message: {error}")),
            Some(Ok(_)) => None,
        };
    }

    fn matcher(&mut self, node: &'a Node, at: &str) -> Option<Matcher> {
        let fields = self.object(node, at)?;
        self.known_keys(fields, at, &MATCHERS);
        let mut matchers = fields.iter().filter(|(key, _)| MATCHERS.contains(key));
        let (Some((key, value)), None) = (matchers.next(), matchers.next()) else {
            return self.wrong(format!("{at} must have one of {}", MATCHERS.join(", ")));
        };
        match key {
            "success" => match value.as_bool() {
                Some(success) => Some(Matcher::Success(success)),
                None => self.wrong(format!("{at}: success must be true or false")),
            },
            "errorType" => match value.as_str() {
                Some(error) => Some(Matcher::ErrorType(self.error(error, at))),
                None => self.wrong(format!("{at}: errorType must be a string")),
            },
            "output" => self.expected(value, &format!("{at}.output"), false).map(Matcher::Output),
            _ => self.expected(value, &format!("{at}.inputOutput"), true).map(Matcher::InputOutput),
        }
    }

    /// The name of an error: a shape or a code. An error that the operation does not declare can still be returned by
    /// the service's front end.
    fn error(&mut self, text: &str, at: &str) -> String {
        let name = text.rsplit('#').next().unwrap_or(text).to_owned();
        let from_service = self.model.services().flat_map(|(_, service)| &service.errors);
        let own = self.operation.as_operation().into_iter().flat_map(|operation| &operation.errors);
        let errors: Vec<&Shape> = own.chain(from_service).filter_map(|id| self.model.shape(id.as_str())).collect();
        let names = errors.iter().flat_map(|shape| {
            let code = shape.traits.aws_query_error().map(|error| error.code);
            [Some(shape.id.name()), code].into_iter().flatten()
        });
        let names: Vec<&str> = names.collect();
        if !names.contains(&name.as_str()) {
            let hint = nearest(&name, &names).map(|near| format!(", did you mean {near}?")).unwrap_or_default();
            let message = format!("{at}: the operation does not declare the error {name}{hint}");
            self.push(ProblemKind::UnknownError, message);
        }
        name
    }

    fn expected(&mut self, node: &'a Node, at: &str, with_input: bool) -> Option<Expected> {
        let fields = self.object(node, at)?;
        self.known_keys(fields, at, &["path", "expected", "comparator"]);
        let comparator = self.choice(fields, "comparator", at, &COMPARATORS);
        let value = fields.get("expected").and_then(Node::as_str);
        let value = value.or_else(|| self.wrong(format!("{at}: expected must be a string")));
        if let (Some("Truth"), Some(text)) = (comparator, value)
            && !matches!(text, "true" | "false")
        {
            self.wrong::<()>(format!("{at}: expected must be \"true\" or \"false\", not {text:?}"));
        }
        let source = fields.get("path").and_then(Node::as_str);
        let source = source.or_else(|| self.wrong(format!("{at}: path must be a string")))?;
        let path = match parse_path(source) {
            Ok(path) => path,
            Err(error) => return self.wrong(format!("{at}: the path {source}: {error}")),
        };
        let root = self.root(with_input)?;
        let mut problems = Vec::new();
        let given = infer(self.model, &path, &root, &mut problems);
        problems.extend(comparator.and_then(|it| misfit(it, &given)));
        for problem in problems {
            self.wrong::<()>(format!("{at}: the path {source}: {problem}"));
        }
        Some(Expected { path: source.to_owned(), comparator: comparator?, value: value?.to_owned() })
    }

    /// The type of the values to which expressions are applied. `None` if a shape is missing, which is reported elsewhere.
    fn root(&mut self, with_input: bool) -> Option<Type<'a>> {
        let Operation { input, output, .. } = self.operation.as_operation()?;
        let structure = |id: &ShapeId| self.model.shape(id.as_str());
        let output = structure(output)?;
        Some(if with_input { Type::Call(structure(input)?, output) } else { Type::Members(output) })
    }
}

/// The reason why a comparator cannot compare values of the expression's type.
fn misfit(comparator: &str, given: &Type<'_>) -> Option<String> {
    let is_text = |it: &Type<'_>| matches!(it, Type::Text | Type::Any);
    let (fits, wanted) = match (comparator, given) {
        (_, Type::Any) => return None,
        ("Is", given) => (is_text(given), "a string"),
        ("Truth", given) => (*given == Type::Boolean, "a boolean"),
        (_, Type::List(element)) => (is_text(element), "a list of strings"),
        _ => (false, "a list of strings"),
    };
    (!fits).then(|| format!("expected {wanted}, found {}", given.name()))
}
