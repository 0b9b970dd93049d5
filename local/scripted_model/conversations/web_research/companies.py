"""Questions that one turn of tool uses answers."""

from agents.web_research import WEB_RESEARCH
from local.scripted_model.conversations.script import Conversation, Text, conversation
from local.scripted_model.conversations.web_research.words import final, read_research, research, told


@conversation(WEB_RESEARCH.questions[0], "Research Siemens.", agent="web-research")
def one_company(question: str) -> Conversation:
    """Name no topics, because the tool has four of its own."""
    [result] = yield [Text("I look for an overview, products, finances and news."), research("Siemens AG (Germany)")]
    found = read_research(result)
    yield final(told(found), found)


@conversation(WEB_RESEARCH.questions[1], agent="web-research")
def two_companies(question: str) -> Conversation:
    """Research two companies in one turn. Both run at the same time."""
    companies = ("Toyota Motor Corporation (Japan)", "Volkswagen AG (Germany)")
    results = yield [
        Text("I ask for both at once."),
        *(research(company, "supply chain", "most important suppliers") for company in companies),
    ]
    found = [read_research(result) for result in results]
    yield final(told(*found), *found)
