"""No test depends on what the person who runs it has in the environment."""

import os
import subprocess
import sys
from pathlib import Path

from tests.environment import forget

ROOT = Path(__file__).parents[2]


def test_models_keys_stacks_and_repositories_of_a_person_are_forgotten() -> None:
    environment = {
        **{"AWS_PROFILE": "mine", "OPENAI_API_KEY": "sk-1", "my_api_key": "sk-2", "LLM_MODEL": "openai/gpt-5", "MODEL": "smollm2"},
        **{"QUESTION": "Who?", "LOCAL_PORT_BASE": "4566", "PULUMI_HOME": "/p", "GIT_DIR": "/g", "MAKEFLAGS": "n"},
        **{
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": "/bin",
            "HTTPS_PROXY": "http://proxy",
            "CC": "clang",
            "PULUMI_RELEASES": "https://mirror",
        },
    }
    forget(environment)
    assert environment == {"PATH": "/bin", "HTTPS_PROXY": "http://proxy", "CC": "clang", "PULUMI_RELEASES": "https://mirror"}


ONE = """
import os, sys

SEEN = os.environ.get("MODEL"), sys.dont_write_bytecode


def test():
    assert SEEN == (None, False)
"""


def test_they_are_forgotten_before_the_first_test_module_is_read(tmp_path: Path) -> None:
    module = tmp_path / "test_one.py"
    module.write_text(ONE)
    options = ("-q", "-p", "no:cacheprovider", "-p", "tests.conftest", "--confcutdir", str(ROOT))
    environment = {**os.environ, "MODEL": "smollm2", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *options, module]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
