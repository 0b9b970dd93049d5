"""Every path through the loop, on the Step Functions engine of the laptop stack, with a scripted LLM caller and scripted tools.

Each evaluation that these runs make is made again by the reference implementation of JSONata: the last test compares them.
"""

import json
import threading

import jsonatapy
import pytest

from components.state_machines.kinds.branch import template
from components.state_machines.render import TEMPLATE
from local.step_functions import evaluate
from local.step_functions import expressions as engine_expressions
from tests.components.loop import (
    ANSWER,
    NO_FIELDS,
    STORED,
    Played,
    agent,
    expressions,
    final,
    lambda_error,
    meets,
    ok,
    play,
    raises,
    sleeps,
    tool,
    turn,
    use,
)

BEGIN = ["Check input", "Begin"]
END = ["Call LLM", "Next step", "Answer"]
FINAL_ANSWER_DESCRIPTION = "Ends the run with your answer. Call it alone, when you have seen all the results that you need."
QUESTION = {"role": "user", "content": "How many?"}

AUTO = {"type": "auto"}
FORCED = {"type": "tool", "name": "final_answer"}

EXPRESSIONS = {
    expression.removeprefix("{% ")
    .removesuffix(" %}")
    .replace("${tool}", "look")
    .replace("${agent}", "tester")
    .replace("${bucket}", "data")
    for expression in expressions([json.loads(TEMPLATE.read_text()), template("function")])
}

recorded: list[tuple[str, dict]] = []


@pytest.fixture(scope="module", autouse=True)
def _record_evaluations():
    original = engine_expressions.evaluate

    def evaluate(expression, bindings=None, field=None):
        recorded.append((expression, json.loads(json.dumps(bindings))))
        return original(expression, bindings, field)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_expressions, "evaluate", evaluate)
        yield


def answered(played: Played) -> dict:
    assert (played.run.status, played.run.error, played.run.cause) == ("SUCCEEDED", None, None)
    return played.run.output


def test_a_model_that_answers_at_once_ends_the_run():
    played = play(turn(final()))
    output = answered(played)
    seconds = output["usage"].pop("seconds")
    assert 0 <= seconds < 30
    assert output == {
        "output": ANSWER,
        "stop_reason": "answered",
        "usage": {"turns": 1, "tool_calls": 0, "input_tokens": 100, "output_tokens": 10, "cost_usd": 0.25},
        "messages": [QUESTION, turn(final())["body"]["messages"][0]],
        "history": None,
    }
    assert played.states == [*BEGIN, *END]


def test_the_caller_gets_the_conversation_the_tools_and_the_run():
    played = play(turn(final()))
    assert played.calls == [
        {
            "system": "Test.",
            "messages": [QUESTION],
            "history": None,
            "tools": [
                {"name": "look", "description": "Does look.", "input_schema": NO_FIELDS},
                {
                    "name": "final_answer",
                    "description": FINAL_ANSWER_DESCRIPTION,
                    "input_schema": NO_FIELDS,
                },
            ],
            "tool_choice": AUTO,
            "options": {"max_tool_uses": 8},
            "run": {"execution": "run-1", "agent": "tester", "results": {"bucket": "data", "prefix": "runs/tester/run-1/"}},
            "conversations": {"bucket": "data", "prefix": "conversations/tester/run-1/"},
        }
    ]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        (".", "=2E"),
        ("..", "=2E."),
        ("=2E", "=3D2E"),
        ("a..b=c", "a..b=3Dc"),
        ("runs", "runs"),
        ("ü" * 80, "ü" * 80),
        ("@+!'()", "@+!'()"),
    ],
)
def test_each_run_has_a_folder_of_its_own_whatever_its_name(name, folder):
    played = play(turn(use("look")), turn(final()), name=name)
    assert answered(played)["output"] == ANSWER
    assert played.calls[0]["run"] == played.tool_events[0]["run"]
    assert played.calls[0]["run"]["results"]["prefix"] == f"runs/tester/{folder}/"
    assert played.calls[0]["conversations"]["prefix"] == f"conversations/tester/{folder}/"


