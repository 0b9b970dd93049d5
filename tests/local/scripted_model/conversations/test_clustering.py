"""Every conversation of the Time Series Clustering agent against the real tools and the bundled prices.

Groups are compared with those of scikit-learn, on distances by numpy and aeon of the prices in the database itself.
"""

import json
import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path

import boto3
import numpy as np
import pytest
from aeon.distances import dtw_pairwise_distance
from sklearn.cluster import HDBSCAN

from local.scripted_model.conversations import SCRIPTS, ToolResult, ToolUse, play
from local.scripted_model.conversations.clustering.words import LARGE_COMPANIES

QUESTIONS = list(SCRIPTS["clustering"].conversations)
BUNDLED = {"yfinance": {"SETTING_SOURCE": "bundled"}}


@pytest.fixture
def ask(drive, built_tools_of):
    return lambda question: drive(question, built_tools_of("clustering", BUNDLED), "clustering")


@pytest.fixture
def prices(tool_function):
    """The last bundled prices of some tickers, asked of the database itself: a row for each."""
    path = Path(tool_function("yfinance").__file__).parent / "prices.sqlite"
    sql = (
        "SELECT close FROM prices JOIN series ON series.id = prices.series WHERE ticker = ? AND dataset = 'skfolio' "
        "AND close IS NOT NULL ORDER BY day DESC LIMIT ?"
    )

    def read(days, tickers=LARGE_COMPANIES):
        with closing(sqlite3.connect(path)) as database:
            rows = [database.execute(sql, [ticker, days]).fetchall() for ticker in tickers]
        return np.array(rows)[:, ::-1, 0]

    return read


def returns(values):
    return np.diff(np.log(values), axis=1)


def movement(values):
    """1 - the correlation of log returns."""
    distances = np.clip(1 - np.corrcoef(returns(values)), 0, None)
    np.fill_diagonal(distances, 0)
    return distances


def groups(distances, min_samples, tickers=LARGE_COMPANIES):
    """The groups of two or more that scikit-learn finds, and what is in none."""
    model = HDBSCAN(metric="precomputed", min_cluster_size=2, min_samples=min_samples, copy=True)
    labels = model.fit(distances).labels_
    found = {frozenset(np.array(tickers)[labels == label].tolist()) for label in set(labels) if label >= 0}
    return found, set(tickers) - set().union(*found)


def answered(output):
    return {frozenset(group["series"]) for group in output["groups"]}, set(output["noise"])


def stored(link):
    return boto3.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])["Body"].read()


def test_groups_that_move_together_with_the_volatility_of_each(ask, prices):
    played = ask("which of twenty large us companies move together and which group moves most")
    assert played.uses() == [
        ["download_tickers_data"],
        ["calculate_hdbscan_clusters"],
        ["calculate_volatility"],
        ["execute_python"],
        ["final_answer"],
    ]
    values = prices(504)
    expected, noise = groups(movement(values), 2)
    assert len(expected) == 5
    assert answered(played.output) == (expected, noise)
    of_each = dict(zip(LARGE_COMPANIES, returns(values).std(axis=1) * np.sqrt(252) * 100, strict=True))
    volatility = [np.mean([of_each[ticker] for ticker in group["series"]]) for group in played.output["groups"]]
    assert volatility == sorted(volatility, reverse=True)
    grown = dict(zip(LARGE_COMPANIES, values[:, -1] / values[:, 0], strict=True))
    for group, percent in zip(played.output["groups"], volatility, strict=True):
        growth = np.mean([grown[ticker] for ticker in group["series"]])
        assert group["what"] == f"volatility {percent:.1f} %, {growth:.2f} times the first day's price"
    answer = played.output["answer"]
    assert f"CVX, RRC and XOM ({max(volatility):.1f} %)" in answer
    assert answer.endswith(" Like none of these: LLY, MRK, PFE and WMT.")
    assert "bundled prices, not live" in played.output["source"]
    [chart] = played.output["charts"]
    assert stored(chart).startswith(b"\x89PNG\r\n\x1a\n")


def test_files_go_from_tool_to_tool_by_their_links(ask):
    played = ask(QUESTIONS[0])
    download, clusters = (json.loads(played.results[turn][0].content) for turn in (0, 1))
    given = [played.turns[turn][-1].input for turn in (1, 2, 3)]
    prices, found = ({key: of[key] for key in ("bucket", "key")} for of in (download, clusters["groups"]))
    assert given[0].items() >= prices.items()
    assert given[1] == {**prices, "groups": found}
    assert [each["name"] for each in given[2]["files"]] == ["prices.csv", "groups.csv", "dates.csv"]
    assert [each["key"] for each in given[2]["files"]] == [prices["key"], found["key"], download["dates"]["key"]]
    lines = stored(found).decode().splitlines()
    assert lines[0] == "name,group"
    assert sorted(line.split(",")[0] for line in lines[1:]) == sorted(LARGE_COMPANIES)


