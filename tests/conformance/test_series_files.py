"""Rust and Java read series files alike: each case of tests/events/series, by the built functions, with S3 by a real emulator.

No built function of Rust gives all values back. So they are compared as an example program of the same crate reads them.
"""

import base64
import json
import subprocess
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from local.built_function import BuiltFunction
from tests.conformance.case import EVENTS

KEY = "runs/run-1/series.csv"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['about']}")
    for path in sorted((EVENTS / "series").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]


def file_of(case: dict[str, Any]) -> bytes:
    repeat = case.get("repeat", {"line": "", "count": 0})
    begin = "".join(repeat["line"].replace("{number}", str(number)) for number in range(repeat["count"])).encode()
    return begin + (base64.b64decode(case["base64"]) if "base64" in case else case["text"].encode())


@pytest.fixture
def use(bucket: str) -> Callable[..., tuple[bool, str]]:
    """Call a tool of a function with a case. Return whether it is an error, and the content."""

    def call(function: BuiltFunction, tool: str, case: dict[str, Any], **given: Any) -> tuple[bool, str]:
        boto3.client("s3").put_object(Bucket=bucket, Key=KEY, Body=file_of(case))
        run = {"execution": "run-1", "agent": "time-series", "results": {"bucket": bucket, "prefix": "runs/run-1/"}}
        input = {"bucket": bucket, "key": KEY, **case.get("input", {}), **given}
        answer = function.invoke({"id": "toolu_1", "name": tool, "input": input, "run": run})
        assert answer.error is None, answer.error
        return answer.result["is_error"], answer.result["content"]

    return call


@pytest.mark.parametrize("case", CASES)
def test_java_reads_a_series_file_as_the_case_says(built_tool, use, case):
    is_error, content = use(built_tool("stock-analyzer"), "calculate_moving_average", case, window=1)
    if "refused" in case:
        assert (is_error, content) == (True, case["refused"])
        return
    assert not is_error, content
    result = json.loads(content)
    rows = result["results"]
    assert {
        "names": [row["name"] for row in rows],
        "values": [row["moving_average"] for row in rows],
        "header": result["header"],
        "orientation": result["orientation"],
        "newest_first": result.get("newest_first", False),
    } == case["reading"]


@pytest.mark.parametrize("case", CASES)
def test_rust_reads_a_series_file_as_the_case_says(clustering_program, tmp_path, case):
    path = tmp_path / "series.csv"
    path.write_bytes(file_of(case))
    given = {name: value for name, value in case.get("input", {}).items() if value != "auto"}
    command = [clustering_program, path, "{}", f"reading={json.dumps(given)}"]
    read = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    read.pop("seconds", None)
    assert read == ({"refused": case["refused"]} if "refused" in case else case["reading"])


def _can_be_clustered(case: dict[str, Any]) -> bool:
    return "refused" in case or (len(case["reading"]["names"]) > 1 and len(case["reading"]["values"][0]) > 1)


@pytest.mark.parametrize("case", [param for param in CASES if _can_be_clustered(param.values[0])])
def test_the_clustering_says_of_a_series_file_what_the_case_says(built_tool, use, case):
    is_error, content = use(built_tool("rust-clustering"), "calculate_hdbscan_clusters", case, min_cluster_size=2)
    if "refused" in case:
        assert (is_error, content) == (True, case["refused"])
        return
    assert not is_error, content
    result, reading = json.loads(content), case["reading"]
    named = [name for names in result["cluster_map"].values() for name in names] + result["noise_points"]
    assert sorted(named) == sorted(reading["names"])
    assert result["points"] == len(reading["values"][0])
    assert (result["header"], result["orientation"]) == (reading["header"], reading["orientation"])
    assert result.get("newest_first", False) == reading["newest_first"]
