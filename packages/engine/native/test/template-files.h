#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "testing.h"

namespace samewire::testing {

/** A chat template as its file in llama.cpp's sources has it. */
struct TemplateFile {
  std::string name;
  std::string source;
};

/** All under `models/templates` of the sources that are linked, by name. */
inline const std::vector<TemplateFile>& template_files() {
  static const std::vector<TemplateFile> files = [] {
    std::vector<TemplateFile> found;
    const std::filesystem::path folder(SAMEWIRE_TEMPLATES_DIR);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".jinja") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream source;
      source << in.rdbuf();
      found.push_back({.name = entry.path().stem().string(), .source = source.str()});
    }
    std::ranges::sort(found, {}, &TemplateFile::name);
    return found;
  }();
  return files;
}

inline TemplateFile template_named(std::string_view name) {
  const auto found = std::ranges::find(template_files(), name, &TemplateFile::name);
  CHECK(found != template_files().end());
  return *found;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/** Instrumented, rendering takes ten times as long, and some templates show what all would. */
inline constexpr std::size_t kTemplateStep = 8;
#else
inline constexpr std::size_t kTemplateStep = 1;
#endif

/** Those that a test of every template goes through. */
inline const std::vector<TemplateFile>& tested_templates() {
  static const std::vector<TemplateFile> files = [] {
    std::vector<TemplateFile> found;
    for (std::size_t i = 0; i < template_files().size(); i += kTemplateStep) {
      found.push_back(template_files()[i]);
    }
    return found;
  }();
  return files;
}

}  // namespace samewire::testing
