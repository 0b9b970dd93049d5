//! Holds series of one length in one piece of memory, a row each.

/// The number of sums in which a distance is added up. A row's length in memory is a multiple of it.
pub const LANES: usize = 4;

/// Rows of one length. At least one spare value follows each row. It is 0 unless a normalisation uses it: see `normalise_all`.
#[derive(Clone, Debug)]
pub struct Rows {
    values: Vec<f64>,
    length: usize,
    stride: usize,
}

impl Rows {
    /// Makes an empty list of rows. `length` is the number of values of each row, at least 1.
    pub fn new(length: usize) -> Self {
        Self { values: Vec::new(), length, stride: (length + 1).next_multiple_of(LANES) }
    }

    /// Adds a row of exactly `length` values.
    pub fn push(&mut self, row: &[f64]) {
        assert_eq!(row.len(), self.length, "a row has another length");
        self.values.extend_from_slice(row);
        self.values.resize(self.values.len() + self.stride - self.length, 0.0);
    }

    pub fn count(&self) -> usize {
        self.values.len() / self.stride
    }

    /// Returns the number of values of each row.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns the values of a row.
    pub fn row(&self, index: usize) -> &[f64] {
        &self.padded(index)[..self.length]
    }

    /// Returns the values of a row and the spare ones, in whole LANES.
    pub(crate) fn padded(&self, index: usize) -> &[f64] {
        &self.values[index * self.stride..][..self.stride]
    }

    /// Brings each row to mean 0 and standard deviation 1 (of the population). A constant row has no shape. It becomes zeros, and
    /// its spare value becomes √length. So its squared distance is 0 to another constant row, and 2·length to every other row,
    /// which is the distance of uncorrelated rows.
    pub fn normalise_all(&mut self) {
        let length = self.length;
        for row in self.values.chunks_exact_mut(self.stride) {
            if !normalise(&mut row[..length]) {
                row[length] = (length as f64).sqrt();
            }
        }
    }

    /// Sets the spare values to 0 again, for distances that don't use them.
    pub fn clear_spare(&mut self) {
        for row in self.values.chunks_exact_mut(self.stride) {
            row[self.length..].fill(0.0);
        }
    }
}

/// Normalises values. Returns false, and makes them zeros, if they are constant. Differences of at most 1e-13 of their size are
/// rounding errors.
fn normalise(values: &mut [f64]) -> bool {
    let count = values.len() as f64;
    let size = values.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    let mean = values.iter().sum::<f64>() / count;
    let spread = values.iter().fold(0.0_f64, |spread, value| spread.max((value - mean).abs()));
    if spread <= size * 1e-13 {
        values.fill(0.0);
        return false;
    }
    // Divide by the spread first, so that no square is too small or too large for a number.
    values.iter_mut().for_each(|value| *value = (*value - mean) / spread);
    let deviation = (values.iter().map(|value| value * value).sum::<f64>() / count).sqrt();
    values.iter_mut().for_each(|value| *value /= deviation);
    true
}

#[cfg(test)]
mod tests {
    use super::Rows;

    fn rows(of: &[&[f64]]) -> Rows {
        let mut rows = Rows::new(of[0].len());
        of.iter().for_each(|row| rows.push(row));
        rows
    }

    #[test]
    fn a_normalised_row_has_mean_0_and_deviation_1() {
        let mut rows = rows(&[&[1.0, 3.0], &[-5e99, 5e99], &[1e-200, 2e-200]]);
        rows.normalise_all();
        assert_eq!([rows.row(0), rows.row(1), rows.row(2)], [[-1.0, 1.0]; 3]);
    }

    #[test]
    fn a_constant_row_becomes_zeros_even_where_its_mean_is_rounded() {
        let mut rows = rows(&[&[0.1; 3], &[0.0; 3], &[0.3, 0.1 + 0.2, 0.3]]);
        rows.normalise_all();
        assert_eq!((0..3).map(|index| rows.row(index)).collect::<Vec<_>>(), [[0.0; 3]; 3]);
        assert_eq!(rows.padded(0)[3], 3.0_f64.sqrt());
    }
}
