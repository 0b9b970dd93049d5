//! Reads a date or a time in any usual form. stock-analyzer has the same rules in series/TimeText.java.

mod calendar;
mod clock;
mod tokens;

pub(super) use calendar::of;
use calendar::{DAY, of_week};
use clock::clock;
use tokens::Token::{self, Mark, Number, Word};
use tokens::{skip, tokens};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const LONGEST: usize = 48;

/// A time in microseconds. A date like 01/02/2024 has two readings. One of them is None where there is no such month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub month_first: Option<i64>,
    pub day_first: Option<i64>,
    /// False for a month, a quarter or a weekday without a year.
    pub ordered: bool,
}

pub(super) fn read(text: &str) -> Option<Time> {
    if text.is_empty() || text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let tokens = tokens(&lower)?;
    let mut left = tokens.as_slice();
    if let [Word(day), rest @ ..] = left
        && is_name(&WEEKDAYS, day)
    {
        left = skip(skip(rest, ','), ' ');
        if left.is_empty() {
            return Some(unordered());
        }
    }
    if let Some(micros) = clock(left) {
        return Some(at(Some(micros)));
    }
    let (date, rest) = date(left)?;
    if rest.is_empty() {
        return Some(date);
    }
    let rest = match rest {
        [Word("t"), rest @ ..] => rest,
        [Mark(' '), rest @ ..] | [Mark(','), Mark(' '), rest @ ..] => rest,
        _ => return None,
    };
    let micros = clock(rest)?;
    let later = |day: i64| day + micros;
    date.ordered.then(|| Time { month_first: date.month_first.map(later), day_first: date.day_first.map(later), ordered: true })
}

/// Reads the date at the start. Returns it and the tokens after it.
fn date<'a, 'b>(tokens: &'b [Token<'a>]) -> Option<(Time, &'b [Token<'a>])> {
    match *tokens {
        // 2024-01-02, 2024/01/02, 2024.01.02
        [Number(year, 4), Mark(one), Number(month, 1 | 2), Mark(other), Number(day, 1 | 2), ref rest @ ..]
            if one == other && matches!(one, '-' | '/' | '.') =>
        {
            Some((at(Some(of(year, month, day)?)), rest))
        }
        // 2024-W05, 2024W05, 2024-W05-1
        [Number(year, 4), Mark('-'), Word("w"), Number(week, 2), Mark('-'), Number(day @ 1..=7, 1), ref rest @ ..] => {
            Some((at(Some(of_week(year, week)? + (day - 1) * DAY)), rest))
        }
        [Number(year, 4), Mark('-'), Word("w"), Number(week, 2), ref rest @ ..]
        | [Number(year, 4), Word("w"), Number(week, 2), ref rest @ ..] => Some((at(Some(of_week(year, week)?)), rest)),
        // 2024Q1, 2024-Q1, 2024 Q1, Q1 2024, Q1-24, 1Q24
        [Number(year, 4), Mark('-' | ' '), Word("q"), Number(quarter, 1), ref rest @ ..]
        | [Number(year, 4), Word("q"), Number(quarter, 1), ref rest @ ..]
        | [Word("q"), Number(quarter, 1), Mark('-' | ' ' | '/'), Number(year, 4), ref rest @ ..]
        | [Number(quarter, 1), Word("q"), Number(year, 4), ref rest @ ..] => Some((at(Some(of_quarter(year, quarter)?)), rest)),
        [Word("q"), Number(quarter, 1), Mark('-' | ' ' | '/'), Number(year, 2), ref rest @ ..]
        | [Number(quarter, 1), Word("q"), Number(year, 2), ref rest @ ..] => {
            Some((at(Some(of_quarter(full(year), quarter)?)), rest))
        }
        [Word("q"), Number(1..=4, 1), ref rest @ ..] => Some((unordered(), rest)),
        // 2024M01
        [Number(year, 4), Word("m"), Number(month, 2), ref rest @ ..] => Some((at(Some(of(year, month, 1)?)), rest)),
        // 2024-Jan-02, 2024 Jan 2, 2024 Jan
        [Number(year, 4), Mark(one), Word(name), Mark(other), Number(day, 1 | 2), ref rest @ ..]
            if one == other && is_between(one) && month(name).is_some() =>
        {
            Some((at(Some(of(year, month(name)?, day)?)), rest))
        }
        [Number(year, 4), Mark(one), Word(name), ref rest @ ..] if is_between(one) => {
            Some((at(Some(of(year, month(name)?, 1)?)), rest))
        }
        // 2024-01, 2024/01
        [Number(year, 4), Mark('-' | '/'), Number(month, 1 | 2), ref rest @ ..] => Some((at(Some(of(year, month, 1)?)), rest)),
        // 01/02/2024, 2.1.2024, 1-2-24
        [Number(first, 1 | 2), Mark(one), Number(second, 1 | 2), Mark(other), Number(year, long @ (2 | 4)), ref rest @ ..]
            if one == other && matches!(one, '-' | '/' | '.') =>
        {
            let year = if long == 2 { full(year) } else { year };
            let day_first = of(year, second, first);
            let month_first = if one == '.' { day_first } else { of(year, first, second) };
            (day_first.is_some() || month_first.is_some()).then_some((Time { month_first, day_first, ordered: true }, rest))
        }
        // 01/2024
        [Number(month, 1 | 2), Mark('-' | '/'), Number(year, 4), ref rest @ ..] => Some((at(Some(of(year, month, 1)?)), rest)),
        [Number(day, 1 | 2), ref rest @ ..] => of_named_month(day, rest),
        [Word(name), ref rest @ ..] => after_month(month(name)?, rest),
        _ => None,
    }
}

