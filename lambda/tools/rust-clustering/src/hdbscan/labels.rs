//! Makes a label for each point from the selected clusters.

use super::NOISE;
use super::condensed_tree::CondensedTree;
use crate::parameters::Parameters;

/// Returns the labels. Selected clusters are numbered from 0 in the tree's order. A point has the number of the innermost selected
/// cluster that it was ever in.
pub(super) fn labels(tree: &CondensedTree, selected: &[bool], parameters: &Parameters) -> Vec<i32> {
    let mut label_of = vec![NOISE; selected.len()];
    let mut number = 0;
    for cluster in 0..selected.len() {
        if selected[cluster] {
            label_of[cluster] = number;
            number += 1;
        } else if cluster > 0 {
            label_of[cluster] = label_of[tree.clusters[cluster - 1].from];
        }
    }
    // A point belongs to the cluster of all points only if it stays there long enough.
    let everything = selected[0].then(|| stays_from(tree, parameters));
    let mut labels = vec![NOISE; tree.points.len()];
    for leaving in &tree.points {
        let label = label_of[leaving.from];
        let stays = everything.is_none_or(|least| label != label_of[0] || leaving.lambda >= least);
        labels[leaving.what] = if stays { label } else { NOISE };
    }
    labels
}

/// Returns the least lambda with which a point is no noise in the cluster of all points.
fn stays_from(tree: &CondensedTree, parameters: &Parameters) -> f64 {
    if parameters.cluster_selection_epsilon != 0.0 {
        return 1.0 / parameters.cluster_selection_epsilon;
    }
    let leavings = tree.points.iter().chain(&tree.clusters).filter(|leaving| leaving.from == 0);
    leavings.map(|leaving| leaving.lambda).fold(0.0, f64::max)
}
