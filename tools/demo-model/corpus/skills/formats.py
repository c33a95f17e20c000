"""Keeping to a form: bullets, numbers, one word, yes or no, a table, capitals, exactly so many, an object."""

from __future__ import annotations

import json

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.facts import geography
from corpus.systems import plain_system
from corpus.values import CITIES, NAMES, NOUNS, listable, noun, person

ASKED = phrasings("formats")

# What can be named without being told.
GROUPS: dict[str, tuple[str, ...]] = {
    "animals": ("dog", "cat", "cow", "horse", "sheep", "fox", "bear", "owl", "lion", "frog"),
    "colours": ("red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white"),
    "fruits": ("apple", "banana", "lemon", "orange", "pear", "plum", "grape", "melon", "cherry", "peach"),
    "days": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "months": ("January", "February", "March", "April", "May", "June", "July"),
    "planets": ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune"),
    "cities": ("Paris", "London", "Rome", "Berlin", "Madrid", "Lisbon", "Vienna", "Oslo"),
    "countries": ("France", "Germany", "Italy", "Spain", "Norway", "Japan", "India", "Egypt"),
    "drinks": ("water", "milk", "tea", "coffee", "juice", "cocoa"),
    "vegetables": ("carrot", "onion", "potato", "tomato", "bean", "corn", "leek"),
    "numbers": ("one", "two", "three", "four", "five", "six", "seven", "eight"),
    "birds": ("owl", "eagle", "robin", "swan", "duck", "goose", "hen"),
    "instruments": ("drum", "flute", "piano", "violin", "guitar", "bell"),
    "letters": ("A", "B", "C", "D", "E", "F", "G", "H"),
    "tools": ("hammer", "saw", "drill", "ladder", "nail", "rope"),
}
COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}

NAME_SOME = ASKED["name some"]
FORMS = {
    "bullets": ASKED["forms: bullets"],
    "numbered": ASKED["forms: numbered"],
    "commas": ASKED["forms: commas"],
    "lines": ASKED["forms: lines"],
    "array": ASKED["forms: array"],
    "capitals": ASKED["forms: capitals"],
}
THESE = ASKED["these"]


def formatted(form: str, items: list[str]) -> str:
    match form:
        case "bullets":
            return "\n".join(f"- {item}" for item in items)
        case "numbered":
            return "\n".join(f"{at}. {item}" for at, item in enumerate(items, 1))
        case "lines":
            return "\n".join(items)
        case "array":
            return json.dumps(items)
        case "capitals":
            return ", ".join(items).upper()
    return ", ".join(items)


def shape(form: str, count: int) -> str:
    """The form as a pattern, for answers whose items are free."""
    item = r"[A-Za-z ]+"
    match form:
        case "bullets":
            return rf"^- {item}(\n- {item}){{{count - 1}}}$"
        case "numbered":
            return "^" + r"\n".join(rf"{at}\. {item}" for at in range(1, count + 1)) + "$"
        case "lines":
            return rf"^{item}(\n{item}){{{count - 1}}}$"
        case "array":
            return rf'^\["{item}"(, ?"{item}"){{{count - 1}}}\]$'
        case "capitals":
            return rf"^[A-Z ]+(, [A-Z ]+){{{count - 1}}}$"
    return rf"^{item}(, {item}){{{count - 1}}}$"


def of_a_group(draw: Draw) -> Dialogue:
    group, members = draw.any(list(GROUPS.items()))
    count = draw.number(2, 5)
    shown = COUNTS[count] if draw.chance(0.7) else str(count)
    asked = draw.ask(NAME_SOME, polite=False, count=shown, group=group).rstrip(".?!")
    form = draw.any(list(FORMS)) if draw.chance(0.8) else ""
    dialogue = Dialogue("formats", plain_system(draw)).user(draw.ask(FORMS[form], ask=asked) if form else asked)
    items = list(members[:count]) if draw.chance(0.6) else draw.rng.sample(members, count)
    return dialogue.assistant(formatted(form, items), f"The user wants {count} {group}.").expect(
        "regex", pattern=shape(form, count)
    )


