//! Divides a line into cells. A quotation mark begins a cell, or ends it, or is doubled.

use std::borrow::Cow;

use memchr::memchr;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuoteFault {
    NeverClosed,
    Misplaced,
}

impl QuoteFault {
    /// Returns the fault without the place.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NeverClosed => "a quotation mark is opened and never closed.",
            Self::Misplaced => "a quotation mark within a cell. Quote the whole cell, and double each quotation mark in it.",
        }
    }
}

/// The cells of a line, one after another, without the white space around them.
pub(super) struct Cells<'a> {
    left: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Cells<'a> {
    /// Takes a line without its line end.
    pub fn new(line: &'a [u8], separator: u8) -> Self {
        Self { left: Some(line), separator }
    }

    fn quoted(&mut self, rest: &'a [u8]) -> Result<Cow<'a, [u8]>, QuoteFault> {
        let mut text: Option<Vec<u8>> = None;
        let mut from = 0;
        let to = loop {
            let Some(length) = memchr(b'"', &rest[from..]) else { return Err(QuoteFault::NeverClosed) };
            let mark = from + length;
            if rest.get(mark + 1) != Some(&b'"') {
                break mark;
            }
            text.get_or_insert_default().extend_from_slice(&rest[from..=mark]);
            from = mark + 2;
        };
        let after = &rest[to + 1..];
        let blanks = after.iter().take_while(|byte| is_blank(**byte, self.separator)).count();
        self.left = match after.get(blanks) {
            None => None,
            Some(byte) if *byte == self.separator => Some(&after[blanks + 1..]),
            Some(_) => return Err(QuoteFault::Misplaced),
        };
        Ok(match text {
            None => Cow::Borrowed(rest[..to].trim_ascii()),
            Some(mut text) => {
                text.extend_from_slice(&rest[from..to]);
                Cow::Owned(text.trim_ascii().to_vec())
            }
        })
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = Result<Cow<'a, [u8]>, QuoteFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let left = self.left.take()?;
        let start = left.iter().take_while(|byte| is_blank(**byte, self.separator)).count();
        if left.get(start) == Some(&b'"') {
            return Some(self.quoted(&left[start + 1..]));
        }
        let cell = match memchr(self.separator, left) {
            Some(end) => {
                self.left = Some(&left[end + 1..]);
                &left[..end]
            }
            None => left,
        };
        Some(if memchr(b'"', cell).is_some() { Err(QuoteFault::Misplaced) } else { Ok(Cow::Borrowed(cell.trim_ascii())) })
    }
}

fn is_blank(byte: u8, separator: u8) -> bool {
    byte != separator && matches!(byte, b' ' | b'\t' | b'\r')
}

/// Returns the number of cells, by the separators outside of quotation marks.
pub(super) fn count(line: &[u8], separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 1;
    for byte in line {
        quoted ^= *byte == b'"';
        count += usize::from(*byte == separator && !quoted);
    }
    count
}
