// Whether what this compiler makes of AMX runs here. GCC before 13 takes _tile_loadconfig to read
// eight bytes, drops the rest of the configuration as unused, and the first use of a tile ends the
// process. Written the way ggml-cpu/amx does it: a configuration on the stack, tiles after that.
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace {

struct TileConfig {
  std::uint8_t palette = 0;
  std::uint8_t start_row = 0;
  std::uint8_t reserved[14] = {0};
  std::uint16_t row_bytes[16] = {0};
  std::uint8_t rows[16] = {0};
};

// Kept out of line, so that the configuration's life ends here, as it does there.
[[gnu::noinline]] void configure() {
  alignas(64) TileConfig config = {};
  config.palette = 1;
  config.start_row = 0;
  config.rows[0] = 8;
  config.row_bytes[0] = 64;
  config.rows[1] = 8;
  config.row_bytes[1] = 64;
  config.rows[7] = 16;
  config.row_bytes[7] = 64;
  _tile_loadconfig(&config);
}

}  // namespace

int main() {
  constexpr int kRequestPermission = 0x1023;
  constexpr int kTileData = 18;
  if (syscall(SYS_arch_prctl, kRequestPermission, kTileData) != 0) return 1;
  alignas(64) static std::uint8_t values[1024];
  configure();
  _tile_loadd(0, values, 64);
  _tile_loadd(7, values, 64);
  _tile_stored(7, values, 64);
  _tile_release();
  return 0;
}
