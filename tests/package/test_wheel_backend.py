"""The wheel's modules import each other by the long names; what can't be rewritten is refused."""

import pytest
import wheel_backend
from wheel_backend import RewriteError, rewritten


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("from components import iam\n", "from step_functions_agents.components import iam\n"),
        (
            "def f():\n    from local.process import (  # é\n        spawn,\n    )\n",
            "def f():\n    from step_functions_agents.local.process import (  # é\n        spawn,\n    )\n",
        ),
        ("é = 1; from agents import AGENTS\n", "é = 1; from step_functions_agents.agents import AGENTS\n"),
        ("import components.iam as iam\n", "import step_functions_agents.components.iam as iam\n"),
    ],
)
def test_an_import_of_a_folder_gets_the_packages_name(given: str, made: str) -> None:
    assert rewritten(given, "a.py") == made


@pytest.mark.parametrize(
    "text",
    [
        "import localstack\nfrom componentsx import y\nfrom . import local\nimport os\n",
        '"""Runs `python -m local.services`: see components.iam."""\n',
        'page = "agents.md"\nsaid = f"agents.{page} is no object"\n',
        'text = "from agents.declaration import Agent"\n',
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert rewritten(text, "a.py") == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import components.iam\n", "a.py, line 1: `import components.iam` binds 'components'"),
        ("import os, local as mine\n", "a.py, line 1: `import os` binds"),
        ("\nfrom  local import ports\n", "a.py, line 2: the import isn't written as `from local import …`"),
        ('x = "local.services"\n', "a.py, line 1: the text 'local.services' names a module. Make it from __package__"),
        ('x = f"local.{name}"\n', r"a.py, line 1: the text 'local.\*' names a module"),
        ('x = f"local.mock_services.{name}"\n', r"a.py, line 1: the text 'local.mock_services.\*' names a module"),
    ],
)
def test_another_way_to_name_a_module_is_refused(text: str, message: str) -> None:
    with pytest.raises(RewriteError, match=f"^{message}"):
        rewritten(text, "a.py")


def test_a_pyproject_that_has_changed_is_refused() -> None:
    with pytest.raises(RewriteError, match=r"pyproject\.toml has no 'agent = \"cli\.app:main\"'"):
        wheel_backend.project_file("[project]\n")


def test_there_is_no_source_distribution() -> None:
    with pytest.raises(SystemExit, match="build the wheel from a checkout"):
        wheel_backend.build_sdist("")
