"""Greetings, thanks, small talk, and who the model is."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.exchanges import Exchange, exchanges
from corpus.systems import plain_system
from corpus.values import person

EXCHANGES = exchanges("small-talk")
WITH_NAME = phrasings("small-talk")["with a name"]
GREETED_BY_NAME = ("Hello, {name}! How can I help you?", "Hello, {name}! Nice to meet you.")


def about(word: str) -> Pool[str]:
    """How the first exchange is asked for that has the word among its questions."""
    found: Exchange = next(
        exchange for exchange in EXCHANGES if word in (*exchange.questions.seen, *exchange.questions.held)
    )
    return found.questions


def greeting(draw: Draw) -> Dialogue:
    dialogue = Dialogue("small-talk", plain_system(draw))
    if draw.chance(0.2):
        name = person(draw)
        dialogue.user(draw.ask(WITH_NAME, name=name))
        dialogue.assistant(draw.say(GREETED_BY_NAME, name=name), f"The user is called {name}. I greet {name}.")
        return dialogue.expect_parts("Hello", name)
    for _ in range(2 if draw.chance(0.25) else 1):
        exchange = draw.any(EXCHANGES)
        dialogue.user(draw.ask(exchange.questions, polite=False))
        dialogue.assistant(draw.say(exchange.answers), exchange.thought).expect_parts(*exchange.parts)
    return dialogue
