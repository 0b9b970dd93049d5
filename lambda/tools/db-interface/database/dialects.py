"""Names SQLite's form for what other databases write: a word of their SQL, or one of their functions."""

import re
import sqlite3

from database.tokens import bare

MOST_HINTS = 3
_SCHEMA = "get_db_schema lists the tables and their columns."
_DATES = (
    "Dates are text, yyyy-mm-dd: the year is CAST(substr(debut, 1, 4) AS INTEGER), the month substr(debut, 6, 2), the first day "
    "of the month date(debut, 'start of month'), a later day date(debut, '+30 days'), the days between two "
    "julianday(b) - julianday(a)."
)
_NO_STATISTICS = (
    "SQLite has no medians, percentiles, deviations or correlations: use execute_python on the rows, or ROW_NUMBER() for a median "
    "and sqrt(AVG(x * x) - AVG(x) * AVG(x)) for a deviation."
)
_NO_REGEXP = "There are no regular expressions: use LIKE with % and _, or GLOB with *, ? and [a-z]."
_ROWS_OF_NUMBERS = "Make rows of numbers by WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 10)."
_GROUPS = "There is no ROLLUP, CUBE or GROUPING SETS: join one query for each grouping by UNION ALL."
_JOINED_TEXT = "Texts of a group are joined by group_concat(x, ', '); their order is that of a subquery with ORDER BY."