def test_those_that_move_like_no_other(ask, prices):
    played = ask("Which of twenty large US companies move like no other?")
    expected, noise = groups(movement(prices(2520)), 1)
    assert answered(played.output) == (expected, noise)
    assert len(noise) >= 3
    assert all(ticker in played.output["answer"].removeprefix("In no group: ").split(". ")[0] for ticker in noise)


def test_curves_that_look_alike_when_they_are_shifted(ask, prices):
    played = ask("Whose price curves look alike, even if they are shifted in time?")
    assert played.uses() == [["download_tickers_data"], ["calculate_hdbscan_clusters"], ["execute_python"], ["final_answer"]]
    values = prices(504)
    shapes = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    expected = groups(dtw_pairwise_distance(shapes[:, np.newaxis], window=0.1), 2)
    assert len(expected[0]) == 2
    assert answered(played.output) == expected
    file = played.turns[2][-1].input["files"][0]
    means = {line.split(",")[0]: np.array(line.split(",")[1:], float) for line in stored(file).decode().splitlines()}
    for group in played.output["groups"]:
        of_members = [shapes[LARGE_COMPANIES.index(ticker)] for ticker in group["series"]]
        assert means[group["group"]] == pytest.approx(np.mean(of_members, axis=0))
    assert "window of 0.1 of the time" in played.output["answer"]
    assert len(played.output["charts"]) == 1


def test_two_periods_are_fetched_and_grouped_at_once(ask, prices):
    played = ask("Do the groups of the last year hold over ten years?")
    assert played.uses() == [
        ["download_tickers_data", "download_tickers_data"],
        ["calculate_hdbscan_clusters", "calculate_hdbscan_clusters"],
        ["final_answer"],
    ]
    year, decade = (
        {frozenset(pair) for group in groups(movement(prices(days)), 1)[0] for pair in combinations(group, 2)}
        for days in (252, 2520)
    )
    answer = played.output["answer"]
    assert answer.startswith(f"Of {len(year)} pairs that are in one group from ")
    assert f", {len(year & decade)} are in one group from " in answer
    assert 0 < len(year & decade) < len(year)


def test_a_group_size_that_is_too_large_is_repaired_from_the_error(ask, prices):
    played = ask("Are there pairs among Apple, Microsoft, Exxon, Chevron, Coca-Cola and Pepsi?")
    assert [use for turn in played.uses() for use in turn].count("calculate_hdbscan_clusters") == 2
    [error] = played.errors()
    assert error == "min_cluster_size is 10. Allowed is 2 to 6, the number of series in the file."
    tickers = ("AAPL", "MSFT", "XOM", "CVX", "KO", "PEP")
    expected, noise = groups(movement(prices(1260, tickers)), 1, tickers)
    assert expected == {frozenset(pair) for pair in (("AAPL", "MSFT"), ("XOM", "CVX"), ("KO", "PEP"))}
    assert answered(played.output) == (expected, noise)
    assert played.output["answer"].endswith("these belong together: XOM and CVX; AAPL and MSFT; KO and PEP.")


STRANGE = [
    ToolResult("The tool crashed: States.TaskFailed", is_error=True),
    ToolResult("", is_error=False),
    ToolResult("[]", is_error=False),
    ToolResult('{"cluster_map": {}, "noise_points": [], "groups": {"bucket": "b", "key": "k"}, "parameters": {}}'),
    ToolResult('{"bucket": "b", "key": "k", "source": "s"}'),
    ToolResult('{"stdout": "", "value": null, "figures": []}', is_error=False),
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("strange", STRANGE, ids=lambda result: result.content[:20] or "empty")
def test_whatever_the_tools_return_a_conversation_ends_with_an_answer(drive, question, strange):
    played = drive(question, lambda tool_use, id: strange, "clustering")
    assert played.output["answer"].startswith("I can't answer this: ")
    assert played.output["groups"] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_conversation_knows_its_answer_before_the_tools_do(question):
    turn = play("clustering", question, [])
    assert [block for block in turn if isinstance(block, ToolUse)]
    assert all(block.name != "final_answer" for block in turn if isinstance(block, ToolUse))