def test_a_tools_result_goes_back_to_the_model_in_five_transitions():
    played = play(turn(use("look", at="here"), text="Let me look."), turn(final()))
    assert answered(played)["output"] == ANSWER
    assert played.states == [*BEGIN, "Call LLM", "Next step", "Use tools", "Which tool", "look", *END]
    assert played.tool_events == [
        {
            "id": "toolu_look",
            "name": "look",
            "input": {"at": "here"},
            "run": {"execution": "run-1", "agent": "tester", "results": {"bucket": "data", "prefix": "runs/tester/run-1/"}},
        }
    ]
    assert played.calls[1]["messages"] == [
        QUESTION,
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "Let me look."},
                {"type": "tool_use", "id": "toolu_look", "name": "look", "input": {"at": "here"}},
            ],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_look", "content": "fine", "is_error": False}]},
    ]


@pytest.mark.parametrize("k", [2, 3, 8])
def test_k_tool_calls_run_at_once_in_3_and_2k_transitions_and_their_results_keep_the_order(k):
    together = threading.Barrier(k)
    played = play(turn(*(use("look", f"toolu_{n}") for n in range(k))), turn(final()), tools={"look": meets(together)})
    assert [(r["tool_use_id"], r["content"]) for r in played.results] == [(f"toolu_{n}", f"toolu_{n}") for n in range(k)]
    assert answered(played)["usage"]["tool_calls"] == k
    assert len(played.states) == len(BEGIN) + 3 + 2 * k + len(END)


def test_an_error_result_of_a_tool_is_handed_on_as_it_is():
    played = play(turn(use("look")), turn(final()), tools={"look": lambda event: ok(event, "no such column: hr", is_error=True)})
    assert played.results == [
        {"type": "tool_result", "tool_use_id": "toolu_look", "content": "no such column: hr", "is_error": True}
    ]
    assert answered(played)["output"] == ANSWER


def test_content_blocks_of_a_tool_stay_a_list():
    blocks = [{"type": "text", "text": "one"}]
    played = play(turn(use("look")), turn(final()), tools={"look": lambda event: ok(event, blocks)})
    assert played.results[0]["content"] == blocks


@pytest.mark.parametrize(
    ("error", "content"),
    [
        (ValueError('bad "date": \\d\nin line 2'), 'ValueError: bad "date": \\d\nin line 2'),
        (ValueError('{"error": "日本 😀"}'), 'ValueError: {"error": "日本 😀"}'),
        (RuntimeError(""), "RuntimeError: "),
        (RuntimeError("x" * 5000), "RuntimeError: " + "x" * 2000),
    ],
)
def test_a_tool_that_raises_becomes_an_error_result(error, content):
    played = play(turn(use("look")), turn(final()), tools={"look": raises(error)})
    assert played.results == [{"type": "tool_result", "tool_use_id": "toolu_look", "content": content, "is_error": True}]
    assert answered(played)["output"] == ANSWER
    assert played.states.count("Tool failed") == 1


# A cause, and the message that a person sees. None is the cause as it is.
CAUSES = [
    ('{"errorMessage":"a \\"b\\" C:\\\\dir\\n\\t\\u65e5 \\ud83d\\ude00\\/","errorType":"E"}', 'a "b" C:\\dir\n\t日 😀/'),
    ('{"errorType": "E", "errorMessage": "of Node.js", "trace": []}', "of Node.js"),
    ('{"errorMessage":"outer","cause":{"errorMessage":"of Java"}}', "outer"),
    (json.dumps({"errorMessage": json.dumps({"errorMessage": "inner"})}), '{"errorMessage": "inner"}'),
    ('{"errorMessage":"","errorType":"E"}', ""),
    # What is no JSON stays as it is, and never ends a run.
    ("User: x is not authorized to perform: lambda:InvokeFunction", None),
    ('{"errorMessage":"cut off in the mid', None),
    ('"errorMessage": "C:\\xdir"', None),
    ('"errorMessage": "\\u12"', None),
    ('"errorMessage": "two\nlines"', None),
    ("", None),
    *((json.dumps({"errorMessage": text}), text) for text in ("x" * 100_000, '"' * 50_000, "line\n" * 20_000, "日" * 17_000)),
]


