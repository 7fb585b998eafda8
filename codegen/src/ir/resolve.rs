//! Lowers the model to the IR.

use std::collections::{BTreeMap, BTreeSet};

use super::docs::Prose;
use super::features::{Asymmetric, needed_features, needs_http2};
use super::krate::{check_crate, describe_crate};
use super::messages::{MESSAGE, lacks_message};
use super::names::{Named, Names};
use super::pages::resolve_pages;
use super::symbols::{self, Space, Symbol, own};
use super::tables::{original_id, resolve_table};
use super::trait_values::Trait;
use super::traits::{Patterns, resolve_paginated, resolve_traits};
use super::types::{resolve_events, resolve_need, resolve_type};
use super::waiters::WaiterNames;
use super::{
    ClientParam, Crate, CrateInfo, Deprecated, EndpointDiscovery, Enum, EnumVariant, Field, Need, Operation, PROTOCOLS,
    RustType, Service, Struct, Table, Type, Union, Variant, constraints, example,
};
use crate::diagnostic::{Diagnostic, Diagnostics, event};
use crate::model::{self, Member, Model, Node, Protocol, Shape, ShapeId, ShapeKind, Traits, Valid};
use crate::rules::Rules;

/// Decides everything about the crate of the model's service.
///
/// The model must have been through [`transform`](crate::transform): it has one service, which lists all its
/// operations, and each of these has an input and an output of its own.
pub fn resolve(model: &Valid<Model>, info: &CrateInfo) -> Result<Service, Diagnostics> {
    let found = check_crate(info);
    if found.has_errors() {
        return Err(found);
    }
    let Some((shape, service)) = model.services().next() else {
        return Err(Diagnostic::error(event::UNKNOWN_SERVICE, "the model has no service").into());
    };
    let Some(protocol) = shape.traits.protocols().into_iter().find(|it| PROTOCOLS.contains(it)) else {
        let message = "the service has no supported protocol";
        return Err(Diagnostic::error(event::UNSUPPORTED_PROTOCOL, message).on(&shape.id).into());
    };
    let operations = model.operations_of(service);
    let (names, table_space) = Names::of(model, service, &operations);
    let patterns = Patterns::new(table_space);
    let resolver = Resolver { model, names, waiter_names: WaiterNames::new(), patterns, docs: BTreeMap::new() };
    Ok(resolver.service(shape, service, protocol, &operations, info))
}

/// The documentation of an error's message that the model does not declare.
const SENT: &str = "The message from the service.";

/// Lookup tables used while resolving, and the collected results.
pub(super) struct Resolver<'a> {
    pub(super) model: &'a Model,
    pub(super) names: Names,
    waiter_names: WaiterNames,
    patterns: Patterns,
    docs: BTreeMap<String, String>,
}

