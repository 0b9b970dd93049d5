"""Questions about many series at once: those that move together, and the trend and season of each."""

from typing import Any

from agents.time_series import TIME_SERIES
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, read
from local.scripted_model.conversations.script import Conversation, Text, conversation
from local.scripted_model.conversations.time_series.words import download, figure, final, read_download, read_rows, use

LARGE = [
    *("AAPL", "AMD", "BAC", "BBY", "CVX", "GE", "HD", "JNJ", "JPM", "KO"),
    *("LLY", "MRK", "MSFT", "PEP", "PFE", "PG", "RRC", "UNH", "WMT", "XOM"),
]
DAYS_OF_A_WEEK = 5


@conversation(TIME_SERIES.questions[3], agent="time-series")
def together(question: str) -> Conversation:
    [result] = yield download("Three years of twenty companies.", LARGE, 3 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [use("calculate_correlation_matrix", downloaded)]
    found = read(result, "mean", "highest", "lowest")

    def pair(each: dict[str, Any]) -> str:
        return f"{' and '.join(each['names'])} ({each['correlation']:.2f})"

    answer = (
        f"Correlations of daily returns, {days_of(downloaded)}. Most alike: {', '.join(map(pair, found['highest'][:3]))}. Least: "
        f"{', '.join(map(pair, found['lowest'][:3]))}. The mean of all pairs of {found['series']} companies is {found['mean']:.2f}."
    )
    what = f"correlation of daily returns, {days_of(downloaded)}"
    extremes = [*found["highest"][:3], *found["lowest"][:3]]
    figures = [figure(" and ".join(each["names"]), what, each["correlation"], "correlation") for each in extremes]
    yield final(answer, downloaded["source"], figures)


@conversation(TIME_SERIES.questions[4], agent="time-series")
def trend_and_season(question: str) -> Conversation:
    [result] = yield download("Five years of all three.", ["WMT", "PG", "PFE"], 5 * TRADING_DAYS_OF_A_YEAR)
    downloaded = read_download(result)
    [result] = yield [
        Text("Growth is a trend of the logarithm; a week has five trading days."),
        use("analyze_trend", downloaded, scale="logarithm", period=DAYS_OF_A_WEEK),
    ]
    rows = read_rows(result, "slope_percent")

    def growth(row: dict[str, Any]) -> float:
        slope_percent: float = row["slope_percent"]
        return round(((1 + slope_percent / 100) ** TRADING_DAYS_OF_A_YEAR - 1) * 100, 1)

    each = "; ".join(
        f"{row['name']} {growth(row):+.1f} % a year along its trend line, which explains {100 * row['r_squared']:.0f} % of its "
        f"movement, weekly season {row['seasonal_strength']:.3f}"
        for row in sorted(rows, key=growth, reverse=True)
    )
    season = "None has a weekly season to speak of" if all(row["seasonal_strength"] < 0.1 for row in rows) else "There is a season"
    answer = f"{days_of(downloaded)}: {each}. {season} (its strength goes from 0 to 1)."
    figures = [figure(row["name"], f"growth a year, {days_of(downloaded)}", growth(row), "%") for row in rows]
    yield final(answer, downloaded["source"], figures)
