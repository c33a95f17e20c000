"""What can be relied on of every dialogue. `python -m unittest` in tools/demo-model."""

from __future__ import annotations

import json
import random
import re
import unittest
from collections.abc import Iterable
from itertools import combinations, islice
from typing import Any

from corpus import dialogues
from corpus.checks import passes
from corpus.data_files import DATA, phrasings
from corpus.draw import Draw, Pool
from corpus.exchanges import exchanges
from corpus.paraphrases import groups
from corpus.skills.usage import by_question, facts
from corpus.template import parse, words_of, wordings

SAMPLE = 6_000
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list}

# Values that are judged of a text, not read in it.
JUDGED = {"happy", "sad", "angry", "high", "low"}

# Roles that may follow each other; None is the beginning.
FOLLOWS: dict[str | None, set[str]] = {
    None: {"system", "user"},
    "system": {"user"},
    "user": {"assistant"},
    "assistant": {"user", "tool"},
    "tool": {"tool", "assistant"},
}


def said_by(templates: Iterable[str]) -> set[str]:
    """Every text that they can make, as far as its words go."""
    return {words_of(text) for template in templates for text in wordings(parse(template))}


def sample(held: bool) -> list[dict[str, Any]]:
    return list(islice(dialogues(7, held), SAMPLE))


class Dialogues(unittest.TestCase):
    def setUp(self) -> None:
        self.all = [*sample(False), *sample(True)]

    def test_roles_follow_in_order_and_the_assistant_has_the_last_word(self) -> None:
        for dialogue in self.all:
            before = None
            for message in dialogue["messages"]:
                self.assertIn(message["role"], FOLLOWS[before], dialogue)
                before = message["role"]
            self.assertEqual(before, "assistant", dialogue)

    def test_no_message_is_empty_or_has_space_around_it(self) -> None:
        for dialogue in self.all:
            for message in dialogue["messages"]:
                self.assertTrue(message["content"] or message.get("tool_calls"), dialogue)
                self.assertEqual(message["content"], message["content"].strip(), dialogue)

    def test_calls_fit_the_parameters_of_a_tool_that_was_offered(self) -> None:
        calls = 0
        for dialogue in self.all:
            offered = {tool["function"]["name"]: tool["function"]["parameters"] for tool in dialogue.get("tools", ())}
            for message in dialogue["messages"]:
                for call in message.get("tool_calls", ()):
                    calls += 1
                    schema = offered[call["function"]["name"]]
                    given = call["function"]["arguments"]
                    self.assertLessEqual(set(schema.get("required", ())), set(given), dialogue)
                    for name, value in given.items():
                        self.assertIsInstance(value, TYPES[schema["properties"][name]["type"]], dialogue)
        self.assertGreater(calls, SAMPLE / 10)

    def test_training_has_tools_that_only_their_whole_names_tell_apart(self) -> None:
        offered = [
            [set(re.findall(r"[a-z]+", tool["function"]["name"].lower())) for tool in dialogue.get("tools", ())]
            for dialogue in sample(False)
            if any("tool_calls" in message for message in dialogue["messages"])
        ]
        alike = [names for names in offered if any(one & other for one, other in combinations(names, 2))]
        self.assertGreater(len(alike), len(offered) / 8)

    def test_every_text_that_a_call_passes_on_was_said_before(self) -> None:
        for dialogue in self.all:
            said = " ".join(
                message["content"] for message in dialogue["messages"] if message["role"] in ("user", "tool")
            )
            for message in dialogue["messages"]:
                for call in message.get("tool_calls", ()):
                    for value in call["function"]["arguments"].values():
                        self.assertIn(str(value), said, dialogue)

    def test_extracted_values_stand_in_the_text(self) -> None:
        for dialogue in self.all:
            if dialogue["skill"] != "json-extraction":
                continue
            said = " ".join(message["content"] for message in dialogue["messages"][:-1])
            for value in json.loads(dialogue["messages"][-1]["content"]).values():
                for one in value if isinstance(value, list) else [value]:
                    if not isinstance(one, bool) and one not in JUDGED:
                        self.assertIn(str(one), said, dialogue)

    def test_reasoning_is_there_only_if_thinking_is_asked_for_and_only_behind_the_last_question(self) -> None:
        for dialogue in self.all:
            messages = dialogue["messages"]
            last = max(at for at, message in enumerate(messages) if message["role"] == "user")
            for at, message in enumerate(messages):
                expected = dialogue["thinking"] and at > last and message["role"] == "assistant"
                self.assertEqual("reasoning_content" in message, expected, dialogue)

    def test_written_answers_pass_their_own_checks(self) -> None:
        for dialogue in sample(True):
            self.assertTrue(passes(dialogue["check"], dialogue["messages"][-1]), dialogue)

    def test_no_text_shows_the_brackets_of_a_template(self) -> None:
        for dialogue in sample(False):
            for message in dialogue["messages"]:
                self.assertNotRegex(message["content"], r"\[[^\]\n]*\|[^\]\n]*\]", dialogue)

    def test_the_same_seed_writes_the_same(self) -> None:
        self.assertEqual(sample(False), sample(False))