impl Resolver<'_> {
    fn service(
        mut self,
        shape: &Shape,
        service: &model::Service,
        protocol: Protocol,
        ids: &BTreeSet<ShapeId>,
        info: &CrateInfo,
    ) -> Service {
        let aws = shape.traits.aws_service();
        let sdk_id = aws.map_or(shape.id.name(), |aws| aws.sdk_id).to_owned();
        let title = shape.traits.title().unwrap_or(&sdk_id).to_owned();
        let endpoint_prefix = aws.and_then(|aws| aws.endpoint_prefix);
        let program = symbols::program_name(&sdk_id);
        let signing_name = shape.traits.sigv4_name().or(endpoint_prefix).unwrap_or(&program).to_owned();
        let is_of_aws = shape.traits.is_of_aws();
        let endpoint_prefix = if is_of_aws { endpoint_prefix.unwrap_or(&program).to_owned() } else { String::new() };
        let krate = describe_crate(info, &sdk_id, &title, is_of_aws);
        let tables = self.tables();
        let types = self.types();
        let errors = self.errors();
        let operations: Vec<Operation> =
            ids.iter().filter_map(|id| self.operation(id, &shape.traits, &krate)).collect();
        self.note_docs(shape);
        let endpoint_rules = Rules::of_service(&shape.traits);
        let traits = resolve_traits(&shape.traits, &mut self.patterns);
        let mut features = needed_features(&traits, &operations);
        let asymmetric = Asymmetric::of(&traits, endpoint_rules.as_ref());
        features.extend((asymmetric == Asymmetric::Always).then_some("sigv4a"));
        features.sort_unstable();
        Service {
            krate: Crate {
                needs_http2: features.contains(&"event-stream") && needs_http2(shape, protocol),
                features,
                offers_sigv4a: asymmetric == Asymmetric::Sometimes,
                ..krate
            },
            id: shape.id.to_string(),
            version: service.version.clone(),
            signing_name,
            sdk_id,
            endpoint_prefix,
            title,
            protocol,
            endpoint_rules,
            endpoint_discovery: shape.traits.endpoint_discovery().map(|(operation, error)| EndpointDiscovery {
                operation: operation.to_owned(),
                error: error.unwrap_or_default().to_owned(),
            }),
            traits,
            client_params: client_params(&shape.traits),
            operations,
            types,
            errors,
            tables,
            patterns: self.patterns.into_found(),
            docs: self.docs.into_iter().collect(),
            prose: prose(&shape.traits),
        }
    }

    fn operation(&mut self, id: &ShapeId, service: &Traits, krate: &Crate) -> Option<Operation> {
        let shape = self.model.shape(id.as_str())?;
        let operation = shape.as_operation()?;
        let Named { symbol, module } = self.names.operations.get(id)?.clone();
        let marker = self.names.markers.get(id)?.clone();
        let input_shape = self.model.shape(operation.input.as_str())?;
        let output_shape = self.model.shape(operation.output.as_str())?;
        let mut input = self.structure(input_shape, symbol.suffixed("Input"), own("INPUT"), true);
        input.builder = symbol.suffixed("InputBuilder");
        let output = self.structure(output_shape, symbol.suffixed("Output"), own("OUTPUT"), false);
        let mut traits = resolve_traits(&shape.traits, &mut self.patterns);
        traits.extend(resolve_paginated(&shape.traits, service));
        let waiters = self.waiter_names.resolve(self.model, shape);
        if !waiters.is_empty() {
            traits.push(Trait::Waitable(waiters.iter().map(|it| it.module.clone()).collect()));
        }
        let pages = resolve_pages(self, operation, [&shape.traits, service], &symbol);
        self.note_docs(shape);
        if let Some(text) = example::documented(shape) {
            self.docs.insert(format!("{}%example", original_id(shape)), text);
        }
        Some(Operation {
            name: id.name().to_owned(),
            example: example::lines(self, shape, input_shape, &module, krate),
            fluent: marker.suffixed("FluentBuilder"),
            error: marker.suffixed("Error"),
            marker,
            symbol,
            module,
            input,
            output,
            errors: operation.errors.iter().filter_map(|id| Some(self.names.errors.get(id)?.symbol.clone())).collect(),
            traits,
            pages,
            waiters,
            prose: prose(&shape.traits),
            deprecated: deprecated(&shape.traits),
        })
    }

    fn tables(&mut self) -> Vec<Table> {
        let shapes: Vec<(ShapeId, Symbol)> =
            self.names.tables.iter().map(|(id, symbol)| (id.clone(), symbol.clone())).collect();
        // The messages of errors need it, and the model may not use it otherwise.
        let string = Shape::new(ShapeId::of_prelude("String"), ShapeKind::String);
        let mut tables: Vec<Table> = shapes
            .into_iter()
            .map(|(id, symbol)| {
                let shape = self.model.shape(id.as_str()).unwrap_or(&string);
                self.note_docs(shape);
                resolve_table(shape, symbol, &self.names, &mut self.patterns)
            })
            .collect();
        tables.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        tables
    }

    fn types(&mut self) -> Vec<Type> {
        let named: Vec<(ShapeId, Named)> =
            self.names.types.iter().map(|(id, named)| (id.clone(), named.clone())).collect();
        let mut types: Vec<Type> = named
            .into_iter()
            .filter_map(|(id, named)| {
                let shape = self.model.shape(id.as_str())?;
                Some(match shape.kind {
                    ShapeKind::Union => Type::Union(self.union(shape, named)),
                    ShapeKind::Enum => Type::Enum(self.enumeration(shape, named)),
                    _ => {
                        let table = self.names.table(&id);
                        let mut structure = self.structure(shape, named.symbol, table, false);
                        structure.module = named.module;
                        Type::Struct(structure)
                    }
                })
            })
            .collect();
        types.sort_by(|a, b| a.symbol().cmp(b.symbol()));
        types
    }

    fn errors(&mut self) -> Vec<Struct> {
        let named: Vec<(ShapeId, Named)> =
            self.names.errors.iter().map(|(id, named)| (id.clone(), named.clone())).collect();
        let mut errors: Vec<Struct> = named
            .into_iter()
            .filter_map(|(id, named)| {
                let shape = self.model.shape(id.as_str())?;
                let mut error = self.structure(shape, named.symbol, self.names.table(&id), false);
                error.module = named.module;
                Some(error)
            })
            .collect();
        errors.sort_by(|a, b| a.symbol.cmp(&b.symbol));
        errors
    }

    /// A structure. It has the module of a type with its name.
    fn structure(&mut self, shape: &Shape, symbol: Symbol, table: Symbol, is_input: bool) -> Struct {
        let mut space = Space::fields();
        let mut fields: Vec<Field> =
            shape.members.iter().map(|member| self.field(member, &mut space, is_input)).collect();
        if lacks_message(shape) {
            let symbol = space.claim_field(MESSAGE);
            fields.push(Field {
                setter: symbol.prefixed("set_"),
                symbol,
                ty: RustType::String,
                need: Need::Optional,
                boxed: false,
                docs: vec![SENT.to_owned()],
                summary: SENT.to_owned(),
                deprecated: None,
            });
        }
        self.note_docs(shape);
        Struct {
            builder: symbol.suffixed("Builder"),
            module: Space::type_modules().claim_snake(symbol.as_str()),
            symbol,
            table: resolve_table(shape, table, &self.names, &mut self.patterns),
            fields,
            prose: prose(&shape.traits),
            deprecated: deprecated(&shape.traits),
        }
    }

    pub(super) fn field(&self, member: &Member, space: &mut Space, is_input: bool) -> Field {
        let symbol = space.claim_field(&member.name);
        let prose = self.member_prose(member);
        Field {
            setter: symbol.prefixed("set_"),
            symbol,
            ty: resolve_events(self.model, &self.names, member, is_input)
                .unwrap_or_else(|| resolve_type(self.model, &self.names, member)),
            need: resolve_need(self.model, member, is_input),
            boxed: member.traits.boxed(),
            summary: summary(&prose, member),
            docs: self.with_constraints(prose, member),
            deprecated: deprecated(&member.traits),
        }
    }

    fn union(&self, shape: &Shape, named: Named) -> Union {
        let mut space = Space::variants();
        // Errors in an event stream are not events to the receiver.
        let is_error = |member: &&Member| self.names.errors.contains_key(&member.target);
        let members = shape.members.iter().filter(|it| !(shape.traits.streaming() && is_error(it)));
        let variants = members.map(|member| {
            let symbol = space.claim_union_variant(&member.name);
            Variant {
                is: symbols::predicate(&symbol),
                accessor: symbols::accessor(&symbol),
                symbol,
                ty: resolve_type(self.model, &self.names, member),
                boxed: member.traits.boxed(),
                docs: self.with_constraints(self.member_prose(member), member),
                deprecated: deprecated(&member.traits),
            }
        });
        Union {
            variants: variants.collect(),
            symbol: named.symbol,
            module: named.module,
            table: self.names.table(&shape.id),
            prose: prose(&shape.traits),
            deprecated: deprecated(&shape.traits),
        }
    }

    fn enumeration(&self, shape: &Shape, named: Named) -> Enum {
        let mut space = Space::variants();
        let variants = shape.members.iter().map(|member| {
            let value = member.enum_text().to_owned();
            let mut docs = prose(&member.traits).rustdoc();
            if docs.is_empty() {
                docs = Prose::code(&value).rustdoc();
            }
            EnumVariant {
                symbol: space.claim_pascal(&member.name),
                value,
                docs,
                deprecated: deprecated(&member.traits),
            }
        });
        Enum {
            id: shape.id.to_string(),
            variants: variants.collect(),
            symbol: named.symbol,
            module: named.module,
            prose: prose(&shape.traits),
            deprecated: deprecated(&shape.traits),
        }
    }

    /// The documentation of a member, or of its target.
    fn member_prose(&self, member: &Member) -> Prose {
        let own = prose(&member.traits);
        let target = || self.model.target(member).map(|target| prose(&target.traits)).unwrap_or_default();
        if own.is_empty() { target() } else { own }
    }

    /// The documentation of a member, followed by its constraints.
    fn with_constraints(&self, mut text: Prose, member: &Member) -> Vec<String> {
        text.append(&constraints::describe(self.model, member));
        if text.is_empty() {
            text = Prose::code(&member.name);
        }
        text.rustdoc()
    }

    /// Records the documentation of a shape and its members for the command line's table. A shape may come up twice, as
    /// a table and as a type; its documentation is parsed once.
    fn note_docs(&mut self, shape: &Shape) {
        let id = original_id(shape);
        let members = shape.members.iter().map(|member| (format!("{id}${}", member.name), &member.traits));
        for (id, traits) in members.chain([(id.clone(), &shape.traits)]) {
            if let Some(text) = traits.documentation() {
                self.docs.entry(id).or_insert_with(|| Prose::parse(text).terminal());
            }
        }
    }
}

