"""Attacks of model-written code, each in the real sandbox: python_attacks.py says how."""

from pathlib import Path

import pytest

from tests.attacks.python_attacks import Attack, Attacked, attacked, attacks


@pytest.fixture(scope="module")
def sandbox(sandbox_package):
    with attacked(sandbox_package) as one:
        lacks = one.run("1")["lacks"]
        if lacks:
            pytest.skip(f"this kernel lacks {', '.join(lacks)}")
        yield one


@pytest.mark.attack("python")
@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_the_attack_is_refused(sandbox: Attacked, attack: Attack):
    verdict = sandbox.judge(attack)
    assert not verdict.through, f"{attack.aim} It got through: {verdict.evidence}"
    assert not verdict.broken, f"{attack.aim} It failed by itself: {verdict.evidence}"


def test_the_harness_sees_an_attack_that_gets_through(sandbox: Attacked):
    Path(sandbox.targets.files["cached"]).write_text("changed")
    assert sandbox.judge(Attack("harness/file", "", "1")).through
    assert sandbox.judge(Attack("harness/said", "", "print('THROUGH')")).through
    assert sandbox.judge(Attack("harness/broken", "", "1 / 0")).broken
