//! Converts the IR to a [`Description`]: the tables of a service as data instead of code.
//!
//! The counterpart of [`emit`](crate::emit): it writes as values what `emit` writes as static tables. Both use the same
//! IR and make no decisions. A test compares the tables of a generated crate with those loaded from its model.

mod model;
mod rules;
mod tree;
mod waiters;

use std::collections::BTreeMap;

use tinsmith_pack::description::{
    self, DefaultValue, Description, Kind, Member, PatternRef, Shape, ShapeRef, Strings, Text, WaiterRef,
};

use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::ir::{self, Service, Symbol, Table, TableKind, Trait};

pub use model::{Described, describe_model};

/// Describes a service.
///
/// Fails only if the IR refers to a table that it does not contain, which is a bug in the generator and not an error in
/// the model.
pub fn describe(service: &Service) -> Result<Description, Diagnostics> {
    let mut writer = Writer::new(service);
    let description = writer.service(service);
    match writer.missing.first() {
        None => Ok(description),
        Some(symbol) => {
            let message = format!("missing table {symbol}; this is a bug in the generator");
            Err(Diagnostic::error(event::UNRESOLVED_TARGET, message).into())
        }
    }
}

/// Lookup tables used while describing, and the collected results.
struct Writer {
    strings: Strings,
    /// Shapes by the name of their table.
    shapes: BTreeMap<Symbol, ShapeRef>,
    patterns: BTreeMap<Symbol, PatternRef>,
    waiters: BTreeMap<Symbol, WaiterRef>,
    /// The tables of errors by the name of their type.
    errors: BTreeMap<Symbol, ShapeRef>,
    missing: Vec<Symbol>,
}

impl Writer {
    fn new(service: &Service) -> Self {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let shapes: BTreeMap<Symbol, ShapeRef> = (service.tables.iter().enumerate())
            .map(|(index, table)| (table.symbol.clone(), ShapeRef(number(index))))
            .collect();
        let patterns = service.patterns.iter().enumerate();
        let waiters = service.operations.iter().flat_map(|it| &it.waiters).enumerate();
        let errors = service.errors.iter().filter_map(|error| {
            let table = shapes.get(&error.table.symbol)?;
            Some((error.symbol.clone(), *table))
        });
        Self {
            strings: Strings::default(),
            patterns: patterns.map(|(index, it)| (it.symbol.clone(), PatternRef(number(index)))).collect(),
            waiters: waiters.map(|(index, it)| (it.module.clone(), WaiterRef(number(index)))).collect(),
            errors: errors.collect(),
            shapes,
            missing: Vec::new(),
        }
    }

    fn service(&mut self, service: &Service) -> Description {
        let head = description::Service {
            id: self.text(&service.id),
            version: self.text(&service.version),
            sdk_id: self.text(&service.sdk_id),
            endpoint_prefix: self.text(&service.endpoint_prefix),
            signing_name: self.text(&service.signing_name),
            title: self.text(&service.title),
            protocol: self.text(service.protocol.trait_id()),
            traits: self.traits(&service.traits),
        };
        let rules = service.endpoint_rules.as_ref().map(|rules| self.rules(rules));
        let mut shapes: Vec<Shape> = service.tables.iter().map(|table| self.shape(table)).collect();
        let operations = service.operations.iter().map(|it| self.operation(it, &mut shapes)).collect();
        let patterns = service.patterns.iter().map(|pattern| self.pattern(pattern)).collect();
        let waiters = service.operations.iter().flat_map(|it| &it.waiters);
        let waiters = waiters.map(|waiter| self.waiter(waiter)).collect();
        Description {
            service: head,
            rules,
            operations,
            shapes,
            patterns,
            waiters,
            docs: service.docs.clone(),
            strings: std::mem::take(&mut self.strings),
        }
    }

    /// Describes an operation, and adds its input and output to the shapes.
    fn operation(&mut self, operation: &ir::Operation, shapes: &mut Vec<Shape>) -> description::Operation {
        let mut add = |shape: Shape| {
            shapes.push(shape);
            ShapeRef(u32::try_from(shapes.len() - 1).unwrap_or(u32::MAX))
        };
        let input = add(self.shape(&operation.input.table));
        let output = add(match operation.output.table.is_unit() {
            true => self.unit_output(&operation.output.table),
            false => self.shape(&operation.output.table),
        });
        description::Operation {
            name: self.text(&operation.name),
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
        self.patterns.get(symbol).copied().unwrap_or_else(|| {
            self.missing.push(symbol.clone());
            PatternRef(0)
        })
    }

    fn find_waiter(&mut self, module: &Symbol) -> WaiterRef {
        self.waiters.get(module).copied().unwrap_or_else(|| {
            self.missing.push(module.clone());
            WaiterRef(0)
        })
    }
}