def test_a_cause_is_the_message_of_its_json_in_every_jsonata(javascript, java_jsonata):
    """The Assign of the Catch is evaluated, and then the Cause of the Fail state.

    jsonatapy has no $parse. It gives the text that the others parse.
    """

    def by_engine(requests):
        return [{"value": evaluate(**request)} for request in requests]

    def by_reference(requests):
        return json.loads(javascript("evaluate.mjs", stdin=json.dumps(requests)).stdout)

    def by_rust(requests):
        return [{"value": jsonatapy.evaluate(one["expression"].replace("$parse(", "("), None, one["bindings"])} for one in requests]

    states = json.loads(TEMPLATE.read_text())["States"]
    assign = {name: one[3:-3] for name, one in states["Call LLM"]["Catch"][0]["Assign"].items()}
    caught = [{"states": {"errorOutput": {"Error": "E", "Cause": cause}}} for cause, _ in CAUSES]
    for judge in (by_engine, by_reference, java_jsonata, by_rust):
        asked = judge([{"expression": one, "bindings": bindings} for bindings in caught for one in assign.values()])
        values = iter(answer["value"] for answer in asked)
        variables = [{name: next(values) for name in assign} for _ in CAUSES]
        found = judge([{"expression": states["LLM failed"]["Cause"][3:-3], "bindings": one} for one in variables])
        for (cause, message), answer in zip(CAUSES, found, strict=True):
            if message is None:
                assert answer == {"value": cause[:9000]}, judge
            else:
                assert (json.loads(answer["value"]) if judge is by_rust else answer["value"]) == message, judge


def test_a_tool_that_times_out_becomes_an_error_result_and_the_others_are_kept():
    def hurry(definition):
        definition["States"]["Use tools"]["ItemProcessor"]["States"]["slow"]["TimeoutSeconds"] = 1

    slow = agent(tool("slow"), tool("look"))
    played = play(turn(use("slow"), use("look")), turn(final()), agent=slow, tools={"slow": sleeps(3)}, change=hurry)
    assert [(r["tool_use_id"], r["is_error"]) for r in played.results] == [("toolu_slow", True), ("toolu_look", False)]
    assert played.results[0]["content"].startswith("States.Timeout: ")
    assert answered(played)["output"] == ANSWER


def test_a_crash_is_retried_as_often_as_the_tool_allows():
    fails = iter([RuntimeError("1"), RuntimeError("2")])

    def look(event):
        for error in fails:
            raise error
        return ok(event)

    played = play(turn(use("look")), turn(final()), agent=agent(tool("look", retries=2)), tools={"look": look})
    assert len(played.tool_events) == 3
    assert played.results[0]["content"] == "fine"
    without = play(turn(use("look")), turn(final()), tools={"look": raises(RuntimeError("1"))})
    assert len(without.tool_events) == 1


UNUSABLE = "The tool gave no result that can be used: no content, or too much of it."


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "garbage",
    [None, "text", 5, True, [], [1], {}, {"content": None}, {"content": 5}, {"content": {"a": 1}}, {"content": "x" * 17_000}],
    ids=str,
)
def test_a_tool_that_returns_garbage_becomes_an_error_result(garbage):
    played = play(turn(use("look")), turn(final()), tools={"look": lambda _: garbage})
    assert played.results == [{"type": "tool_result", "tool_use_id": "toolu_look", "content": UNUSABLE, "is_error": True}]
    assert answered(played)["output"] == ANSWER


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize("size", [256 * 1024, 3_000_000])
def test_a_tool_whose_result_a_run_can_not_hold_becomes_an_error_result_that_says_so(size):
    done = play(turn(use("look", "toolu_1")), turn(final()), tools={"look": lambda event: ok(event, "x" * size)})
    assert (done.run.status, done.results) == (
        "SUCCEEDED",
        [
            {
                "type": "tool_result",
                "tool_use_id": "toolu_1",
                "content": "The tool's result is over 256 KiB, more than a run can hold. Ask for less of it.",
                "is_error": True,
            }
        ],
    )


def test_a_tool_cannot_answer_for_another_call():
    stranger = {"type": "text", "tool_use_id": "toolu_other", "content": "hi", "role": "system"}
    played = play(turn(use("look")), turn(final()), tools={"look": lambda _: stranger})
    assert played.results == [{"type": "tool_result", "tool_use_id": "toolu_look", "content": "hi", "is_error": False}]


