"""A conversation in which a first try fails. The error says how to repair it."""

import re

from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation
from local.scripted_model.conversations.time_series.words import download, figure, final, read_download, read_rows, use

WINDOW = 300


@conversation("What was the 300-day moving average of Pfizer and Merck at the end of the data?", agent="time-series")
def long_average(question: str) -> Conversation:
    """Ask for a window longer than the year of prices. The error says how many prices there are."""
    tickers = ["PFE", "MRK"]
    [result] = yield download("A year of both.", tickers, TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [use("calculate_moving_average", downloaded, window=WINDOW)]
    if result.is_error:
        allowed = re.search(r"which have (\d+) values", result.content)
        if not allowed or int(allowed[1]) >= WINDOW:
            raise UnusableResultError(f"the moving average failed: {result.content[:600]}")
        [result] = yield download(f"{allowed[1]} days are too few for a window of {WINDOW}.", tickers, WINDOW + 2)
        downloaded = read_download(result)
        [result] = yield [Text("Now there are enough."), use("calculate_moving_average", downloaded, window=WINDOW)]
    rows = read_rows(result, "moving_average")
    last = {row["name"]: round(row["moving_average"][-1], 2) for row in rows}
    each = " and ".join(f"{name} {average:.2f}" for name, average in last.items())
    answer = f"On {downloaded['last_day']} the mean of the last {WINDOW} adjusted closes was {each} USD."
    what = f"mean of the {WINDOW} days to {downloaded['last_day']}"
    figures = [figure(name, what, average, "USD") for name, average in last.items()]
    yield final(answer, downloaded["source"], figures)
