#include <string_view>

#include "testing.h"

int main(int argc, char** argv) {
  const std::string_view filter = argc > 1 ? argv[1] : "";
  return samewire::testing::run_all(filter) == 0 ? 0 : 1;
}
