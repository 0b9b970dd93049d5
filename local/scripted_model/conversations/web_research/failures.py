"""Questions with a failure on the way to the answer."""

import re

from local.scripted_model.conversations.script import Conversation, Text, UnusableResultError, conversation
from local.scripted_model.conversations.web_research.words import Research, final, read_research, research, told

TOPICS = (
    *("history", "leadership", "products", "customers", "competitors", "finances"),
    *("employees", "locations", "patents", "lawsuits", "acquisitions", "sustainability"),
)


@conversation("Find out twelve things about Nokia.", agent="web-research")
def twelve_topics(question: str) -> Conversation:
    """Ask for more topics than the tool takes. The error names the maximum, so the next turn asks in two calls."""
    company = "Nokia (Finland)"
    [result] = yield [research(company, *TOPICS)]
    if result.is_error:
        most = re.search(r"(\d+) or fewer items", result.content)
        if most is None:
            raise UnusableResultError(f"the tool refused the topics and didn't say how many it takes: {result.content[:300]}")
        several = int(most[1])
        parts = [TOPICS[start : start + several] for start in range(0, len(TOPICS), several)]
        results = yield [
            Text(f"It takes {several} topics at most, so I ask in {len(parts)} calls."),
            *(research(company, *part) for part in parts),
        ]
    else:
        results = [result]
    found = [read_research(each) for each in results]
    together = Research(
        company,
        {name: topic for each in found for name, topic in each.found.items()},
        {name: error for each in found for name, error in each.failed.items()},
    )
    yield final(told(together), together)


@conversation("What is Nokia's history, and what do you do if a search fails?", agent="web-research")
def one_topic_fails(question: str) -> Conversation:
    """Ask for two topics, one of which makes the mock service return the rate limit's error. The other's text stays, and the error
    is a gap.
    """
    [result] = yield [research("Nokia (Finland)", "history", "mock-429-after-90")]
    found = read_research(result)
    if found.failed:
        [(topic, error)] = found.failed.items()
        said = f'A search that fails does no harm to the others. The one for "{topic}" failed, and I say so under gaps: {error}'
    else:
        said = "Every search worked this time."
    yield final(f"{told(found)} {said}", found)
