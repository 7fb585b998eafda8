//! The file of aliases.
//!
//! It is read as Python's `configparser` reads it: a comment is a line of its own, a line with a deeper indentation
//! continues a value, and names are not case-sensitive. Unlike in the shared configuration, `#` and `;` in a value do not
//! begin a comment, because values contain shell commands.

use tinsmith_runtime::config::Environment;
use tinsmith_runtime::private_file;

/// The limit of the file.
const MOST_BYTES: u64 = 1 << 20;

/// The value of a name in a section of the user's file.
pub(super) fn value(section: &str, name: &str) -> Option<String> {
    let path = Environment::of_process().home()?.join(".aws/cli/alias");
    look_up(&private_file::read_text(&path, MOST_BYTES).ok()?, section, name)
}

/// The last value of a name in a section. Invalid lines are ignored.
fn look_up(text: &str, section: &str, name: &str) -> Option<String> {
    let mut inside = false;
    // The indentation of the last line with a name, and whether it is the wanted name.
    let mut last: Option<(usize, bool)> = None;
    let mut found: Option<String> = None;
    for line in text.trim_start_matches('\u{feff}').lines() {
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
            continue;
        }
        if let Some((_, wanted)) = last.filter(|(of_name, _)| indent > *of_name) {
            if wanted && let Some(value) = &mut found {
                value.push('\n');
                value.push_str(trimmed);
            }
        } else if let Some(title) = trimmed.strip_prefix('[').and_then(|it| it.split(']').next()) {
            inside = title.split_whitespace().eq(section.split_whitespace());
            last = None;
        } else if let Some((key, value)) = trimmed.split_once(['=', ':']) {
            let wanted = inside && key.trim().eq_ignore_ascii_case(name);
            last = Some((indent, wanted));
            if wanted {
                found = Some(value.trim().to_owned());
            }
        }
    }
    found.map(|it| it.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::look_up;

    #[test]
    fn values_are_found_in_their_sections() {
        let text = "# aliases\n[toplevel]\nwho = sts get-caller-identity\n[ command  iam ]\nWho: get-user ; not a comment\n\
                    many =\n  !f() {\n    # a comment\n    echo hi;\n  }; f\nnonsense\n[command sts]\nwho = other\n";
        for (section, name, value) in [
            ("toplevel", "who", Some("sts get-caller-identity")),
            ("command iam", "who", Some("get-user ; not a comment")),
            ("command iam", "many", Some("!f() {\necho hi;\n}; f")),
            ("command sts", "who", Some("other")),
            ("command iam", "nonsense", None),
            ("command ec2", "who", None),
        ] {
            assert_eq!(look_up(text, section, name).as_deref(), value, "{section}: {name}");
        }
    }
}
