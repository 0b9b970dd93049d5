"""Small probabilities are calculated from the tail, percentages need a base above 0, and rounding errors are no numbers."""

import numpy as np
import pytest

ON_THE_LINE = "p_value: all values lie on the line, but for rounding errors, so there is no chance left to measure"
BELOW = "p_value: below 4.9e-324, the smallest number above 0"
MEAN = "slope_percent: the mean isn't above 0, so nothing is a percentage of it"


def line(name: str, values) -> str:
    return f"{name},{','.join(repr(float(value)) for value in values)}\n"


@pytest.mark.parametrize("noise", [30, 3, 0.3, 0.01, 1e-4])
@pytest.mark.parametrize("points", [3, 4, 12, 60, 250])
def test_a_small_p_value_is_that_of_the_tail(analyzer, points, noise):
    from scipy.stats import t

    values = 100 + np.arange(points) + noise * np.random.default_rng(points).normal(size=points)
    place = np.arange(points) - (points - 1) / 2
    slope = (place * values).sum() / (place**2).sum()
    residuals = values - values.mean() - slope * place
    error = np.sqrt((residuals**2).sum() / (points - 2) / (place**2).sum())
    expected = 2 * t.sf(abs(slope) / error, points - 2)
    [row] = analyzer.result("analyze_trend", line("A", values))["results"]
    if expected == 0:
        assert (row["p_value"], row["reason"]) == (None, BELOW)
    else:
        assert "reason" not in row
        assert row["p_value"] == pytest.approx(expected, rel=1e-6)
        assert row["p_value"] > 0


def test_a_p_value_far_below_1e_16_has_its_digits(analyzer):
    # The same in R: summary(lm(y ~ x)) of these numbers.
    values = [10 + 0.5 * i + (0.05 if i % 3 else -0.1) for i in range(40)]
    from scipy.stats import linregress

    wanted = linregress(range(40), values).pvalue
    assert 0 < wanted < 1e-60
    [row] = analyzer.result("analyze_trend", line("A", values))["results"]
    assert row["p_value"] == pytest.approx(wanted, rel=1e-9)


def test_a_line_without_deviations_is_clear_and_has_no_p_value(analyzer):
    text = "Up,1,2,3,4\nTenths,0.1,0.2,0.3,0.4\nDown,1e9,999999999.9,999999999.8,999999999.7\n"
    result = analyzer.result("analyze_trend", text)
    assert [(row["p_value"], row["reason"]) for row in result["results"]] == [(None, ON_THE_LINE)] * 3
    assert [row["r_squared"] for row in result["results"]] == [1, 1, 1]
    assert result["counts"] == {"rising": 2, "falling": 1, ON_THE_LINE: 3}
    growth = analyzer.result("analyze_trend", line("A", 100 * 1.02 ** np.arange(30)), scale="logarithm")
    assert (growth["results"][0]["p_value"], growth["counts"]) == (None, {"rising": 1, ON_THE_LINE: 1})


def test_a_p_value_below_all_doubles_is_null_says_so_and_the_trend_is_clear(analyzer):
    values = np.arange(2000) * 10 + np.tile([0, 1], 1000)
    result = analyzer.result("analyze_trend", line("A", values))
    if "results" in result:
        [row] = result["results"]
        assert (row["p_value"], row["reason"]) == (None, BELOW)
    assert result["counts"] == {"rising": 1, BELOW: 1}


def test_a_slope_in_percent_needs_a_mean_above_0(analyzer):
    text = "Below,-37.63,-20,10.01\nZero,-1.1,0,1.1\nAcross,-1,2,4\nAbove,1,2,4\n"
    result = analyzer.result("analyze_trend", text)
    below, zero, across, above = result["results"]
    assert (below["slope_percent"], below["reason"]) == (None, MEAN)
    assert below["slope"] == pytest.approx((10.01 + 37.63) / 2, rel=1e-11)
    assert (zero["slope_percent"], zero["reason"]) == (None, f"{MEAN}; {ON_THE_LINE}")
    assert across["slope_percent"] == pytest.approx(100 * 2.5 / (5 / 3), rel=1e-11)
    assert above["slope_percent"] == pytest.approx(100 * 1.5 / (7 / 3), rel=1e-11)
    assert result["summary"]["series_with_result"] == 2
    assert result["counts"][MEAN] == 2


def test_a_file_of_many_series_has_the_reason_beside_each_null(analyzer):
    text = "".join(line(f"S{i}", [-5, 3, i % 7 - 4, 1]) for i in range(900))
    table = analyzer.table(analyzer.result("analyze_trend", text)["file"])
    assert (table["slope_percent"].isna() == table["reason"].str.contains("slope_percent", na=False)).all()
    assert table.loc["S6", "slope_percent"] == pytest.approx(100 * (3 * 6 - 1) / 10 / 0.25, rel=1e-11)
    assert table.loc["S0", "reason"] == MEAN


def test_a_logarithm_needs_values_above_0(analyzer):
    [row] = analyzer.result("analyze_trend", "A,1,0,3\n", scale="logarithm")["results"]
    assert (row["slope"], row["reason"]) == (None, "has a zero or negative value, so it has no logarithms")


@pytest.mark.parametrize("tool", ["calculate_returns", "calculate_volatility", "calculate_drawdown"])
def test_a_change_from_a_negative_price_is_null_with_a_reason(analyzer, tool):
    [row] = analyzer.result(tool, "CL=F,-37.63,10.01\n")["results"]
    assert {value for name, value in row.items() if name not in ("name", "reason")} == {None}
    assert row["reason"] == "has a zero or negative value, so it has no returns"


def test_rounding_errors_of_constant_growth_are_no_movement(analyzer):
    text = line("A", 100 * 1.01 ** np.arange(60)) + line("B", 7 * 1.003 ** np.arange(60)) + line("C", 5 + np.sin(np.arange(60)))
    volatility = analyzer.result("calculate_volatility", text)["results"]
    assert [row["volatility_percent"] for row in volatility[:2]] == [0, 0]
    assert volatility[2]["volatility_percent"] > 100
    correlation = analyzer.result("calculate_correlation_matrix", text)
    assert set(correlation["without_result"]) == {"A", "B"}
    assert (correlation["matrix"][0], correlation["series_with_result"]) == ([None] * 3, 1)
    outliers = analyzer.result("detect_outliers", text)["results"]
    assert [(row["name"], row["index"]) for row in outliers] == [("A", None), ("B", None)]


def test_rounding_errors_of_a_line_have_no_season(analyzer):
    [row] = analyzer.result("analyze_trend", line("A", np.arange(24) * 0.1 + 1000), period=4)["results"]
    assert (row["seasonal_strength"], row["seasonal_peak"]) == (None, None)
    assert row["reason"] == f"{ON_THE_LINE}; seasonal_strength and seasonal_peak: neither season nor remainder varies"
    assert row["trend_strength"] == 1


@pytest.mark.parametrize("size", [1e-200, 1e-5, 1e90])
def test_a_trend_is_the_same_for_numbers_of_every_size(analyzer, size):
    [row] = analyzer.result("analyze_trend", line("A", np.array([3, 1, 4, 1, 5, 9, 2, 6]) * size))["results"]
    [plain] = analyzer.result("analyze_trend", line("A", [3, 1, 4, 1, 5, 9, 2, 6]))["results"]
    for name in ("slope_percent", "r_squared", "p_value"):
        assert row[name] == pytest.approx(plain[name], rel=1e-9)
