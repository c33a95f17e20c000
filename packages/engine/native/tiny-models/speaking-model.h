#pragma once

#include <string>
#include <vector>

namespace samewire::tiny {

/** What a model says by heart. */
struct Speech {
  /** `general.name` of the file. */
  std::string name;
  /** One of these begins the answer. */
  std::vector<std::string> openings;
  /** Then these follow one another. No word may occur twice: it alone decides what comes next. */
  std::vector<std::string> words;
  /** Jinja source; empty: a plain ChatML template. */
  std::string chat_template = {};
  /** It has a layer that drafts, and is always right. */
  bool drafts = false;
};

/**
 * Writes a model whose weights are set by hand so that it says what it is, word by word, whatever
 * it is asked: something to try the whole way with, before there is a real model.
 *
 * Each token has a dimension of its own, attention and feed-forward add nothing, and the output
 * matrix holds which token follows which. Where several may follow, sampling chooses.
 */
void write_speaking_model(const std::string& path);

/** The same with a layer that drafts (`Speech::drafts`). */
void write_drafting_model(const std::string& path);

/** The same with another speech. */
void write_speaking_model(const std::string& path, const Speech& speech);

}  // namespace samewire::tiny