def of_given_items(draw: Draw) -> Dialogue:
    items = listable(draw, draw.any((NOUNS, NAMES, CITIES)), draw.number(2, 5))
    form = draw.any([name for name in FORMS if name not in ("commas", "capitals")])
    listed = ", ".join(items[:-1]) + " and " + items[-1] if draw.chance(0.6) else ", ".join(items)
    asked = draw.ask(THESE, polite=False, list=listed).rstrip(".?!")
    dialogue = Dialogue("formats", plain_system(draw)).user(draw.ask(FORMS[form], ask=asked))
    return dialogue.assistant(formatted(form, items), f"The items are {', '.join(items)}.").expect_text()


ONE_WORD = ASKED["one word"]


def one_word(draw: Draw) -> Dialogue:
    question, _, parts, _ = geography(draw)
    asked = draw.ask(ONE_WORD, polite=False, ask=question if question[-1] in "?.!" else question + "?")
    return (
        Dialogue("formats", plain_system(draw))
        .user(asked)
        .assistant(parts[0], "The user wants one word.")
        .expect_text()
    )


YES_NO = ASKED["yes no"]
IS_CAPITAL = ASKED["is capital"]
IS_LARGER = ASKED["is larger"]
HAS_LETTERS = ASKED["has letters"]


def yes_or_no(draw: Draw) -> Dialogue:
    kind, right = draw.number(0, 2), draw.chance(0.5)
    if kind == 0:
        country, capital, _ = draw.any(rows("countries"))
        if not right:
            capital = draw.any([row[1] for row in rows("countries") if row[1] != capital])
        question = draw.ask(IS_CAPITAL, polite=False, capital=capital, country=country)
    elif kind == 1:
        a, b = draw.number(0, 99), draw.number(0, 99)
        right = a > b
        question = draw.ask(IS_LARGER, polite=False, a=a, b=b)
    else:
        word = noun(draw)
        letter = word[0] if right else draw.any([other for other in "abcdfghklmnprst" if other != word[0]])
        question = draw.ask(HAS_LETTERS, polite=False, word=word, letter=letter)
    question = question if question[-1] in "?.!" else question + "?"
    text = draw.ask(YES_NO, polite=False, ask=question)
    return (
        Dialogue("formats", plain_system(draw))
        .user(text)
        .assistant("Yes" if right else "No", "I answer with yes or no.")
        .expect_text()
    )


TABLE = ASKED["table"]


def table(draw: Draw) -> Dialogue:
    count = draw.number(2, 4)
    names = listable(draw, NAMES, count)
    head, values = draw.any(
        (
            ("Age", [str(draw.number(3, 99)) for _ in names]),
            ("City", listable(draw, CITIES, count)),
            ("Item", listable(draw, NOUNS, count)),
            ("Count", [str(draw.number(1, 99)) for _ in names]),
        )
    )
    pairs = ", ".join(f"{name} {value}" for name, value in zip(names, values, strict=True))
    lines = [
        f"| Name | {head} |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in zip(names, values, strict=True)),
    ]
    told = draw.any((f"Name and {head}: {pairs}", f"Name, {head}: {pairs}"))
    return (
        Dialogue("formats", plain_system(draw))
        .user(draw.ask(TABLE, polite=False, rows=told))
        .assistant("\n".join(lines), f"The table has {count} rows.")
        .expect_text()
    )


OBJECT = ASKED["object"]


def plain_object(draw: Draw) -> Dialogue:
    makers = {
        "name": person,
        "item": noun,
        "count": lambda d: d.number(1, 99),
        "age": lambda d: d.number(3, 99),
        "colour": lambda d: d.any(GROUPS["colours"]),
        "city": lambda d: d.value(CITIES),
        "animal": lambda d: d.any(GROUPS["animals"]),
        "price": lambda d: d.number(1, 500),
    }
    keys = draw.rng.sample(list(makers), draw.number(1, 4))
    value = {key: makers[key](draw) for key in keys}
    sign = draw.any((" ", ": ", " = "))
    pairs = draw.any((", ", " and ")).join(f"{key}{sign}{made}" for key, made in value.items())
    return (
        Dialogue("formats", plain_system(draw))
        .user(draw.ask(OBJECT, polite=False, pairs=pairs))
        .assistant(json.dumps(value), f"The keys are {', '.join(keys)}.")
        .expect("json", value=value)
    )


def following_a_format(draw: Draw) -> Dialogue:
    return draw.any((of_a_group, of_a_group, of_given_items, one_word, yes_or_no, table, plain_object))(draw)
