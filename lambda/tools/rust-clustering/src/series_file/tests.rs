use std::io::{self, Read};

use super::{LONGEST_LINE, MOST_VALUES, SeriesFileError, read};

/// The files of tests/events/series are read by tests/conformance. These are the files that are too big for it.
fn error(file: impl Read) -> String {
    match read(file, None, None) {
        Ok(file) => format!("no error, but {file:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_line_that_never_ends_is_refused_before_it_fills_the_memory() {
    let expected = format!(
        "A line of the file is longer than {} MiB, or a quotation mark is opened and never closed. A line is one series, or one time.",
        LONGEST_LINE / 1024 / 1024
    );
    assert_eq!(error(io::repeat(b'1')), expected);
    assert_eq!(error(b"A,1,2\nB,\"1,2\n".chain(io::repeat(b'\n'))), expected);
    let lines = "A,1,2\n".repeat(100_000);
    assert!(error(lines.as_bytes()).starts_with("The series \"A\" is there twice: as number 1 and as number 2 "));
    let lines: String = (0..20_000).map(|number| format!("S{number},1,2\n")).collect();
    assert_eq!(error(lines.as_bytes().chain(io::repeat(b'7'))), expected);
}

#[test]
fn more_values_than_memory_has_room_for_are_refused() {
    let values = ",1".repeat(500_000);
    let lines: String = (0..=MOST_VALUES / 500_000).map(|number| format!("S{number}{values}\n")).collect();
    assert_eq!(
        error(lines.as_bytes()),
        "The file has more than 50 series of 500000 values. Allowed are 50000 series, and 25000000 values in all: take \
         fewer series, or fewer points of time."
    );
}

#[test]
fn a_source_that_fails_is_no_fault_of_the_file() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::ConnectionReset))
        }
    }
    assert!(matches!(read(Broken, None, None), Err(SeriesFileError::Unreadable(_))));
}