def test_a_call_that_the_caller_found_wrong_is_refused_without_running_the_tool():
    played = play(turn(use("look", error="at is missing"), use("look", "toolu_2")), turn(final()))
    assert [(r["content"], r["is_error"]) for r in played.results] == [("at is missing", True), ("fine", False)]
    assert [event["id"] for event in played.tool_events] == ["toolu_2"]


@pytest.mark.attack("state_machine")
def test_an_unknown_tool_is_refused_with_those_that_there_are():
    played = play(turn(use("fly")), turn(final()))
    assert played.results == [
        {
            "type": "tool_result",
            "tool_use_id": "toolu_fly",
            "content": "There is no tool fly. There are: look, final_answer",
            "is_error": True,
        }
    ]
    assert played.tool_events == []


def test_a_final_answer_that_breaks_the_schema_goes_back_to_the_model():
    played = play(turn(final("toolu_1", error="answer is missing")), turn(final("toolu_2")))
    assert played.results == [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "answer is missing", "is_error": True}]
    output = answered(played)
    assert (output["output"], output["usage"]["turns"], output["usage"]["tool_calls"]) == (ANSWER, 2, 0)


@pytest.mark.attack("state_machine")
def test_a_final_answer_beside_other_calls_waits_for_their_results():
    played = play(turn(use("look"), final("toolu_early", input={"answer": "a guess"})), turn(final()))
    assert played.results == [
        {"type": "tool_result", "tool_use_id": "toolu_look", "content": "fine", "is_error": False},
        {
            "type": "tool_result",
            "tool_use_id": "toolu_early",
            "content": "Not taken yet: first see the results of the other tools, then call final_answer alone.",
            "is_error": True,
        },
    ]
    assert answered(played)["output"] == ANSWER


@pytest.mark.parametrize("text", ["It is 42.", ""])
def test_a_model_that_only_talks_is_asked_for_its_answer(text):
    played = play(turn(text=text), turn(final()))
    assert played.calls[1]["messages"][2] == {"role": "user", "content": "Give your answer by calling final_answer."}
    assert answered(played)["output"] == ANSWER


def test_at_the_turn_limit_the_model_gets_one_last_call_to_answer():
    played = play(turn(use("look")), turn(use("look")), turn(final()), agent=agent(turns=3))
    assert [call["tool_choice"] for call in played.calls] == [AUTO, AUTO, FORCED]
    output = answered(played)
    assert (output["output"], output["stop_reason"], output["usage"]["turns"]) == (ANSWER, "turns", 3)


@pytest.mark.parametrize("last", [turn(use("look")), turn(text="Hm."), turn(final(error="answer is missing"))])
def test_a_model_that_does_not_answer_in_its_last_call_ends_the_run_without_an_output(last):
    played = play(turn(use("look")), last, agent=agent(turns=2))
    output = answered(played)
    assert (output["output"], output["stop_reason"]) == (None, "turns")
    assert len(played.tool_events) == 1


@pytest.mark.parametrize(
    ("limits", "stop_reason", "calls"),
    [
        ({"tool_calls": 3}, "tool_calls", 3),
        ({"tokens": 220}, "tokens", 3),
        ({"cost_usd": 0.5}, "cost_usd", 3),
        ({"tokens": 221}, "tokens", 4),
        ({"cost_usd": 0.0}, "cost_usd", 2),
    ],
)
def test_every_limit_stops_the_run_and_names_itself(limits, stop_reason, calls):
    turns = [turn(use("look", "toolu_1"), use("look", "toolu_2"))] * (calls - 1)
    played = play(*turns, turn(final()), agent=agent(**limits))
    assert [call["tool_choice"] for call in played.calls] == [AUTO] * (calls - 1) + [FORCED]
    output = answered(played)
    assert (output["output"], output["stop_reason"]) == (ANSWER, stop_reason)


