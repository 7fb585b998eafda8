//! The tables of a service created so far.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use tinsmith_pack::Broken;
use tinsmith_pack::description::{PatternRef, ShapeRef, Text, WaiterRef};
use tinsmith_runtime::docs::Docs;
use tinsmith_runtime::schema::Pattern;
use tinsmith_runtime::schema::waiters::Waiter;
use tinsmith_runtime::service::{Operation, Service};

use crate::arena::{Arena, Room};

/// A map by number. The numbers are dense, so they spread well without the cost of a hash that resists attacks.
pub(crate) type ByNumber<K, V> = HashMap<K, V, BuildHasherDefault<NumberHasher>>;

/// Hashes a number by multiplication.
#[derive(Default)]
pub(crate) struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|it| self.write_u64((*it).into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 divided by the golden ratio. The map uses the highest and the lowest bits.
        let spread = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// The created tables, and their memory.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) arena: Arena,
    pub(crate) texts: ByNumber<Text, &'static str>,
    pub(crate) shapes: ByNumber<ShapeRef, Room>,
    /// The shapes of the elements of lists and maps.
    pub(crate) containers: ByNumber<ShapeRef, ShapeRef>,
    pub(crate) patterns: ByNumber<PatternRef, &'static Pattern>,
    pub(crate) waiters: ByNumber<WaiterRef, &'static Waiter>,
    pub(crate) service: Option<&'static Service>,
    pub(crate) operations: HashMap<usize, &'static Operation>,
    pub(crate) docs: Option<&'static Docs>,
    /// The texts of the documentation by id.
    pub(crate) doc_texts: HashMap<String, &'static str>,
    /// The reason why nothing more can be created: an operation was left incomplete.
    pub(crate) broken: Option<Broken>,
}
