//! The parameters: the measure of distance, and HDBSCAN's own with scikit-learn's names and meanings.

use std::fmt;

use serde::Deserialize;

use crate::rows::Rows;

/// The measure of the distance of two series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The root of the sum of squared differences.
    Euclidean,
    /// The sum of absolute differences.
    Manhattan,
    /// 1 − Pearson's correlation: from 0, the same shape, to 2, the opposite one. A constant series has no correlation. Its
    /// distance is 0 to other constant series, and 1 to all others.
    Correlation,
    /// Dynamic time warping: the least sum of squared differences along a path through both series.
    Dtw,
}

/// The way in which clusters are selected from the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectionMethod {
    /// Excess of mass: the most stable clusters, of any size.
    Eom,
    /// The leaves of the tree: many small, alike clusters.
    Leaf,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    pub measure: Measure,
    /// True to bring each series to mean 0 and standard deviation 1 before comparing. Correlation always does this.
    pub normalise: bool,
    /// The most by which a path of DTW may leave the diagonal, as a fraction of the length, 0 to 1. None is 1.
    pub window: Option<f64>,
    /// The smallest size of a cluster, at least 2. None is 5, or a quarter of the series if there are fewer than 20.
    pub min_cluster_size: Option<usize>,
    /// The number of series, itself included, that must be near a series in a dense place. At least 1. None is min_cluster_size.
    pub min_samples: Option<usize>,
    pub cluster_selection_method: SelectionMethod,
    /// The distance, 0 or more. Clusters that are nearer to each other aren't divided.
    pub cluster_selection_epsilon: f64,
    /// True if all series may be one cluster.
    pub allow_single_cluster: bool,
    /// The largest size of a cluster. Excess of mass divides larger ones. None is no limit.
    pub max_cluster_size: Option<usize>,
    /// The number, more than 0, by which distances are divided.
    pub alpha: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            measure: Measure::Correlation,
            normalise: true,
            window: None,
            min_cluster_size: None,
            min_samples: None,
            cluster_selection_method: SelectionMethod::Eom,
            cluster_selection_epsilon: 0.0,
            allow_single_cluster: false,
            max_cluster_size: None,
            alpha: 1.0,
        }
    }
}

/// The message says what was given and what is allowed.
#[derive(Debug, PartialEq)]
pub struct ParameterError(pub String);

impl fmt::Display for ParameterError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ParameterError {}

impl Parameters {
    pub fn normalises(&self) -> bool {
        self.normalise || self.measure == Measure::Correlation
    }

    pub fn min_cluster_size(&self, series: usize) -> usize {
        self.min_cluster_size.unwrap_or((series / 4).clamp(2, 5))
    }

    pub fn min_samples(&self, series: usize) -> usize {
        self.min_samples.unwrap_or(self.min_cluster_size(series))
    }

    /// Returns the most points of time by which a path of DTW may leave the diagonal.
    pub fn reach(&self, length: usize) -> usize {
        self.window.map_or(length, |window| (window * length as f64) as usize)
    }

    /// Fails if the parameters don't fit these series.
    pub fn check(&self, rows: &Rows) -> Result<(), ParameterError> {
        let series = rows.count();
        require(series >= 2, || format!("There are {series} series. Clustering needs at least 2."))?;
        if let Some(window) = self.window {
            require((0.0..=1.0).contains(&window), || {
                format!("window is {window}. Allowed is 0 to 1: a fraction of the length of the series.")
            })?;
            require(self.measure == Measure::Dtw, || "window is for dtw only. Leave it out, or choose dtw.".to_owned())?;
        }
        self.check_size("min_cluster_size", self.min_cluster_size, 2, series)?;
        self.check_size("min_samples", self.min_samples, 1, series)?;
        if let Some(size) = self.max_cluster_size {
            require(size >= 1, || format!("max_cluster_size is {size}. Allowed is 1 and more, or leave it out for no limit."))?;
        }
        let epsilon = self.cluster_selection_epsilon;
        require(epsilon >= 0.0 && epsilon.is_finite(), || {
            format!("cluster_selection_epsilon is {epsilon}. Allowed is 0 and more: a distance between series.")
        })?;
        let alpha = self.alpha;
        require(alpha > 0.0 && alpha.is_finite(), || format!("alpha is {alpha}. Allowed is more than 0."))
    }

    fn check_size(&self, name: &str, given: Option<usize>, least: usize, series: usize) -> Result<(), ParameterError> {
        require(given.is_none_or(|given| (least..=series).contains(&given)), || {
            let given = given.unwrap_or_default();
            format!("{name} is {given}. Allowed is {least} to {series}, the number of series in the file.")
        })
    }
}

fn require(holds: bool, message: impl Fn() -> String) -> Result<(), ParameterError> {
    if holds { Ok(()) } else { Err(ParameterError(message())) }
}

#[cfg(test)]
mod tests {
    use super::{Measure, ParameterError, Parameters};
    use crate::rows::Rows;

    fn error(parameters: Parameters) -> String {
        let mut rows = Rows::new(3);
        (0..10).for_each(|value| rows.push(&[f64::from(value), 0.0, 1.0]));
        parameters.check(&rows).map_or_else(|ParameterError(text)| text, |()| String::new())
    }

    #[test]
    fn a_parameter_out_of_range_is_named_with_what_is_allowed() {
        let given = Parameters::default();
        assert_eq!(error(given.clone()), "");
        assert_eq!(
            error(Parameters { min_cluster_size: Some(1), ..given.clone() }),
            "min_cluster_size is 1. Allowed is 2 to 10, the number of series in the file."
        );
        assert_eq!(
            error(Parameters { min_samples: Some(11), ..given.clone() }),
            "min_samples is 11. Allowed is 1 to 10, the number of series in the file."
        );
        assert_eq!(
            error(Parameters { measure: Measure::Dtw, window: Some(10.0), ..given.clone() }),
            "window is 10. Allowed is 0 to 1: a fraction of the length of the series."
        );
        assert_eq!(
            error(Parameters { window: Some(0.1), ..given.clone() }),
            "window is for dtw only. Leave it out, or choose dtw."
        );
        assert_eq!(
            error(Parameters { cluster_selection_epsilon: -1.0, ..given.clone() }),
            "cluster_selection_epsilon is -1. Allowed is 0 and more: a distance between series."
        );
        assert_eq!(error(Parameters { alpha: 0.0, ..given }), "alpha is 0. Allowed is more than 0.");
    }

    #[test]
    fn the_smallest_cluster_is_5_or_a_quarter_of_few_series() {
        let sizes = [2, 8, 12, 19, 20, 1000].map(|series| Parameters::default().min_cluster_size(series));
        assert_eq!(sizes, [2, 2, 3, 4, 5, 5]);
    }
}
