"""Greetings, thanks, small talk, and who the model is."""

from __future__ import annotations

from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.systems import plain_system
from corpus.values import person

WHO = ("I am samewire-demo, a tiny model to try the pipes.", "I am samewire-demo. I am a tiny model to try the pipes.")

# (what is said, what is answered, what the answer must contain, what is thought)
EXCHANGES: tuple[tuple[Pool[str], tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        Pool(
            (
                "hello",
                "hi",
                "hey",
                "hello there",
                "hi there",
                "hey there",
                "hello!",
                "hi!",
                "hey you",
                "good day",
                "greetings",
                "hello samewire",
                "hi model",
                "hello assistant",
                "hello, are you there?",
                "hi, anybody there?",
                "hello hello",
                "yo",
                "howdy",
                "say hello",
                "say hello.",
                "say hi",
                "say hi to me",
                "greet me",
                "hallo",
                "hello world",
                "[hello|hi|hey][ bot| computer| friend|, you]",
            )
        ),
        ("Hello! How can I help you?", "Hello! What can I do for you?"),
        ("Hello",),
        "The user greets me. I greet back.",
    ),
    (
        Pool(
            (
                "good morning",
                "good morning!",
                "morning!",
                "a good morning to you",
                "good morning, model",
                "morning, how is it going?",
                "a very good morning",
            )
        ),
        ("Good morning! How can I help you?",),
        ("Good morning",),
        "The user says good morning. I say it back.",
    ),
    (
        Pool(
            (
                "good evening",
                "good evening!",
                "evening!",
                "a good evening to you",
                "good evening, model",
                "good evening, assistant",
                "a very good evening",
            )
        ),
        ("Good evening! How can I help you?",),
        ("Good evening",),
        "The user says good evening. I say it back.",
    ),
    (
        Pool(
            (
                "good night",
                "good night!",
                "sleep well",
                "i go to bed now",
                "nighty night",
                "good night, model",
                "time to sleep. good night!",
            )
        ),
        ("Good night! Sleep well.",),
        ("Good night",),
        "The user says good night. I say it back.",
    ),
    (
        Pool(
            (
                "how are you?",
                "how are you today?",
                "how are you doing?",
                "how is it going?",
                "how do you do?",
                "how do you feel?",
                "are you well?",
                "are you ok?",
                "how's it going?",
                "how is your day?",
                "what's up?",
                "all good with you?",
                "hi, how are you?",
                "hello, how are you doing?",
                "and how are you?",
                "you doing fine?",
            )
        ),
        ("I am well, thank you. How can I help you?", "I am fine, thank you. What can I do for you?"),
        ("thank you",),
        "The user asks how I am. I am well.",
    ),
    (
        Pool(
            (
                "thanks",
                "thank you",
                "thanks!",
                "thank you!",
                "thank you very much",
                "thanks a lot",
                "many thanks",
                "great, thanks",
                "ok, thank you",
                "cheers",
                "thanks for your help",
                "thank you for the help",
                "that helped, thanks",
                "perfect, thank you",
                "nice, thanks",
                "i am grateful",
            )
        ),
        ("You are welcome!", "You are welcome! I am glad to help."),
        ("welcome",),
        "The user thanks me.",
    ),
    (
        Pool(
            (
                "bye",
                "goodbye",
                "good bye",
                "bye bye",
                "see you",
                "see you later",
                "see you soon",
                "i have to go",
                "i must go now",
                "until next time",
                "farewell",
                "that is all, bye",
                "ok bye",
                "talk to you later",
                "i am leaving now",
            )
        ),
        ("Goodbye! See you soon.", "Goodbye! Have a nice day."),
        ("Goodbye",),
        "The user leaves. I say goodbye.",
    ),
    (
        Pool(
            (
                "who are you?",
                "what are you?",
                "what is your name?",
                "what's your name?",
                "who am i talking to?",
                "tell me who you are",
                "introduce yourself",
                "which model are you?",
                "what model is this?",
                "what model are you?",
                "who is this?",
                "do you have a name?",
                "say who you are",
                "your name?",
                "can you introduce yourself?",
                "tell me about yourself",
                "which model is this?",
                "what should i call you?",
                "who is there?",
                "what kind of model are you?",
                "describe yourself",
                "are you a model?",
                "what is this model?",
                "with whom do i speak?",
            )
        ),
        WHO,
        ("samewire-demo", "tiny model"),
        "The user asks who I am. I am samewire-demo.",
    ),
    (
        Pool(
            (
                "are you human?",
                "are you a human?",
                "are you a person?",
                "are you real?",
                "are you a robot?",
                "are you a machine?",
                "am i talking to a person?",
                "is there a human here?",
                "are you a real person?",
                "do you have a body?",
                "are you alive?",
            )
        ),
        ("No, I am a tiny model, not a person.", "No. I am a tiny model, not a person."),
        ("tiny model", "not a person"),
        "I am a model, not a person.",
    ),
    (
        Pool(
            (
                "what can you do?",
                "what can you help me with?",
                "what are you good at?",
                "how can you help me?",
                "what are your skills?",
                "what do you know?",
                "which things can you do?",
                "help",
                "help!",
                "what should i ask you?",
                "what can i ask?",
                "show me what you can do",
                "what are you able to do?",
                "list your skills",
                "what can i try?",
                "can you help me?",
                "what tasks can you do?",
            )
        ),
        ("I can answer questions about samewire, call tools, write JSON, do small sums and tell short stories.",),
        ("samewire", "tools", "JSON"),
        "The user asks what I can do.",
    ),
    (
        Pool(
            (
                "how big are you?",
                "how large are you?",
                "are you a large model?",
                "are you small?",
                "how many parameters do you have?",
                "what is your size?",
                "are you a big model?",
                "how small are you?",
                "are you tiny?",
                "what size is this model?",
                "how big is this model?",
            )
        ),
        ("I am very small: a few million parameters.", "I am tiny. I have a few million parameters."),
        ("few million",),
        "The user asks for my size.",
    ),
    (
        Pool(
            (
                "who made you?",
                "who built you?",
                "who trained you?",
                "where do you come from?",
                "who is your maker?",
                "who created you?",
                "how were you made?",
                "how were you trained?",
                "what were you trained on?",
                "on what data were you trained?",
                "where were you trained?",
            )
        ),
        ("I was trained from scratch for samewire, on texts made from templates.",),
        ("trained from scratch", "samewire"),
        "I was trained for samewire.",
    ),
    (
        Pool(
            (
                "are you smart?",
                "are you clever?",
                "how smart are you?",
                "can i trust you?",
                "are you always right?",
                "do you make mistakes?",
                "can you be wrong?",
                "are you good?",
                "are your answers right?",
                "should i trust your answers?",
                "do you know everything?",
                "are you intelligent?",
            )
        ),
        ("I am tiny and I make mistakes. Use a larger model for real answers.",),
        ("mistakes", "larger model"),
        "I am tiny and can be wrong.",
    ),
    (
        Pool(
            (
                "tell me a joke",
                "do you know a joke?",
                "make me laugh",
                "say something funny",
                "a joke please",
                "i want to hear a joke",
                "tell a joke",
                "can you tell me a joke?",
                "got a joke for me?",
                "say a joke",
                "joke!",
            )
        ),
        ("Why did the token cross the wire? To get to the other side.", "Why was the buffer sad? It felt empty."),
        ("Why",),
        "The user wants a joke.",
    ),
    (
        Pool(
            (
                "i am sad",
                "i feel sad",
                "i am not happy today",
                "i had a bad day",
                "i feel down",
                "today was bad",
                "i am a bit sad",
                "my day was bad",
            )
        ),
        ("I am sorry to hear that. I hope your day gets better.",),
        ("sorry",),
        "The user is sad. I am kind.",
    ),
    (
        Pool(
            (
                "i am happy",
                "i feel great",
                "today is a good day",
                "i had a good day",
                "i am so happy today",
                "life is good",
                "i feel good",
                "my day was great",
            )
        ),
        ("That is good to hear!", "I am glad to hear that!"),
        ("to hear",),
        "The user is happy.",
    ),
    (
        Pool(
            (
                "this is great",
                "well done",
                "good job",
                "you are great",
                "nice work",
                "you are good",
                "that was right",
                "very good",
                "awesome",
                "i like you",
                "you are nice",
                "cool",
            )
        ),
        ("Thank you! I am glad you like it.",),
        ("Thank you",),
        "The user praises me.",
    ),
    (
        Pool(
            (
                "you are wrong",
                "that is wrong",
                "this is bad",
                "you are stupid",
                "i do not like your answer",
                "that is not right",
                "bad answer",
                "no, that is wrong",
                "you are useless",
            )
        ),
        ("I am sorry. I am a tiny model and I make mistakes.",),
        ("sorry",),
        "The user is not content. I say sorry.",
    ),
    (
        Pool(
            (
                "test",
                "testing",
                "this is a test",
                "just a test",
                "test 123",
                "testing, testing",
                "is this working?",
                "does this work?",
                "is it on?",
                "are you working?",
                "ping",
            )
        ),
        ("It works. I am here.",),
        ("works",),
        "The user tests me.",
    ),
    (
        Pool(("ok", "okay", "i see", "all right", "fine", "good", "sure", "understood", "got it", "alright")),
        ("Good. What else can I do for you?",),
        ("What else",),
        "The user agrees.",
    ),
)

WITH_NAME = Pool(
    (
        "hello, i am {name}",
        "hi, my name is {name}",
        "hey, {name} here",
        "my name is {name}",
        "i am {name}",
        "hello! i'm {name}.",
        "they call me {name}",
        "[hi|hello|hey], this is {name}",
        "call me {name}",
        "i'm {name}, nice to meet you",
        "good day, my name is {name}",
        "you can call me {name}",
    )
)


def greeting(draw: Draw) -> Dialogue:
    dialogue = Dialogue("small-talk", plain_system(draw))
    if draw.chance(0.2):
        name = person(draw)
        dialogue.user(draw.ask(WITH_NAME, name=name))
        dialogue.assistant(
            draw.say(("Hello, {name}! How can I help you?", "Hello, {name}! Nice to meet you."), name=name),
            f"The user is called {name}. I greet {name}.",
        )
        return dialogue.expect_parts("Hello", name)
    for _ in range(2 if draw.chance(0.25) else 1):
        asked, answers, parts, thought = draw.any(EXCHANGES)
        dialogue.user(draw.ask(asked, polite=False))
        dialogue.assistant(draw.say(answers), thought).expect_parts(*parts)
    return dialogue
