//! Keeps a program's log in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// A log. Clones write to the same log.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The whole log.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no panic while it was held").clone()).expect("text")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic while it was held").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
