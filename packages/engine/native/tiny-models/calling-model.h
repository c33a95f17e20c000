#pragma once

#include <string>

namespace samewire::tiny {

/**
 * Writes a model that thinks, says something and calls the tool `get_weather`, whatever it is
 * asked, with a chat template that has forms for all of it.
 */
void write_calling_model(const std::string& path);

/** The same template over random weights: it calls only what it is made to call. */
void write_random_calling_model(const std::string& path);

}  // namespace samewire::tiny
