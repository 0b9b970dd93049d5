"""Every figure of a group is of one portfolio, buy and hold, and each of them is in the result or in its files."""

import numpy as np
import pandas as pd
import pytest

BUY_AND_HOLD = "buy and hold: the group's series in equal parts at the first value, never rebalanced; 100 at the start"


def prices(series: int, points: int) -> pd.DataFrame:
    random = np.random.default_rng(series * points)
    walks = 50 * np.exp(np.cumsum(random.normal(0, 0.02, (series, points)), axis=1))
    return pd.DataFrame(walks, index=[f"S{i}" for i in range(series)])


def portfolio(frame: pd.DataFrame, members: list[str]) -> pd.Series:
    return 100 * frame.loc[members].div(frame.loc[members, 0], axis=0).mean()


def test_all_figures_of_a_group_are_of_the_same_portfolio(analyzer):
    # A doubles and halves again, B stays: the portfolio is worth 100, 150, 100. Rebalanced it would be worth 100, 150, 112.5.
    text = "A,10,20,10\nB,5,5,5\n"
    groups = analyzer.put("name,group\nA,g\nB,g\n", "groups.csv")

    def group(tool, **given):
        result = analyzer.result(tool, text, groups=groups, **given)
        assert result["portfolio"] == BUY_AND_HOLD
        [only] = result["groups"]
        assert only["portfolio_series"] == 2
        return only

    assert group("calculate_moving_average", window=1)["index_moving_average"] == [100, 150, 100]
    assert group("calculate_returns")["portfolio_total_return_percent"] == 0
    assert group("calculate_drawdown")["portfolio_max_drawdown_percent"] == pytest.approx(100 / 3, rel=1e-11)
    logs = np.log([1.5, 1 / 1.5])
    volatility = group("calculate_volatility")["portfolio_volatility_percent"]
    assert volatility == pytest.approx(100 * np.std(logs) * np.sqrt(252), rel=1e-11)
    assert "portfolio" not in analyzer.result("analyze_trend", text, groups=groups)


@pytest.mark.parametrize(("series", "points"), [(3, 60), (6, 250), (300, 5), (300, 600)])
def test_the_moving_average_of_a_group_is_in_the_result_or_in_its_file(analyzer, series, points):
    frame = prices(series, points)
    members = {group: [name for i, name in enumerate(frame.index) if i % 3 == group] for group in range(3)}
    groups = analyzer.put("name,group\n" + "".join(f"{n},g{g}\n" for g, names in members.items() for n in names), "groups.csv")
    window = min(20, points)
    result = analyzer.result("calculate_moving_average", frame.to_csv(header=False), window=window, groups=groups)
    table = analyzer.table(result["group_file"], "group") if "group_file" in result else None
    assert ("group_file" in result) == ("results" not in result) == (series > 3)
    for row, (group, names) in zip(result["groups"], members.items(), strict=True):
        expected = portfolio(frame, names).rolling(window).mean()
        assert (row["group"], row["series"], row["portfolio_series"]) == (f"g{group}", len(names), len(names))
        if "index_moving_average" in row:
            np.testing.assert_allclose(np.array(row["index_moving_average"], float), expected, rtol=1e-9)
        else:
            np.testing.assert_allclose(row["last_of_index_moving_average"], expected[-3:], rtol=1e-9)
        if table is not None:
            line = table.loc[f"g{group}"]
            np.testing.assert_allclose(line[[str(i) for i in range(points)]].astype(float), expected, rtol=1e-9)
            last = frame.loc[names].T.rolling(window).mean().iloc[-1]
            wanted = [len(names), len(names), last.mean(), last.median(), last.std(ddof=0), last.min(), last.max(), len(names)]
            np.testing.assert_allclose(line.iloc[:8].astype(float), wanted, rtol=1e-9)
    if table is not None:
        statistics = ["mean", "median", "standard_deviation", "min", "max"]
        numbers = [str(i) for i in range(points)]
        assert list(table.columns) == ["series", "series_with_result", *statistics, "portfolio_series", *numbers, "reason"]
        assert "group_file has a row for each group" in result["note"]
    assert ("index_moving_average" in result["groups"][0]) == (points < 600)


def test_the_figures_of_more_groups_than_a_result_shows_are_in_its_file(analyzer):
    frame = prices(100, 30)
    groups = analyzer.put("name,group\n" + "".join(f"{name},g{i // 2}\n" for i, name in enumerate(frame.index)), "groups.csv")
    result = analyzer.result("calculate_returns", frame.to_csv(header=False), groups=groups)
    assert (len(result["groups"]), result["groups_in_all"]) == (40, 50)
    table = analyzer.table(result["group_file"], "group")
    expected = [portfolio(frame, [f"S{2 * i}", f"S{2 * i + 1}"]).iloc[-1] - 100 for i in range(50)]
    np.testing.assert_allclose(table.loc[[f"g{i}" for i in range(50)], "portfolio_total_return_percent"], expected, rtol=1e-9)
    correlation = analyzer.result("calculate_correlation_matrix", frame.to_csv(header=False), groups=groups)
    assert (len(correlation["groups"]), correlation["groups_in_all"]) == (40, 50)
    matrix = frame.T.pct_change().iloc[1:].corr()
    within = [matrix.loc[f"S{2 * i}", f"S{2 * i + 1}"] for i in range(50)]
    table = analyzer.table(correlation["group_file"], "group")
    np.testing.assert_allclose(table.loc[[f"g{i}" for i in range(50)], "mean_within"], within, rtol=1e-9)


def test_a_series_that_does_not_begin_above_0_is_left_out_of_a_portfolio_and_the_group_says_so(analyzer):
    text = "A,10,20\nB,-5,5\nC,0,1\nD,-1,-2\n"
    groups = analyzer.put("name,group\nA,some\nB,some\nC,none\nD,none\nX,absent\n", "groups.csv")
    result = analyzer.result("calculate_moving_average", text, window=1, groups=groups)
    some, none, absent = result["groups"]
    why = "series with a first value that isn't above 0, so nothing is a percentage of it"
    assert (some["portfolio_series"], some["index_moving_average"]) == (1, [100, 200])
    assert some["reason"] == f"not in the portfolio: 1 {why}"
    assert (none["portfolio_series"], none["index_moving_average"]) == (0, None)
    assert none["reason"] == f"no portfolio: all 2 {why}"
    assert (absent["index_moving_average"], absent["reason"]) == (None, "no portfolio: the file has no series of this group")
    drawdown = analyzer.result("calculate_drawdown", text, groups=groups)
    assert [group["portfolio_max_drawdown_percent"] for group in drawdown["groups"]] == [0, None, None]
    assert drawdown["groups"][1]["reason"] == "no portfolio: all 2 series with no result of their own"


def test_a_group_of_one_has_no_correlation_within_and_says_why(analyzer):
    groups = analyzer.put("name,group\nA,1\nB,2\n", "groups.csv")
    result = analyzer.result("calculate_correlation_matrix", "A,1,2,4,3\nB,2,3,5,5\n", groups=groups)
    assert [group["mean_within"] for group in result["groups"]] == [None, None]
    assert result["groups"][0]["reason"] == "mean_within: a correlation within a group needs two of its series with a result"
