#include "calling-model.h"

#include "random-model.h"
#include "speaking-model.h"

namespace samewire::tiny {
namespace {

constexpr const char* kChatTemplate = R"jinja(
{%- if tools -%}
{{ '<|im_start|>system\nThese tools can be called:\n' }}
{%- for tool in tools -%}{{ tool | tojson + '\n' }}{%- endfor -%}
{{ 'A call looks like this:\n<tool_call>\n{"name": NAME, "arguments": ARGUMENTS}\n</tool_call>' }}
{{- '<|im_end|>\n' -}}
{%- endif -%}
{%- for message in messages -%}
{%- if message.role == 'tool' -%}
{{ '<|im_start|>user\n<tool_response>\n' + message.content + '\n</tool_response><|im_end|>\n' }}
{%- else -%}
{{ '<|im_start|>' + message.role + '\n' }}
{%- if message.reasoning_content -%}
{{ '<think>\n' + message.reasoning_content + '\n</think>\n\n' }}
{%- endif -%}
{{ message.content }}
{%- if message.tool_calls -%}
{%- for call in message.tool_calls -%}
{{ '\n<tool_call>\n{"name": "' + call.function.name + '", "arguments": ' }}
{{- call.function.arguments | tojson -}}
{{ '}\n</tool_call>' }}
{%- endfor -%}
{%- endif -%}
{{ '<|im_end|>\n' }}
{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{ '<|im_start|>assistant\n' }}
{%- if enable_thinking is defined and not enable_thinking -%}
{{ '<think>\n\n</think>\n\n' }}
{%- endif -%}
{%- endif -%}
)jinja";

}  // namespace

void write_calling_model(const std::string& path) {
  write_speaking_model(
      path, {.name = "samewire calling",
             .openings = {"<think>"},
             .words = {"\nThe weather", " is asked for.", "\n</think>\n\n", "Let me", " look.",
                       "\n<tool_call>", "\n{\"name\":", " \"get_weather\",", " \"arguments\":",
                       " {\"city\":", " \"Zü", "rich\"}", "}", "\n</tool_call>"},
             .chat_template = kChatTemplate});
}

void write_random_calling_model(const std::string& path) {
  write_random_model({.shape = {.context_length = 2048}, .chat_template = kChatTemplate}, path);
}

}  // namespace samewire::tiny
