#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "error.h"
#include "model/model-runner.h"
#include "testing.h"
#include "types.h"

namespace samewire::testing {

/** An adapter of a model without weights: it changes what follows from a text. */
struct FakeAdapter final : Adapter {
  explicit FakeAdapter(std::uint32_t value) : number(value) {}
  std::uint32_t number;
};

inline std::shared_ptr<const AdapterSet> adapter_set(std::uint32_t number) {
  auto set = std::make_shared<AdapterSet>();
  set->uses.push_back({std::make_shared<FakeAdapter>(number), 1.0F});
  set->key = number;
  return set;
}

/**
 * A model without weights. It keeps the tokens of every sequence, fails the test if a caller
 * breaks the runner's contract, and lets the next token follow from *all* tokens before it, so
 * that one wrong, missing or foreign cell changes the text.
 */
class FakeModelRunner final : public ModelRunner {
 public:
  explicit FakeModelRunner(RunnerLimits limits, std::size_t num_vocab = 50)
      : limits_(limits), num_vocab_(num_vocab), memory_(limits.num_sequences), adapters_of_(limits.num_sequences) {}

  /** The token that follows a text, for this model. */
  static Token next_token(std::span<const Token> text, std::size_t num_vocab,
                          const AdapterSet* adapters = nullptr) {
    std::uint32_t hash = 2166136261U;
    if (adapters != nullptr) {
      hash ^= dynamic_cast<const FakeAdapter&>(*adapters->uses.front().adapter).number * 40503U;
    }
    for (const Token token : text) hash = (hash ^ static_cast<std::uint32_t>(token)) * 16777619U;
    return static_cast<Token>((hash >> 8U) % num_vocab);
  }

  /** If set, decides what the next decode returns instead of computing. */
  std::function<DecodeStatus(const Batch&)> before_decode = [](const Batch&) {
    return DecodeStatus::kOk;
  };
  /** If set, writes the logits for a text instead of `next_token`. */
  std::function<void(std::span<const Token> text, std::span<float> logits)> write_logits;
  std::function<void(const AdapterSet*)> on_adapters = [](const AdapterSet*) {};
  /** Called after each step that was computed, for example to move a clock. */
  std::function<void(const Batch&)> after_decode = [](const Batch&) {};

  /**
   * If set, it hands out states, each of which stands for a text: the place of that text in here. A
   * runner of layers has the same list, and checks that its rows follow one another.
   */
  std::shared_ptr<std::vector<std::vector<Token>>> states;

  bool fails_to_prepare = false;
  std::size_t num_steps = 0;
  std::size_t largest_step = 0;
  std::size_t num_computed_tokens = 0;
  /** Rows of the sequence that fills up tiles, until it is removed. */
  std::size_t num_filler_cells = 0;

  RunnerLimits limits() const override { return limits_; }
  void prepare() override {
    if (fails_to_prepare) throw EngineException(ErrorCode::kOutOfMemory, "no memory");
  }

  void use_adapters(const AdapterSet* adapters) override {
    adapters_ = adapters;
    on_adapters(adapters);
  }

  DecodeStatus decode(const Batch& batch) override {
    CHECK(!batch.empty());
    CHECK(batch.size() <= limits_.max_batch_tokens);
    const DecodeStatus status = before_decode(batch);
    if (status != DecodeStatus::kOk) return status;
    ++num_steps;
    largest_step = std::max(largest_step, batch.size());
    num_computed_tokens += batch.size();
    rows_.clear();
    state_rows_.clear();
    CHECK_EQUAL(num_filler_cells, 0U);
    for (const MediaRows& rows : batch.media()) read_media(rows);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (limits_.filler == batch.sequences()[i]) {
        CHECK(batch.wants_logits()[i] == 0);
        ++num_filler_cells;
        continue;
      }
      CHECK_EQUAL(num_filler_cells, 0U);
      auto& text = memory_.at(static_cast<std::size_t>(batch.sequences()[i]));
      CHECK_EQUAL(static_cast<std::size_t>(batch.positions()[i]), text.size());
      const AdapterSet*& adapters = adapters_of_.at(static_cast<std::size_t>(batch.sequences()[i]));
      if (text.empty()) adapters = adapters_;
      CHECK(adapters == adapters_);
      text.push_back(batch.tokens()[i]);
      const bool wants_logits = batch.wants_logits()[i] != 0;
      if (batch.states().empty()) {
        if (wants_logits) rows_.emplace(i, logits_after(text));
        keep_state(i, text, wants_logits);
      } else {
        CHECK_EQUAL(batch.states().size(), batch.size());
        read_row(i, batch, text, wants_logits);
      }
    }
    after_decode(batch);
    return DecodeStatus::kOk;
  }

