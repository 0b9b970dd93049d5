"""Volatility and moving averages, with a chart of the file that the Java tool stored."""

from agents.time_series import TIME_SERIES
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, read, read_printed
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation
from local.scripted_model.conversations.time_series.words import download, figure, final, read_download, read_rows, run_python, use

WINDOW = 200

CHART = """\
import json

import matplotlib.pyplot as plt
import pandas as pd

ticker, window = {ticker!r}, {window}
days = pd.to_datetime(pd.read_csv("days.csv", header=None)[0])
price = pd.read_csv("prices.csv", header=None, index_col=0).loc[ticker].set_axis(days)
average = pd.read_csv("averages.csv", index_col="name").loc[ticker].set_axis(days)
axes = price.plot(figsize=(9, 5), linewidth=1, color="#9aa5b1", label=f"{{ticker}}, adjusted close")
average.plot(ax=axes, linewidth=1.5, color="#1f4e79", label=f"mean of {{window}} days")
axes.set_title(f"{{ticker}} and its moving average")
axes.set_xlabel("")
axes.set_ylabel("USD")
axes.legend()
axes.grid(alpha=0.3)
known = average.dropna()
print(json.dumps({{
    "last_price": round(float(price.iloc[-1]), 2),
    "last_average": round(float(known.iloc[-1]), 2),
    "share_above": round(float((price[known.index] > known).mean()) * 100, 1),
}}))
"""


@conversation(
    TIME_SERIES.questions[0],
    "Which of Apple, Microsoft, JPMorgan, Coca-Cola and Exxon moved most over five years?",
    agent="time-series",
)
def most_volatile(question: str) -> Conversation:
    """Use two tools in one turn. The second's result is a file, from which the chart is drawn."""
    [result] = yield download("Five years of all five, adjusted.", ["AAPL", "MSFT", "JPM", "KO", "XOM"], 5 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    results = yield [
        Text("Their volatility, and their moving averages."),
        use("calculate_volatility", downloaded),
        use("calculate_moving_average", downloaded, window=WINDOW),
    ]
    rows = sorted(read_rows(results[0], "volatility_percent"), key=lambda row: -row["volatility_percent"])
    averages = read(results[1], "window")
    if "file" not in averages:
        raise UnusableResultError("the moving averages came without a file")
    first = rows[0]["name"]
    code = CHART.format(ticker=first, window=averages["window"])
    [result] = yield [
        Text(f"{first} moved most. Its chart, from the stored averages."),
        run_python(code, days=downloaded["dates"], prices=downloaded, averages=averages["file"]),
    ]
    printed, charts = read_printed(result)
    each = ", ".join(f"{row['name']} {row['volatility_percent']:.1f} %" for row in rows)
    side = "above" if printed["last_price"] > printed["last_average"] else "below"
    answer = (
        f"{first} moved most. Annualised volatility of daily returns, {days_of(downloaded)}: {each}. {first} was above its mean of "
        f"{averages['window']} days on {printed['share_above']} % of the days, and ended {side} it: {printed['last_price']} "
        f"against {printed['last_average']}."
    )
    figures = [figure(row["name"], f"volatility, {days_of(downloaded)}", row["volatility_percent"], "%") for row in rows]
    yield final(answer, downloaded["source"], figures, charts)
