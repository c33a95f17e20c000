#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct ggml_context;
struct gguf_context;

namespace samewire::tiny {

/** How the values of a matrix are stored. */
enum class MatrixType : std::uint8_t { kF32, kF16, kQ4_0 };

/** A GGUF file being put together through ggml's public API (gguf.h). */
class GgufFile {
 public:
  GgufFile();
  ~GgufFile();
  GgufFile(const GgufFile&) = delete;
  GgufFile& operator=(const GgufFile&) = delete;

  void set(const std::string& key, std::uint16_t value);
  void set(const std::string& key, std::uint32_t value);
  void set(const std::string& key, float value);
  void set(const std::string& key, bool value);
  void set(const std::string& key, const std::string& value);
  void set(const std::string& key, const std::vector<std::string>& values);
  void set(const std::string& key, const std::vector<float>& values);
  void set(const std::string& key, const std::vector<std::int32_t>& values);

  /** Takes over every key of another file, such as the vocabularies in llama.cpp's models/. */
  void copy_keys_of(const std::string& path);

  /** Length of an array that has been set. */
  std::size_t array_length(const std::string& key) const;

  /** Adds a matrix of `num_rows` rows of `num_columns` values, or a vector if there is one row. */
  void add_tensor(const std::string& name, std::size_t num_columns, std::size_t num_rows,
                  const std::function<void(std::span<float>)>& fill,
                  MatrixType type = MatrixType::kF32);

  /** Adds a tensor of up to four dimensions, the fastest first, such as a kernel. */
  void add_kernel(const std::string& name, const std::vector<std::size_t>& shape,
                  const std::function<void(std::span<float>)>& fill,
                  MatrixType type = MatrixType::kF32);

  /** @throws std::runtime_error if the file cannot be written */
  void write(const std::string& path) const;

 private:
  struct GgufDeleter {
    void operator()(gguf_context* context) const;
  };
  struct GgmlDeleter {
    void operator()(ggml_context* context) const;
  };

  std::unique_ptr<gguf_context, GgufDeleter> gguf_;
  /** One context per tensor, so that no size has to be known beforehand. */
  std::vector<std::unique_ptr<ggml_context, GgmlDeleter>> tensors_;
};

}  // namespace samewire::tiny
