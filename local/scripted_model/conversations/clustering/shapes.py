"""Curves that look alike, though on different days: dynamic time warping, and a chart from the file that the tool writes."""

from agents.clustering import CLUSTERING
from local.scripted_model.conversations.clustering.words import (
    LARGE_COMPANIES,
    cluster,
    download,
    final,
    listed,
    read_clusters,
    read_download,
    run_python,
)
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, read_printed
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation

SHAPES = """\
import json

import matplotlib.pyplot as plt
import pandas as pd

shapes = pd.read_csv("shapes.csv", header=None, index_col=0)
shapes.index = shapes.index.astype(str)
dates = pd.to_datetime(pd.read_csv("dates.csv", header=None)[0])
drawn = shapes.T.set_axis(dates).drop(columns="noise", errors="ignore")
axes = drawn.plot(figsize=(9, 5), linewidth=1.2)
axes.set_title("The mean curve of each group (each member brought to mean 0, deviation 1)")
axes.set_xlabel("")
axes.set_ylabel("standard deviations from the mean")
axes.legend(title="group")
axes.grid(alpha=0.3)
print(json.dumps({group: f"{drawn[group].idxmax():%Y-%m-%d}" for group in drawn}))
"""


@conversation(
    CLUSTERING.questions[1],
    "Whose price curves look alike, even if they are shifted in time?",
    agent="clustering",
)
def alike(question: str) -> Conversation:
    [result] = yield [download(LARGE_COMPANIES, 2 * TRADING_DAYS_OF_A_YEAR)]
    prices = read_download(result)
    [result] = yield [
        Text("Dynamic time warping, by which a tenth of the time may be shifted, and the file for a chart."),
        cluster(prices, metric="dtw", window=0.1, min_cluster_size=2, min_samples=2, chart=True),
    ]
    found = read_clusters(result)
    if found.chart is None:
        raise UnusableResultError("the clustering wrote no file for a chart")
    [result] = yield [Text("Now the shapes."), run_python(SHAPES, shapes=found.chart, dates=prices["dates"])]
    peaks, charts = read_printed(result)
    each = "; ".join(f"{listed(names)} (highest on {peaks[group]})" for group, names in found.groups.items())
    noise = f" Like no other: {listed(found.noise)}." if found.noise else ""
    answer = (
        f"By dynamic time warping with a window of {found.parameters['window']:g} of the time, of curves from {days_of(prices)} "
        f"with their size taken out, there are {len(found.groups)} groups: {each}. The days are those on which the mean curve of "
        f"a group is at its highest.{noise}"
    )
    yield final(answer, found, {group: f"highest on {peaks[group]}" for group in found.groups}, prices["source"], charts)
