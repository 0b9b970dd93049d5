//! A source of bytes that ends with an error if a single line is too long, so that one line can't fill the memory.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

pub(super) struct Source<R> {
    inner: R,
    budget: Budget,
}

/// The number of bytes that may be read until the next line begins.
#[derive(Clone)]
pub(super) struct Budget {
    left: Rc<Cell<usize>>,
    whole: usize,
}

#[derive(Debug)]
pub(super) struct LineTooLong;

impl fmt::Display for LineTooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a line is too long")
    }
}

impl std::error::Error for LineTooLong {}

impl<R> Source<R> {
    pub fn new(inner: R, longest_line: usize) -> Self {
        Self { inner, budget: Budget { left: Rc::new(Cell::new(longest_line)), whole: longest_line } }
    }

    pub fn budget(&self) -> Budget {
        self.budget.clone()
    }
}

impl Budget {
    pub fn renew(&self) {
        self.left.set(self.whole);
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.left.get();
        if left == 0 {
            return Err(io::Error::other(LineTooLong));
        }
        let count = self.inner.read(into)?;
        self.budget.left.set(left.saturating_sub(count));
        Ok(count)
    }
}
