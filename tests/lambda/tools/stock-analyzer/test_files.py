"""Which files the tools read, and what they say of those that they don't."""

import boto3
import pytest

VALUES = {"A": [100.0, 110.0, 99.0], "B": [10.0, 10.5, 11.0]}
PLAIN = "A,100,110,99\nB,10,10.5,11\n"


def read(analyzer, text, **given):
    """The values of each series, as the moving average over one value gives them back."""
    result = analyzer.result("calculate_moving_average", text, window=1, **given)
    return {row["name"]: row["moving_average"] for row in result["results"]}


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.rstrip(),
        "\n\n" + PLAIN.replace("\nB", "\n \r\n\nB") + "\n\r\n",
        'A,"100","110","99"\n"B",10,10.5,"11"\r\n',
        "A, 100,110 ,\t99\nB,10 , 10.5,11\n",
        "name,2020,2021,Q1\n" + PLAIN,
        "ticker,d1,d2,d3\r\n" + PLAIN,
        '"name","a ""b"", c","d\ne",f\n' + PLAIN,
    ],
    ids=["plain", "CRLF", "BOM", "no last line end", "blank lines", "quoted", "spaces", "header", "CRLF header", "quoted header"],
)
def test_a_series_file_is_read_however_csv_may_be_written(analyzer, text):
    assert read(analyzer, text) == VALUES


def test_a_header_of_numbers_is_one_if_the_caller_says_so(analyzer):
    assert read(analyzer, "name,2020,2021,2022\n" + PLAIN, has_header=True) == VALUES
    assert read(analyzer, "name,2020,2021,2022\n" + PLAIN) == {"name": [2020, 2021, 2022], **VALUES}


def test_a_first_line_with_a_hole_is_no_header(analyzer):
    for hole in ("", "NaN", "null", "inf", "N/A"):
        error = analyzer.error("calculate_volatility", f"A,1,{hole},3\nB,1,2,3\n")
        assert error.startswith("Line 1 (series 'A'), column 3: ")


def test_names_of_any_text_are_kept(analyzer):
    names = ["Größe", "日本 🏏", 'The "A", Inc.', "two\nlines", " spaces ", "ZÜ,RICH"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    assert list(read(analyzer, "".join(f"{name},1,2\n" for name in quoted))) == names


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "The file has no series: it is empty. Allowed is a series a line: NAME,v1,v2,…"),
        ("\n \r\n\n", "The file has no series: it is empty."),
        ("name,a,b\n", "The file has a header and no series. Allowed is a series a line after it"),
        ("A\nB\n", "Line 1 has a name and no values: 'A'. Allowed is NAME,v1,v2,…, separated by commas."),
        ("A;1;2\nB;1;2\n", "Line 1 has a name and no values: 'A;1;2'."),
        ("A,1,2\nB\n", "Line 2 has a name and no values: 'B'."),
        (
            "A,1,2\n\nB,1\nC,1,2\n",
            "Line 3 (series 'B') has 1 value, and line 1 has 2. Every series needs the same number of values.",
        ),
        ("A,1,2\nB,1,2,3,4\n", "Line 2 (series 'B') has 4 values, and line 1 has 2."),
        ("A,1,2\nB,1,2,\n", "Line 2 (series 'B') has 3 values, and line 1 has 2."),
        ("name,a,b\nA,1,2,3\n", "Line 2 (series 'A') has 3 values, and line 1 has 2."),
        ("A,1,2\nB,,2\n", "Line 2 (series 'B'), column 2: the cell is empty. Every series needs a number in every column."),
        ("A,1,2\nB,1, \n", "Line 2 (series 'B'), column 3: the cell is empty."),
        ("A,1,2\r\nB,1,\r\n", "Line 2 (series 'B'), column 3: the cell is empty."),
        ("A,1,2\nB,1,x2\n", "Line 2 (series 'B'), column 3: 'x2' is not a number. Allowed are finite numbers like 12.5 or -1e-3"),
        ("A,1,2\nB,1,NaN\n", "Line 2 (series 'B'), column 3: 'NaN' is not a number."),
        ("A,1,2\nB,-inf,1\n", "Line 2 (series 'B'), column 2: '-inf' is not a number."),
        ("A,1,2\nB,1e999,1\n", "Line 2 (series 'B'), column 2: '1e999' is not a number. Allowed are finite numbers"),
        ("A,1,2\nB,0x1F,1\n", "Line 2 (series 'B'), column 2: '0x1F' is not a number."),
        ("A,1,2\nB,1f,1\n", "Line 2 (series 'B'), column 2: '1f' is not a number."),
        ("A,1,2\nB,1.2.3,1\n", "Line 2 (series 'B'), column 2: '1.2.3' is not a number."),
        ("A,1,2\nB,1 000,1\n", "Line 2 (series 'B'), column 2: '1 000' is not a number."),
        ('A,1,2\nB,"1",x"2"\n', "Line 2 (series 'B'), column 3: 'x\"2\"' is not a number."),
        ("A,1,2\nB,1,2\nA,3,4\n", "The series 'A' is there twice: as number 1 and as number 3 of the file's series."),
        (",1,2\n", "Line 1, column 1: the name is empty."),
        ('A,1,2\n"",1,2\n', "Line 2, column 1: the name is empty."),
        ('A,1,2\nB"C,1,2\n', "Line 2, column 1: a quote within 'B\"C,1,2'."),
        ('A,1,2\n"B,1,2\n', "Line 2, column 1: a quote is opened and never closed."),
        ('A,1,2\n"two\nlines",1,2\nB,1,x\n', "Line 4 (series 'B'), column 3: 'x' is not a number."),
        ("A,1,2\n".encode("utf-16"), "The file is UTF-16 text. Allowed is UTF-8"),
        (b"\x1f\x8b\x08\x00rest", "The file is compressed or Parquet, and not CSV."),
        (b"PAR1\x15\x04", "The file is compressed or Parquet, and not CSV."),
    ],
)
@pytest.mark.parametrize("tool", ["calculate_volatility", "calculate_correlation_matrix"])
def test_a_file_that_breaks_the_format_is_refused_with_the_place(analyzer, tool, text, error):
    assert analyzer.error(tool, text).startswith(error)


