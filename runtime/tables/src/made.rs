//! The tables of a service that were made so far.

use std::collections::HashMap;

use tinsmith_pack::Broken;
use tinsmith_pack::description::{PatternRef, ShapeRef, Text, WaiterRef};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::schema::Pattern;
use tinsmith_runtime::schema::waiters::Waiter;
use tinsmith_runtime::service::{Operation, Service};

use crate::arena::{Arena, Room};

/// Tables that were made, and the memory that they are in.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) arena: Arena,
    pub(crate) texts: HashMap<Text, &'static str>,
    pub(crate) shapes: HashMap<ShapeRef, Room>,
    pub(crate) patterns: HashMap<PatternRef, &'static Pattern>,
    pub(crate) waiters: HashMap<WaiterRef, &'static Waiter>,
    pub(crate) service: Option<&'static Service>,
    pub(crate) operations: HashMap<usize, &'static Operation>,
    pub(crate) docs: Option<&'static Docs>,
    /// Why nothing more can be made: an operation was left half-made.
    pub(crate) broken: Option<Broken>,
}
