//! The invocations to compare: several kinds for every operation.

use std::cell::RefCell;

use serde_json::{Map, Value};
use tinsmith_iam::schema::OPERATIONS;
use tinsmith_runtime::schema::{Kind, Member, Trait};
use tinsmith_runtime::service::Operation;
use tinsmith_tests::server::Act;

use crate::answers;
use crate::python_cli::Known;
use crate::values::Values;
use crate::words::{self, dashed};

/// An invocation, and the responses of the service.
pub struct Invocation {
    /// the command and its options
    pub arguments: Vec<String>,
    /// the responses, one per request
    pub answers: Vec<Act>,
    /// whether our command checks all limits, including those that the AWS CLI does not check
    pub strict: bool,
    /// the expected exit code, if known, to confirm that the invocation does what it is meant to
    pub code: Option<i32>,
}

/// All invocations, which are the same in every run.
pub fn all(known: &Known) -> Vec<Invocation> {
    let mut all = Vec::new();
    for (seed, operation) in OPERATIONS.iter().enumerate() {
        let input = operation.input;
        let is_known =
            known.operation(operation.name) && input.members().iter().all(|it| known.member(input.name(), it.name()));
        if !is_known {
            println!("{} is newer than the AWS CLI here", operation.name);
            continue;
        }
        let seed = seed as u64;
        let values = RefCell::new(Values::of_arguments(known, seed));
        let plan = Plan { known, operation, name: dashed(operation.name), seed, values };
        plan.samples(&mut all);
        plan.calls(&mut all);
        plan.failures(&mut all);
        if operation.traits.iter().any(|it| matches!(it, Trait::Paginated { .. })) {
            plan.pages(&mut all);
        }
    }
    all
}

/// The invocations of one operation.
struct Plan<'a> {
    known: &'a Known,
    operation: &'static Operation,
    name: String,
    seed: u64,
    values: RefCell<Values<'a>>,
}

impl<'a> Plan<'a> {
    fn with<T>(&self, make: impl FnOnce(&mut Values<'a>) -> T) -> T {
        make(&mut self.values.borrow_mut())
    }

    /// An output format that the AWS CLI supports.
    fn format(&self, number: usize) -> &'static str {
        let formats = self.known.formats();
        formats[(self.seed as usize + number) % formats.len()]
    }

    fn command(&self, arguments: Vec<String>, answers: Vec<Act>, code: Option<i32>) -> Invocation {
        let arguments = [self.name.clone()].into_iter().chain(arguments).collect();
        Invocation { arguments, answers, strict: false, code }
    }

    /// The options that an operation with an output file requires.
    fn file(&self) -> Vec<String> {
        match self.operation.name {
            "CreateVirtualMFADevice" => vec![
                "--outfile".to_owned(),
                concat!(env!("CARGO_TARGET_TMPDIR"), "/aws-cli-seed").to_owned(),
                "--bootstrap-method=Base32StringSeed".to_owned(),
            ],
            _ => Vec::new(),
        }
    }

    fn samples(&self, all: &mut Vec<Invocation>) {
        let sample = |words: &[&str]| words.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        all.push(self.command(sample(&["--generate-cli-skeleton"]), Vec::new(), None));
        let mut output = sample(&["--generate-cli-skeleton", "output", "--output", self.format(0)]);
        let required = self.with(|values| values.structure(self.operation.input, 0.0, 0));
        output.extend(words::options(self.operation, &required, self.seed));
        all.push(self.command(output, Vec::new(), None));
    }

    /// Calls that succeed: with required members, with all members, and with a document.
    fn calls(&self, all: &mut Vec<Invocation>) {
        let members = self.operation.input.members();
        for (kind, share) in [("required", 0.0), ("everything", 1.0), ("document", 0.6)] {
            let mut input = self.with(|values| values.structure(self.operation.input, share, 0));
            // Without pagination, so that every type of member is sent.
            let mut arguments = vec!["--no-paginate".to_owned()];
            if kind == "document" {
                // Some members are given in both ways; options take precedence.
                let option = self.with(|values| members.first().map(|it| (it.name(), values.member(it, 0))));
                let option: Map<_, _> = option.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                if self.file().is_empty() {
                    arguments.extend(["--cli-input-json".to_owned(), Value::Object(input.clone()).to_string()]);
                    input = option;
                }
            }
            arguments.extend(words::options(self.operation, &input, self.seed));
            arguments.extend(self.file());
            let format = self.format(arguments.len());
            arguments.extend(["--output".to_owned(), format.to_owned()]);
            let answer = answers::success(self.known, self.operation, self.seed * 7 + arguments.len() as u64, None);
            all.push(self.command(arguments, vec![answer], Some(0)));
        }
    }

