"""The package asks what LiteLLM asks as pip installs it, byte for byte, and returns the same.

All that happens in a test which calls the caller is recorded twice: with the packages of the lock as pip lays them out, and with
the package that is deployed, unpacked. Each caller is a process of its own, which sees nothing else. A new case needs no more.
"""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from wires import ASKED

from components.llm_caller import SOURCE
from components.packaging import uv
from components.packaging.cache import Cache
from components.packaging.package import CACHE, ROOT, build
from components.packaging.source import digests
from components.packaging.target import Target, host_architecture, interpreter

RECORD = Path(__file__).parent / "parity" / "record.py"
# What differs from run to run.
CHANGES = re.compile(
    "|".join(
        (
            r"(?<=127\.0\.0\.1:)\d+",
            # What AWS is signed with, and when.
            r"^AWS4-HMAC-SHA256 .*",
            r"^\d{8}T\d{6}Z$",
            # What a service account signs, and the token that it gets.
            r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+",
            r"(?<=ya29\.)\d+",
            r"(?<=time taken=)[\d.]+",
            # Names that were made up.
            r"(?<![0-9a-f])(?:[0-9a-f]{4,8}-)*[0-9a-f]{12,}(?:-[0-9a-f]{6})?",
        )
    )
)

# DeepSeek costs half at some hours (`off_peak_pricing` in LiteLLM's map), and the two recordings are made at different times.
PRICED_BY_THE_HOUR = "deepseek/"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """By what was called."""
    folder = tmp_path_factory.mktemp("parity")
    cache = Cache(CACHE)
    package = build(SOURCE, Target("host", host_architecture()), cache)
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(folder / "package")
    lock = SOURCE.folder / "requirements.txt"
    made_from = {**digests({"lock": lock}), "Python": sys.version}
    stock = cache.get("stock/call-llm", made_from, lambda into: uv.install(SOURCE, into, [lock]))
    callers = {"stock": [SOURCE.folder, stock], "package": [folder / "package"]}
    recorders = {
        name: subprocess.Popen(
            [sys.executable, RECORD, folder / f"{name}.json", interpreter(), *paths],
            cwd=ROOT,
            stdout=(folder / f"{name}.log").open("w"),
            stderr=subprocess.STDOUT,
        )
        for name, paths in callers.items()
    }
    for name, recorder in recorders.items():
        # 1: a test failed, as it does in its own file.
        assert recorder.wait() in (0, 1), (folder / f"{name}.log").read_text()[-4000:]
    return {name: json.loads((folder / f"{name}.json").read_text()) for name in callers}


def comparable(said):
    match said:
        case str():
            return CHANGES.sub("…", said)
        case {"target": str(target), "cost_usd": float()} if target.startswith(PRICED_BY_THE_HOUR):
            return {name: comparable(inner) for name, inner in said.items() if name != "cost_usd"}
        case dict():
            return {name: comparable(inner) for name, inner in said.items()}
        case list():
            return [comparable(inner) for inner in said]
    return said


def test_every_provider_was_asked_with_every_client(recordings):
    cases = recordings["package"]["cases"]
    asked = {
        name for name in ASKED for case, events in cases.items() if f"[{name}]" in case and any("request" in e for e in events)
    }
    assert asked == set(ASKED)
    assert cases.keys() == recordings["stock"]["cases"].keys()


def test_the_same_is_asked_and_the_same_comes_back(recordings):
    stock, package = recordings["stock"]["cases"], recordings["package"]["cases"]
    different = {case: (comparable(stock[case]), comparable(package[case])) for case in stock}
    different = {case: both for case, both in different.items() if both[0] != both[1]}
    first = next(iter(different.items()), None)
    assert different == {}, f"{len(different)} of {len(stock)} cases differ, the first with LiteLLM and with the package: {first}"


def test_nothing_was_wanted_that_the_package_leaves_out(recordings):
    """What is named here belongs into `keep` in lambda/call-llm/build.toml."""
    assert recordings["package"]["wanted"] == []
