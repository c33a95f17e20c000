"""What users of the official Python client rely on. Usage: official_client.py BASE_URL MODEL"""

import sys
from typing import Annotated, Literal

import openai
import pydantic

base_url, model = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key="none", max_retries=0)
messages = [{"role": "user", "content": "Who are you?"}]


def check(name, condition):
    if not condition:
        sys.exit(f"{name} is not what the client expects")


def models():
    check("models.list", [entry.id for entry in client.models.list()] == [model])
    check("models.retrieve", client.models.retrieve(model).id == model)


def chat_completion():
    answer = client.chat.completions.create(model=model, messages=messages, n=2, max_tokens=5)
    check("choices", [choice.index for choice in answer.choices] == [0, 1])
    check("finish_reason", answer.choices[0].finish_reason == "length")
    check("content", answer.choices[0].message.content)
    check("usage", answer.usage.completion_tokens == 10)
    check("request id", answer._request_id.startswith("req_"))


def chat_stream():
    options = {"include_usage": True}
    chunks = list(
        client.chat.completions.create(
            model=model, messages=messages, stream=True, stream_options=options
        )
    )
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    check("text", "I am the tiny model built into samewire" in text)
    check("role", chunks[0].choices[0].delta.role == "assistant")
    check("end", chunks[-2].choices[0].finish_reason == "stop")
    check("usage", chunks[-1].usage.completion_tokens > 10)


def abort():
    with client.chat.completions.create(model=model, messages=messages, stream=True) as stream:
        check("first chunk", next(iter(stream)).choices)
    check("next answer", client.chat.completions.create(model=model, messages=messages).choices)


def completion():
    answer = client.completions.create(model=model, prompt=["a", "b"], max_tokens=4, stop=["I am"])
    check("choices", [choice.index for choice in answer.choices] == [0, 1])
    check("stop", answer.choices[0].finish_reason == "stop")
    check("text", "I am" not in answer.choices[0].text)


def completion_stream():
    chunks = list(client.completions.create(model=model, prompt="a", max_tokens=4, stream=True))
    check("text", "".join(chunk.choices[0].text for chunk in chunks))
    check("end", chunks[-1].choices[0].finish_reason == "length")


def log_probabilities():
    answer = client.chat.completions.create(
        model=model, messages=messages, max_tokens=4, logprobs=True, top_logprobs=2
    )
    entries = answer.choices[0].logprobs.content
    check("entries", len(entries) == 4 and all(len(e.top_logprobs) == 2 for e in entries))
    check("bytes", bytes(entries[0].bytes).decode() == entries[0].token)
    legacy = client.completions.create(model=model, prompt="a", max_tokens=3, logprobs=2)
    check("legacy form", len(legacy.choices[0].logprobs.token_logprobs) == 3)


def stored_completion():
    answer = client.chat.completions.create(
        model=model, messages=messages, max_tokens=4, store=True, metadata={"a": "b"}
    )
    check("retrieve", client.chat.completions.retrieve(answer.id).choices == answer.choices)
    check("list", answer.id in [c.id for c in client.chat.completions.list(metadata={"a": "b"})])
    check("delete", client.chat.completions.delete(answer.id).deleted)


def response():
    answer = client.responses.create(model=model, input="Who are you?")
    check("status", answer.status == "completed")
    check("text", "I am the tiny model built into samewire" in answer.output_text)
    check("retrieve", client.responses.retrieve(answer.id).output_text == answer.output_text)
    check("input", len(list(client.responses.input_items.list(answer.id))) == 1)
    again = client.responses.create(model=model, input="Go on", previous_response_id=answer.id)
    check("continued", again.usage.input_tokens > answer.usage.input_tokens)
    client.responses.delete(answer.id)


def response_stream():
    with client.responses.stream(model=model, input="Who are you?") as stream:
        events = list(stream)
        final = stream.get_final_response()
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    check("text", text == final.output_text)
    check("numbers", [e.sequence_number for e in events] == list(range(len(events))))


def background_response():
    answer = client.responses.create(model=model, input="Who are you?", background=True)
    while answer.status in ("queued", "in_progress"):
        answer = client.responses.retrieve(answer.id)
    check("status", answer.status == "completed")
    events = list(client.responses.retrieve(answer.id, stream=True, starting_after=2))
    check("events", events[0].sequence_number == 3 and events[-1].type == "response.completed")
    check("cancel", client.responses.cancel(answer.id).status == "completed")


def conversation():
    created = client.conversations.create(metadata={"a": "b"})
    client.responses.create(model=model, input="Who are you?", conversation=created.id)
    items = list(client.conversations.items.list(created.id, order="asc"))
    check("items", [item.role for item in items] == ["user", "assistant"])
    check("delete", client.conversations.delete(created.id).deleted)


class Weather(pydantic.BaseModel):
    city: Literal["Oslo", "Lima"]
    degrees: Annotated[int, pydantic.Field(ge=-60, le=60)]


def structured_output():
    chat = client.chat.completions.parse(model=model, messages=messages, response_format=Weather)
    check("chat", isinstance(chat.choices[0].message.parsed, Weather))
    answer = client.responses.parse(model=model, input="Who are you?", text_format=Weather)
    check("response", isinstance(answer.output_parsed, Weather))


def errors():
    expected = [
        (openai.NotFoundError, {"model": "no-such-model", "messages": messages}),
        (openai.BadRequestError, {"model": model, "messages": []}),
        (openai.BadRequestError, {"model": model, "messages": messages, "temperature": 3}),
        (openai.BadRequestError, {"model": model, "messages": messages, "max_tokens": 99999}),
    ]
    for error_class, arguments in expected:
        try:
            client.chat.completions.create(**arguments)
            check("refusal", False)
        except error_class as error:
            check("error type", error.type == "invalid_request_error")


for step in (
    models,
    chat_completion,
    chat_stream,
    abort,
    completion,
    completion_stream,
    log_probabilities,
    stored_completion,
    response,
    response_stream,
    background_response,
    conversation,
    structured_output,
    errors,
):
    step()
    print(step.__name__.replace("_", " "), "ok")
