//! Selects the clusters of the condensed tree that are the result. None of them lies within another.

use super::condensed_tree::CondensedTree;
use crate::parameters::{Parameters, SelectionMethod};

/// Returns, for each cluster of the tree, true if it is selected.
pub(super) fn select(tree: &CondensedTree, parameters: &Parameters) -> Vec<bool> {
    let parts = tree.parts();
    let selected = match parameters.cluster_selection_method {
        SelectionMethod::Eom => most_stable(tree, &parts, parameters),
        SelectionMethod::Leaf => {
            // A tree that never divides has no leaves, by scikit-learn's definition.
            let divides = !tree.clusters.is_empty();
            parts.iter().map(|parts| divides && parts.is_empty()).collect()
        }
    };
    let all_points = selected[0];
    if parameters.cluster_selection_epsilon == 0.0 || tree.clusters.is_empty() || all_points {
        return selected;
    }
    undivided(tree, &selected, parameters)
}

/// Selects by excess of mass: a cluster, or its parts if they are more stable together.
fn most_stable(tree: &CondensedTree, parts: &[Vec<usize>], parameters: &Parameters) -> Vec<bool> {
    let too_large = |cluster: usize| {
        // As the size of the cluster of all points, scikit-learn counts the points that stay until it divides.
        let size = if cluster == 0 { parts[0].iter().map(|part| tree.sizes[*part]).sum() } else { tree.sizes[cluster] };
        parameters.max_cluster_size.is_some_and(|most| size > most)
    };
    let mut stabilities = tree.stabilities.clone();
    let mut selected = vec![false; tree.sizes.len()];
    let first = if parameters.allow_single_cluster { 0 } else { 1 };
    // Parts come after their cluster.
    for cluster in (first..tree.sizes.len()).rev() {
        let of_parts = parts[cluster].iter().map(|part| stabilities[*part]).sum::<f64>();
        // If many points are at one place, both are infinite or NaN. Then the comparison is false, and the cluster is selected.
        if of_parts > stabilities[cluster] || too_large(cluster) {
            stabilities[cluster] = of_parts;
        } else {
            selected[cluster] = true;
        }
    }
    only_outermost(tree, selected)
}

/// Removes clusters within another selected cluster.
fn only_outermost(tree: &CondensedTree, mut selected: Vec<bool>) -> Vec<bool> {
    let mut covered = selected.clone();
    for leaving in &tree.clusters {
        if covered[leaving.from] {
            selected[leaving.what] = false;
            covered[leaving.what] = true;
        }
    }
    selected
}

/// Replaces a cluster that begins below the distance epsilon by the first cluster around it that doesn't.
fn undivided(tree: &CondensedTree, selected: &[bool], parameters: &Parameters) -> Vec<bool> {
    let epsilon = parameters.cluster_selection_epsilon;
    let mut chosen = vec![false; selected.len()];
    for cluster in (0..selected.len()).filter(|cluster| selected[*cluster]) {
        let mut around = cluster;
        if 1.0 / tree.birth(cluster) < epsilon {
            loop {
                let parent = tree.clusters[around - 1].from;
                if parent == 0 {
                    around = if parameters.allow_single_cluster { 0 } else { around };
                    break;
                }
                around = parent;
                if 1.0 / tree.birth(around) > epsilon {
                    break;
                }
            }
        }
        chosen[around] = true;
    }
    chosen
}
