//! Reads one line of a series file: a name and its values. An error names the line and the column, which are counted from 1.

use csv::ByteRecord;

use super::{LARGEST_NUMBER, LONGEST_NAME, SeriesFileError, refused};

/// Words that programs write for missing values, besides those that a parser reads as numbers (NaN, inf). stock-analyzer has the
/// same.
const MISSING: [&str; 6] = ["na", "n/a", "#n/a", "null", "none", "-"];

pub(super) struct Line<'a> {
    record: &'a ByteRecord,
    number: u64,
}

impl<'a> Line<'a> {
    /// Takes a record. `end` is the reader's line after the record.
    pub fn new(record: &'a ByteRecord, end: u64) -> Self {
        // A line break within quotation marks is part of the record.
        let breaks = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        Self { record, number: end.saturating_sub(breaks + 1).max(1) }
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn is_blank(&self) -> bool {
        self.record.len() == 1 && self.record[0].trim_ascii().is_empty()
    }

    /// Returns true if any value is a word. A word for a missing value doesn't count: the line is then a series with a hole.
    pub fn looks_like_a_header(&self) -> bool {
        self.record.iter().skip(1).any(|value| number(value).is_none() && !is_missing(value))
    }

    pub fn name(&self) -> Result<String, SeriesFileError> {
        let Ok(name) = std::str::from_utf8(&self.record[0]) else {
            return refused(format!("Line {}, column 1: the name isn't UTF-8 text. Write the file as UTF-8.", self.number));
        };
        let name = name.trim();
        if name.is_empty() {
            return refused(format!("Line {}, column 1: the name is empty. Each series needs a name.", self.number));
        }
        if name.len() > LONGEST_NAME {
            let start: String = name.chars().take(40).collect();
            return refused(format!(
                "Line {}, column 1: the name {start:?}… has {} bytes. Allowed are {LONGEST_NAME}.",
                self.number,
                name.len()
            ));
        }
        Ok(name.to_owned())
    }

    /// Puts the values into `values`. `count` is the number of values in the lines before.
    pub fn values(&self, values: &mut Vec<f64>, count: Option<usize>) -> Result<(), SeriesFileError> {
        let found = self.record.len() - 1;
        if found < 2 {
            return refused(format!(
                "Line {} has {}. Allowed are 2 and more: NAME,v1,v2,…, with commas between.",
                self.number,
                many(found)
            ));
        }
        if let Some(count) = count.filter(|count| *count != found) {
            return refused(format!(
                "Line {} has {}, but the lines before have {count}. All series need the same number of values: cut them to the \
                 same points of time.",
                self.number,
                many(found)
            ));
        }
        values.clear();
        for (place, value) in self.record.iter().enumerate().skip(1) {
            values.push(self.value(place + 1, value)?);
        }
        Ok(())
    }

    fn value(&self, column: usize, value: &[u8]) -> Result<f64, SeriesFileError> {
        let place = format_args!("Line {}, column {column}", self.number);
        let value = value.trim_ascii();
        if value.is_empty() {
            return refused(format!("{place}: there is no value. Fill the gap, or leave this series or this point of time out."));
        }
        let text = String::from_utf8_lossy(&value[..value.len().min(40)]);
        match number(value) {
            None => refused(format!("{place}: {text:?} isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3.")),
            Some(number) if !number.is_finite() => {
                refused(format!("{place}: {text:?} isn't a finite number. Leave this series or this point of time out."))
            }
            Some(number) if number.abs() > LARGEST_NUMBER => {
                refused(format!("{place}: {text:?} is too large. Allowed is {LARGEST_NUMBER:e} at most, without its sign."))
            }
            Some(number) => Ok(number),
        }
    }
}

fn number(value: &[u8]) -> Option<f64> {
    std::str::from_utf8(value.trim_ascii()).ok()?.parse().ok()
}

fn is_missing(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    value.is_empty() || MISSING.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(value))
}

fn many(values: usize) -> String {
    match values {
        0 => "no values".to_owned(),
        1 => "1 value".to_owned(),
        many => format!("{many} values"),
    }
}
