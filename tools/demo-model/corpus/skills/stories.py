"""Short stories to what is asked for: a hero, a thing, a place, in sentences of a small grammar."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.systems import plain_system
from corpus.values import NAMES, NOUNS, invented_name, invented_word

ASKED = phrasings("stories")

ANIMALS = (
    "fox",
    "owl",
    "bear",
    "mouse",
    "cat",
    "dog",
    "frog",
    "duck",
    "rabbit",
    "robin",
    "goat",
    "swan",
    "bee",
    "lion",
    "wolf",
    "horse",
)
PLACES = ASKED["places"]
THINGS = Pool([word for word in (*NOUNS.seen, *NOUNS.held) if len(word) <= 7 and word not in ANIMALS])

ASK_ALL = ASKED["ask all"]
ASK_HERO = ASKED["ask hero"]
ASK_THING = ASKED["ask thing"]
ASK_NONE = ASKED["ask none"]

BEGINNINGS = ("Once there was {hero_long}.", "Once upon a time there was {hero_long}.", "There was once {hero_long}.")
GOING = (
    "One day {hero} went to {place}.",
    "One morning {hero} walked to {place}.",
    "One evening {hero} came to {place}.",
)
FINDING = ("There {hero} found {a_thing}.", "There {hero} saw {a_thing}.", "In the grass lay {a_thing}.")
TROUBLE = (
    "But it began to rain.",
    "But the way home was long.",
    "But it was very dark.",
    "But the wind was strong.",
    "But somebody had lost it.",
)
FRIEND = ("Then {a_friend} came and helped.", "Then {a_friend} came by. It helped.")
ENDINGS = (
    "{hero} took the {thing} home and was happy.",
    "In the end {hero} gave the {thing} to a friend.",
    "{hero} kept the {thing} and smiled.",
    "Together they carried the {thing} home.",
)
CLOSING = ("And they lived in peace.", "That was a good day.", "The end.", "And then they slept well.")


def with_article(word: str) -> str:
    return ("an " if word[0] in "aeiou" else "a ") + word


def noun_of_a_story(draw: Draw) -> str:
    return invented_word(draw) if draw.in_training(0.2) else draw.value(THINGS)


def story(draw: Draw) -> Dialogue:
    name = draw.value(NAMES) if draw.chance(0.7) else invented_name(draw)
    animal, thing, place = draw.any(ANIMALS), noun_of_a_story(draw), draw.value(PLACES)
    kind = draw.number(0, 9)
    as_animal = draw.chance(0.45)
    asked_hero = (
        draw.any((f"a {animal} named {name}", f"{name} the {animal}", f"a {animal} called {name}"))
        if as_animal
        else name
    )
    if as_animal and animal == "owl":
        asked_hero = asked_hero.replace("a owl", "an owl")
    slots = {"hero": asked_hero, "thing": thing, "a_thing": with_article(thing), "place": place}
    asked = ASK_ALL if kind <= 4 else ASK_HERO if kind <= 6 else ASK_THING if kind <= 8 else ASK_NONE
    hero_long = (
        f"{with_article(animal)} named {name}"
        if as_animal
        else f"{draw.any(('a girl', 'a boy', 'a child', 'a sailor', 'a baker'))} named {name}"
    )
    friend = draw.any([other for other in ANIMALS if other != animal])
    said = {
        "hero": name,
        "hero_long": hero_long,
        "place": place,
        "thing": thing,
        "a_thing": with_article(thing),
        "a_friend": with_article(friend),
    }
    lines = [draw.say(BEGINNINGS, **said), draw.say(GOING, **said), draw.say(FINDING, **said)]
    lines += [draw.say(TROUBLE), draw.say(FRIEND, **said)] if draw.chance(0.75) else []
    lines += [draw.say(ENDINGS, **said), draw.any(CLOSING)]
    dialogue = Dialogue("stories", plain_system(draw)).user(draw.ask(asked, **slots))
    dialogue.assistant(
        " ".join(lines),
        f"The user wants a story. The hero is {name}. The thing is {with_article(thing)}. The place is {place}.",
    )
    wanted = [name, thing, place] if kind <= 4 else [name] if kind <= 6 else [thing] if kind <= 8 else ["there was"]
    return dialogue.expect_parts(*wanted)
