"""An agent that can't be built doesn't keep the others away."""

import pytest

from components.packaging.errors import MissingToolError
from local.errors import BuildFailedError
from local.packages import Built, build


def without(*languages):
    """A machine on which these languages can't be built."""

    def build_all(sources, target, cache):
        if missing := [source.name for source in sources if source.language in languages]:
            raise MissingToolError(f"no compiler for {', '.join(missing)}")
        return {}

    return build_all


def test_all_that_can_be_built_are(capsys):
    assert build(["sql", "financial"], print, without()) == Built(("sql", "financial"))


def test_an_agent_whose_tools_can_not_be_built_is_left_out_with_the_reason():
    assert build(["sql", "clustering", "web-research"], print, without("rust")) == Built(
        ("sql", "web-research"), {"clustering": "no compiler for rust-clustering"}
    )


def test_where_no_agent_can_be_built_that_is_an_error():
    with pytest.raises(BuildFailedError, match="no compiler for rust-clustering"):
        build(["clustering"], print, without("rust"))
    with pytest.raises(BuildFailedError, match="no compiler for call-llm"):
        build(["sql", "clustering"], print, without("python"))
