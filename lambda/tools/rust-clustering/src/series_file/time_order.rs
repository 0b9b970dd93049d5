//! Follows times from one to the next: they go forward or backward, and each is there once. stock-analyzer has the same rules in
//! series/TimeOrder.java.

use std::cmp::Ordering;

use super::cell;
use super::shown::shown;
use super::times;

#[derive(Clone, Debug)]
pub(super) enum TimeOrder {
    /// The labels are no times.
    None,
    /// Times without a year: they have no order.
    Unordered,
    /// Times as text: month first, and day first. None if a time before didn't fit.
    Text([Option<Run>; 2]),
    /// Times as numbers, with their decimal mark.
    Numbers(Run, u8),
}

/// The last time, and the direction of the times before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    last: Option<f64>,
    direction: Option<Ordering>,
}

impl Run {
    fn add(&mut self, time: f64) -> Result<(), Fault> {
        if let Some(last) = self.last {
            let direction = time.total_cmp(&last);
            match self.direction {
                _ if direction == Ordering::Equal => return Err(Fault::Again),
                Some(before) if before != direction => return Err(Fault::OutOfOrder(before)),
                _ => self.direction = Some(direction),
            }
        }
        self.last = Some(time);
        Ok(())
    }
}

pub(super) enum Fault {
    NoTime,
    Again,
    OutOfOrder(Ordering),
}

impl TimeOrder {
    /// Returns the order for labels that begin with this time.
    pub fn of_text(first: &str) -> Self {
        match times::read(first) {
            Some(time) if time.ordered => Self::Text([Some(Run::default()); 2]),
            Some(_) => Self::Unordered,
            None => Self::None,
        }
    }

    pub fn of_numbers(mark: u8) -> Self {
        Self::Numbers(Run::default(), mark)
    }

    /// Adds a label. The error is a sentence without the place.
    pub fn add(&mut self, label: &str) -> Result<(), String> {
        let added = match self {
            Self::None => Ok(()),
            Self::Unordered => times::read(label).filter(|time| !time.ordered).map(|_| ()).ok_or(Fault::NoTime),
            Self::Text(runs) => add_text(runs, label),
            Self::Numbers(run, mark) => match cell::number(label.as_bytes(), *mark) {
                Some(number) => run.add(number),
                None => Err(Fault::NoTime),
            },
        };
        added.map_err(|fault| sentence(&fault, label))
    }

    /// Returns true if the newest time is the first. The error is a sentence without the place.
    pub fn newest_first(&self) -> Result<bool, String> {
        let directions: Vec<Option<Ordering>> = match self {
            Self::None | Self::Unordered => return Ok(false),
            Self::Text(runs) => runs.iter().flatten().map(|run| run.direction).collect(),
            Self::Numbers(run, _) => vec![run.direction],
        };
        if directions.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(
                "The dates can have the month first or the day first, and go forward or backward in time by that. Write dates as \
                        2024-01-31."
                    .to_owned(),
            );
        }
        Ok(directions.first() == Some(&Some(Ordering::Less)))
    }
}

fn add_text(runs: &mut [Option<Run>; 2], label: &str) -> Result<(), Fault> {
    let time = times::read(label).filter(|time| time.ordered).ok_or(Fault::NoTime)?;
    let mut first_fault = None;
    for (run, micros) in runs.iter_mut().zip([time.month_first, time.day_first]) {
        let Some(going) = run else { continue };
        let added = micros.ok_or(Fault::NoTime).and_then(|micros| going.add(micros as f64));
        if let Err(fault) = added {
            first_fault.get_or_insert(fault);
            *run = None;
        }
    }
    match first_fault {
        Some(fault) if runs.iter().all(Option::is_none) => Err(fault),
        _ => Ok(()),
    }
}

fn sentence(fault: &Fault, label: &str) -> String {
    let label = shown(label);
    match fault {
        Fault::NoTime => format!("{label} isn't a date or time like those before. Leave it out, or write it like them."),
        Fault::Again => {
            format!("{label} is there again. Each time may be there once: of a long table make one with a column for each series.")
        }
        Fault::OutOfOrder(before) => {
            let way = if *before == Ordering::Greater { "forward" } else { "backward" };
            format!("{label} is out of order: the times before it go {way}. Sort them.")
        }
    }
}
