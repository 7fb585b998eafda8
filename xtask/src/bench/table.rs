//! The table of results.

use std::fmt::Write as _;

/// The unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A plain number.
    Count,
    /// Seconds, shown in a suitable unit.
    Seconds,
    /// Bytes, shown in a suitable unit.
    Bytes,
}

/// The target for our figure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// At most the peer's figure divided by this number, such as 4 for a quarter.
    OneIn(f64),
    /// At most this many times the peer's figure, such as 30.
    Times(f64),
    /// Less than this.
    Below(f64),
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What was measured.
    pub name: String,
    /// The unit.
    pub unit: Unit,
    /// Our figure.
    pub ours: Option<f64>,
    /// The peer's figure.
    pub peer: Option<f64>,
    /// The target for our figure.
    pub target: Option<Target>,
    /// Whether `--plot` draws the row.
    pub is_plotted: bool,
}

impl Row {
    /// Creates a row without figures.
    pub(crate) fn new(name: impl Into<String>, unit: Unit) -> Self {
        Self { name: name.into(), unit, ours: None, peer: None, target: None, is_plotted: false }
    }

    /// Sets the figures.
    pub(crate) fn figures(mut self, ours: Option<f64>, peer: Option<f64>) -> Self {
        (self.ours, self.peer) = (ours, peer);
        self
    }

    /// Sets the target.
    pub(crate) fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Includes the row in the picture.
    pub(crate) fn plotted(mut self) -> Self {
        self.is_plotted = true;
        self
    }

    /// How many times smaller our figure is than the peer's, if both were measured. `None` also if the target is a
    /// multiple of another program's figure, because that program does something else.
    pub(crate) fn smaller(&self) -> Option<f64> {
        let (ours, peer) = self.ours.zip(self.peer)?;
        let is_bound = matches!(self.target, Some(Target::Times(_)));
        (ours > 0.0 && peer > 0.0 && !is_bound).then_some(peer / ours)
    }

    /// Both figures as text.
    pub(crate) fn both(&self) -> Option<String> {
        let (ours, peer) = self.ours.zip(self.peer)?;
        Some(format!("{} instead of {}", self.unit.show(ours), self.unit.show(peer)))
    }

    fn cells(&self) -> [String; 6] {
        let show = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), |it| self.unit.show(it));
        let ratio = match (self.ours, self.peer) {
            (Some(ours), Some(peer)) if ours > peer && peer > 0.0 => format!("{:.1}×", ours / peer),
            (Some(ours), Some(peer)) if ours > 0.0 => format!("1/{:.*}", usize::from(peer < 10.0 * ours), peer / ours),
            _ => "–".to_owned(),
        };
        let (target, verdict) = self.verdict();
        [self.name.clone(), show(self.ours), show(self.peer), ratio, target, verdict]
    }

    /// The target, and whether it was reached.
    fn verdict(&self) -> (String, String) {
        let word = |reached: Option<bool>| match reached {
            Some(true) => "ok",
            Some(false) => "missed",
            None => "–",
        };
        let (target, reached) = match self.target {
            None => return (String::new(), String::new()),
            Some(Target::OneIn(part)) => {
                let reached = self.ours.zip(self.peer).map(|(ours, peer)| ours * part <= peer);
                (format!("≤ 1/{part}"), reached)
            }
            Some(Target::Times(factor)) => {
                let reached = self.ours.zip(self.peer).map(|(ours, peer)| ours <= factor * peer);
                (format!("≤ {factor}×"), reached)
            }
            Some(Target::Below(limit)) => (format!("< {}", self.unit.show(limit)), self.ours.map(|ours| ours < limit)),
        };
        (target, word(reached).to_owned())
    }
}

impl Unit {
    /// Formats the figure with its unit and three significant digits.
    fn show(self, value: f64) -> String {
        let scales: &[(f64, &str)] = match self {
            Self::Count => {
                return if value < 100.0 && value.fract() != 0.0 { format!("{value:.1}") } else { grouped(value) };
            }
            Self::Seconds => &[(1.0, "s"), (1e-3, "ms"), (1e-6, "µs")],
            Self::Bytes => &[(1e6, "MB"), (1e3, "kB"), (1.0, "B")],
        };
        let fitting = scales.iter().find(|(scale, _)| value >= *scale).or(scales.last());
        let (scale, unit) = fitting.copied().unwrap_or((1.0, ""));
        let value = value / scale;
        let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
        format!("{value:.digits$} {unit}")
    }
}

/// A whole number with a comma between groups of three digits.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The table in Markdown, with aligned columns.
pub(super) fn markdown(rows: &[Row]) -> String {
    let head = ["", "ours", "peer", "ratio", "target", ""].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0).max(3);
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut text = String::new();
    for (index, cells) in lines.iter().enumerate() {
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let _ = match column {
                0 => write!(text, "| {cell:<width$} |"),
                _ => write!(text, " {cell:>width$} |"),
            };
        }
        text.push('\n');
        if index == 0 {
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width - usize::from(column > 0));
                text.push_str(&if column == 0 { format!("| {dashes} |") } else { format!(" {dashes}: |") });
            }
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_in_the_unit_that_fits() {
        let cases = [
            (Unit::Seconds, 683.4, "683 s"),
            (Unit::Seconds, 0.0123, "12.3 ms"),
            (Unit::Seconds, 0.000_155, "155 µs"),
            (Unit::Bytes, 14_700_000.0, "14.7 MB"),
            (Unit::Count, 61.5, "61.5"),
            (Unit::Count, 1017.0, "1,017"),
            (Unit::Count, 219_563.0, "219,563"),
            (Unit::Count, 139.0, "139"),
        ];
        for (unit, value, text) in cases {
            assert_eq!(unit.show(value), text);
        }
    }

    #[test]
    fn the_table_says_which_targets_were_reached() {
        let rows = [
            Row::new("size", Unit::Bytes).figures(Some(3e6), Some(15e6)).target(Target::OneIn(3.0)),
            Row::new("build", Unit::Seconds).figures(Some(13.0), None).target(Target::Below(12.0)),
            Row::new("make", Unit::Seconds).figures(Some(0.1), Some(0.004)).target(Target::Times(30.0)),
        ];
        let wanted = "\
|       |    ours |    peer | ratio |   target |        |
| ----- | ------: | ------: | ----: | -------: | -----: |
| size  | 3.00 MB | 15.0 MB | 1/5.0 |    ≤ 1/3 |     ok |
| build |  13.0 s |       – |     – | < 12.0 s | missed |
| make  |  100 ms | 4.00 ms | 25.0× |    ≤ 30× |     ok |
";
        assert_eq!(markdown(&rows), wanted);
    }
}
