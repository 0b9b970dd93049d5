//! Tells if lines or columns are series. stock-analyzer has the same rules in series/OrientationRule.java.

use super::cell::{self, Above, Kind, above};
use super::header::no_names;
use super::shown::{cut, shown};
use super::table::Table;
use super::time_column::{FEWEST_DAYS, FEWEST_YEARS, are_numbers, are_numeric_times, are_times};
use super::{FORM, Orientation, SeriesFileError, refused};

const LONGEST_EXAMPLE: usize = 15;
const MOST_EXAMPLES: usize = 3;

impl Table {
    pub(super) fn orientation_without_header(&self) -> Result<Orientation, SeriesFileError> {
        let first: Vec<&str> = self.lines.iter().map(|line| line[0].as_str()).collect();
        if are_times(&first) || are_numeric_times(&first, FEWEST_YEARS) {
            return refused(no_names());
        }
        let is_number = |text: &&str| self.kind(text) == Kind::Number;
        if first.iter().all(is_number)
            && let Some(place) = first.iter().position(|text| cell::digits(text).is_none())
        {
            return refused(format!(
                "Line {}, column 1: {} is a number, and a name is expected there. {FORM} If numbers are the names, say orientation \
                 rows.",
                self.numbers[place],
                shown(first[place])
            ));
        }
        Ok(Orientation::Rows)
    }

    pub(super) fn orientation_below_header(&self) -> Result<Orientation, SeriesFileError> {
        let below = self.below();
        let corner = above(self.corner());
        let least = if corner == Above::Nothing && !self.corner().is_empty() { FEWEST_YEARS } else { FEWEST_DAYS };
        let labels: Vec<&str> = self.labels().iter().map(String::as_str).filter(|label| !cell::is_missing(label)).collect();
        let labels_are_times = are_times(&labels) || are_numeric_times(&labels, least);
        let text_below = are_times(&below);
        let counts_below = corner == Above::Times && are_numbers(&below, self.mark);
        let times_below = text_below || counts_below || are_numeric_times(&below, least);
        let numbers_below = below.iter().all(|text| self.kind(text) == Kind::Number);
        match corner {
            Above::Names if !text_below || labels_are_times => Ok(Orientation::Rows),
            Above::Times if times_below => Ok(Orientation::Columns),
            _ if times_below && !labels_are_times => Ok(Orientation::Columns),
            _ if labels_are_times && !times_below => Ok(Orientation::Rows),
            Above::Nothing if !times_below && !numbers_below => Ok(Orientation::Rows),
            _ => refused(self.two_ways()),
        }
    }

    fn two_ways(&self) -> String {
        let examples = |cells: &[&str]| {
            let mut shown: Vec<String> = cells.iter().take(MOST_EXAMPLES).map(|cell| cut(cell, LONGEST_EXAMPLE)).collect();
            if cells.len() > MOST_EXAMPLES {
                shown.push("…".to_owned());
            }
            shown.join(", ")
        };
        let below = examples(&self.below());
        let labels = examples(&self.labels().iter().map(String::as_str).collect::<Vec<_>>());
        format!(
            "The file can be read in two ways. As rows: series {below} with values at {labels}. As columns: series {labels} with \
             values at {below}. Say which: orientation rows or columns."
        )
    }

    /// Fails if a column after the first has times or words, as in a long table.
    pub(super) fn check_columns_of_words(&self) -> Result<(), SeriesFileError> {
        let below = &self.lines[1..];
        let all = |kinds: &[Kind], place: usize| {
            below.len() > 1 && below.iter().all(|line| line.get(place).is_some_and(|text| kinds.contains(&self.kind(text))))
        };
        let about = |place: usize| (place + 1, shown(&self.lines[0][place]), shown(&below[0][place]));
        for place in 1..self.lines[0].len() {
            if all(&[Kind::Time], place) {
                let (column, name, example) = about(place);
                return refused(format!(
                    "Column {column} ({name}) has times like {example}. Times are the first column, and each column after it is a series: \
                     Date,A,B. Bring the table into this form."
                ));
            }
            if all(&[Kind::Time, Kind::Word], place) {
                let (column, name, example) = about(place);
                return refused(format!(
                    "Column {column} ({name}) has words like {example}, and a series has numbers alone. Leave the column out. Of a long \
                     table, with a line for each time and name, make one with a column for each series: Date,A,B."
                ));
            }
        }
        Ok(())
    }
}
