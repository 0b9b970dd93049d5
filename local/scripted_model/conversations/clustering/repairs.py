"""A conversation in which a first try fails. The error says how to repair it."""

import re

from local.scripted_model.conversations.clustering.words import cluster, download, final, listed, read_clusters, read_download
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of
from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation

PAIRS = ("AAPL", "MSFT", "XOM", "CVX", "KO", "PEP")


@conversation("Are there pairs among Apple, Microsoft, Exxon, Chevron, Coca-Cola and Pepsi?", agent="clustering")
def pairs_of_six(question: str) -> Conversation:
    """Ask for groups of ten among six. The error says what is allowed."""
    movement = {"compare": "log_returns", "metric": "correlation", "min_samples": 1}
    [result] = yield [download(PAIRS, 5 * TRADING_DAYS_OF_A_YEAR)]
    prices = read_download(result)
    [result] = yield [cluster(prices, **movement, min_cluster_size=10)]
    if result.is_error:
        allowed = re.search(r"Allowed is (\d+) to (\d+)", result.content)
        if allowed is None:
            raise UnusableResultError(
                f"the clustering failed, and the error says nothing of what is allowed: {result.content[:300]}"
            )
        smallest = int(allowed[1])
        words = f"There are only {allowed[2]} series, so a group of {smallest} has to do."
        [result] = yield [Text(words), cluster(prices, **movement, min_cluster_size=smallest)]
    found = read_clusters(result)
    each = "; ".join(listed(names) for names in found.groups.values())
    noise = f" In none: {listed(found.noise)}." if found.noise else ""
    answer = f"By the correlation of their daily returns from {days_of(prices)} these belong together: {each}.{noise}"
    yield final(answer, found, {group: "moved together" for group in found.groups}, prices["source"])