/// The first sentence of a member's documentation, or the member's name.
fn summary(prose: &Prose, member: &Member) -> String {
    match prose.summary() {
        text if text.is_empty() => Prose::code(&member.name).line(),
        text => text,
    }
}

/// The parameters of the endpoint rules that a client configures, except those that the runtime's builder already has.
fn client_params(traits: &Traits) -> Vec<ClientParam> {
    const KNOWN: [&str; 5] = [
        "Accelerate",
        "DisableMultiRegionAccessPoints",
        "DisableS3ExpressSessionAuth",
        "ForcePathStyle",
        "UseArnRegion",
    ];
    let mut space = Space::fields();
    let params = traits.client_context_params().into_iter().flat_map(|it| it.iter());
    let params = params.filter(|(name, _)| !KNOWN.contains(name));
    let params = params.filter_map(|(name, node)| {
        let ty = match node.get("type").and_then(Node::as_str)? {
            "boolean" => "bool",
            "string" => "String",
            "stringArray" => "Vec<String>",
            _ => return None,
        };
        let text = node.get("documentation").and_then(Node::as_str).unwrap_or_default();
        let docs = Prose::parse(text).rustdoc();
        let docs = if docs.is_empty() { vec![format!("Sets the endpoint parameter `{name}`.")] } else { docs };
        Some(ClientParam { method: space.claim_field(name), name: name.to_string(), ty, docs })
    });
    params.collect()
}

fn prose(traits: &Traits) -> Prose {
    traits.documentation().map(Prose::parse).unwrap_or_default()
}

fn deprecated(traits: &Traits) -> Option<Deprecated> {
    let found = traits.deprecated()?;
    // rustdoc renders the note as Markdown.
    let message = found.message.map(|text| Prose::parse(text).line());
    let since = found.since.map(|since| format!("since {}", Prose::text(since).line()));
    let note = [message, since].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Some(Deprecated { note })
}