# A pattern of the statement, and SQLite's form.
_WORDS = (
    (r"\A\s*(?:show|desc|describe|\.\w+|\\d)\b", _SCHEMA),
    (r"\b(?:information_schema|pg_catalog|sys\.(?:tables|columns)|user_tables|all_tables)\b", _SCHEMA),
    (r"\A\s*(?:use|set|declare|exec|execute|call|go|truncate|grant|merge|commit)\b",
     "Only one SELECT statement (or WITH … SELECT) runs."),
    (r"\bselect\s+(?:distinct\s+|all\s+)?top\b", "TOP n is LIMIT n at the end of the statement."),
    (r"\bfetch\s+(?:first|next)\b|\boffset\s+\d+\s+rows?\b",
     "FETCH FIRST n ROWS ONLY is LIMIT n OFFSET m at the end of the statement."),
    (r"\blimit\s+all\b", "LIMIT ALL is no LIMIT."),
    (r"\brownum\b", "ROWNUM is LIMIT n at the end, or ROW_NUMBER() OVER (ORDER BY …) in a subquery."),
    (r"::", "x::type is CAST(x AS INTEGER), CAST(x AS REAL) or CAST(x AS TEXT)."),
    (r"\bilike\b", "ILIKE is LIKE, which ignores the case of a to z."),
    (r"\b(?:rlike|regexp|similar\s+to)\b|!?~\*?\s*''", _NO_REGEXP),
    (r"\bqualify\b", "There is no QUALIFY: SELECT * FROM (SELECT …, ROW_NUMBER() OVER (…) AS place FROM …) WHERE place = 1."),
    (r"\bdistinct\s+on\b", "DISTINCT ON is SELECT * FROM (SELECT …, ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) AS place FROM …) "
     "WHERE place = 1."),
    (r"\b(?:rollup|cube|grouping\s+sets)\b", _GROUPS),
    (r"\b(?:group|order)\s+by\s+all\b", "GROUP BY ALL and ORDER BY ALL don't exist: name the columns."),
    (r"\b(?:un)?pivot\b", "There is no PIVOT: write SUM(CASE WHEN yearID = 2000 THEN HR END) AS \"2000\" for each column."),
    (r"\b(?:lateral|(?:cross|outer)\s+apply)\b",
     "There is no LATERAL or APPLY: use a subquery in SELECT, or ROW_NUMBER() in a subquery."),
    (r"\bunnest\b|\bgenerate_series\b|\barray\s*\[", _ROWS_OF_NUMBERS),
    (r"\*\s*(?:except|exclude|replace)\s*\(", "SELECT * EXCEPT doesn't exist: name the columns."),
    (r"\b(?:except|intersect)\s+all\b", "EXCEPT ALL and INTERSECT ALL are EXCEPT and INTERSECT."),
    (r"\bminus\s+select\b", "MINUS is EXCEPT."),
    (r"[=<>]\s*(?:any|some|all)\s*\(", "= ANY (SELECT …) is IN (SELECT …); > ALL (SELECT x …) is > (SELECT MAX(x) …)."),
    (r"\bwithin\s+group\b", _NO_STATISTICS),
    (r"\b(?:respect|ignore)\s+nulls\b", "IGNORE NULLS doesn't exist: leave the NULLs out by WHERE in a subquery."),
    (r"\bseparator\b|\b(?:string_agg|listagg|group_concat)\s*\([^()]*\border\s+by\b", _JOINED_TEXT),
    (r"\binterval\b|\bextract\s*\(|\b(?:date|timestamp)\s+''|\bat\s+time\s+zone\b", _DATES),
    (r"\bisnull\s*\(", "ISNULL(a, b) is COALESCE(a, b)."),
    (r"\b(?:left|right)\s*\((?!\s*select\b)", "LEFT(x, 3) is substr(x, 1, 3); RIGHT(x, 3) is substr(x, -3)."),
    (r"\bposition\s*\(|\bsubstring\s*\([^()]*\bfrom\b",
     "POSITION and SUBSTRING FROM are instr(text, part) and substr(text, start, length)."),
    (r"\btrim\s*\(\s*(?:leading|trailing|both)\b", "TRIM(BOTH …) is trim(x), ltrim(x) or rtrim(x)."),
    (r"\w\s+div\s+\w", "a DIV b is a / b: integers divide to integers."),
    (r"<=>|\bis\s+(?:not\s+)?distinct\s+from\b", "a <=> b and IS NOT DISTINCT FROM are a IS b."),
    (r"&&|\bxor\b|!(?![=~])", "The operators are AND, OR, NOT, and <> for XOR."),
    (r"\^", "Powers are pow(x, 2) or x * x."),
    (r"\bnolock\b|\bfor\s+update\b|\btablesample\b|\bstraight_join\b",
     "SQLite has no hints of locks and no samples: leave them out."),
    (r"\b(?:right|full)\s+(?:outer\s+)?join\b",
     "Write RIGHT JOIN as LEFT JOIN with the tables changed over, FULL JOIN as UNION of two LEFT JOINs."),
    (r"[@$]\w+|\{\w*\}|%s\b", "There are no parameters: write the values into the query."),
    (r"\bdual\b", "There is no table DUAL: leave FROM out."),
    (r"''\w", "A quote within a text is written twice: 'O''Neill'."),
    (r"\\", "A quote within a text is written twice, without a backslash: 'O''Neill'."),
    (r"\b(?:json_each|json_tree|pragma_\w+|dbstat)\b", "Only the tables of the schema can be read. " + _ROWS_OF_NUMBERS),
)  # fmt: skip

