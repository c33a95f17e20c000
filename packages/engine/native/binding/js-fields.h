#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

#include "napi-setup.h"

/**
 * The fields of JS objects. One that is absent or undefined leaves its target as it is; one of
 * another type throws a TypeError that names it. JS thread only.
 */
namespace samewire {

/** A field that is there, or nothing if it is absent or undefined. */
std::optional<Napi::Value> field(const Napi::Object& object, const char* name);

Napi::TypeError wrong_type(const Napi::Value& value, const char* name, const char* expected);
Napi::Object require_object(const Napi::Value& value, const char* name);

void read_bool(const Napi::Object& object, const char* name, bool& target);
void read_string(const Napi::Object& object, const char* name, std::string& target);

/** A name as a number that others are unlikely to have: 64-bit FNV-1a; no name is 0. */
void read_name(const Napi::Object& object, const char* name, std::uint64_t& target);

/** The nearest value the type has: a plain cast would be undefined outside its range. */
template <typename Number>
Number saturate(double value) {
  if constexpr (std::is_floating_point_v<Number>) {
    return static_cast<Number>(value);
  } else {
    constexpr auto kMin = static_cast<double>(std::numeric_limits<Number>::min());
    constexpr auto kMax = static_cast<double>(std::numeric_limits<Number>::max());
    return std::isnan(value) ? Number{} : static_cast<Number>(std::clamp(value, kMin, kMax));
  }
}

template <typename Number>
void read_number(const Napi::Object& object, const char* name, Number& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsNumber()) throw wrong_type(*value, name, "a number");
  target = saturate<Number>(value->As<Napi::Number>().DoubleValue());
}

template <typename Number>
void read_number(const Napi::Object& object, const char* name, std::optional<Number>& target) {
  if (!field(object, name)) return;
  target.emplace();
  read_number(object, name, *target);
}

/** Calls `visit` with each element of an array. */
template <typename Visit>
void read_array(const Napi::Object& object, const char* name, Visit visit) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsArray()) throw wrong_type(*value, name, "an array");
  const auto array = value->As<Napi::Array>();
  for (std::uint32_t i = 0; i < array.Length(); ++i) {
    // Long arrays must not keep a handle per element alive.
    const Napi::HandleScope scope(object.Env());
    visit(array.Get(i));
  }
}

}  // namespace samewire