def test_line_ends_of_old_macs_are_shown(analyzer):
    assert "'2\rB' is not a number" in analyzer.error("calculate_volatility", "A,1,2\rB,3,4\r", has_header=False)


def test_the_first_wrong_line_of_a_big_file_is_named(analyzer):
    lines = [f"S{i},1.25,2.5,{i + 1}\n" for i in range(120_000)]
    lines[90_000] = "S90000,1.25,2.5,oops\n"
    lines[110_000] = "S110000,1.25\n"
    error = analyzer.error("calculate_volatility", "".join(lines))
    assert error.startswith("Line 90001 (series 'S90000'), column 4: 'oops' is not a number.")


def test_a_name_that_comes_again_far_below_is_found(analyzer):
    lines = [f"S{i},1.25,2.5,{i + 1}\n" for i in range(120_000)]
    lines[119_000] = "S17,1,2,3\n"
    error = analyzer.error("calculate_volatility", "".join(lines))
    assert error.startswith("The series 'S17' is there twice: as number 18 and as number 119001 of the file's series.")


def test_an_error_stores_nothing(analyzer):
    lines = [f"S{i},1.25,2.5,{i + 1}\n" for i in range(300_000)]
    analyzer.error("calculate_moving_average", "".join(lines) + "last,1\n", window=1)
    s3 = boto3.client("s3")
    assert [each["Key"] for each in s3.list_objects_v2(Bucket=analyzer.bucket)["Contents"]] == ["runs/run-1/series.csv"]
    assert s3.list_multipart_uploads(Bucket=analyzer.bucket).get("Uploads", []) == []


def test_a_line_of_many_values_is_a_series_as_well(analyzer):
    values = [i / 7 + 1 for i in range(150_000)]
    text = "".join(f"{name}," + ",".join(map(repr, values)) + "\n" for name in "AB")
    assert len(text) > 2 * 1024 * 1024
    result = analyzer.result("calculate_drawdown", text)
    assert (result["series"], result["values_of_each"]) == (2, 150_000)


def test_a_line_without_end_is_refused(analyzer):
    error = analyzer.error("calculate_volatility", 'A,1,2\n"B,' + "1," * 3_000_000)
    assert error.startswith("A line of the file is longer than 4 MiB, or a quote is opened and never closed.")


def test_a_file_of_another_run_is_refused(analyzer):
    result = analyzer.use("calculate_volatility", {"bucket": analyzer.bucket, "key": "runs/run-2/x.csv"})
    assert result["is_error"]
    assert result["content"] == (
        "The file 'runs/run-2/x.csv' can't be read. Files of this run begin with runs/run-1/; files that people put there for "
        "agents begin with inputs/"
    )
