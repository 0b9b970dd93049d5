//! Computes dynamic time warping: the least sum of squared differences along a path through both series, as aeon defines it.
//!
//! One series is compared with several at once, each in its lane, and two of its points at a time. Only the last row of the table
//! of costs is kept.

use multiversion::multiversion;

use super::WIDTH;
use crate::rows::Rows;

type Lanes = [f64; WIDTH];
const NO_WAY: Lanes = [f64::INFINITY; WIDTH];

/// Puts the distances of the series `left` to the series `right` into `sums`. `reach` is the most points of time by which a path
/// may leave the diagonal.
#[multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn warped(rows: &Rows, left: &[usize], right: &[usize; WIDTH], reach: usize, sums: &mut [Lanes]) {
    let columns = right.map(|column| rows.row(column));
    let others: Vec<Lanes> = (0..rows.length()).map(|time| columns.map(|column| column[time])).collect();
    let mut costs = vec![NO_WAY; rows.length()];
    for (row, sums) in left.iter().zip(sums) {
        costs.fill(NO_WAY);
        let (pairs, last) = rows.row(*row).as_chunks::<2>();
        for (number, pair) in pairs.iter().enumerate() {
            advance(*pair, 2 * number, &others, reach, &mut costs);
        }
        if let [value] = last {
            advance([*value], 2 * pairs.len(), &others, reach, &mut costs);
        }
        *sums = costs[rows.length() - 1];
    }
}

/// Computes the next rows of the table, for the values of one series from `time` on. `costs` holds the row before them at the
/// start, and the last one of them at the end.
#[inline(always)]
fn advance<const ROWS: usize>(values: [f64; ROWS], time: usize, others: &[Lanes], reach: usize, costs: &mut [Lanes]) {
    let start = time.saturating_sub(reach);
    let end = (time + reach + 1).min(others.len());
    let mut left = [NO_WAY; ROWS];
    // The start of all paths is free.
    let mut diagonal = match (time, start) {
        (0, _) => [0.0; WIDTH],
        (_, 0) => NO_WAY,
        _ => costs[start - 1],
    };
    for (column, (other, cost)) in others[start..end].iter().zip(&mut costs[start..end]).enumerate() {
        let mut above = *cost;
        let before = above;
        for row in 0..ROWS {
            // The band of each row begins and ends one point later than the band of the row before.
            let inside = row == 0 || start + column + reach >= time + row;
            let cell = if inside { cell(values[row], other, &above, &diagonal, &left[row]) } else { NO_WAY };
            diagonal = left[row];
            left[row] = cell;
            above = cell;
        }
        *cost = above;
        diagonal = before;
    }
    for row in 1..ROWS {
        let column = end + row - 1;
        if let (Some(other), true) = (others.get(column), end == time + reach + 1) {
            // The cell has none above it: the band of the row before ends here.
            let mut above = NO_WAY;
            let mut diagonal = left[row - 1];
            for (row, left) in left.iter_mut().enumerate().skip(row) {
                let cell = cell(values[row], other, &above, &diagonal, left);
                diagonal = *left;
                *left = cell;
                above = cell;
            }
            costs[column] = above;
        }
    }
}

#[inline(always)]
fn cell(value: f64, other: &Lanes, above: &Lanes, diagonal: &Lanes, left: &Lanes) -> Lanes {
    std::array::from_fn(|lane| {
        let difference = value - other[lane];
        difference.mul_add(difference, least(least(diagonal[lane], above[lane]), left[lane]))
    })
}

/// Returns the smaller number. f64::min would also check for NaN, which never occurs here.
#[inline(always)]
fn least(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}
