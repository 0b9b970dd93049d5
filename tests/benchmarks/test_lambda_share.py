"""The share of a machine that a function of Lambda has."""

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.lambda_share import lambda_share


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like that of the control groups. The kernel's goes with its files, too."""
    monkeypatch.setattr(Path, "rmdir", shutil.rmtree)
    return tmp_path


def written(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


@pytest.mark.parametrize(("memory_mb", "quota"), [(512, 5789), (1769, 20_000), (3538, 40_000)])
def test_cpu_comes_in_proportion_to_memory_by_one_tree_of_control_groups(groups: Path, memory_mb: int, quota: int) -> None:
    (groups / "cgroup.controllers").write_text("cpu memory")
    with lambda_share(memory_mb, groups) as join:
        assert written(Path(join).parent) == {
            "cpu.max": f"{quota} 20000",
            "cpu.weight": "10000",
            "memory.max": str(memory_mb * 1024 * 1024),
            "memory.swap.max": "0",
        }
        assert Path(join).name == "cgroup.procs"
    assert [path.name for path in groups.iterdir()] == ["cgroup.controllers"]


def test_cpu_comes_in_proportion_to_memory_by_a_tree_for_each(groups: Path) -> None:
    for tree in ("cpu", "memory"):
        (groups / tree).mkdir()
    with lambda_share(512, groups) as join:
        cpu, memory = (Path(file).parent for file in join.split(os.pathsep))
        assert written(cpu) == {"cpu.cfs_period_us": "20000", "cpu.cfs_quota_us": "5789", "cpu.shares": "262144"}
        assert written(memory) == {"memory.limit_in_bytes": str(512 * 1024 * 1024)}
    assert [*groups.glob("*/*")] == []
