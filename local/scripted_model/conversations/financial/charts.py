"""Questions about several tickers. A file carries their prices from download_tickers_data to the code that execute_python runs."""

from typing import Any

from agents.financial import FINANCIAL
from local.scripted_model.conversations.financial.words import figure, final, read, read_printed
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, conversation

TRADING_DAYS_OF_A_YEAR = 252

READ = """\
import json

import matplotlib.pyplot as plt
import pandas as pd

dates = pd.to_datetime(pd.read_csv("dates.csv", header=None)[0])
prices = pd.read_csv("prices.csv", header=None, index_col=0).T.set_axis(dates)
"""

GROWTH = (
    READ
    + """
from matplotlib.ticker import LogLocator

growth = prices / prices.iloc[0]
axes = growth.plot(figsize=(9, 5), logy=True, linewidth=1)
axes.set_title(f"What 1 became, {dates.iloc[0]:%Y-%m-%d} to {dates.iloc[-1]:%Y-%m-%d} (splits and dividends included)")
axes.set_xlabel("")
axes.set_ylabel("times the first day's price, log scale")
axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
axes.yaxis.set_major_formatter("{x:g}")
axes.yaxis.set_minor_formatter("")
axes.legend(title="")
axes.grid(alpha=0.3)
years = (dates.iloc[-1] - dates.iloc[0]).days / 365.25
falls = prices / prices.cummax() - 1
print(json.dumps({
    ticker: {
        "times": round(float(growth[ticker].iloc[-1]), 2),
        "per_year": round(float(growth[ticker].iloc[-1] ** (1 / years) - 1) * 100, 1),
        "deepest_fall": round(float(falls[ticker].min()) * 100, 1),
    }
    for ticker in prices
}))
"""
)

MOVEMENT = (
    READ
    + """
import numpy as np

returns = np.log(prices).diff().dropna()
volatility = returns.rolling(63).std() * np.sqrt(252) * 100
axes = volatility.plot(figsize=(9, 5), linewidth=1)
axes.set_title("Volatility of 63 trading days, annualised")
axes.set_xlabel("")
axes.set_ylabel("%")
axes.legend(title="")
axes.grid(alpha=0.3)
one, other = prices.columns
print(json.dumps({
    "volatility": {ticker: round(float(returns[ticker].std() * np.sqrt(252) * 100), 1) for ticker in prices},
    "correlation": round(float(returns[one].corr(returns[other])), 2),
}))
"""
)


def draw(code: str, download: dict[str, Any]) -> ToolUse:
    """Return a tool use that runs code on the two files of a download."""
    files = [
        {"bucket": download["bucket"], "key": download["key"], "name": "prices.csv"},
        {"bucket": download["dates"]["bucket"], "key": download["dates"]["key"], "name": "dates.csv"},
    ]
    return ToolUse("execute_python", {"code": code, "files": files})


@conversation(
    FINANCIAL.questions[0],
    "How have Apple, Microsoft, Exxon and Coca-Cola done over ten years?",
    agent="financial",
)
def ten_years(question: str) -> Conversation:
    days = 10 * TRADING_DAYS_OF_A_YEAR
    [result] = yield [
        Text("The last ten years of all four, adjusted."),
        ToolUse("download_tickers_data", {"tickers": ["AAPL", "MSFT", "XOM", "KO"], "days": days}),
    ]
    download = read(result, "bucket", "key", "dates", "source", "first_day", "last_day")
    [result] = yield [Text("Now what one dollar became, and a chart."), draw(GROWTH, download)]
    numbers, charts = read_printed(result)
    span = f"{download['first_day']} to {download['last_day']}"
    order = sorted(numbers, key=lambda ticker: -numbers[ticker]["times"])
    each = [f"{t} {numbers[t]['times']:.2f} times ({numbers[t]['per_year']:+.1f} % a year)" for t in order]
    deepest = min(numbers, key=lambda ticker: numbers[ticker]["deepest_fall"])
    answer = (
        f"From {span}, with dividends, {order[0]} did best and {order[-1]} worst. What was put in became: {', '.join(each)}. "
        f"The deepest fall on the way was that of {deepest}: {numbers[deepest]['deepest_fall']:.1f} %."
    )
    figures = [figure(t, f"growth {span}", numbers[t]["times"], "times") for t in order]
    yield final(answer, download["source"], figures, charts)


@conversation(FINANCIAL.questions[2], agent="financial")
def volatility(question: str) -> Conversation:
    [result] = yield [ToolUse("download_tickers_data", {"tickers": ["AMD", "JNJ"], "days": 5 * TRADING_DAYS_OF_A_YEAR})]
    download = read(result, "bucket", "key", "dates", "source", "first_day", "last_day")
    [result] = yield [draw(MOVEMENT, download)]
    numbers, charts = read_printed(result)
    span = f"{download['first_day']} to {download['last_day']}"
    calm, wild = sorted(numbers["volatility"], key=numbers["volatility"].__getitem__)
    answer = (
        f"{wild} moves more: its annualised volatility was {numbers['volatility'][wild]:.1f} %, that of {calm} "
        f"{numbers['volatility'][calm]:.1f} % ({span}). Their daily returns had a correlation of {numbers['correlation']:.2f}."
    )
    figures = [figure(t, f"annualised volatility {span}", numbers["volatility"][t], "%") for t in (wild, calm)]
    yield final(answer, download["source"], figures, charts)