# A pattern of a function's name, and SQLite's form.
_FUNCTIONS = (
    (r"year|month|day|week|quarter|dayofweek|dayofmonth|date_?part|date_?trunc|date_?diff|date_?add|date_?sub|timestampdiff|"
     r"add_months|months_between|age|to_date|to_char|str_to_date|date_format|parse_date|make_date|last_day|to_timestamp", _DATES),
    (r"now|getdate|curdate|sysdate|today|current_date", "Today is date('now')."),
    (r"concat", "CONCAT(a, b) is a || b. NULL makes the whole NULL: COALESCE(a, '') || b."),
    (r"concat_ws", "CONCAT_WS(' ', a, b) is a || ' ' || b."),
    (r"if", "IF(condition, a, b) is IIF(condition, a, b) or CASE WHEN condition THEN a ELSE b END."),
    (r"decode|nvl2|choose|switch", "DECODE and NVL2 are CASE x WHEN 1 THEN a ELSE b END."),
    (r"nvl|zeroifnull|ifna", "NVL(a, b) is COALESCE(a, b)."),
    (r"nullifzero|safe_divide|div0|try_divide|divide", "A safe division is 1.0 * a / NULLIF(b, 0), which is NULL for b = 0."),
    (r"div", "DIV(a, b) is a / b: integers divide to integers."),
    (r"mid|substring_index|split_part|regexp_substr|regexp_extract", "Parts of a text are substr(x, start, length), "
     "substr(x, -3) from the end, and instr(x, 'part') for a place."),
    (r"len|char_length|character_length|datalength", "LEN(x) is length(x)."),
    (r"charindex|position|locate|strpos|find_in_set|contains|startswith|starts_with|ends_with|endswith", "The place of a part of a "
     "text is instr(x, 'part'); 0 is nowhere. Or use LIKE '%part%'."),
    (r"regexp|regexp_like|regexp_matches|regexp_contains|regexp_replace|rlike", _NO_REGEXP),
    (r"lpad|rpad|zerofill", "LPAD(x, 5, '0') is printf('%05d', x); of texts printf('%5s', x) and printf('%-5s', x)."),
    (r"repeat|replicate|space|reverse|initcap|translate|ascii|chr", "Of the functions of texts SQLite has substr, instr, replace, "
     "trim, upper, lower, printf, char and unicode."),
    (r"greatest|least", "GREATEST(a, b) is MAX(a, b), LEAST(a, b) is MIN(a, b)."),
    (r"string_agg|listagg|array_agg|wm_concat|json_agg|collect_list|list|array_to_string", _JOINED_TEXT),
    (r"median|mode|percentile\w*|quantile\w*|approx_\w+|std\w*|var\w*|corr\w*|covar\w*|regr_\w+|skewness|kurtosis|width_bucket|"
     r"linear_regression", _NO_STATISTICS),
    (r"any_value|first|last|arbitrary", "ANY_VALUE(x) is MIN(x). The value of the row with the largest y is x beside MAX(y)."),
    (r"max_by|arg_max|argmax|min_by|arg_min|argmin", "ARG_MAX(x, y) is x beside MAX(y): SELECT yearID, MAX(HR) FROM …."),
    (r"count_?if|sum_?if|countif", "COUNT_IF(condition) is SUM(condition) or COUNT(*) FILTER (WHERE condition)."),
    (r"bool_and|bool_or|every|logical_\w+", "BOOL_OR(x) is MAX(x), BOOL_AND(x) is MIN(x)."),
    (r"rand|random_between|newid|uuid\w*", "A random number is random()."),
    (r"generate_series|range|sequence|generate_array|unnest|explode|flatten", _ROWS_OF_NUMBERS),
    (r"convert|try_cast|safe_cast|to_number|to_int\w*|int|integer|float|double|numeric|decimal|str|string|cint|cdbl|to_varchar|"
     r"tostring|number", "A type is changed by CAST(x AS INTEGER), CAST(x AS REAL) or CAST(x AS TEXT)."),
    (r"truncate|trunc", "TRUNCATE(x, 0) is CAST(x AS INTEGER); ROUND(x, 2) rounds."),
    (r"ratio_to_report", "A part of the whole is 1.0 * x / SUM(x) OVER ()."),
    (r"grouping|rollup|cube", _GROUPS),
    (r"power|pow|sqrt|ceil|ceiling|floor|ln|log|log10|exp|mod|sign|pi|square|cbrt", "This SQLite may lack functions of "
     "mathematics: write x * x and a % b, or use execute_python on the rows."),
    (r"date|time|strftime|julianday", _DATES),
    (r"top", "TOP n is LIMIT n at the end of the statement."),
)  # fmt: skip


def words(sql: str) -> list[str]:
    """Return SQLite's forms for the words of another dialect in a statement that failed."""
    searched = bare(sql)
    return [hint for pattern, hint in _WORDS if re.search(pattern, searched, re.IGNORECASE)][:MOST_HINTS]


def functions(database: sqlite3.Connection, sql: str) -> list[str]:
    """Return SQLite's forms for the functions that it doesn't have."""
    called = dict.fromkeys(name.lower() for name in re.findall(r"\b([A-Za-z]\w*)\s*\(", bare(sql)))
    known = {name for (name,) in database.execute("SELECT name FROM pragma_function_list")}
    found = (hint for name in called if name not in known for pattern, hint in _FUNCTIONS if re.fullmatch(pattern, name))
    return list(dict.fromkeys(found))[:MOST_HINTS]
