"""Groups in two periods: both are fetched and grouped at the same time, and the answer says whether the groups last."""

from itertools import combinations

from agents.clustering import CLUSTERING
from local.scripted_model.conversations.clustering.words import (
    LARGE_COMPANIES,
    Found,
    cluster,
    download,
    final,
    listed,
    read_clusters,
    read_download,
)
from local.scripted_model.conversations.results import TRADING_DAYS_OF_A_YEAR, days_of
from local.scripted_model.conversations.script import Conversation, Text, conversation


@conversation(CLUSTERING.questions[2], agent="clustering")
def year_and_decade(question: str) -> Conversation:
    results = yield [
        Text("Both periods at once."),
        *(download(LARGE_COMPANIES, years * TRADING_DAYS_OF_A_YEAR) for years in (1, 10)),
    ]
    prices = [read_download(result) for result in results]
    results = yield [
        Text("The same parameters for both."),
        *(cluster(each, compare="log_returns", metric="correlation", min_cluster_size=2, min_samples=1) for each in prices),
    ]
    year, decade = (read_clusters(result) for result in results)
    lasting = pairs(year) & pairs(decade)
    each = "; ".join(listed(names) for names in year.groups.values())
    kept = ", ".join(" and ".join(pair) for pair in sorted(lasting)) or "none"
    answer = (
        f"Of {len(pairs(year))} pairs that are in one group from {days_of(prices[0])}, {len(lasting)} are in one group from "
        f"{days_of(prices[1])} too: {kept}. The groups of the last year are: {each}."
    )
    what = {group: held(names, lasting) for group, names in year.groups.items()}
    yield final(answer, year, what, prices[0]["source"])


def pairs(found: Found) -> set[tuple[str, str]]:
    """Return every pair of series that are in one group."""
    return {pair for names in found.groups.values() for pair in combinations(sorted(names), 2)}


def held(names: list[str], lasting: set[tuple[str, str]]) -> str:
    both = list(combinations(sorted(names), 2))
    return f"{sum(pair in lasting for pair in both)} of its {len(both)} pairs hold over ten years"
