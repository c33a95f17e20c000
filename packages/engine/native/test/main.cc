#include <string_view>

#include "testing.h"

int main(int argc, char** argv) {
  const std::string_view file = argc > 1 ? argv[1] : "";
  return samewire::testing::run_all(file) == 0 ? 0 : 1;
}
