//! Reads a file with a line for each time, and turns its columns into series.

use std::io::BufRead;

use super::layout::Layout;
use super::lines::Lines;
use super::{MOST_SERIES, Names, SeriesFile, SeriesFileError, refused, values};
use crate::rows::Rows;

/// The limits are those of stock-analyzer, which has less memory.
const MOST_VALUES: usize = 10_000_000;
const MOST_LINES: usize = 1_000_000;

pub(super) struct Columns;

impl Columns {
    pub fn read(mut lines: Lines<impl BufRead>, mut layout: Layout) -> Result<SeriesFile, SeriesFileError> {
        let width = layout.width;
        let mut names = Names::default();
        layout.labels.iter().try_for_each(|name| names.add(name.clone()))?;
        let (mut all, mut values, mut count) = (Vec::new(), Vec::with_capacity(width), 0);
        while let Some((number, line)) = lines.next()? {
            let label = values::read(line, number, &layout, &mut values)?;
            layout.order.add(&label).or_else(|why| refused(format!("Line {number}, column 1: {why}")))?;
            count += 1;
            if width > MOST_SERIES || count > MOST_LINES || count * width > MOST_VALUES {
                return refused(format!(
                    "The file has a line for each time, and more than {} lines of {width} series. Allowed are {MOST_LINES} lines, \
                     {MOST_SERIES} series, and {MOST_VALUES} values in all: take fewer, or write a line for each series.",
                    count - 1
                ));
            }
            all.extend_from_slice(&values);
        }
        let newest_first = layout.order.newest_first().or_else(refused)?;
        let mut rows = Rows::new(count);
        for column in 0..width {
            let mut series: Vec<f64> = all.iter().skip(column).step_by(width).copied().collect();
            if newest_first {
                series.reverse();
            }
            rows.push(&series);
        }
        Ok(SeriesFile { names: names.list, rows, header: layout.header, orientation: layout.orientation, newest_first })
    }
}
