//! Compares two models of a service, as far as a client can notice.
//!
//! The comparison starts at the service and matches operations, errors and members by name, so that models with
//! different shape IDs can be equal. It considers only traits that change what a client sends, accepts or is named, and
//! only bindings that the service's protocol uses. It ignores documentation, examples, tags, tests and metadata of
//! other tools.

mod operations;
mod shapes;
mod traits;
mod waiters;

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{Model, Node, Object, Protocol, Service, Shape, ShapeId};

/// A difference between two models.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The category, used to count differences.
    pub kind: &'static str,
    /// The shape or member, by its ID in the first model, or in the second if only that has it.
    pub shape_id: String,
    /// The value in the first model.
    pub ours: String,
    /// The value in the second model.
    pub theirs: String,
}

/// The value of something that does not exist.
const NOTHING: &str = "-";

/// Compares two models, each with one service.
///
/// # Errors
///
/// Fails with a message if a model has no service or several.
pub fn compare(ours: &Model, theirs: &Model) -> Result<Vec<Difference>, String> {
    let our_service = only_service(ours, "first")?;
    let their_service = only_service(theirs, "second")?;
    let mut comparison = Comparison {
        ours,
        theirs,
        wire: Wire::of(our_service.0, their_service.0),
        seen: BTreeSet::new(),
        found: BTreeSet::new(),
    };
    comparison.service(our_service, their_service);
    Ok(comparison.found.into_iter().collect())
}

fn only_service<'m>(model: &'m Model, which: &str) -> Result<(&'m Shape, &'m Service), String> {
    let mut services = model.services();
    match (services.next(), services.next()) {
        (Some(service), None) => Ok(service),
        (None, _) => Err(format!("the {which} model has no service")),
        (Some(_), Some(_)) => Err(format!("the {which} model has several services")),
    }
}

/// The bindings that the service's protocols use.
struct Wire {
    rest: bool,
    json_names: bool,
    xml: bool,
    ec2: bool,
    query_codes: bool,
}

impl Wire {
    fn of(ours: &Shape, theirs: &Shape) -> Self {
        let mut protocols = ours.traits.protocols();
        protocols.extend(theirs.traits.protocols());
        let has = |wanted: &[Protocol]| protocols.iter().any(|protocol| wanted.contains(protocol));
        Self {
            rest: has(&[Protocol::RestJson1, Protocol::SimpleRestJson, Protocol::RestXml]),
            json_names: has(&[Protocol::RestJson1, Protocol::SimpleRestJson]),
            xml: has(&[Protocol::RestXml, Protocol::AwsQuery, Protocol::Ec2Query]),
            ec2: has(&[Protocol::Ec2Query]),
            // A service that is only compatible with the query protocol also sends its codes.
            query_codes: has(&[Protocol::AwsQuery]),
        }
    }
}

/// The state of one comparison.
struct Comparison<'m> {
    ours: &'m Model,
    theirs: &'m Model,
    wire: Wire,
    /// Pairs of shapes that were compared or are being compared.
    seen: BTreeSet<(ShapeId, ShapeId)>,
    /// A set, because a shape that several members share would be reported several times.
    found: BTreeSet<Difference>,
}

impl<'m> Comparison<'m> {
    /// Adds a difference if the two strings differ.
    fn check(&mut self, kind: &'static str, id: &dyn fmt::Display, ours: impl Into<String>, theirs: impl Into<String>) {
        let (ours, theirs) = (ours.into(), theirs.into());
        if ours != theirs {
            self.found.insert(Difference { kind, shape_id: id.to_string(), ours, theirs });
        }
    }

    /// Adds a difference if the two optional values differ.
    fn check_nodes(&mut self, kind: &'static str, id: &dyn fmt::Display, ours: Option<&Node>, theirs: Option<&Node>) {
        if ours != theirs {
            self.check(kind, id, traits::show(ours), traits::show(theirs));
        }
    }

    fn service(&mut self, ours: (&'m Shape, &'m Service), theirs: (&'m Shape, &'m Service)) {
        let id = &ours.0.id;
        self.check("service name", id, id.name(), theirs.0.id.name());
        self.check("service version", id, &ours.1.version, &theirs.1.version);
        let (our_names, their_names) = (ours.0.traits.aws_service(), theirs.0.traits.aws_service());
        for (kind, ours, theirs) in [
            ("sdk id", our_names.map(|it| it.sdk_id), their_names.map(|it| it.sdk_id)),
            (
                "endpoint prefix",
                our_names.and_then(|it| it.endpoint_prefix),
                their_names.and_then(|it| it.endpoint_prefix),
            ),
        ] {
            self.check(kind, id, ours.unwrap_or(NOTHING), theirs.unwrap_or(NOTHING));
        }
        for protocol in Protocol::ALL.iter().map(|it| it.trait_id()) {
            self.check_nodes("protocol", id, ours.0.traits.get(protocol), theirs.0.traits.get(protocol));
        }
        for (kind, trait_id) in traits::SERVICE {
            self.check_nodes(kind, id, ours.0.traits.get(trait_id), theirs.0.traits.get(trait_id));
        }
        if self.wire.xml {
            self.trait_of(ours.0, theirs.0, "xml namespace", "smithy.api#xmlNamespace");
        }
        for (kind, trait_id) in traits::ENDPOINTS {
            let normal = |shape: &Shape| shape.traits.get(trait_id).map(undocumented);
            self.check_nodes(kind, id, normal(ours.0).as_ref(), normal(theirs.0).as_ref());
        }
        self.operations(ours, theirs);
    }

    fn trait_of(&mut self, ours: &Shape, theirs: &Shape, kind: &'static str, trait_id: &str) {
        self.check_nodes(kind, &ours.id, ours.traits.get(trait_id), theirs.traits.get(trait_id));
    }
}

/// Endpoint rules without documentation, and with parameter types in lower case: both `String` and `string` are used.
fn undocumented(node: &Node) -> Node {
    match node {
        Node::Array(values) => Node::Array(values.iter().map(undocumented).collect()),
        Node::Object(fields) => {
            let fields = fields.iter().filter(|(key, _)| *key != "documentation");
            let fields = fields.map(|(key, value)| match value {
                Node::String(text) if key == "type" => (key.to_owned(), Node::String(text.to_lowercase())),
                value => (key.to_owned(), undocumented(value)),
            });
            Node::Object(fields.collect::<Object>())
        }
        other => other.clone(),
    }
}
