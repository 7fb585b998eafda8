//! Breaks lines as rustfmt does with this project's settings. prettyplease breaks them at 89 columns, and breaks a list
//! for good once it has broken it.

/// The maximum width of a line.
const WIDTH: usize = 120;

/// The end of a line that starts a row of a table, which stays on one line however long it is.
const ROW: &str = "Member(";

/// A part of an item.
enum Part {
    /// A line that contains no group, or not all of one.
    Line(String),
    /// What prettyplease broke into several lines at brackets.
    Group(Group),
}

/// A line that ends with an opening bracket, what it encloses, and the line that starts with the closing bracket.
struct Group {
    open: String,
    parts: Vec<Part>,
    close: String,
}

/// Joins the lines of groups that fit on one line. Groups in braces are joined only if they contain expressions or
/// imports, `has_expressions`.
pub(super) fn widen(printed: &str, has_expressions: bool) -> String {
    let mut lines = printed.lines();
    let mut out = Vec::new();
    while let Some(line) = lines.next() {
        for part in read(line, &mut lines) {
            part.write(has_expressions, &mut out);
        }
    }
    out.iter().map(|line| format!("{line}\n")).collect()
}

/// The part that starts with this line. It is more than one part if its last line opens a group too, such as the end of
/// a function's parameters, which opens its body.
fn read<'a>(line: &str, lines: &mut impl Iterator<Item = &'a str>) -> Vec<Part> {
    let mut done = Vec::new();
    let mut open = line.to_owned();
    while opens(&open) {
        let indentation = indentation(&open);
        let mut parts = Vec::new();
        let close = loop {
            match lines.next() {
                Some(next) if self::indentation(next) == indentation && closes(next) => break next.to_owned(),
                Some(next) => parts.extend(read(next, lines)),
                // Cannot happen in formatted code. What there is stays as it is.
                None => {
                    done.push(Part::Line(open));
                    done.extend(parts);
                    return done;
                }
            }
        };
        let group = Group { open, parts, close };
        if !opens(&group.close) {
            done.push(Part::Group(group));
            return done;
        }
        match group.flat(false).filter(|flat| fits(flat)) {
            Some(flat) => open = flat,
            None => {
                done.push(Part::Line(group.open));
                done.extend(group.parts);
                open = group.close;
            }
        }
    }
    done.push(Part::Line(open));
    done
}

impl Part {
    /// The part on one line, if that is possible, without indentation.
    fn flat(&self, has_expressions: bool) -> Option<String> {
        match self {
            Self::Line(line) => {
                let line = line.trim_start();
                let is_own = line.starts_with("//") || line.starts_with("#[") || opens(line);
                (!is_own).then(|| line.to_owned())
            }
            Self::Group(group) => group.flat(has_expressions).map(|it| it.trim_start().to_owned()),
        }
    }

    fn write(&self, has_expressions: bool, out: &mut Vec<String>) {
        match self {
            Self::Line(line) => out.push(line.clone()),
            Self::Group(group) => group.write(has_expressions, out),
        }
    }
}

impl Group {
    /// The group on one line, if that is possible.
    fn flat(&self, has_expressions: bool) -> Option<String> {
        let is_braced = self.open.ends_with('{');
        if is_braced && !has_expressions {
            return None;
        }
        let parts: Option<Vec<String>> = self.parts.iter().map(|it| it.flat(has_expressions)).collect();
        let inner = parts?.join(" ");
        // Without its comma, a tuple of one element would be a pair of parentheses.
        let is_tuple = self.open.strip_suffix('(').is_some_and(|it| !it.ends_with(char::is_alphanumeric));
        let inner = if is_tuple && self.parts.len() == 1 { &inner } else { inner.trim_end_matches(',') };
        let pad = if is_braced && !self.open.ends_with("::{") { " " } else { "" };
        Some(format!("{}{pad}{inner}{pad}{}", self.open, self.close.trim_start()))
    }

    fn write(&self, has_expressions: bool, out: &mut Vec<String>) {
        match self.flat(has_expressions) {
            Some(flat) if fits(&flat) || self.open.ends_with(ROW) => out.push(flat),
            Some(flat) if self.is_import() => out.extend(self.fill(&flat)),
            _ => {
                out.push(self.open.clone());
                for part in &self.parts {
                    part.write(has_expressions, out);
                }
                out.push(self.close.clone());
            }
        }
    }

    fn is_import(&self) -> bool {
        self.open.starts_with("use ") || self.open.starts_with("pub use ")
    }