def test_no_tool_call_is_made_over_the_limit_and_none_is_counted():
    uses = [
        use("look", "toolu_1"),
        use("look", "toolu_2", error="at is missing"),
        *(use("look", f"toolu_{n}") for n in range(3, 9)),
    ]
    played = play(turn(use("look", "toolu_0")), turn(*uses), turn(final()), agent=agent(tool_calls=3))
    assert sorted(event["id"] for event in played.tool_events) == ["toolu_0", "toolu_1", "toolu_3"]
    over = "Not run: this run may make 3 tool calls, and has. Answer with what you have."
    assert [(r["tool_use_id"], r["content"]) for r in played.results] == [
        ("toolu_1", "fine"),
        ("toolu_2", "at is missing"),
        ("toolu_3", "fine"),
        *((f"toolu_{n}", over) for n in range(4, 9)),
    ]
    assert [r["is_error"] for r in played.results] == [False, True, False, *[True] * 5]
    output = answered(played)
    assert (output["output"], output["stop_reason"], output["usage"]["tool_calls"]) == (ANSWER, "tool_calls", 3)


def test_calls_that_the_model_asks_for_in_its_last_turn_are_not_counted():
    output = answered(play(turn(use("look")), turn(use("look", "toolu_2")), agent=agent(tool_calls=1)))
    assert (output["output"], output["stop_reason"], output["usage"]["tool_calls"]) == (None, "tool_calls", 1)


def test_a_refused_call_is_no_tool_call():
    played = play(
        turn(use("look", "toolu_1", error="no"), use("look", "toolu_2", error="no")), turn(final()), agent=agent(tool_calls=1)
    )
    output = answered(played)
    assert (output["stop_reason"], output["usage"]["tool_calls"], played.tool_events) == ("answered", 0, [])


def test_the_limit_in_seconds_counts_the_tools_time():
    played = play(turn(use("look")), turn(final()), agent=agent(seconds=1), tools={"look": sleeps(1.1)})
    assert [call["tool_choice"] for call in played.calls] == [AUTO, FORCED]
    output = answered(played)
    assert output["stop_reason"] == "seconds"
    assert output["usage"]["seconds"] >= 1.1


def test_usage_is_added_up_over_the_turns():
    output = answered(play(turn(use("look"), use("look", "toolu_2")), turn(use("look")), turn(final())))
    del output["usage"]["seconds"]
    assert output["usage"] == {"turns": 3, "tool_calls": 3, "input_tokens": 300, "output_tokens": 30, "cost_usd": 0.75}


def test_a_cost_that_is_unknown_once_is_unknown_in_the_sum():
    output = answered(play(turn(use("look"), cost_usd=None), turn(final())))
    assert output["usage"]["cost_usd"] is None


@pytest.mark.parametrize("name", ["LLMRateLimited", "LLMUnavailable", "LLMTimeout", "Lambda.TooManyRequestsException"])
def test_a_passing_fault_of_the_llm_is_retried(name):
    played = play(lambda_error(name, "later"), lambda_error(name, "later"), turn(final()))
    assert answered(played)["usage"]["turns"] == 1
    assert len(played.calls) == 3


@pytest.mark.parametrize(("name", "calls"), [("LLMRateLimited", 7), ("LLMUnavailable", 7), ("LLMTimeout", 3)])
def test_a_fault_of_the_llm_that_stays_fails_the_run_with_its_name_and_cause(name, calls):
    played = play(*[lambda_error(name, "slow down")] * calls)
    assert (played.run.status, played.run.error, played.run.cause) == ("FAILED", name, "slow down")
    assert len(played.calls) == calls


@pytest.mark.parametrize("name", ["LLMAuth", "LLMContextExceeded", "LLMBadRequest", "LLMRefused", "KeyError"])
def test_a_lasting_fault_of_the_llm_fails_the_run_at_once_with_its_name_and_cause(name):
    played = play(lambda_error(name, "model m says: no"))
    assert (played.run.status, played.run.error, played.run.cause) == ("FAILED", name, "model m says: no")
    assert len(played.calls) == 1


