//! Makes clusters of series. Each has its mean and the series that is nearest to the mean.

use std::fmt;

use crate::distances::Distances;
use crate::hdbscan::{self, NOISE};
use crate::limits::{Limits, TooMuchWorkError};
use crate::parameters::{ParameterError, Parameters};
use crate::rows::Rows;

#[derive(Debug, PartialEq)]
pub struct Clusters {
    /// The cluster of each series in the given order: its number from 0, or `hdbscan::NOISE`.
    pub labels: Vec<i32>,
    /// The clusters in the order of their numbers.
    pub clusters: Vec<Cluster>,
    /// Indexes of series, in order.
    pub noise: Vec<usize>,
    /// The size that was used, given or by default.
    pub min_cluster_size: usize,
    pub min_samples: usize,
}

#[derive(Debug, PartialEq)]
pub struct Cluster {
    /// Indexes of series, in order.
    pub members: Vec<usize>,
    /// The members' mean at each point of time. Its values are the compared ones, which are normalised by default.
    pub mean: Vec<f64>,
    /// The member with the least sum of squared differences from the mean. The first one if there are several.
    pub nearest_to_mean: usize,
}

/// The reason why nothing was clustered. Other parameters or another file repair it.
#[derive(Debug, PartialEq)]
pub enum ClusteringError {
    Parameter(ParameterError),
    TooMuchWork(TooMuchWorkError),
}

impl fmt::Display for ClusteringError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(error) => error.fmt(formatter),
            Self::TooMuchWork(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ClusteringError {}

/// Clusters series. The result doesn't depend on the number of threads, nor on keeping the distances.
pub fn cluster(rows: Rows, parameters: &Parameters, limits: &Limits) -> Result<Clusters, ClusteringError> {
    parameters.check(&rows).map_err(ClusteringError::Parameter)?;
    limits.check(&rows, parameters).map_err(ClusteringError::TooMuchWork)?;
    let series = rows.count();
    let distances = Distances::new(rows, parameters);
    let labels = if limits.keeps(series) {
        hdbscan::labels(&distances.matrix(), parameters)
    } else {
        hdbscan::labels(&distances, parameters)
    };
    let of = |label: i32| (0..series).filter(|index| labels[*index] == label).collect::<Vec<_>>();
    let count = labels.iter().max().map_or(0, |most| most + 1);
    let mut members = vec![Vec::new(); count as usize];
    for (index, label) in labels.iter().enumerate() {
        if let Ok(label) = usize::try_from(*label) {
            members[label].push(index);
        }
    }
    Ok(Clusters {
        clusters: members.into_iter().map(|members| described(members, distances.rows())).collect(),
        noise: of(NOISE),
        min_cluster_size: parameters.min_cluster_size(series),
        min_samples: parameters.min_samples(series),
        labels,
    })
}

fn described(members: Vec<usize>, rows: &Rows) -> Cluster {
    let mut mean = vec![0.0; rows.length()];
    for member in &members {
        mean.iter_mut().zip(rows.row(*member)).for_each(|(mean, value)| *mean += value / members.len() as f64);
    }
    let from_mean = |member: usize| rows.row(member).iter().zip(&mean).map(|(value, mean)| (value - mean).powi(2)).sum::<f64>();
    let nearest_to_mean = members.iter().copied().min_by(|one, other| from_mean(*one).total_cmp(&from_mean(*other)));
    Cluster { nearest_to_mean: nearest_to_mean.unwrap_or_default(), mean, members }
}

#[cfg(test)]
mod tests {
    use super::{Clusters, cluster};
    use crate::limits::Limits;
    use crate::parameters::{Measure, Parameters};
    use crate::rows::Rows;

    /// Returns series of three similar shapes, and one series that is the opposite of them all.
    fn rows() -> Rows {
        let mut rows = Rows::new(30);
        for series in 0..31 {
            let shape = |time: usize, shape: usize| (time as f64 * [0.3, 0.7, 1.3][shape]).sin();
            let value = |time: usize| {
                let noise = 0.1 * ((time * 7 + series * 13) % 11) as f64 / 11.0;
                noise + if series == 30 { -(0..3).map(|each| shape(time, each)).sum::<f64>() } else { shape(time, series % 3) }
            };
            rows.push(&(0..30).map(value).collect::<Vec<_>>());
        }
        rows
    }

    fn clusters(parameters: &Parameters, matrix_bytes: usize) -> Clusters {
        cluster(rows(), parameters, &Limits { matrix_bytes, ..Limits::for_memory(1024) }).unwrap()
    }

    #[test]
    fn series_of_one_shape_are_a_cluster_and_what_has_none_of_the_shapes_is_noise() {
        for measure in [Measure::Correlation, Measure::Euclidean, Measure::Manhattan] {
            let found = clusters(&Parameters { measure, ..Parameters::default() }, 1 << 20);
            let mut members = found.clusters.iter().map(|cluster| cluster.members.clone()).collect::<Vec<_>>();
            members.sort();
            let expected = (0..3).map(|shape| (shape..30).step_by(3).collect::<Vec<_>>()).collect::<Vec<_>>();
            assert_eq!((members, found.noise), (expected, vec![30]), "{measure:?}");
        }
    }

    #[test]
    fn the_result_is_the_same_when_distances_are_not_kept() {
        for measure in [Measure::Correlation, Measure::Euclidean, Measure::Manhattan, Measure::Dtw] {
            let parameters = Parameters { measure, ..Parameters::default() };
            assert_eq!(clusters(&parameters, 1 << 20), clusters(&parameters, 0), "{measure:?}");
        }
    }

    #[test]
    fn a_cluster_has_its_mean_and_the_member_that_is_nearest_to_it() {
        let mut rows = Rows::new(2);
        [[0.0, 1.0], [0.0, 1.5], [0.0, 2.0], [50.0, 50.0], [52.0, 50.0], [51.0, 50.0]].iter().for_each(|row| rows.push(row));
        let parameters = Parameters {
            measure: Measure::Euclidean,
            normalise: false,
            min_cluster_size: Some(3),
            min_samples: Some(1),
            ..Parameters::default()
        };
        let found = cluster(rows, &parameters, &Limits::for_memory(1024)).unwrap();
        let described = found.clusters.iter().map(|cluster| (cluster.mean.as_slice(), cluster.nearest_to_mean)).collect::<Vec<_>>();
        assert_eq!(found.labels, [0, 0, 0, 1, 1, 1]);
        assert_eq!(described, [(&[0.0, 1.5][..], 1), (&[51.0, 50.0], 5)]);
    }
}
