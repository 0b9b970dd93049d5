"""The findings as a table and as JSON. Both are made to be sent, so nothing of the account is in them."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.untrusted import clean, one_line
from cli.verify.finding import FAILED, NOT_SEEN, NOTED, PASSED, Check, Finding

STYLES = {PASSED: "green", FAILED: "bold red", NOT_SEEN: "yellow", NOTED: "dim"}
MOST_SEEN = 600

ARN = re.compile(r"\barn:[\w-]+:([\w-]+):[\w-]*:\d*:[^\s,\"']+")
ACCOUNT = re.compile(r"(?<![\d.])\d{12}(?!\d)")
IDENTIFIER = re.compile(r"\b(AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA)[A-Z0-9]{12,}\b")
KEY = re.compile(r"\b(?:sk|key|xai|gsk|AIza)[-_]?[A-Za-z0-9_-]{16,}\b")
SIGNATURE = re.compile(r"(?i)(X-Amz-(?:Signature|Credential|Security-Token)=)[^\s&\"']+")
ADDRESS = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")


@dataclass(frozen=True)
class Row:
    check: Check
    finding: Finding


def redacted(text: str, *names: str) -> str:
    """Return a text without account numbers, ARNs, keys, signatures and e-mail addresses.

    names: of the account's own, such as its bucket.
    """
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "(name)")
    text = SIGNATURE.sub(r"\1(left out)", ARN.sub(r"(ARN of \1)", text))
    for pattern, word in ((IDENTIFIER, "(id)"), (KEY, "(key)"), (ADDRESS, "(address)"), (ACCOUNT, "(account)")):
        text = pattern.sub(word, text)
    return text


def without_names(rows: Iterable[Row], *names: str) -> list[Row]:
    return [replace(row, finding=replace(row.finding, seen=redacted(row.finding.seen, *names))) for row in rows]


def print_table(console: Console, rows: list[Row]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("part", "check", "result", "seen"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "result")
    before = ""
    for row in rows:
        part = row.check.part if row.check.part != before else ""
        before = row.check.part
        seen = clean(one_line(row.finding.seen, MOST_SEEN))
        table.add_row(
            Text(part, style="bold"), Text(row.check.promise), Text(row.finding.result, STYLES[row.finding.result]), Text(seen)
        )
    console.print(table)


def counted(rows: Iterable[Row]) -> str:
    counts = Counter(row.finding.result for row in rows)
    return ", ".join(f"{counts[result]} {result}" for result in STYLES)


def as_json(rows: list[Row], **about: Any) -> str:
    found = [
        {
            "part": row.check.part,
            "check": row.check.promise,
            "result": row.finding.result,
            "seen": one_line(row.finding.seen, MOST_SEEN),
        }
        for row in rows
    ]
    return json.dumps({**about, "failed": sum(row.finding.result == FAILED for row in rows), "checks": found})
