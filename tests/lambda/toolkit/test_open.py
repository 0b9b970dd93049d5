import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from toolkit import ToolUse, UnreadableFileError, storage

TOOLKIT = Path(__file__).parents[3] / "lambda" / "toolkit" / "python"


@pytest.fixture
def use(bucket: str) -> ToolUse:
    return ToolUse(id="t1", name="n", input={}, bucket=bucket, prefix="runs/e/")


def test_a_file_is_read_as_a_stream_that_csv_can_take_line_by_line(use: ToolUse) -> None:
    link = use.store("series.csv", b"AAPL,1.5,2\r\nIBM,3,4\r\n", "text/csv")
    with use.open(link["bucket"], link["key"]) as file:
        assert file.bytes == 21
        assert list(csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))) == [["AAPL", "1.5", "2"], ["IBM", "3", "4"]]


def test_an_open_file_is_stored_from_its_beginning_wherever_it_stands(use: ToolUse) -> None:
    file = io.BytesIO(b"a,b\r\n1,2\r\n")
    file.seek(4)
    assert use.store("x.csv", file, "text/csv") == {"bucket": use.bucket, "key": "runs/e/t1/x.csv", "bytes": 10}
    assert boto3.client("s3").get_object(Bucket=use.bucket, Key="runs/e/t1/x.csv")["Body"].read() == b"a,b\r\n1,2\r\n"


def test_a_large_file_goes_there_and_back_without_being_in_memory(use: ToolUse, tmp_path: Path) -> None:
    size = 100_000_000
    code = (
        "import resource, shutil, sys\n"
        "from toolkit import ToolUse\n"
        f"use = ToolUse(id='t1', name='n', input={{}}, bucket={use.bucket!r}, prefix='runs/e/')\n"
        "use.store('x.txt', b'warm', 'text/plain')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with open('there', 'w+b') as file:\n"
        f"    file.truncate({size})\n"
        "    link = use.store('x.bin', file, 'application/octet-stream')\n"
        "with use.open(link['bucket'], link['key']) as file, open('back', 'wb') as back:\n"
        "    shutil.copyfileobj(file, back)\n"
        "print(link['bytes'], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    aws = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TOOLKIT), **aws},
        capture_output=True,
        text=True,
        check=True,
    )
    stored, grown = map(int, ran.stdout.split())
    assert (stored, (tmp_path / "back").stat().st_size) == (size, size)
    assert grown * (1 if sys.platform == "darwin" else 1024) < 40_000_000


@pytest.mark.parametrize("bucket_name", ["", "no such bucket!", "there-is-no-such-bucket"])
def test_without_a_run_a_bucket_that_is_none_is_an_error_that_the_model_can_repair(aws: str, bucket_name: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"There is no file 'runs/e/t1/x\.csv' in bucket"):
        ToolUse(id="t1", name="n", input={}).open(bucket_name, "runs/e/t1/x.csv")


@pytest.mark.attack("cross_run")
def test_an_empty_key_and_one_that_is_too_long_are_errors_that_the_model_can_repair(use: ToolUse) -> None:
    hand = ToolUse(id="t1", name="n", input={})
    with pytest.raises(UnreadableFileError, match="There is no file ''"):
        hand.open(use.bucket or "", "")
    with pytest.raises(UnreadableFileError, match="Files of this run begin with runs/e/; files that people put there for agents"):
        use.open(use.bucket or "", "inputs/" + "k" * 2_000)


@pytest.fixture
def refusing_s3(monkeypatch: pytest.MonkeyPatch, aws: str) -> Any:
    client = boto3.client("s3")
    monkeypatch.setattr(storage, "_s3", lambda: client)
    with Stubber(client) as stubber:
        yield lambda code, status: stubber.add_client_error("get_object", code, http_status_code=status)


def test_denied_access_may_mean_that_the_file_is_missing_and_says_both(refusing_s3: Any) -> None:
    refusing_s3("AccessDenied", 403)
    use = ToolUse(id="t1", name="n", input={}, bucket="b", prefix="runs/e/")
    with pytest.raises(UnreadableFileError) as refused:
        use.open("b", "runs/e/x.csv")
    assert str(refused.value) == (
        "There is no file 'runs/e/x.csv' in bucket 'b', or this tool may not read it. "
        "Files of this run begin with runs/e/; files that people put there for agents begin with inputs/"
    )


def test_a_failure_of_s3_is_no_error_of_the_model(refusing_s3: Any) -> None:
    refusing_s3("InternalError", 500)
    with pytest.raises(Exception, match="InternalError"):
        ToolUse(id="t1", name="n", input={}, bucket="b", prefix="runs/e/").open("b", "runs/e/x.csv")


@pytest.mark.attack("cross_run")
def test_a_key_with_a_folder_of_dots_is_refused_below_inputs_too(use: ToolUse) -> None:
    with pytest.raises(UnreadableFileError, match=r"The file 'inputs/\.\./runs/other/t1\.csv' can't be read"):
        use.open(use.bucket or "", "inputs/../runs/other/t1.csv")


@pytest.mark.attack("cross_run")
def test_a_key_or_a_bucket_with_half_a_surrogate_pair_is_an_error_that_the_model_can_repair(use: ToolUse) -> None:
    with pytest.raises(
        UnreadableFileError, match=r"There is no file 'inputs/\\ud800' in bucket .* Files of this run begin with runs/e/"
    ):
        use.open(use.bucket or "", "inputs/\ud800")
    with pytest.raises(UnreadableFileError, match=r"There is no file 'k' in bucket 'b\\ud800'"):
        ToolUse(id="t1", name="n", input={}).open("b\ud800", "k")
