"""What stands in a result beside the numbers: reasons, groups, limits."""

import json

import numpy as np
import pandas as pd
import pytest

PRICE_TOOLS = ["calculate_volatility", "calculate_returns", "calculate_drawdown"]
NOT_POSITIVE = "has a zero or negative value, so it has no returns"
ONE_VALUE = "has one value, and a return needs two"


@pytest.mark.parametrize("tool", PRICE_TOOLS)
def test_a_series_that_has_no_returns_is_null_with_a_reason(analyzer, tool):
    result = analyzer.result(tool, "Zero,1,0,3\nGood,1,2,3\nNegative,1,-2,3\n")
    zero, good, negative = result["results"]
    assert (zero["reason"], negative["reason"]) == (NOT_POSITIVE, NOT_POSITIVE)
    assert all(value is None for name, value in zero.items() if name not in ("name", "reason"))
    assert "reason" not in good
    assert result["counts"] == {NOT_POSITIVE: 2}
    assert result["summary"]["series_with_result"] == 1
    assert result["summary"]["min"] == result["summary"]["max"] == result["summary"]["mean"]


@pytest.mark.parametrize("tool", PRICE_TOOLS)
def test_a_single_price_is_null_with_a_reason_and_all_statistics_too(analyzer, tool):
    result = analyzer.result(tool, "A,5\nB,7\n")
    assert [row["reason"] for row in result["results"]] == [ONE_VALUE, ONE_VALUE]
    summary = result["summary"]
    assert [summary[name] for name in ("mean", "median", "standard_deviation", "min", "max")] == [None] * 5
    assert summary["highest"] == summary["lowest"] == []


@pytest.mark.parametrize("tool", PRICE_TOOLS)
def test_prices_that_are_too_far_apart_are_null_with_a_reason(analyzer, tool):
    [row] = analyzer.result(tool, "A,1e-300,1e100\n")["results"]
    if tool == "calculate_drawdown":
        assert row["max_drawdown_percent"] == 0
    else:
        assert row["reason"] == "has numbers too big to calculate with"


def test_constant_prices_have_no_volatility_and_no_correlation(analyzer):
    text = "Flat,5,5,5,5\nA,1,2,1,3\nB,2,1,2,5\n"
    assert analyzer.result("calculate_volatility", text)["results"][0] == {"name": "Flat", "volatility_percent": 0}
    result = analyzer.result("calculate_correlation_matrix", text)
    assert [row[0] for row in result["matrix"]] == [None, None, None]
    assert result["matrix"][1][1] == 1
    assert result["without_result"] == {"Flat": "has only equal numbers, so nothing that could vary together"}


def test_a_flat_line_has_no_trend(analyzer):
    result = analyzer.result("analyze_trend", "Flat,5,5,5,5,5,5\n", period=2)
    row = result["results"][0]
    assert (row["slope"], row["slope_percent"], row["r_squared"], row["p_value"]) == (0, 0, None, None)
    assert (row["trend_strength"], row["seasonal_strength"], row["seasonal_peak"]) == (None, None, None)
    reasons = [
        "r_squared and p_value: all values are equal",
        "trend_strength: neither trend nor remainder varies",
        "seasonal_strength and seasonal_peak: neither season nor remainder varies",
    ]
    assert row["reason"] == "; ".join(reasons)
    assert result["counts"] == {"no_clear_trend": 1, **dict.fromkeys(reasons, 1)}


def test_a_series_that_is_mostly_the_same_has_no_outliers_to_measure(analyzer):
    [row] = analyzer.result("detect_outliers", "A,5,5,5,5,9\n", of="values")["results"]
    assert (row["index"], row["reason"]) == (
        None,
        "more than half of its numbers are the same, so none can stand out by the median's deviation",
    )


def test_series_without_outliers_have_no_rows_and_are_counted(analyzer):
    result = analyzer.result("detect_outliers", "Calm,10,11,10,12,11,10\nWild,10,11,10,12,11,90\n", of="values")
    assert [(row["name"], row["index"], row["value"]) for row in result["results"]] == [("Wild", 5, 90)]
    assert result["counts"] == {"with_outliers": 1, "without_outliers": 1}


