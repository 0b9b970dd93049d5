//! Computes HDBSCAN as scikit-learn defines it: a label for each point from the distances.
//!
//! Its stages are core distances, a minimum spanning tree of mutual reachability, the tree of single linkage, the condensed tree of
//! clusters, and the selection of clusters. Of several edges of one length, the one that was found first comes first. scikit-learn
//! leaves that order to numpy's unstable sort.

mod condensed_tree;
mod core_distances;
mod labels;
mod selection;
mod single_linkage;
mod spanning_tree;

pub use core_distances::Pairwise;

use crate::parameters::Parameters;
use condensed_tree::CondensedTree;

/// The label of a point that is in no cluster.
pub const NOISE: i32 = -1;

/// Returns a label for each point: its cluster's number, from 0, or NOISE.
pub fn labels(points: &impl Pairwise, parameters: &Parameters) -> Vec<i32> {
    let count = points.count();
    let core = points.core_distances(parameters.min_samples(count));
    let merges = single_linkage::merges(spanning_tree::edges(points, &core));
    let tree = CondensedTree::new(&merges, parameters.min_cluster_size(count));
    let selected = selection::select(&tree, parameters);
    labels::labels(&tree, &selected, parameters)
}
