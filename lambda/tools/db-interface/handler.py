"""The tools of the SQL agent's database: its schema, and one read-only query at a time."""

from pathlib import Path
from typing import Any

from database import query, schema
from toolkit import Result, tool_handler

HERE = Path(__file__).parent
DATABASE = HERE / "lahman.sqlite"


def get_db_schema() -> dict[str, Any]:
    return schema.describe(DATABASE)


def execute_sql_query(sql_query: str) -> Result:
    return query.run(DATABASE, sql_query)


handler = tool_handler(HERE / "tools.json", get_db_schema, execute_sql_query)