@pytest.fixture
def grouped(analyzer):
    """Prices of six series, and a groups file with two groups, noise, one that has no prices, and one series without a group."""
    random = np.random.default_rng(3)
    frame = pd.DataFrame(50 * np.exp(np.cumsum(random.normal(0, 0.02, (7, 30)), axis=1)), index=list("ABCDEFG"))
    frame.loc["C", 4] = 0
    groups = analyzer.put("name,group\nA,1\nB,1\nC,1\nD,two\nE,two\nF,noise\nMissing,1\n", "groups.csv")
    return frame, groups


def test_volatility_per_group_and_of_its_portfolio(analyzer, grouped):
    frame, groups = grouped
    result = analyzer.result("calculate_volatility", frame.to_csv(header=False), groups=groups)
    good = frame.drop("C")
    each = 100 * np.sqrt(np.log(good).diff(axis=1).iloc[:, 1:].var(axis=1, ddof=0) * 252)
    assert [(row["group"], row["series"], row["series_with_result"]) for row in result["groups"]] == [
        ("1", 3, 2),
        ("two", 2, 2),
        ("noise", 1, 1),
    ]
    for row, members in zip(result["groups"], ["AB", "DE", "F"], strict=True):
        of = each[list(members)]
        assert [row[name] for name in ("mean", "median", "min", "max")] == pytest.approx(
            [of.mean(), of.median(), of.min(), of.max()], rel=1e-9
        )
        portfolio = np.log(good.loc[list(members)].div(good.loc[list(members), 0], axis=0).mean()).diff().iloc[1:]
        assert row["portfolio_volatility_percent"] == pytest.approx(100 * np.sqrt(portfolio.var(ddof=0) * 252), rel=1e-9)
        assert row["portfolio_series"] == len(members)
    assert result["groups"][0]["reason"] == "not in the portfolio: 1 series with no result of their own"
    assert "reason" not in result["groups"][1]
    assert (result["series_without_group"], result["grouped_names_without_series"]) == (1, 1)


def test_other_tools_per_group(analyzer, grouped):
    frame, groups = grouped
    frame.loc["C", 4] = 40
    text = frame.to_csv(header=False)
    index = 100 * frame.loc[["D", "E"]].div(frame.loc[["D", "E"], 0], axis=0).mean()

    def two(result):
        [group] = [group for group in result["groups"] if group["group"] == "two"]
        return group

    average = two(analyzer.result("calculate_moving_average", text, window=5, groups=groups))
    np.testing.assert_allclose(np.array(average["index_moving_average"], float), index.rolling(5).mean(), rtol=1e-9)
    returns = two(analyzer.result("calculate_returns", text, groups=groups))
    assert returns["portfolio_total_return_percent"] == pytest.approx(index.iloc[-1] - 100, rel=1e-9)
    drawdown = two(analyzer.result("calculate_drawdown", text, groups=groups))
    assert drawdown["portfolio_max_drawdown_percent"] == pytest.approx(100 * (1 - index / index.cummax()).max(), rel=1e-9)
    correlation = two(analyzer.result("calculate_correlation_matrix", text, groups=groups))
    expected = frame.T.pct_change().iloc[1:].corr()
    assert correlation["mean_within"] == pytest.approx(expected.loc["D", "E"], rel=1e-9)
    assert correlation["mean_with_others"] == pytest.approx(expected.loc[["D", "E"], list("ABCFG")].to_numpy().mean(), rel=1e-9)
    assert two(analyzer.result("analyze_trend", text, groups=groups))["series"] == 2
    assert two(analyzer.result("detect_outliers", text, groups=groups))["series_with_result"] == 2


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("A,1\nB,2\n", "The groups file begins with A,1. It has to begin with name,group"),
        ("name,group\n", "The groups file has no series."),
        ("", "The groups file has no series."),
        ("name,group\nA,1\nA,2\n", "Line 3 of the groups file has the series 'A' again. A series is in one group."),
        ("name,group\nA\n", "Line 2 of the groups file is A. Allowed is a name and a group: AAPL,1."),
        ("name,group\nA,\n", "Line 2 of the groups file is A,. Allowed is a name and a group"),
    ],
)
def test_a_wrong_groups_file_is_refused(analyzer, text, error):
    groups = analyzer.put(text, "groups.csv")
    assert analyzer.error("calculate_volatility", "A,1,2\n", groups=groups).startswith(error)


