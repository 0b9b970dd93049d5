"""Every conversation of the Financial agent against the real tools and the bundled prices; the facts are calculated here anew."""

import io
import itertools
import json
import math
import sqlite3
import statistics
from contextlib import closing
from pathlib import Path

import boto3
import pytest

from local.scripted_model.conversations import SCRIPTS, ToolResult, ToolUse, play

QUESTIONS = list(SCRIPTS["financial"].conversations)
BUNDLED = {"yfinance": {"SETTING_SOURCE": "bundled"}}


@pytest.fixture
def ask(drive, tools_of):
    return lambda question: drive(question, tools_of("financial", BUNDLED), "financial")


@pytest.fixture
def closes(tool_function):
    """The bundled closes of a ticker by day, asked of the database itself."""
    path = Path(tool_function("yfinance").__file__).parent / "prices.sqlite"

    def read(ticker, dataset="skfolio", start="", end="9"):
        with closing(sqlite3.connect(path)) as database:
            return database.execute(
                "SELECT day, close FROM prices JOIN series ON series.id = prices.series WHERE ticker = ? AND dataset = ? "
                "AND close IS NOT NULL AND day BETWEEN ? AND ? ORDER BY day",
                [ticker, dataset, start, end],
            ).fetchall()

    return read


def stored(link):
    return boto3.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])["Body"].read()


def test_ten_years_of_four_companies_and_a_chart(ask, closes):
    played = ask("How have Apple, Microsoft, Exxon and Coca-Cola done over ten years? Draw a chart.")
    assert played.uses() == [["download_tickers_data"], ["execute_python"], ["final_answer"]]
    times = {}
    for ticker in ("AAPL", "MSFT", "XOM", "KO"):
        prices = closes(ticker)[-2520:]
        assert (prices[0][0], prices[-1][0]) == ("2012-12-26", "2022-12-28")
        times[ticker] = round(prices[-1][1] / prices[0][1], 2)
    assert {each["ticker"]: each["value"] for each in played.output["figures"]} == times
    assert {each["unit"] for each in played.output["figures"]} == {"times"}
    order = sorted(times, key=lambda ticker: -times[ticker])
    per_year = (times[order[0]] ** (365.25 / 3654) - 1) * 100
    answer = played.output["answer"]
    assert answer.startswith(f"From 2012-12-26 to 2022-12-28, with dividends, {order[0]} did best and {order[-1]} worst. ")
    assert f"{order[0]} {times[order[0]]:.2f} times ({per_year:+.1f} % a year)" in answer
    assert "bundled prices, not live" in played.output["source"]
    [chart] = played.output["charts"]
    assert stored(chart).startswith(b"\x89PNG\r\n\x1a\n")


def test_the_chart_is_drawn_from_the_file_and_the_prices_are_in_no_message(ask):
    played = ask("How have Apple, Microsoft, Exxon and Coca-Cola done over ten years?")
    download = json.loads(played.results[0][0].content)
    code = played.turns[1][1].input
    assert [each["name"] for each in code["files"]] == ["prices.csv", "dates.csv"]
    assert code["files"][0]["key"] == download["key"] == "runs/run-1/toolu_1/prices.csv"
    assert len(json.dumps(download)) < 1500
    lines = io.StringIO(stored(download).decode()).readlines()
    assert [line.split(",")[0] for line in lines] == ["AAPL", "MSFT", "XOM", "KO"]
    assert {len(line.split(",")) for line in lines} == {2521}


def test_the_volatility_of_two_companies(ask, closes):
    played = ask("Which moves more, AMD or Johnson & Johnson? Draw their volatility over five years.")
    volatility, returns = {}, {}
    for ticker in ("AMD", "JNJ"):
        prices = [close for _, close in closes(ticker)[-1260:]]
        returns[ticker] = [math.log(after / before) for before, after in itertools.pairwise(prices)]
        volatility[ticker] = round(statistics.stdev(returns[ticker]) * math.sqrt(252) * 100, 1)
    correlation = statistics.correlation(returns["AMD"], returns["JNJ"])
    answer = played.output["answer"]
    assert f"AMD moves more: its annualised volatility was {volatility['AMD']} %, that of JNJ {volatility['JNJ']} %" in answer
    assert answer.endswith(f"had a correlation of {correlation:.2f}.")
    assert len(played.output["charts"]) == 1


