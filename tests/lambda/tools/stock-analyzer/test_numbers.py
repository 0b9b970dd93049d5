"""What the tools calculate is what pandas and numpy calculate, to 1e-9."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def prices(series: int, points: int, seed: int) -> pd.DataFrame:
    """Random walks of very different size, a series a row."""
    random = np.random.default_rng(seed)
    walks = np.exp(np.cumsum(random.normal(0.0003, 0.02, (series, points)), axis=1))
    return pd.DataFrame(walks * 10 ** random.uniform(-3, 6, (series, 1)), index=[f"S{i}" for i in range(series)])


def csv(frame: pd.DataFrame, header: bool = False) -> str:
    return frame.to_csv(header=header)


def column(result: dict[str, Any], name: str) -> list[Any]:
    return [row[name] for row in result["results"]]


@pytest.mark.parametrize("seed", range(3))
def test_volatility(analyzer, seed):
    frame = prices(40, 60, seed)
    result = analyzer.result("calculate_volatility", csv(frame))
    logs = np.log(frame).diff(axis=1).iloc[:, 1:]
    expected = np.sqrt(logs.var(axis=1, ddof=0) * 252) * 100
    np.testing.assert_allclose(column(result, "volatility_percent"), expected, **CLOSE)
    summary = result["summary"]
    assert (summary["of"], summary["series_with_result"]) == ("volatility_percent", 40)
    said = [summary[name] for name in ("mean", "median", "standard_deviation", "min", "max")]
    np.testing.assert_allclose(
        said, [expected.mean(), expected.median(), expected.std(ddof=0), expected.min(), expected.max()], **CLOSE
    )
    assert [each["name"] for each in summary["highest"]] == list(expected.sort_values(ascending=False).index[:5])
    assert [each["name"] for each in summary["lowest"]] == list(expected.sort_values().index[:5])


def test_volatility_of_other_periods_than_days(analyzer):
    result = analyzer.result("calculate_volatility", "A,100,110,99\n", periods_per_year=12)
    assert result["periods_per_year"] == 12
    assert column(result, "volatility_percent") == pytest.approx([100 * np.std(np.log([1.1, 0.9])) * np.sqrt(12)], rel=1e-11)


@pytest.mark.parametrize("window", [1, 2, 3, 7, 20, 29, 30])
def test_moving_average(analyzer, window):
    frame = prices(5, 30, window)
    result = analyzer.result("calculate_moving_average", csv(frame), window=window)
    assert result["window"] == window
    expected = frame.T.rolling(window).mean().T
    found = np.array(column(result, "moving_average"), dtype=float)
    np.testing.assert_allclose(found, expected, **CLOSE)
    assert [row["moving_average"][: window - 1] for row in result["results"]] == [[None] * (window - 1)] * 5
    assert result["summary"]["max"] == pytest.approx(expected.iloc[:, -1].max(), rel=1e-9)


def test_a_moving_average_keeps_small_numbers_after_a_big_one(analyzer):
    result = analyzer.result("calculate_moving_average", "A,1e17,1,2,3,4\n", window=2)
    assert column(result, "moving_average") == [[None, 5e16, 1.5, 2.5, 3.5]]


def test_the_usual_window_is_20_or_all(analyzer):
    assert analyzer.result("calculate_moving_average", csv(prices(2, 25, 1)))["window"] == 20
    assert analyzer.result("calculate_moving_average", "A,1,2,3\n")["window"] == 3


@pytest.mark.parametrize("method", ["simple", "log", "cumulative"])
def test_returns(analyzer, method):
    frame = prices(6, 20, 4)
    result = analyzer.result("calculate_returns", csv(frame), method=method)
    expected = {
        "simple": frame.pct_change(axis=1),
        "log": np.log(frame).diff(axis=1),
        "cumulative": frame.div(frame[0], axis=0) - 1,
    }[method]
    np.testing.assert_allclose(np.array(column(result, "returns_percent")), 100 * expected.iloc[:, 1:], **CLOSE)
    np.testing.assert_allclose(column(result, "total_return_percent"), 100 * (frame[19] / frame[0] - 1), **CLOSE)


def test_drawdown(analyzer):
    frame = prices(30, 60, 5)
    result = analyzer.result("calculate_drawdown", csv(frame))
    assert len(result["results"]) == 30
    falls = 1 - frame.T / frame.T.cummax()
    np.testing.assert_allclose(column(result, "max_drawdown_percent"), 100 * falls.max(), **CLOSE)
    np.testing.assert_allclose(column(result, "current_drawdown_percent"), 100 * falls.iloc[-1], **CLOSE)
    assert column(result, "trough_index") == list(falls.idxmax())
    for row in result["results"]:
        values = frame.loc[row["name"]].to_numpy()
        assert row["peak_index"] == values[: row["trough_index"]].argmax()
        reached = [i for i in range(row["trough_index"] + 1, 60) if values[i] >= values[row["peak_index"]]]
        assert row["recovery_index"] == (reached[0] if reached else None)


def test_a_drawdown_has_the_labels_of_the_header(analyzer):
    result = analyzer.result("calculate_drawdown", "name,Mon,Tue,Wed,Thu\nA,10,5,8,10\nUp,1,2,3,4\n")
    assert result["header"] == "name, Mon, Tue, Wed, Thu"
    assert result["results"] == [
        {
            "name": "A",
            "max_drawdown_percent": 50,
            **{"peak_index": 0, "peak": "Mon", "trough_index": 1, "trough": "Tue", "recovery_index": 3, "recovery": "Thu"},
            "current_drawdown_percent": 0,
        },
        {
            "name": "Up",
            "max_drawdown_percent": 0,
            **{"peak_index": None, "trough_index": None, "recovery_index": None, "current_drawdown_percent": 0},
        },
    ]


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("of", ["returns", "values"])
def test_correlation(analyzer, of, method):
    frame = prices(12, 40, 6).round(4)
    result = analyzer.result("calculate_correlation_matrix", csv(frame), of=of, method=method)
    compared = frame.T.pct_change().iloc[1:] if of == "returns" else frame.T
    expected = compared.corr(method=method).to_numpy()
    assert result["names"] == list(frame.index)
    np.testing.assert_allclose(np.array(result["matrix"]), expected, **CLOSE)
    pairs = expected[np.triu_indices(12, 1)]
    assert result["mean"] == pytest.approx(pairs.mean(), rel=1e-9)
    assert result["highest"][0]["correlation"] == pytest.approx(pairs.max(), rel=1e-9)
    assert result["lowest"][0]["correlation"] == pytest.approx(pairs.min(), rel=1e-9)


def test_trend(analyzer):
    from scipy.stats import linregress

    frame = prices(15, 40, 7)
    result = analyzer.result("analyze_trend", csv(frame))
    lines = [linregress(range(40), row) for row in frame.to_numpy()]
    np.testing.assert_allclose(column(result, "slope"), [line.slope for line in lines], rtol=1e-9)
    percent = [100 * line.slope / row.mean() for line, row in zip(lines, frame.to_numpy(), strict=True)]
    np.testing.assert_allclose(column(result, "slope_percent"), percent, rtol=1e-9)
    np.testing.assert_allclose(column(result, "r_squared"), [line.rvalue**2 for line in lines], **CLOSE)
    np.testing.assert_allclose(column(result, "p_value"), [line.pvalue for line in lines], rtol=1e-9)
    rising = sum(line.pvalue < 0.05 and line.slope > 0 for line in lines)
    falling = sum(line.pvalue < 0.05 and line.slope < 0 for line in lines)
    wanted = {"rising": rising, "falling": falling, "no_clear_trend": 15 - rising - falling}
    assert result["counts"] == {word: count for word, count in wanted.items() if count}


def test_growth_at_a_constant_rate(analyzer):
    result = analyzer.result("analyze_trend", csv(pd.DataFrame([100 * 1.02 ** np.arange(30)], index=["A"])), scale="logarithm")
    [row] = result["results"]
    assert row["slope_percent"] == pytest.approx(2, rel=1e-9)
    assert row["r_squared"] == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("period", [2, 3, 4, 7, 12])
def test_season_by_classical_decomposition(analyzer, period):
    random = np.random.default_rng(period)
    points = 5 * period + 3
    season = 5 * np.sin(2 * np.pi * np.arange(points) / period + 1)
    frame = pd.DataFrame(100 + 0.3 * np.arange(points) + season + random.normal(0, 1, (4, points)), index=list("ABCD"))
    result = analyzer.result("analyze_trend", csv(frame), period=period)
    assert result["period"] == period
    for row in result["results"]:
        values = frame.loc[row["name"]]
        trend = values.rolling(period, center=period % 2 == 1).mean()
        if period % 2 == 0:
            trend = trend.rolling(2).mean().shift(-period // 2)
        left = (values - trend).dropna()
        means = left.groupby(left.index % period).mean()
        means -= means.mean()
        seasonal = means.reindex(left.index % period).to_numpy()
        remainder = left - seasonal
        assert row["seasonal_strength"] == pytest.approx(max(0, 1 - remainder.var() / left.var()), rel=1e-9)
        with_trend = (trend.dropna() + remainder).var()
        assert row["trend_strength"] == pytest.approx(max(0, 1 - remainder.var() / with_trend), rel=1e-9, abs=1e-12)
        assert row["seasonal_peak"] == means.idxmax()


@pytest.mark.parametrize("of", ["returns", "values"])
def test_outliers(analyzer, of):
    frame = prices(20, 60, 8)
    frame.loc["S3", 30] *= 1.5
    frame.loc["S7", 10] *= 0.4
    result = analyzer.result("detect_outliers", csv(frame), of=of, threshold=4.5)
    looked = 100 * frame.T.pct_change().iloc[1:] if of == "returns" else frame.T
    scores = 0.6745 * (looked - looked.median()) / (looked - looked.median()).abs().median()
    expected = {(name, index): score for (index, name), score in scores.stack().items() if abs(score) >= 4.5}
    assert len(expected) >= (4 if of == "returns" else 0)
    found = {(row["name"], row["index"]): row["score"] for row in result["results"]}
    assert found.keys() == expected.keys()
    for place, score in expected.items():
        assert found[place] == pytest.approx(score, rel=1e-9)
    assert result["summary"]["max"] == max((sum(name == each for each, _ in expected) for name, _ in expected), default=0)


def test_numbers_of_any_form_are_read_as_python_reads_them(analyzer):
    random = np.random.default_rng(9)
    texts = [repr(float(number)) for number in 10 ** random.uniform(-300, 100, 300) * random.choice([-1, 1], 300)]
    texts += ["+1.5", ".5", "5.", "-0", "007", "1e5", "1E-5", "1e+05", "123456789012345678901234567890", "0.1000000000000000055511"]
    texts += ["9007199254740993", "1797693134862315.7e80", "2.2250738585072011e-308", " 1.5 ", '"2.5"', "0." + "0" * 30 + "1"]
    result = analyzer.result("calculate_moving_average", "A," + ",".join(texts) + "\n", window=1)
    expected = [float(text.strip('"')) for text in texts]
    [row] = result["results"] if "results" in result else [{"moving_average": list(analyzer.table(result["file"]).loc["A"])}]
    np.testing.assert_allclose(np.array(row["moving_average"]), expected, rtol=6e-12, atol=0)


def test_a_result_of_many_series_is_a_file_with_the_same_numbers(analyzer):
    frame = prices(3000, 30, 10)
    frame.iloc[5, 3] = 0
    text = csv(frame)
    volatility = analyzer.result("calculate_volatility", text)
    assert volatility["summary"]["series_with_result"] == 2999
    table = analyzer.table(volatility["file"])
    assert list(table.index) == list(frame.index)
    expected = np.sqrt(np.log(frame.where(frame > 0)).diff(axis=1).iloc[:, 1:].var(axis=1, ddof=0) * 252) * 100
    expected["S5"] = np.nan
    np.testing.assert_allclose(table["volatility_percent"], expected, **CLOSE)
    assert table.loc["S5", "reason"] == "has a zero or negative value, so it has no returns"
    assert [row["name"] for row in volatility["preview"]] == ["S0", "S1", "S2", "S3", "S4"]
    assert volatility["summary"]["highest"][0]["name"] == expected.idxmax()

    average = analyzer.result("calculate_moving_average", text, window=10)
    table = analyzer.table(average["file"])
    assert list(table.columns) == [str(i) for i in range(30)]
    np.testing.assert_allclose(table, frame.T.rolling(10).mean().T, **CLOSE)
    assert average["preview"][0]["last_of_moving_average"] == pytest.approx(list(table.loc["S0"][-3:]), rel=1e-9)


def test_a_stored_result_has_the_labels_of_the_header_and_awkward_names(analyzer):
    frame = prices(400, 12, 11)
    frame.index = [f'The "{i}", Inc.\n{i}' for i in range(400)]
    frame.columns = [f"2020-{month:02}-01" for month in range(1, 13)]
    result = analyzer.result("calculate_returns", csv(frame, header=True))
    table = analyzer.table(result["file"])
    assert list(table.index) == list(frame.index)
    assert list(table.columns) == ["total_return_percent", *frame.columns[1:], "reason"]
    np.testing.assert_allclose(table[frame.columns[1:]], 100 * frame.pct_change(axis=1).iloc[:, 1:], **CLOSE)


def test_a_big_matrix_is_a_file(analyzer):
    frame = prices(120, 50, 12)
    result = analyzer.result("calculate_correlation_matrix", csv(frame))
    table = analyzer.table(result["file"])
    expected = frame.T.pct_change().iloc[1:].corr()
    assert list(table.columns) == list(table.index) == list(frame.index)
    np.testing.assert_allclose(table, expected, **CLOSE)


def test_the_same_file_gives_the_same_bytes_each_time(analyzer):
    text = csv(prices(5000, 40, 13))
    groups = analyzer.put("name,group\n" + "".join(f"S{i},{i % 7}\n" for i in range(5000)), "groups.csv")
    first = analyzer.result("calculate_volatility", text, groups=groups)
    table = analyzer.table(first["file"]).to_csv()
    second = analyzer.result("calculate_volatility", text, groups=groups)
    assert second == first
    assert analyzer.table(second["file"]).to_csv() == table
    assert io.StringIO(table).readline() == "name,volatility_percent,reason\n"
