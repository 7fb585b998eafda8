//! Converts the IR to a [`Description`]: the tables of a service as data instead of code.
//!
//! The counterpart of [`emit`](crate::emit): it writes as values what `emit` writes as static tables. Both use the same
//! IR and make no decisions. A test compares the tables of a generated crate with those loaded from its model.

mod aws_cli;
mod model;
mod order;
mod rules;
mod tree;
mod waiters;

use std::collections::BTreeMap;

use tinsmith_pack::description::{
    self, DefaultValue, Description, Kind, Member, Pattern, PatternRef, Shape, ShapeRef, Strings, Text, WaiterRef,
};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::ir::{self, Service, Symbol, Table, TableKind, Trait};

use order::Item;

pub use aws_cli::AwsCliNames;
pub use model::{Described, describe_model};

/// Describes a service.
///
/// Fails only if the IR refers to a table that it does not contain, which is a bug in the generator and not an error in
/// the model.
pub fn describe(service: &Service) -> Result<Description, Diagnostics> {
    let (description, missing) = Writer::new(service).service();
    match missing.first() {
        None => Ok(description),
        Some(symbol) => {
            let message = format!("missing table {symbol}; this is a bug in the generator");
            Err(Diagnostic::error(event::UNRESOLVED_TARGET, message).into())
        }
    }
}

/// Lookup tables used while describing, and the collected results.
struct Writer<'a> {
    service: &'a Service,
    strings: Strings,
    items: Vec<Item>,
    /// Shapes by the name of their table.
    shapes: BTreeMap<&'a Symbol, ShapeRef>,
    /// The patterns described so far, in the order of their first use, so that they are near their shapes.
    patterns: Vec<Pattern>,
    pattern_refs: BTreeMap<&'a Symbol, PatternRef>,
    waiters: BTreeMap<&'a Symbol, WaiterRef>,
    /// The tables of errors by the name of their type.
    errors: BTreeMap<&'a Symbol, ShapeRef>,
    missing: Vec<Symbol>,
}

impl<'a> Writer<'a> {
    fn new(service: &'a Service) -> Self {
        let items = order::order(service);
        let mut shapes = BTreeMap::new();
        let mut count = 0;
        for item in &items {
            match item {
                Item::Table(index) => {
                    shapes.insert(&service.tables[*index].symbol, ShapeRef(number(count)));
                    count += 1;
                }
                Item::Operation(_) => count += 2,
            }
        }
        let waiters = service.operations.iter().flat_map(|it| &it.waiters).enumerate();
        let errors = service.errors.iter().filter_map(|error| {
            let table = shapes.get(&error.table.symbol)?;
            Some((&error.symbol, *table))
        });
        Self {
            service,
            strings: Strings::default(),
            items,
            patterns: Vec::new(),
            pattern_refs: BTreeMap::new(),
            waiters: waiters.map(|(index, it)| (&it.module, WaiterRef(number(index)))).collect(),
            errors: errors.collect(),
            shapes,
            missing: Vec::new(),
        }
    }

    fn service(mut self) -> (Description, Vec<Symbol>) {
        let service = self.service;
        // Finding an operation reads only their names.
        for operation in &service.operations {
            self.text(&operation.name);
        }
        let head = description::Service {
            id: self.text(&service.id),
            version: self.text(&service.version),
            sdk_id: self.text(&service.sdk_id),
            endpoint_prefix: self.text(&service.endpoint_prefix),
            signing_name: self.text(&service.signing_name),
            title: self.text(&service.title),
            protocol: self.text(service.protocol.trait_id()),
            traits: self.traits(&service.traits).into_iter().chain(self.discovery()).collect(),
        };
        let rules = service.endpoint_rules.as_ref().map(|rules| self.rules(rules));
        let (mut shapes, mut operations) = (Vec::new(), Vec::new());
        for item in std::mem::take(&mut self.items) {
            match item {
                Item::Table(index) => shapes.push(self.shape(&service.tables[index])),
                Item::Operation(index) => operations.push(self.operation(&service.operations[index], &mut shapes)),
            }
        }
        let waiters = service.operations.iter().flat_map(|it| &it.waiters);
        let waiters = waiters.map(|waiter| self.waiter(waiter)).collect();
        let description = Description {
            service: head,
            rules,
            operations,
            shapes,
            patterns: self.patterns,
            waiters,
            docs: service.docs.clone(),
            strings: self.strings,
        };
        (description, self.missing)
    }

    /// Endpoint discovery as a trait of the service.
    fn discovery(&mut self) -> Option<description::Trait> {
        let ir::EndpointDiscovery { operation, error } = self.service.endpoint_discovery.as_ref()?;
        let fields = [("operation", operation), ("error", error)];
        let fields = fields.map(|(name, value)| (self.text(name), description::Datum::Text(self.text(value))));
        Some(description::Trait::Record(self.text("EndpointDiscovery"), fields.to_vec()))
    }

    /// Describes an operation, and adds its input and output to the shapes.
    fn operation(&mut self, operation: &ir::Operation, shapes: &mut Vec<Shape>) -> description::Operation {
        let mut add = |shape: Shape| {
            shapes.push(shape);
            ShapeRef(number(shapes.len() - 1))
        };
        let name = self.text(&operation.name);
        let input = add(self.shape(&operation.input.table));
        let output = add(match operation.output.table.is_unit() {
            true => self.unit_output(&operation.output.table),
            false => self.shape(&operation.output.table),
        });
        description::Operation {
            name,
            input,
            output,
            errors: operation.errors.iter().map(|error| self.error(error)).collect(),
            traits: self.traits(&operation.traits),
        }
    }

