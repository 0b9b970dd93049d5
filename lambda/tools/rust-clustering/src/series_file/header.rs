//! Tells if the first line is a header. stock-analyzer has the same rules in series/HeaderRule.java.

use super::cell::{self, Above, Kind, above};
use super::shown::shown;
use super::table::Table;
use super::time_column::{FEWEST_DAYS, FEWEST_YEARS, are_numbers, are_numeric_times, are_times, counts};
use super::{Orientation, SeriesFileError, refused};

impl Table {
    pub(super) fn has_header(&self, said: Option<Orientation>) -> Result<bool, SeriesFileError> {
        let corner = self.corner();
        if corner.is_empty() {
            return Ok(true);
        }
        let of = |wanted: &[Kind]| self.labels().iter().position(|label| wanted.contains(&self.kind(label)));
        let corner_is_value = matches!(self.kind(corner), Kind::Number | Kind::Time);
        let above_times = said != Some(Orientation::Rows) && !corner_is_value && self.has_times_below();
        if let Some(place) = of(&[Kind::Spoiled]) {
            return refused(format!(
                "Line {}, column {}: {} is no number and no label. Write numbers like 12, -0.5 and 1.2e3, or say has_header true if \
                 the line is a header.",
                self.numbers[0],
                place + 2,
                shown(&self.labels()[place])
            ));
        }
        match (of(&[Kind::Word, Kind::Time]), of(&[Kind::Number])) {
            (Some(word), Some(number)) if !above_times => refused(format!(
                "Line {} has words like {} (column {}) and numbers like {} (column {}). Write numbers alone if it is a series, or say \
                 has_header true if it is a header.",
                self.numbers[0],
                shown(&self.labels()[word]),
                word + 2,
                shown(&self.labels()[number]),
                number + 2
            )),
            (Some(_), _) => Ok(true),
            _ if above_times || said == Some(Orientation::Columns) && !corner_is_value => Ok(true),
            _ if said == Some(Orientation::Columns) => refused(no_names()),
            _ => Ok(!corner_is_value && self.has_header_of_numbers()),
        }
    }

    /// Returns true if the numbers of the first line are times, or count from 0 or 1 below a word for names.
    fn has_header_of_numbers(&self) -> bool {
        let least = if above(self.corner()) == Above::Nothing { FEWEST_YEARS } else { FEWEST_DAYS };
        let second = self.lines.get(1).is_some_and(|line| are_numeric_times(&line[1..], least));
        counts(self.labels()) && cell::is_surely_above_names(self.corner()) || are_numeric_times(self.labels(), least) && !second
    }

    /// Returns true if the first column has times below the first line.
    fn has_times_below(&self) -> bool {
        let below = self.below();
        are_times(&below)
            || above(self.corner()) == Above::Times && (are_numbers(&below, self.mark) || are_numeric_times(&below, 1))
    }
}

pub(super) fn no_names() -> String {
    "The first column has dates or times, so each column is a series, and no header names them. Add a first line like Date,A,B, or say \
     orientation rows if each line is a series."
        .to_owned()
}