  std::span<const float> logits(std::size_t batch_index) const override {
    return rows_.at(batch_index);
  }

  void keep_states(KeptStates which) override {
    CHECK(which != KeptStates::kAll || limits_.memory.is_pooled);
    kept_ = which;
  }

  std::span<const float> state(std::size_t batch_index) const override {
    if (states == nullptr) return {};
    return state_rows_.at(batch_index);
  }

  void remove_from(SequenceId sequence, Position from) override {
    if (limits_.filler == sequence) {
      num_filler_cells = 0;
      return;
    }
    auto& text = memory_.at(static_cast<std::size_t>(sequence));
    CHECK(limits_.memory.can_cut || from == 0);
    text.resize(std::min(text.size(), static_cast<std::size_t>(from)));
  }

  void share_prefix(SequenceId source, SequenceId target, Position end) override {
    CHECK(limits_.memory.can_share || limits_.memory.can_snapshot);
    const auto& from = memory_.at(static_cast<std::size_t>(source));
    auto& to = memory_.at(static_cast<std::size_t>(target));
    CHECK(to.empty());
    CHECK(static_cast<std::size_t>(end) <= from.size());
    if (!limits_.memory.can_cut) CHECK_EQUAL(static_cast<std::size_t>(end), from.size());
    to.assign(from.begin(), from.begin() + end);
    adapters_of_.at(static_cast<std::size_t>(target)) =
        adapters_of_.at(static_cast<std::size_t>(source));
  }

  bool is_intact(SequenceId, Position) const override { return true; }

  /** If set, decides whether saving or restoring succeeds. */
  std::function<bool()> before_copy = [] { return true; };
  std::size_t num_saved_tokens = 0;
  std::size_t num_restored_tokens = 0;

  /** What was saved begins with. */
  struct Saved {
    Position begin = 0;
    const AdapterSet* adapters = nullptr;
  };

  /** The tokens themselves, and all before them, on which the content of cells depends. */
  std::optional<SavedCells> save(SequenceId sequence, Position begin, Position end) override {
    const MemoryTraits& memory = limits_.memory;
    CHECK(memory.saving != Saving::kNone);
    const auto& text = memory_.at(static_cast<std::size_t>(sequence));
    CHECK(begin < end && static_cast<std::size_t>(end) <= text.size());
    if (memory.saving == Saving::kWhole) {
      CHECK(begin == 0 && static_cast<std::size_t>(end) == text.size());
    } else {
      CHECK(static_cast<std::uint32_t>(end - begin) <= memory.max_run);
    }
    if (!before_copy()) return std::nullopt;
    num_saved_tokens += static_cast<std::size_t>(end - begin);
    const Saved head{begin, adapters_of_.at(static_cast<std::size_t>(sequence))};
    SavedCells saved(sizeof head + static_cast<std::size_t>(end) * sizeof(Token));
    std::memcpy(saved.bytes().data(), &head, sizeof head);
    std::memcpy(saved.bytes().data() + sizeof head, text.data(), saved.size() - sizeof head);
    return saved;
  }

