#pragma once

#include <memory>
#include <string_view>

#include "grammar/grammar.h"
#include "grammar/token-trie.h"

namespace samewire {

/**
 * How far one text has come in a grammar. Loop thread only.
 *
 * Where a text has more readings at once than are followed, it has `failed()`, and nothing more
 * may follow.
 */
class GrammarMatcher {
 public:
  explicit GrammarMatcher(std::shared_ptr<Grammar> grammar);

  /** Whether a piece of text may come next. */
  bool allows(std::string_view piece);

  /** The tokens that may come next; null if the matcher has failed. Valid until the next call. */
  const TokenSet* allowed_tokens();

  /** Goes on by a piece that is allowed. */
  void accept(std::string_view piece);

  /** Whether the text may end here. */
  bool is_complete() const;
  /** Whether it has to. */
  bool is_at_end() const { return is_complete() && !may_go_on(); }
  bool may_go_on() const;
  bool failed() const { return failed_; }

 private:
  std::optional<ByteAutomaton::State> follow(std::string_view piece);
  void renew_memory();

  std::shared_ptr<Grammar> grammar_;
  std::shared_ptr<Grammar::Memory> memory_;
  ByteAutomaton::State state_ = ByteAutomaton::kDead;
  bool failed_ = false;
};

}  // namespace samewire
