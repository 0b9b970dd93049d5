//! The first lines of a file, divided into cells.

use std::borrow::Cow;

use super::cell::{self, Kind, kind};
use super::cells::Cells;
use super::start::Start;
use super::{SeriesFileError, refused};

pub(super) const NOT_UTF8: &str = "the text isn't UTF-8. Write the file as UTF-8.";

pub(super) struct Table {
    pub lines: Vec<Vec<String>>,
    /// The numbers of the lines, from 1 on.
    pub numbers: Vec<u64>,
    /// The decimal mark.
    pub mark: u8,
}

impl Table {
    pub(super) fn of(start: &Start, separator: u8) -> Result<Self, SeriesFileError> {
        let mut table = Self { lines: Vec::new(), numbers: start.lines.iter().map(|line| line.number).collect(), mark: b'.' };
        for (index, number) in table.numbers.iter().enumerate() {
            let mut line = Vec::new();
            for cell in Cells::new(start.line(index), separator) {
                let place = || format!("Line {number}, column {}: ", line.len() + 1);
                let cell = cell.or_else(|fault| refused(place() + fault.sentence()))?;
                let text = match std::str::from_utf8(&cell) {
                    Ok(text) => Cow::Borrowed(text),
                    // A value that isn't UTF-8 is refused when it is read.
                    Err(_) if index > 0 && !line.is_empty() => String::from_utf8_lossy(&cell),
                    Err(_) => return refused(place() + NOT_UTF8),
                };
                line.push(text.into_owned());
            }
            table.lines.push(line);
        }
        let comma = |text: &String| text.contains(',') && cell::number(text.as_bytes(), b',').is_some();
        if separator == b';' && table.lines.iter().any(|line| line[1..].iter().any(comma)) {
            table.mark = b',';
        }
        Ok(table)
    }

    pub(super) fn kind(&self, text: &str) -> Kind {
        kind(text, self.mark)
    }

    pub(super) fn corner(&self) -> &str {
        &self.lines[0][0]
    }

    pub(super) fn labels(&self) -> &[String] {
        &self.lines[0][1..]
    }

    /// Returns the first cells of the lines below the first one.
    pub(super) fn below(&self) -> Vec<&str> {
        self.lines[1..].iter().map(|line| line[0].as_str()).collect()
    }
}
