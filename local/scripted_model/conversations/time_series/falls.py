"""Falls and unusual days. The results point into a series by index, and the answer names the days."""

from typing import Any

from agents.time_series import TIME_SERIES
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, read, read_printed
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation
from local.scripted_model.conversations.time_series.words import download, figure, final, read_download, read_rows, run_python, use

DAYS = """\
import json

days = open("days.csv").read().split()
print(json.dumps({{index: days[index] for index in {indexes}}}))
"""

STRONGEST = """\
import json

import pandas as pd

days = open("days.csv").read().split()
rows = {rows}
strongest = sorted(rows, key=lambda row: -abs(row["score"]))[:5]
years = pd.Series([days[row["index"]][:4] for row in rows]).value_counts()
print(json.dumps({{
    "strongest": [[days[row["index"]], row["return_percent"], row["score"]] for row in strongest],
    "year": years.index[0],
    "in_year": int(years.iloc[0]),
}}))
"""


@conversation(TIME_SERIES.questions[1], agent="time-series")
def deepest_falls(question: str) -> Conversation:
    [result] = yield download("Ten years of all three.", ["BAC", "GE", "XOM"], 10 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [use("calculate_drawdown", downloaded)]
    rows = sorted(read_rows(result, "trough_index"), key=lambda row: -row["max_drawdown_percent"])
    indexes = sorted({row[name] for row in rows for name in ("peak_index", "trough_index", "recovery_index")} - {None})
    [result] = yield [Text("The days of these indexes."), run_python(DAYS.format(indexes=indexes), days=downloaded["dates"])]
    days, _ = read_printed(result)

    def fall(row: dict[str, Any]) -> str:
        recovered = (
            f"its peak was reached again on {days[str(row['recovery_index'])]}"
            if row["recovery_index"] is not None
            else f"its peak was not reached again: it ended {row['current_drawdown_percent']:.1f} % below its highest"
        )
        return (
            f"{row['name']} fell {row['max_drawdown_percent']:.1f} % from {days[str(row['peak_index'])]} to "
            f"{days[str(row['trough_index'])]}, and {recovered}"
        )

    answer = f"Adjusted closes, {days_of(downloaded)}: {'; '.join(map(fall, rows))}."
    what = f"deepest fall, {days_of(downloaded)}"
    figures = [figure(row["name"], what, row["max_drawdown_percent"], "%") for row in rows]
    yield final(answer, downloaded["source"], figures)


@conversation(TIME_SERIES.questions[2], agent="time-series")
def unusual_days(question: str) -> Conversation:
    [result] = yield download("Two years of its closes.", ["MSFT"], 2 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [use("detect_outliers", downloaded)]
    found = read(result, "threshold", "results")
    rows = [
        {name: row[name] for name in ("index", "return_percent", "score")} for row in found["results"] if row["index"] is not None
    ]
    if not rows:
        raise UnusableResultError(f"no return stands out with a score of {found['threshold']} or more")
    [result] = yield [Text("The days of the strongest."), run_python(STRONGEST.format(rows=rows), days=downloaded["dates"])]
    printed, _ = read_printed(result)
    each = ", ".join(f"{day} ({change:+.1f} %, score {score:+.1f})" for day, change, score in printed["strongest"])
    answer = (
        f"{len(rows)} of {downloaded['points'] - 1} daily returns, {days_of(downloaded)}, stand out with a modified z-score of "
        f"{found['threshold']} or more; {printed['in_year']} of them in {printed['year']}. The strongest: {each}."
    )
    figures = [figure("MSFT", f"return on {day}", change, "%") for day, change, _ in printed["strongest"]]
    yield final(answer, downloaded["source"], figures)
