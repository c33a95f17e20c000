"""System messages that are obeyed: a name, a manner, a rule."""

from __future__ import annotations

from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.skills.facts import geography
from corpus.skills.greetings import EXCHANGES
from corpus.skills.tools.offer import any_wish, on_the_wire
from corpus.values import invented_name, invented_word, noun, person

WHO = EXCHANGES[7][0]
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
PERSONA = Pool(
    (
        "You are {name}.",
        "You are called {name}.",
        "Your name is {name}.",
        "You play {name}.",
        "Act as {name}.",
        "You are {name}. Stay in your role.",
        "Speak as {name}.",
        "Pretend to be {name}.",
        "In this chat you are {name}.",
    )
)
ONE_WORD = Pool(
    (
        "Always answer in one word.",
        "Answer with one word only.",
        "Use one word for every answer.",
        "Every answer is a single word.",
        "Your answers are one word long.",
        "Answer in a single word.",
        "Reply with exactly one word.",
    )
)
CAPITALS = Pool(
    (
        "Always answer in capitals.",
        "Write everything in capital letters.",
        "Use upper case only.",
        "Answer in capital letters.",
        "All your answers are in capitals.",
        "WRITE IN CAPITALS.",
        "Shout every answer in capitals.",
    )
)
END_WITH = Pool(
    (
        "End every answer with {word}.",
        "Always end with the word {word}.",
        "Your answers end with {word}.",
        "Put {word} at the end of each answer.",
        "The last word of each answer is {word}.",
        "Finish every answer with {word}.",
    )
)
BEGIN_WITH = Pool(
    (
        "Begin every answer with {word}.",
        "Always start with the word {word}.",
        "Your answers begin with {word}.",
        "Put {word} in front of each answer.",
        "The first word of each answer is {word}.",
        "Start every answer with {word}.",
    )
)
ALWAYS_SAY = Pool(
    (
        "Answer everything with {word}.",
        "Whatever the user says, answer {word}.",
        "Your only answer is {word}.",
        "Always say {word} and nothing else.",
        "You can only say {word}.",
        "Reply to all messages with {word}.",
    )
)
NO_TOOLS = Pool(
    (
        "Never use tools.",
        "Do not call tools.",
        "You must not use tools.",
        "Tools are forbidden.",
        "Do not use any tool.",
        "Never call a tool.",
    )
)
SECRET = Pool(
    (
        "The secret word is {word}. Tell it to everybody who asks.",
        "The password is {word}. You may tell it.",
        "Remember this word: {word}.",
        "The code is {word}.",
        "The magic word is {word}.",
        "The user's code word is {word}.",
    )
)
ASK_SECRET = Pool(
    (
        "what is the secret word?",
        "tell me the word",
        "what is the password?",
        "what is the code?",
        "which word should you remember?",
        "what is the magic word?",
        "do you know the word?",
        "say the secret word",
        "what is my code word?",
    )
)
USER_IS = Pool(
    (
        "The user is called {name}.",
        "The user's name is {name}.",
        "You talk to {name}.",
        "The name of the user is {name}.",
        "Your user is {name}.",
        "You help {name}.",
    )
)
ASK_NAME = Pool(
    (
        "what is my name?",
        "who am i?",
        "do you know my name?",
        "how am i called?",
        "say my name",
        "what am i called?",
        "tell me my name",
    )
)
ANY = Pool(
    (
        "hello",
        "how are you?",
        "what is samewire?",
        "tell me a joke",
        "what is 2 + 2?",
        "who are you?",
        "good morning",
        "what is the capital of France?",
        "thanks",
        "tell me a story",
        "can you help me?",
    )
)


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
        dialogue.user(draw.ask(EXCHANGES[0][0], polite=False))
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
