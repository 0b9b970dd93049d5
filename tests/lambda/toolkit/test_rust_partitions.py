"""The partitions that the Rust toolkit knows are those of botocore. AWS has no SDK for Rust that a tool's package could hold."""

import json
import os
from pathlib import Path

import boto3
import botocore
import pytest

from components.packaging.package import ROOT

FILE = ROOT / "lambda/toolkit/rust/src/partitions.rs"
GIVEN = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())["partitions"]


def generated() -> str:
    lines = [f'    (r"{one["regionRegex"]}", "{one["outputs"]["dnsSuffix"]}"),' for one in GIVEN]
    return "\n".join(
        (
            "//! The pattern of each partition's regions, and the end of its host names, by botocore's `partitions.json`.",
            "//! `UPDATE_GOLDEN=1 make test T=tests/lambda/toolkit/test_rust_partitions.py` writes this file.",
            "",
            f"pub(crate) const PARTITIONS: [(&str, &str); {len(GIVEN)}] = [",
            *lines,
            "];",
            "",
        )
    )


def test_the_partitions_are_those_of_botocore() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        FILE.write_text(generated())
    assert FILE.read_text() == generated()


@pytest.mark.parametrize("partition", GIVEN, ids=lambda partition: partition["id"])
def test_a_host_is_the_services_name_the_region_and_the_partitions_suffix(partition: dict) -> None:
    region = next(name for name in partition["regions"] if not name.endswith("-global") and name != "us-east-1")
    for service in ("s3", "secretsmanager"):
        client = boto3.client(service, region_name=region, aws_access_key_id="a", aws_secret_access_key="b")
        assert client.meta.endpoint_url == f"https://{service}.{region}.{partition['outputs']['dnsSuffix']}"
