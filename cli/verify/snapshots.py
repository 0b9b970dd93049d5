"""The functions' states, versions and snapshots (SnapStart)."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from cli.verify.deployed import Deployed
from cli.verify.finding import NOTED, Check, Finding, passed_if

PART = "functions"
ON = "On"


def checks(there: Deployed) -> Iterator[Check]:
    for label in sorted(there.functions):
        yield Check(PART, f"{label}: the version that is called is active", partial(_state, there, label))
        yield Check(PART, f"{label}: starts from a snapshot", partial(_snapshot, there, label))


def _state(there: Deployed, label: str) -> Finding:
    there.only_in_aws()
    found = there.configuration(label)
    state, update = found.get("State", "?"), found.get("LastUpdateStatus", "Successful")
    why = f": {found['StateReason']}" if found.get("StateReason") and state != "Active" else ""
    return passed_if(
        state == "Active" and update != "Failed", f"{_version(there, label, found)}, {state}{why}, last update {update}"
    )


def _snapshot(there: Deployed, label: str) -> Finding:
    there.only_in_aws()
    found = there.configuration(label)
    snapshot = found.get("SnapStart") or {}
    if snapshot.get("ApplyOn", "None") == "None":
        return Finding(NOTED, f"no, {found.get('Runtime')} starts anew")
    status = snapshot.get("OptimizationStatus", "?")
    return passed_if(status == ON, f"applied on {snapshot['ApplyOn']}: {status}, {found.get('Runtime')}")


def _version(there: Deployed, label: str, found: dict[str, Any]) -> str:
    qualifier = (there.functions[label].arn.split(":") + [""] * 8)[7]
    return f"{qualifier or 'no qualifier'} is version {found.get('Version', '?')}, {found.get('MemorySize')} MB"
