import json

import pytest

from cli.verify.costs import Report, estimate, report_in

METRICS = {"durationMs": 812.34, "billedDurationMs": 813, "memorySizeMB": 512, "maxMemoryUsedMB": 91}


def in_json(**metrics: float) -> str:
    record = {"requestId": "8e2f", "status": "success", "metrics": METRICS | metrics}
    return json.dumps({"time": "2026-11-30T10:00:00.000Z", "type": "platform.report", "record": record})


@pytest.mark.parametrize(
    ("line", "report"),
    [
        (in_json(), Report(813, 512)),
        (in_json(restoreDurationMs=400.2, billedRestoreDurationMs=401), Report(1214, 512)),
        (
            "REPORT RequestId: 8e2f\tDuration: 812.34 ms\tBilled Duration: 813 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB\t",
            Report(813, 512),
        ),
        (
            "REPORT RequestId: 8e2f\tDuration: 812.34 ms\tBilled Duration: 813 ms\tMemory Size: 512 MB\tMax Memory Used: 91 MB\t"
            "Restore Duration: 400.20 ms\tBilled Restore Duration: 401 ms\t",
            Report(1214, 512),
        ),
        ("START RequestId: 8e2f Version: 3", None),
        ('{"message": "tool_use", "outcome": "ok"}', None),
        ('{"type": "platform.report", "record"', None),
    ],
)  # fmt: skip
def test_what_lambda_bills_is_read_from_either_form_of_its_report(line, report):
    assert report_in(line) == report


def test_the_costs_are_said_before_anything_is_asked():
    assert estimate(1).startswith(
        "This asks 1 agent a question each, and calls the code interpreter twice. A question costs about $0.06"
    )
    assert "$0.18 in all" in estimate(3)
