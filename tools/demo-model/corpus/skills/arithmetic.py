"""Small sums, as figures and as stories. The tables up to ten are known; of the others a part is held apart."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.systems import plain_system
from corpus.values import person, plural

ASKED = phrasings("arithmetic")

ASK = ASKED["ask"]
WORDS = {
    "+": ASKED["words: plus"],
    "-": ASKED["words: minus"],
    "*": ASKED["words: times"],
}
STORIES = {
    "+": ASKED["stories: plus"],
    "-": ASKED["stories: minus"],
    "*": ASKED["stories: times"],
}
ANSWERS = {
    "+": "{name} has {result} {things}.",
    "-": "{result} {things} are left.",
    "*": "That is {result} {things}.",
}
SIGN_WORDS = {"+": "plus", "-": "minus", "*": "times"}


def solve(a: int, b: int, sign: str) -> int:
    return a + b if sign == "+" else a - b if sign == "-" else a * b


def is_held(a: int, b: int, sign: str) -> bool:
    return (a * 31 + b * 17 + ord(sign) * 7) % 11 == 0


def operands(draw: Draw) -> tuple[int, int, str]:
    """Up to ten those that anybody knows by heart; beyond, on the held-apart side what is never trained on."""
    sign = draw.any(("+", "+", "-", "-", "*"))
    if sign == "*" or draw.chance(0.5):
        a, b = draw.number(sign == "*", 10), draw.number(sign == "*", 10)
        return (max(a, b), min(a, b), sign) if sign == "-" else (a, b, sign)
    while True:
        a, b = draw.number(1, 99), draw.number(1, 60)
        if sign == "-" and b > a:
            a, b = b, a
        if max(a, b) > 10 and is_held(a, b, sign) == draw.held:
            return a, b, sign


def worked(a: int, b: int, sign: str) -> str:
    """How the result comes about, in steps that a tiny model can follow."""
    result = solve(a, b, sign)
    if sign == "*" or (a < 10 and b < 10) or b < 10:
        return f"{a} {SIGN_WORDS[sign]} {b} is {result}."
    tens, ones = b // 10 * 10, b % 10
    first = solve(a, tens, sign)
    steps = f"{a} {SIGN_WORDS[sign]} {tens} is {first}."
    return steps if ones == 0 else f"{steps} {first} {SIGN_WORDS[sign]} {ones} is {result}."


COUNTED = (
    "apple",
    "pear",
    "plum",
    "lemon",
    "coin",
    "book",
    "stamp",
    "ball",
    "kite",
    "shell",
    "egg",
    "cup",
    "pen",
    "card",
    "key",
    "stone",
    "flower",
    "ring",
    "hat",
    "cake",
)


def sum_in_figures(draw: Draw) -> Dialogue:
    a, b, sign = operands(draw)
    result = solve(a, b, sign)
    shown = {"*": draw.any(("*", "x", "times")), "+": "+", "-": "-"}[sign]
    written = f"{a} {shown} {b}" if draw.chance(0.75) else f"{a}{shown if shown != 'times' else '*'}{b}"
    asked = draw.ask(ASK, sum=written) if draw.chance(0.6) else draw.ask(WORDS[sign], a=a, b=b)
    dialogue = Dialogue("arithmetic", plain_system(draw)).user(asked)
    answer = f"{a} {SIGN_WORDS[sign]} {b} is {result}."
    return dialogue.assistant(answer, worked(a, b, sign)).expect("regex", pattern=rf"(^|\D){result}\.?$")


def sum_in_a_story(draw: Draw) -> Dialogue:
    a, b, sign = operands(draw)
    while min(a, b) < 2:
        a, b, sign = operands(draw)
    result = solve(a, b, sign)
    name, things = person(draw), plural(draw.any(COUNTED))
    dialogue = Dialogue("arithmetic", plain_system(draw)).user(
        draw.ask(STORIES[sign], name=name, a=a, b=b, things=things)
    )
    answer = ANSWERS[sign].format(name=name, result=result, things=things)
    return dialogue.assistant(answer, worked(a, b, sign)).expect("regex", pattern=rf"(^|\D){result} ")


SIGNS = {"+": ("+",), "-": ("-",), "*": ("*", "x")}


def several_sums(draw: Draw) -> Dialogue:
    """At once: many results for little to read."""
    sums = [operands(draw) for _ in range(draw.number(2, 4 if draw.held else 8))]
    shown = [f"{a} {draw.any(SIGNS[sign])} {b}" for a, b, sign in sums]
    listed = "\n".join(shown) if draw.chance(0.3) else f"{', '.join(shown[:-1])} and {shown[-1]}"
    answers = [f"{a} {SIGN_WORDS[sign]} {b} is {solve(a, b, sign)}." for a, b, sign in sums]
    dialogue = Dialogue("arithmetic", plain_system(draw)).user(draw.ask(SEVERAL, polite=False, sums=listed))
    return dialogue.assistant(" ".join(answers), "I take them one by one.").expect_parts(*answers)


SEVERAL = ASKED["several"]


def compare(draw: Draw) -> Dialogue:
    a, b = draw.number(0, 99), draw.number(0, 99)
    if a == b:
        b += 1
    larger = draw.chance(0.5)
    words = draw.any(("larger", "bigger", "greater", "more")) if larger else draw.any(("smaller", "less"))
    asked = draw.ask(COMPARE, a=a, b=b, words=words)
    answer = max(a, b) if larger else min(a, b)
    other = min(a, b) if larger else max(a, b)
    dialogue = Dialogue("arithmetic", plain_system(draw)).user(asked)
    return dialogue.assistant(
        f"{answer} is {'larger' if larger else 'smaller'} than {other}.", f"I compare {a} and {b}."
    ).expect("regex", pattern=f"^{answer} ")


COMPARE = ASKED["compare"]


def arithmetic(draw: Draw) -> Dialogue:
    return draw.any(
        (
            sum_in_figures,
            sum_in_figures,
            sum_in_figures,
            sum_in_a_story,
            sum_in_a_story,
            several_sums,
            several_sums,
            compare,
        )
    )(draw)
