"""Says what every recorded answer of a folder is, without samewire's importers.

Prints one line for each exchange: file, index, status, the SHA-256 of its headers and of its
body, and, where the recording has them, the sizes of its chunks. Needs PyYAML.

    python3 expected_answers.py RECORDINGS > expected-answers.tsv
"""

import base64
import glob
import gzip
import hashlib
import json
import os
import sys

import yaml

Loader = yaml.CSafeLoader
yaml.add_constructor("!binary", lambda _, node: base64.b64decode(node.value), Loader)


def to_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def header_list(headers):
    return [
        (name, str(value))
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def vcr(root):
    for item in root.get("interactions") or root["http_interactions"]:
        response = item["response"]
        status = response.get("status_code") or response["status"]["code"]
        if "parsed_body" in response:
            body = compact(response["parsed_body"])
        elif "content" in response:
            body = to_bytes(response["content"])
        else:
            body = to_bytes(response["body"]["string"])
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        yield status, header_list(response["headers"]), body, None


def req_llm(root):
    response = root["response"]
    headers = header_list(response["headers"])
    if "chunks" in root:
        chunks = [base64.b64decode(chunk["b64"]) for chunk in root["chunks"]]
        yield response["status"], headers, b"".join(chunks), [len(c) for c in chunks]
        return
    body = response["body"]
    is_base64 = isinstance(body, dict) and "b64" in body
    yield (
        response["status"],
        headers,
        base64.b64decode(body["b64"]) if is_base64 else compact(body),
        None,
    )


def stream_of(payloads):
    parsed = [json.loads(payload) for payload in payloads]
    if str(parsed[0].get("type", "")).startswith("response."):
        pairs = zip(parsed, payloads)
        return "".join(f"event: {p['type']}\ndata: {text}\n\n" for p, text in pairs)
    return "".join(f"data: {text}\n\n" for text in payloads) + "data: [DONE]\n\n"


def answers(path):
    data = open(path, "rb").read()
    event_stream = [("content-type", "text/event-stream")]
    if path.endswith((".yaml", ".yml")):
        yield from vcr(yaml.load(data, Loader))
    elif path.endswith(".sse"):
        yield 200, event_stream, data, None
    elif path.endswith(".txt"):
        lines = data.decode().splitlines()
        yield 200, event_stream, stream_of([x for x in lines if x]).encode(), None
    else:
        root = json.loads(data)
        if isinstance(root, list):
            payloads = [compact(chunk).decode() for chunk in root]
            yield 200, event_stream, stream_of(payloads).encode(), None
        elif "response" in root and "request" in root:
            yield from req_llm(root)
        else:
            error = root.get("error") if "object" not in root else None
            status = 200 if not error else 429 if "quota" in error["type"] else 400
            yield status, [("content-type", "application/json")], data, None


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def main(folder):
    for path in sorted(glob.glob(os.path.join(folder, "*", "*"))):
        name = os.path.relpath(path, folder)
        for index, (status, headers, body, sizes) in enumerate(answers(path)):
            head = "".join(f"{key}: {value}\n" for key, value in headers)
            cuts = "" if sizes is None else sha256(" ".join(map(str, sizes)).encode())
            print(name, index, status, sha256(head.encode()), sha256(body), cuts, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
