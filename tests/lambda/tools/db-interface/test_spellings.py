"""A name is found however it is written, and a search that finds nothing says what there is."""

import unicodedata

import pytest

ADVICE = "fold(x) = fold('text') ignores accents, case, spaces and punctuation."


@pytest.mark.parametrize(
    ("written", "home_runs"),
    [
        ("José Ramírez", 285),
        ("JOSE RAMIREZ", 285),
        (unicodedata.normalize("NFD", "José Ramírez"), 285),
        ("Ｊｏｓｅ　Ｒａｍｉｒｅｚ", 285),
        ("Jose Ramirez Jr.", 285),
        ("Jose\u00a0Ramirez", 285),
    ],
)
def test_a_folded_name_is_found(select, written, home_runs):
    sql = (
        "SELECT SUM(HR) FROM Batting JOIN People USING (playerID) "
        f"WHERE fold(nameFirst || nameLast) = fold('{written}') AND debut LIKE '2013%'"
    )
    assert select(sql)["rows"] == [[home_runs]]


@pytest.mark.parametrize(
    ("name", "player"),
    [
        ("Ronald Acuna", "acunaro01"),
        ("Ronald Acuña, Jr.", "acunaro01"),
        ("ronald acuña jr", "acunaro01"),
        ("J.D. Martinez", "martijd02"),
        ("JD Martínez", "martijd02"),
        ("Paul O''Neill", "oneilpa01"),
        ("paul oneill", "oneilpa01"),
        ("Paul O’Neill", "oneilpa01"),
        ("Elly DeLaCruz", "delacel01"),
    ],
)
def test_a_name_is_found_however_it_is_written(select, name, player):
    sql = f"SELECT playerID FROM People WHERE fold(nameFirst || nameLast) = fold('{name}')"
    assert [player] in select(sql)["rows"]
    assert "hint" not in select(sql)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("'Müller-Straße'", "mullerstrasse"),
        ("'Łódź Øre Đà Æsir Œuf þing ħ ı İ ñ ﬁ'", "lodzoredaaesiroeufthinghiinfi"),
        ("'%Acuña_'", "%acuna_"),
        ("'%Acuña Jr.%'", "%acuna%"),
        ("'Junior Srbija'", "juniorsrbija"),
        ("'日本 語'", "日本語"),
        ("'…'", ""),
        ("NULL", None),
        ("5", "5"),
        ("x'4142'", "ab"),
    ],
)
def test_folding_keeps_letters_and_digits(select, text, folded):
    assert select(f"SELECT fold({text})")["rows"] == [[folded]]


