#pragma once

#include <cstdint>
#include <string>

namespace samewire::tiny {

/** What a projector reads, and how its rows are computed by the model. */
enum class ProjectorKind : std::uint8_t {
  /** Pictures of 16 rows, for any model (`mlp`, as in LLaVA). */
  kEyes,
  /** Pictures of 4 rows that look at one another in both directions (`gemma3`). */
  kWholeEyes,
  /** A row for every 8 × 8 pixels, at least 8 of them, each in its place (`qwen2vl_merger`). */
  kPlacesEyes,
  /** Recordings of 47 rows for every 30 seconds begun (`ultravox`). */
  kEars,
};

struct RandomProjector {
  ProjectorKind kind = ProjectorKind::kEyes;
  /** Equal seeds give equal files, on every machine. */
  std::uint32_t seed = 1;
};

/** Writes encoders for the models of `write_random_model`, which are 64 values wide. */
void write_random_projector(const RandomProjector& projector, const std::string& path);

}  // namespace samewire::tiny
