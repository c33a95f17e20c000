#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
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

}  // namespace samewire::testing
