"""Resource types that a person's program names and the laptop's AWS plugin doesn't know."""

from pathlib import Path

import pytest

from components.packaging.package import ROOT
from local.named_types import say_unknown_types


def said(project: Path) -> list[str]:
    lines: list[str] = []
    say_unknown_types(project, lines.append)
    return lines


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("__main__.py", "db = aws.rds.Instance('db', tags=aws.rds.InstanceArgs())\nqueue = aws.sqs.Queue('queue')\n"),
        ("index.ts", 'const db = new aws.rds.Instance("db", {});\nnew aws.lambda_.Function("f", {});\n'),
        ("Pulumi.yaml", "resources:\n  db:\n    type: aws:rds:Instance\n  queue:\n    type: aws:sqs/queue:Queue\n"),
        ("Pulumi.yaml", "resources:\n  db:\n    type: aws:rds/instance:Instance\n"),
        ("lambda/tools/orders/resources.py", "aws.rds.Instance('db')\n"),
    ],
)
def test_a_type_that_the_plugin_does_not_know_is_said_by_its_token(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text)
    assert said(tmp_path) == [
        "This project names aws:rds/instance:Instance, and the laptop's AWS plugin doesn't know that. The deployment fails if it "
        "is made here. How to add a type: docs/how-to/add-a-resource-type.md. A stack in AWS has it."
    ]


def test_what_is_installed_or_built_is_not_read(tmp_path: Path) -> None:
    for folder in (".venv", "node_modules", "lambda/tools/orders/target"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text("aws.rds.Instance('db')")
    assert said(tmp_path) == []


def test_the_examples_can_be_deployed_to_the_laptop() -> None:
    examples = [path for path in sorted((ROOT / "examples").iterdir()) if path.is_dir()]
    assert [line for example in examples for line in said(example)] == []
