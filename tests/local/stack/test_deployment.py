"""What stands between Pulumi and the laptop stack."""

import json
import os
import socket

from local.deployment import remove_locks_of_the_dead


def test_the_lock_of_a_pulumi_that_was_killed_is_removed_and_that_of_a_living_one_is_kept(tmp_path):
    folder = tmp_path / ".pulumi" / "locks" / "organization" / "project" / "local"
    folder.mkdir(parents=True)

    def lock(name: str, pid: int, host: str = socket.gethostname()) -> None:
        (folder / f"{name}.json").write_text(json.dumps({"pid": pid, "username": "someone", "hostname": host, "timestamp": "…"}))
        (folder / f"{name}.json.attrs").write_text("{}")

    # The largest process id that Linux can have is 4,194,304.
    lock("dead", 5_000_000)
    lock("alive", os.getpid())
    lock("elsewhere", 5_000_000, "another-machine")
    (folder / "damaged.json").write_text("{")
    remove_locks_of_the_dead(tmp_path)
    assert sorted(file.name for file in folder.iterdir()) == [
        "alive.json",
        "alive.json.attrs",
        "damaged.json",
        "elsewhere.json",
        "elsewhere.json.attrs",
    ]


def test_a_backend_without_locks_is_fine(tmp_path):
    remove_locks_of_the_dead(tmp_path)
