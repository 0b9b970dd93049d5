"""Tools in different languages pass data on by S3: one run of the clustering agent, and a query result that others read.

The numbers are compared with what pandas, numpy and scikit-learn make of the same file, which know nothing of the tools.
"""

import io
import itertools
import json
import math
import re
import struct
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import HDBSCAN

from agents import AGENTS
from local.built_function import BuiltFunction
from tests.end_to_end.conftest import Deployed

PNG = b"\x89PNG\r\n\x1a\n"
TRADING_DAYS = 252


class Run:
    """One run that has ended: its conversation, and what its tools have stored."""

    def __init__(self, deployed: Deployed, answer: dict[str, Any]):
        self.answer, self.arn = answer, answer["execution_arn"]
        self._s3 = deployed.client("s3")
        self._states = deployed.client("stepfunctions")
        # The question is text, all else is blocks.
        contents = [message["content"] for message in deployed.messages(self.arn)]
        blocks = [block for content in contents if not isinstance(content, str) for block in content]
        self.uses = {block["id"]: block for block in blocks if block["type"] == "tool_use"}
        self.results = {block["tool_use_id"]: block for block in blocks if block["type"] == "tool_result"}

    def of(self, tool: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The input and the content of the last call of a tool that went well."""
        [*_, id] = [id for id, use in self.uses.items() if use["name"] == tool and not self.results[id]["is_error"]]
        return self.uses[id]["input"], json.loads(self.results[id]["content"])

    def read(self, link: dict[str, Any]) -> bytes:
        return self._s3.get_object(Bucket=link["bucket"], Key=link["key"])["Body"].read()

    def states(self) -> str:
        """All that went through the state machine: the inputs and outputs of every state."""
        pages = self._states.get_paginator("get_execution_history").paginate(executionArn=self.arn, includeExecutionData=True)
        events = [event for page in pages for event in page["events"]]
        assert any(event["type"] == "ExecutionSucceeded" for event in events)
        return json.dumps(events, default=str)


@pytest.fixture(scope="module")
def run(all_agents: Deployed) -> Run:
    """The first question of the clustering agent: Python writes prices, Rust clusters, Java computes, Python draws."""
    question = AGENTS["clustering"].questions[0]
    answer = all_agents.ask(question, agent="clustering")
    assert (answer["status"], answer["stop_reason"]) == ("SUCCEEDED", "answered")
    return Run(all_agents, answer)


@pytest.fixture(scope="module")
def prices(run: Run) -> pd.DataFrame:
    """The series file that Python wrote: a row for each ticker."""
    _, written = run.of("download_tickers_data")
    return pd.read_csv(io.BytesIO(run.read(written)), header=None, index_col=0)


def test_tools_of_three_languages_took_part(run: Run) -> None:
    names = [use["name"] for use in run.uses.values()]
    for tool in ("download_tickers_data", "calculate_hdbscan_clusters", "calculate_volatility", "execute_python"):
        assert tool in names


def test_the_file_has_the_prices_that_were_asked_for(run: Run, prices: pd.DataFrame) -> None:
    asked, written = run.of("download_tickers_data")
    assert list(prices.index) == written["tickers"]
    assert set(prices.index) | set(written["missing"]) == {ticker.upper() for ticker in asked["tickers"]}
    assert prices.shape == (written["series"], written["points"])
    assert ((prices > 0) & np.isfinite(prices)).all(axis=None)


def pairs(text: str) -> set[tuple[float, float]]:
    """Each number of a text with the one that follows it."""
    return set(itertools.pairwise(map(float, re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?", text))))


def test_only_links_are_in_the_messages_and_in_the_states(run: Run) -> None:
    """A single number could be the same by chance; two prices that follow each other in the file are not."""
    _, written = run.of("download_tickers_data")
    lines = run.read(written).decode("utf-8").splitlines()
    in_the_file = set().union(*(pairs(line.split(",", 1)[1]) for line in lines))
    assert len(in_the_file) > 1000
    states = run.states()
    assert written["key"] in states
    assert pairs(states) & in_the_file == set()
    # As they would stand in a state: JSON in the text of a result.
    assert len(pairs(states + json.dumps(json.dumps({"lines": lines}))) & in_the_file) == len(in_the_file)


def test_each_file_is_handed_on_by_the_link_that_was_returned(run: Run) -> None:
    link = {key: run.of("download_tickers_data")[1][key] for key in ("bucket", "key")}
    clustering, clusters = run.of("calculate_hdbscan_clusters")
    volatility, _ = run.of("calculate_volatility")
    assert clustering.items() >= link.items()
    assert volatility.items() >= link.items()
    assert volatility["groups"] == {key: clusters["groups"][key] for key in ("bucket", "key")}
    drawing, _ = run.of("execute_python")
    assert link.items() <= drawing["files"][0].items()


def test_the_chart_is_a_picture_in_s3(run: Run) -> None:
    [figure] = run.of("execute_python")[1]["figures"]
    picture = run.read(figure)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(PNG)
    assert (width >= 400, height >= 300) == (True, True)


def volatility_percent(series: pd.DataFrame) -> pd.Series:
    """The annualised volatility of each row, in percent."""
    returns = np.diff(np.log(series.to_numpy()), axis=1)
    return pd.Series(returns.std(axis=1) * math.sqrt(TRADING_DAYS) * 100, series.index)


def clusters_of(series: pd.DataFrame, asked: dict[str, Any]) -> set[frozenset[str]]:
    """What scikit-learn finds in them, by the same parameters: the clusters, which have no names."""
    assert asked.keys() <= {"bucket", "key", "compare", "metric", "min_cluster_size", "min_samples", "chart"}
    values = series.to_numpy()
    if asked.get("compare") == "log_returns":
        values = np.diff(np.log(values), axis=1)
    assert asked.get("metric", "correlation") == "correlation"
    distances = np.clip(1 - np.corrcoef(values), 0, None)
    np.fill_diagonal(distances, 0)
    size = asked.get("min_cluster_size", min(5, max(2, len(series) // 4)))
    model = HDBSCAN(metric="precomputed", min_cluster_size=size, min_samples=asked.get("min_samples", size), copy=True)
    labels = pd.Series(model.fit(distances).labels_, series.index)
    return {frozenset(names) for label, names in labels.groupby(labels).groups.items() if label >= 0}


def test_rust_finds_the_clusters_that_scikit_learn_finds(run: Run, prices: pd.DataFrame) -> None:
    asked, found = run.of("calculate_hdbscan_clusters")
    expected = clusters_of(prices, asked)
    assert len(expected) >= 2
    assert {frozenset(names) for names in found["cluster_map"].values()} == expected
    assert set(found["noise_points"]) == set(prices.index) - frozenset().union(*expected)
    groups = pd.read_csv(io.BytesIO(run.read(found["groups"])), index_col="name", dtype=str)["group"]
    named = {name: group for group, names in found["cluster_map"].items() for name in names}
    assert groups.to_dict() == named | dict.fromkeys(found["noise_points"], "noise")


def test_java_computes_the_volatility_of_each_group_of_rust(run: Run, prices: pd.DataFrame) -> None:
    _, clusters = run.of("calculate_hdbscan_clusters")
    groups = pd.read_csv(io.BytesIO(run.read(clusters["groups"])), index_col="name")["group"].astype(str)
    assert sorted(groups.index) == sorted(prices.index)
    expected = volatility_percent(prices)
    # A portfolio that is bought and held: equal parts at the first value.
    worth = prices.div(prices.iloc[:, 0], axis=0)
    _, answered = run.of("calculate_volatility")
    assert {group["group"] for group in answered["groups"]} == set(groups)
    for group in answered["groups"]:
        members = groups.index[groups == group["group"]]
        of_members = expected[members]
        held = worth.loc[members].mean(axis=0).to_numpy()
        portfolio = np.diff(np.log(held)).std() * math.sqrt(TRADING_DAYS) * 100
        assert {name: group[name] for name in ("series", "series_with_result")} == dict.fromkeys(
            ("series", "series_with_result"), len(members)
        )
        assert {name: value for name, value in group.items() if isinstance(value, float)} == pytest.approx(
            {
                "mean": of_members.mean(),
                "median": of_members.median(),
                "standard_deviation": of_members.std(ddof=0),
                "min": of_members.min(),
                "max": of_members.max(),
                "portfolio_volatility_percent": portfolio,
            },
            rel=1e-9,
            abs=1e-9,
        )


FIRST, LAST = 1901, 2025
RUNS_PER_GAME = (
    "SELECT franchID, "
    + ", ".join(f"MAX(CASE WHEN yearID = {year} THEN 1.0 * R / G END) AS y{year}" for year in range(FIRST, LAST + 1))
    + f" FROM Teams WHERE yearID BETWEEN {FIRST} AND {LAST} GROUP BY franchID HAVING COUNT(*) = {LAST - FIRST + 1}"
)
"""A name and numbers in each row, so that its result is a series file; with all digits, so that it is too big to be shown."""


@pytest.fixture
def use(built_tool: Callable[..., BuiltFunction], bucket: str) -> Iterator[Callable[..., dict[str, Any]]]:
    """Uses a tool of a built function as a run does; gives what the model reads."""

    def call(function: str, tool: str, given: dict[str, Any]) -> dict[str, Any]:
        run = {"execution": "e", "agent": "sql", "results": {"bucket": bucket, "prefix": "runs/e/"}}
        answer = built_tool(function).invoke({"id": f"toolu_{tool}", "name": tool, "input": given, "run": run})
        assert answer.error is None
        assert answer.result["is_error"] is False, answer.result["content"]
        return json.loads(answer.result["content"])

    return call


@pytest.fixture
def runs_per_game(use: Callable[..., dict[str, Any]], bucket: str) -> tuple[dict[str, str], pd.DataFrame]:
    """The link to a query's result, and what pandas reads from it."""
    found = use("db-interface", "execute_sql_query", {"sql_query": RUNS_PER_GAME})
    link = {"bucket": found["bucket"], "key": found["key"]}
    body = boto3.client("s3").get_object(Bucket=bucket, Key=link["key"])["Body"].read()
    series = pd.read_csv(io.BytesIO(body), index_col="franchID")
    assert series.shape == (16, LAST - FIRST + 1)
    return link, series


def test_java_reads_a_query_result_that_sql_has_stored(
    use: Callable[..., dict[str, Any]], runs_per_game: tuple[dict[str, str], pd.DataFrame]
) -> None:
    link, series = runs_per_game
    answered = use("stock-analyzer", "calculate_volatility", link)
    expected = volatility_percent(series)
    assert {row["name"]: row["volatility_percent"] for row in answered["results"]} == pytest.approx(expected.to_dict(), rel=1e-9)


def test_rust_reads_a_query_result_that_sql_has_stored(
    use: Callable[..., dict[str, Any]], runs_per_game: tuple[dict[str, str], pd.DataFrame]
) -> None:
    link, series = runs_per_game
    asked = {**link, "min_cluster_size": 3, "min_samples": 1}
    answered = use("rust-clustering", "calculate_hdbscan_clusters", asked)
    clustered = [name for names in answered["cluster_map"].values() for name in names]
    assert sorted([*clustered, *answered["noise_points"]]) == sorted(series.index)
    expected = clusters_of(series, asked)
    assert len(expected) >= 2
    assert {frozenset(names) for names in answered["cluster_map"].values()} == expected


def test_python_reads_a_query_result_that_sql_has_stored(
    use: Callable[..., dict[str, Any]], runs_per_game: tuple[dict[str, str], pd.DataFrame]
) -> None:
    link, series = runs_per_game
    code = "import pandas as pd\nround(pd.read_csv('runs.csv', index_col=0).to_numpy().sum(), 6)"
    answered = use("code-interpreter", "execute_python", {"code": code, "files": [{**link, "name": "runs.csv"}]})
    assert float(answered["value"].removeprefix("np.float64(").removesuffix(")")) == round(series.to_numpy().sum(), 6)


def test_on_the_stack_python_may_read_what_sql_has_stored(all_agents: Deployed) -> None:
    """By its role, and by a link that came from the model."""
    answer = all_agents.ask("At what age do batters hit best? Draw a chart.", agent="sql")
    run = Run(all_agents, answer)
    _, stored = run.of("execute_sql_query")
    drawing, drawn = run.of("execute_python")
    seasons = pd.read_csv(io.BytesIO(run.read(stored)))
    by_age = seasons.groupby("age").agg(players=("hits", "size"), hits=("hits", "sum"), at_bats=("at_bats", "sum"))
    average = (by_age.hits / by_age.at_bats)[by_age.players >= 100]
    assert f"best at the age of {average.idxmax()}, with an average of {average.max():.3f}" in answer["output"]["answer"]
    assert drawing["files"] == [{"bucket": stored["bucket"], "key": stored["key"], "name": "seasons.csv"}]
    assert run.read(drawn["figures"][0]).startswith(PNG)
