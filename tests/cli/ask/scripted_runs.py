"""Runs of an agent's real state machine on the engine, with scripted functions; their histories are in `histories/`.

`python -m tests.cli.ask.scripted_runs` records them anew, after the state machine has changed.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.answers import CHARTS
from agents.declaration import Agent, FolderTool
from components.state_machines.render import render
from tests.components import loop
from tests.in_process import Run, run

HISTORIES = Path(__file__).parent / "histories"
BUCKET = "data"
NO_FIELDS = {"type": "object", "properties": {}, "additionalProperties": False}
TEXTS = {"type": "array", "items": {"type": "string"}}


def tool(name: str, function: str, description: str, retries: int = 0) -> FolderTool:
    return FolderTool(name, function=function, description=description, input_schema=NO_FIELDS, timeout_seconds=30, retries=retries)


SQL = Agent(
    name="sql",
    description="Answers questions about baseball.",
    system_prompt="You answer questions.",
    tools=(
        tool("get_db_schema", "database", "The tables.", retries=2),
        tool("execute_sql_query", "database", "Runs SQL."),
        tool("execute_python", "python", "Runs Python."),
    ),
    output_schema={
        "type": "object",
        "properties": {"answer": {"type": "string"}, "queries": TEXTS, "charts": CHARTS},
        "additionalProperties": False,
    },
    questions=("Who hit most home runs?", "Who is the tallest?"),
)


class LLMRateLimited(Exception):
    """As the caller raises it."""


class LLMAuth(Exception):
    """As the caller raises it."""


@dataclass
class Script:
    """What the model says, turn by turn, and what the tools return, by name and in order of the calls."""

    turns: list[Any]
    tools: dict[str, list[Any]]

    def call_llm(self, event: Any) -> Any:
        return _next(self.turns)

    def use_tool(self, event: dict[str, Any]) -> Any:
        result = _next(self.tools[event["name"]])
        return {"type": "tool_result", "tool_use_id": event["id"], "name": event["name"], "is_error": False} | result


def _next(prepared: list[Any]) -> Any:
    given = prepared.pop(0)
    if isinstance(given, Exception):
        raise given
    return given() if callable(given) else given


def turn(text: str = "", *uses: dict[str, Any], cost: float | None = 0.0048) -> dict[str, Any]:
    """An answer of the LLM caller."""
    return loop.turn(*uses, text=text, cost_usd=cost, tokens=(1200, 80), target="anthropic/claude-sonnet-4-5")


def use(identity: str, name: str, **given: Any) -> dict[str, Any]:
    return {"id": identity, "name": name, "input": given}


def final(**given: Any) -> dict[str, Any]:
    return use("toolu_final", "final_answer", **given)


WRONG = "SELECT nameLast, SUM(HomeRuns) FROM Batting GROUP BY playerID"
RIGHT = """\
SELECT nameFirst, nameLast, SUM(HR) AS hr
FROM Batting JOIN People USING (playerID)
GROUP BY playerID ORDER BY hr DESC LIMIT 2"""
ROWS = json.dumps(
    {
        "columns": ["nameFirst", "nameLast", "hr"],
        "rows": [["Barry", "Bonds", 762], ["Hank", "Aaron", 755]],
        "row_count": 2,
        "total_rows": 2,
        "truncated": False,
    }
)
SCHEMA = "Batting: playerID TEXT, yearID INTEGER, HR INTEGER\nPeople: playerID TEXT, nameLast TEXT"
PLOT = "import matplotlib.pyplot as plt\nplt.bar(['Bonds', 'Aaron'], [762, 755])"
CHART = {"bucket": BUCKET, "key": "runs/sql/repairs/toolu_4/figure-1.png"}


def repairs() -> Script:
    """A schema, a wrong column and its repair, a chart, an answer."""
    return Script(
        turns=[
            turn("Let me look at the schema.", use("toolu_1", "get_db_schema")),
            turn("", use("toolu_2", "execute_sql_query", sql_query=WRONG)),
            turn("The column is called HR.", use("toolu_3", "execute_sql_query", sql_query=RIGHT)),
            turn("", use("toolu_4", "execute_python", code=PLOT)),
            turn("", final(answer="Barry Bonds hit 762, Hank Aaron 755.", queries=[RIGHT], charts=[CHART])),
        ],
        tools={
            "get_db_schema": [{"content": SCHEMA}],
            "execute_sql_query": [{"content": "no such column: HomeRuns", "is_error": True}, {"content": ROWS}],
            "execute_python": [{"content": json.dumps({"stdout": "", "value": None, "figures": [CHART]})}],
        },
    )


def parallel() -> Script:
    """Three tool uses in one turn, of which the first is the slowest and the last doesn't exist; no price is known."""

    def slow() -> dict[str, Any]:
        time.sleep(0.3)
        return {"content": "first"}

    return Script(
        turns=[
            turn(
                "Three at once.",
                use("toolu_a", "execute_sql_query", sql_query="SELECT 1"),
                use("toolu_b", "get_db_schema"),
                use("toolu_c", "drop_table", table="People") | {"error": "There is no tool drop_table."},
                cost=None,
            ),
            turn("", final(answer="Done.", queries=[], charts=[]), cost=None),
        ],
        tools={"execute_sql_query": [slow], "get_db_schema": [{"content": [{"type": "text", "text": "second"}]}]},
    )


def crashes() -> Script:
    """A rate limit that passes and a tool that raises."""
    return Script(
        turns=[
            LLMRateLimited("429: slow down"),
            turn("", use("toolu_1", "get_db_schema")),
            turn("", final(answer="The schema can't be read.", queries=[], charts=[])),
        ],
        tools={"get_db_schema": [OSError("database is gone"), OSError("database is gone"), OSError("database is gone")]},
    )


def no_key() -> Script:
    """The provider refuses the API key."""
    return Script(turns=[LLMAuth("401: invalid x-api-key")], tools={})


SCRIPTS: dict[str, Callable[[], Script]] = {play.__name__: play for play in (repairs, parallel, crashes, no_key)}


def definition(bucket: str = BUCKET) -> dict[str, Any]:
    """The rendered state machine; its functions are named as in `functions`."""
    functions = {name: {"arn": name, "every_version": name} for name in ("database", "python")}
    return render(SQL, "caller", SQL.tool_args(functions), bucket)


def functions(script: Script) -> dict[str, Callable[[Any], Any]]:
    return {"caller": script.call_llm, "database": script.use_tool, "python": script.use_tool}


def play(name: str) -> Run:
    """Runs a script on the engine."""
    script = SCRIPTS[name]()
    return run(definition(), {"prompt": "Who hit the most home runs in a career?"}, functions(script), name=name)


def record() -> None:
    for name in SCRIPTS:
        (HISTORIES / f"{name}.json").write_text(json.dumps(play(name).events, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    record()
