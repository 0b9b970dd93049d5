"""Weekly prices that code makes of daily ones. The file has a line for each date, and a tool takes its columns as series."""

from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, read
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation
from local.scripted_model.conversations.time_series.words import download, figure, final, read_download, read_rows, run_python, use

WEEKS_OF_A_YEAR = 52

WEEKLY = """\
from pathlib import Path

import pandas as pd

days = pd.to_datetime(pd.read_csv("days.csv", header=None)[0])
prices = pd.read_csv("prices.csv", header=None, index_col=0).T.set_axis(days)
weekly = prices.resample("W-FRI").last()
Path("results").mkdir(exist_ok=True)
weekly.to_csv("results/weekly.csv", index_label="Date")
"""


@conversation("How volatile were Apple and Coca-Cola from week to week in the last five years?", agent="time-series")
def weekly_volatility(question: str) -> Conversation:
    """Make a price file with a line for each week, and hand it to a tool."""
    [result] = yield download("Five years of both, adjusted.", ["AAPL", "KO"], 5 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [
        Text("Their last close of each week, a line for each date."),
        run_python(WEEKLY, days=downloaded["dates"], prices=downloaded),
    ]
    files = read(result, "files")["files"]
    if len(files) != 1:
        raise UnusableResultError("the code left no file of weekly prices")
    [result] = yield [
        Text("The volatility of its columns."),
        use("calculate_volatility", files[0], periods_per_year=WEEKS_OF_A_YEAR),
    ]
    weeks = read(result, "values_of_each", "orientation")["values_of_each"]
    rows = read_rows(result, "volatility_percent")
    each = " and ".join(f"{row['name']} {row['volatility_percent']:.1f} %" for row in rows)
    answer = f"Annualised volatility of weekly returns, {weeks} weeks of {days_of(downloaded)}: {each}."
    what = f"weekly volatility, {days_of(downloaded)}"
    yield final(answer, downloaded["source"], [figure(row["name"], what, row["volatility_percent"], "%") for row in rows])
