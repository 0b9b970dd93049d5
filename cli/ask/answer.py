"""Show a finished run: the answer, whatever its schema, then the turns, tokens, cost and seconds of the run."""

import json
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from cli.ask.charts import named_in
from cli.ask.outcome import Chart
from cli.untrusted import clean, one_line

# These fields are shown first and without a name, in this order.
MAIN_FIELDS = ("answer", "summary", "text", "report", "result")
SQL_FIELDS = ("queries", "query", "sql")
CODE_THEME = "ansi_dark"
NORMAL_STOP = "answered"


def answer(output: Any, console: Console) -> RenderableType:
    """Return the output of a run: a panel on a terminal, plain text elsewhere."""
    fields = dict(output) if isinstance(output, dict) else {"answer": output}
    main = next((name for name in MAIN_FIELDS if isinstance(fields.get(name), str)), None)
    main = main or next((name for name, value in fields.items() if isinstance(value, str)), None)
    parts: list[RenderableType] = []
    if main is not None:
        parts.append(Text(clean(fields.pop(main)).strip()))
    for name, value in fields.items():
        if value in (None, "", [], {}) or _is_charts(value):
            continue
        if parts:
            parts.append(Text(""))
        parts.append(Text(one_line(str(name), 80).replace("_", " ").capitalize(), style="bold"))
        parts.append(indented(_value(str(name), value, console), 2, console))
    if not parts:
        parts.append(Text("(The run ended without an answer.)" if output is None else "(The answer is empty.)"))
    group = Group(*parts)
    return Panel(group, title="Answer", title_align="left", border_style="green") if console.is_terminal else group


def code(source: str, language: str, console: Console) -> RenderableType:
    """Return cleaned source, coloured on a terminal."""
    if not console.is_terminal or console.no_color:
        return Text(source)
    return Syntax(source, language, theme=CODE_THEME, background_color="default", word_wrap=True)


def indented(what: RenderableType, by: int, console: Console) -> RenderableType:
    """Move something to the right. On a terminal wrapped lines move too."""
    if isinstance(what, Text) and not console.is_terminal:
        # Padding fills its lines with blanks up to the width, which is useless in a file.
        return Text("\n").join(Text(" " * by) + line for line in what.split("\n", allow_blank=True))
    return Padding(what, (0, 0, 0, by))


def chart_lines(charts: list[Chart]) -> list[Text]:
    lines = []
    for chart in charts:
        if chart.path:
            lines.append(Text.assemble(("chart  ", "bold"), chart.path))
        else:
            problem = f"{one_line(chart.key, 200)} was not fetched: {one_line(chart.skipped or '', 200)}"
            lines.append(Text(f"chart  {problem}", style="yellow"))
    return lines


def usage_line(usage: dict[str, Any]) -> str:
    """Return turns, tool calls, tokens, cost and seconds of the whole run."""
    seconds = usage.get("seconds")
    parts = [
        counted(usage.get("turns") or 0, "turn"),
        counted(usage.get("tool_calls") or 0, "tool call"),
        f"{usage.get('input_tokens') or 0:,} tokens in, {usage.get('output_tokens') or 0:,} out",
        money(usage.get("cost_usd")),
    ]
    return " · ".join(parts if seconds is None else [*parts, f"{seconds:.1f} s"])


def stop_reason_line(stop_reason: Any) -> str | None:
    """Return a sentence about a run that ended without an answer. None if it answered."""
    if stop_reason in (None, NORMAL_STOP):
        return None
    limit = one_line(str(stop_reason), 100).replace("_", " ")
    return f"The run reached the agent's limit of {limit} and had to answer with what it had."


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def money(cost_usd: float | None) -> str:
    """Return US dollars. Small amounts are shown to the hundredth of a cent."""
    if cost_usd is None:
        return "cost unknown"
    return f"${cost_usd:.4f}" if 0 < cost_usd < 1 else f"${cost_usd:,.2f}"


def _is_charts(value: Any) -> bool:
    return isinstance(value, list) and len(list(named_in(value))) == len(value)


def _value(name: str, value: Any, console: Console) -> RenderableType:
    if isinstance(value, str) and name in SQL_FIELDS:
        return code(clean(value).strip(), "sql", console)
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return _table(value)
    if isinstance(value, list):
        bullets = [_bullet(_value(name, item, console), console) for item in value]
        texts = [bullet for bullet in bullets if isinstance(bullet, Text)]
        return Text("\n").join(texts) if len(texts) == len(bullets) else Group(*bullets)
    if isinstance(value, dict):
        return _table([{"": field, " ": content} for field, content in value.items()], header=False)
    return Text(clean(value if isinstance(value, str) else _short(value)))


def _bullet(item: RenderableType, console: Console) -> RenderableType:
    if isinstance(item, Text) and not console.is_terminal:
        return Text("• ") + Text("\n  ").join(item.split("\n", allow_blank=True))
    grid = Table.grid(padding=(0, 1))
    grid.add_row("•", item)
    return grid


def _table(rows: list[dict[str, Any]], header: bool = True) -> Table:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = Table(box=None, show_header=header, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(Text(one_line(str(name), 40)))
    for row in rows:
        table.add_row(*(Text(_short(row.get(name))) for name in columns))
    return table


def _short(value: Any) -> str:
    if value is None:
        return ""
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), 400)
