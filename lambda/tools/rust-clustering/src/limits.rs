//! How much can be clustered in a Lambda function's memory and time, and what a refusal says.

use std::fmt;

use crate::condensed_matrix;
use crate::parameters::{Measure, Parameters};
use crate::rows::Rows;

/// A Lambda function has a whole virtual CPU at so much memory, and less in proportion.
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MB_PER_CPU: f64 = 1769.0;
/// Of the tool's 300 seconds; the rest is for reading the file and for what isn't foreseen.
const SECONDS: f64 = 200.0;
/// What one virtual CPU of Lambda adds up in a second: differences of two values, and cells of DTW's table. A third of what was
/// measured with AVX2 at 2.4 GHz, because Lambda's arm64 processors have half of its width.
const DIFFERENCES_PER_SECOND: f64 = 1.0e9;
const CELLS_PER_SECOND: f64 = 0.6e9;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The matrix of distances may take so many bytes. Larger ones aren't kept: distances are then computed three times.
    pub matrix_bytes: usize,
    /// Differences of two values, in all pairs.
    pub differences: f64,
    /// Cells of DTW's table, in all pairs.
    pub cells: f64,
}

impl Limits {
    /// For a function with so much memory: half of it is for the matrix.
    pub fn for_memory(memory_mb: usize) -> Self {
        let cpus = memory_mb as f64 / MB_PER_CPU;
        Self {
            matrix_bytes: memory_mb * 1024 * 1024 / 2,
            differences: cpus * SECONDS * DIFFERENCES_PER_SECOND,
            cells: cpus * SECONDS * CELLS_PER_SECOND,
        }
    }

    /// Whether all distances are kept.
    pub fn keeps(&self, series: usize) -> bool {
        condensed_matrix::bytes(series) <= self.matrix_bytes
    }

    /// Refuses what would take too long.
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

/// How many cells of DTW's table a path may pass.
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

/// What was given, what is allowed, and what to do.
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
