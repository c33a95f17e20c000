#include "gguf-file.h"

#include <ggml.h>
#include <gguf.h>

#include <stdexcept>

namespace samewire::tiny {

void GgufFile::GgufDeleter::operator()(gguf_context* context) const { gguf_free(context); }
void GgufFile::GgmlDeleter::operator()(ggml_context* context) const { ggml_free(context); }

GgufFile::GgufFile() : gguf_(gguf_init_empty()) {}
GgufFile::~GgufFile() = default;

void GgufFile::set(const std::string& key, std::uint32_t value) {
  gguf_set_val_u32(gguf_.get(), key.c_str(), value);
}

void GgufFile::set(const std::string& key, float value) {
  gguf_set_val_f32(gguf_.get(), key.c_str(), value);
}

void GgufFile::set(const std::string& key, bool value) {
  gguf_set_val_bool(gguf_.get(), key.c_str(), value);
}

void GgufFile::set(const std::string& key, const std::string& value) {
  gguf_set_val_str(gguf_.get(), key.c_str(), value.c_str());
}

void GgufFile::set(const std::string& key, const std::vector<std::string>& values) {
  std::vector<const char*> pointers;
  pointers.reserve(values.size());
  for (const std::string& value : values) pointers.push_back(value.c_str());
  gguf_set_arr_str(gguf_.get(), key.c_str(), pointers.data(), pointers.size());
}

void GgufFile::set(const std::string& key, const std::vector<float>& values) {
  gguf_set_arr_data(gguf_.get(), key.c_str(), GGUF_TYPE_FLOAT32, values.data(), values.size());
}

void GgufFile::set(const std::string& key, const std::vector<std::int32_t>& values) {
  gguf_set_arr_data(gguf_.get(), key.c_str(), GGUF_TYPE_INT32, values.data(), values.size());
}

void GgufFile::copy_keys_of(const std::string& path) {
  const std::unique_ptr<gguf_context, GgufDeleter> source(
      gguf_init_from_file(path.c_str(), {.no_alloc = true, .ctx = nullptr}));
  if (source == nullptr) throw std::runtime_error("Could not read " + path);
  gguf_set_kv(gguf_.get(), source.get());
}

std::size_t GgufFile::array_length(const std::string& key) const {
  return gguf_get_arr_n(gguf_.get(), gguf_find_key(gguf_.get(), key.c_str()));
}

void GgufFile::add_tensor(const std::string& name, std::size_t num_columns, std::size_t num_rows,
                          const std::function<void(std::span<float>)>& fill, MatrixType type) {
  const ggml_type stored = type == MatrixType::kQ4_0 ? GGML_TYPE_Q4_0 : GGML_TYPE_F32;
  const std::size_t num_bytes = ggml_row_size(stored, static_cast<std::int64_t>(num_columns)) *
                                num_rows;
  ggml_context* context = ggml_init({.mem_size = num_bytes + ggml_tensor_overhead() + 64,
                                     .mem_buffer = nullptr,
                                     .no_alloc = false});
  tensors_.emplace_back(context);
  const auto columns = static_cast<std::int64_t>(num_columns);
  const auto rows = static_cast<std::int64_t>(num_rows);
  ggml_tensor* tensor = num_rows == 1 ? ggml_new_tensor_1d(context, stored, columns)
                                      : ggml_new_tensor_2d(context, stored, columns, rows);
  ggml_set_name(tensor, name.c_str());
  if (stored == GGML_TYPE_F32) {
    fill({static_cast<float*>(tensor->data), num_columns * num_rows});
  } else {
    std::vector<float> values(num_columns * num_rows);
    fill(values);
    ggml_quantize_chunk(stored, values.data(), tensor->data, 0, rows, columns, nullptr);
  }
  gguf_add_tensor(gguf_.get(), tensor);
}

void GgufFile::write(const std::string& path) const {
  if (!gguf_write_to_file(gguf_.get(), path.c_str(), false)) {
    throw std::runtime_error("Could not write " + path);
  }
}

}  // namespace samewire::tiny
