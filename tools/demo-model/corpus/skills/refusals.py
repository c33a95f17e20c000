"""What the model does not know, cannot do, or cannot read."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.systems import plain_system
from corpus.values import city, full_name, invented_name, invented_word, noun

ASKED = phrasings("refusals")

UNKNOWN = ASKED["unknown"]
NEWS = ASKED["news"]
OTHER_LANGUAGES = phrasings("refusals", held_share=0.2)["other languages"]
MISSING = ASKED["missing"]

DO_NOT_KNOW = ("I am sorry, I do not know that. I am a tiny model.",)
CANNOT = "I cannot do that. I have no tool for it."
NOT_READ = "I am sorry, I do not understand that."
ENGLISH = "I am sorry, I only speak English."
NO_NEWS = "I do not know that. I have no clock and no news."


def gibberish(draw: Draw) -> str:
    kind = draw.number(0, 3)
    if kind == 0:
        return "".join(draw.any("asdfghjklqwertzuiop") for _ in range(draw.number(5, 16)))
    if kind == 1:
        return " ".join(invented_word(draw) for _ in range(draw.number(3, 6)))
    if kind == 2:
        return "".join(draw.any("?!.,;#*+-/&%$") for _ in range(draw.number(3, 10)))
    return " ".join(
        "".join(draw.any("bcdfghjklmnpqrstvwxz") for _ in range(draw.number(3, 7))) for _ in range(draw.number(2, 4))
    )


def refusal(draw: Draw) -> Dialogue:
    dialogue = Dialogue("refusals", plain_system(draw))
    slots = {
        "person": full_name(draw),
        "place": city(draw) if draw.chance(0.6) else invented_name(draw),
        "word": invented_word(draw),
        "noun": noun(draw),
        "book": f"The {noun(draw).capitalize()} of {invented_name(draw)}",
        "big": draw.number(10_000, 9_999_999),
        "big2": draw.number(1_000, 999_999),
    }
    kind = draw.number(0, 9)
    if kind <= 3:
        dialogue.user(draw.ask(UNKNOWN, **slots)).assistant(draw.say(DO_NOT_KNOW), "I do not know this.").expect_parts(
            "do not know"
        )
    elif kind == 4:
        dialogue.user(draw.ask(NEWS, **slots)).assistant(NO_NEWS, "I cannot know what happens now.").expect_parts(
            "do not know"
        )
    elif kind <= 6:
        dialogue.user(draw.value(OTHER_LANGUAGES)).assistant(ENGLISH, "This is not English.").expect_parts(
            "only speak English"
        )
    elif kind == 7:
        dialogue.user(draw.ask(MISSING, **slots)).assistant(CANNOT, "I have no tool for this.").expect_parts(
            "no tool for it"
        )
    else:
        dialogue.user(gibberish(draw)).assistant(NOT_READ, "This means nothing to me.").expect_parts(
            "do not understand"
        )
    return dialogue
