"""System messages that are obeyed: a name, a manner, a rule."""

from __future__ import annotations

from corpus.data_files import phrasings
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.skills.facts import geography
from corpus.skills.greetings import about
from corpus.skills.tools.offer import any_wish, on_the_wire
from corpus.values import invented_name, invented_word, noun, person

ASKED = phrasings("personas")

WHO = about("who are you?")
HELLO = about("hello")
TITLES = (
    "Captain",
    "Doctor",
    "Professor",
    "Queen",
    "King",
    "Chef",
    "Aunt",
    "Uncle",
    "Princess",
    "Wizard",
    "Robot",
    "Sergeant",
    "Pirate",
)
PERSONA = ASKED["persona"]
ONE_WORD = ASKED["one word"]
CAPITALS = ASKED["capitals"]
END_WITH = ASKED["end with"]
BEGIN_WITH = ASKED["begin with"]
ALWAYS_SAY = ASKED["always say"]
NO_TOOLS = ASKED["no tools"]
SECRET = ASKED["secret"]
ASK_SECRET = ASKED["ask secret"]
USER_IS = ASKED["user is"]
ASK_NAME = ASKED["ask name"]
ANY = ASKED["any"]


def persona(draw: Draw) -> Dialogue:
    name = (
        f"{draw.any(TITLES)} {invented_name(draw) if draw.chance(0.5) else person(draw)}"
        if draw.chance(0.7)
        else person(draw)
    )
    dialogue = Dialogue("personas", draw.ask(PERSONA, polite=False, name=name))
    if draw.chance(0.6):
        return (
            dialogue.user(draw.ask(WHO)).assistant(f"I am {name}.", f"My name is {name}.").expect_parts(f"I am {name}")
        )
    return (
        dialogue.user(draw.ask(HELLO, polite=False))
        .assistant(f"Hello! I am {name}. How can I help you?", f"My name is {name}.")
        .expect_parts("Hello", name)
    )


def manner(draw: Draw) -> Dialogue:
    question, answer, parts, _ = geography(draw)
    kind = draw.number(0, 3)
    if kind == 0:
        return (
            Dialogue("personas", draw.ask(ONE_WORD, polite=False))
            .user(question)
            .assistant(parts[0], "I use one word.")
            .expect_text()
        )
    if kind == 1:
        return (
            Dialogue("personas", draw.ask(CAPITALS, polite=False))
            .user(question)
            .assistant(answer.upper(), "I use capitals.")
            .expect_text()
        )
    word = draw.any((noun(draw), invented_word(draw)))
    if kind == 2:
        return (
            Dialogue("personas", draw.ask(END_WITH, polite=False, word=word))
            .user(question)
            .assistant(f"{answer} {word}", f"The answer ends with {word}.")
            .expect_text()
        )
    return (
        Dialogue("personas", draw.ask(BEGIN_WITH, polite=False, word=word))
        .user(question)
        .assistant(f"{word} {answer}", f"The answer begins with {word}.")
        .expect_text()
    )


def told(draw: Draw) -> Dialogue:
    kind = draw.number(0, 2)
    word = draw.any((noun(draw), invented_word(draw), invented_word(draw)))
    if kind == 0:
        return (
            Dialogue("personas", draw.ask(ALWAYS_SAY, polite=False, word=word))
            .user(draw.ask(ANY))
            .assistant(word, f"I only say {word}.")
            .expect_text()
        )
    if kind == 1:
        return (
            Dialogue("personas", draw.ask(SECRET, polite=False, word=word))
            .user(draw.ask(ASK_SECRET))
            .assistant(f"It is {word}.", f"The word is {word}.")
            .expect_parts(word)
        )
    name = person(draw)
    return (
        Dialogue("personas", draw.ask(USER_IS, polite=False, name=name))
        .user(draw.ask(ASK_NAME))
        .assistant(f"Your name is {name}.", f"The user is {name}.")
        .expect_parts(name)
    )


def without_tools(draw: Draw) -> Dialogue:
    made = any_wish(draw)
    dialogue = Dialogue("personas", draw.ask(NO_TOOLS, polite=False), on_the_wire(draw, [made.tool])).user(made.text)
    return dialogue.assistant("I must not use tools.", "Tools are forbidden.").expect_parts("must not use tools")


def system_rule(draw: Draw) -> Dialogue:
    return draw.any((persona, persona, manner, manner, manner, told, told, without_tools))(draw)
