"""How answers are judged."""

from __future__ import annotations

import json
import unittest
from typing import Any

from evaluation.items import SKILLS, chosen_items, request
from evaluation.judging import judged


def call(name: str, **arguments: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "arguments": arguments}}


def item(**check: Any) -> dict[str, Any]:
    return {"skill": "any", "thinking": False, "messages": [], "check": check}


class Judging(unittest.TestCase):
    def test_the_right_tool_with_a_wrong_argument_counts_as_chosen_and_not_as_right(self) -> None:
        expected = item(kind="tool-calls", calls=[{"name": "weather", "arguments": {"city": "Rome"}}])
        one = judged(expected, {"content": None, "tool_calls": [call("weather", city="Rom")]})
        self.assertEqual((one.right, one.tool_chosen, one.arguments_right), (False, True, False))

    def test_calls_may_come_in_any_order(self) -> None:
        calls = [{"name": "weather", "arguments": {"city": city}} for city in ("Rome", "Oslo")]
        answer = {"tool_calls": [call("weather", city="Oslo"), call("weather", city="Rome")]}
        self.assertTrue(judged(item(kind="tool-calls", calls=calls), answer).right)

    def test_where_a_question_can_be_meant_in_two_ways_either_answer_is_right(self) -> None:
        expected = item(kind="contains-all", parts=["30 days", "retention-days"], **{"or": [["the days"]]})
        for text, right in (
            ("Responses are stored for 30 days. Change it with retention-days.", True),
            ("The setting retention-days sets the days that responses are stored.", True),
            ("They are stored for 30 days.", False),
        ):
            self.assertEqual(judged(expected, {"content": text}).right, right, text)

    def test_a_call_where_none_was_expected_is_wrong(self) -> None:
        self.assertFalse(judged(item(kind="no-tool"), {"tool_calls": [call("weather")]}).right)

    def test_a_wrong_answer_without_a_call_leaves_the_tools_that_do_not_fit(self) -> None:
        expected = item(kind="exact", text="glass begins with g.") | {"skill": "no-call", "tools": [{}]}
        for answer, left in (({"content": "glass ends with g."}, True), ({"tool_calls": [call("weather")]}, False)):
            one = judged(expected, answer)
            self.assertEqual((one.right, one.tools_left), (False, left))

    def test_json_with_the_right_keys_and_a_wrong_value_follows_the_schema(self) -> None:
        one = judged(item(kind="json", value={"age": 3}), {"content": '{"age": 4}'})
        self.assertEqual((one.right, one.schema_followed), (False, True))

    def test_text_around_json_does_not_follow_the_schema(self) -> None:
        self.assertFalse(judged(item(kind="json", value={"age": 3}), {"content": 'Here: {"age": 3}'}).schema_followed)


class Items(unittest.TestCase):
    def test_every_skill_is_asked_equally_often(self) -> None:
        items = chosen_items(1, 10 * len(SKILLS))
        self.assertEqual({skill: sum(one["skill"] == skill for one in items) for skill in SKILLS}, dict.fromkeys(SKILLS, 10))

    def test_a_request_leaves_out_the_answer_and_names_the_call_that_a_result_belongs_to(self) -> None:
        for one in chosen_items(2, 20 * len(SKILLS)):
            body = json.loads(json.dumps(request(one, "m")))
            self.assertNotEqual(body["messages"][-1]["role"], "assistant")
            called = [own["id"] for message in body["messages"] for own in message.get("tool_calls", ())]
            answered = [message["tool_call_id"] for message in body["messages"] if message["role"] == "tool"]
            self.assertEqual(called, answered)


if __name__ == "__main__":
    unittest.main()
