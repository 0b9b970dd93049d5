use std::io::{self, Read};

use super::{LONGEST_LINE, MOST_VALUES, SeriesFileError, read};

fn error(text: &[u8]) -> String {
    match read(text, None) {
        Ok(file) => format!("no error, but {file:?}"),
        Err(error) => error.to_string(),
    }
}

type Read_ = (Vec<String>, Vec<Vec<f64>>, bool);

fn of(text: &str, has_header: Option<bool>) -> Read_ {
    let file = read(text.as_bytes(), has_header).unwrap();
    let rows = (0..file.rows.count()).map(|index| file.rows.row(index).to_vec()).collect();
    (file.names, rows, file.has_header)
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_line_is_a_series_and_bom_crlf_blank_lines_and_quotes_are_allowed() {
    let text = "\u{feff}A,1, 2.5 ,-3e2\r\n\r\n\"B, \"\"Inc\"\"\",4,5,\"6\"\r\n   \r\n";
    assert_eq!(of(text, None), (names(&["A", "B, \"Inc\""]), vec![vec![1.0, 2.5, -300.0], vec![4.0, 5.0, 6.0]], false));
}

#[test]
fn the_first_line_is_a_header_if_any_of_its_values_is_a_word() {
    let rows = vec![vec![1.0, 2.0]];
    assert_eq!(of("name,2024-01-01,7\nA,1,2\n", None), (names(&["A"]), rows.clone(), true));
    assert_eq!(of("name,,first\nA,1,2", None), (names(&["A"]), rows.clone(), true));
    assert_eq!(of("name,2023,2024\nA,1,2", Some(true)), (names(&["A"]), rows, true));
    assert_eq!(of("name,2023,2024\nA,1,2", None).0, names(&["name", "A"]));
    assert!(read(&b"A,1,x\nB,1,2"[..], Some(false)).unwrap_err().to_string().starts_with("Line 1, column 3: \"x\" isn't"));
}

#[test]
fn a_first_line_with_a_hole_is_a_series_and_not_dropped_as_a_header() {
    for hole in ["", "n/a", "NA", "null", "NaN", "-"] {
        let error = read(format!("A,1,{hole}\nB,1,2").as_bytes(), None).unwrap_err().to_string();
        assert!(error.starts_with("Line 1, column 3: "), "{error}");
    }
}

#[test]
fn an_error_names_line_and_column() {
    let cases: [(&[u8], &str); 12] = [
        (
            b"A,1,2\nB,1,2,3\n",
            "Line 2 has 3 values, but the lines before have 2. All series need the same number of values: cut \
             them to the same points of time.",
        ),
        (
            b"h,a,b\n\n\nA,1,2\n\nB,1,\n",
            "Line 6, column 3: there is no value. Fill the gap, or leave this series or this point of time out.",
        ),
        (b"A,1,2\r\nB,1,two\r\n", "Line 2, column 3: \"two\" isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3."),
        (b"A,1,2\nB,1,\"2,5\"\n", "Line 2, column 3: \"2,5\" isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3."),
        (b"A,1,2\nB,NaN,1\n", "Line 2, column 2: \"NaN\" isn't a finite number. Leave this series or this point of time out."),
        (b"A,1,2\nB,-inf,1\n", "Line 2, column 2: \"-inf\" isn't a finite number. Leave this series or this point of time out."),
        (b"A,1,2\nB,1e101,1\n", "Line 2, column 2: \"1e101\" is too large. Allowed is 1e100 at most, without its sign."),
        (b"A,1,2\nB,1,2\nA,3,4\n", "Line 3 has the name \"A\", which line 1 has too. Each series needs a name of its own."),
        (b"A,1,2\n ,1,2\n", "Line 2, column 1: the name is empty. Each series needs a name."),
        (b"A,1,2\n\xff,1,2\n", "Line 2, column 1: the name isn't UTF-8 text. Write the file as UTF-8."),
        (b"A;1;2\nB;1;2\n", "Line 1 has no values. Allowed are 2 and more: NAME,v1,v2,\u{2026}, with commas between."),
        (b"A,1\nB,2\n", "Line 1 has 1 value. Allowed are 2 and more: NAME,v1,v2,\u{2026}, with commas between."),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text), expected);
    }
}

#[test]
fn a_line_break_within_a_name_is_counted() {
    assert_eq!(
        error(b"\"A\nB\",1,2\nC,1,x\n"),
        "Line 3, column 3: \"x\" isn't a number. Allowed are numbers like 12, -0.5 and 1.2e3."
    );
    assert!(error(b"A,1,2\n\"B\nC\",1,x").starts_with("Line 2, column 3"));
    assert!(error(b"A,1,2\nB,1,x").starts_with("Line 2, column 3"));
}

#[test]
fn a_file_without_series_is_refused() {
    for text in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b"  \n"] {
        assert_eq!(error(text), "The file is empty. A series file has a line NAME,v1,v2,… for each series.");
    }
    assert!(error(b"name,one,two\n").starts_with("The file has only one line, and that was taken for a header"));
}

#[test]
fn a_line_that_never_ends_is_refused_before_it_fills_the_memory() {
    let text = error_of(io::repeat(b'1'));
    assert!(text.contains(&format!("longer than {LONGEST_LINE} bytes")), "{text}");
    let text = error_of(Read::chain(&b"A,1,2\nB,\"1,2\n"[..], io::repeat(b'\n')));
    assert!(text.starts_with("The line that ends at or after line "), "{text}");
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
    assert!(matches!(read(Broken, None), Err(SeriesFileError::Unreadable(_))));
}

fn error_of(file: impl Read) -> String {
    read(file, None).unwrap_err().to_string()
}
