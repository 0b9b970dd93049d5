"""What the check itself cost: the model, the transitions, and the time that Lambda bills."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cli.ask.answer import money
from cli.logs.lines import LogGroup
from cli.verify.deployed import Deployed
from cli.verify.finding import NOTED, Check, Finding, NotSeenError
from cli.verify.questions import Questions
from cli.verify.traces import SECONDS_FOR_LOGS, until

PART = "cost"

# US dollars, in us-east-1. https://aws.amazon.com/step-functions/pricing/ and https://aws.amazon.com/lambda/pricing/
TRANSITION = 0.000025
GB_SECOND = {"arm64": 0.0000133334, "x86_64": 0.0000166667}

# A sample question of the SQL agent takes 15,000 tokens in and 500 out. At 3 and 15 US dollars for a million tokens:
A_QUESTION = 0.06
"""US dollars."""

TEXT_REPORT = re.compile(
    r"REPORT RequestId:.*Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB.*?(?:Billed Restore Duration: (\d+) ms|$)", re.S
)


def estimate(agents: int) -> str:
    """Say what it will cost, before anything is asked."""
    asked = f"{agents} {'agent' if agents == 1 else 'agents'}"
    return (
        f"This asks {asked} a question each, and calls the code interpreter twice. A question costs about ${A_QUESTION:.2f} with "
        f"a model at $3 and $15 for a million tokens: ${A_QUESTION * agents:.2f} in all. AWS's own part is under $0.01."
    )


@dataclass(frozen=True)
class Report:
    """What Lambda bills of an invocation."""

    milliseconds: int
    memory_mb: int


def checks(there: Deployed, questions: Questions) -> Iterator[Check]:
    yield Check(PART, "The model", partial(_model, questions))
    yield Check(PART, "State transitions", partial(_transitions, questions))
    yield Check(PART, "Lambda's billed time", partial(_billed, there))


def _model(questions: Questions) -> Finding:
    usages = [asked.outcome.usage for asked in questions.asked.values() if asked.outcome.usage]
    if not usages:
        raise NotSeenError("no run has ended")
    tokens_in, tokens_out = (sum(usage.get(name) or 0 for usage in usages) for name in ("input_tokens", "output_tokens"))
    costs = [usage.get("cost_usd") for usage in usages]
    cost = None if None in costs else sum(cost for cost in costs if cost is not None)
    return Finding(NOTED, f"{tokens_in:,} tokens in, {tokens_out:,} out, {money(cost)}")


def _transitions(questions: Questions) -> Finding:
    count = sum(asked.transitions for asked in questions.asked.values())
    return Finding(NOTED, f"{count:,}, ${count * TRANSITION:.5f}")


def _billed(there: Deployed) -> Finding:
    there.only_in_aws()
    found = until(lambda: _reports(there) or None, SECONDS_FOR_LOGS)
    if not found:
        raise NotSeenError("Lambda reports nothing at this stack's log level")
    price = GB_SECOND.get((there.configuration("call-llm").get("Architectures") or ["x86_64"])[0], GB_SECOND["x86_64"])
    words, total = [], 0.0
    for label, reports in found.items():
        milliseconds = sum(report.milliseconds for report in reports)
        total += sum(report.milliseconds * report.memory_mb for report in reports) / 1000 / 1024 * price
        words.append(f"{label} {len(reports)} × {milliseconds:,} ms in all")
    return Finding(NOTED, f"{', '.join(words)}; ${total:.5f}")


def _reports(there: Deployed) -> dict[str, list[Report]]:
    found = {}
    for label, function in there.functions.items():
        group = LogGroup(there.client("logs"), there.stack, function, there.began)
        group.read()
        if reports := [report for line in group.lines if (report := report_in(line.message))]:
            found[label] = reports
    return found


def report_in(message: str) -> Report | None:
    """Return what a line of Lambda's log reports, in either of its forms. None if it is another line.

    https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report
    """
    if text := TEXT_REPORT.search(message):
        return Report(int(text[1]) + int(text[3] or 0), int(text[2]))
    if '"platform.report"' not in message:
        return None
    try:
        metrics = json.loads(message)["record"]["metrics"]
        return Report(
            round(metrics["billedDurationMs"] + metrics.get("billedRestoreDurationMs", 0)), round(metrics["memorySizeMB"])
        )
    except (ValueError, KeyError, TypeError):
        return None
