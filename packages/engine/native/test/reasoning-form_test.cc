#include "sampling/reasoning-form.h"

#include <memory>
#include <string>
#include <string_view>

#include "fixtures.h"
#include "grammar/grammar.h"
#include "grammar/grammar-matcher.h"
#include "sampling/reasoning-span.h"
#include "testing.h"
#include "written-answers.h"

using namespace samewire;
using namespace samewire::testing;

namespace {

std::string name_of(const Answer& answer) {
  return answer.file->name + ": " + std::string(answer.script.name);
}

/** As many as go for none where not all templates are tested. */
int few(int of_all) { return kTemplateStep == 1 ? of_all : 0; }

/** Calls `check` with each written answer of a model that reasons, and the form of its template. */
template <typename Check>
int for_each_reasoning(const Check& check) {
  int num_checked = 0;
  for (const Answer& answer : written_answers()) {
    if (answer.script.message.reasoning.empty() || !answer.written.says_script) continue;
    const RenderedChat rendered = answer.format->render(tool_chat());
    if (!rendered.form->reasoning) continue;
    // Some templates write an answer without what was thought before it, or begin that once more
    // where the prompt has.
    const std::string& text = answer.written.text;
    if (text.find(answer.script.message.reasoning) == std::string::npos) continue;
    const ReasoningForm& form = *rendered.form->reasoning;
    if (form.is_open && text.starts_with(form.start)) continue;
    check(answer, rendered);
    ++num_checked;
  }
  return num_checked;
}

}  // namespace

TEST("in every template, what is counted is what its parser says is reasoning") {
  const int num_checked = for_each_reasoning([](const Answer& answer, const RenderedChat& chat) {
    ReasoningSpan span(*chat.form->reasoning);
    std::string counted;
    for (const char byte : answer.written.text) {
      const auto before = span.num_tokens();
      span.push(std::string_view(&byte, 1));
      if (span.num_tokens() > before) counted += byte;
      // What turns out to be a marker does not count after all.
      counted.resize(span.num_tokens());
    }
    // The parser finds in it what was scripted.
    if (trimmed(counted) == answer.script.message.reasoning) return;
    throw Failure(name_of(answer) + ": counted " + counted);
  });
  CHECK(num_checked > few(80));
}

TEST("in every template, reasoning that is closed early is reasoning, and the answer follows") {
  const int num_checked = for_each_reasoning([](const Answer& answer, const RenderedChat& chat) {
    const std::string& text = answer.written.text;
    const std::size_t thought = text.find("I think so.");
    std::size_t end = std::string::npos;
    for (const std::string& marker : chat.form->reasoning->ends) {
      const std::size_t at = text.find(marker, thought);
      if (at != std::string::npos) end = std::min(end, at + marker.size());
    }
    if (end == std::string::npos) return;
    const std::string closed =
        text.substr(0, thought) + "I thi" + chat.form->reasoning->ends.front() + text.substr(end);
    ChatMessage expected = answer.script.message;
    expected.reasoning = "I thi";
    const auto parsed = answer.syntax->parse(closed);
    if (!parsed || !says(*parsed, expected)) throw Failure(name_of(answer) + ": " + closed);
  });
  CHECK(num_checked > few(80));
}

TEST("in every template, a form of the content is kept to behind reasoning that is closed early") {
  static const auto tokens = std::make_shared<const TokenTrie>(vocabulary_of({"a"}));
  int num_checked = 0;
  for (const TemplateFile& file : tested_templates()) {
    const ChatFormat format(file.source);
    if (!format.capabilities().reasoning_budget) continue;
    const Chat chat{.messages = {{.role = "user", .content = "Hi"}},
                    .content_grammar = "root ::= [0-9]+"};
    const RenderedChat rendered = format.render_with_grammar(chat);
    if (!rendered.form->grammar || !rendered.form->reasoning) continue;
    GrammarMatcher matcher(Grammar::compile(rendered.form->grammar->source, tokens));
    matcher.accept(rendered.form->grammar->prefix);
    const ReasoningForm& form = *rendered.form->reasoning;
    const std::string start = form.is_open ? "" : form.start;
    // Not every form lets its model think before content of a form.
    if (!matcher.allows(start + "I think")) continue;
    matcher.accept(start + "I think");
    const std::string& end = form.ends.front();
    if (!matcher.allows(end)) throw Failure(file.name + " does not let reasoning be closed");
    matcher.accept(end);
    if (matcher.allows("x")) throw Failure(file.name + " lets anything follow");
    ++num_checked;
  }
  CHECK(num_checked > few(25));
}

TEST("a prompt that begins reasoning, or ends it, is seen") {
  const auto is_open = [](std::string_view name, bool thinks) {
    Chat chat = tool_chat();
    chat.template_kwargs["enable_thinking"] = thinks ? "true" : "false";
    return ChatFormat(template_named(name).source).render(chat).form->reasoning->is_open;
  };
  CHECK(!is_open("Qwen-Qwen3-0.6B", true));
  CHECK(is_open("Qwen3.5-4B", true));
  CHECK(!is_open("Qwen3.5-4B", false));
}

TEST("a template says whether its reasoning can be bounded") {
  const auto can = [](std::string_view name) {
    return ChatFormat(template_named(name).source).capabilities().reasoning_budget;
  };
  CHECK(can("Qwen-Qwen3-0.6B"));
  CHECK(can("openai-gpt-oss-120b"));
  CHECK(!can("Qwen-Qwen2.5-7B-Instruct"));
  CHECK(!can("muse-glimmer"));
}