HOW_TO_START = 'Start a run with {"prompt": "a question"}. The messages and the history of a run continue it.'


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    ("input", "problem"),
    [
        ({}, "neither a prompt"),
        ({"prompt": ""}, "neither a prompt"),
        ({"prompt": " \n"}, "neither a prompt"),
        ({"prompt": 5}, "the prompt is no text"),
        ({"prompt": ["hi"], "messages": [QUESTION]}, "the prompt is no text"),
        ({"prompt": None}, "neither a prompt"),
        ({"messages": []}, "neither a prompt"),
        ({"messages": None, "history": None}, "neither a prompt"),
        ({"messages": "hi"}, "messages is no list"),
        ({"prompt": "hi", "messages": QUESTION}, "messages is no list"),
        ({"prompt": "hi", "history": "conversations/tester/x/0002.json"}, "history is no {bucket, key}"),
        ({"prompt": "hi", "history": {"bucket": "b"}}, "history is no {bucket, key}"),
        ({"prompt": "hi", "history": [{"bucket": "b", "key": "k"}]}, "history is no {bucket, key}"),
        ({"prompt": "hi", "history": [QUESTION]}, "history is no {bucket, key}"),
        ({"question": "hi"}, "neither a prompt"),
        ("hi", "neither a prompt"),
        ([], "neither a prompt"),
        ({"prompt": "hi", "limits": 5}, "limits is no object"),
        ({"prompt": "hi", "limits": [{"turns": 5}]}, "limits is no object"),
        ({"prompt": "hi", "limits": {"turns": 5, "money": 5}}, "limits may have turns, tool_calls, tokens, cost_usd and seconds"),
        ({"prompt": "hi", "limits": {"turns": "5"}}, "a limit is no number"),
        ({"prompt": "hi", "limits": {"tokens": None}}, "a limit is no number"),
        ({"prompt": "hi", "limits": {"seconds": True}}, "a limit is no number"),
        ({"prompt": "hi", "limits": {"cost_usd": {"a": 1}, "turns": 5}}, "a limit is no number"),
        *(
            ({"prompt": "hi", "limits": low}, "a limit is too low: turns begin at 2, cost_usd at 0, the others at 1")
            for low in ({"turns": 1}, {"tool_calls": 0}, {"tokens": -5}, {"turns": 5, "cost_usd": -0.01}, {"seconds": 0.5})
        ),
        ({"prompt": "hi", "called_by": "a"}, "called_by is no list of names"),
        ({"prompt": "hi", "called_by": {"a": 1}}, "called_by is no list of names"),
        ({"prompt": "hi", "called_by": ["a", 5]}, "called_by is no list of names"),
        ({"prompt": "hi", "called_by": ["a", "in-process", "b"]}, "called_by is a, in-process, b: this agent would call itself"),
        ({"prompt": "hi", "called_by": list("abcde")}, "called_by has over 4 names: agents may call each other 5 deep"),
        ({"prompt": "x" * 200_000}, "over 200,000 bytes"),
        ({"prompt": "日" * 67_000}, "over 200,000 bytes"),
        ({"prompt": "\U0001f600" * 50_001}, "over 200,000 bytes"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_input_without_a_question_fails_before_the_llm_is_called(input, problem):
    played = play(turn(final()), input=input)
    assert (played.run.status, played.run.error) == ("FAILED", "InvalidInput")
    assert problem in played.run.cause
    assert played.run.cause.endswith(HOW_TO_START)
    assert played.calls == []


@pytest.mark.parametrize(
    ("given", "stop_reason", "calls"),
    [
        ({"turns": 3}, "turns", 3),
        ({"tool_calls": 2}, "tool_calls", 2),
        ({"tokens": 220}, "tokens", 3),
        ({"cost_usd": 0.5}, "cost_usd", 3),
        ({"cost_usd": 0}, "cost_usd", 2),
        ({"turns": 1000, "tokens": 10**9, "cost_usd": 10**6, "tool_calls": 4}, "tool_calls", 3),
        ({"turns": 1000, "tokens": 10**9, "cost_usd": 10**6, "tool_calls": 10**6}, "turns", 4),
        (None, "turns", 4),
    ],
)
def test_the_limits_of_the_input_lower_those_of_the_agent_and_never_raise_them(given, stop_reason, calls):
    turns = [turn(use("look", "toolu_1"), use("look", "toolu_2"))] * (calls - 1)
    played = play(*turns, turn(final()), agent=agent(turns=4), input={"prompt": "How many?", "limits": given})
    assert [call["tool_choice"] for call in played.calls] == [AUTO] * (calls - 1) + [FORCED]
    assert answered(played)["stop_reason"] == stop_reason


def test_the_input_may_leave_little_time():
    given = {"prompt": "How many?", "limits": {"seconds": 1}}
    played = play(turn(use("look")), turn(final()), input=given, tools={"look": sleeps(1.1)})
    assert answered(played)["stop_reason"] == "seconds"


@pytest.mark.parametrize("callers", [["a"], ["a", "b", "c", "日本"]])
def test_a_run_that_an_agent_started_hands_no_conversation_back(callers):
    played = play(turn(use("look")), turn(final(), spill=True), input={"prompt": "How many?", "called_by": callers})
    output = answered(played)
    assert (output["output"], output["messages"], output["history"]) == (ANSWER, None, None)
    of_a_person = answered(play(turn(final()), input={"prompt": "How many?", "called_by": []}))
    assert len(of_a_person["messages"]) == 2


@pytest.mark.attack("state_machine")
@pytest.mark.parametrize(
    "prompt",
    [
        'it\'s "so" \\ {% $states %} $x ${y}',
        "どの選手が一番多くホームランを打ちましたか",
        "{% 1 %}",
        "x" * 100_000,
        "a\nb\t\u0000c",
        "🎾",
    ],
    ids=lambda value: value[:20],
)
def test_any_text_arrives_at_the_model_as_it_was_asked(prompt):
    played = play(turn(use("look", q=prompt[:1000])), turn(final()), input={"prompt": prompt})
    assert answered(played)["messages"][0] == {"role": "user", "content": prompt}
    assert played.calls[0]["messages"] == [{"role": "user", "content": prompt}]
    assert played.tool_events[0]["input"] == {"q": prompt[:1000]}


def test_a_run_can_start_from_messages():
    messages = [QUESTION, {"role": "assistant", "content": "Of what?"}, {"role": "user", "content": "Of the homers."}]
    played = play(turn(final()), input={"messages": messages})
    assert played.calls[0]["messages"] == messages
    one = play(turn(final()), input={"messages": messages[:1]})
    assert one.calls[0]["messages"] == messages[:1]


ANOTHERS = STORED["key"].replace("tester", "other")


@pytest.mark.attack("cross_run")
@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"bucket": "data2"}, "history is in another bucket than this stack's"),
        ({"bucket": ""}, "history is in another bucket than this stack's"),
        *(
            ({"key": key}, "history is no conversation that a run of this agent has stored")
            for key in (
                ANOTHERS,
                ANOTHERS.replace("other", "tester2"),
                ANOTHERS.replace("other", "tester/../other"),
                ANOTHERS.replace("/run-1", "").replace("other", "tester/.."),
                ANOTHERS.replace("other/", "tester/%2e%2e%2fother%2f"),
                ANOTHERS.replace("other", "tester/"),
                STORED["key"].replace("conversations", "runs"),
                STORED["key"] + "\n",
                "/" + STORED["key"],
                "conversations/tester/run-1/0002.json",
                "inputs/list.json",
                "",
            )
        ),
    ],
)
def test_the_conversation_of_another_agent_is_refused_before_the_llm_is_called(changed, problem):
    played = play(turn(final()), input={"prompt": "hi", "history": STORED | changed})
    assert (played.run.status, played.run.error, played.calls) == ("FAILED", "InvalidInput", [])
    assert played.run.cause == f"{problem}. {HOW_TO_START}"


