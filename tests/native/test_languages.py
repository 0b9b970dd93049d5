"""Each language's own tests pass."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.native.__main__ import LANGUAGES, module_of, run_one, stage
from tests.native.command import Command

COMMANDS = [(language, command) for language in LANGUAGES for command in module_of(language).tests()]


@pytest.fixture(scope="module")
def staged() -> Callable[[str], None]:
    return cache(stage)


@pytest.mark.parametrize(("language", "command"), COMMANDS, ids=[f"{language}: {command.title}" for language, command in COMMANDS])
def test_the_own_tests_of_a_language_pass(language: str, command: Command, staged: Callable[[str], None]) -> None:
    staged(language)
    passed, output = run_one(command)
    assert passed, output
