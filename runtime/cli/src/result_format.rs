//! The format of results: `--query`, `--output`, and the style of tables.

use crate::failure::Failure;
use crate::globals::Globals;
use crate::output::Format;
use crate::output::table::Style;
use crate::query::Query;
use crate::settings;
use crate::value::Value;

/// The format of results.
#[derive(Debug)]
pub struct ResultFormat<'a> {
    pub(crate) format: Format,
    style: Style,
    query: Option<&'a Query>,
}

impl<'a> ResultFormat<'a> {
    /// The format selected by options, environment and profile.
    ///
    /// # Errors
    ///
    /// Fails if the configured format is unknown.
    pub fn new(globals: &'a Globals) -> Result<Self, Failure> {
        Ok(Self::of(globals, settings::format(globals)?))
    }

    /// As YAML.
    pub fn yaml(globals: &'a Globals) -> Self {
        Self::of(globals, Format::Yaml)
    }

    /// Creates a format with these options.
    pub(crate) fn of(globals: &'a Globals, format: Format) -> Self {
        Self { format, style: settings::style(globals), query: globals.query.as_ref() }
    }

    /// Formats a result. `title` is the title of a table.
    ///
    /// # Errors
    ///
    /// Fails if the query fails on this result.
    pub fn write(&self, title: &str, result: &Value) -> Result<String, Failure> {
        match self.query {
            Some(query) => {
                let found = query.search(result).map_err(Failure::General)?;
                Ok(self.format.write(title, &found, self.style))
            }
            None => Ok(self.format.write(title, result, self.style)),
        }
    }
}
