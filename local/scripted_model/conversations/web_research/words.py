"""The sentences and results of the Web Research agent's conversations: an answer by the agent's schema, findings in results."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from local.scripted_model.conversations.script import ToolResult, ToolUse, Turn, UnusableResultError

MOCK_SERVICE = "Mock service:"
"""The beginning of every text of the mock service. The real service's texts don't have it."""


@dataclass(frozen=True)
class Research:
    """The result of one research: texts with their sources by topic, and the errors of the topics that failed."""

    company: str
    found: dict[str, dict[str, Any]]
    failed: dict[str, str]

    @property
    def searched(self) -> bool:
        """True if any text comes from the web."""
        return any(not topic["text"].startswith(MOCK_SERVICE) for topic in self.found.values())


def in_words(text: str) -> ToolUse:
    return ToolUse("final_answer", {"answer": text, "findings": [], "gaps": [], "sources": []})


def research(company: str, *topics: str) -> ToolUse:
    return ToolUse("research_company", {"company": company, **({"topics": list(topics)} if topics else {})})


def read_research(result: ToolResult) -> Research:
    """Return the result of one research. Raises UnusableResultError that quotes the result."""
    if result.is_error:
        raise UnusableResultError(f"the research failed: {result.content[:300]}")
    try:
        content = json.loads(result.content)
        topics = content["information"]
        found = {name: {"text": topic["text"], "sources": topic["sources"]} for name, topic in topics.items() if "text" in topic}
        return Research(content["company"], found, {name: topics[name]["error"] for name in topics.keys() - found.keys()})
    except (KeyError, TypeError, ValueError) as wrong:
        raise UnusableResultError(f"the tool returned something unexpected: {result.content[:300]}") from wrong


def final(answer: str, *researches: Research) -> Turn:
    """Return the answer with all findings and gaps."""
    return [
        ToolUse(
            "final_answer",
            {
                "answer": answer,
                "findings": [
                    {
                        "company": each.company,
                        "topic": name,
                        "finding": topic["text"],
                        "sources": [source["url"] for source in topic["sources"]],
                    }
                    for each in researches
                    for name, topic in each.found.items()
                ],
                "gaps": [f"{each.company}, {name}: {error}" for each in researches for name, error in sorted(each.failed.items())],
                "sources": _once(researches),
            },
        )
    ]


def told(*researches: Research) -> str:
    """Summarize the researches in a few sentences: the first text of each company, or that nobody searched."""
    names = _and([each.company for each in researches])
    if not any(each.searched for each in researches):
        topics = _and(sorted({name for each in researches for name in each.found}))
        return (
            f"No web was searched: a mock service answered in the place of Perplexity, so this says nothing about {names}. It was "
            f"asked for {topics}. With the key of a Perplexity account the same question is answered with facts and their sources."
        )
    return " ".join(f"{each.company}: {next(iter(each.found.values()))['text']}" for each in researches if each.found)


def _once(researches: Iterable[Research]) -> list[dict[str, str]]:
    titles = {source["url"]: source["title"] for each in researches for topic in each.found.values() for source in topic["sources"]}
    return [{"title": title, "url": url} for url, title in titles.items()]


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