  bool restore(const SavedCells& saved, SequenceId target, Position from, Position end) override {
    auto& text = memory_.at(static_cast<std::size_t>(target));
    Saved head;
    std::memcpy(&head, saved.bytes().data(), sizeof head);
    const Position begin = head.begin;
    std::vector<Token> all((saved.size() - sizeof head) / sizeof(Token));
    std::memcpy(all.data(), saved.bytes().data() + sizeof head, saved.size() - sizeof head);
    CHECK_EQUAL(static_cast<std::size_t>(from), text.size());
    CHECK(begin <= from && from < end && static_cast<std::size_t>(end) <= all.size());
    if (limits_.memory.saving == Saving::kWhole) {
      CHECK(from == 0 && static_cast<std::size_t>(end) == all.size());
    }
    CHECK(std::ranges::equal(text, std::span(all).first(text.size())));
    const AdapterSet*& adapters = adapters_of_.at(static_cast<std::size_t>(target));
    CHECK(text.empty() || adapters == head.adapters);
    if (!before_copy()) return false;
    num_restored_tokens += static_cast<std::size_t>(end - from);
    text.assign(all.begin(), all.begin() + end);
    adapters = head.adapters;
    return true;
  }

  std::size_t num_moved_tokens = 0;

  bool move(SequenceId sequence, Position begin, Position end) override {
    const MemoryTraits& memory = limits_.memory;
    CHECK(memory.saving == Saving::kRuns);
    const auto& text = memory_.at(static_cast<std::size_t>(sequence));
    CHECK(begin < end && static_cast<std::size_t>(end) <= text.size());
    CHECK(static_cast<std::uint32_t>(end - begin) <= memory.max_run);
    if (!before_copy()) return false;
    num_moved_tokens += static_cast<std::size_t>(end - begin);
    return true;
  }

  void abort() override {}

 private:
  /** Rows of media are tokens like others. Nothing else of their sequence may be in the step. */
  void read_media(const MediaRows& rows) {
    auto& text = memory_.at(static_cast<std::size_t>(rows.sequence));
    CHECK_EQUAL(static_cast<std::size_t>(rows.position), text.size());
    CHECK(rows.first_row + rows.num_rows <= rows.chunk->num_rows());
    if (rows.chunk->is_whole) CHECK_EQUAL(rows.num_rows, rows.chunk->num_rows());
    const auto begin = rows.chunk->tokens.begin() + rows.first_row;
    text.insert(text.end(), begin, begin + rows.num_rows);
    num_computed_tokens += rows.num_rows;
    largest_step = std::max(largest_step, std::size_t{rows.num_rows});
  }

  void keep_state(std::size_t row, const std::vector<Token>& text, bool wants_logits) {
    if (states == nullptr || kept_ == KeptStates::kNone) return;
    if (kept_ == KeptStates::kOfLogits && !wants_logits) return;
    state_rows_.emplace(row, std::vector<float>{static_cast<float>(states->size())});
    states->push_back(text);
  }

  /** A row of layers: a token with a state, which has to be that of all before the token. */
  void read_row(std::size_t row, const Batch& batch, const std::vector<Token>& tokens,
                bool wants_logits) {
    const std::vector<Token>& before = states->at(static_cast<std::size_t>(batch.states()[row]));
    std::vector<Token>& missed = missed_[batch.sequences()[row]];
    if (tokens.size() == 1) missed = before;
    std::vector<Token> text = missed;
    text.insert(text.end(), tokens.begin(), tokens.end());
    CHECK(std::ranges::equal(std::span(text).first(text.size() - 1), before));
    if (wants_logits) rows_.emplace(row, logits_after(text));
    keep_state(row, text, wants_logits);
  }

  std::vector<float> logits_after(std::span<const Token> text) const {
    std::vector<float> logits(num_vocab_, 0.0F);
    if (write_logits) {
      write_logits(text, logits);
    } else {
      logits[static_cast<std::size_t>(next_token(text, num_vocab_, adapters_))] = 10.0F;
    }
    return logits;
  }

  RunnerLimits limits_;
  std::size_t num_vocab_;
  std::vector<std::vector<Token>> memory_;
  /** The adapters that each sequence was computed with. */
  std::vector<const AdapterSet*> adapters_of_;
  const AdapterSet* adapters_ = nullptr;
  std::map<std::size_t, std::vector<float>> rows_;
  KeptStates kept_ = KeptStates::kNone;
  std::map<std::size_t, std::vector<float>> state_rows_;
  /** Of layers: what a sequence's text has before its first row. */
  std::map<SequenceId, std::vector<Token>> missed_;
};

}  // namespace samewire::testing
