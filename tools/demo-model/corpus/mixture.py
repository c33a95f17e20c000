"""How much of each skill there is."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.arithmetic import arithmetic
from corpus.skills.extraction import extraction
from corpus.skills.facts import fact
from corpus.skills.formats import following_a_format
from corpus.skills.greetings import greeting
from corpus.skills.list_tasks import list_task
from corpus.skills.multi_turn import multi_turn
from corpus.skills.personas import system_rule
from corpus.skills.refusals import refusal
from corpus.skills.stories import story
from corpus.skills.text_tasks import text_task
from corpus.skills.tools.calls import another_wish, follow_up, one_call, parallel, with_result
from corpus.skills.tools.without_call import none_fits, nothing_needed, something_missing
from corpus.skills.usage import usage

Skill = Callable[[Draw], Dialogue]

# Share of all dialogues, and of those how many think before they answer where they can.
SHARES: tuple[tuple[Skill, float, float], ...] = (
    (greeting, 5, 0.05),
    (usage, 24, 0.03),
    (fact, 6, 0.05),
    (arithmetic, 9, 0.2),
    (text_task, 7, 0.08),
    (list_task, 7, 0.15),
    (story, 3, 0.08),
    (following_a_format, 13, 0.06),
    (multi_turn, 13, 0.08),
    (one_call, 14, 0.12),
    (with_result, 4, 0.08),
    (parallel, 3, 0.1),
    (follow_up, 1.4, 0.1),
    (another_wish, 1.4, 0.1),
    (nothing_needed, 1.5, 0.05),
    (none_fits, 3, 0.1),
    (something_missing, 4, 0.1),
    (extraction, 9, 0.1),
    (refusal, 5, 0.05),
    (system_rule, 6, 0.06),
)

_BOUNDS = tuple(accumulate(share for _, share, _ in SHARES))


def dialogues(seed: int, held: bool = False) -> Iterator[dict[str, Any]]:
    """Without end. Those held apart use phrasings and values that the others never do, and say how they are judged."""
    draw = Draw(random.Random(f"{seed}/{'held' if held else 'seen'}"), held)
    while True:
        write, _, thinking = SHARES[bisect(_BOUNDS, draw.rng.random() * _BOUNDS[-1])]
        written = write(draw).finished(draw.chance(thinking))
        if not held:
            written.pop("check", None)
        yield written
