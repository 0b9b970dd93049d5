//! Reads a time of day.

use super::tokens::Token::{self, Mark, Number, Word};
use super::tokens::skip;

const ZONES: [&str; 17] =
    ["z", "utc", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "bst", "ist", "jst", "et"];

/// Reads a time of day to the end: 09:30, 9:30 AM, 09:30:00.123456, with a zone. Returns microseconds.
pub(super) fn clock(tokens: &[Token<'_>]) -> Option<i64> {
    let [Number(hour @ 0..=24, 1 | 2), Mark(':'), Number(minute @ 0..=59, 2), rest @ ..] = tokens else { return None };
    let mut micros = (hour * 60 + minute) * 60_000_000;
    let mut rest = rest;
    if let [Mark(':'), Number(second @ 0..=60, 2), after @ ..] = rest {
        micros += second * 1_000_000;
        rest = after;
        if let [Mark('.' | ','), Number(fraction, long), after @ ..] = rest {
            let scale = 10_i64.pow(long.abs_diff(6) as u32);
            micros += if *long <= 6 { fraction * scale } else { fraction / scale };
            rest = after;
        }
    }
    if let [Word(half @ ("am" | "pm")), after @ ..] = skip(rest, ' ') {
        if !(1..=12).contains(hour) {
            return None;
        }
        micros += (i64::from(*half == "pm") * 12 - i64::from(*hour == 12) * 12) * 3_600_000_000;
        rest = after;
    }
    let zone = skip(rest, ' ');
    match *zone {
        [] if rest.is_empty() => Some(micros),
        [Word(name)] if ZONES.contains(&name) => Some(micros),
        [Mark(sign @ ('+' | '-')), Number(hours, 1 | 2)] => Some(shifted(micros, sign, hours, 0)),
        [Mark(sign @ ('+' | '-')), Number(hours, 2), Mark(':'), Number(minutes, 2)] => Some(shifted(micros, sign, hours, minutes)),
        [Mark(sign @ ('+' | '-')), Number(both, 4)] => Some(shifted(micros, sign, both / 100, both % 100)),
        _ => None,
    }
}

fn shifted(micros: i64, sign: char, hours: i64, minutes: i64) -> i64 {
    let offset = (hours * 60 + minutes) * 60_000_000;
    if sign == '+' { micros - offset } else { micros + offset }
}
