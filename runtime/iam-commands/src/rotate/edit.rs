//! Puts keys into the text of a credentials file, and leaves all other bytes unchanged.
//!
//! Lines are parsed like in [`tinsmith_runtime::profile`]: sections may be indented and repeated, a line that is
//! indented deeper than a key continues its value, and a comment may follow a value.

const ID: &str = "aws_access_key_id";
const SECRET: &str = "aws_secret_access_key";
const TOKEN: &str = "aws_session_token";

/// Returns the text with these keys in the profile. A session token of the profile is removed, because it belongs to
/// the old keys.
pub(super) fn put_keys(text: &str, profile: &str, id: &str, secret: &str) -> String {
    let mut editor = Editor { profile, id, secret, ..Editor::default() };
    for line in text.split_inclusive('\n') {
        editor.line(line);
    }
    editor.add_missing(line_ending(text));
    editor.lines.concat()
}

/// What most lines of the text end with.
fn line_ending(text: &str) -> &'static str {
    let of_windows = text.matches("\r\n").count();
    if of_windows > text.matches('\n').count() - of_windows { "\r\n" } else { "\n" }
}

/// Something that occurs more than once in a text: its name, and its line numbers.
pub(super) type Repeated = (&'static str, Vec<usize>);

/// Finds what occurs more than once in a profile: its section, or the id or secret of its key. Programs differ in which
/// one they read, and replacing all of them would lose their contents.
pub(super) fn repeated(text: &str, profile: &str) -> Option<Repeated> {
    let mut editor = Editor { profile, ..Editor::default() };
    text.split_inclusive('\n').for_each(|line| editor.line(line));
    let found = [("the section", editor.headers), (ID, editor.ids), (SECRET, editor.secrets)];
    found.into_iter().find(|(_, lines)| lines.len() > 1)
}

#[derive(Default)]
struct Editor<'a> {
    profile: &'a str,
    id: &'a str,
    secret: &'a str,
    /// The lines of the new text, with their line ends.
    lines: Vec<String>,
    /// The number of lines read.
    count: usize,
    /// The line numbers of the profile's headers, ids and secrets.
    headers: Vec<usize>,
    ids: Vec<usize>,
    secrets: Vec<usize>,
    /// Whether the current lines belong to the profile.
    inside: bool,
    /// The indentation of the key that deeper lines continue, and whether these lines are removed.
    key: Option<(usize, bool)>,
    /// The index of the profile's first header.
    header: Option<usize>,
    /// The indentation of its first key.
    indent: Option<String>,
    /// The index of its last id.
    id_at: Option<usize>,
    /// The index of its last secret.
    secret_at: Option<usize>,
}

impl Editor<'_> {
    fn line(&mut self, line: &str) {
        self.count += 1;
        let text = if self.count == 1 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        let trimmed = text.trim();
        let indent = text.len() - text.trim_start().len();
        match self.key {
            _ if trimmed.is_empty() || trimmed.starts_with(['#', ';']) => self.lines.push(line.to_owned()),
            Some((of_key, goes)) if indent > of_key => {
                if !goes {
                    self.lines.push(line.to_owned());
                }
            }
            _ => match trimmed.strip_prefix('[') {
                Some(rest) => self.open(line, rest),
                None => self.property(line, trimmed, &text[..indent]),
            },
        }
    }

    fn open(&mut self, line: &str, rest: &str) {
        self.key = None;
        self.inside = rest.split(']').next().is_some_and(|title| title.trim() == self.profile);
        if self.inside {
            self.headers.push(self.count);
            self.header.get_or_insert(self.lines.len());
        }
        self.lines.push(line.to_owned());
    }

    fn property(&mut self, line: &str, trimmed: &str, indent: &str) {
        let key = trimmed.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_key = self.inside && [ID, SECRET, TOKEN].contains(&key.as_str());
        self.key = Some((indent.len(), is_key));
        if self.inside {
            self.indent.get_or_insert_with(|| indent.to_owned());
        }
        let at = Some(self.lines.len());
        match key.as_str() {
            ID if is_key => {
                self.ids.push(self.count);
                self.id_at = at;
                self.lines.push(with_value(line, self.id));
            }
            SECRET if is_key => {
                self.secrets.push(self.count);
                self.secret_at = at;
                self.lines.push(with_value(line, self.secret));
            }
            TOKEN if is_key => {}
            _ => self.lines.push(line.to_owned()),
        }
    }

    /// Adds the keys that had no line yet, and the section if there was none.
    fn add_missing(&mut self, newline: &str) {
        let indent = self.indent.take().unwrap_or_default();
        let id = format!("{indent}{ID} = {}{newline}", self.id);
        let secret = format!("{indent}{SECRET} = {}{newline}", self.secret);
        match (self.header, self.id_at, self.secret_at) {
            (_, Some(_), Some(_)) => {}
            (_, Some(at), None) => self.insert_behind(at, newline, vec![secret]),
            (_, None, Some(at)) => self.lines.insert(at, id),
            (Some(at), None, None) => self.insert_behind(at, newline, vec![id, secret]),
            (None, None, None) => {
                let header = format!("[{}]{newline}", self.profile);
                match self.lines.len().checked_sub(1) {
                    Some(last) => {
                        let gap = if self.lines[last].trim().is_empty() { String::new() } else { newline.to_owned() };
                        self.insert_behind(last, newline, vec![gap, header, id, secret]);
                    }
                    None => self.lines.extend([header, id, secret]),
                }
            }
        }
    }

    fn insert_behind(&mut self, at: usize, newline: &str, lines: Vec<String>) {
        if !self.lines[at].ends_with('\n') {
            self.lines[at].push_str(newline);
        }
        self.lines.splice(at + 1..at + 1, lines);
    }
}

