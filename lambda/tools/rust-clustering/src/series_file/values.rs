//! Reads the label and the values of a line. An error names the line and the column, which are counted from 1.

use std::borrow::Cow;

use super::cell::{is_infinite, is_missing, number};
use super::cells::{Cells, QuoteFault};
use super::layout::{Layout, check_name};
use super::shown::shown;
use super::table::NOT_UTF8;
use super::{LARGEST_NUMBER, LONGEST_NAME, Orientation, SeriesFileError, refused};

/// Reads a line. Returns its first cell, and puts its values into `values`.
pub(super) fn read(line: &[u8], number: u64, layout: &Layout, values: &mut Vec<f64>) -> Result<String, SeriesFileError> {
    let mut cells = Cells::new(line, layout.separator);
    let label = label(cells.next(), number, layout)?;
    let at = Place { label: &label, line: number, layout };
    values.clear();
    for cell in cells.by_ref() {
        if values.len() == layout.width {
            return at.ragged(layout.width + 1 + cells.count());
        }
        let cell = cell.or_else(|fault| at.refused(values.len(), fault.sentence()))?;
        values.push(at.value(&cell, values.len())?);
    }
    if values.len() < layout.width { at.ragged(values.len()) } else { Ok(label) }
}

type Cell<'a> = Option<Result<Cow<'a, [u8]>, QuoteFault>>;

fn label(cell: Cell, line: u64, layout: &Layout) -> Result<String, SeriesFileError> {
    let cell = cell.unwrap_or(Ok(Cow::Borrowed(b"")));
    let cell = cell.or_else(|fault| refused(format!("Line {line}, column 1: {}", fault.sentence())))?;
    let Ok(label) = std::str::from_utf8(&cell) else {
        return refused(format!("Line {line}, column 1: {NOT_UTF8}"));
    };
    if layout.orientation == Orientation::Rows || label.len() > LONGEST_NAME {
        check_name(label, line, 1)?;
    }
    Ok(label.to_owned())
}

/// Where a value is.
struct Place<'a> {
    label: &'a str,
    line: u64,
    layout: &'a Layout,
}

impl Place<'_> {
    fn value(&self, cell: &[u8], index: usize) -> Result<f64, SeriesFileError> {
        if let Some(number) = number(cell, self.layout.mark) {
            if number.abs() <= LARGEST_NUMBER {
                return Ok(number);
            }
            let text = shown(&String::from_utf8_lossy(cell));
            return self.refused(index, &format!("{text} is too large. Allowed is {LARGEST_NUMBER:e} at most, without its sign."));
        }
        let Ok(text) = std::str::from_utf8(cell) else {
            return self.refused(index, NOT_UTF8);
        };
        let why = if text.is_empty() {
            "there is no value. Fill the gap, or leave this series or this time out.".to_owned()
        } else if is_missing(text) {
            format!("there is no value, but {}. Fill the gap, or leave this series or this time out.", shown(text))
        } else if is_infinite(text) {
            format!("{} isn't a finite number. Leave this series or this time out.", shown(text))
        } else if self.layout.mark == b',' {
            format!("{} isn't a number. This file has decimal commas: allowed are numbers like 12, -0,5 and 1,2e3.", shown(text))
        } else {
            format!(
                "{} isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3, with a point and without marks for thousands.",
                shown(text)
            )
        };
        self.refused(index, &why)
    }

    fn refused<T>(&self, index: usize, why: &str) -> Result<T, SeriesFileError> {
        let (line, column, label) = (self.line, index + 2, shown(self.label));
        refused(match self.layout.orientation {
            Orientation::Rows => format!("Line {line} (series {label}), column {column}: {why}"),
            Orientation::Columns => {
                format!("Line {line} ({label}), column {column} (series {}): {why}", shown(&self.layout.labels[index]))
            }
        })
    }

    fn ragged<T>(&self, found: usize) -> Result<T, SeriesFileError> {
        let (line, label, first, width) = (self.line, shown(self.label), self.layout.first_line, self.layout.width);
        let found = match found {
            0 => "no values".to_owned(),
            1 => "1 value".to_owned(),
            many => format!("{many} values"),
        };
        refused(match self.layout.orientation {
            Orientation::Rows => {
                format!(
                    "Line {line} (series {label}) has {found}, and line {first} has {width}. Every series needs as many values."
                )
            }
            Orientation::Columns => {
                format!("Line {line} ({label}) has {found}, and line {first} names {width} series. Every series needs a value.")
            }
        })
    }
}
