"""Questions for a list that is too big to be shown. Its rows are in S3, and the answer says where."""

from local.scripted_model.conversations.script import Conversation, ToolUse, conversation
from local.scripted_model.conversations.sql.lookups import PLAYER
from local.scripted_model.conversations.sql.words import final, query, read_table


@conversation("List every season in which a player hit 40 or more home runs.", agent="sql")
def forty_home_runs(question: str) -> Conversation:
    sql = (
        f"SELECT {PLAYER}, yearID, group_concat(teamID, '/') AS teams, SUM(G) AS games, SUM(AB) AS at_bats, SUM(HR) AS home_runs, "
        "SUM(RBI) AS runs_batted_in FROM Batting JOIN People USING (playerID) GROUP BY playerID, yearID "
        "HAVING home_runs >= 40 ORDER BY home_runs DESC, yearID"
    )
    yield [ToolUse("get_db_schema", {})]
    [result] = yield [query(sql)]
    table = read_table(result)
    top = ", ".join(f"{row['player']} {row['yearID']} ({row['home_runs']})" for row in table.rows[:3])
    where = (
        f" The whole list is too long for an answer; it is in s3://{table.link['bucket']}/{table.link['key']}."
        if table.link
        else ""
    )
    yield final(f"There are {table.total_rows} such seasons, at the top: {top}.{where}", sql)
