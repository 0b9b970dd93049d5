//! Chooses the numbers that are compared: the values of a series, or their changes from point to point.

use rust_clustering::rows::Rows;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// The values of the file.
    Values,
    /// The difference from each value to the next.
    Differences,
    /// The logarithm of each value's ratio to the one before.
    LogReturns,
}

/// The rounding error of a ratio of two values, as a part of it: both of them and the quotient are rounded to a double.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// Returns the rows to compare. Changes of one series that differ by rounding errors alone are equal: a price that grows at the same
/// rate doesn't vary, and must not be compared by its rounding errors. The error gives the reason why there are none, in words for the model.
pub fn compared(rows: Rows, names: &[String], what: Compared) -> Result<Rows, String> {
    if what == Compared::Values {
        return Ok(rows);
    }
    if rows.length() < 3 {
        return Err(format!(
            "The series have {} values each, and their changes need 3 or more to be compared. Choose compare values, or take more \
             points of time.",
            rows.length()
        ));
    }
    let mut changed = Rows::new(rows.length() - 1);
    for (index, name) in names.iter().enumerate() {
        let row = rows.row(index);
        let of = |change: fn(f64, f64) -> f64| row.windows(2).map(|pair| change(pair[0], pair[1])).collect::<Vec<_>>();
        match what {
            Compared::LogReturns => {
                if let Some(place) = row.iter().position(|value| *value <= 0.0) {
                    return Err(format!(
                        "log_returns need values above 0, and value {} of {name:?} is {}. Choose compare values or differences, or leave \
                         that series out.",
                        place + 1,
                        row[place]
                    ));
                }
                changed.push(&without_rounding(of(|before, after| (after / before).ln()), 1.0));
            }
            _ => changed.push(&without_rounding(of(|before, after| after - before), largest(row))),
        }
    }
    Ok(changed)
}

/// Makes changes equal if they differ by rounding errors alone. `size` is that of the numbers whose rounding errors they have.
fn without_rounding(mut changes: Vec<f64>, size: f64) -> Vec<f64> {
    let first = changes[0];
    let farthest = changes.iter().fold(0.0_f64, |farthest, change| farthest.max((change - first).abs()));
    if farthest <= ROUNDING * size.max(largest(&changes)) {
        changes.fill(first);
    }
    changes
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()))
}

#[cfg(test)]
mod tests {
    use super::{Compared, compared};
    use rust_clustering::rows::Rows;

    fn one(values: &[f64], what: Compared) -> Result<Vec<f64>, String> {
        let mut rows = Rows::new(values.len());
        rows.push(values);
        Ok(compared(rows, &["AAPL".to_owned()], what)?.row(0).to_vec())
    }

    #[test]
    fn changes_are_one_fewer_than_values() {
        let values = [1.0, 2.0, 0.5];
        assert_eq!(one(&values, Compared::Values).unwrap(), values);
        assert_eq!(one(&values, Compared::Differences).unwrap(), [1.0, -1.5]);
        assert_eq!(one(&values, Compared::LogReturns).unwrap(), [2.0_f64.ln(), 0.25_f64.ln()]);
    }

    #[test]
    fn changes_that_differ_by_rounding_errors_are_equal() {
        let growing: Vec<f64> = (0..60).map(|day| 100.0 * 1.0001_f64.powi(day)).collect();
        let returns = one(&growing, Compared::LogReturns).unwrap();
        assert_eq!(returns, vec![returns[0]; 59]);
        let rising: Vec<f64> = (0..60).map(|day| 1000.0 + f64::from(day) / 10.0).collect();
        let differences = one(&rising, Compared::Differences).unwrap();
        assert_eq!(differences, vec![differences[0]; 59]);
        let cents = [100.0, 100.01, 100.03, 100.04];
        assert!(one(&cents, Compared::Differences).unwrap().windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_price_that_has_no_logarithm_is_named() {
        let why = one(&[1.0, 2.0, 0.0], Compared::LogReturns).unwrap_err();
        assert!(why.starts_with("log_returns need values above 0, and value 3 of \"AAPL\" is 0."), "{why}");
        assert!(one(&[1.0, 2.0], Compared::Differences).unwrap_err().starts_with("The series have 2 values each"));
    }
}
