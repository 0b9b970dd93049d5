"""The built stock-analyzer as a process of its own, on files in a real S3 emulator."""

import io
import json
from collections.abc import Callable
from typing import Any

import boto3
import pandas as pd
import pytest

from local.built_function import BuiltFunction

MOST_CHARACTERS = 17_000
"""A result over that is replaced by the state machine."""


class Analyzer:
    """Calls tools on texts, and gives what they answer."""

    def __init__(self, function: BuiltFunction, bucket: str):
        self.function, self.bucket = function, bucket

    def put(self, text: str | bytes, name: str = "series.csv") -> dict[str, str]:
        """Stores a file of the run; returns its link."""
        key = f"runs/run-1/{name}"
        data = text if isinstance(text, bytes) else text.encode()
        boto3.client("s3").put_object(Bucket=self.bucket, Key=key, Body=data)
        return {"bucket": self.bucket, "key": key}

    def use(self, tool: str, given: dict[str, Any]) -> dict[str, Any]:
        """The tool result of a run's tool use."""
        run = {"execution": "run-1", "agent": "time-series", "results": {"bucket": self.bucket, "prefix": "runs/run-1/"}}
        answer = self.function.invoke({"id": "toolu_1", "name": tool, "input": given, "run": run})
        assert answer.error is None, f"{tool} failed: {answer.error}\n{answer.log}"
        assert len(answer.result["content"]) <= MOST_CHARACTERS
        return answer.result

    def result(self, tool: str, text: str | bytes, **given: Any) -> dict[str, Any]:
        """What a tool says of a file. Any NaN in it would not be JSON."""
        result = self.use(tool, {**self.put(text), **given})
        assert not result["is_error"], result["content"]
        return json.loads(result["content"], parse_constant=pytest.fail)

    def error(self, tool: str, text: str | bytes, **given: Any) -> str:
        result = self.use(tool, {**self.put(text), **given})
        assert result["is_error"], result["content"]
        return result["content"]

    def table(self, link: dict[str, Any], index: str = "name") -> pd.DataFrame:
        """A stored CSV, by its first column; exactly as many bytes as the link says."""
        stored = boto3.client("s3").get_object(Bucket=link["bucket"], Key=link["key"])
        assert stored["ContentType"] == "text/csv; charset=utf-8"
        data = stored["Body"].read()
        assert len(data) == link["bytes"]
        return pd.read_csv(io.BytesIO(data), index_col=index, keep_default_na=False, na_values=[""], float_precision="round_trip")


@pytest.fixture
def analyzer(built_tool: Callable[[str], BuiltFunction], bucket: str) -> Analyzer:
    return Analyzer(built_tool("stock-analyzer"), bucket)
