"""Tries everything that code of a model must not reach, from where such code runs.

`agent verify` hands the text of this file to execute_python, and a line that prints the outcome as JSON. So it uses Python's own
library alone. It names what it finds, and has no value in its outcome: no variable's content, and no file's.
"""

import ctypes
import errno
import os
import socket
import sys
import time

PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS = 21, 39
LANDLOCK_CREATE_RULESET = 444
"""The same number on every processor. https://docs.kernel.org/userspace-api/landlock.html"""
LANDLOCK_VERSION = 1
SECONDS_FOR_A_CONNECTION = 1.5

# Where credentials and events lie in AWS: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
ADDRESSES = {
    "internet": [("1.1.1.1", 443), ("8.8.8.8", 53)],
    "metadata": [("169.254.169.254", 80), ("169.254.170.2", 80), ("169.254.170.23", 80), ("fd00:ec2::254", 80)],
    "runtime_api": [("127.0.0.1", 9001), ("169.254.100.1", 9001), ("127.0.0.1", 2000)],
}
NAMES = ("one.one.one.one", "sts.amazonaws.com")
LEFT = "left-by-agent-verify"
SECONDS_OF_A_PROCESS = 20
SECRET_WORDS = ("KEY", "SECRET", "TOKEN", "PASSWORD", "CREDENTIAL")


def word_of(error: BaseException) -> str:
    """`refused: EPERM` of the kernel, and the class of any other error."""
    number = getattr(error, "errno", None)
    return f"refused: {errno.errorcode.get(number, number)}" if number else f"refused: {type(error).__name__}"


def tried(attempt: object, *arguments: object) -> object:
    try:
        return attempt(*arguments)  # type: ignore[operator]
    except BaseException as error:
        return word_of(error)


def system_call(name: str, *arguments: object) -> int:
    """Call a function of libc. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = getattr(libc, name)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def landlock_abi() -> int:
    return system_call("syscall", LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION)


def connected(address: tuple[str, int]) -> str:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as one:
        one.settimeout(SECONDS_FOR_A_CONNECTION)
        one.connect(address)
    return "connected"


def looked_up(name: str) -> str:
    # A resolver waits longer than this program may take. So a name is only looked up where a socket can be had.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(SECONDS_FOR_A_CONNECTION)
    return "found" if socket.getaddrinfo(name, 443) else "not found"


def environments() -> list[str]:
    """The names of variables that look like credentials, in the environment of every process that can be read."""
    found = set()
    for process in os.listdir("/proc"):
        if not process.isdecimal():
            continue
        try:
            with open(f"/proc/{process}/environ", "rb") as file:
                names = [entry.partition(b"=")[0].decode("utf-8", "replace") for entry in file.read().split(b"\0")]
        except OSError:
            continue
        found.update(credentials_in(names))
    return sorted(found)


def credentials_in(names: "list[str]") -> "list[str]":
    return sorted(name for name in names if name.startswith("AWS_") or any(word in name.upper() for word in SECRET_WORDS))


def processes() -> int:
    return len([name for name in os.listdir("/proc") if name.isdecimal()])


def forked() -> str:
    """Start a process that leaves the group, and would live on when the code has ended."""
    if os.fork() == 0:
        try:
            os.setsid()
            os.closerange(0, 3)
            with open("/proc/self/comm", "w") as file:
                file.write(LEFT)
            time.sleep(SECONDS_OF_A_PROCESS)
        finally:
            os._exit(0)
    return "done"


def process_left() -> bool:
    found = False
    for process in os.listdir("/proc"):
        try:
            with open(f"/proc/{process}/comm") as file:
                found = found or LEFT.startswith(file.read().strip() or "?")
        except OSError:
            continue
    return found


def signalled() -> str:
    os.kill(os.getppid(), 0)
    return "done"


def written(folder: str) -> str:
    path = os.path.join(folder, LEFT)
    with open(path, "w") as file:
        file.write("x")
    return "written"


def left(folder: str) -> bool:
    """Whether an earlier call's file is there. It is removed."""
    found = LEFT in os.listdir(folder)
    if found:
        os.remove(os.path.join(folder, LEFT))
    return found


def own_packages() -> str:
    """The folder of a package that another call would import."""
    folders = [folder for folder in sys.path if os.path.isdir(folder) and folder != os.getcwd()]
    return next(iter(folders), "/var/task")


FOLDERS = {
    "the system's /tmp": "/tmp",
    "shared memory": "/dev/shm",
    "its packages": own_packages(),
    "the working directory": os.getcwd(),
}


def status_fields() -> dict[str, str]:
    """What the kernel says of this process."""
    with open("/proc/self/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return {name: fields[name].strip() for name in ("NoNewPrivs", "Seccomp", "Seccomp_filters", "CapEff", "Uid") if name in fields}


def second_call() -> dict[str, object]:
    """What is left of the first one."""
    return {"left": {name: tried(left, folder) for name, folder in FOLDERS.items()} | {"a process": tried(process_left)}}


def first_call() -> dict[str, object]:
    began = time.monotonic()
    system = os.uname()
    found: dict[str, object] = {
        "kernel": f"{system.sysname} {system.release} {system.machine}",
        "python": ".".join(map(str, sys.version_info[:3])),
        "uid": os.getuid(),
        "no_new_privileges": tried(system_call, "prctl", PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0),
        "seccomp": tried(system_call, "prctl", PR_GET_SECCOMP, 0, 0, 0, 0),
        "landlock_abi": tried(landlock_abi),
        "status": tried(status_fields),
        "variables": sorted(os.environ),
        "credentials": credentials_in(list(os.environ)),
        "credentials_of_processes": tried(environments),
        "processes": tried(processes),
        "fork": tried(forked),
        "signal_to_parent": tried(signalled),
        "writes": {name: tried(written, folder) for name, folder in FOLDERS.items()},
        "reach": {
            part: {f"{host} port {port}": tried(connected, (host, port)) for host, port in pairs}
            for part, pairs in ADDRESSES.items()
        },
    }
    # Slow where a resolver is asked that never answers, so this is last.
    found["names"] = {name: tried(looked_up, name) for name in NAMES[: 1 if time.monotonic() - began > 15 else 2]}
    return found
