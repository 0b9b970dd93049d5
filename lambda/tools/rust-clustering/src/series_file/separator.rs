//! Finds the separator of a file. stock-analyzer has the same rules in series/Separator.java.

use super::cell;
use super::cells::{self, Cells};
use super::start::Start;

/// Returns the separator that divides all first lines into as many cells, some of them numbers.
pub(super) fn separator(start: &Start) -> u8 {
    let count = |index: usize, separator: u8| cells::count(start.line(index), separator);
    let lines = 0..start.lines.len();
    let is_number =
        |text: &[u8], separator: u8| cell::number(text, b'.').is_some() || separator == b';' && cell::number(text, b',').is_some();
    let has_number = |separator: u8| {
        lines.clone().any(|index| {
            Cells::new(start.line(index), separator).map_while(Result::ok).skip(1).any(|cell| is_number(&cell, separator))
        })
    };
    let even: Vec<u8> = [b'\t', b';', b',']
        .into_iter()
        .filter(|separator| count(0, *separator) > 1 && lines.clone().all(|index| count(index, *separator) == count(0, *separator)))
        .collect();
    let with_number = even.iter().copied().find(|separator| has_number(*separator));
    with_number
        .or_else(|| even.first().copied())
        .or_else(|| [b',', b';', b'\t'].into_iter().find(|separator| count(0, *separator) > 1))
        .unwrap_or(b',')
}
