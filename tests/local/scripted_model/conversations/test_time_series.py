"""Every conversation of the Time Series Analysis agent against the real tools and the bundled prices; the facts are calculated here
anew."""

import json
import re

import boto3
import numpy as np
import pandas as pd
import pytest

from local.scripted_model.conversations import SCRIPTS, ToolResult, ToolUse, play

QUESTIONS = list(SCRIPTS["time-series"].conversations)
BUNDLED = {"yfinance": {"SETTING_SOURCE": "bundled"}}
MOST = "Which of Apple, Microsoft, JPMorgan, Coca-Cola and Exxon moved most over five years? Draw it with its moving average."


@pytest.fixture
def ask(drive, built_tools_of):
    return lambda question: drive(question, built_tools_of("time-series", BUNDLED), "time-series")


def stored(link):
    return boto3.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])["Body"]


def prices(played, turn=0):
    """What was downloaded in a turn: a row of closes for each day."""
    download = json.loads(played.results[turn][0].content)
    days = stored(download["dates"]).read().decode().split()
    return pd.read_csv(stored(download), header=None, index_col=0).T.set_axis(days)


def test_the_one_that_moved_most_and_its_average(ask):
    played = ask(MOST)
    assert played.uses() == [
        ["download_tickers_data"],
        ["calculate_volatility", "calculate_moving_average"],
        ["execute_python"],
        ["final_answer"],
    ]
    closes = prices(played)
    assert closes.shape == (1260, 5)
    volatility = 100 * np.sqrt(np.log(closes).diff().var(ddof=0) * 252).sort_values(ascending=False)
    figures = played.output["figures"]
    assert [each["series"] for each in figures] == list(volatility.index)
    assert [each["value"] for each in figures] == pytest.approx(list(volatility), rel=1e-9)
    first = volatility.index[0]
    average = closes[first].rolling(200).mean()
    assert f"{closes[first].iloc[-1]:.2f} against {average.iloc[-1]:.2f}." in played.output["answer"]
    above = (closes[first] > average)[average.notna()].mean() * 100
    assert f"on {above:.1f} % of the days" in played.output["answer"]
    [chart] = played.output["charts"]
    assert stored(chart).read().startswith(b"\x89PNG\r\n\x1a\n")
    assert "bundled prices, not live" in played.output["source"]


def test_prices_and_averages_go_by_links_alone(ask):
    played = ask(MOST)
    code = played.turns[2][1].input
    assert [each["name"] for each in code["files"]] == ["days.csv", "prices.csv", "averages.csv"]
    assert code["files"][2]["key"] == json.loads(played.results[1][1].content)["file"]["key"] == "runs/run-1/toolu_3/result.csv"
    assert max(len(result.content) for results in played.results for result in results) < 4000


def test_the_deepest_falls_have_their_days(ask):
    played = ask("How deep did Bank of America, General Electric and Exxon fall over ten years, and have they recovered?")
    assert played.uses() == [["download_tickers_data"], ["calculate_drawdown"], ["execute_python"], ["final_answer"]]
    closes = prices(played)
    falls = 1 - closes / closes.cummax()
    answer = played.output["answer"]
    for ticker in ("BAC", "GE", "XOM"):
        deepest, trough = falls[ticker].max() * 100, falls[ticker].idxmax()
        peak = closes[ticker][:trough].idxmax()
        after = closes[ticker][trough:]
        again = after[after >= closes[ticker][peak]]
        end = (
            f"reached again on {again.index[0]}"
            if len(again)
            else f"not reached again: it ended {falls[ticker].iloc[-1] * 100:.1f} %"
        )
        assert re.search(rf"{ticker} fell {deepest:.1f} % from {peak} to {trough}, and its peak was {re.escape(end)}", answer)
    assert [each["value"] for each in played.output["figures"]] == pytest.approx(sorted(falls.max() * 100, reverse=True), rel=1e-9)


