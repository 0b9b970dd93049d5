"""Which files the tools read, and what they say of those that they don't."""

import boto3
import pytest

PRICES = "Date,AAPL,MSFT\n2024-01-02,100,10\n2024-01-03,110,10.5\n2024-01-04,99,11\n"


def test_an_index_in_a_result_has_the_date_of_a_file_with_a_line_for_each_date(analyzer):
    result = analyzer.result("calculate_drawdown", PRICES)
    assert (result["series"], result["values_of_each"], result["header"]) == (2, 3, "Date, AAPL, MSFT")
    assert result["orientation"] == "columns"
    [apple, _] = result["results"]
    assert (apple["name"], apple["max_drawdown_percent"]) == ("AAPL", 10)
    assert (apple["peak"], apple["trough"]) == ("2024-01-03", "2024-01-04")


def test_a_file_with_the_newest_date_first_gives_the_same_result(analyzer):
    header, *lines = PRICES.splitlines(keepends=True)
    result = analyzer.result("calculate_returns", header + "".join(reversed(lines)))
    assert result.pop("newest_first") is True
    assert result == analyzer.result("calculate_returns", PRICES)


@pytest.mark.parametrize("tool", ["calculate_volatility", "calculate_correlation_matrix", "analyze_trend", "detect_outliers"])
def test_each_tool_takes_columns_as_series_and_rows_if_one_says_so(analyzer, tool):
    result = analyzer.result(tool, PRICES)
    assert (result["series"], result["orientation"]) == (2, "columns")
    result = analyzer.result(tool, PRICES, orientation="rows")
    assert (result["series"], result["orientation"], result["header"]) == (3, "rows", "Date, AAPL, MSFT")
    error = analyzer.error(tool, ",AAPL,MSFT\n0,1,2\n1,3,4\n")
    assert error.startswith("The file can be read in two ways. As rows: series 0, 1 with values at AAPL, MSFT. As columns: ")


def test_a_file_of_prices_may_have_more_series_than_a_part(analyzer):
    names = [f"S{number}" for number in range(3000)]
    lines = "".join(f"{1900 + year},{','.join(str(number + year + 1) for number in range(3000))}\n" for year in range(60))
    result = analyzer.result("calculate_moving_average", f"year,{','.join(names)}\n{lines}", window=60)
    assert (result["series"], result["values_of_each"]) == (3000, 60)
    table = analyzer.table(result["file"])
    assert list(table.index) == names
    assert table["1959"].tolist() == [number + 30.5 for number in range(3000)]


def test_the_first_wrong_line_of_a_big_file_is_named(analyzer):
    lines = [f"S{i},1.25,2.5,{i + 1}\n" for i in range(120_000)]
    lines[90_000] = "S90000,1.25,2.5,oops\n"
    lines[110_000] = "S110000,1.25\n"
    error = analyzer.error("calculate_volatility", "".join(lines))
    assert error.startswith('Line 90001 (series "S90000"), column 4: "oops" isn\'t a number.')


def test_a_name_that_comes_again_far_below_is_found(analyzer):
    lines = [f"S{i},1.25,2.5,{i + 1}\n" for i in range(120_000)]
    lines[119_000] = "S17,1,2,3\n"
    error = analyzer.error("calculate_volatility", "".join(lines))
    assert error.startswith('The series "S17" is there twice: as number 18 and as number 119001 of the file\'s series.')


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
    assert error.startswith("A line of the file is longer than 4 MiB, or a quotation mark is opened and never closed.")


def test_a_file_of_another_run_is_refused(analyzer):
    result = analyzer.use("calculate_volatility", {"bucket": analyzer.bucket, "key": "runs/run-2/x.csv"})
    assert result["is_error"]
    assert result["content"] == (
        "The file 'runs/run-2/x.csv' can't be read. Files of this run begin with runs/run-1/; files that people put there for "
        "agents begin with inputs/"
    )
