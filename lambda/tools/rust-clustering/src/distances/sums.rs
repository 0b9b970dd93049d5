//! Computes distances that are sums over the points of time: of squared or of absolute differences.
//!
//! Each pair is added up in LANES sums, in one order, with fused multiplication. So the result has the same bits on every
//! processor.

use multiversion::multiversion;

use super::WIDTH;
use crate::rows::{LANES, Rows};

/// The number of columns that are computed at once. With two rows, their sums just fit into a processor's registers.
const COLUMNS: usize = 4;

trait Term {
    fn add(sum: f64, difference: f64) -> f64;
}

struct Square;
struct Absolute;

impl Term for Square {
    #[inline(always)]
    fn add(sum: f64, difference: f64) -> f64 {
        difference.mul_add(difference, sum)
    }
}

impl Term for Absolute {
    #[inline(always)]
    fn add(sum: f64, difference: f64) -> f64 {
        sum + difference.abs()
    }
}

#[multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn squared(rows: &Rows, left: &[usize], right: &[usize; WIDTH], sums: &mut [[f64; WIDTH]]) {
    block::<Square>(rows, left, right, sums);
}

#[multiversion(targets("x86_64+avx2+fma"))]
pub(super) fn absolute(rows: &Rows, left: &[usize], right: &[usize; WIDTH], sums: &mut [[f64; WIDTH]]) {
    block::<Absolute>(rows, left, right, sums);
}

#[inline(always)]
fn block<T: Term>(rows: &Rows, left: &[usize], right: &[usize; WIDTH], sums: &mut [[f64; WIDTH]]) {
    for first in (0..WIDTH).step_by(COLUMNS) {
        let columns: [&[f64]; COLUMNS] = std::array::from_fn(|column| rows.padded(right[first + column]));
        for (pair, sums) in left.chunks(2).zip(sums.chunks_mut(2)) {
            if let [one, two] = pair {
                let tile = tile::<T, 2>([rows.padded(*one), rows.padded(*two)], columns);
                sums[0][first..first + COLUMNS].copy_from_slice(&tile[0]);
                sums[1][first..first + COLUMNS].copy_from_slice(&tile[1]);
            } else {
                let tile = tile::<T, 1>([rows.padded(pair[0])], columns);
                sums[0][first..first + COLUMNS].copy_from_slice(&tile[0]);
            }
        }
    }
}

#[inline(always)]
fn tile<T: Term, const ROWS: usize>(rows: [&[f64]; ROWS], columns: [&[f64]; COLUMNS]) -> [[f64; COLUMNS]; ROWS] {
    let steps = rows[0].len() / LANES;
    let rows = rows.map(|row| &row.as_chunks::<LANES>().0[..steps]);
    let columns = columns.map(|column| &column.as_chunks::<LANES>().0[..steps]);
    let mut sums = [[[0.0; LANES]; COLUMNS]; ROWS];
    for step in 0..steps {
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                for lane in 0..LANES {
                    let difference = rows[row][step][lane] - columns[column][step][lane];
                    sums[row][column][lane] = T::add(sums[row][column][lane], difference);
                }
            }
        }
    }
    sums.map(|row| row.map(|lanes| (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])))
}
