"""One case of tests/events/cases (README.md there), played on a function and compared."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from local.built_function import Answer

EVENTS = Path(__file__).parents[1] / "events"
CASES = sorted((EVENTS / "cases").glob("*.json"))
FIELDS: list[dict[str, Any]] = json.loads((EVENTS / "fields.json").read_text("utf-8"))
BUCKET = "{bucket}"


@dataclass(frozen=True)
class Stored:
    """An object in S3, as it is found afterwards."""

    key: str
    content_type: str
    text: str


def read(path: Path, bucket: str) -> dict[str, Any]:
    """A case, with the test's bucket in it."""
    return json.loads(path.read_text("utf-8").replace(BUCKET, bucket))


def put_given(case: dict[str, Any], bucket: str) -> None:
    """Puts the object that is in the bucket before."""
    if given := case.get("given"):
        boto3.client("s3").put_object(Bucket=bucket, Key=given["key"], Body=given["text"].encode())


def stored_in(bucket: str, *but: str) -> list[Stored]:
    """All objects of a bucket but those of the keys."""
    s3 = boto3.client("s3")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    objects = [(key, s3.get_object(Bucket=bucket, Key=key)) for key in keys if key not in but]
    return [Stored(key, found["ContentType"], found["Body"].read().decode("utf-8")) for key, found in objects]


def check(case: dict[str, Any], answer: Answer, bucket: str) -> None:
    """Asserts that a function did with a case's event what the case says."""
    stored = stored_in(bucket, case.get("given", {}).get("key", ""))
    if "raises" in case:
        check_raised(case["raises"], answer)
        assert stored == []
        return
    assert answer.error is None, f"the function failed: {answer.error}"
    result = dict(answer.result)
    content = result["content"] if "content" in case["result"] else result.pop("content")
    assert result == case["result"]
    if "content_json" in case:
        assert json.loads(content) == case["content_json"]
    assert [text for text in case.get("content_has", []) if text not in content] == []
    if "preview_begins" in case:
        assert json.loads(content)["preview"].startswith(case["preview_begins"])
        assert len(json.dumps(content, ensure_ascii=False).encode("utf-8")) <= case["most_bytes"]
    if "stored" not in case:
        assert stored == []
        return
    expected = case["stored"]
    assert [(each.key, each.content_type) for each in stored] == [(expected["key"], expected["content_type"])]
    if "repeat" in expected:
        assert stored[0].text == expected["repeat"] * expected["count"]
    link = {key: json.loads(content)[key] for key in ("bucket", "key", "bytes")}
    assert link == {"bucket": bucket, "key": expected["key"], "bytes": len(stored[0].text.encode("utf-8"))}


def check_raised(raises: dict[str, Any], answer: Answer) -> None:
    assert answer.error is not None, f"the function did not fail but returned {answer.result}"
    assert raises["error"] in (None, answer.error.name)
    assert [text for text in raises["message_has"] if text not in answer.error.message] == []


def content_of_probe(case: dict[str, Any]) -> str:
    """What the tool probe says of a case of tests/events/fields.json."""
    if "refused" in case:
        return f"DeclarationError: the schema of tool 'take' can't be used: {case['refused']}"
    if "takes" in case:
        return json.dumps(case["takes"], ensure_ascii=False, separators=(",", ":"))
    required = ", required" if case.get("required") else ""
    return f"The input of take is wrong: {'. '.join(case['problems'])}. take takes: v ({case['schema']['type']}{required})."
