//! Plots rows of the table as an SVG file: one bar per figure, whose length is the ratio of the peer's value to ours.

use std::error::Error;
use std::fs;
use std::path::Path;

use plotters::prelude::{IntoDrawingArea, IntoFont, Rectangle, SVGBackend, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, RGBColor, TextStyle};

use super::table::Row;

type Area<'a> = plotters::drawing::DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

const WIDTH: u32 = 960;
const ROW: i32 = 26;
const TOP: i32 = 72;
/// The end of the names and start of the bars, and the end of the longest bar.
const BARS: (i32, i32) = (330, 700);

const INK: RGBColor = RGBColor(0x1f, 0x29, 0x33);
const FAINT: RGBColor = RGBColor(0x8a, 0x94, 0xa0);
const GRID: RGBColor = RGBColor(0xe3, 0xe7, 0xeb);
const BAR: RGBColor = RGBColor(0x2f, 0x6f, 0xb5);

/// Writes the rows to plot that have a peer's value as an SVG file.
///
/// # Errors
///
/// Fails if no such row has a peer's value, or if the file cannot be written.
pub(super) fn write(path: &Path, rows: &[Row]) -> Result<(), Box<dyn Error>> {
    let picture = picture(rows)?;
    fs::write(path, picture).map_err(|error| format!("failed to write {}: {error}", path.display()).into())
}

fn picture(rows: &[Row]) -> Result<String, Box<dyn Error>> {
    let rows: Vec<(&Row, f64)> =
        rows.iter().filter(|row| row.is_plotted).filter_map(|row| Some((row, row.smaller()?))).collect();
    let Some(largest) = rows.iter().map(|(_, factor)| *factor).reduce(f64::max) else {
        return Err("nothing to plot: no figure of this run that belongs in the picture has a peer's value".into());
    };
    // Whole powers of ten, so that the axis ends at a grid line.
    let decades = largest.log10().ceil().max(1.0);
    let height = TOP + ROW * i32::try_from(rows.len())? + 16;
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (WIDTH, u32::try_from(height)?)).into_drawing_area();
        area.fill(&RGBColor(0xff, 0xff, 0xff))?;
        area.draw(&label(
            "How many times less Tinsmith needs than the official SDK and the AWS CLI (logarithmic)",
            (16, 20),
            HPos::Left,
            15,
            INK,
        ))?;
        grid(&area, decades, height)?;
        for (index, (row, factor)) in rows.iter().enumerate() {
            let top = TOP + ROW * i32::try_from(index)?;
            bar(&area, row, *factor, at(*factor, decades), top)?;
        }
        area.present()?;
    }
    Ok(text)
}

/// The position of a factor on the axis.
fn at(factor: f64, decades: f64) -> i32 {
    let share = (factor.max(1.0).log10() / decades).clamp(0.0, 1.0);
    BARS.0 + (share * f64::from(BARS.1 - BARS.0)).round() as i32
}

fn grid(area: &Area<'_>, decades: f64, height: i32) -> Result<(), Box<dyn Error>> {
    for decade in 0..=decades as i32 {
        let factor = 10f64.powi(decade);
        let x = at(factor, decades);
        area.draw(&Rectangle::new([(x, TOP - 6), (x + 1, height - 12)], GRID.filled()))?;
        area.draw(&label(&format!("{factor:.0}×"), (x, TOP - 16), HPos::Center, 12, FAINT))?;
    }
    Ok(())
}

fn bar(area: &Area<'_>, row: &Row, factor: f64, end: i32, top: i32) -> Result<(), Box<dyn Error>> {
    let middle = top + ROW / 2;
    area.draw(&label(&row.name, (BARS.0 - 10, middle), HPos::Right, 13, INK))?;
    area.draw(&Rectangle::new([(BARS.0, top + 5), (end.max(BARS.0 + 2), top + ROW - 5)], BAR.filled()))?;
    let digits = usize::from(factor < 10.0);
    let figures = row.both().unwrap_or_default();
    area.draw(&label(&format!("{factor:.digits$}×  ({figures})"), (end + 8, middle), HPos::Left, 12, INK))?;
    Ok(())
}

fn label(text: &str, place: (i32, i32), side: HPos, size: i32, color: RGBColor) -> Text<'static, (i32, i32), String> {
    let font = (FontFamily::SansSerif, size, FontStyle::Normal).into_font();
    let style = TextStyle { color: color.to_backend_color(), ..TextStyle::from(font) };
    let style = style.pos(Pos::new(side, VPos::Center));
    Text::new(text.to_owned(), place, style)
}

#[cfg(test)]
mod tests {
    use super::super::table::{Row, Unit};
    use super::*;

    #[test]
    fn the_picture_has_a_bar_for_each_plotted_row_with_a_peer() {
        let rows = [
            Row::new("size & weight", Unit::Bytes).figures(Some(3e6), Some(15e6)).plotted(),
            Row::new("build", Unit::Seconds).figures(Some(13.0), None).plotted(),
            Row::new("start", Unit::Seconds).figures(Some(0.001), Some(0.4)).plotted(),
            Row::new("pause", Unit::Seconds).figures(Some(0.002), Some(0.4)),
        ];
        let picture = picture(&rows).unwrap();
        assert!(picture.starts_with("<svg"), "{picture}");
        assert!(
            picture.contains("size &amp; weight") && picture.contains("5.0×  (3.00 MB instead of 15.0 MB)"),
            "{picture}"
        );
        assert!(picture.contains("400×  (1.00 ms instead of 400 ms)"), "{picture}");
        assert!(!picture.contains("build") && !picture.contains("pause"), "{picture}");
        assert_eq!(picture.matches("#2F6FB5").count(), 2, "{picture}");
    }

    #[test]
    fn nothing_is_plotted_without_a_peer() {
        let rows = [
            Row::new("build", Unit::Seconds).figures(Some(13.0), None).plotted(),
            Row::new("size", Unit::Bytes).figures(Some(3e6), Some(15e6)),
        ];
        assert!(picture(&rows).unwrap_err().to_string().starts_with("nothing to plot"));
    }
}
