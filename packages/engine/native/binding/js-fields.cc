#include "js-fields.h"

namespace samewire {

std::optional<Napi::Value> field(const Napi::Object& object, const char* name) {
  const Napi::Value value = object.Get(name);
  if (value.IsUndefined()) return std::nullopt;
  return value;
}

Napi::TypeError wrong_type(const Napi::Value& value, const char* name, const char* expected) {
  return Napi::TypeError::New(value.Env(), std::string(name) + " must be " + expected);
}

void read_bool(const Napi::Object& object, const char* name, bool& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsBoolean()) throw wrong_type(*value, name, "a boolean");
  target = value->As<Napi::Boolean>();
}

void read_string(const Napi::Object& object, const char* name, std::string& target) {
  const auto value = field(object, name);
  if (!value) return;
  if (!value->IsString()) throw wrong_type(*value, name, "a string");
  target = value->As<Napi::String>().Utf8Value();
}

Napi::Object require_object(const Napi::Value& value, const char* name) {
  if (!value.IsObject()) throw wrong_type(value, name, "an object");
  return value.As<Napi::Object>();
}

void read_name(const Napi::Object& object, const char* name, std::uint64_t& target) {
  std::string text;
  read_string(object, name, text);
  if (text.empty()) return;
  target = 14695981039346656037ULL;
  for (const char byte : text) {
    target = (target ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  }
}

}  // namespace samewire
