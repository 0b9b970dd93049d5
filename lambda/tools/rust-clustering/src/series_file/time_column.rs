//! Tells if the cells of a column, or of a header, are times. stock-analyzer has the same rules in series/TimeColumn.java.

use super::cell;
use super::time_order::TimeOrder;
use super::times;

pub(super) const FEWEST_YEARS: usize = 3;
pub(super) const FEWEST_DAYS: usize = 2;

/// Returns the order of these cells. `names_times` says that the word above is one for times.
pub(super) fn order<T: AsRef<str>>(texts: &[T], names_times: bool, mark: u8) -> TimeOrder {
    if are_times(texts) {
        TimeOrder::of_text(texts[0].as_ref())
    } else if names_times && are_numbers(texts, mark) || are_numeric_times(texts, FEWEST_DAYS) {
        TimeOrder::of_numbers(mark)
    } else {
        TimeOrder::None
    }
}

/// Returns true if these are dates or times. The first two decide, so that a later line that isn't one is refused with its number.
pub(super) fn are_times<T: AsRef<str>>(texts: &[T]) -> bool {
    let times: Vec<_> = texts.iter().map(|text| times::read(text.as_ref())).collect();
    let ordered = |time: &Option<times::Time>| time.is_some_and(|time| time.ordered);
    match times.as_slice() {
        [only] => ordered(only),
        [first, second, ..] => ordered(first) && ordered(second) || times.iter().all(|time| time.is_some_and(|time| !time.ordered)),
        [] => false,
    }
}

/// Returns true if these are numbers that go up, or that go down.
pub(super) fn are_numbers<T: AsRef<str>>(texts: &[T], mark: u8) -> bool {
    let numbers: Option<Vec<f64>> = texts.iter().map(|text| cell::number(text.as_ref().as_bytes(), mark)).collect();
    numbers.is_some_and(|numbers| {
        let goes = |is: fn(&f64, &f64) -> bool| numbers.windows(2).all(|pair| is(&pair[0], &pair[1]));
        !numbers.is_empty() && (goes(f64::lt) || goes(f64::gt))
    })
}

/// Returns true if these are 0 or 1 and the numbers after it.
pub(super) fn counts<T: AsRef<str>>(texts: &[T]) -> bool {
    run(texts, 1).is_some_and(|numbers| numbers[0] <= 1 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1))
}

/// Returns the whole numbers of a list that goes up, or down, with at least so many.
fn run<T: AsRef<str>>(texts: &[T], least: usize) -> Option<Vec<i64>> {
    let numbers: Vec<i64> = texts.iter().map(|text| cell::digits(text.as_ref())).collect::<Option<_>>()?;
    let goes = |is: fn(&i64, &i64) -> bool| numbers.windows(2).all(|pair| is(&pair[0], &pair[1]));
    (numbers.len() >= least && (goes(i64::lt) || goes(i64::gt))).then_some(numbers)
}

/// Returns true if these are days as 20240102, or years, each next to the one before.
pub(super) fn are_numeric_times<T: AsRef<str>>(texts: &[T], least_years: usize) -> bool {
    let is_day =
        |number: &i64| number.to_string().len() == 8 && times::of(number / 10_000, number / 100 % 100, number % 100).is_some();
    let days = |numbers: &[i64]| numbers.len() >= FEWEST_DAYS && numbers.iter().all(is_day);
    let years = |numbers: &[i64]| {
        let next = numbers.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1);
        numbers.len() >= least_years && next && numbers.iter().all(|number| (1500..=2500).contains(number))
    };
    run(texts, 1).is_some_and(|numbers| days(&numbers) || years(&numbers))
}
