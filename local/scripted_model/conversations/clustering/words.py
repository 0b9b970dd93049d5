"""The sentences and results of the Time Series Clustering agent's conversations: an answer by its schema, groups and links in
results.
"""

from dataclasses import dataclass
from typing import Any

from local.scripted_model.conversations.results import link, named_files, read
from local.scripted_model.conversations.script import ToolResult, ToolUse, Turn, UnusableResultError

LARGE_COMPANIES = (
    *("AAPL", "AMD", "BAC", "BBY", "CVX", "GE", "HD", "JNJ", "JPM", "KO"),
    *("LLY", "MRK", "MSFT", "PEP", "PFE", "PG", "RRC", "UNH", "WMT", "XOM"),
)


@dataclass(frozen=True)
class Found:
    """The result of a clustering."""

    groups: dict[str, list[str]]
    """The names of each group's members, by its number."""
    noise: list[str]
    link: dict[str, str]
    """The link to the file that names each series' group."""
    chart: dict[str, str] | None
    parameters: dict[str, Any]


def in_words(text: str) -> ToolUse:
    return _answer(text, [], [], "No data were used.", [])


def final(answer: str, found: Found, what: dict[str, str], source: str, charts: list[dict[str, str]] | None = None) -> Turn:
    """Return the final answer.

    what: a description of each group by its number. Groups without one are left out.
    """
    groups = [{"group": group, "series": found.groups[group], "what": text} for group, text in what.items()]
    return [_answer(answer, groups, found.noise, source, charts or [])]


def download(tickers: tuple[str, ...], days: int) -> ToolUse:
    return ToolUse("download_tickers_data", {"tickers": list(tickers), "days": days})


def read_download(result: ToolResult) -> dict[str, Any]:
    """Return the links to the series and their days, with the first and last day and the source."""
    return read(result, "bucket", "key", "dates", "tickers", "source", "first_day", "last_day")


def cluster(downloaded: dict[str, Any], **given: Any) -> ToolUse:
    return ToolUse("calculate_hdbscan_clusters", {**link(downloaded), **given})


def read_clusters(result: ToolResult) -> Found:
    """Return the groups. Raises UnusableResultError if there is none."""
    content = read(result, "cluster_map", "noise_points", "groups", "parameters")
    if not content["cluster_map"]:
        raise UnusableResultError("no two series are alike enough to be a group")
    chart = link(content["chart"]) if "chart" in content else None
    return Found(content["cluster_map"], content["noise_points"], link(content["groups"]), chart, content["parameters"])


def run_python(code: str, **files: dict[str, str]) -> ToolUse:
    """Return a tool use that runs code on files. Each file is given by its link under its name without `.csv`."""
    return ToolUse("execute_python", {"code": code, "files": named_files(**files)})


def listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _answer(answer: str, groups: list[dict[str, Any]], noise: list[str], source: str, charts: list[dict[str, str]]) -> ToolUse:
    given = {"answer": answer, "groups": groups, "noise": noise, "source": source, "charts": charts}
    return ToolUse("final_answer", given)
