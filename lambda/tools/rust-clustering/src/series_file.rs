//! Reads a series file as it arrives. docs/reference/series-files.md has its grammar. stock-analyzer reads the same.

mod cell;
mod cells;
mod columns;
mod header;
mod layout;
mod lines;
mod orientation;
mod separator;
mod shown;
mod start;
mod table;
mod time_column;
mod time_order;
mod times;
mod values;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::io::{self, BufReader, Cursor, Read};

use serde::{Deserialize, Serialize};

use crate::rows::Rows;
use columns::Columns;
use layout::Layout;
use lines::Lines;
use start::Start;

/// The most values of a file with a line for each series. They are in memory, 8 bytes each.
const MOST_VALUES: usize = 25_000_000;
const MOST_SERIES: usize = 50_000;
const LONGEST_NAME: usize = 1000;
const LONGEST_LINE: usize = 4 * 1024 * 1024;
/// A sum of squares of larger numbers could be too large for a float.
const LARGEST_NUMBER: f64 = 1e100;
const READ_AHEAD: usize = 256 * 1024;
const FORM: &str = "A series file has a line for each series, NAME,v1,v2,…, or, below a header, a line for each time: Date,A,B.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// Each line is a series.
    Rows,
    /// Each column is a series, and each line is a time.
    Columns,
}

#[derive(Debug)]
pub struct SeriesFile {
    pub names: Vec<String>,
    pub rows: Rows,
    /// The line that was read as a header, cut if it is long.
    pub header: Option<String>,
    pub orientation: Orientation,
    /// True if the file has the newest time first. The values here begin with the oldest.
    pub newest_first: bool,
}

#[derive(Debug)]
pub enum SeriesFileError {
    /// Reading failed. The file itself isn't at fault.
    Unreadable(io::Error),
    /// The file isn't a series file. The message names the line, the column, the value, and what is allowed.
    Refused(String),
}

impl fmt::Display for SeriesFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(formatter, "The file can't be read: {error}"),
            Self::Refused(text) => formatter.write_str(text),
        }
    }
}

impl std::error::Error for SeriesFileError {}

fn refused<T>(text: String) -> Result<T, SeriesFileError> {
    Err(SeriesFileError::Refused(text))
}

/// Reads a series file. `has_header` and `orientation` say what the file doesn't show. None: its first lines decide.
pub fn read(
    mut file: impl Read,
    has_header: Option<bool>,
    orientation: Option<Orientation>,
) -> Result<SeriesFile, SeriesFileError> {
    let start = Start::read(&mut file)?;
    let layout = Layout::of(&start, has_header, orientation)?;
    let mut bytes = Cursor::new(start.bytes);
    bytes.set_position(layout.from as u64);
    let lines = Lines::new(BufReader::with_capacity(READ_AHEAD, bytes.chain(file)), layout.next_line);
    match layout.orientation {
        Orientation::Rows => read_rows(lines, layout),
        Orientation::Columns => Columns::read(lines, layout),
    }
}

fn read_rows(mut lines: Lines<impl io::BufRead>, layout: Layout) -> Result<SeriesFile, SeriesFileError> {
    let mut rows = Rows::new(layout.width);
    let mut names = Names::default();
    let mut values = Vec::with_capacity(layout.width);
    while let Some((number, line)) = lines.next()? {
        let name = values::read(line, number, &layout, &mut values)?;
        names.add(name)?;
        if names.list.len() > MOST_SERIES || names.list.len() * layout.width > MOST_VALUES {
            return refused(format!(
                "The file has more than {} series of {} values. Allowed are {MOST_SERIES} series, and {MOST_VALUES} values in all: \
                 take fewer series, or fewer points of time.",
                names.list.len() - 1,
                layout.width
            ));
        }
        if layout.newest_first {
            values.reverse();
        }
        rows.push(&values);
    }
    Ok(SeriesFile {
        names: names.list,
        rows,
        header: layout.header,
        orientation: layout.orientation,
        newest_first: layout.newest_first,
    })
}

/// The names of the series, each once.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    places: HashMap<String, usize>,
}

impl Names {
    fn add(&mut self, name: String) -> Result<(), SeriesFileError> {
        let number = self.list.len() + 1;
        match self.places.entry(name.clone()) {
            Entry::Occupied(first) => refused(format!(
                "The series {} is there twice: as number {} and as number {number} of the file's series. Each needs a name of its own.",
                shown::shown(&name),
                first.get()
            )),
            Entry::Vacant(place) => {
                place.insert(number);
                self.list.push(name);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