    /// The names of an import, as many on a line as fit.
    fn fill(&self, flat: &str) -> Vec<String> {
        let names = flat.get(self.open.len()..flat.len() - self.close.len()).unwrap_or_default();
        let mut lines = vec![self.open.clone()];
        lines.extend(wrap(&format!("{names},"), "    "));
        lines.push(self.close.clone());
        lines
    }
}

/// Breaks a list at its commas, but not inside brackets or strings.
pub(super) fn wrap(list: &str, indentation: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for element in split(list) {
        match lines.last_mut() {
            Some(last) if last.len() + 1 + element.len() <= WIDTH => {
                last.push(' ');
                last.push_str(element);
            }
            _ => lines.push(format!("{indentation}{element}")),
        }
    }
    lines
}

/// The elements of a list, each with its comma.
fn split(list: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut previous = ' ';
    for (index, c) in outside_strings(list) {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '>' if previous != '=' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                elements.push(list[start..=index].trim());
                start = index + 1;
            }
            _ => {}
        }
        previous = c;
    }
    elements.push(list[start..].trim());
    elements.retain(|it| !it.is_empty());
    elements
}

/// The characters of code that are not inside a string, with their positions.
pub(super) fn outside_strings(code: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut in_string, mut is_escaped) = (false, false);
    code.char_indices().filter(move |&(_, c)| {
        let was_in_string = in_string;
        in_string ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        !was_in_string && c != '"'
    })
}

fn opens(line: &str) -> bool {
    !line.trim_start().starts_with("//") && line.ends_with(['(', '[', '{', '<'])
}

fn closes(line: &str) -> bool {
    line.trim_start().starts_with([')', ']', '}', '>'])
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

#[cfg(test)]
mod tests {
    use super::{widen, wrap};

    #[test]
    fn what_fits_is_one_line() {
        let table = "static A: Schema = Schema::simple(\n    \"a.b#C\",\n    Kind::String,\n    &[],\n);\n";
        assert_eq!(widen(table, true), "static A: Schema = Schema::simple(\"a.b#C\", Kind::String, &[]);\n");
        let fields = "static A: B = B {\n    c: 1,\n    d: &[\n        \"(\",\n    ],\n};\n";
        assert_eq!(widen(fields, true), "static A: B = B { c: 1, d: &[\"(\"] };\n");
        let function = "pub fn a(\n    &self,\n) -> B {\n    c(\n        1,\n    )\n}\n";
        assert_eq!(widen(function, false), "pub fn a(&self) -> B {\n    c(1)\n}\n");
        let field = "pub struct A {\n    /// Documented (\n    pub b: Option<\n        C,\n    >,\n}\n";
        assert_eq!(widen(field, false), "pub struct A {\n    /// Documented (\n    pub b: Option<C>,\n}\n");
        assert_eq!(widen("use a::{\n    B, C,\n    D,\n};\n", true), "use a::{B, C, D};\n");
        assert_eq!(widen("const A: B = &[\n    (\n        1,\n    ),\n];\n", true), "const A: B = &[(1,)];\n");
    }

    #[test]
    fn what_does_not_fit_keeps_its_lines() {
        let long = "x".repeat(120);
        let list = format!("static A: B = &[\n    C(\n        1,\n    ),\n    {long},\n];\n");
        assert_eq!(widen(&list, true), format!("static A: B = &[\n    C(1),\n    {long},\n];\n"));
        let row = format!("static A: B = &[\n    Member(\n        {long},\n        &[],\n    ),\n];\n");
        assert_eq!(widen(&row, true), format!("static A: B = &[\n    Member({long}, &[]),\n];\n"));
        let names = (0..30).map(|it| format!("Name{it}")).collect::<Vec<_>>().join(",\n    ");
        let filled = widen(&format!("use a::{{\n    {names},\n}};\n"), true);
        assert_eq!(filled.lines().count(), 5, "{filled}");
        assert!(filled.lines().all(|line| line.len() <= 120) && filled.contains("Name29,\n};"), "{filled}");
    }

    #[test]
    fn lists_are_broken_at_their_own_commas() {
        let (name, text) = ("n".repeat(50), "t, ".repeat(20));
        let list = format!("a: {name}, b: Map<{name}, {name}>, c: [{name}, \"{text}\"];");
        assert_eq!(
            wrap(&list, "  "),
            [format!("  a: {name},"), format!("  b: Map<{name}, {name}>,"), format!("  c: [{name}, \"{text}\"];")]
        );
    }
}
