//! Tells the layout of a file from its first lines: the separator, the decimal mark, the header, and whether lines or columns are
//! series. stock-analyzer has the same rules in series/FirstLines.java. docs/reference/series-files.md has them in words.

use super::cell::{Above, above};
use super::separator::separator;
use super::shown::{cut, shown};
use super::start::Start;
use super::table::Table;
use super::time_column::order;
use super::time_order::TimeOrder;
use super::{FORM, LONGEST_NAME, Orientation, SeriesFileError, refused};

const LONGEST_HEADER_SHOWN: usize = 60;

pub(super) struct Layout {
    pub separator: u8,
    pub mark: u8,
    pub orientation: Orientation,
    pub first_line: u64,
    /// The first line as it is shown, if it is a header.
    pub header: Option<String>,
    /// The cells of the header after the first one, else empty.
    pub labels: Vec<String>,
    /// The number of values of each line.
    pub width: usize,
    /// The order of the first column, if columns are series.
    pub order: TimeOrder,
    /// True if lines are series, and their header has the newest time first.
    pub newest_first: bool,
    /// The place and the number of the first line after the header.
    pub from: usize,
    pub next_line: u64,
}

impl Layout {
    pub fn of(start: &Start, has_header: Option<bool>, said: Option<Orientation>) -> Result<Self, SeriesFileError> {
        let separator = separator(start);
        let table = Table::of(start, separator)?;
        let first = &table.lines[0];
        if first.len() == 1 {
            return refused(format!(
                "Line {} has one cell alone: {}. Cells are separated by commas, semicolons or tabs. {FORM}",
                table.numbers[0],
                shown(&first[0])
            ));
        }
        if has_header == Some(false) && said == Some(Orientation::Columns) {
            return refused(
                "orientation columns needs a header with the names of the columns, and has_header false says that there is none. \
                 Leave one of them out."
                    .to_owned(),
            );
        }
        let header = match has_header {
            Some(given) => given,
            None => table.has_header(said)?,
        };
        if header && table.lines.len() == 1 {
            let hint = format!("If line {} is a series, say has_header false.", table.numbers[0]);
            return refused(format!("The file has a header and no lines after it. {FORM} {hint}"));
        }
        if header {
            table.check_columns_of_words()?;
        }
        let orientation = match said {
            Some(said) => said,
            None if header => table.orientation_below_header()?,
            None => table.orientation_without_header()?,
        };
        table.layout(start, separator, header, orientation)
    }
}

impl Table {
    fn layout(self, start: &Start, separator: u8, header: bool, orientation: Orientation) -> Result<Layout, SeriesFileError> {
        let labels: Vec<String> = if header { self.labels().to_vec() } else { Vec::new() };
        let columns = orientation == Orientation::Columns;
        if columns {
            labels.iter().zip(2..).try_for_each(|(name, column)| check_name(name, self.numbers[0], column))?;
        }
        let below = self.below();
        let named_times = above(self.corner()) == Above::Times;
        let order = if columns { order(&below, named_times, self.mark) } else { TimeOrder::None };
        let newest_first = !columns && header && self.labels_go_backward()?;
        let (from, next_line) = match start.lines.get(1).filter(|_| header) {
            Some(second) => (second.from, second.number),
            None => (start.lines[0].from, start.lines[0].number),
        };
        Ok(Layout {
            separator,
            mark: self.mark,
            orientation,
            first_line: self.numbers[0],
            header: header.then(|| cut(&self.lines[0].join(", "), LONGEST_HEADER_SHOWN)),
            width: self.labels().len(),
            labels,
            order,
            newest_first,
            from,
            next_line,
        })
    }

    /// Returns true if the header of lines has times with the newest first. Fails if they have no order.
    fn labels_go_backward(&self) -> Result<bool, SeriesFileError> {
        let labels = self.labels();
        let mut order = order(labels, false, self.mark);
        for (label, column) in labels.iter().zip(2..) {
            order.add(label).or_else(|why| refused(format!("Line {}, column {column}: {why}", self.numbers[0])))?;
        }
        order.newest_first().or_else(|why| refused(format!("Line {}: {why}", self.numbers[0])))
    }
}

pub(super) fn check_name(name: &str, line: u64, column: usize) -> Result<(), SeriesFileError> {
    if name.is_empty() {
        return refused(format!("Line {line}, column {column}: the name is empty. Each series needs a name."));
    }
    if name.len() > LONGEST_NAME {
        return refused(format!(
            "Line {line}, column {column}: the name {} has {} bytes. Allowed are {LONGEST_NAME}.",
            shown(name),
            name.len()
        ));
    }
    Ok(())
}