def test_two_tickers_are_asked_for_in_one_turn(ask, closes):
    played = ask("compare apple and ibm in 2012")
    assert played.uses() == [["get_ticker_data", "get_ticker_data"], ["final_answer"]]
    change = {}
    for ticker, dataset in (("AAPL", "skfolio"), ("IBM", "wiki-adjusted")):
        prices = closes(ticker, dataset, "2012-01-01", "2012-12-31")
        assert (prices[0][0], prices[-1][0]) == ("2012-01-03", "2012-12-31")
        change[ticker] = round((prices[-1][1] / prices[0][1] - 1) * 100, 2)
    assert {each["ticker"]: each["value"] for each in played.output["figures"]} == change
    assert played.output["answer"].startswith("AAPL did better. Adjusted closes, 2012-01-03 to 2012-12-31: AAPL went from ")
    assert "skfolio 1.12.2" in played.output["source"]
    assert "Quandl WIKI Prices" in played.output["source"]


def test_an_unknown_ticker_is_repaired_from_the_error(ask, closes):
    played = ask("How did Facebook's shares do in their first six months?")
    assert played.uses() == [["get_ticker_data"], ["get_ticker_data"], ["final_answer"]]
    [error] = played.errors()
    assert error.startswith("There are no bundled prices of META. There are some of ")
    prices = closes("FB", "wiki", "2012-05-18", "2012-11-18")
    low_day, low = min(prices, key=lambda each: each[1])
    change = round((prices[-1][1] / prices[0][1] - 1) * 100, 2)
    assert played.output["answer"] == (
        f"They fell: FB closed at {prices[0][1]} USD on 2012-05-18 and at {prices[-1][1]} on 2012-11-16 ({change:+.2f} %), "
        f"after a low of {low} on {low_day}."
    )


def test_the_industries_of_a_sector(ask):
    played = ask("Which industries belong to the energy sector?")
    assert played.output["answer"] == (
        "Yahoo Finance divides Energy into 8 industries: Oil & Gas Drilling, Oil & Gas E&P, Oil & Gas Equipment & Services, "
        "Oil & Gas Integrated, Oil & Gas Midstream, Oil & Gas Refining & Marketing, Thermal Coal, Uranium."
    )
    assert played.output["source"] == "the table of Yahoo Finance's sectors and industries in yfinance 1.7.0"


def test_what_needs_yahoo_is_said_and_nothing_is_made_up(ask):
    played = ask("Which are the largest semiconductor companies?")
    assert played.uses() == [["top_industry_companies"], ["list_industries"], ["final_answer"]]
    answer = played.output["answer"]
    assert answer.startswith(
        "I can't say which are the largest: this stack has no list of companies. The tool's words: The largest"
    )
    assert answer.endswith("in Technology, under Semiconductor Equipment & Materials and Semiconductors.")
    assert played.output["figures"] == []


def test_where_yahoo_answers_its_list_is_the_answer():
    companies = [{"ticker": "ACME", "name": "Acme", "rating": None, "market_weight": 0.5}]
    result = ToolResult(json.dumps({"source": "Yahoo Finance", "companies": companies}))
    [answer] = play("financial", "Which are the largest semiconductor companies?", [[result]])
    assert answer.input["answer"] == "The largest semiconductor companies: Acme (ACME)."


STRANGE = [
    ToolResult("The tool crashed: States.TaskFailed", is_error=True),
    ToolResult("", is_error=False),
    ToolResult("[]", is_error=False),
    ToolResult('{"ticker": "AAPL"}', is_error=False),
    ToolResult('{"stdout": "", "value": null, "figures": []}', is_error=False),
    ToolResult('{"note": "stored", "preview": "cut in the mid…"}', is_error=False),
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda result: result.content or "empty")
def test_whatever_the_tools_return_a_conversation_ends_with_an_answer(drive, question, strange):
    played = drive(question, lambda tool_use, id: strange, "financial")
    assert played.output["answer"]
    assert played.output["charts"] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_conversation_knows_its_answer_before_the_tools_do(question):
    turn = play("financial", question, [])
    assert [block for block in turn if isinstance(block, ToolUse)]
    assert all(block.name != "final_answer" for block in turn if isinstance(block, ToolUse))