/// Returns the line with another value. Everything around the value stays, including a comment.
fn with_value(line: &str, value: &str) -> String {
    let Some((key, rest)) = line.split_once('=') else { return line.to_owned() };
    let (rest, end) = rest.split_at(rest.trim_end_matches(['\r', '\n']).len());
    let is_space = |byte: u8| byte == b' ' || byte == b'\t';
    let pairs = rest.bytes().zip(rest.bytes().skip(1));
    let comment = pairs.into_iter().position(|(space, sign)| is_space(space) && (sign == b'#' || sign == b';'));
    let (old, comment) = rest.split_at(comment.unwrap_or(rest.len()));
    let front = &old[..old.len() - old.trim_start().len()];
    let back = if front.len() == old.len() { "" } else { &old[old.trim_end().len()..] };
    format!("{key}={front}{value}{back}{comment}{end}")
}

#[cfg(test)]
mod tests {
    use super::put_keys;

    #[test]
    fn what_stands_twice_is_found_with_its_lines() {
        for (text, found) in [
            ("[p]\naws_access_key_id=1\n[q]\naws_access_key_id=2\n", None),
            ("\u{feff}[p]\naws_access_key_id=1\n[q]\n [ p ] # again\n", Some(("the section", vec![1, 4]))),
            ("[q]\n[p]\nAWS_ACCESS_KEY_ID=1\nx=\n  y\naws_access_key_id=2\n", Some((super::ID, vec![3, 6]))),
            ("[p]\naws_secret_access_key=1\n#\naws_secret_access_key=2", Some((super::SECRET, vec![2, 4]))),
        ] {
            assert_eq!(super::repeated(text, "p"), found, "{text}");
        }
    }

    #[test]
    fn added_lines_end_as_most_lines_do() {
        for (before, ending) in [("[a]\r\nx=1\ny=2\n", "\n"), ("[a]\r\nx=1\r\ny=2\n", "\r\n"), ("[a]\r\n", "\r\n")] {
            let after = put_keys(before, "p", "ID", "S");
            let added = format!("{ending}[p]{ending}aws_access_key_id = ID{ending}aws_secret_access_key = S{ending}");
            assert_eq!(after, before.to_owned() + &added, "{before:?}");
        }
    }

    #[test]
    fn keys_are_put_in_their_places_and_nothing_else_changes() {
        for (what, before, after) in [
            ("an empty file", "", "[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n"),
            (
                "a file without the profile and without a newline at its end",
                "[a]\nx=1",
                "[a]\nx=1\n\n[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n",
            ),
            (
                "a file without the profile and with a blank line at its end",
                "[a]\n\n",
                "[a]\n\n[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n",
            ),
            (
                "both keys, with comments and other keys, between others",
                "# mine\n[a]\naws_access_key_id = A\n[ p ] ; ours\n#c\nAWS_Access_Key_Id=old  # since May\nregion = x\n\
                 \taws_secret = y\naws_secret_access_key =   o=l=d\t\n[b]\naws_secret_access_key = B\n",
                "# mine\n[a]\naws_access_key_id = A\n[ p ] ; ours\n#c\nAWS_Access_Key_Id=ID  # since May\nregion = x\n\
                 \taws_secret = y\naws_secret_access_key =   S+/=\t\n[b]\naws_secret_access_key = B\n",
            ),
            (
                "a session token that continues on the next line",
                "[p]\naws_session_token = t\n  oken\naws_access_key_id = x\n  y\n# c\n  z\naws_secret_access_key = s\n",
                "[p]\naws_access_key_id = ID\n# c\naws_secret_access_key = S+/=\n",
            ),
            (
                "other lines of Windows, a byte order mark, no key yet",
                "\u{feff}[p]\r\n  region = x\r\n[b]\r\n",
                "\u{feff}[p]\r\n  aws_access_key_id = ID\r\n  aws_secret_access_key = S+/=\r\n  region = x\r\n[b]\r\n",
            ),
            ("a header at the end", "[p]", "[p]\naws_access_key_id = ID\naws_secret_access_key = S+/=\n"),
            (
                "an id without a secret",
                "[p]\n aws_access_key_id = x",
                "[p]\n aws_access_key_id = ID\n aws_secret_access_key = S+/=\n",
            ),
            (
                "a secret without an id, and no values",
                "[p]\naws_secret_access_key = # none\n",
                "[p]\naws_access_key_id = ID\naws_secret_access_key =S+/= # none\n",
            ),
            (
                "a profile in two sections",
                "[p]\naws_access_key_id=1\n[q]\n[p]\naws_secret_access_key=2\naws_access_key_id=\n",
                "[p]\naws_access_key_id=ID\n[q]\n[p]\naws_secret_access_key=S+/=\naws_access_key_id=ID\n",
            ),
        ] {
            assert_eq!(put_keys(before, "p", "ID", "S+/="), after, "{what}");
            assert_eq!(put_keys(after, "p", "ID", "S+/="), after, "{what}, again");
        }
    }
}