    /// Failing invocations, some for each operation.
    fn failures(&self, all: &mut Vec<Invocation>) {
        let required = self.with(|values| values.structure(self.operation.input, 0.0, 0));
        let good = || [words::options(self.operation, &required, self.seed), self.file()].concat();
        let with = |more: &[&str]| [good(), more.iter().map(|&it| it.to_owned()).collect()].concat();
        if self.operation.input.members().iter().any(Member::is_required) {
            all.push(self.command(Vec::new(), Vec::new(), Some(252)));
        }
        let errors = self.operation.errors;
        let error = errors.get(self.seed as usize % errors.len().max(1));
        let failure = answers::failure(self.known, error.copied(), self.seed);
        match self.seed % 5 {
            0 => all.push(self.command(good(), vec![failure], Some(254))),
            1 => all.push(self.command(with(&["--no-such-option", "x"]), Vec::new(), Some(252))),
            2 => {
                let words = ["more".to_owned(), "words".to_owned()].into_iter();
                all.push(self.command(words.chain(good()).collect(), Vec::new(), Some(252)));
            }
            3 => all.push(self.command(with(&["--query", "a.["]), Vec::new(), Some(252))),
            _ => all.push(self.command(with(&["--output", "xml"]), Vec::new(), Some(252))),
        }
        if let Some(input) = self.spoiled(required) {
            let document = vec!["--cli-input-json".to_owned(), Value::Object(input).to_string()];
            all.push(Invocation { strict: true, ..self.command(document, Vec::new(), Some(252)) });
        }
    }

    /// An input with a mistake of each kind that the AWS CLI also detects.
    fn spoiled(&self, mut input: Map<String, Value>) -> Option<Map<String, Value>> {
        if !self.file().is_empty() {
            return None;
        }
        for (index, member) in self.operation.input.members().iter().enumerate() {
            let name = member.name().to_owned();
            match (member.target().kind(), (self.seed as usize + index) % 4) {
                (_, 0) => drop(input.remove(&name)),
                (Kind::String, 1) if member.length().is_some_and(|it| it.min > 0) => {
                    input.insert(name, Value::from(""));
                }
                (Kind::Boolean, _) => drop(input.insert(name, Value::from("yes"))),
                (_, 2) => drop(input.insert(name, Value::from(true))),
                _ => {}
            }
        }
        input.insert("NoSuchMember".to_owned(), Value::from(1));
        Some(input)
    }

    /// Paginated lists: all pages, a part, and from where the part ended.
    fn pages(&self, all: &mut Vec<Invocation>) {
        let input = self.with(|values| values.structure(self.operation.input, 0.0, 0));
        let given = words::options(self.operation, &input, self.seed);
        let answers = || {
            let page = |number: u64| {
                let token = (number < 3).then(|| format!("page {number}"));
                answers::success(self.known, self.operation, self.seed * 3 + number, Some(token.as_deref()))
            };
            vec![page(1), page(2), page(3)]
        };
        let token = |text: &str| aws_smithy_types::base64::encode(text);
        let marked = token("{\"Marker\": \"page 1\", \"boto_truncate_amount\": 1}");
        for more in [
            &[][..],
            &["--max-items", "1"],
            &["--max-items", "4", "--output", "text"],
            &["--starting-token", &marked, "--page-size", "7"],
            &["--query", "*[0]", "--output", "text"],
            &["--no-paginate", "--max-items", "3"],
            &["--no-paginate", "--page-size", "3"],
            &["--starting-token", "%%%", "--output", "table"],
        ] {
            // Every operation with some variants, and every variant with some operation.
            if (self.seed as usize + more.len()) % 2 == 1 && !more.is_empty() {
                continue;
            }
            let arguments = given.iter().cloned().chain(more.iter().map(|&it| it.to_owned())).collect();
            all.push(self.command(arguments, answers(), None));
        }
    }
}
