"""What the kernel grants where the code of a model runs, and what such code can reach."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from cli.verify.deployed import CODE_TOOL, SANDBOX, Deployed
from cli.verify.finding import NOT_SEEN, NOTED, Check, Finding, NotSeenError, passed_if

KERNEL, REACH = "the sandbox's kernel", "model-written code"
BY_THE_SANDBOX = ("refused: EPERM", "refused: EACCES")


def checks(there: Deployed) -> Iterator[Check]:
    yield Check(KERNEL, "It runs code", partial(_runs, there))
    yield Check(KERNEL, "Its kernel, Python and user", partial(_kernel, there))
    yield Check(KERNEL, "It grants prctl: no new privileges", partial(_granted, there, "privileges", "no_new_privileges"))
    yield Check(KERNEL, "It grants seccomp: system calls are filtered", partial(_granted, there, "seccomp", "seccomp"))
    yield Check(KERNEL, "It has Landlock", partial(_granted, there, "landlock", "landlock_abi"))
    yield Check(KERNEL, "The result says what the kernel lacks", partial(_notes, there))
    yield Check(KERNEL, "What of /proc is seen", partial(_proc, there))
    yield Check(REACH, "Its environment has no credentials", partial(_credentials, there))
    yield Check(REACH, "It reads no credentials of another process", partial(_of_processes, there))
    yield Check(REACH, "It doesn't reach the internet", partial(_reach, there, "internet"))
    yield Check(REACH, "It doesn't reach the addresses of credentials", partial(_reach, there, "metadata"))
    yield Check(REACH, "It doesn't reach Lambda's runtime API", partial(_reach, there, "runtime_api"))
    yield Check(REACH, "It looks up no name", partial(_names, there))
    yield Check(REACH, "It starts no process", partial(_refused, there, "fork"))
    yield Check(REACH, "It sends no signal to its parent", partial(_refused, there, "signal_to_parent"))
    yield Check(REACH, "It can't change the packages of later calls", partial(_packages, there))
    yield Check(REACH, "A later call finds nothing that it left", partial(_left, there))
    yield Check(REACH, "It runs in a function of its own", partial(_own_function, there))
    yield Check(REACH, "That function's network has no way out", partial(_network, there))


def _runs(there: Deployed) -> Finding:
    if not there.has_code_tool:
        raise NotSeenError(f"no agent of this stack has the tool {CODE_TOOL}")
    try:
        there.probe()
    except NotSeenError as error:
        return passed_if(False, str(error))
    return passed_if(True, "the probe answered")


def _kernel(there: Deployed) -> Finding:
    found = there.probe()
    return Finding(NOTED, f"{found['kernel']}, Python {found['python']}, user {found['uid']}")


def _granted(there: Deployed, part: str, seen: str) -> Finding:
    """Whether the kernel grants it decides nothing: the promises hold without it, or the call is refused."""
    found = there.probe()
    # The code itself may be kept from asking, so the sandbox's own word goes first.
    word = "refused" if part in found["kernel_lacks"] else "granted"
    return Finding(NOTED, f"{word}; the code sees {found[seen]}")


def _notes(there: Deployed) -> Finding:
    lacks = there.probe()["kernel_lacks"]
    return Finding(NOTED, f"lacking: {', '.join(lacks)}" if lacks else "nothing is said to be lacking")


def _proc(there: Deployed) -> Finding:
    found = there.probe()
    seen = f"{found['processes']} processes" if isinstance(found["processes"], int) else found["processes"]
    status = found["status"]
    return Finding(
        NOTED, f"{seen}; " + (", ".join(f"{k} {v.split()[0]}" for k, v in status.items()) if isinstance(status, dict) else status)
    )


def _credentials(there: Deployed) -> Finding:
    found = there.probe()
    return passed_if(not found["credentials"], f"{len(found['variables'])} variables: {', '.join(found['variables'])}")


def _of_processes(there: Deployed) -> Finding:
    found = there.probe()["credentials_of_processes"]
    if isinstance(found, str):
        return passed_if(True, found)
    return passed_if(not found, f"variables: {', '.join(found)}" if found else "no process shows any")


def _reach(there: Deployed, part: str) -> Finding:
    found: dict[str, str] = there.probe()["reach"][part]
    reached = [where for where, outcome in found.items() if outcome == "connected"]
    if not reached and part != "internet" and not all(outcome in BY_THE_SANDBOX for outcome in found.values()):
        # Nobody listens at these addresses on a laptop, so that a connection that fails says nothing.
        there.only_in_aws()
    if reached and part == "runtime_api":
        # It could answer for the function. The function of the tool believes no answer.
        harmless = _harmless(there)
        return harmless if harmless.result == NOTED else passed_if(False, f"connected to {', '.join(reached)}")
    return passed_if(not reached, f"connected to {', '.join(reached)}" if reached else _alike(found))


def _names(there: Deployed) -> Finding:
    found: dict[str, str] = there.probe()["names"]
    resolved = [name for name, outcome in found.items() if outcome == "found"]
    return passed_if(not resolved, f"found {', '.join(resolved)}" if resolved else _alike(found))


def _refused(there: Deployed, what: str) -> Finding:
    found = there.probe()[what]
    return _harmless(there) if found == "done" else passed_if(True, found)


def _harmless(there: Deployed) -> Finding:
    """Return the finding on a thing that only a kernel can forbid. In a function that has nothing to lose it breaks no promise."""
    if SANDBOX in there.functions and there.probe()["kernel_lacks"]:
        return Finding(NOTED, "possible, for the kernel lacks what forbids it; the function has nothing to lose")
    return passed_if(False, "done")


def _packages(there: Deployed) -> Finding:
    found = there.probe()["writes"]["its packages"]
    return passed_if(found != "written", found)


def _left(there: Deployed) -> Finding:
    wrote = [name for name, outcome in there.probe()["writes"].items() if outcome == "written"]
    later = [name for name, left in there.probe(1)["left"].items() if left is True]
    where = f"wrote to {', '.join(wrote)}" if wrote else "could write nowhere"
    return passed_if(not later, f"{where}; found again in {', '.join(later)}" if later else f"{where}; nothing was found again")


def _own_function(there: Deployed) -> Finding:
    there.probe()
    found = SANDBOX in there.functions
    return passed_if(found, "the tool's function calls it" if found else "the code runs in the tool's function")


def _network(there: Deployed) -> Finding:
    if SANDBOX not in there.functions:
        raise NotSeenError("there is no function of its own")
    there.only_in_aws()
    network: dict[str, Any] = there.configuration(SANDBOX).get("VpcConfig") or {}
    if not network.get("SubnetIds"):
        return Finding(NOT_SEEN, "this stack's settings turn the network off: see whether the internet was reached")
    return passed_if(True, f"{len(network['SubnetIds'])} subnets, {len(network.get('SecurityGroupIds', []))} security groups")


def _alike(outcomes: dict[str, str]) -> str:
    """Say outcomes in few words, where all are the same."""
    different = set(outcomes.values())
    return different.pop() if len(different) == 1 else ", ".join(f"{where}: {outcome}" for where, outcome in outcomes.items())
