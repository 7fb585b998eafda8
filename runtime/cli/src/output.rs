//! Writes a result as the user asked for it.

pub(crate) mod json;
mod scalar;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod yaml;

use super::value::Value;
use super::visible;

/// How a result or an error is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON, indented
    Json,
    /// lines of values with tabs between them
    Text,
    /// a drawn table
    Table,
    /// one YAML document
    Yaml,
    /// one YAML list per page
    YamlStream,
    /// nothing
    Off,
}

impl Format {
    /// The names of all formats.
    pub(crate) const NAMES: &'static [&'static str] = &["json", "text", "table", "yaml", "yaml-stream", "off"];

    /// The format of this name.
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

    /// The format's name.
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

    /// Writes a value. `title` heads a table; `style` is how a table looks. On a terminal, characters that would
    /// act on it are escaped; JSON and YAML then still mean the same value.
    pub(crate) fn write(self, title: &str, value: &Value, style: table::Style) -> String {
        // An operation without an answer prints nothing; what a query finds in it is printed.
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
