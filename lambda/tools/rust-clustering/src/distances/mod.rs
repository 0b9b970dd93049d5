//! Computes distances by one of four measures: those of all pairs, or of one series to others.
//!
//! Each pair is computed by one thread, so that no result depends on the number of threads.

mod sums;
mod warping;

use rayon::prelude::*;

use crate::condensed_matrix::CondensedMatrix;
use crate::parameters::{Measure, Parameters};
use crate::rows::Rows;

/// The number of series that one series is compared with at once.
const WIDTH: usize = 8;
/// The number of series that are compared with the same WIDTH series before the next ones.
const HEIGHT: usize = 16;

pub struct Distances {
    rows: Rows,
    measure: Measure,
    /// The most points of time by which a path of warping may leave the diagonal.
    reach: usize,
    alpha: f64,
}

impl Distances {
    pub fn new(mut rows: Rows, parameters: &Parameters) -> Self {
        if parameters.normalises() {
            rows.normalise_all();
            if parameters.measure != Measure::Correlation {
                rows.clear_spare();
            }
        }
        let reach = parameters.reach(rows.length());
        Self { rows, measure: parameters.measure, reach, alpha: parameters.alpha }
    }

    /// Returns the series as they are compared.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// Returns the distances of all pairs.
    pub fn matrix(&self) -> CondensedMatrix {
        let count = self.count();
        let mut matrix = CondensedMatrix::new(count);
        matrix.blocks(HEIGHT).into_par_iter().for_each(|(block, values)| {
            let mut found = [[0.0; WIDTH]; HEIGHT];
            for first in (block.start + 1..count).step_by(WIDTH) {
                let last = (first + WIDTH).min(count);
                let left: Vec<usize> = (block.start..block.end.min(last - 1)).collect();
                let right = std::array::from_fn(|column| (first + column).min(last - 1));
                self.block(&left, &right, &mut found[..left.len()]);
                let mut start = 0;
                for (row, found) in left.iter().zip(&found) {
                    for column in first.max(row + 1)..last {
                        values[start + column - row - 1] = found[column - first];
                    }
                    start += count - row - 1;
                }
            }
        });
        matrix
    }

    /// Puts the distances of one series to others into `distances`.
    pub fn from(&self, one: usize, others: &[usize], distances: &mut [f64]) {
        let chunk = HEIGHT * WIDTH;
        others.par_chunks(chunk).zip(distances.par_chunks_mut(chunk)).for_each(|(others, distances)| {
            for (others, distances) in others.chunks(WIDTH).zip(distances.chunks_mut(WIDTH)) {
                let right = std::array::from_fn(|column| others[column.min(others.len() - 1)]);
                let mut found = [[0.0; WIDTH]];
                self.block(&[one], &right, &mut found);
                distances.copy_from_slice(&found[0][..distances.len()]);
            }
        });
    }

    /// Calls `take` with the distances of each series to all series, itself included. Returns the results of the calls.
    pub fn each_to_all<T: Send>(&self, take: impl Fn(&mut [f64]) -> T + Sync) -> Vec<T> {
        let count = self.count();
        let starts: Vec<usize> = (0..count).step_by(WIDTH).collect();
        let taken = starts.into_par_iter().map(|start| {
            let left: Vec<usize> = (start..(start + WIDTH).min(count)).collect();
            let mut distances = vec![0.0; left.len() * count];
            let mut found = [[0.0; WIDTH]; WIDTH];
            for first in (0..count).step_by(WIDTH) {
                let last = (first + WIDTH).min(count);
                let right = std::array::from_fn(|column| (first + column).min(last - 1));
                self.block(&left, &right, &mut found[..left.len()]);
                for (row, found) in distances.chunks_exact_mut(count).zip(&found) {
                    row[first..last].copy_from_slice(&found[..last - first]);
                }
            }
            distances.chunks_exact_mut(count).map(&take).collect::<Vec<T>>()
        });
        taken.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn block(&self, left: &[usize], right: &[usize; WIDTH], found: &mut [[f64; WIDTH]]) {
        match self.measure {
            Measure::Euclidean | Measure::Correlation => sums::squared(&self.rows, left, right, found),
            Measure::Manhattan => sums::absolute(&self.rows, left, right, found),
            Measure::Dtw => warping::warped(&self.rows, left, right, self.reach, found),
        }
        found.as_flattened_mut().iter_mut().for_each(|sum| *sum = self.distance(*sum) / self.alpha);
    }

    fn distance(&self, sum: f64) -> f64 {
        match self.measure {
            Measure::Euclidean => sum.sqrt(),
            // For normalised series this is 1 − Pearson's correlation. It is exact also if the difference is near 0.
            Measure::Correlation => sum / (2 * self.rows.length()) as f64,
            Measure::Manhattan | Measure::Dtw => sum,
        }
    }
}