EARLIER = [QUESTION, {"role": "assistant", "content": [{"type": "text", "text": "42."}]}]
LINK = STORED | {"key": STORED["key"].replace("run-1/0002", "earlier/0012")}
MORE = {"role": "user", "content": "And in 1990?"}


@pytest.mark.parametrize(
    ("input", "messages", "history"),
    [
        ({"prompt": "And in 1990?", "messages": EARLIER}, [*EARLIER, MORE], None),
        ({"prompt": "And in 1990?", "messages": EARLIER[:1], "history": None}, [EARLIER[0], MORE], None),
        ({"prompt": "And in 1990?", "messages": [], "history": LINK}, [MORE], LINK),
        ({"prompt": "And in 1990?", "history": LINK}, [MORE], LINK),
        ({"prompt": "And in 1990?", "messages": [MORE], "history": LINK}, [MORE, MORE], LINK),
        ({"messages": EARLIER, "history": LINK}, EARLIER, LINK),
        ({"prompt": " ", "messages": EARLIER}, EARLIER, None),
        ({"history": LINK}, [], LINK),
    ],
)
def test_a_run_continues_what_an_earlier_one_handed_out_history_first_and_the_prompt_last(input, messages, history):
    played = play(turn(final()), input=input)
    assert answered(played)["output"] == ANSWER
    assert (played.calls[0]["messages"], played.calls[0]["history"]) == (messages, history)


