"""Reads answers with the official client. Standard input has one line of JSON for each:
base_url, route, stream and helper. What came of it goes to standard output, a line each."""

import json
import sys
import warnings

import openai

warnings.filterwarnings("ignore")
MESSAGES = [{"role": "user", "content": "Hi"}]


def calls_of(tool_calls):
    return [
        [call.custom.name, call.custom.input]
        if call.type == "custom"
        else [call.function.name, call.function.arguments]
        for call in tool_calls or []
    ]


def from_response(response):
    calls = [[i.name, i.arguments] for i in response.output if i.type == "function_call"]
    return {"text": response.output_text, "calls": calls}


def from_completion(completion):
    message = completion.choices[0].message
    return {"text": message.content or "", "calls": calls_of(message.tool_calls)}


def from_chunks(chunks):
    text, calls = "", {}
    for chunk in chunks:
        if not chunk.choices or chunk.choices[0].delta is None:
            continue
        delta = chunk.choices[0].delta
        text += delta.content or ""
        for piece in delta.tool_calls or []:
            call = calls.setdefault(piece.index, ["", ""])
            call[0] = call[0] or piece.function.name or ""
            call[1] += piece.function.arguments or ""
    return {"text": text, "calls": list(calls.values())}


def from_events(events):
    text, calls = "", []
    for event in events:
        if event.type == "response.output_text.delta":
            text += event.delta
        if event.type == "response.output_item.done" and event.item.type == "function_call":
            calls.append([event.item.name, event.item.arguments])
    return {"text": text, "calls": calls}


def read(client, route, stream, helper):
    if route == "/responses":
        asked = {"model": "some-model", "input": "Hi"}
        if helper:
            with client.responses.stream(**asked) as events:
                for _ in events:
                    pass
                return from_response(events.get_final_response())
        if stream:
            return from_events(client.responses.create(**asked, stream=True))
        return from_response(client.responses.create(**asked))
    asked = {"model": "some-model", "messages": MESSAGES}
    if helper:
        with client.chat.completions.stream(**asked) as events:
            for _ in events:
                pass
            return from_completion(events.get_final_completion())
    if stream:
        return from_chunks(client.chat.completions.create(**asked, stream=True))
    return from_completion(client.chat.completions.create(**asked))


one_client = openai.OpenAI(base_url="http://mock", api_key="none", max_retries=0)
for line in sys.stdin:
    task = json.loads(line)
    client = one_client.with_options(base_url=task.pop("base_url"))
    try:
        reading = read(client, **task)
    except openai.APIStatusError as error:
        reading = {"status": error.status_code, "threw": str(error)}
    except Exception as error:
        reading = {"threw": f"{type(error).__name__}: {error}"}
    print(json.dumps(reading), flush=True)
