//! Says in what two models of one service differ, as far as a client can notice.
//!
//! The walk starts at the service and goes through operations, errors and members by their
//! names, so that models with other ids for their shapes can agree. Only traits that change
//! what a client sends, accepts or is called are looked at, and of bindings only those that
//! the protocol of the service reads. Documentation, examples, tags, tests and metadata of
//! other tools do not count.

mod operations;
mod shapes;
mod traits;
mod waiters;

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{Model, Node, Object, Protocol, Service, Shape, ShapeId};

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What kind of thing it is, to count by.
    pub kind: &'static str,
    /// The shape or member, by its id in the first model, or in the second if only that has it.
    pub shape_id: String,
    /// What the first model says.
    pub ours: String,
    /// What the second model says.
    pub theirs: String,
}

/// What stands for a thing that is not there.
const NOTHING: &str = "-";

/// Compares two models, each with one service.
///
/// # Errors
///
/// A sentence, if a model has no service or several.
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

/// Which bindings the protocols of the service read.
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
            rest: has(&[Protocol::RestJson1, Protocol::RestXml]),
            json_names: has(&[Protocol::RestJson1]),
            xml: has(&[Protocol::RestXml, Protocol::AwsQuery, Protocol::Ec2Query]),
            ec2: has(&[Protocol::Ec2Query]),
            // A service that only stays compatible sends the codes along.
            query_codes: has(&[Protocol::AwsQuery]),
        }
    }
}

/// The state of one comparison.
struct Comparison<'m> {
    ours: &'m Model,
    theirs: &'m Model,
    wire: Wire,
    /// Pairs of shapes that have been compared, or are being compared.
    seen: BTreeSet<(ShapeId, ShapeId)>,
    /// A set, since shapes that many members share would be reported for each.
    found: BTreeSet<Difference>,
}

impl<'m> Comparison<'m> {
    /// Notes a difference, if the two texts differ.
    fn check(&mut self, kind: &'static str, id: &dyn fmt::Display, ours: impl Into<String>, theirs: impl Into<String>) {
        let (ours, theirs) = (ours.into(), theirs.into());
        if ours != theirs {
            self.found.insert(Difference { kind, shape_id: id.to_string(), ours, theirs });
        }
    }

    /// Notes a difference between two optional values.
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

/// Endpoint rules without texts, and with the types of parameters in one spelling: both
/// `String` and `string` are in use.
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
