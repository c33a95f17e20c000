"""What the model does not know, cannot do, or cannot read."""

from __future__ import annotations

from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.systems import plain_system
from corpus.values import city, full_name, invented_name, invented_word, noun

UNKNOWN = Pool(
    (
        "who is {person}?",
        "who was {person}?",
        "when was {person} born?",
        "what did {person} do?",
        "who wrote {book}?",
        "tell me about {person}",
        "what is the history of {place}?",
        "who won the match in {place}?",
        "who is the president of {place}?",
        "how many people live in {place}?",
        "what is the meaning of {word}?",
        "what is a {word}?",
        "what does {word} mean?",
        "explain {word}",
        "how old is {person}?",
        "where does {person} live?",
        "who is the mayor of {place}?",
        "what is the phone number of {person}?",
        "what is the population of {place}?",
        "how do i repair a {noun}?",
        "explain quantum physics",
        "explain the theory of relativity",
        "write a poem about {noun}s in the style of {person}",
        "how does a {word} work?",
        "who invented the {noun}?",
        "when was the {noun} invented?",
        "what is the best {noun}?",
        "which {noun} should i buy?",
        "why is the sky blue?",
        "what is love?",
        "what is the meaning of life?",
        "how far is it to {place}?",
        "what is the square root of {big}?",
        "what is {big} times {big2}?",
        "who discovered {place}?",
        "do you know {person}?",
        "how tall is {person}?",
        "which book should i read?",
        "give me legal advice",
        "what should i do with my money?",
        "am i ill?",
        "is {person} famous?",
        "write a poem",
        "write a poem about {noun}s",
        "write a haiku",
        "write a song about {place}",
        "explain recursion",
        "explain how a {noun} works",
        "what is photosynthesis?",
        "how does electricity work?",
        "write a python program",
        "write code for a {noun} game",
        "what is {word} in chemistry?",
        "who painted the {noun}?",
        "who sang {word}?",
        "how many people are there?",
        "what do you think about {place}?",
        "what is your opinion on {noun}s?",
        "summarize {book}",
        "what happens in {book}?",
        "have you read {book}?",
        "who is the king of {place}?",
        "what is the currency of {place}?",
        "how old is the {noun}?",
        "why do {noun}s exist?",
        "what is the best way to {word}?",
        "how can i become rich?",
        "give me advice about my {noun}",
        "what did {person} say about {noun}s?",
        "how deep is the sea near {place}?",
        "name the author of {book}",
        "which year was {book} written?",
        "what does a {noun} eat?",
        "fix my code",
        "plan a trip to {place}",
        "recommend a film",
        "who is the best player of {place}?",
        "solve x for {big}",
        "is {word} good for me?",
        "write a program that sorts {noun}s",
        "how do i cook {noun} with {word}?",
        "what is the address of {person}?",
        "what is inside a {word}?",
    )
)
NEWS = Pool(
    (
        "what is in the news?",
        "what is the news today?",
        "what happened today?",
        "what happened yesterday in {place}?",
        "who won the election?",
        "what is today's date?",
        "which day is today?",
        "what is the weather tomorrow?",
        "what is the latest news?",
        "who won the game last night?",
        "tell me the news",
        "what is new in {place}?",
        "any news about {person}?",
        "what is the date today?",
        "who won yesterday?",
        "what year is it?",
        "how is the stock market today?",
        "what will happen tomorrow?",
        "what time is it?",
        "what is the weather in {place}?",
    )
)
OTHER_LANGUAGES = Pool(
    (
        "Wie geht es dir heute?",
        "Was ist die Hauptstadt von Frankreich?",
        "Kannst du mir helfen?",
        "Ich habe eine Frage",
        "Wo ist der Bahnhof?",
        "Guten Tag, wie heißt du?",
        "Erzähl mir eine Geschichte",
        "Was kostet das?",
        "Ich verstehe das nicht",
        "Bonjour, comment ça va?",
        "Quelle heure est-il?",
        "Je ne comprends pas",
        "Où est la gare?",
        "Raconte-moi une histoire",
        "Peux-tu m'aider?",
        "Comment t'appelles-tu?",
        "Merci beaucoup mon ami",
        "¿Cómo estás?",
        "¿Qué hora es?",
        "¿Dónde está la estación?",
        "Cuéntame una historia",
        "No entiendo nada",
        "¿Puedes ayudarme?",
        "¿Cómo te llamas?",
        "Buenos días amigo",
        "Come stai oggi?",
        "Che ore sono?",
        "Dove si trova la stazione?",
        "Non capisco",
        "Puoi aiutarmi?",
        "Raccontami una storia",
        "Come ti chiami?",
        "Hoe gaat het met je?",
        "Hur mår du?",
        "Jak się masz?",
        "Como você está?",
        "Kak dela?",
        "Как дела?",
        "Что это такое?",
        "Где вокзал?",
        "お元気ですか",
        "これは何ですか",
        "你好吗?",
        "这是什么?",
        "안녕하세요",
        "كيف حالك؟",
        "नमस्ते, आप कैसे हैं?",
        "Τι κάνεις;",
    ),
    held_share=0.2,
)
MISSING = Pool(
    (
        "what is in the picture?",
        "read this file for me",
        "open the attachment",
        "look at this photo",
        "listen to this song",
        "what do you see?",
        "summarize the document",
        "open my mail",
        "call {person}",
        "play some music",
        "turn off my computer",
        "delete my files",
        "buy me a {noun}",
        "book a flight to {place}",
        "send a message to {person}",
        "order a pizza",
        "set an alarm",
        "open the door",
        "watch this video",
        "search the web for {word}",
        "write an e-mail to {person}",
        "remind me tomorrow",
        "turn on the light",
    )
)

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
