"""The share of a machine that Lambda gives a function, by Linux control groups: its memory, and CPU in proportion to it.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROCESSOR_MB = 1769
"""The memory in MB with which a function has one whole processor."""
PERIOD_MICROSECONDS = 20_000
"""The time within which a process may use its share at once. A longer one would let a short call through unhindered."""

GROUPS = Path("/sys/fs/cgroup")
JOIN = "for file in os.environ['JOIN'].split(os.pathsep): open(file, 'w').write(str(os.getpid()))"
"""A line of Python by which a process enters the share whose files are in its variable JOIN."""


@contextmanager
def lambda_share(memory_mb: int, groups: Path = GROUPS) -> Iterator[str]:
    """Make the share of a function with that memory. Yield its JOIN. Needs root.

    Within its share it goes before all other work of the machine, so that the work of others counts as little as can be.
    """
    quota = round(PERIOD_MICROSECONDS * memory_mb / PROCESSOR_MB)
    memory = memory_mb * 1024 * 1024
    name = f"benchmark-{os.getpid()}-{memory_mb}"
    with ExitStack() as stack:
        if (groups / "cgroup.controllers").exists():
            cpu = {"cpu.max": f"{quota} {PERIOD_MICROSECONDS}", "cpu.weight": 10_000}
            settings = cpu | {"memory.max": memory, "memory.swap.max": 0}
            yield str(stack.enter_context(_group(groups / name, settings)) / "cgroup.procs")
        else:
            cpu = {"cpu.cfs_period_us": PERIOD_MICROSECONDS, "cpu.cfs_quota_us": quota, "cpu.shares": 262_144}
            folders = (
                stack.enter_context(_group(groups / "cpu" / name, cpu)),
                stack.enter_context(_group(groups / "memory" / name, {"memory.limit_in_bytes": memory})),
            )
            yield os.pathsep.join(str(folder / "cgroup.procs") for folder in folders)


@contextmanager
def _group(folder: Path, settings: Mapping[str, object]) -> Iterator[Path]:
    folder.mkdir()
    try:
        for file, value in settings.items():
            (folder / file).write_text(str(value))
        yield folder
    finally:
        folder.rmdir()
