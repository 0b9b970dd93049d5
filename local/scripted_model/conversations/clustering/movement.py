"""Prices that move together: Python writes them, Rust groups them, Java measures how much each group moves, Python draws it."""

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
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of, link, read, read_printed
from local.scripted_model.conversations.script import Conversation, Text, ToolUse, UnusableResultError, conversation

GROWTH_OF_GROUPS = """\
import json

import matplotlib.pyplot as plt
import pandas as pd

prices = pd.read_csv("prices.csv", header=None, index_col=0)
groups = pd.read_csv("groups.csv", index_col="name", dtype=str)["group"]
dates = pd.to_datetime(pd.read_csv("dates.csv", header=None)[0])
growth = prices.div(prices.iloc[:, 0], axis=0).groupby(groups).mean().T.set_axis(dates)
members = groups.groupby(groups).apply(lambda group: ", ".join(group.index))

figure, axes = plt.subplots(figsize=(10, 5.5))
for group in growth:
    noise = group == "noise"
    axes.plot(growth[group], label=f"{group}: {members[group]}", color="grey" if noise else None, linestyle=":" if noise else "-")
axes.axhline(1, color="black", linewidth=0.5)
axes.set_title(f"What 1 became in each group, {dates.iloc[0]:%Y-%m-%d} to {dates.iloc[-1]:%Y-%m-%d} (mean of its members)")
axes.set_ylabel("times the first day's price")
axes.grid(alpha=0.3)
axes.legend(fontsize=8, loc="upper left")
print(json.dumps({group: round(float(growth[group].iloc[-1]), 2) for group in growth}))
"""


@conversation(
    CLUSTERING.questions[0],
    "Which of twenty large US companies move together, and which group moves most?",
    agent="clustering",
)
def together(question: str) -> Conversation:
    [result] = yield [
        Text("Two years of daily prices, adjusted."),
        download(LARGE_COMPANIES, 2 * TRADING_DAYS_OF_A_YEAR),
    ]
    prices = read_download(result)
    [result] = yield [
        Text("Groups by the correlation of daily returns. With twenty series two may be a group."),
        cluster(prices, compare="log_returns", metric="correlation", min_cluster_size=2, min_samples=2),
    ]
    found = read_clusters(result)
    [result] = yield [
        Text("How much each group moves."),
        ToolUse("calculate_volatility", {**link(prices), "groups": found.link}),
    ]
    volatility = {each["group"]: each["mean"] for each in read(result, "groups")["groups"] if each.get("mean") is not None}
    if not volatility.keys() >= found.groups.keys():
        raise UnusableResultError(f"the result has no volatility of some groups: {result.content[:300]}")
    files = {"prices": link(prices), "groups": found.link, "dates": link(prices["dates"])}
    [result] = yield [Text("Now the chart."), run_python(GROWTH_OF_GROUPS, **files)]
    growth, charts = read_printed(result)
    order = sorted(found.groups, key=lambda group: -volatility[group])
    each = "; ".join(f"{listed(found.groups[group])} ({volatility[group]:.1f} %)" for group in order)
    noise = f" Like none of these: {listed(found.noise)}." if found.noise else ""
    answer = (
        f"From {days_of(prices)} there are {len(order)} groups by the correlation of daily returns, with the mean annualised "
        f"volatility of their members: {each}. The first of these moves most, the last least.{noise}"
    )
    what = {group: f"volatility {volatility[group]:.1f} %, {growth[group]:.2f} times the first day's price" for group in order}
    yield final(answer, found, what, prices["source"], charts)


@conversation(CLUSTERING.questions[3], agent="clustering")
def loners(question: str) -> Conversation:
    [result] = yield [Text("Ten years say more about this than one."), download(LARGE_COMPANIES, 10 * TRADING_DAYS_OF_A_YEAR)]
    prices = read_download(result)
    [result] = yield [cluster(prices, compare="log_returns", metric="correlation", min_cluster_size=2, min_samples=1)]
    found = read_clusters(result)
    in_groups = "; ".join(listed(names) for names in found.groups.values())
    alone = f"In no group: {listed(found.noise)}." if found.noise else "None: each belongs to a group."
    answer = f"{alone} By their daily returns from {days_of(prices)} these move together: {in_groups}."
    yield final(
        answer, found, {group: f"{len(names)} that move together" for group, names in found.groups.items()}, prices["source"]
    )
