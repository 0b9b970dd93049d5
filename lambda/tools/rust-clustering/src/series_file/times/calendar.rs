//! Counts microseconds from 1970-01-01 on.

pub(super) const DAY: i64 = 86_400_000_000;

/// Returns the Monday of an ISO week. The week of January 4 is the first one.
pub(super) fn of_week(year: i64, week: i64) -> Option<i64> {
    let fourth = of(year, 1, 4)? / DAY;
    // Day 0 is a Thursday.
    let monday = fourth - (fourth + 3).rem_euclid(7);
    (1..=53).contains(&week).then_some((monday + (week - 1) * 7) * DAY)
}

/// Returns the microseconds from 1970-01-01 to a day. None if there is no such day.
pub(in crate::series_file) fn of(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let most = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=most).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let (era, month) = (year.div_euclid(400), (month + 9) % 12);
    let (of_era, of_year) = (year.rem_euclid(400), (153 * month + 2) / 5 + day - 1);
    Some((era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) * DAY)
}
