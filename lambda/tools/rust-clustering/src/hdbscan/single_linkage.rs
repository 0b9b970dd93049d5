//! Computes single linkage: takes the edges of the spanning tree from short to long, and merges two groups by each.

use super::spanning_tree::Edge;

/// A group and its two parts. Points are numbered from 0, then groups in the order in which they are merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Merge {
    pub parts: [usize; 2],
    pub distance: f64,
    pub size: usize,
}

pub(super) fn merges(mut edges: Vec<Edge>) -> Vec<Merge> {
    // The sort is stable: edges of one length keep their order.
    edges.sort_by(|one, other| one.distance.total_cmp(&other.distance));
    let count = edges.len() + 1;
    let mut groups = Groups::new(2 * count - 1);
    let mut merges: Vec<Merge> = Vec::with_capacity(edges.len());
    for edge in edges {
        let parts = [groups.of(edge.from), groups.of(edge.to)];
        let size = parts.iter().map(|part| part.checked_sub(count).map_or(1, |merge| merges[merge].size)).sum();
        parts.iter().for_each(|part| groups.within[*part] = count + merges.len());
        merges.push(Merge { parts, distance: edge.distance, size });
    }
    merges
}

/// The group that each point and each group was merged into. One that wasn't merged yet has its own number.
struct Groups {
    within: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { within: (0..count).collect() }
    }

    /// Returns the largest group so far that a point is in.
    fn of(&mut self, point: usize) -> usize {
        let mut group = point;
        while self.within[group] != group {
            group = self.within[group];
        }
        // Shorten the way for the next time.
        let mut passed = point;
        while self.within[passed] != group {
            passed = std::mem::replace(&mut self.within[passed], group);
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::{Merge, merges};
    use crate::hdbscan::spanning_tree::Edge;

    #[test]
    fn groups_grow_from_the_shortest_edge_on() {
        let edge = |from, to, distance| Edge { from, to, distance };
        let merge = |parts, distance, size| Merge { parts, distance, size };
        let found = merges(vec![edge(0, 1, 2.0), edge(1, 2, 1.0), edge(2, 3, 3.0), edge(3, 4, 1.0)]);
        assert_eq!(found, [merge([1, 2], 1.0, 2), merge([3, 4], 1.0, 2), merge([0, 5], 2.0, 3), merge([7, 6], 3.0, 5)]);
    }
}
