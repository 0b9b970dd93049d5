"""The tool as it is deployed: the built function as a process, with its files in S3."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import boto3
import numpy as np
import pytest

from local.built_function import Answer, BuiltFunction

KEY = "runs/run-1/toolu_0.csv"
# Two shapes, three times each, and one that is like neither.
SERIES = {
    "slow0": [1, 2, 4, 5, 7, 8.5],
    "slow1": [1, 2.2, 4, 5, 7.1, 8.5],
    "slow2": [1.1, 2, 4.1, 5, 7, 8.4],
    "early0": [1, 6, 7, 7.5, 7.8, 8],
    "early1": [1, 6, 7.1, 7.5, 7.9, 8],
    "early2": [1.2, 6, 7, 7.4, 7.8, 8.1],
    "odd": [1, 9, -3, 2, 8, -1],
}
TWO = {"min_cluster_size": 2, "min_samples": 2}


@pytest.fixture
def function(built_tool: Callable[..., BuiltFunction]) -> BuiltFunction:
    return built_tool("rust-clustering")


@pytest.fixture
def use(function: BuiltFunction, bucket: str) -> Callable[..., Answer]:
    """Puts a file where a tool of this run would have put it, and clusters it."""

    def call(text: str | bytes, run: bool = True, by: BuiltFunction = function, **given: Any) -> Answer:
        boto3.client("s3").put_object(Bucket=bucket, Key=KEY, Body=text)
        event = {
            "id": "toolu_1",
            "name": "calculate_hdbscan_clusters",
            "input": {"bucket": bucket, "key": KEY, **given},
        }
        if run:
            event["run"] = {"execution": "e", "agent": "clustering", "results": {"bucket": bucket, "prefix": "runs/run-1/"}}
        answer = by.invoke(event)
        assert answer.error is None, answer.error
        return answer

    return call


def good(answer: Answer) -> dict[str, Any]:
    assert answer.result["is_error"] is False, answer.result["content"]
    return json.loads(answer.result["content"])


def refused(answer: Answer) -> str:
    assert answer.result["is_error"] is True
    return answer.result["content"]


def written(series: dict[str, list[float]], header: str = "") -> str:
    return header + "".join(f"{name},{','.join(map(str, values))}\n" for name, values in series.items())


def stored(link: dict[str, Any]) -> str:
    body = boto3.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])["Body"].read()
    assert len(body) == link["bytes"]
    return body.decode()


def test_each_series_is_in_one_cluster_or_noise_and_parameters_are_said(use, bucket):
    found = good(use(written(SERIES), **TWO))
    groups = found.pop("groups")
    assert found == {
        "clusters": 2,
        "cluster_map": {"0": ["slow0", "slow1", "slow2"], "1": ["early0", "early1", "early2"]},
        "noise_points": ["odd"],
        "nearest_to_mean": {"0": "slow0", "1": "early0"},
        "series": 7,
        "points": 6,
        "header": None,
        "orientation": "rows",
        "parameters": {
            "compare": "values",
            "metric": "correlation",
            "normalise": True,
            "min_cluster_size": 2,
            "min_samples": 2,
            "cluster_selection_method": "eom",
            "cluster_selection_epsilon": 0.0,
            "allow_single_cluster": False,
        },
    }
    assert (groups["bucket"], groups["key"]) == (bucket, "runs/run-1/toolu_1/groups.csv")


def test_the_groups_file_has_a_line_for_each_series_with_its_name_as_it_was(use):
    names = ["a,b", 'c"d', "Größe", "e f", "g", "h", "odd"]
    series = dict(zip(names, SERIES.values(), strict=True))
    text = "".join('"{}",{}\n'.format(name.replace('"', '""'), ",".join(map(str, values))) for name, values in series.items())
    found = good(use(text, **TWO))
    lines = list(csv.reader(io.StringIO(stored(found["groups"]))))
    assert lines == [["name", "group"], *map(list, zip(names, ["0"] * 3 + ["1"] * 3 + ["noise"], strict=True))]


def test_the_charts_file_has_the_mean_of_each_group(use):
    found = good(use(written(SERIES), chart=True, **TWO))
    rows = {row[0]: np.array(row[1:], float) for row in csv.reader(io.StringIO(stored(found["chart"])))}
    assert list(rows) == ["0", "1", "noise"]
    values = np.array(list(SERIES.values()))
    shapes = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    assert rows["0"] == pytest.approx(shapes[:3].mean(axis=0))
    assert rows["noise"] == pytest.approx(shapes[6])


def test_columns_are_series_where_lines_are_dates(use):
    lines = "".join(f"2024-01-{day + 1:02},{','.join(str(series[day]) for series in SERIES.values())}\n" for day in range(6))
    of_columns = good(use(f"Date,{','.join(SERIES)}\n{lines}", **TWO))
    of_rows = good(use(written(SERIES), **TWO))
    assert of_columns.pop("header") == "Date, slow0, slow1, slow2, early0, early1, early2, odd"
    assert of_columns.pop("orientation") == "columns"
    assert [of_rows.pop("header"), of_rows.pop("orientation")] == [None, "rows"]
    assert of_columns == of_rows
    of_dates = good(use(f"Date,{','.join(SERIES)}\n{lines}", orientation="rows", **TWO))
    assert (of_dates["series"], of_dates["points"], of_dates["orientation"]) == (6, 7, "rows")


def test_series_of_one_value_are_refused(use):
    assert refused(use("a,1\nb,2\n")) == "The series have 1 value each. Clustering needs 2 or more."


def test_changes_are_compared_where_they_are_asked_for(use):
    prices = {name: np.exp(np.cumsum(values)).tolist() for name, values in SERIES.items()}
    of_changes = good(use(written(prices), compare="log_returns", metric="euclidean", normalise=False, min_cluster_size=2))
    assert (
        of_changes["parameters"] | {"compare": "log_returns", "metric": "euclidean", "normalise": False} == of_changes["parameters"]
    )
    changes = {name: values[1:] for name, values in SERIES.items()}
    of_values = good(use(written(changes), metric="euclidean", normalise=False, min_cluster_size=2))
    assert of_changes["cluster_map"] == of_values["cluster_map"]
    text = refused(use(written(SERIES), compare="log_returns"))
    assert text.startswith('log_returns need values above 0, and value 3 of "odd" is -3.')


@pytest.mark.parametrize(
    "text", ["", "a,1,2,3\nb,1,two,3\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"], ids=["empty", "a word", "a picture"]
)
def test_the_process_lives_on_after_a_file_that_is_refused(use, function, text):
    starts = function.starts
    refused(use(text, min_cluster_size=2))
    good(use(written(SERIES), **TWO))
    assert function.starts - starts <= 1


def test_parameters_that_do_not_fit_the_file_are_answered_with_what_is_allowed(use):
    assert refused(use(written(SERIES), min_cluster_size=8)) == (
        "min_cluster_size is 8. Allowed is 2 to 7, the number of series in the file."
    )
    assert refused(use(written(SERIES), metric="euclidean", window=0.1)).startswith("window is for dtw only.")
    assert "cosine" in refused(use(written(SERIES), metric="cosine"))


def test_dtw_that_would_take_too_long_is_refused_at_once_with_what_to_do(use):
    random = np.random.default_rng(1)
    text = written({f"s{n}": row for n, row in enumerate(random.integers(0, 9, (3000, 250)).tolist())})
    message = refused(use(text, metric="dtw"))
    assert message.startswith("3000 series of 250 values are too much for dtw: 281.2 thousand million cells of tables, of which ")
    assert "Choose a smaller window (0.1 takes a fifth), take fewer series" in message


def test_a_result_that_is_too_big_is_stored_and_shown_in_short(use):
    random = np.random.default_rng(2)
    shapes = random.normal(size=(60, 40)).cumsum(axis=1)
    rows = shapes[np.arange(3000) % 60] + random.normal(size=(3000, 40)) * 0.05
    names = [f"a series with the rather long name {n}" for n in range(3000)]
    content = good(use(written(dict(zip(names, rows.tolist(), strict=True)))))
    assert content["key"] == "runs/run-1/toolu_1/result.json"
    preview = content["preview"]
    assert len(json.dumps(preview)) < 4096
    assert (preview["clusters"], preview["series"], len(preview["largest_clusters"])) == (60, 3000, 20)
    assert preview["largest_clusters"][0]["size"] == 50
    whole = json.loads(stored({key: content[key] for key in ("bucket", "key", "bytes")}))
    members = [name for members in whole["cluster_map"].values() for name in members]
    assert sorted([*members, *whole["noise_points"]]) == sorted(names)
    groups = list(csv.reader(io.StringIO(stored(preview["groups"]))))
    assert [name for name, _ in groups[1:]] == names


def test_without_a_run_the_clusters_are_shown_and_no_file_is_written(use, bucket):
    found = good(use(written(SERIES), run=False, **TWO))
    assert found["clusters"] == 2
    assert "groups" not in found
    assert [each["Key"] for each in boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]] == [KEY]
    assert "without a run" in refused(use(written(SERIES), run=False, chart=True, **TWO))


def test_the_answer_is_the_same_for_any_number_of_threads(use, built_tool):
    random = np.random.default_rng(3)
    text = written({f"s{n}": row for n, row in enumerate(random.normal(size=(200, 30)).cumsum(axis=1).tolist())})
    answers = [
        use(text, by=built_tool("rust-clustering", {"RAYON_NUM_THREADS": threads}), metric="dtw", min_cluster_size=3).result
        for threads in ("1", "3")
    ]
    assert answers[0] == answers[1]
