"""The sandbox alone on a machine whose kernel refuses prctl, seccomp and Landlock, as AWS Lambda's may: in_lambda.py says how."""

from pathlib import Path

import pytest

from tests.attacks.in_lambda import AttackInLambda, Machine, attacks, machine, refusal_of_this_machine


@pytest.fixture(scope="module")
def in_lambda(sandbox_package: Path):
    if why := refusal_of_this_machine():
        pytest.skip(f"attacks in Lambda: {why}")
    with machine(sandbox_package) as one:
        yield one


def test_code_runs_and_the_answer_says_what_the_kernel_lacks(in_lambda: Machine):
    answer = in_lambda.run("import numpy, pandas\nfrom matplotlib import pyplot\npyplot.plot([1])\n6 * 7", wall_seconds=40)
    assert (answer["value"], answer["error"], len(answer["figures"])) == ("42", None, 1)
    assert sorted(answer["kernel_lacks"]) == ["landlock", "privileges", "seccomp"]


@pytest.mark.attack("python_refused")
@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_nothing_is_reached_and_nothing_is_left_for_a_later_run(in_lambda: Machine, attack: AttackInLambda):
    verdict = in_lambda.judge(attack)
    assert not verdict.through, f"{attack.aim} It got through: {verdict.evidence}"
    assert not verdict.broken, f"{attack.aim} It failed by itself: {verdict.evidence}"