def test_unusual_days(ask):
    played = ask("On which days did Microsoft's shares move most unusually in the last two years?")
    closes = prices(played)["MSFT"]
    returns = 100 * closes.pct_change().iloc[1:]
    scores = 0.6745 * (returns - returns.median()) / (returns - returns.median()).abs().median()
    unusual = scores[scores.abs() >= 3.5]
    assert len(unusual) > 0
    assert played.output["answer"].startswith(f"{len(unusual)} of 503 daily returns")
    strongest = unusual.abs().sort_values(ascending=False).index[:5]
    assert [each["what"] for each in played.output["figures"]] == [f"return on {day}" for day in strongest]
    assert [each["value"] for each in played.output["figures"]] == pytest.approx(list(returns[strongest]), rel=1e-9)


def test_what_moves_together(ask):
    played = ask("which of twenty large companies move together and which don't")
    assert played.uses() == [["download_tickers_data"], ["calculate_correlation_matrix"], ["final_answer"]]
    matrix = prices(played).pct_change().iloc[1:].corr()
    assert matrix.shape == (20, 20)
    pairs = matrix.where(np.triu(np.ones((20, 20), dtype=bool), 1)).stack().dropna().sort_values(ascending=False)
    extremes = pd.concat([pairs[:3], pairs[:-4:-1]])
    assert [each["series"] for each in played.output["figures"]] == [" and ".join(names) for names in extremes.index]
    assert [each["value"] for each in played.output["figures"]] == pytest.approx(list(extremes), rel=1e-9)
    assert played.output["answer"].endswith(f"The mean of all pairs of 20 companies is {pairs.mean():.2f}.")


def test_growth_and_season(ask):
    played = ask("Did Walmart, Procter & Gamble and Pfizer grow over five years, and do their prices have a weekly season?")
    closes = prices(played)
    for each in played.output["figures"]:
        slope = np.polyfit(range(1260), np.log(closes[each["series"]]), 1)[0]
        assert each["value"] == pytest.approx((np.exp(slope) ** 252 - 1) * 100, abs=0.051)
    assert "None has a weekly season to speak of" in played.output["answer"]


def test_a_window_that_is_too_long_is_repaired_with_more_days(ask):
    played = ask("What was the 300-day moving average of Pfizer and Merck at the end of the data?")
    assert played.uses() == [
        ["download_tickers_data"],
        ["calculate_moving_average"],
        ["download_tickers_data"],
        ["calculate_moving_average"],
        ["final_answer"],
    ]
    [error] = played.errors()
    assert error == "The window of 300 is longer than the series, which have 252 values each. Allowed are 1 to 252."
    means = prices(played, 2).iloc[-300:].mean().round(2)
    assert {each["series"]: each["value"] for each in played.output["figures"]} == pytest.approx(means.to_dict(), abs=0.0051)


def test_a_file_with_a_line_for_each_week_is_read_as_columns(ask):
    played = ask("How volatile were Apple and Coca-Cola from week to week in the last five years?")
    assert played.uses() == [["download_tickers_data"], ["execute_python"], ["calculate_volatility"], ["final_answer"]]
    result = json.loads(played.results[2][0].content)
    assert (result["series"], result["orientation"], result["header"]) == (2, "columns", "Date, AAPL, KO")
    closes = prices(played).set_axis(pd.to_datetime(prices(played).index)).resample("W-FRI").last()
    assert result["values_of_each"] == len(closes)
    volatility = 100 * np.sqrt(np.log(closes).diff().var(ddof=0) * 52)
    assert {each["series"]: each["value"] for each in played.output["figures"]} == pytest.approx(volatility.to_dict(), rel=1e-9)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_tool_that_fails_ends_every_conversation_in_words(question):
    failed = [[ToolResult("Yahoo is closed.", is_error=True)]]
    [answer] = play("time-series", question, failed)
    assert isinstance(answer, ToolUse)
    assert answer.input["answer"] == "I can't answer this: a tool failed: Yahoo is closed.."
    assert answer.input["source"] == "No data were used."
