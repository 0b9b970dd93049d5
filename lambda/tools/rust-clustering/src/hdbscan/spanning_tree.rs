//! Runs Prim's algorithm on mutual reachability: the largest of two points' distance and their core distances.

use super::core_distances::Pairwise;

/// Two points, and the distance of the second from the tree when it was reached. The first is the point that was reached just
/// before the second, as in scikit-learn's algorithm for given distances. Single linkage makes the same groups of these edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub from: usize,
    pub to: usize,
    pub distance: f64,
}

/// Returns the edges, from point 0 on. Of several nearest points, the first is next.
pub(super) fn edges(points: &impl Pairwise, core: &[f64]) -> Vec<Edge> {
    let count = points.count();
    let mut waiting: Vec<usize> = (1..count).collect();
    let mut nearest = vec![f64::INFINITY; waiting.len()];
    let mut distances = vec![0.0; waiting.len()];
    let mut edges = Vec::with_capacity(waiting.len());
    let mut from = 0;
    while !waiting.is_empty() {
        points.distances(from, &waiting, &mut distances);
        let (mut first, mut least) = (0, f64::INFINITY);
        for (place, (&point, &distance)) in waiting.iter().zip(&distances).enumerate() {
            let reached = nearest[place].min(distance.max(core[from]).max(core[point]));
            nearest[place] = reached;
            if reached < least {
                (first, least) = (place, reached);
            }
        }
        let to = waiting.remove(first);
        nearest.remove(first);
        distances.pop();
        edges.push(Edge { from, to, distance: least });
        from = to;
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::{Edge, edges};
    use crate::hdbscan::core_distances::Pairwise;

    /// Points on a line.
    struct Line(Vec<f64>);

    impl Pairwise for Line {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn core_distances(&self, _: usize) -> Vec<f64> {
            vec![0.0; self.count()]
        }

        fn distances(&self, one: usize, others: &[usize], distances: &mut [f64]) {
            others.iter().zip(distances).for_each(|(other, distance)| *distance = (self.0[one] - self.0[*other]).abs());
        }
    }

    #[test]
    fn the_nearest_point_is_next_and_of_two_as_near_the_first() {
        let line = Line(vec![0.0, 9.0, 2.0, -2.0, 3.0]);
        let edge = |from, to, distance| Edge { from, to, distance };
        let expected = [edge(0, 2, 2.0), edge(2, 4, 1.0), edge(4, 3, 2.0), edge(3, 1, 6.0)];
        assert_eq!(edges(&line, &line.core_distances(1)), expected);
    }

    #[test]
    fn a_thin_place_makes_its_points_far() {
        let line = Line(vec![0.0, 1.0, 3.0]);
        let distances = edges(&line, &[1.0, 1.5, 4.0]).into_iter().map(|edge| edge.distance).collect::<Vec<_>>();
        assert_eq!(distances, [1.5, 4.0]);
    }
}
