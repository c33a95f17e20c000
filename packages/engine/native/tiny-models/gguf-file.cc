#include "gguf-file.h"

#include <ggml.h>
#include <gguf.h>

#include <stdexcept>

namespace samewire::tiny {
namespace {

ggml_type stored_type(MatrixType type) {
  switch (type) {
    case MatrixType::kF16:
      return GGML_TYPE_F16;
    case MatrixType::kQ4_0:
      return GGML_TYPE_Q4_0;
    case MatrixType::kF32:
      break;
  }
  return GGML_TYPE_F32;
}

}  // namespace

void GgufFile::GgufDeleter::operator()(gguf_context* context) const { gguf_free(context); }
void GgufFile::GgmlDeleter::operator()(ggml_context* context) const { ggml_free(context); }

GgufFile::GgufFile() : gguf_(gguf_init_empty()) {}
GgufFile::~GgufFile() = default;

void GgufFile::set(const std::string& key, std::uint16_t value) {
  gguf_set_val_u16(gguf_.get(), key.c_str(), value);
}

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
  std::vector<std::size_t> shape{num_columns};
  if (num_rows > 1) shape.push_back(num_rows);
  add_kernel(name, shape, fill, type);
}

void GgufFile::add_kernel(const std::string& name, const std::vector<std::size_t>& shape,
                          const std::function<void(std::span<float>)>& fill, MatrixType type) {
  const ggml_type stored = stored_type(type);
  const auto num_columns = static_cast<std::int64_t>(shape[0]);
  std::size_t num_rows = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) num_rows *= shape[i];
  const std::size_t num_bytes = ggml_row_size(stored, num_columns) * num_rows;
  ggml_context* context = ggml_init({.mem_size = num_bytes + ggml_tensor_overhead() + 64,
                                     .mem_buffer = nullptr,
                                     .no_alloc = false});
  tensors_.emplace_back(context);
  const std::vector<std::int64_t> dimensions(shape.begin(), shape.end());
  ggml_tensor* tensor =
      ggml_new_tensor(context, stored, static_cast<int>(dimensions.size()), dimensions.data());
  ggml_set_name(tensor, name.c_str());
  if (stored == GGML_TYPE_F32) {
    fill({static_cast<float*>(tensor->data), shape[0] * num_rows});
  } else {
    std::vector<float> values(shape[0] * num_rows);
    fill(values);
    ggml_quantize_chunk(stored, values.data(), tensor->data, 0,
                        static_cast<std::int64_t>(num_rows), num_columns, nullptr);
  }
  gguf_add_tensor(gguf_.get(), tensor);
}

void GgufFile::write(const std::string& path) const {
  if (!gguf_write_to_file(gguf_.get(), path.c_str(), false)) {
    throw std::runtime_error("Could not write " + path);
  }
}

}  // namespace samewire::tiny
