#include "text/utf8-assembler.h"

#include <cstddef>
#include <cstdint>

namespace samewire {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct LeadByte {
  /** Bytes of the whole character; 0 if no character starts with this byte. */
  std::size_t length;
  /** What the second byte may be; later bytes are always 80..BF. */
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
};

// The second byte's narrower ranges rule out overlong forms, surrogates and values past 10FFFF.
LeadByte classify(std::uint8_t byte) {
  if (byte < 0x80) return {1};
  if (byte < 0xC2) return {0};
  if (byte < 0xE0) return {2};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte < 0xF0) return {3};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte < 0xF4) return {4};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

enum class Scan { kWhole, kOpen, kIllFormed };

/** Looks at the character at the start of `bytes`; `length` is what it takes of them. */
Scan scan_character(std::string_view bytes, std::size_t& length) {
  const LeadByte lead = classify(static_cast<std::uint8_t>(bytes[0]));
  length = 1;
  if (lead.length == 0) return Scan::kIllFormed;
  while (length < lead.length) {
    if (length == bytes.size()) return Scan::kOpen;
    const auto byte = static_cast<std::uint8_t>(bytes[length]);
    const std::uint8_t min = length == 1 ? lead.second_min : 0x80;
    const std::uint8_t max = length == 1 ? lead.second_max : 0xBF;
    if (byte < min || byte > max) return Scan::kIllFormed;
    ++length;
  }
  return Scan::kWhole;
}

}  // namespace

void Utf8Assembler::push(std::string_view bytes, std::string& out) {
  if (!open_.empty()) {
    open_.append(bytes);
    bytes = open_;
  }
  std::string rest;
  while (!bytes.empty()) {
    std::size_t length = 0;
    const Scan scan = scan_character(bytes, length);
    if (scan == Scan::kOpen) {
      rest = bytes;
      break;
    }
    out.append(scan == Scan::kWhole ? bytes.substr(0, length) : kReplacement);
    bytes.remove_prefix(length);
  }
  open_ = std::move(rest);
}

void Utf8Assembler::finish(std::string& out) {
  if (!open_.empty()) out.append(kReplacement);
  open_.clear();
}

}  // namespace samewire
