"""What is printed is made to be sent: nothing of the account is in it."""

import io
import json

import pytest
from rich.console import Console

from cli.verify.finding import FAILED, NOT_SEEN, PASSED, Check, Finding
from cli.verify.report import Row, as_json, counted, print_table, redacted, without_names

ACCOUNT = "417502936481"
BUCKET = "data-bucket-3f9a1c2"


def row(seen: str, result: str = PASSED) -> Row:
    return Row(Check("roles", "It is denied", lambda: Finding(PASSED, "")), Finding(result, seen))


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"of account {ACCOUNT}.", "of account (account)."),
        (f"arn:aws:iam::{ACCOUNT}:role/x, denied", "(ARN of iam), denied"),
        (f"arn:aws-us-gov:lambda:us-gov-west-1:{ACCOUNT}:function:a:live", "(ARN of lambda)"),
        (f'"arn:aws:s3:::{BUCKET}/runs/*"', '"(ARN of s3)"'),
        (f"bucket {BUCKET}/runs", "bucket (name)/runs"),
        ("AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE", "(id) and (id)"),
        ("AROAIOSFODNN7EXAMPLE:session", "(id):session"),
        ("sk-ant-api03-abcdefghijklmnop_qrst", "(key)"),
        ("?X-Amz-Signature=00ff&X-Amz-Credential=AKIA/x", "?X-Amz-Signature=(left out)&X-Amz-Credential=(left out)"),
        ("asked by jane.doe+x@example.com", "asked by (address)"),
        ("12,345 tokens, 169.254.169.254 port 80, 2026-11-30", "12,345 tokens, 169.254.169.254 port 80, 2026-11-30"),
    ],
)
def test_what_names_the_account_or_opens_it_is_left_out(text, left):
    assert redacted(text, BUCKET) == left


def test_the_table_and_the_json_say_the_same_and_neither_the_account_nor_control_characters():
    rows = without_names([row(f"in {ACCOUNT}"), row("\x1b[31mred", FAILED), row("no", NOT_SEEN)], BUCKET)
    text = io.StringIO()
    print_table(Console(file=text, width=120), rows)
    given = json.loads(as_json(rows, where="AWS"))
    assert ACCOUNT not in text.getvalue() + json.dumps(given)
    assert "\x1b[31mred" not in text.getvalue()
    assert [one["result"] for one in given["checks"]] == [PASSED, FAILED, NOT_SEEN]
    assert (given["where"], given["failed"], given["checks"][0]["seen"]) == ("AWS", 1, "in (account)")
    assert counted(rows) == "1 passed, 1 failed, 1 not seen, 0 noted"
