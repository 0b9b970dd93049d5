"""A stack that was deployed before there was a platform keeps its resources: each has its old place among its aliases."""

from typing import Any

from components.settings.raw_config import RawConfig
from tests.components.configuration import ROOT, of_stack
from tests.components.platforms import KEY, TOPIC

BEFORE = ROOT / "tests" / "golden" / "resources_before_the_platform.txt"
"""Each resource of that stack: its place, and its name in AWS where the program gives it one."""


def config() -> RawConfig:
    """All agents, and the settings that add resources or names."""
    return of_stack(
        "dev",
        agents=["clustering", "financial", "google-maps", "sql", "time-series", "web-research"],
        secrets={"anthropic": "sk", "google_maps": "maps-key", "perplexity": "pplx-key"},
        permissionsBoundaryArn="arn:aws:iam::123456789012:policy/limit",
        rolePath="/agents/",
        kmsKeyArn=KEY.replace("eu-west-1", "us-east-1"),
        alarmTopicArn=TOPIC.replace("eu-west-1", "us-east-1"),
        namePrefix="acme",
    )


def test_every_resource_of_an_old_stack_is_found_where_it_was_under_its_name(run: Any) -> None:
    deployment, _ = run(config())
    found = {place: key for key, places in deployment.places.items() for place in places}
    before = dict(line.split("\t") if "\t" in line else (line, "") for line in BEFORE.read_text().splitlines())
    assert before.keys() - found.keys() == set()
    named = {place: name for place, name in before.items() if name}
    key = {place: "bucket" if "Bucket::" in place else "name" for place in named}
    assert {place: deployment.of(found[place]).get(key[place]) for place in named} == named
    # Once it lay below the caller's function.
    caller = "step-functions-agents:index:LlmCaller"
    assert f"{caller}$step-functions-agents:index:Function$aws:lambda/alias:Alias::call-llm-live" in found
