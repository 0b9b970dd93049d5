//! Tells what a cell is: a number, a missing value, a time or a word. stock-analyzer has the same rules in series/Cell.java.

use super::times;

/// Words that programs write for missing values.
const MISSING: [&str; 20] = [
    "", "na", "n/a", "#n/a", "nan", "null", "nil", "none", "missing", "n.a.", "-", "--", "---", "–", "—", ".", "..", "...", "?",
    "#value!",
];
const INFINITE: [&str; 6] = ["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];
/// Words above the first column that say that it has names. All words have to be among them: "Stock A" may be a name itself.
const NAMES: [&str; 16] = [
    "name", "names", "ticker", "tickers", "symbol", "symbols", "series", "id", "ids", "code", "stock", "stocks", "company",
    "country", "region", "group",
];
/// Those that are hardly the name of a series.
const SURE_NAMES: [&str; 8] = ["name", "names", "ticker", "tickers", "symbol", "symbols", "id", "ids"];
/// Words above the first column that say that it has times. One of them is enough, as in observation_date.
const TIMES: [&str; 30] = [
    "date",
    "dates",
    "datetime",
    "day",
    "days",
    "time",
    "times",
    "timestamp",
    "timestamps",
    "week",
    "month",
    "months",
    "quarter",
    "year",
    "years",
    "period",
    "hour",
    "minute",
    "second",
    "epoch",
    "unix",
    "ds",
    "datum",
    "zeit",
    "monat",
    "jahr",
    "fecha",
    "jour",
    "decade",
    "season",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// A missing value, or one that isn't finite.
    Missing,
    Time,
    Word,
    /// Neither a number nor a word, as $185.64, 5% or (200).
    Spoiled,
}

/// What the first cell of a header says of the cells below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    Names,
    Times,
    Nothing,
}

pub(super) fn kind(text: &str, mark: u8) -> Kind {
    if is_missing(text) || is_infinite(text) {
        Kind::Missing
    } else if number(text.as_bytes(), mark).is_some() {
        Kind::Number
    } else if times::read(text).is_some() {
        Kind::Time
    } else if text.chars().any(char::is_alphabetic) && !has_decimals(text.as_bytes()) {
        Kind::Word
    } else {
        Kind::Spoiled
    }
}

/// Reads a number: digits with a decimal mark, and an exponent.
pub(super) fn number(text: &[u8], mark: u8) -> Option<f64> {
    if !text.iter().all(|byte| byte.is_ascii_digit() || *byte == mark || matches!(byte, b'+' | b'-' | b'e' | b'E')) {
        return None;
    }
    if mark == b'.' {
        return std::str::from_utf8(text).ok()?.parse().ok();
    }
    let pointed: Vec<u8> = text.iter().map(|byte| if *byte == mark { b'.' } else { *byte }).collect();
    std::str::from_utf8(&pointed).ok()?.parse().ok()
}

/// Reads a number of digits alone.
pub(super) fn digits(text: &str) -> Option<i64> {
    (text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

pub(super) fn is_missing(text: &str) -> bool {
    MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

pub(super) fn is_infinite(text: &str) -> bool {
    INFINITE.iter().any(|word| text.eq_ignore_ascii_case(word))
}

pub(super) fn above(corner: &str) -> Above {
    let words = words(corner);
    let has_other = !corner.is_ascii() || corner.bytes().any(|byte| byte.is_ascii_digit());
    if words.is_empty() || has_other {
        Above::Nothing
    } else if words.iter().all(|word| NAMES.contains(&word.as_str())) {
        Above::Names
    } else if words.iter().any(|word| TIMES.contains(&word.as_str())) {
        Above::Times
    } else {
        Above::Nothing
    }
}

/// Returns the words of a text without capital letters: year and id of yearID.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in text.chars() {
        if !letter.is_ascii_alphabetic() || before.is_ascii_lowercase() && letter.is_ascii_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_ascii_alphabetic()) {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

pub(super) fn is_surely_above_names(corner: &str) -> bool {
    SURE_NAMES.iter().any(|word| corner.eq_ignore_ascii_case(word))
}

/// Returns true if a digit, a point or a comma, and a digit follow each other, as in 185.64 USD.
fn has_decimals(text: &[u8]) -> bool {
    text.windows(3).any(|part| part[0].is_ascii_digit() && matches!(part[1], b'.' | b',') && part[2].is_ascii_digit())
}
