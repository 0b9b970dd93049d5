//! Limits clustering to a Lambda function's memory and time, and explains a refusal.

use std::fmt;

use crate::condensed_matrix;
use crate::parameters::{Measure, Parameters};
use crate::rows::Rows;

/// A Lambda function with this much memory has a whole virtual CPU. With less memory it has less CPU in proportion.
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MB_PER_CPU: f64 = 1769.0;
/// The seconds for distances, of the tool's 300. The rest is for reading the file, and a reserve.
const SECONDS: f64 = 200.0;
/// The differences of two values, and below the cells of DTW's table, that a virtual CPU of Lambda adds up in a second. Both are a
/// third of the numbers measured with AVX2 at 2.4 GHz, because the vectors of Lambda's arm64 processors are half as wide.
const DIFFERENCES_PER_SECOND: f64 = 1.0e9;
const CELLS_PER_SECOND: f64 = 0.6e9;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes of the matrix of distances. A larger matrix isn't kept, and distances are computed three times.
    pub matrix_bytes: usize,
    /// The most differences of two values, in all pairs.
    pub differences: f64,
    /// The most cells of DTW's table, in all pairs.
    pub cells: f64,
}

impl Limits {
    /// Returns the limits of a function with that much memory. Half of it is for the matrix.
    pub fn for_memory(memory_mb: usize) -> Self {
        let cpus = memory_mb as f64 / MB_PER_CPU;
        Self {
            matrix_bytes: memory_mb * 1024 * 1024 / 2,
            differences: cpus * SECONDS * DIFFERENCES_PER_SECOND,
            cells: cpus * SECONDS * CELLS_PER_SECOND,
        }
    }

    /// Returns true if all distances are kept.
    pub fn keeps(&self, series: usize) -> bool {
        condensed_matrix::bytes(series) <= self.matrix_bytes
    }

    /// Fails if clustering would take too long.
    pub fn check(&self, rows: &Rows, parameters: &Parameters) -> Result<(), TooMuchWorkError> {
        let (series, length) = (rows.count(), rows.length());
        let times = if self.keeps(series) { 1.0 } else { 3.0 };
        let pairs = series as f64 * (series as f64 - 1.0) / 2.0 * times;
        let (each, allowed, what, advice) = match parameters.measure {
            Measure::Dtw => {
                let advice = "Choose a smaller window (0.1 takes a fifth), take fewer series or fewer points of time, or choose \
                              another measure of distance.";
                (cells(length, parameters.reach(length)), self.cells, "cells of tables", advice)
            }
            _ => (length as f64, self.differences, "differences", "Take fewer series or fewer points of time."),
        };
        if pairs * each <= allowed {
            return Ok(());
        }
        Err(TooMuchWorkError(format!(
            "{series} series of {length} values are too much for {}: {:.1} thousand million {what}, of which {:.1} can be computed \
             in time. {advice}",
            name(parameters.measure),
            pairs * each / 1e9,
            allowed / 1e9,
        )))
    }
}

/// Returns the number of cells of DTW's table that a path may pass.
fn cells(length: usize, reach: usize) -> f64 {
    let outside = length.saturating_sub(reach + 1) as f64;
    length as f64 * length as f64 - outside * (outside + 1.0)
}

fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Euclidean => "euclidean distances",
        Measure::Manhattan => "manhattan distances",
        Measure::Correlation => "correlations",
        Measure::Dtw => "dtw",
    }
}

/// The message says what was given, what is allowed, and what to do.
#[derive(Debug, PartialEq)]
pub struct TooMuchWorkError(pub String);

impl fmt::Display for TooMuchWorkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for TooMuchWorkError {}

#[cfg(test)]
mod tests {
    use super::{Limits, cells};
    use crate::parameters::{Measure, Parameters};
    use crate::rows::Rows;

    #[test]
    fn cells_are_those_of_the_band() {
        let counted = |length: usize, reach: usize| {
            (0..length).map(|row| (0..length).filter(|column| column.abs_diff(row) <= reach).count()).sum::<usize>() as f64
        };
        for (length, reach) in [(1, 0), (5, 0), (5, 2), (6, 4), (6, 5), (6, 6)] {
            assert_eq!(cells(length, reach), counted(length, reach), "{length} {reach}");
        }
    }

    #[test]
    fn ten_thousand_series_of_250_values_fit_a_function_of_1_gib() {
        let limits = Limits::for_memory(1024);
        let mut rows = Rows::new(250);
        (0..10_000).for_each(|_| rows.push(&[0.0; 250]));
        assert!(limits.keeps(10_000));
        assert_eq!(limits.check(&rows, &Parameters::default()), Ok(()));
        let refused = limits.check(&rows, &Parameters { measure: Measure::Dtw, ..Parameters::default() }).unwrap_err();
        assert_eq!(
            refused.0,
            "10000 series of 250 values are too much for dtw: 3124.7 thousand million cells of tables, of which 69.5 can be \
             computed in time. Choose a smaller window (0.1 takes a fifth), take fewer series or fewer points of time, or choose \
             another measure of distance."
        );
    }
}
