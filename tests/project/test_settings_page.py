"""docs/reference/settings.md has the settings of Pulumi.yaml: names, types and defaults."""

import json
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}


def test_the_settings_page_has_each_setting_with_its_type_and_its_default() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text("utf-8"))["config"]
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    table = page.partition("| setting |")[2].partition("\n\n")[0]
    rows = re.findall(r"(?m)^\| `(\w+)` \| (\w+) \| `(.*?)` \| (.+) \|$", table)
    assert [(name, kind, json.loads(default)) for name, kind, default, _ in rows] == [
        (name, KINDS[type(schema["value"])], schema["value"]) for name, schema in declared.items()
    ]
