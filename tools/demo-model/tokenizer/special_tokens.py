"""The tokens that are no text, and those that are text but always one piece."""

END_OF_TEXT = "<|endoftext|>"
TURN_START = "<|im_start|>"
TURN_END = "<|im_end|>"

# Never written out by a server.
CONTROL_TOKENS = (END_OF_TEXT, TURN_START, TURN_END)

# Written out, so that the readers of answers find thoughts and calls.
MARKUP_TOKENS = (
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<tools>",
    "</tools>",
)

SPECIAL_TOKENS = CONTROL_TOKENS + MARKUP_TOKENS
