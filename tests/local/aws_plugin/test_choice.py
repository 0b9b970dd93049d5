"""LOCAL_AWS_PLUGIN=real takes Pulumi's real AWS plugin where there is one. The tests have none: any other program serves as one."""

import shutil
from pathlib import Path

import pytest

from local.aws_plugin.choice import REAL, VARIABLE, install_chosen, is_real, program_in, refuse_a_change
from local.aws_plugin.install import is_installed
from local.errors import PluginError

# Any program of this machine that is no script.
PROGRAM = Path(shutil.which("true") or "/bin/true").resolve()


@pytest.fixture
def with_real(tmp_path: Path) -> Path:
    """A PULUMI_HOME of a person that has a plugin which isn't the laptop's."""
    home = tmp_path / "person"
    program_in(home).parent.mkdir(parents=True)
    shutil.copy(PROGRAM, program_in(home))
    return home


def test_without_the_variable_the_laptops_own_is_installed(pulumi_home: Path) -> None:
    install_chosen(pulumi_home, "/none/such/pulumi", environment={})
    assert is_installed(pulumi_home)
    assert not is_real(program_in(pulumi_home))


def test_the_real_one_is_taken_from_a_pulumi_home_that_has_it_and_takes_the_place_of_the_laptops_own(
    with_real: Path, tmp_path: Path, pulumi_cli: str
) -> None:
    home = tmp_path / "laptop"
    install_chosen(home, pulumi_cli, environment={})
    install_chosen(home, pulumi_cli, environment={VARIABLE: REAL, "PULUMI_HOME": str(with_real), "PATH": "/usr/bin:/bin"})
    assert program_in(home).read_bytes() == PROGRAM.read_bytes()
    # A second time needs no Pulumi.
    install_chosen(home, "/none/such/pulumi", environment={VARIABLE: REAL})
    install_chosen(home, pulumi_cli, environment={})
    assert is_installed(home)


def test_where_it_can_not_be_had_the_error_says_what_was_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(PluginError) as error:
        install_chosen(tmp_path / "laptop", "false", environment={VARIABLE: REAL, "PULUMI_HOME": str(tmp_path / "mine")})
    said = str(error.value)
    assert f"{program_in(tmp_path / 'mine').parent}\n  {program_in(tmp_path / '.pulumi').parent}" in said
    assert "`false plugin install resource aws" in said
    assert said.endswith(f"unset {VARIABLE}: the laptop stack has a small AWS plugin of its own.")


def test_any_other_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"LOCAL_AWS_PLUGIN is 'yes'\. Allowed are 'real', and nothing"):
        install_chosen(tmp_path, "pulumi", environment={VARIABLE: "yes"})


def test_a_running_stack_keeps_the_plugin_that_it_was_deployed_with(pulumi_home: Path, with_real: Path, tmp_path: Path) -> None:
    refuse_a_change(pulumi_home, {})
    refuse_a_change(with_real, {VARIABLE: REAL})
    refuse_a_change(tmp_path / "nothing there", {VARIABLE: REAL})
    with pytest.raises(
        PluginError, match=r"deployed with its own AWS plugin, and is asked for Pulumi's real one\. Begin anew: .* down"
    ):
        refuse_a_change(pulumi_home, {VARIABLE: REAL})
    with pytest.raises(PluginError, match=r"deployed with Pulumi's real AWS plugin, and is asked for its own"):
        refuse_a_change(with_real, {})
