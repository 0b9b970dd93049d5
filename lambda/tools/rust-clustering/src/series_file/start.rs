//! Reads the first lines of a file, from which its layout is told.

use std::io::Read;

use super::lines::{is_blank, too_long, without_end};
use super::{FORM, LONGEST_LINE, SeriesFileError, refused};

const STEP: usize = 64 * 1024;
const FEWEST_LINES: usize = 3;
const MOST_LINES: usize = 100;
const MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) struct Start {
    /// The first bytes of the file, without a byte order mark.
    pub bytes: Vec<u8>,
    /// The first lines that aren't blank, at most `MOST_LINES`.
    pub lines: Vec<StartLine>,
}

pub(super) struct StartLine {
    pub number: u64,
    pub from: usize,
    /// The place after the line end.
    pub after: usize,
}

impl Start {
    /// Reads the first 64 KiB, and more if they have fewer than three lines.
    pub fn read(file: &mut impl Read) -> Result<Self, SeriesFileError> {
        let mut bytes = Vec::new();
        let mut wanted = STEP;
        loop {
            let room = (wanted - bytes.len()) as u64;
            file.by_ref().take(room).read_to_end(&mut bytes).map_err(SeriesFileError::Unreadable)?;
            let ended = bytes.len() < wanted;
            if wanted == STEP {
                check_text(&bytes)?;
            }
            let from = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
            let lines = lines(&bytes[from..], ended)?;
            if ended || lines.len() >= FEWEST_LINES {
                if lines.is_empty() {
                    return refused(format!("The file is empty. {FORM}"));
                }
                bytes.drain(..from);
                return Ok(Self { bytes, lines });
            }
            wanted *= 2;
        }
    }

    pub fn line(&self, index: usize) -> &[u8] {
        let line = &self.lines[index];
        without_end(&self.bytes[line.from..line.after])
    }
}

fn lines(bytes: &[u8], ended: bool) -> Result<Vec<StartLine>, SeriesFileError> {
    let mut lines = Vec::new();
    let (mut from, mut number, mut next, mut quoted) = (0, 1, 1, false);
    for (place, byte) in bytes.iter().enumerate() {
        quoted ^= *byte == b'"';
        next += u64::from(*byte == b'\n');
        let is_last = ended && place + 1 == bytes.len();
        if (*byte == b'\n' && !quoted) || is_last {
            if place + 1 - from > LONGEST_LINE {
                return refused(too_long());
            }
            if !is_blank(&bytes[from..=place]) {
                lines.push(StartLine { number, from, after: place + 1 });
            }
            if lines.len() == MOST_LINES {
                return Ok(lines);
            }
            (from, number) = (place + 1, next);
        }
    }
    if bytes.len() - from > LONGEST_LINE { refused(too_long()) } else { Ok(lines) }
}

/// Fails if the file is no text, or not in UTF-8.
fn check_text(bytes: &[u8]) -> Result<(), SeriesFileError> {
    let starts = |with: &[&[u8]]| with.iter().any(|start| bytes.starts_with(start));
    if starts(&[b"\xff\xfe", b"\xfe\xff"]) {
        return refused("The file is UTF-16 text. Write it as UTF-8.".to_owned());
    }
    if starts(&[b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0"]) {
        return refused(format!("The file is compressed, a spreadsheet or Parquet, and no CSV. Write it as CSV in UTF-8. {FORM}"));
    }
    if bytes.contains(&0) {
        return refused(format!("The file is no text: it has zero bytes. Write it as CSV in UTF-8. {FORM}"));
    }
    if let Some(place) = bytes.iter().position(|byte| *byte == b'\r' || *byte == b'\n')
        && bytes[place] == b'\r'
        && bytes.get(place + 1).is_some_and(|byte| *byte != b'\n')
        && !bytes.contains(&b'\n')
    {
        return refused("The lines end with a carriage return alone, as on old Macs. Write them with line feeds.".to_owned());
    }
    Ok(())
}
