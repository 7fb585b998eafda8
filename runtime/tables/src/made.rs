//! The tables of a service created so far.

use std::collections::HashMap;

use tinsmith_pack::Broken;
use tinsmith_pack::description::{PatternRef, ShapeRef, Text, WaiterRef};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::schema::Pattern;
use tinsmith_runtime::schema::waiters::Waiter;
use tinsmith_runtime::service::{Operation, Service};

use crate::arena::{Arena, Room};

/// The created tables, and their memory.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) arena: Arena,
    pub(crate) texts: HashMap<Text, &'static str>,
    pub(crate) shapes: HashMap<ShapeRef, Room>,
    /// The shapes of the elements of lists and maps.
    pub(crate) containers: HashMap<ShapeRef, ShapeRef>,
    pub(crate) patterns: HashMap<PatternRef, &'static Pattern>,
    pub(crate) waiters: HashMap<WaiterRef, &'static Waiter>,
    pub(crate) service: Option<&'static Service>,
    pub(crate) operations: HashMap<usize, &'static Operation>,
    pub(crate) docs: Option<&'static Docs>,
    /// The reason why nothing more can be created: an operation was left incomplete.
    pub(crate) broken: Option<Broken>,
}
