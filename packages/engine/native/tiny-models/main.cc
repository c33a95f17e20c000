#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "random-model.h"
#include "speaking-model.h"

namespace {

constexpr const char* kUsage =
    "usage: make-tiny-model speaking OUT.gguf\n"
    "       make-tiny-model random OUT.gguf [SEED [VOCABULARY.gguf]]\n";

void make(const std::vector<std::string>& arguments) {
  using namespace samewire::tiny;
  if (arguments[0] == "speaking") {
    write_speaking_model(arguments[1]);
    return;
  }
  RandomModel model;
  if (arguments.size() > 2) model.seed = static_cast<std::uint32_t>(std::stoul(arguments[2]));
  if (arguments.size() > 3) model.vocabulary_path = arguments[3];
  write_random_model(model, arguments[1]);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2 || (arguments[0] != "speaking" && arguments[0] != "random")) {
    std::cerr << kUsage;
    return 2;
  }
  try {
    make(arguments);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make-tiny-model: " << error.what() << "\n";
    return 1;
  }
}
