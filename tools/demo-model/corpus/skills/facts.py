"""Simple facts: capitals, animals, colours, days, months, planets."""

from __future__ import annotations

from corpus.data_files import rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.systems import plain_system
from corpus.values import DAYS, MONTHS

CAPITAL = Pool(
    (
        "what is the capital of {country}?",
        "what's the capital of {country}?",
        "which city is the capital of {country}?",
        "capital of {country}?",
        "the capital of {country}",
        "name the capital of {country}",
        "tell me the capital of {country}",
        "{country}: what is its capital?",
        "what is {country}'s capital?",
        "do you know the capital of {country}?",
        "i need the capital of {country}",
        "which is the capital city of {country}?",
        "what capital does {country} have?",
        "give me the capital of {country}",
        "{country} has which capital?",
        "can you name the capital city of {country}?",
    )
)
COUNTRY = Pool(
    (
        "which country has the capital {capital}?",
        "{capital} is the capital of which country?",
        "of which country is {capital} the capital?",
        "what country is {capital} the capital of?",
        "in which country is {capital}?",
        "where is {capital}?",
        "where does {capital} lie?",
        "what country is {capital} in?",
        "{capital} lies in which country?",
        "{capital} is in what country?",
    )
)
CONTINENT = Pool(
    (
        "on which continent is {country}?",
        "which continent is {country} on?",
        "what continent is {country} in?",
        "{country} is on which continent?",
        "in what part of the world is {country}?",
        "tell me the continent of {country}",
        "what is the continent of {country}?",
        "where in the world is {country}?",
    )
)
LEGS = Pool(
    (
        "how many legs does [a|an] {animal} have?",
        "how many legs has [a|an] {animal}?",
        "number of legs of [a|an] {animal}?",
        "legs of [a|an] {animal}?",
        "count the legs of [a|an] {animal}",
        "[a|an] {animal} has how many legs?",
        "tell me how many legs [a|an] {animal} has",
    )
)
SOUND = Pool(
    (
        "what sound does [a|an|the] {animal} make?",
        "what does [a|an|the] {animal} say?",
        "which sound does [a|an] {animal} make?",
        "how does [a|an] {animal} sound?",
        "what noise does [a|an] {animal} make?",
        "the sound of [a|an] {animal}?",
        "what does the {animal} sound like?",
    )
)
YOUNG = Pool(
    (
        "what is a young {animal} called?",
        "what is a baby {animal} called?",
        "how do you call a young {animal}?",
        "what do we call a baby {animal}?",
        "name for a young {animal}?",
        "what is the word for a baby {animal}?",
        "a baby {animal} is called what?",
    )
)
KIND = Pool(
    (
        "what kind of animal is [a|an|the] {animal}?",
        "is [a|an] {animal} a mammal or something else?",
        "to which class of animals does the {animal} belong?",
        "what type of animal is [a|an] {animal}?",
        "what sort of animal is [a|an] {animal}?",
        "the {animal} is what kind of animal?",
    )
)
HOME = Pool(
    (
        "where does [a|an|the] {animal} live?",
        "where do you find [a|an] {animal}?",
        "in what place does [a|an] {animal} live?",
        "where can i find [a|an] {animal}?",
        "where is the home of [a|an] {animal}?",
    )
)
SIMPLE = Pool(
    (
        "what is {thing}?",
        "what's {thing}?",
        "tell me {thing}",
        "do you know {thing}?",
        "name {thing}",
        "{thing}?",
        "can you tell me {thing}?",
        "please tell me {thing}",
        "i want to know {thing}",
        "say {thing}",
        "which is {thing}?",
        "i forgot {thing}",
        "give me {thing}",
        "could you say {thing}?",
    )
)
NEXT = Pool(
    (
        "what comes after {thing}?",
        "what follows {thing}?",
        "which {kind} comes after {thing}?",
        "what {kind} is after {thing}?",
        "which {kind} follows {thing}?",
        "the {kind} after {thing}?",
        "after {thing} comes which {kind}?",
        "tell me the {kind} after {thing}",
        "what is the {kind} after {thing}?",
        "next {kind} after {thing}?",
    )
)
BEFORE = Pool(
    (
        "what comes before {thing}?",
        "which {kind} comes before {thing}?",
        "what {kind} is before {thing}?",
        "the {kind} before {thing}?",
        "before {thing} comes which {kind}?",
        "tell me the {kind} before {thing}",
        "what is the {kind} before {thing}?",
        "which {kind} is just before {thing}?",
    )
)
PLACE = Pool(
    (
        "which {kind} is number {count}?",
        "what is {kind} number {count}?",
        "{kind} number {count}?",
        "tell me {kind} number {count}",
        "name {kind} number {count}",
    )
)

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
