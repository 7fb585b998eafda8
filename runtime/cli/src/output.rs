//! Writes results in the selected format.

pub(crate) mod json;
mod scalar;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod yaml;

use super::value::Value;
use super::visible;

/// The format of a result or error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Indented JSON.
    Json,
    /// Lines of values separated by tabs.
    Text,
    /// A drawn table.
    Table,
    /// A single YAML document.
    Yaml,
    /// A YAML list per page.
    YamlStream,
    /// Nothing.
    Off,
}

impl Format {
    /// The names of all formats.
    pub(crate) const NAMES: &'static [&'static str] = &["json", "text", "table", "yaml", "yaml-stream", "off"];

    /// The format with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "text" => Self::Text,
            "table" => Self::Table,
            "yaml" => Self::Yaml,
            "yaml-stream" => Self::YamlStream,
            "off" => Self::Off,
            _ => return None,
        })
    }

    /// The name of the format.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "text",
            Self::Table => "table",
            Self::Yaml => "yaml",
            Self::YamlStream => "yaml-stream",
            Self::Off => "off",
        }
    }

    /// Writes a value. `title` is the title of a table, and `style` its look. On a terminal, control characters are
    /// escaped, in a way that JSON and YAML keep their value.
    pub(crate) fn write(self, title: &str, value: &Value, style: table::Style) -> String {
        // An operation without output prints nothing, but the result of a query on it is printed.
        let nothing = matches!(value, Value::Object(fields) if fields.is_empty());
        match self {
            Self::Off => String::new(),
            Self::Text if style.is_terminal => text::write(&visible::value(value)),
            Self::Text => text::write(value),
            Self::Table if style.is_terminal => table::write(title, &visible::value(value), style),
            Self::Table => table::write(title, value, style),
            _ if nothing => String::new(),
            Self::Json if style.is_terminal => visible::text(&json::indented(value)).into_owned(),
            Self::Json => json::indented(value),
            Self::Yaml => yaml::write(value, style.is_terminal),
            Self::YamlStream => yaml::write(&Value::List(vec![value.clone()]), style.is_terminal),
        }
    }
}