def test_the_whole_output_of_a_run_with_a_prompt_is_an_input():
    first = answered(play(turn(final())))
    played = play(turn(final()), input=first | {"prompt": "And in 1990?"})
    assert played.calls[0]["messages"] == [*first["messages"], MORE]
    assert answered(played)["messages"] == [*first["messages"], MORE, *turn(final())["body"]["messages"]]


def test_a_history_that_the_caller_put_into_s3_is_carried_as_a_link():
    link = STORED
    played = play(turn(use("look"), spill=True), turn(use("look", "toolu_2")), turn(final()))
    assert [(call["history"], len(call["messages"])) for call in played.calls] == [(None, 1), (link, 1), (None, 3)]
    assert played.calls[1]["messages"][0]["content"][0]["tool_use_id"] == "toolu_look"
    ending = play(turn(final(), spill=True))
    assert (answered(ending)["history"], answered(ending)["messages"]) == (link, [])


def test_the_largest_turn_by_the_contracts_fits_into_a_state():
    """96 KiB of history in the state, and eight results of 16 KiB."""
    messages = [{"role": "user", "content": "x" * 96_000}]
    played = play(
        turn(*(use("look", f"toolu_{n}") for n in range(8))),
        turn(final()),
        input={"messages": messages},
        tools={"look": lambda event: ok(event, "y" * 16_384)},
    )
    assert [len(r["content"]) for r in played.results] == [16_384] * 8
    assert answered(played)["output"] == ANSWER


def test_what_a_turn_writes_into_the_history():
    def events(*turns, **options) -> int:
        return len(play(*turns, turn(final()), **options).run.events)

    none, one = events(), events(turn(use("look")))
    three = events(turn(*(use("look", f"toolu_{n}") for n in range(3))))
    refused = events(turn(use("look"), use("look", "toolu_2", error="no")))
    crash = {"tools": {"look": raises(RuntimeError("1"))}}
    crashed = events(turn(use("look")), **crash)
    retried = events(turn(use("look")), agent=agent(tool("look", retries=2)), **crash)
    asked_twice = events(lambda_error("LLMTimeout"))
    over = events(turn(use("look"), use("look", "toolu_2")), agent=agent(tool_calls=1))
    assert (one - none, three - one, refused - one, over - one) == (11 + 9, 2 * 9, 6, 6)
    assert (crashed - one, retried - crashed, asked_twice - none) == (2, 2 * 3, 3)


def test_every_evaluation_gives_the_same_in_the_reference_implementation(javascript):
    """JavaScript's jsonata 2.0.6, the version that Step Functions runs, over all that the runs above have evaluated."""
    inputs = {(expression, json.dumps(bindings, sort_keys=True)) for expression, bindings in recorded}
    assert {expression for expression, _ in inputs} >= EXPRESSIONS
    # The clock is the one input that a recording doesn't hold, so that it becomes a variable in both.
    requests = [
        {"expression": expression.replace("$millis()", "$clock"), "bindings": json.loads(bindings) | {"clock": 1_800_000_000_000}}
        for expression, bindings in sorted(inputs)
    ]
    done = javascript("evaluate.mjs", stdin=json.dumps(requests))
    assert done.returncode == 0, done.stderr
    for request, answer in zip(requests, json.loads(done.stdout), strict=True):
        assert answer == {"value": evaluate(request["expression"], request["bindings"])}, request


def test_every_expression_parses_in_the_reference_implementation(javascript):
    done = javascript("parse.mjs", stdin=json.dumps(sorted(EXPRESSIONS)))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
