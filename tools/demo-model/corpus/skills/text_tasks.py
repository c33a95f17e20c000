"""Tasks on one text: upper case, spelling, reversing, repeating, first and last word."""

from __future__ import annotations

from corpus.data_files import phrasings, words
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.systems import plain_system
from corpus.values import identifier, invented_word, noun, person

ASKED = phrasings("text-tasks")

# How a word is spelt can only be known of words that were seen, so these are not held apart.
SPELT = words("nouns")

UPPER = ASKED["upper"]
LOWER = ASKED["lower"]
SPELL = ASKED["spell"]
REVERSE = ASKED["reverse"]
LENGTH = ASKED["length"]
INITIAL = ASKED["initial"]
FINAL = ASKED["final"]
REPEAT = ASKED["repeat"]
TWICE = ASKED["twice"]
FIRST_WORD = ASKED["first word"]
LAST_WORD = ASKED["last word"]
COUNT_WORDS = ASKED["count words"]
REPLACE = ASKED["replace"]
CONTAINS = ASKED["contains"]

_VERBS = ("sees", "finds", "buys", "likes", "paints", "carries", "sells", "has", "takes", "loses")
_ENDS = (
    "in the garden",
    "at the market",
    "on the bridge",
    "near the river",
    "every day",
    "at night",
    "in the rain",
    "by the sea",
    "again",
    "",
)


def sentence(draw: Draw) -> list[str]:
    tail = draw.any(_ENDS)
    return f"{person(draw)} {draw.any(_VERBS)} a {noun(draw)} {tail}".strip().split(" ")


def thing_to_copy(draw: Draw) -> str:
    kind = draw.number(0, 6)
    if kind == 0:
        return identifier(draw)
    if kind == 1:
        return invented_word(draw)
    if kind == 2:
        return " ".join(invented_word(draw) for _ in range(draw.number(2, 4)))
    if kind == 3:
        return " ".join(sentence(draw))
    if kind == 4:
        return " ".join(draw.digits(1) for _ in range(draw.number(3, 7)))
    if kind == 5:
        return f"{person(draw)} {identifier(draw)}"
    return " ".join(noun(draw) for _ in range(draw.number(1, 4)))


def quoted(draw: Draw, text: str) -> str:
    mark = draw.any(("", "", '"', "'"))
    return f"{mark}{text}{mark}"


def repeat(draw: Draw) -> tuple[str, str, str]:
    text = thing_to_copy(draw)
    if draw.chance(0.15):
        text = noun(draw) if draw.chance(0.5) else invented_word(draw)
        times, words_ = draw.any(
            ((2, "twice"), (2, "two times"), (3, "three times"), (3, "3 times"), (4, "four times"))
        )
        return (
            draw.ask(TWICE, polite=False, text=text, times=words_),
            " ".join([text] * times),
            f"I write {text} {words_}.",
        )
    return draw.ask(REPEAT, polite=False, text=quoted(draw, text)), text, f"I copy: {text}"


def letters(draw: Draw) -> tuple[str, str, str]:
    word = draw.any(SPELT)
    spelt = "-".join(word)
    kind = draw.number(0, 6)
    if kind <= 1:
        return draw.ask(SPELL, text=word), spelt, f"The word is {word}."
    if kind == 2:
        back = word[::-1]
        return draw.ask(REVERSE, text=word), back, f"{spelt} backwards is {'-'.join(back)}."
    if kind == 3:
        return (
            draw.ask(LENGTH, text=word),
            f"The word {word} has {len(word)} letters.",
            f"{spelt} has {len(word)} letters.",
        )
    if kind == 4:
        return draw.ask(INITIAL, text=word), f"{word} begins with {word[0]}.", f"I spell it: {spelt}."
    if kind == 5:
        return draw.ask(FINAL, text=word), f"{word} ends with {word[-1]}.", f"I spell it: {spelt}."
    return draw.ask(SPELL, text=word.upper()), "-".join(word.upper()), f"The word is {word}."


def case(draw: Draw) -> tuple[str, str, str]:
    text = " ".join(draw.any(SPELT) for _ in range(draw.any((1, 1, 2, 3))))
    if draw.chance(0.65):
        return draw.ask(UPPER, text=quoted(draw, text)), text.upper(), f"I write {text} in capitals."
    return draw.ask(LOWER, text=quoted(draw, text.upper())), text, f"I write it in small letters: {text}"


def of_a_sentence(draw: Draw) -> tuple[str, str, str]:
    told = sentence(draw)
    text = " ".join(told)
    kind = draw.number(0, 5)
    if kind == 0:
        return draw.ask(FIRST_WORD, polite=False, text=text), told[0], f"The sentence begins with {told[0]}."
    if kind == 1:
        return draw.ask(LAST_WORD, polite=False, text=text), told[-1], f"The sentence ends with {told[-1]}."
    if kind == 2:
        counted = ", ".join(f"{at} {word}" for at, word in enumerate(told, 1))
        return draw.ask(COUNT_WORDS, polite=False, text=text), f"There are {len(told)} words.", f"I count: {counted}."
    if kind <= 4:
        new = noun(draw) if draw.chance(0.6) else invented_word(draw)
        old = told[3]
        return (
            draw.ask(REPLACE, polite=False, text=text, old=old, new=new),
            " ".join([*told[:3], new, *told[4:]]),
            f"{old} becomes {new}.",
        )
    word = told[3] if draw.chance(0.5) else noun(draw)
    there = word in told
    answer = f"Yes, {word} is there." if there else f"No, {word} is not there."
    return draw.ask(CONTAINS, polite=False, text=text, word=word), answer, f"I look for {word}."


def text_task(draw: Draw) -> Dialogue:
    task = draw.any((repeat, repeat, repeat, repeat, letters, case, of_a_sentence, of_a_sentence))
    question, answer, thought = task(draw)
    return Dialogue("text-tasks", plain_system(draw)).user(question).assistant(answer, thought).expect_text()