def test_a_groups_file_with_a_mark_and_crlf_is_read(analyzer):
    groups = analyzer.put(b"\xef\xbb\xbfname,group\r\nA,1\r\n\r\nB,1\r\n", "groups.csv")
    assert analyzer.result("calculate_volatility", "A,1,2\nB,2,3\n", groups=groups)["groups"][0]["series"] == 2


def test_a_groups_file_has_the_names_as_series_files_and_tools_write_them(analyzer):
    groups = analyzer.put("name,group\n Apple ,1\n'=X,1\n'+Y,1\n", "groups.csv")
    result = analyzer.result("calculate_volatility", "Apple,1,2\n=X,2,3\n'+Y,3,4\n", groups=groups)
    assert (result["groups"][0]["series"], result["grouped_names_without_series"]) == (3, 0)


def test_a_groups_file_that_is_no_utf8_is_refused(analyzer):
    groups = analyzer.put(b"name,group\nGr\xf6\xdfe,1\n", "groups.csv")
    error = analyzer.error("calculate_volatility", "A,1,2\n", groups=groups)
    assert error == "The groups file isn't UTF-8 text. Write it as UTF-8."


def test_many_groups_and_long_names_fit_a_result(analyzer):
    names = [f"{'x' * 500}{i}" for i in range(2000)]
    groups = analyzer.put("name,group\n" + "".join(f"{name},{'g' * 300}{i % 500}\n" for i, name in enumerate(names)), "groups.csv")
    result = analyzer.result("calculate_moving_average", "".join(f"{name},1,2,3\n" for name in names), groups=groups)
    assert (len(result["groups"]), result["groups_in_all"]) == (40, 500)
    assert result["groups"][0]["group"] == "g" * 80 + "…"
    table = analyzer.table(result["group_file"], "group")
    assert sorted(table.index) == sorted(f"{'g' * 300}{i}" for i in range(500))
    assert set(table["series"]) == set(table["portfolio_series"]) == {4}


def test_what_cannot_be_is_refused_with_what_can(analyzer):
    assert analyzer.error("calculate_moving_average", "A,1,2,3\n", window=4) == (
        "The window of 4 is longer than the series, which have 3 values each. Allowed are 1 to 3."
    )
    assert analyzer.error("analyze_trend", "A,1,2,3,4,5\n", period=3) == (
        "A period of 3 needs two of them, 6 values; the series have 5 each. Allowed are 2 to 2."
    )
    assert analyzer.error("analyze_trend", "A,1,2,3\n", period=2).endswith("They are too short for any period: leave it out.")
    assert analyzer.error("calculate_correlation_matrix", "A,1,2,3\n").startswith("The file has one series.")
    too_many = "".join(f"S{i},1,2,3\n" for i in range(501))
    assert analyzer.error("calculate_correlation_matrix", too_many).startswith(
        "The file has more than 500 series. A correlation matrix is made of 500 series at most"
    )
    assert "input.window is 0; allowed is a whole number, 1 or more" in analyzer.error(
        "calculate_moving_average", "A,1,2\n", window=0
    )
    assert 'input.method is "geometric"; allowed is a text, one of ' in analyzer.error(
        "calculate_returns", "A,1,2\n", method="geometric"
    )


def test_a_person_may_try_a_tool_without_a_run(analyzer):
    link = analyzer.put("".join(f"S{i},1,2,3\n" for i in range(3000)))
    answer = analyzer.function.invoke({"id": "1", "name": "calculate_volatility", "input": link})
    result = json.loads(answer.result["content"])
    assert result["note"] == "Cut: there are 3000 rows, and this tool use came without a run to store them for."
    assert "file" not in result
