//! Reads lines. A line end within quotation marks doesn't end a line.

use std::io::{BufRead, Read};

use memchr::memchr_iter;

use super::{LONGEST_LINE, SeriesFileError, refused};

pub(super) struct Lines<R> {
    file: R,
    line: Vec<u8>,
    /// The number of the next line, from 1 on.
    next: u64,
}

impl<R: BufRead> Lines<R> {
    pub fn new(file: R, first: u64) -> Self {
        Self { file, line: Vec::new(), next: first }
    }

    /// Returns the next line that isn't blank, without its line end, and its number. None at the end of the file.
    pub fn next(&mut self) -> Result<Option<(u64, &[u8])>, SeriesFileError> {
        loop {
            let number = self.next;
            self.line.clear();
            let mut quotes = 0;
            loop {
                let before = self.line.len();
                let room = (LONGEST_LINE + 1 - before) as u64;
                let count = self.file.by_ref().take(room).read_until(b'\n', &mut self.line).map_err(SeriesFileError::Unreadable)?;
                if self.line.len() > LONGEST_LINE {
                    return refused(too_long());
                }
                quotes += memchr_iter(b'"', &self.line[before..]).count();
                self.next += u64::from(count > 0);
                if count == 0 || quotes % 2 == 0 {
                    break;
                }
            }
            if self.line.is_empty() {
                return Ok(None);
            }
            if !is_blank(&self.line) {
                let end = without_end(&self.line).len();
                return Ok(Some((number, &self.line[..end])));
            }
        }
    }
}

pub(super) fn too_long() -> String {
    format!(
        "A line of the file is longer than {} MiB, or a quotation mark is opened and never closed. A line is one series, or one time.",
        LONGEST_LINE / 1024 / 1024
    )
}

/// Returns true if a line has nothing but white space and separators.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b';'))
}

pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
