//! The distances of all pairs, each once. It holds the part of each row to the right of the diagonal.

use std::ops::Range;

#[derive(Debug)]
pub struct CondensedMatrix {
    count: usize,
    values: Vec<f64>,
}

/// Returns the bytes that the matrix of `count` points takes.
pub fn bytes(count: usize) -> usize {
    count * count.saturating_sub(1) / 2 * size_of::<f64>()
}

impl CondensedMatrix {
    /// Makes a matrix of zeros.
    pub fn new(count: usize) -> Self {
        Self { count, values: vec![0.0; count * count.saturating_sub(1) / 2] }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn between(&self, one: usize, other: usize) -> f64 {
        match one.cmp(&other) {
            std::cmp::Ordering::Equal => 0.0,
            std::cmp::Ordering::Less => self.values[self.start(one) + other - one - 1],
            std::cmp::Ordering::Greater => self.values[self.start(other) + one - other - 1],
        }
    }

    /// Returns the distances to the points after this one.
    pub fn after(&self, point: usize) -> &[f64] {
        &self.values[self.start(point)..][..self.count - point - 1]
    }

    /// Returns the distances from the points before this one.
    pub fn before(&self, point: usize) -> impl Iterator<Item = f64> {
        // Each row is shorter by one than the row before, so the step to the next row is too.
        let mut place = point.wrapping_sub(1);
        (0..point).map(move |other| {
            let distance = self.values[place];
            place += self.count - other - 2;
            distance
        })
    }

    /// Splits the matrix into blocks of `rows` rows for filling. Each block has the numbers of its rows and their values.
    pub(crate) fn blocks(&mut self, rows: usize) -> Vec<(Range<usize>, &mut [f64])> {
        let (count, mut rest) = (self.count, self.values.as_mut_slice());
        let mut blocks = Vec::new();
        for start in (0..count).step_by(rows) {
            let block = start..(start + rows).min(count);
            let size = block.clone().map(|row| count - row - 1).sum();
            let (own, others) = rest.split_at_mut(size);
            blocks.push((block, own));
            rest = others;
        }
        blocks
    }

    fn start(&self, row: usize) -> usize {
        row * (2 * self.count - row - 1) / 2
    }
}

#[cfg(test)]
mod tests {
    use super::CondensedMatrix;

    #[test]
    fn a_distance_is_the_same_both_ways_and_0_to_itself() {
        let mut matrix = CondensedMatrix::new(4);
        matrix.values = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let all = (0..4).map(|one| (0..4).map(|other| matrix.between(one, other)).collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(all, [[0.0, 1.0, 2.0, 3.0], [1.0, 0.0, 4.0, 5.0], [2.0, 4.0, 0.0, 6.0], [3.0, 5.0, 6.0, 0.0]]);
        assert_eq!([matrix.after(0), matrix.after(2), matrix.after(3)], [&[1.0, 2.0, 3.0][..], &[6.0], &[]]);
    }

    #[test]
    fn blocks_hold_every_value_once() {
        let mut matrix = CondensedMatrix::new(5);
        let sizes = matrix.blocks(2).into_iter().map(|(rows, part)| (rows, part.len())).collect::<Vec<_>>();
        assert_eq!(sizes, [(0..2, 7), (2..4, 3), (4..5, 0)]);
    }
}
