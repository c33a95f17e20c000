#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/json-cursor.h"
#include "chat/marker-scan.h"
#include "chat/output-delta.h"
#include "chat/output-syntax.h"

namespace samewire {

/**
 * Turns the text of one answer, as it comes, into what it says. However the text is cut into
 * pieces, the deltas add up to the same.
 *
 * llama.cpp's parsers read an answer from its beginning, so reading it again for every token would
 * cost the square of its length. Most text needs no parser: once one has said that the answer is
 * inside content, reasoning or a string argument, text goes straight through until a marker
 * begins, and the parser never sees it, since what surrounds a text does not depend on its length.
 * What is left to parse is short; and where it is not, parsing waits until its cost is a fixed
 * multiple of the text that came, so the whole is linear in any case.
 *
 * Text that is not in the form the parser expects is content. One thread at a time.
 */
class OutputParser {
 public:
  explicit OutputParser(std::shared_ptr<const OutputSyntax> syntax);

  /** Adds text of the answer; appends what it says to `deltas`. */
  void push(std::string_view text, std::vector<OutputDelta>& deltas);

  /** No text follows. */
  void finish(std::vector<OutputDelta>& deltas);

  /** Work done so far. */
  struct Cost {
    std::uint64_t num_parses = 0;
    std::uint64_t num_parsed_bytes = 0;
  };
  const Cost& cost() const { return cost_; }

 private:
  /** What the next text is, as far as that is known. */
  enum class Inside : std::uint8_t {
    /** Only the parser knows. */
    kUnknown,
    kContent,
    kReasoning,
    /** Arguments that are JSON in the answer, too. */
    kJsonArguments,
    /** A string among arguments that stands in the answer without quotes. */
    kBareString,
    /** The answer is not in the expected form. */
    kOtherForm,
  };

  void pass_text(std::vector<OutputDelta>& deltas);
  void pass_json(std::vector<OutputDelta>& deltas);
  void emit_passed(std::string_view text, std::vector<OutputDelta>& deltas);

  bool can_afford_parse() const;
  std::optional<ParsedOutput> parse(std::string_view more = {});
  void parse_kept(bool is_whole, std::vector<OutputDelta>& deltas);
  void emit_difference(const ParsedOutput& now, std::vector<OutputDelta>& deltas);
  void emit_call_difference(std::size_t index, const ChatToolCall& now,
                            std::vector<OutputDelta>& deltas);
  void give_up_form(std::vector<OutputDelta>& deltas);
  Inside find_inside(const ParsedOutput& now, const std::optional<ParsedOutput>& probed);
  Inside inside_arguments(const ParsedOutput& now, const std::optional<ParsedOutput>& probed);

  std::shared_ptr<const OutputSyntax> syntax_;
  MarkerScan markers_;
  Inside inside_ = Inside::kUnknown;
  /** The answer, less what went straight through. */
  std::string kept_;
  /** What has come since, of which it is not known yet whether it may go through. */
  std::string held_;
  JsonCursor json_;
  /** What of `kept_` has been told. */
  ParsedOutput told_;
  std::uint64_t credit_;
  Cost cost_;
};

}  // namespace samewire
