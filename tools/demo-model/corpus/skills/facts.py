"""Simple facts: capitals, animals, colours, days, months, planets."""

from __future__ import annotations

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.systems import plain_system
from corpus.values import DAYS, MONTHS

ASKED = phrasings("facts")

CAPITAL = ASKED["capital"]
COUNTRY = ASKED["country"]
CONTINENT = ASKED["continent"]
LEGS = ASKED["legs"]
SOUND = ASKED["sound"]
YOUNG = ASKED["young"]
KIND = ASKED["kind"]
HOME = ASKED["home"]
SIMPLE = ASKED["simple"]
NEXT = ASKED["next"]
BEFORE = ASKED["before"]
PLACE = ASKED["place"]

PLANETS = ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune")
ROWS = (("day", DAYS), ("month", MONTHS), ("planet", PLANETS))


def with_article(noun: str) -> str:
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def geography(draw: Draw) -> tuple[str, str, tuple[str, ...], str]:
    country, capital, continent = draw.any(rows("countries"))
    kind = draw.any(("capital", "capital", "country", "continent"))
    if kind == "capital":
        answer = draw.say(("The capital of {country} is {capital}.",), country=country, capital=capital)
        return (
            draw.ask(CAPITAL, country=country),
            answer,
            (capital,),
            f"The user asks for the capital of {country}. It is {capital}.",
        )
    if kind == "country":
        return (
            draw.ask(COUNTRY, capital=capital),
            f"{capital} is the capital of {country}.",
            (country,),
            f"{capital} belongs to {country}.",
        )
    return (
        draw.ask(CONTINENT, country=country),
        f"{country} is in {continent}.",
        (continent,),
        f"{country} lies in {continent}.",
    )


def animals(draw: Draw) -> tuple[str, str, tuple[str, ...], str]:
    animal, legs, sound, young, kind, home = draw.any(rows("animals"))
    one = with_article(animal)
    facts = [
        (LEGS, f"{one.capitalize()} has {legs} legs.", legs),
        (YOUNG, f"A young {animal} is called a {young}.", young),
        (KIND, f"{one.capitalize()} is {with_article(kind)}.", kind),
        (HOME, f"{one.capitalize()} lives {home}.", home),
    ]
    if sound != "-":
        facts.append((SOUND, f"{one.capitalize()} says {sound}.", sound))
    asked, answer, part = draw.any(facts)
    return draw.ask(asked, animal=animal), answer, (part,), f"The user asks about {one}."


def in_a_row(draw: Draw) -> tuple[str, str, tuple[str, ...], str]:
    kind, row = draw.any(ROWS)
    at = draw.number(0, len(row) - 1)
    way = draw.number(0, 2)
    if way == 0:
        after = row[(at + 1) % len(row)] if kind != "planet" else row[min(at, len(row) - 2) + 1]
        thing = row[at] if kind != "planet" else row[min(at, len(row) - 2)]
        return (
            draw.ask(NEXT, thing=thing, kind=kind),
            f"After {thing} comes {after}.",
            (f"comes {after}",),
            f"The row of {kind}s goes {thing}, {after}.",
        )
    if way == 1:
        place = at if kind != "planet" else max(at, 1)
        thing, before = row[place], row[place - 1]
        return (
            draw.ask(BEFORE, thing=thing, kind=kind),
            f"Before {thing} comes {before}.",
            (f"comes {before}",),
            f"The row of {kind}s goes {before}, {thing}.",
        )
    return (
        draw.ask(PLACE, kind=kind, count=at + 1),
        f"{kind.capitalize()} number {at + 1} is {row[at]}.",
        (row[at],),
        f"I count the {kind}s to {at + 1}: {', '.join(row[: at + 1])}.",
    )


def simple(draw: Draw) -> tuple[str, str, tuple[str, ...], str]:
    thing, fact = draw.any(rows("simple_facts"))
    subject = thing[0].upper() + thing[1:]
    return (
        draw.ask(SIMPLE, thing=thing),
        f"{subject} is {fact}.",
        (f"is {fact}",),
        f"The user asks for {thing}. That is {fact}.",
    )


def fact(draw: Draw) -> Dialogue:
    dialogue = Dialogue("facts", plain_system(draw))
    for _ in range(2 if draw.chance(0.2) else 1):
        question, answer, parts, thought = draw.any((geography, geography, animals, in_a_row, simple))(draw)
        dialogue.user(question).assistant(answer, thought).expect_parts(*parts)
    return dialogue
