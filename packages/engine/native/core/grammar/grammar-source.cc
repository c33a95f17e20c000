#include "grammar/grammar-source.h"

namespace samewire {

std::size_t GrammarSource::size() const {
  std::size_t size = 0;
  for (const GrammarText& text : texts) {
    size += text.gbnf.size();
    for (const GrammarPart& part : text.parts) size += part.gbnf.size();
  }
  return size;
}

std::string GrammarSource::key() const {
  std::string key;
  key.reserve(size() + 64);
  const auto add = [&](char kind, const std::string& text) {
    key += kind;
    key += std::to_string(text.size());
    key += ':';
    key += text;
  };
  for (const GrammarText& text : texts) {
    add('t', text.gbnf);
    for (const GrammarPart& part : text.parts) {
      add('l', part.literal);
      add('p', part.gbnf);
    }
    for (const std::string& name : text.blank) add('b', name);
    for (const std::string& name : text.single) add('s', name);
  }
  return key;
}

}  // namespace samewire
