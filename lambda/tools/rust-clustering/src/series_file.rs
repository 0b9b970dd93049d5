//! Reads a series file as it arrives: CSV (RFC 4180, UTF-8) with a line `NAME,v1,v2,…` for each series, with a header or without.

mod line;
mod source;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder, Terminator};

use crate::rows::Rows;
use line::Line;
use source::Source;

/// The most values of a file. They are in memory, 8 bytes each.
const MOST_VALUES: usize = 25_000_000;
const MOST_SERIES: usize = 50_000;
const LONGEST_NAME: usize = 200;
const LONGEST_LINE: usize = 16 * 1024 * 1024;
/// A sum of squares of larger numbers could be too large for a float.
const LARGEST_NUMBER: f64 = 1e100;

#[derive(Debug)]
pub struct SeriesFile {
    pub names: Vec<String>,
    pub rows: Rows,
    /// True if the first line was read as a header and left out.
    pub has_header: bool,
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

/// Reads a series file. `has_header` says if the first line is a header. None: it is one if any of its values isn't a number.
pub fn read(file: impl Read, has_header: Option<bool>) -> Result<SeriesFile, SeriesFileError> {
    let source = Source::new(file, LONGEST_LINE);
    let budget = source.budget();
    // Every line, the last one too, ends with a line feed, so that lines can be counted. A carriage return before it is white
    // space.
    let mut format = ReaderBuilder::new();
    format.has_headers(false).flexible(true).terminator(Terminator::Any(b'\n'));
    let mut reader = format.from_reader(source.chain(&b"\n"[..]));
    let (mut record, mut values) = (ByteRecord::new(), Vec::new());
    let mut names: Vec<String> = Vec::new();
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    let mut rows: Option<Rows> = None;
    let mut header = None;
    loop {
        budget.renew();
        let more = reader.read_byte_record(&mut record);
        let end = reader.position().line();
        if !more.map_err(|error| failure(error, end))? {
            break;
        }
        let line = Line::new(&record, end);
        if line.is_blank() {
            continue;
        }
        if header.is_none() {
            let is_header = has_header.unwrap_or_else(|| line.looks_like_a_header());
            header = Some(is_header);
            if is_header {
                continue;
            }
        }
        let name = line.name()?;
        line.values(&mut values, rows.as_ref().map(Rows::length))?;
        match first_lines.entry(name.clone()) {
            Entry::Occupied(first) => {
                return refused(format!(
                    "Line {} has the name {name:?}, which line {} has too. Each series needs a name of its own.",
                    line.number(),
                    first.get()
                ));
            }
            Entry::Vacant(place) => place.insert(line.number()),
        };
        let rows = rows.get_or_insert_with(|| Rows::new(values.len()));
        if names.len() == MOST_SERIES || (names.len() + 1) * values.len() > MOST_VALUES {
            return refused(format!(
                "The file has more than {} series of {} values. Allowed are {MOST_SERIES} series, and {MOST_VALUES} values in all: \
                 take fewer series, or fewer points of time.",
                names.len(),
                values.len()
            ));
        }
        names.push(name);
        rows.push(&values);
    }
    match rows {
        Some(rows) => Ok(SeriesFile { names, rows, has_header: header == Some(true) }),
        None if header == Some(true) => refused(
            "The file has only one line, and that was taken for a header, because not all of its values are numbers. A series file \
             has a line NAME,v1,v2,… for each series."
                .to_owned(),
        ),
        None => refused("The file is empty. A series file has a line NAME,v1,v2,… for each series.".to_owned()),
    }
}

fn failure(error: csv::Error, line: u64) -> SeriesFileError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<source::LineTooLong>()) => {
            SeriesFileError::Refused(format!(
                "The line that ends at or after line {line} is longer than {LONGEST_LINE} bytes. Is there a quotation mark that is \
                 never closed, or no line break? A series file has a line NAME,v1,v2,… for each series."
            ))
        }
        csv::ErrorKind::Io(error) => SeriesFileError::Unreadable(error),
        other => SeriesFileError::Refused(format!("The file is no CSV: {other:?}")),
    }
}

#[cfg(test)]
mod tests;
