#include "vocabulary.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace samewire::tiny {
namespace {

/** Token types of the file format, as `llama_token_type` in llama.h. */
enum TokenType : std::int32_t { kNormal = 1, kUnknown = 2, kControl = 3, kByte = 6 };

constexpr const char* kChatTemplate =
    "{%- for message in messages -%}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\n' }}{%- endif -%}";

std::string byte_name(int byte) {
  std::array<char, 8> name{};
  std::snprintf(name.data(), name.size(), "<0x%02X>", static_cast<unsigned>(byte));
  return name.data();
}

/** SentencePiece writes a space as U+2581. */
std::string with_visible_spaces(const std::string& word) {
  std::string piece;
  for (const char c : word) piece += c == ' ' ? std::string("\u2581") : std::string(1, c);
  return piece;
}

}  // namespace

std::size_t add_vocabulary(GgufFile& file, const std::vector<std::string>& words,
                           const std::vector<std::string>& controls) {
  std::vector<std::string> tokens{"<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"};
  std::vector<std::int32_t> types{kUnknown, kControl, kControl, kControl, kControl};
  for (int byte = 0; byte < 256; ++byte) {
    tokens.push_back(byte_name(byte));
    types.push_back(kByte);
  }
  // Without a token of its own a space would fall back to the bytes of U+2581.
  tokens.push_back(with_visible_spaces(" "));
  types.push_back(kNormal);
  for (const std::string& word : words) {
    tokens.push_back(with_visible_spaces(word));
    types.push_back(kNormal);
  }
  for (const std::string& control : controls) {
    tokens.push_back(control);
    types.push_back(kControl);
  }
  file.set("tokenizer.ggml.model", std::string("llama"));
  file.set("tokenizer.ggml.tokens", tokens);
  file.set("tokenizer.ggml.token_type", types);
  file.set("tokenizer.ggml.scores", std::vector<float>(tokens.size(), 0.0F));
  file.set("tokenizer.ggml.unknown_token_id", static_cast<std::uint32_t>(kUnknownToken));
  file.set("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(kBeginToken));
  file.set("tokenizer.ggml.eos_token_id", static_cast<std::uint32_t>(kTurnEndToken));
  file.set("tokenizer.ggml.add_bos_token", true);
  file.set("tokenizer.ggml.add_space_prefix", false);
  file.set("tokenizer.chat_template", std::string(kChatTemplate));
  return tokens.size();
}

std::size_t add_word_pieces(GgufFile& file, const std::vector<std::string>& words) {
  enum Special : std::uint32_t { kPadding, kUnknownPiece, kClass, kSeparator, kMask };
  std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  std::vector<std::int32_t> types(tokens.size(), kControl);
  const auto add = [&](const std::string& word) {
    tokens.push_back(with_visible_spaces(word));
    types.push_back(kNormal);
  };
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    add(std::string(1, letter));
    add(std::string(" ") + letter);
  }
  for (const std::string& word : words) add(word);
  file.set("tokenizer.ggml.model", std::string("bert"));
  file.set("tokenizer.ggml.tokens", tokens);
  file.set("tokenizer.ggml.token_type", types);
  file.set("tokenizer.ggml.token_type_count", std::uint32_t{2});
  file.set("tokenizer.ggml.bos_token_id", std::uint32_t{kClass});
  file.set("tokenizer.ggml.cls_token_id", std::uint32_t{kClass});
  file.set("tokenizer.ggml.eos_token_id", std::uint32_t{kSeparator});
  file.set("tokenizer.ggml.seperator_token_id", std::uint32_t{kSeparator});
  file.set("tokenizer.ggml.unknown_token_id", std::uint32_t{kUnknownPiece});
  file.set("tokenizer.ggml.padding_token_id", std::uint32_t{kPadding});
  file.set("tokenizer.ggml.mask_token_id", std::uint32_t{kMask});
  return tokens.size();
}

}  // namespace samewire::tiny
