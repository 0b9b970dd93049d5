"""Fetch the charts that an answer names.

The names come from a model, and a text that its tools read may have manipulated it. So only PNGs from this
run's own place in the stack's data bucket are fetched, only up to a size, and only into the run's own folder.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cli.ask.outcome import Chart
from cli.ask.runs import Run
from cli.ask.stack import Stack

MOST_CHARTS = 50
MOST_BYTES = 20 * 1024 * 1024
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def named_in(output: Any) -> Iterator[tuple[str, str]]:
    """Yield bucket and key of every `{bucket, key}` in an output whose key ends in .png, at any depth, each once."""
    seen = set()
    waiting = [output]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            bucket, key = value.get("bucket"), value.get("key")
            if isinstance(bucket, str) and isinstance(key, str) and key.lower().endswith(".png"):
                if (bucket, key) not in seen:
                    seen.add((bucket, key))
                    yield bucket, key
            else:
                waiting[:0] = value.values()


def fetch(s3: Any, stack: Stack, run: Run, output: Any, folder: Path) -> list[Chart]:
    """Download the charts that the output names to `<folder>/<stack>/<agent>/<run>/`, because runs of two agents or stacks may have
    one name. A chart that can't be fetched has the reason in `skipped`.
    """
    place = folder / stack.name / run.agent.agent / run.name
    taken: set[str] = set()
    charts = []
    for number, (bucket, key) in enumerate(named_in(output)):
        refusal = why_not(bucket, key, stack.data_bucket, run.prefix)
        if number >= MOST_CHARTS:
            refusal = f"more than {MOST_CHARTS} charts"
        if refusal:
            charts.append(Chart(bucket, key, skipped=refusal))
        else:
            charts.append(_fetch_one(s3, bucket, key, place / file_name(key, run.prefix, taken)))
    return charts


def why_not(bucket: str, key: str, data_bucket: str, prefix: str) -> str | None:
    """Return the reason why a chart isn't fetched. None if it may be. prefix: the beginning of the keys of the run's files."""
    if not data_bucket:
        return "the program has no output `dataBucket`"
    if bucket != data_bucket:
        return f"not in the stack's data bucket {data_bucket}"
    if not key.startswith(prefix) or ".." in key.split("/"):
        return f"not of this run: its keys begin with {prefix}"
    return None


def file_name(key: str, prefix: str, taken: set[str]) -> str:
    """Return a plain file name for a key of the run, different from those in `taken`, and add it to them."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", key.removeprefix(prefix)[: -len(".png")]).strip("-")[:100] or "chart"
    name = f"{stem}.png"
    number = 2
    # Case doesn't count, because it doesn't on some file systems.
    while name.lower() in taken:
        name = f"{stem}-{number}.png"
        number += 1
    taken.add(name.lower())
    return name


def _fetch_one(s3: Any, bucket: str, key: str, path: Path) -> Chart:
    try:
        picture = s3.get_object(Bucket=bucket, Key=key)["Body"].read(MOST_BYTES + 1)
        if len(picture) > MOST_BYTES:
            return Chart(bucket, key, skipped=f"larger than {MOST_BYTES // 1024 // 1024} MiB")
        if not picture.startswith(PNG_SIGNATURE):
            return Chart(bucket, key, skipped="not a PNG")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
    except ClientError as error:
        return Chart(bucket, key, skipped=f"S3 says {error.response['Error'].get('Code')}")
    except (BotoCoreError, OSError) as error:
        return Chart(bucket, key, skipped=str(error))
    return Chart(bucket, key, path=str(path))
