"""Everyday meanings: each is a set of wordings with the same slots. Values of the slots tell groups apart."""

from __future__ import annotations

from collections.abc import Callable

from corpus.draw import Draw
from corpus.values import COLOURS, DAYS, MONTHS, city, noun, person

Slots = Callable[[Draw], dict[str, object]]


def some(**makers: Callable[[Draw], object]) -> Slots:
    return lambda draw: {name: make(draw) for name, make in makers.items()}


day = lambda draw: draw.any(DAYS)  # noqa: E731
colour = lambda draw: draw.any(COLOURS)  # noqa: E731
ANIMALS = ("dog", "cat", "horse", "cow", "goat", "rabbit", "duck", "hen", "parrot", "pony")
FOODS = ("bread", "soup", "rice", "cake", "fish", "cheese", "pasta", "salad", "eggs", "honey", "beans", "pizza")
RELATIVES = ("mother", "father", "sister", "brother", "friend", "neighbour", "teacher", "doctor", "aunt", "uncle")
animal = lambda draw: draw.any(ANIMALS)  # noqa: E731
food = lambda draw: draw.any(FOODS)  # noqa: E731
relative = lambda draw: draw.any(RELATIVES)  # noqa: E731

# (wordings, slots). Every wording uses every slot, so that the values decide the meaning.
MEANINGS: tuple[tuple[tuple[str, ...], Slots], ...] = (
    (
        (
            "what is the weather [like |]in {city}?",
            "how is the weather in {city}?",
            "tell me the [weather|forecast] for {city}",
            "is it [raining|sunny|warm|cold] in {city} [now|today]?",
            "weather conditions in {city}",
            "do i need an umbrella in {city}?",
            "{city} weather [today|now]",
        ),
        some(city=city),
    ),
    (
        (
            "what time is it in {city}?",
            "tell me the [local |]time in {city}",
            "how late is it in {city}?",
            "current time in {city}",
            "what does the clock say in {city}?",
            "{city} time [now|please]",
        ),
        some(city=city),
    ),
    (
        (
            "how do i [get|travel|go] to {city}?",
            "what is the best way to {city}?",
            "i want to [travel|go] to {city}",
            "show me the [route|way] to {city}",
            "directions to {city}",
            "which [train|bus|road] goes to {city}?",
        ),
        some(city=city),
    ),
    (
        (
            "book a [hotel|room] in {city}",
            "i need a place to sleep in {city}",
            "find me a [hotel|room] in {city}",
            "where can i stay in {city}?",
            "reserve a [hotel |]room in {city}",
            "a bed for the night in {city}",
        ),
        some(city=city),
    ),
    (
        (
            "where can i [eat|have dinner] in {city}?",
            "find a restaurant in {city}",
            "a good place for [food|dinner] in {city}",
            "i am hungry in {city}",
            "which restaurants are there in {city}?",
        ),
        some(city=city),
    ),
    (
        (
            "{name} lives in {city}",
            "{name}'s home is [in |]{city}",
            "{city} is where {name} lives",
            "{name} has a [house|flat] in {city}",
            "{name} is a resident of {city}",
        ),
        some(name=person, city=city),
    ),
    (
        (
            "{name} has moved to {city}",
            "{name} now lives in {city} and not where [he|she] lived before",
            "{city} is the new home of {name}",
            "{name} has left for a new home in {city}",
            "{name} changed [his|her] home to {city}",
        ),
        some(name=person, city=city),
    ),
    (
        (
            "{name} [is visiting|visits] {city}",
            "{name} is on a trip to {city}",
            "{name} spends the holiday in {city}",
            "{name} is a tourist in {city}",
            "a journey to {city} by {name}",
        ),
        some(name=person, city=city),
    ),
    (
        (
            "{name} [bought|purchased] a {thing}",
            "{name} paid for a {thing}",
            "a {thing} was [bought|purchased] by {name}",
            "{name} got a {thing} at the shop",
            "the shop sold a {thing} to {name}",
        ),
        some(name=person, thing=noun),
    ),
    (
        (
            "{name} [lost|misplaced] the {thing}",
            "{name} cannot find the {thing}",
            "the {thing} of {name} is [missing|gone]",
            "{name} is looking for the lost {thing}",
            "where is {name}'s {thing}? it is lost",
        ),
        some(name=person, thing=noun),
    ),
    (
        (
            "{name} [broke|has broken] the {thing}",
            "the {thing} was broken by {name}",
            "because of {name} the {thing} is in pieces",
            "{name} damaged the {thing}",
            "it was {name} who broke the {thing}",
        ),
        some(name=person, thing=noun),
    ),
    (
        (
            "{name} [repaired|fixed] the {thing}",
            "the {thing} works again thanks to {name}",
            "{name} made the {thing} whole again",
            "the {thing} was [repaired|fixed] by {name}",
            "{name} has mended the {thing}",
        ),
        some(name=person, thing=noun),
    ),
    (
        (
            "{name} gave [a|the] {thing} to {other}",
            "{other} got [a|the] {thing} from {name}",
            "{other} received [a|the] {thing} from {name}",
            "{name} handed [a|the] {thing} to {other}",
            "{name}'s present for {other} was [a|the] {thing}",
        ),
        some(name=person, other=relative, thing=noun),
    ),
    (
        (
            "{name} [likes|loves] {food}",
            "{name} enjoys eating {food}",
            "{food} is {name}'s favourite [food|meal]",
            "{name} is fond of {food}",
            "{name} eats {food} with pleasure",
        ),
        some(name=person, food=food),
    ),
    (
        (
            "{name} [hates|does not like] {food}",
            "{name} never wants to eat {food}",
            "{food} is not for {name}",
            "{name} dislikes {food}",
            "{name} refuses to eat {food}",
        ),
        some(name=person, food=food),
    ),
    (
        (
            "how do i [cook|make|prepare] {food}?",
            "a recipe for {food}",
            "what do i need to [cook|make] {food}?",
            "show me how to [cook|make|prepare] {food}",
            "steps to [cook|make] {food}",
            "teach me to [cook|make] {food}",
        ),
        some(food=food),
    ),
    (
        (
            "{name} has a {animal}",
            "{name} [owns|keeps] a {animal}",
            "a {animal} belongs to {name}",
            "{name}'s pet is a {animal}",
            "there is a {animal} at {name}'s home",
        ),
        some(name=person, animal=animal),
    ),
    (
        (
            "the {animal} of {name} is [ill|sick]",
            "{name}'s {animal} is not well",
            "{name} takes the [ill|sick] {animal} to the vet",
            "{name} worries about the health of the {animal}",
        ),
        some(name=person, animal=animal),
    ),
    (
        (
            "{name} [comes|arrives] on {day}",
            "{name} will be here on {day}",
            "{day} is when {name} [comes|arrives]",
            "we expect {name} on {day}",
            "the arrival of {name} is on {day}",
        ),
        some(name=person, day=day),
    ),
    (
        (
            "{name} [leaves|departs] on {day}",
            "{name} will be gone [after|on] {day}",
            "{day} is when {name} [leaves|departs]",
            "the departure of {name} is on {day}",
            "{name} goes away on {day}",
        ),
        some(name=person, day=day),
    ),
    (
        (
            "let us meet on {day}",
            "can we [meet|see each other] on {day}?",
            "are you free on {day}?",
            "i would like to see you on {day}",
            "how about a meeting on {day}?",
            "do you have time on {day}?",
        ),
        some(day=day),
    ),
    (
        (
            "the [shop|store] is closed on {day}",
            "on {day} you cannot buy anything",
            "no shopping on {day}",
            "{day} is when the [shop|store] stays shut",
            "the [shop|store] does not open on {day}",
        ),
        some(day=day),
    ),
    (
        (
            "my birthday is in {month}",
            "i was born in {month}",
            "{month} is the month of my birth",
            "i get one year older in {month}",
            "we celebrate my birthday in {month}",
        ),
        some(month=lambda draw: draw.any(MONTHS)),
    ),
    (
        (
            "the {thing} is {colour}",
            "the colour of the {thing} is {colour}",
            "somebody painted the {thing} {colour}",
            "a {colour} {thing}",
            "it is a {thing} in {colour}",
        ),
        some(thing=noun, colour=colour),
    ),
    (
        (
            "how much is the {thing}?",
            "what does the {thing} cost?",
            "what is the price of the {thing}?",
            "tell me the price of [a|the] {thing}",
            "how expensive is the {thing}?",
            "the cost of [a|the] {thing}",
        ),
        some(thing=noun),
    ),
    (
        (
            "where is the {thing}?",
            "i cannot find the {thing}",
            "have you seen the {thing}?",
            "did somebody take the {thing}?",
            "in which place is the {thing}?",
            "help me find the {thing}",
        ),
        some(thing=noun),
    ),
    (
        (
            "please bring [me |]the {thing}",
            "could you get [me |]the {thing}?",
            "i need the {thing} here",
            "fetch the {thing} for me",
            "come here with the {thing}",
        ),
        some(thing=noun),
    ),
    (
        (
            "clean the {thing}",
            "the {thing} is dirty and has to be washed",
            "please wash the {thing}",
            "make the {thing} clean",
            "the {thing} needs a wash",
        ),
        some(thing=noun),
    ),
    (
        (
            "can i borrow [a|your] {thing}?",
            "please lend me [a|your] {thing}",
            "may i use [a|your] {thing} for a while?",
            "i would like to borrow [a|your] {thing}",
            "could you lend me a {thing}?",
        ),
        some(thing=noun),
    ),
    (
        (
            "i want to sell [a|my] {thing}",
            "who wants to buy my {thing}?",
            "my {thing} is for sale",
            "i offer my {thing} for money",
            "{thing} for sale",
        ),
        some(thing=noun),
    ),
    (
        (
            "call my {who}",
            "phone my {who}",
            "ring up my {who}",
            "i want to talk to my {who} on the phone",
            "make a phone call to my {who}",
        ),
        some(who=relative),
    ),
    (
        (
            "write [a letter |]to my {who}",
            "send a message to my {who}",
            "i want to send my {who} a letter",
            "a [letter|message] for my {who}",
            "tell my {who} in writing",
        ),
        some(who=relative),
    ),
    (
        (
            "my {who} is [ill|sick]",
            "my {who} does not feel well",
            "my {who} is in bed with a fever",
            "the health of my {who} is bad",
            "my {who} has caught a cold",
        ),
        some(who=relative),
    ),
    (
        (
            "turn on the [light|lamp] in the {room}",
            "make it bright in the {room}",
            "switch the {room} light on",
            "i need light in the {room}",
            "lights on in the {room}",
        ),
        some(room=lambda draw: draw.any(("kitchen", "bedroom", "office", "hall", "garage", "bathroom", "cellar"))),
    ),
    (
        (
            "turn off the [light|lamp] in the {room}",
            "make it dark in the {room}",
            "switch the {room} light off",
            "no light in the {room} please",
            "lights out in the {room}",
        ),
        some(room=lambda draw: draw.any(("kitchen", "bedroom", "office", "hall", "garage", "bathroom", "cellar"))),
    ),
    (
        (
            "play some {music}",
            "i want to hear {music}",
            "put on {music}",
            "let me listen to {music}",
            "start the {music} music",
        ),
        some(music=lambda draw: draw.any(("jazz", "rock", "piano", "folk", "opera", "blues", "choir"))),
    ),
    (
        (
            "remind me to buy [a |]{thing}",
            "do not let me forget to buy [a |]{thing}",
            "set a reminder to get [a |]{thing}",
            "i must remember to buy [a |]{thing}",
            "put [a |]{thing} on my shopping list",
        ),
        some(thing=noun),
    ),
    (
        (
            "{name} is older than {other}",
            "{other} is younger than {name}",
            "{name} was born before {other}",
            "{other} was born after {name}",
            "{name} has more years than {other}",
        ),
        some(name=person, other=person),
    ),
    (
        (
            "{name} is [a|the] friend of {other}",
            "{name} and {other} are friends",
            "{other} has a friend named {name}",
            "{name} gets on well with {other}",
            "there is a friendship between {name} and {other}",
        ),
        some(name=person, other=person),
    ),
    (
        (
            "{name} is late for work",
            "{name} did not get to work in time",
            "at work they still wait for {name}",
            "{name} arrives at the office too late",
            "{name} was not on time for the job",
        ),
        some(name=person),
    ),
    (
        (
            "{name} is [happy|glad]",
            "{name} feels great",
            "{name} is in a good mood",
            "a smile is on {name}'s face",
            "{name} is full of joy",
        ),
        some(name=person),
    ),
    (
        (
            "{name} is [sad|unhappy]",
            "{name} feels bad and cries",
            "{name} is in a dark mood",
            "tears are on {name}'s face",
            "{name} is full of sorrow",
        ),
        some(name=person),
    ),
    (
        (
            "{name} is [tired|sleepy]",
            "{name} wants to go to bed",
            "{name} can hardly keep awake",
            "{name} needs some sleep",
            "{name} yawns and lies down",
        ),
        some(name=person),
    ),
    (
        (
            "{name} is learning {language}",
            "{name} takes lessons in {language}",
            "{name} studies {language}",
            "{language} is what {name} learns",
            "{name} wants to speak {language}",
        ),
        some(
            name=person,
            language=lambda draw: draw.any(("French", "Spanish", "German", "Polish", "Greek", "Italian", "Turkish")),
        ),
    ),
    (
        (
            "translate {thing} into {language}",
            "what is {thing} in {language}?",
            "how do you say {thing} in {language}?",
            "the {language} word for {thing}",
            "{thing} in {language} please",
        ),
        some(
            thing=noun,
            language=lambda draw: draw.any(("French", "Spanish", "German", "Polish", "Greek", "Italian", "Turkish")),
        ),
    ),
    (
        (
            "tell me a story about a {thing}",
            "i want to hear a tale of a {thing}",
            "make up a story with a {thing}",
            "write a short story about a {thing}",
            "a bedtime story about a {thing}",
        ),
        some(thing=noun),
    ),
    (
        (
            "how do you spell {thing}?",
            "which letters are in {thing}?",
            "spell the word {thing}",
            "{thing} letter by letter",
            "give me the letters of {thing}",
        ),
        some(thing=noun),
    ),
    (
        (
            "what is the capital of {country}?",
            "which city is the capital of {country}?",
            "name the capital city of {country}",
            "the seat of government of {country}",
            "{country}'s capital",
        ),
        some(
            country=lambda draw: draw.any(
                (
                    "France",
                    "Spain",
                    "Italy",
                    "Norway",
                    "Poland",
                    "Japan",
                    "Kenya",
                    "Peru",
                    "Chile",
                    "India",
                    "Egypt",
                    "Greece",
                )
            )
        ),
    ),
    (
        (
            "it is [very |]hot today",
            "the sun burns and we sweat",
            "what a heat",
            "the temperature is high today",
            "today is a hot day",
        ),
        some(),
    ),
    (
        (
            "it is [very |]cold today",
            "we freeze out there",
            "the temperature is low today",
            "what a frost",
            "put on a warm coat today",
        ),
        some(),
    ),
    (
        (
            "the train is late",
            "the train has a delay",
            "the train did not come in time",
            "we still wait for the train",
            "the arrival of the train is delayed",
        ),
        some(),
    ),
    (
        (
            "i am hungry",
            "i want to eat something",
            "my stomach is empty",
            "is there any food?",
            "give me something to eat",
        ),
        some(),
    ),
    (
        (
            "i am thirsty",
            "i want to drink something",
            "my mouth is dry",
            "is there any water?",
            "give me something to drink",
        ),
        some(),
    ),
    (
        (
            "i forgot my password",
            "i cannot log in any more because i do not know my password",
            "how do i reset my password?",
            "my password is lost",
            "help me with a new password",
        ),
        some(),
    ),
    (
        (
            "cancel my order",
            "i do not want my order any more",
            "please stop the order",
            "i changed my mind about my order",
            "withdraw what i ordered",
        ),
        some(),
    ),
    (
        (
            "where is my parcel?",
            "my delivery has not come",
            "when does my parcel arrive?",
            "track my parcel",
            "i still wait for my delivery",
        ),
        some(),
    ),
    (
        (
            "i want my money back",
            "please refund me",
            "give me a refund",
            "return what i paid",
            "how do i get a refund?",
        ),
        some(),
    ),
    (
        (
            "the [internet|network] does not work",
            "i am offline",
            "there is no [internet|network] here",
            "my connection is down",
            "web pages do not load",
        ),
        some(),
    ),
    (
        (
            "my computer is slow",
            "the computer takes very long for everything",
            "why does my computer need so much time?",
            "make my computer faster",
            "the laptop has become slow",
        ),
        some(),
    ),
)