def test_lower_and_upper_know_all_letters(select):
    assert select("SELECT lower('ÁÑß'), upper('áñ'), lower(1.5), upper(NULL)")["rows"] == [["áñß", "ÁÑ", "1.5", None]]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT playerID FROM People WHERE nameFirst = 'José' AND nameLast = 'Ramírez'",
        "SELECT SUM(HR) FROM Batting JOIN People USING (playerID) WHERE nameFirst = 'José' AND nameLast = 'Ramírez'",
        "SELECT playerID FROM People WHERE (nameFirst, nameLast) = ('José', 'Ramírez')",
        "SELECT COUNT(*) FROM People p WHERE p.nameFirst LIKE 'José%' AND p.nameLast LIKE 'Ramírez'",
        "SELECT HR FROM Batting WHERE playerID IN (SELECT playerID FROM People WHERE nameFirst = 'José' AND nameLast = 'Ramírez')",
    ],
)
def test_a_search_without_a_row_names_the_other_spellings_and_the_people(select, query):
    hint = select(query)["hint"]
    for part in ("'Ramírez' is also written 'Ramirez' in People.nameLast.", "Jose Ramirez (ramirjo01, debut 2013-09-01)", ADVICE):
        assert part in hint


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("nameLast = 'ONeill'", f"'ONeill' is also written 'O''Neill' in People.nameLast. {ADVICE}"),
        ("nameLast LIKE '%Acuna%'", f"'%Acuna%' is also written 'Acuña' in People.nameLast. {ADVICE}"),
        ("instr(nameLast, 'Acuna') > 0", f"'%Acuna%' is also written 'Acuña' in People.nameLast. {ADVICE}"),
        ("'Acuna' = nameLast", f"'Acuna' is also written 'Acuña' in People.nameLast. {ADVICE}"),
        ("birthCountry = 'Mexico'", f"'Mexico' is also written 'México' in People.birthCountry. {ADVICE}"),
        ("nameLast = 'Ramirz'", "'Ramirz' isn't in People.nameLast. Near it: 'Ramirez', 'Ramírez'."),
        ("fold(nameLast) LIKE fold('%ramirz%')", "'%ramirz%' isn't in People.nameLast. Near it: 'Ramirez', 'Ramírez'."),
        ("nameFirst || ' ' || nameLast = 'J.D. Martinez'", "For 'J.D. Martinez' there is in People: J. D. Martinez (martijd02, "
         "debut 2011-07-30)."),
        ("nameFirst = 'Michael' AND nameLast = 'Trout'", "For 'Michael Trout' there is in People: Mike Trout (troutmi01, debut "
         "2011-07-08), Steve Trout (troutst01, debut 1978-07-01), Dizzy Trout (troutdi01, debut 1939-04-25)."),
        ("playerID = 'Babe Ruth'", "For 'Babe Ruth' there is in People: Babe Ruth (ruthba01, debut 1914-07-11)."),
        ("bats = 'left'", "'left' isn't in People.bats. Its values: 'B', 'L', 'R'."),
    ],
)  # fmt: skip
def test_a_text_that_is_nowhere_gets_what_is_near(select, condition, hint):
    assert select(f"SELECT playerID FROM People WHERE {condition}")["hint"] == hint


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT COUNT(*) FROM Teams WHERE name = 'Yankees'", "Near it: 'New York Yankees', 'New York Black Yankees'."),
        ("SELECT COUNT(*) FROM Teams WHERE teamID = 'Yankees'", "Teams.name has 'New York Yankees', 'New York Black Yankees'."),
        ("SELECT COUNT(*) FROM AwardsPlayers WHERE awardID = 'MVP'", "Near it: 'Most Valuable Player'."),
        ("SELECT 1 WHERE (SELECT COUNT(*) FROM People WHERE nameLast = 'Acuna') > 0", "'Acuna' is also written 'Acuña'"),
        (
            "WITH p AS (SELECT nameFirst || ' ' || nameLast AS name FROM People) SELECT * FROM p WHERE name = 'Ronald Acuna'",
            "For 'Ronald Acuna' there is in People: Ronald Acuña (acunaro01, debut 2018-04-25).",
        ),
    ],
)
def test_other_texts_get_a_hint_too(select, sql, hint):
    assert hint in select(sql)["hint"]


def test_a_result_that_lacks_other_spellings_says_so(select):
    result = select("SELECT nameLast FROM People WHERE nameLast IN ('Ramírez', 'Ruth') GROUP BY nameLast")
    assert result["rows"] == [["Ramírez"], ["Ruth"]]
    assert result["hint"] == f"'Ramírez' is also written 'Ramirez' in People.nameLast. {ADVICE}"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT playerID FROM People WHERE LOWER(nameLast) = 'ruth'",
        "SELECT playerID FROM People WHERE nameLast LIKE 'ruth'",
        "SELECT playerID FROM People WHERE nameLast <> 'José' AND nameLast NOT IN ('Ramírez') LIMIT 1",
        "SELECT SUM(HR) FROM Batting WHERE teamID = 'NYA' AND lgID = 'AL'",
        "SELECT CASE WHEN lgID = 'AL' THEN 'american' ELSE 'national' END FROM Teams WHERE teamID = 'BOS' LIMIT 1",
        "SELECT COUNT(*) FROM People WHERE nameLast = 'Smith' AND birthYear > 2100",
        "SELECT 'José' AS name WHERE 1 = 0",
        "SELECT playerID FROM People WHERE debut = '1800-01-01'",
    ],
)
def test_a_search_that_asks_for_what_is_there_gets_no_hint(select, sql):
    assert "hint" not in select(sql)


def test_a_hint_is_in_the_preview_of_a_big_result_too(call):
    content, _ = call(
        "execute_sql_query",
        {"sql_query": "SELECT * FROM Batting JOIN People USING (playerID) WHERE nameLast = 'Rodríguez' OR HR > 20"},
    )
    assert "'Rodríguez' is also written 'Rodriguez' in People.nameLast." in content