/// Reads 2 Jan 2024, 2-Jan-24, 02Jan2024, 2nd January, 2024. The day is read already.
fn of_named_month<'a, 'b>(day: i64, tokens: &'b [Token<'a>]) -> Option<(Time, &'b [Token<'a>])> {
    let tokens = match tokens {
        [Word("st" | "nd" | "rd" | "th"), rest @ ..] => rest,
        _ => tokens,
    };
    let [Word(name), rest @ ..] = between(tokens) else { return None };
    let [Number(year, long @ (2 | 4)), rest @ ..] = between(skip(rest, ',')) else { return None };
    let year = if *long == 2 { full(*year) } else { *year };
    Some((at(Some(of(year, month(name)?, day)?)), rest))
}

/// Reads Jan 2, 2024, January 2024, Jan-24, Jan 2 and Jan. The month is read already.
fn after_month<'a, 'b>(month: i64, tokens: &'b [Token<'a>]) -> Option<(Time, &'b [Token<'a>])> {
    let tokens = skip(tokens, '.');
    match *tokens {
        [Mark('-' | '\''), Number(year, 2), ref rest @ ..] => return Some((at(Some(of(full(year), month, 1)?)), rest)),
        [] => return Some((unordered(), tokens)),
        _ => {}
    }
    match between(tokens) {
        [Number(year, 4), rest @ ..] => Some((at(Some(of(*year, month, 1)?)), rest)),
        [Number(day, 1 | 2), rest @ ..] => {
            let rest = match rest {
                [Word("st" | "nd" | "rd" | "th"), rest @ ..] => rest,
                _ => rest,
            };
            if rest.is_empty() {
                return (1..=31).contains(day).then_some((unordered(), rest));
            }
            let [Number(year, 4), rest @ ..] = between(skip(rest, ',')) else { return None };
            Some((at(Some(of(*year, month, *day)?)), rest))
        }
        _ => None,
    }
}

/// Skips what may stand between the parts of a date with a month's name.
fn between<'a, 'b>(tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    match tokens {
        [Mark('.'), Mark(' '), rest @ ..] => rest,
        [Mark(mark), rest @ ..] if is_between(*mark) => rest,
        _ => tokens,
    }
}

fn is_between(mark: char) -> bool {
    matches!(mark, ' ' | '-' | '/' | '.')
}

fn month(name: &str) -> Option<i64> {
    let name = if name == "sept" { "sep" } else { name };
    (1..).zip(MONTHS).find(|(_, month)| is_word(month, name)).map(|(number, _)| number)
}

fn is_name(names: &[&str], word: &str) -> bool {
    names.iter().any(|name| is_word(name, word))
}

/// Returns true if the text is the word, or its first three letters.
fn is_word(word: &str, text: &str) -> bool {
    text == word || text == &word[..3]
}

fn full(year: i64) -> i64 {
    if year < 69 { 2000 + year } else { 1900 + year }
}

fn at(micros: Option<i64>) -> Time {
    Time { month_first: micros, day_first: micros, ordered: true }
}

fn unordered() -> Time {
    Time { month_first: None, day_first: None, ordered: false }
}

fn of_quarter(year: i64, quarter: i64) -> Option<i64> {
    if (1..=4).contains(&quarter) { of(year, quarter * 3 - 2, 1) } else { None }
}