    /// The runtime's table for outputs without members.
    fn unit_output(&mut self, table: &Table) -> Shape {
        let output = description::Trait::Flag(self.text("Output"));
        Shape { id: self.text(&table.id), kind: Kind::Structure, members: Vec::new(), traits: vec![output] }
    }

    fn shape(&mut self, table: &Table) -> Shape {
        let kind = match &table.kind {
            TableKind::Simple(name) => Kind::Simple(self.text(name)),
            TableKind::Enum(values) => Kind::Enum(values.iter().map(|it| self.text(it)).collect()),
            TableKind::IntEnum(values) => Kind::IntEnum(values.clone()),
            TableKind::List => Kind::List,
            TableKind::Map => Kind::Map,
            TableKind::Structure => Kind::Structure,
            TableKind::Union => Kind::Union,
        };
        let members = table.members.iter().map(|member| Member {
            name: self.text(&member.name),
            target: self.table(&member.target),
            traits: self.traits(&member.traits),
        });
        let members = members.collect();
        Shape { id: self.text(&table.id), kind, members, traits: self.traits(&table.traits) }
    }

    fn traits(&mut self, traits: &[Trait]) -> Vec<description::Trait> {
        traits.iter().map(|it| self.one_trait(it)).collect()
    }

    fn one_trait(&mut self, it: &Trait) -> description::Trait {
        use description::Trait as Described;
        match it {
            Trait::Flag(name) => Described::Flag(self.text(name)),
            Trait::Text(name, value) => Described::Text(self.text(name), self.text(value)),
            Trait::Truth(name, value) => Described::Truth(self.text(name), *value),
            Trait::Default(value) => Described::Default(self.default(value)),
            Trait::Length(min, max) => Described::Length(*min, *max),
            Trait::Pattern(symbol) => Described::Pattern(self.find_pattern(symbol)),
            Trait::Range(min, max) => Described::Range(*min, *max),
            Trait::HttpError(status) => Described::HttpError(*status),
            Trait::XmlNamespace(uri, prefix) => Described::XmlNamespace(self.text(uri), self.text(prefix)),
            Trait::TimestampFormat(name) => Described::TimestampFormat(self.text(name)),
            Trait::Http(method, uri, status) => Described::Http(self.text(method), self.text(uri), *status),
            Trait::RequestCompression(encodings) => {
                Described::RequestCompression(encodings.iter().map(|it| self.text(it)).collect())
            }
            Trait::Paginated { input_token, output_token, items, page_size } => Described::Paginated {
                input_token: self.text(input_token),
                output_token: self.text(output_token),
                items: items.as_ref().map(|it| self.text(it)),
                page_size: page_size.as_ref().map(|it| self.text(it)),
            },
            Trait::Record(name, fields) => {
                let fields = fields.iter().map(|(field, value)| (self.text(field), self.datum(value)));
                let fields = fields.collect();
                Described::Record(self.text(name), fields)
            }
            Trait::OperationContextParams(params) => {
                let params = params.iter().map(|(name, path)| (self.text(name), self.text(path)));
                Described::OperationContextParams(params.collect())
            }
            Trait::Waitable(modules) => {
                Described::Waitable(modules.iter().map(|module| self.find_waiter(module)).collect())
            }
        }
    }

    fn datum(&mut self, value: &ir::Datum) -> description::Datum {
        match value {
            ir::Datum::Flag(value) => description::Datum::Flag(*value),
            ir::Datum::Text(value) => description::Datum::Text(self.text(value)),
            ir::Datum::Number(value) => description::Datum::Number(*value),
            ir::Datum::Texts(values) => description::Datum::Texts(values.iter().map(|it| self.text(it)).collect()),
        }
    }

    fn default(&mut self, value: &ir::DefaultValue) -> DefaultValue {
        match value {
            ir::DefaultValue::Boolean(value) => DefaultValue::Boolean(*value),
            ir::DefaultValue::Integer(value) => DefaultValue::Integer(*value),
            ir::DefaultValue::Double(value) => DefaultValue::Double(*value),
            ir::DefaultValue::String(value) => DefaultValue::String(self.text(value)),
            ir::DefaultValue::EmptyList => DefaultValue::EmptyList,
            ir::DefaultValue::EmptyMap => DefaultValue::EmptyMap,
        }
    }

    fn text(&mut self, text: &str) -> Text {
        self.strings.add(text)
    }

    fn table(&mut self, symbol: &Symbol) -> ShapeRef {
        self.shapes.get(symbol).copied().unwrap_or_else(|| {
            self.missing.push(symbol.clone());
            ShapeRef(0)
        })
    }

    fn error(&mut self, symbol: &Symbol) -> ShapeRef {
        self.errors.get(symbol).copied().unwrap_or_else(|| {
            self.missing.push(symbol.clone());
            ShapeRef(0)
        })
    }

    fn find_pattern(&mut self, symbol: &Symbol) -> PatternRef {
        if let Some(known) = self.pattern_refs.get(symbol) {
            return *known;
        }
        let Some(pattern) = self.service.patterns.iter().find(|it| it.symbol == *symbol) else {
            self.missing.push(symbol.clone());
            return PatternRef(0);
        };
        let described = self.pattern(pattern);
        let found = PatternRef(number(self.patterns.len()));
        self.patterns.push(described);
        self.pattern_refs.insert(&pattern.symbol, found);
        found
    }

    fn find_waiter(&mut self, module: &Symbol) -> WaiterRef {
        self.waiters.get(module).copied().unwrap_or_else(|| {
            self.missing.push(module.clone());
            WaiterRef(0)
        })
    }
}

/// An index as the number of a shape, pattern or waiter. Nothing has four billion of them.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
