"""JSON made of a text, to a schema that stands in the system or the user message."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.values import (
    COLOURS,
    DAYS,
    NAMES,
    NOUNS,
    city,
    clock_time,
    date,
    email,
    identifier,
    invented_word,
    listable,
    noun,
    person,
    plural,
    price,
)

ASKED = phrasings("extraction")

# What may be told of something: names of the key, type, how to make a value, how it is said.
Maker = Callable[[Draw], Any]
Field = tuple[Pool[str], str, Maker, tuple[str, ...]]

NAME: Field = (Pool(("name", "person", "full_name", "who", "customer", "user", "first_name")), "string", person, ())
ABOUT: tuple[Field, ...] = (
    (
        Pool(("age", "years", "age_in_years", "how_old")),
        "integer",
        lambda draw: draw.number(3, 99),
        ("is {value} years old", "is {value}", "has turned {value}"),
    ),
    (
        Pool(("city", "town", "home", "place", "lives_in", "location")),
        "string",
        city,
        ("lives in {value}", "comes from {value}", "has a house in {value}"),
    ),
    (
        Pool(("pet", "animal", "has_pet")),
        "string",
        lambda draw: draw.any(("cat", "dog", "horse", "goat", "rabbit", "owl", "frog", "duck", "mouse", "hen")),
        ("has a {value}", "keeps a {value}", "owns a {value}"),
    ),
    (
        Pool(("colour", "favourite_colour", "likes_colour", "color")),
        "string",
        lambda draw: draw.any(COLOURS),
        ("likes the colour {value}", "likes {value} best", "wears {value}"),
    ),
    (
        Pool(("email", "mail", "contact", "address")),
        "string",
        email,
        ("has the address {value}", "can be reached at {value}", "writes from {value}"),
    ),
    (
        Pool(("id", "code", "number", "customer_id", "ref")),
        "string",
        identifier,
        ("has the number {value}", "has the code {value}", "is registered as {value}"),
    ),
    (
        Pool(("job", "work", "profession", "role")),
        "string",
        lambda draw: draw.any(
            (
                "baker",
                "teacher",
                "doctor",
                "farmer",
                "sailor",
                "painter",
                "cook",
                "pilot",
                "singer",
                "nurse",
                "tailor",
                "gardener",
            )
        ),
        ("is a {value}", "works as a {value}"),
    ),
    (
        Pool(("children", "kids", "num_children")),
        "integer",
        lambda draw: draw.number(1, 9),
        ("has {value} children", "has {value} kids"),
    ),
    (Pool(("birthday", "date", "born")), "string", date, ("was born on {value}", "has a birthday on {value}")),
    (Pool(("married", "is_married")), "boolean", lambda draw: draw.chance(0.5), ()),
)
BOUGHT: tuple[Field, ...] = (
    (Pool(("item", "product", "article", "what", "thing")), "string", noun, ()),
    (Pool(("quantity", "count", "amount", "how_many")), "integer", lambda draw: draw.number(2, 60), ()),
    (Pool(("price", "cost", "total")), "number", price, ()),
    (Pool(("shop", "store", "seller", "from")), "string", lambda draw: invented_word(draw).capitalize(), ()),
    (Pool(("day", "weekday", "on")), "string", lambda draw: draw.any(DAYS), ()),
)
MEETING: tuple[Field, ...] = (
    (
        Pool(("title", "event", "what", "subject")),
        "string",
        lambda draw: draw.any(("lunch", "dinner", "meeting", "concert", "lesson", "party", "walk", "call")),
        (),
    ),
    (Pool(("with", "guest", "who", "person", "attendee")), "string", person, ()),
    (Pool(("day", "date", "on")), "string", lambda draw: draw.any((draw.any(DAYS), date(draw))), ()),
    (Pool(("time", "start", "at", "hour")), "string", clock_time, ()),
    (Pool(("place", "city", "where", "location")), "string", city, ()),
)

Read = tuple[str, dict[str, Any], dict[str, dict[str, Any]]]
"""A text, what it says by key, and the schema of each key."""


def about_a_person(draw: Draw) -> Read:
    fields = draw.rng.sample(ABOUT[:-1], draw.number(1, 4))
    name, key = person(draw), draw.value(NAME[0])
    values, schema, told = {key: name}, {key: {"type": "string"}}, []
    for names, kind, maker, said in fields:
        value, own = maker(draw), draw.value(names)
        if own in values:
            continue
        values[own], schema[own] = value, {"type": kind}
        told.append(draw.say(said, value=value))
    if draw.chance(0.15):
        married = draw.chance(0.5)
        own = draw.value(ABOUT[-1][0])
        values[own], schema[own] = married, {"type": "boolean"}
        told.append("is married" if married else "is not married")
    told = draw.shuffled(told)
    if draw.chance(0.5) or len(told) == 1:
        text = f"{name} {told[0]}" if len(told) == 1 else f"{name} {', '.join(told[:-1])} and {told[-1]}"
    else:
        text = ". ".join([f"{name} {told[0]}", *(f"{draw.any((name, 'The person'))} {line}" for line in told[1:])])
    return text + ".", values, schema


def keyed(draw: Draw, fields: tuple[Field, ...]) -> tuple[list[str], list[Any], dict[str, dict[str, Any]]]:
    keys, values, schema = [], [], {}
    for names, kind, maker, _ in fields:
        key = draw.value(names)
        while key in schema:
            key = draw.any(names.seen)
        keys.append(key)
        values.append(maker(draw))
        schema[key] = {"type": kind}
    return keys, values, schema


PURCHASES = (
    "{name} bought {count} {items} for {price} at {shop} on {day}.",
    "On {day}, {name} bought {count} {items} at {shop}. They cost {price}.",
    "{shop} sold {count} {items} to {name} on {day} for {price}.",
    "Order of {name} at {shop}: {count} {items}, {price} in all, {day}.",
    "I paid {price} for {count} {items} at {shop} on {day}.",
)
MEETINGS = (
    "{title} with {guest} on {day} at {time} in {place}.",
    "On {day} at {time} there is a {title} with {guest} in {place}.",
    "{guest} invites you: {title}, {day}, {time}, {place}.",
    "We have a {title} in {place} with {guest} on {day} at {time}.",
    "Do not forget the {title} with {guest}. It is in {place} on {day} at {time}.",
)


def about_a_purchase(draw: Draw) -> Read:
    keys, values, schema = keyed(draw, BOUGHT)
    item, count, cost, shop, day = values
    text = draw.say(PURCHASES, name=person(draw), items=plural(item), count=count, price=cost, shop=shop, day=day)
    return fewer(draw, text, dict(zip(keys, values, strict=True)), schema)


def about_a_meeting(draw: Draw) -> Read:
    keys, values, schema = keyed(draw, MEETING)
    title, guest, day, time, place = values
    text = draw.say(MEETINGS, title=title, guest=guest, day=day, time=time, place=place)
    return fewer(draw, text, dict(zip(keys, values, strict=True)), schema)


def invented_record(draw: Draw) -> Read:
    values, lines = {}, []
    for _ in range(draw.number(1, 4)):
        key = invented_word(draw) if draw.chance(0.6) else noun(draw)
        values[key] = draw.any((draw.number(0, 999), invented_word(draw), noun(draw), identifier(draw), person(draw)))
        lines.append(
            draw.any(
                (
                    f"The {key} is {values[key]}.",
                    f"{key}: {values[key]}.",
                    f"Its {key} is {values[key]}.",
                    f"It has {key} {values[key]}.",
                )
            )
        )
    schema = {key: {"type": "integer" if isinstance(value, int) else "string"} for key, value in values.items()}
    return " ".join(draw.shuffled(lines)), values, schema


LISTS = (
    "I need {list}.",
    "Please buy {list}.",
    "In the box are {list}.",
    "We have {list}.",
    "The table has {list} on it.",
)


def listed_things(draw: Draw) -> Read:
    things = listable(draw, draw.any((NOUNS, NAMES)), draw.number(2, 5))
    key = draw.any(("items", "things", "list", "entries", "names"))
    text = draw.say(LISTS, list=", ".join(things[:-1]) + " and " + things[-1])
    return text, {key: things}, {key: {"type": "array", "items": {"type": "string"}}}


MOODS = (
    ("happy", ("I love it!", "This is great.", "What a good day!", "I am so glad.")),
    ("sad", ("I am so sad.", "I miss my friend.", "I cried all day.")),
    ("angry", ("This makes me angry!", "I am furious.", "How dare they!")),
)
PRIORITIES = (
    ("high", ("It is very urgent.", "This must be done at once.", "The house is on fire!")),
    ("low", ("There is no hurry.", "Some day would be fine.", "It can wait.")),
)


def one_of_a_set(draw: Draw) -> Read:
    key, choices = draw.any((("mood", MOODS), ("feeling", MOODS), ("priority", PRIORITIES), ("urgency", PRIORITIES)))
    value, texts = draw.any(choices)
    return draw.any(texts), {key: value}, {key: {"type": "string", "enum": [choice for choice, _ in choices]}}


def fewer(draw: Draw, text: str, values: dict, schema: dict) -> Read:
    """Only some of what the text says, in another order."""
    keys = draw.rng.sample(list(values), draw.number(2, len(values)))
    return text, {key: values[key] for key in keys}, {key: schema[key] for key in keys}


SCHEMA_SYSTEM = ASKED["schema system"]
SCHEMA_USER = ASKED["schema user"]
KEYS_USER = ASKED["keys user"]
TEXT_USER = ASKED["text user"]


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def schema_text(draw: Draw, properties: dict[str, dict]) -> str:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if draw.chance(0.7):
        schema["required"] = list(properties)
        if draw.chance(0.5):
            schema["additionalProperties"] = False
    return compact(schema) if draw.chance(0.7) else json.dumps(schema, ensure_ascii=False)


def extraction(draw: Draw) -> Dialogue:
    text, values, properties = draw.any(
        (
            about_a_person,
            about_a_person,
            about_a_purchase,
            about_a_meeting,
            invented_record,
            invented_record,
            listed_things,
            one_of_a_set,
        )
    )(draw)
    keys = draw.shuffled(values)
    values, properties = {key: values[key] for key in keys}, {key: properties[key] for key in keys}
    way = draw.number(0, 9)
    dialogue = Dialogue("json-extraction")
    if way <= 3:
        dialogue = Dialogue(
            "json-extraction", draw.ask(SCHEMA_SYSTEM, polite=False, schema=schema_text(draw, properties))
        )
        dialogue.user(draw.ask(TEXT_USER, polite=False, text=text))
    elif way <= 6:
        dialogue.user(draw.ask(SCHEMA_USER, polite=False, schema=schema_text(draw, properties), text=text))
    else:
        named = keys[0] if len(keys) == 1 else ", ".join(keys[:-1]) + " and " + keys[-1]
        dialogue.user(draw.ask(KEYS_USER, polite=False, keys=named, text=text))
    said = "; ".join(
        f"{key} is {compact(value) if not isinstance(value, str) else value}" for key, value in values.items()
    )
    return dialogue.assistant(json.dumps(values, ensure_ascii=False), f"I read the text: {said}.").expect(
        "json", value=values
    )
