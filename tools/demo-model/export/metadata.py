"""What both models' files say of themselves and of their vocabulary."""

import json

import gguf
from tokenizers import Tokenizer

from tokenizer.special_tokens import CONTROL_TOKENS, END_OF_TEXT, MARKUP_TOKENS, TURN_END


def add_description(writer: gguf.GGUFWriter, name: str, description: str) -> None:
    writer.add_name(name)
    writer.add_description(description)
    writer.add_author("samewire")
    writer.add_license("MIT")
    writer.add_languages(["en"])


def add_vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    state = json.loads(tokenizer.to_str())["model"]
    pieces = sorted(state["vocab"], key=state["vocab"].get)
    kinds = [
        gguf.TokenType.CONTROL
        if piece in CONTROL_TOKENS
        else gguf.TokenType.USER_DEFINED
        if piece in MARKUP_TOKENS
        else gguf.TokenType.NORMAL
        for piece in pieces
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(pieces)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(merge) for merge in state["merges"]])
    writer.add_bos_token_id(tokenizer.token_to_id(END_OF_TEXT))
    writer.add_eos_token_id(tokenizer.token_to_id(TURN_END))
    writer.add_pad_token_id(tokenizer.token_to_id(END_OF_TEXT))
    writer.add_add_bos_token(False)
