"""What was said before: names, lists, results, and forms of an earlier answer."""

from __future__ import annotations

import json

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.arithmetic import solve
from corpus.skills.facts import CAPITAL, geography
from corpus.skills.formats import GROUPS, NAME_SOME
from corpus.skills.greetings import EXCHANGES, GREETED_BY_NAME, WITH_NAME
from corpus.systems import plain_system
from corpus.values import CITIES, COLOURS, NAMES, NOUNS, city, identifier, invented_word, listable, person

ASKED = phrasings("multi-turn")

SKILL = "multi-turn"

ASK_NAME = ASKED["ask name"]
REMEMBER = ASKED["remember"]
RECALL = ASKED["recall"]
NOTED = ("Good. Your {what} is {value}.", "I will remember that your {what} is {value}.")


def small_talk_between(draw: Draw, dialogue: Dialogue) -> None:
    for _ in range(draw.any((0, 0, 1, 1, 2))):
        if draw.chance(0.5):
            exchange = draw.any(EXCHANGES)
            dialogue.user(draw.ask(exchange.questions, polite=False)).assistant(draw.say(exchange.answers))
        else:
            question, answer, _, _ = geography(draw)
            dialogue.user(question).assistant(answer)


def own_name(draw: Draw) -> Dialogue:
    name = person(draw)
    dialogue = (
        Dialogue(SKILL, plain_system(draw))
        .user(draw.ask(WITH_NAME, name=name))
        .assistant(draw.say(GREETED_BY_NAME, name=name))
    )
    small_talk_between(draw, dialogue)
    return (
        dialogue.user(draw.ask(ASK_NAME))
        .assistant(f"Your name is {name}.", f"The user said: {name}.")
        .expect_parts(name)
    )


def noted(draw: Draw) -> Dialogue:
    things = {
        "favourite colour": lambda: draw.any(COLOURS),
        "city": lambda: city(draw),
        "code": lambda: identifier(draw),
        "order number": lambda: identifier(draw),
        "favourite animal": lambda: draw.any(GROUPS["animals"]),
        "lucky number": lambda: draw.number(1, 999),
        "pet's name": lambda: person(draw),
        "friend's name": lambda: person(draw),
        "favourite word": lambda: invented_word(draw),
        "age": lambda: draw.number(5, 99),
        "favourite drink": lambda: draw.any(GROUPS["drinks"]),
        "password": lambda: identifier(draw),
        "team": lambda: invented_word(draw).capitalize(),
    }
    picked = draw.rng.sample(list(things), 2 if draw.chance(0.35) else 1)
    told = {what: things[what]() for what in picked}
    dialogue = Dialogue(SKILL, plain_system(draw))
    for what, value in told.items():
        dialogue.user(draw.ask(REMEMBER, polite=False, what=what, value=value)).assistant(
            draw.say(NOTED, what=what, value=value)
        )
    small_talk_between(draw, dialogue)
    what = draw.any(picked)
    return (
        dialogue.user(draw.ask(RECALL, what=what))
        .assistant(f"Your {what} is {told[what]}.", f"The user said that the {what} is {told[what]}.")
        .expect_parts(told[what])
    )


AND = ASKED["and"]


def same_of_another(draw: Draw) -> Dialogue:
    (first, capital, _), (second, second_capital, _) = draw.rng.sample(rows("countries"), 2)
    dialogue = (
        Dialogue(SKILL, plain_system(draw))
        .user(draw.ask(CAPITAL, country=first))
        .assistant(f"The capital of {first} is {capital}.")
    )
    dialogue.user(draw.ask(AND, next=second))
    return dialogue.assistant(
        f"The capital of {second} is {second_capital}.", f"The user wants the capital of {second} too."
    ).expect_parts(second_capital)


ORDINALS = ("first", "second", "third", "fourth", "fifth")
WHICH = ASKED["which"]
AS_JSON = ASKED["as json"]
AS_BULLETS = ASKED["as bullets"]
AS_NUMBERS = ASKED["as numbers"]
AS_CAPITALS = ASKED["as capitals"]
HOW_MANY = ASKED["how many"]
AGAIN = ASKED["again"]
REVERSED = ASKED["reversed"]
FIRST_ONLY = ASKED["first only"]
HERE_ARE = ASKED["here are"]


def counted(count: int) -> str:
    return ("zero", "one", "two", "three", "four", "five", "six")[count]


def of_a_list(draw: Draw) -> Dialogue:
    """A list, of the model or of the user, and then something about it."""
    count = draw.number(2, 5)
    dialogue = Dialogue(SKILL, plain_system(draw))
    if draw.chance(0.4):
        group, members = draw.any(list(GROUPS.items()))
        items = list(members[:count])
        dialogue.user(draw.ask(NAME_SOME, count=counted(count), group=group)).assistant(", ".join(items))
    else:
        items = listable(draw, draw.any((NOUNS, NAMES, CITIES)), count)
        dialogue.user(draw.ask(HERE_ARE, polite=False, list=", ".join(items))).assistant(
            f"Good. Your list has {count} items: {', '.join(items)}."
        )
    for _ in range(2 if draw.chance(0.3) else 1):
        about_the_list(draw, dialogue, items)
    return dialogue


