//! The handle of a service's tables.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tinsmith_pack::{Broken, Pack, Source, description};
use tinsmith_runtime::docs::{Docs, Load};
use tinsmith_runtime::service::{Operation, Service};

use crate::build::Builder;
use crate::made::Made;

/// The tables of a service, created when they are needed.
#[derive(Clone)]
pub struct Tables(Arc<Inner>);

/// The state shared by the handles: the source of the tables, and those already created.
pub(crate) struct Inner {
    source: Box<dyn Source>,
    made: Mutex<Made>,
}

impl Tables {
    /// Creates the tables of a service from a source.
    pub fn new(source: impl Source + 'static) -> Self {
        Self(Arc::new(Inner { source: Box::new(source), made: Mutex::default() }))
    }

    /// Creates the tables of the service that commands call by this name, such as `dynamodb`. `None` if the pack does not
    /// have it.
    ///
    /// # Errors
    ///
    /// The pack is damaged, or cannot be read.
    pub fn of_pack(pack: &Pack, name: &str) -> Result<Option<Self>, Broken> {
        pack.find(name).map(|entry| pack.load(&entry).map(Self::new)).transpose()
    }

    /// The names of all operations, sorted.
    pub fn operation_names(&self) -> Result<Vec<String>, Broken> {
        let source = &self.0.source;
        (0..source.operation_count()).map(|index| source.operation_name(index).map(str::to_owned)).collect()
    }

    /// Creates the tables of all operations now, which checks that all are valid.
    pub fn load_all(&self) -> Result<(), Broken> {
        (0..self.0.source.operation_count()).try_for_each(|index| self.0.operation_at(index).map(drop))
    }

    /// The shared state. References from it must not outlive this handle.
    pub(crate) fn inner(&self) -> &Inner {
        &self.0
    }

    /// The memory of the tables created so far, in bytes.
    pub fn size(&self) -> usize {
        self.0.lock().arena.size()
    }

    /// Keeps the tables until the process ends, including those created later.
    pub fn leak(self) -> StaticTables {
        let inner: *const Inner = Arc::into_raw(self.0);
        // SAFETY: the reference count from `into_raw` is never given back, so the value behind the pointer lives as
        // long as the process.
        #[allow(unsafe_code)]
        StaticTables(unsafe { &*inner })
    }
}

/// The tables of a service, kept until the process ends.
#[derive(Clone, Copy)]
pub struct StaticTables(&'static Inner);

impl StaticTables {
    /// The service.
    pub fn service(self) -> Result<&'static Service, Broken> {
        self.0.service()
    }

    /// The names of all operations, sorted.
    pub fn operation_names(self) -> impl Iterator<Item = Result<&'static str, Broken>> {
        let source = &self.0.source;
        (0..source.operation_count()).map(|index| source.operation_name(index))
    }

    /// The operation with this name.
    pub fn operation(self, name: &str) -> Result<Option<&'static Operation>, Broken> {
        self.0.operation(name)
    }

    /// The operation with this name, without its errors, without the members of structures within its output, and with one
    /// value of each enum unless it `has_all_values`. It takes less time to create, and is enough for samples of the input.
    pub fn sketch(self, name: &str, has_all_values: bool) -> Result<Option<&'static Operation>, Broken> {
        let index = self.0.find(name)?;
        index.map(|index| self.0.sketch_at(index, has_all_values)).transpose()
    }

    /// All operations, sorted by name. Creates the tables of all.
    pub fn operations(self) -> Result<Vec<&'static Operation>, Broken> {
        (0..self.0.source.operation_count()).map(|index| self.0.operation_at(index)).collect()
    }

    /// The waiters, each with the name of the operation that it polls, in the order of the operations. Creates no tables.
    pub fn waiters(self) -> Result<Vec<(&'static str, &'static str)>, Broken> {
        let source = &self.0.source;
        let mut waiters = Vec::new();
        for index in 0..source.operation_count() {
            let operation = source.operation(index)?;
            for it in &operation.traits {
                let description::Trait::Waitable(numbers) = it else { continue };
                for number in numbers {
                    waiters.push((source.text(source.waiter(*number)?.name)?, source.text(operation.name)?));
                }
            }
        }
        Ok(waiters)
    }

    /// The documentation.
    pub fn docs(self) -> Result<&'static Docs, Broken> {
        self.0.docs()
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Made> {
        // Tables left incomplete by a panic are never read: a place is known only after it was written.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Creates something under the lock. After a failure, nothing more can be created, because some tables may be
    /// incomplete.
    fn make<T>(&self, make: impl FnOnce(&mut Made) -> Result<T, Broken>) -> Result<T, Broken> {
        let mut made = self.lock();
        if let Some(broken) = &made.broken {
            return Err(broken.clone());
        }
        // In effect until success is certain, even after a panic.
        made.broken = Some(Broken::new("failed to load an operation"));
        let result = make(&mut made);
        made.broken = result.as_ref().err().cloned();
        result
    }

    pub(crate) fn service(&self) -> Result<&'static Service, Broken> {
        self.make(|made| self.service_in(made))
    }

    fn service_in(&self, made: &mut Made) -> Result<&'static Service, Broken> {
        if let Some(service) = made.service {
            return Ok(service);
        }
        let service = Builder::new(&*self.source, made).service()?;
        made.service = Some(service);
        Ok(service)
    }

    pub(crate) fn operation(&self, name: &str) -> Result<Option<&'static Operation>, Broken> {
        let index = self.find(name)?;
        index.map(|index| self.operation_at(index)).transpose()
    }

    /// The index of the operation with this name.
    fn find(&self, name: &str) -> Result<Option<usize>, Broken> {
        let (mut low, mut high) = (0, self.source.operation_count());
        while low < high {
            let middle = low.midpoint(high);
            match self.source.operation_name(middle)?.cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }

    fn operation_at(&self, index: usize) -> Result<&'static Operation, Broken> {
        self.make(|made| {
            if let Some(operation) = made.operations.get(&index) {
                return Ok(*operation);
            }
            let service = self.service_in(made)?;
            let operation = Builder::new(&*self.source, made).operation(index, service)?;
            made.operations.insert(index, operation);
            Ok(operation)
        })
    }

    fn sketch_at(&self, index: usize, has_all_values: bool) -> Result<&'static Operation, Broken> {
        self.make(|made| match made.operations.get(&index) {
            Some(operation) => Ok(*operation),
            None => {
                let service = self.service_in(made)?;
                Builder::new(&*self.source, made).sketch(index, service, has_all_values)
            }
        })
    }

    /// The documentation, whose texts are loaded when they are looked up.
    fn docs(&'static self) -> Result<&'static Docs, Broken> {
        self.make(|made| Ok(*made.docs.get_or_insert_with(|| made.arena.value(Docs::loaded(self)))))
    }
}

impl Load for Inner {
    fn load(&self, id: &str) -> Option<&'static str> {
        let mut made = self.lock();
        if let Some(known) = made.doc_texts.get(id) {
            return Some(known);
        }
        // Damaged documentation counts as missing: it must not prevent a call.
        let text = made.arena.text(self.source.doc(id).ok()??);
        made.doc_texts.insert(id.to_owned(), text);
        Some(text)
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}
