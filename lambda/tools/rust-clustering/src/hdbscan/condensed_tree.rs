//! The tree of single linkage without the groups that are too small to be clusters. The clusters that remain lose points, until
//! they divide into two.

use super::single_linkage::Merge;

/// A point or a cluster leaves the cluster that it was part of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leaving<T> {
    pub from: usize,
    pub what: T,
    /// The inverse of the distance at which it leaves. Infinite at distance 0.
    pub lambda: f64,
}

/// Clusters are numbered in scikit-learn's order: a cluster comes before its parts, and cluster 0 is all points.
#[derive(Debug)]
pub(super) struct CondensedTree {
    /// An entry for each point, in no special order.
    pub points: Vec<Leaving<usize>>,
    /// An entry for each cluster but 0: `clusters[n].what` is n + 1.
    pub clusters: Vec<Leaving<usize>>,
    /// The number of points of each cluster, 0 included, when it begins.
    pub sizes: Vec<usize>,
    /// The sum of the times that a cluster's points stay in it: scikit-learn's stability.
    pub stabilities: Vec<f64>,
}

impl CondensedTree {
    pub fn new(merges: &[Merge], min_cluster_size: usize) -> Self {
        let count = merges.len() + 1;
        let size = |part: usize| part.checked_sub(count).map_or(1, |merge| merges[merge].size);
        let mut tree = Self { points: Vec::with_capacity(count), clusters: vec![], sizes: vec![count], stabilities: vec![0.0] };
        // Each entry is a cluster and a group that belongs to it. The tree is read level by level.
        let mut level = vec![(0, 2 * count - 2)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (cluster, group) in level {
                let merge = merges[group - count];
                let lambda = if merge.distance > 0.0 { 1.0 / merge.distance } else { f64::INFINITY };
                let large = merge.parts.map(|part| size(part) >= min_cluster_size);
                for (part, is_large) in merge.parts.into_iter().zip(large) {
                    if large == [true, true] {
                        let new = tree.sizes.len();
                        tree.clusters.push(Leaving { from: cluster, what: new, lambda });
                        tree.sizes.push(size(part));
                        tree.stabilities.push(0.0);
                        tree.stay(cluster, lambda, size(part));
                        next.push((new, part));
                    } else if is_large {
                        next.push((cluster, part));
                    } else {
                        tree.lose(cluster, part, lambda, merges);
                    }
                }
            }
            level = next;
        }
        tree
    }

    /// Returns the clusters that each cluster divides into: two or none.
    pub fn parts(&self) -> Vec<Vec<usize>> {
        let mut parts = vec![Vec::new(); self.sizes.len()];
        self.clusters.iter().for_each(|leaving| parts[leaving.from].push(leaving.what));
        parts
    }

    /// Returns the lambda at which a cluster begins.
    pub fn birth(&self, cluster: usize) -> f64 {
        cluster.checked_sub(1).map_or(0.0, |leaving| self.clusters[leaving].lambda)
    }

    /// Lets all points of a group leave the cluster.
    fn lose(&mut self, cluster: usize, group: usize, lambda: f64, merges: &[Merge]) {
        let count = merges.len() + 1;
        let mut level = vec![group];
        while !level.is_empty() {
            let mut next = Vec::new();
            for part in level {
                if let Some(merge) = part.checked_sub(count) {
                    next.extend(merges[merge].parts);
                } else {
                    self.points.push(Leaving { from: cluster, what: part, lambda });
                    self.stay(cluster, lambda, 1);
                }
            }
            level = next;
        }
    }

    fn stay(&mut self, cluster: usize, until: f64, points: usize) {
        self.stabilities[cluster] += (until - self.birth(cluster)) * points as f64;
    }
}
