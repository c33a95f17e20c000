#include "model/vector-state.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace samewire {

#if defined(__x86_64__) && defined(__GNUC__)

namespace {

__attribute__((target("avx"))) void clear_upper_halves() { _mm256_zeroupper(); }

}  // namespace

void clear_vector_state() {
  static const bool has_avx = __builtin_cpu_supports("avx");
  if (has_avx) clear_upper_halves();
}

#else

void clear_vector_state() {}

#endif

}  // namespace samewire