def about_the_list(draw: Draw, dialogue: Dialogue, items: list[str]) -> None:
    kind = draw.number(0, 9)
    if kind <= 3:
        at = draw.number(0, len(items) - 1)
        counted_items = ", ".join(f"{place} {item}" for place, item in enumerate(items[: at + 1], 1))
        dialogue.user(draw.ask(WHICH, nth=ORDINALS[at], number=at + 1)).assistant(
            f"The {ORDINALS[at]} one is {items[at]}.", f"I count: {counted_items}."
        ).expect_parts(f"is {items[at]}")
        return
    asked, answer = (
        (AS_JSON, json.dumps(items)),
        (AS_JSON, json.dumps(items)),
        (AS_BULLETS, "\n".join(f"- {item}" for item in items)),
        (AS_NUMBERS, "\n".join(f"{at}. {item}" for at, item in enumerate(items, 1))),
        (HOW_MANY, f"There are {len(items)}."),
        (REVERSED, ", ".join(reversed(items))),
        (FIRST_ONLY, items[0]),
    )[draw.number(0, 6)]
    dialogue.user(draw.ask(asked, polite=False)).assistant(answer, f"The items are {', '.join(items)}.").expect_text()


def again(draw: Draw) -> Dialogue:
    question, answer, parts, _ = geography(draw)
    dialogue = Dialogue(SKILL, plain_system(draw)).user(question).assistant(answer)
    kind = draw.number(0, 3)
    if kind <= 1:
        return dialogue.user(draw.ask(AGAIN, polite=False)).assistant(answer, "I say it again.").expect_text()
    if kind == 2:
        return (
            dialogue.user(draw.ask(AS_CAPITALS, polite=False))
            .assistant(answer.upper(), "The same in capitals.")
            .expect_text()
        )
    return dialogue.user(draw.ask(SHORTER, polite=False)).assistant(parts[0], "One word is enough.").expect_text()


SHORTER = ASKED["shorter"]
PLUS = ASKED["plus"]
MINUS = ASKED["minus"]
WHY = ASKED["why"]
FIRST_SUM = ASKED["first sum"]


def carried_on(draw: Draw) -> Dialogue:
    a, b, c = draw.number(1, 30), draw.number(1, 20), draw.number(1, 20)
    total = a + b
    dialogue = (
        Dialogue(SKILL, plain_system(draw)).user(draw.ask(FIRST_SUM, a=a, b=b)).assistant(f"{a} plus {b} is {total}.")
    )
    if draw.chance(0.25):
        return (
            dialogue.user(draw.ask(WHY, polite=False))
            .assistant(f"I added {b} to {a}. That makes {total}.", "I explain the sum.")
            .expect_parts(f"added {b} to {a}", total)
        )
    sign = "+" if draw.chance(0.6) or c > total else "-"
    result = solve(total, c, sign)
    dialogue.user(draw.ask(PLUS if sign == "+" else MINUS, polite=False, b=c))
    return dialogue.assistant(
        f"{total} {'plus' if sign == '+' else 'minus'} {c} is {result}.", f"The last result is {total}."
    ).expect("regex", pattern=rf"(^|\D){result}\.$")


TOLD = ASKED["told"]
WHOSE = ASKED["whose"]
WHAT_HAS = ASKED["what has"]


def who_has_what(draw: Draw) -> Dialogue:
    one, two = listable(draw, NAMES, 2)
    first, second = listable(draw, NOUNS, 2)
    dialogue = (
        Dialogue(SKILL, plain_system(draw))
        .user(draw.ask(TOLD, polite=False, one=one, two=two, first=first, second=second))
        .assistant("Good. I will remember that.")
    )
    name, thing = draw.any(((one, first), (two, second)))
    if draw.chance(0.5):
        return (
            dialogue.user(draw.ask(WHOSE, thing=thing))
            .assistant(f"{name} has the {thing}.", f"The {thing} goes with {name}.")
            .expect_parts(f"{name} has")
        )
    return (
        dialogue.user(draw.ask(WHAT_HAS, name=name))
        .assistant(f"{name} has the {thing}.", f"{name} goes with the {thing}.")
        .expect_parts(f"has the {thing}")
    )


def multi_turn(draw: Draw) -> Dialogue:
    return draw.any(
        (own_name, noted, noted, same_of_another, of_a_list, of_a_list, of_a_list, again, carried_on, who_has_what)
    )(draw)
