"""Tools that nobody has seen: names and parameters drawn from a large pool, so that they must be copied from the list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from corpus.data_files import phrasings
from corpus.draw import Draw, Pool
from corpus.skills.tools.kind import Kind, Parameter
from corpus.values import COLOURS, DAYS, city, clock_time, date, email, identifier, invented_word, noun, person

ASKED = phrasings("invented-tools")

VERBS = ASKED["verbs"]
OBJECTS = ASKED["objects"]

Maker = Callable[[Draw], Any]

# What an argument can be: names of the parameter, type, how to make one.
ARGUMENTS: tuple[tuple[Pool[str], str, Maker], ...] = (
    (Pool(("id", "code", "number", "key", "reference", "serial", "tag")), "string", identifier),
    (Pool(("name", "owner", "person", "user", "customer", "author", "guest", "driver")), "string", person),
    (Pool(("city", "place", "location", "town", "destination", "origin")), "string", city),
    (
        Pool(("count", "amount", "quantity", "size", "level", "speed", "weight", "limit", "age", "floor")),
        "integer",
        lambda draw: draw.number(1, 500),
    ),
    (
        Pool(("date", "day", "deadline", "birthday")),
        "string",
        lambda draw: date(draw) if draw.chance(0.6) else draw.any(DAYS),
    ),
    (Pool(("time", "start", "end", "hour")), "string", clock_time),
    (Pool(("colour", "paint", "shade", "color")), "string", lambda draw: draw.any(COLOURS)),
    (Pool(("email", "contact", "mail")), "string", email),
    (Pool(("item", "object", "product", "thing", "article", "part")), "string", noun),
    (Pool(("label", "topic", "group", "brand", "theme", "mode", "channel")), "string", invented_word),
)

_ADJECTIVES = ("new", "old", "main", "next", "last", "small", "big", "daily")

# {what} is such as "invoice", {with} such as "id A7-493 and amount 12".
ASKS = ASKED["asks"]
VAGUE = ASKED["vague"]


def tool_name(draw: Draw, verb: str, thing: str) -> str:
    return draw.any(
        (
            f"{verb}_{thing}",
            f"{verb}_{thing}",
            f"{verb}{thing.capitalize()}",
            f"{thing}_{verb}",
            f"{verb}_{draw.any(_ADJECTIVES)}_{thing}",
            f"{verb}-{thing}",
        )
    )


def invented_kind(
    draw: Draw, fewest: int = 0, verb: str | None = None, thing: str | None = None
) -> tuple[Kind, dict[str, Any]]:
    """A kind of tool made up for one dialogue, and values to call it with.

    A verb may be any word in training: one that asks for something else in other dialogues is the
    tool's here.
    """
    verb = verb or (draw.any((invented_word, noun))(draw) if draw.in_training(0.2) else draw.value(VERBS))
    thing = thing or (draw.value(OBJECTS) if draw.chance(0.6) else invented_word(draw))
    count = 0 if fewest == 0 and draw.chance(0.08) else draw.any((1, 1, 2, 2, 3))
    picked = draw.rng.sample(ARGUMENTS, count)
    parameters, values, spoken = [], {}, []
    for names, kind, maker in picked:
        name = draw.value(names)
        if draw.chance(0.12):
            name = invented_word(draw)
        value = maker(draw)
        parameters.append(
            Parameter(name, Pool((name,)), kind, (f"The {name}", f"The {name} of the {thing}"), f"What is the {name}?")
        )
        values[name] = value
        spoken.append(
            draw.any(
                (f"{name} {value}", f"{name} {value}", f"the {name} {value}", f"{name} = {value}", f"{name}: {value}")
            )
        )
    spoken = draw.shuffled(spoken) if draw.chance(0.3) else spoken
    with_ = "".join(spoken) if len(spoken) < 2 else ", ".join(spoken[:-1]) + draw.any((" and ", ", ")) + spoken[-1]
    kind = Kind(
        f"{verb} {thing}",
        Pool((tool_name(draw, verb, thing),)),
        Pool((f"{verb.capitalize()} the {thing}", f"{verb.capitalize()} a {thing}", f"Can {verb} a {thing}")),
        tuple(parameters),
        ASKS if parameters else VAGUE,
        lambda _: values,
        result_of(verb, thing),
        VAGUE,
        words=(verb, thing),
    )
    return kind, values | {"verb": verb, "what": thing, "with": with_}


RESULT_KEYS = ASKED["result keys"]


def result_of(verb: str, thing: str) -> Callable[[Draw, dict], tuple[str, str, tuple[str, ...]]]:
    def result(draw: Draw, _: dict) -> tuple[str, str, tuple[str, ...]]:
        if draw.chance(0.2):
            return draw.any(('{"ok": true}', '{"status": "ok"}', "ok", "done", '{"success": true}')), "Done.", ("Done",)
        if draw.chance(0.12):
            why = draw.any(
                (
                    f"the {thing} was not found",
                    f"the {thing} is locked",
                    "no permission",
                    "the service is down",
                    f"there is no such {thing}",
                )
            )
            return json.dumps({"error": why}), f"That did not work: {why}.", (why,)
        if draw.chance(0.15):
            text = draw.any(
                (identifier(draw), str(draw.number(1, 999)), f"{noun(draw)} {noun(draw)}", invented_word(draw))
            )
            return text, f"The answer is {text}.", (text,)
        keys = draw.values(RESULT_KEYS, draw.any((1, 1, 2)))
        made = {
            key: draw.any((draw.number(1, 999), identifier(draw), noun(draw), person(draw), invented_word(draw)))
            for key in keys
        }
        answer = " ".join(f"The {key} is {value}." for key, value in made.items())
        return json.dumps(made), answer, tuple(f"{key} is {value}" for key, value in made.items())

    return result
