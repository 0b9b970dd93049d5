//! Computes core distances, which tell how dense it is around each point. Distances come from a kept matrix or from the series.

use rayon::prelude::*;

use crate::condensed_matrix::CondensedMatrix;
use crate::distances::Distances;

pub trait Pairwise {
    fn count(&self) -> usize;

    /// Returns, for each point, the distance within which there are `min_samples` points, the point itself included.
    fn core_distances(&self, min_samples: usize) -> Vec<f64>;

    /// Puts the distances of one point to others into `distances`. `others` are in order.
    fn distances(&self, one: usize, others: &[usize], distances: &mut [f64]);
}

impl Pairwise for CondensedMatrix {
    fn count(&self) -> usize {
        CondensedMatrix::count(self)
    }

    fn core_distances(&self, min_samples: usize) -> Vec<f64> {
        let of = |distances: &mut Vec<f64>, point: usize| {
            distances.clear();
            distances.extend(self.before(point));
            distances.push(0.0);
            distances.extend_from_slice(self.after(point));
            nth_smallest(distances, min_samples)
        };
        (0..self.count()).into_par_iter().map_init(Vec::new, of).collect()
    }

    fn distances(&self, one: usize, others: &[usize], distances: &mut [f64]) {
        let (before, after) = others.split_at(others.partition_point(|other| *other < one));
        let (from_before, from_after) = distances.split_at_mut(before.len());
        before.iter().zip(from_before).for_each(|(other, distance)| *distance = self.between(one, *other));
        let row = self.after(one);
        after.iter().zip(from_after).for_each(|(other, distance)| *distance = row[other - one - 1]);
    }
}

impl Pairwise for Distances {
    fn count(&self) -> usize {
        Distances::count(self)
    }

    fn core_distances(&self, min_samples: usize) -> Vec<f64> {
        self.each_to_all(|distances| nth_smallest(distances, min_samples))
    }

    fn distances(&self, one: usize, others: &[usize], distances: &mut [f64]) {
        self.from(one, others, distances);
    }
}

fn nth_smallest(values: &mut [f64], nth: usize) -> f64 {
    *values.select_nth_unstable_by(nth - 1, f64::total_cmp).1
}