class HeldApart(unittest.TestCase):
    def test_a_pool_divides_its_members(self) -> None:
        pool = Pool(str(at) for at in range(50))
        self.assertFalse(set(pool.held) & set(pool.seen))
        self.assertEqual(len(pool.held) + len(pool.seen), 50)
        self.assertIn("0", pool.seen)

    def test_what_is_added_later_changes_no_side(self) -> None:
        members = [str(at) for at in range(50)]
        pool, later = Pool(members), Pool(members, trained=("50", "51"))
        self.assertEqual(later.held, pool.held)
        self.assertEqual(set(later.seen) - set(pool.seen), {"50", "51"})

    def test_what_is_only_trained_on_is_never_held_apart_of_few_either(self) -> None:
        few = Pool(("a", "b"), trained=("c", "d"))
        held, trained = (Draw(random.Random(7), held) for held in (True, False))
        self.assertEqual({held.value(few) for _ in range(99)}, {"a", "b"})
        self.assertEqual({trained.value(few) for _ in range(99)}, {"a", "b", "c", "d"})

    def test_no_phrasing_that_is_only_trained_on_says_what_one_held_apart_says(self) -> None:
        files = (path.stem for path in (DATA / "phrasings").glob("*.txt"))
        pools = [pool for file in files for pool in phrasings(file).values()]
        pools += [exchange.questions for name in ("usage", "small-talk") for exchange in exchanges(name)]
        for pool in pools:
            added = said_by(set(pool.seen) - set(pool.divided))
            self.assertFalse(added & said_by(pool.held))

    def test_a_question_that_a_setting_and_a_fact_answer_may_be_answered_by_either(self) -> None:
        self.assertEqual(
            by_question()["explain retention-days"],
            {("30 days", "retention-days"), ("the days that responses are stored",)},
        )

    def test_every_fact_has_a_question_that_is_never_trained_on(self) -> None:
        for fact in facts():
            self.assertTrue(fact.questions.held, fact)

    def test_no_whole_dialogue_is_on_both_sides(self) -> None:
        trained = {json.dumps([dialogue["messages"], dialogue.get("tools")]) for dialogue in sample(False)}
        unseen = [
            dialogue
            for dialogue in sample(True)
            if json.dumps([dialogue["messages"], dialogue.get("tools")]) not in trained
        ]
        self.assertGreater(len(unseen), SAMPLE * 0.98)


class Paraphrases(unittest.TestCase):
    def test_a_group_has_several_texts_and_a_meaning_one_group(self) -> None:
        made = list(islice(groups(7, held=True), 1_000))
        self.assertEqual(len({group["group"] for group in made}), len(made))
        for group in made:
            self.assertGreater(len(set(group["texts"])), 1, group)


if __name__ == "__main__":
    unittest.main()
