"""Prints what the official client's stream helper makes of an answer that calls tools."""

import json
import sys

from openai import OpenAI

client = OpenAI(base_url=sys.argv[1], api_key="none")
tool = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}
done = []
with client.chat.completions.stream(
    model="tiny", messages=[{"role": "user", "content": "Weather?"}], tools=[tool]
) as stream:
    for event in stream:
        if event.type == "tool_calls.function.arguments.done":
            done.append([event.name, event.arguments])
    completion = stream.get_final_completion()
print(json.dumps({"done": done, "finish_reason": completion.choices[0].finish_reason}))
