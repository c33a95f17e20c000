#pragma once

#include <exception>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

/**
 * A test harness that needs nothing: `TEST("what holds") { CHECK(...); CHECK_EQUAL(a, b); }`.
 * Results are printed as TAP (testanything.org), one line per test.
 */
namespace samewire::testing {

struct Test {
  std::string_view file;
  std::string_view name;
  std::function<void()> body;
};

class Failure : public std::exception {
 public:
  explicit Failure(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

inline std::vector<Test>& registry() {
  static std::vector<Test> tests;
  return tests;
}

struct Registration {
  Registration(std::string_view file, std::string_view name, std::function<void()> body) {
    registry().push_back({file, name, std::move(body)});
  }
};

template <typename Value>
concept Printable = requires(std::ostream& out, const Value& value) { out << value; };

template <typename Value>
std::string show(const Value& value) {
  if constexpr (Printable<Value>) {
    std::ostringstream out;
    out << value;
    return out.str();
  } else if constexpr (requires { value.begin(); }) {
    std::string text = "[";
    for (const auto& item : value) text += show(item) + " ";
    return text + "]";
  } else {
    return "a value";
  }
}

inline void fail(std::string_view file, int line, const std::string& message) {
  throw Failure(std::string(file) + ":" + std::to_string(line) + ": " + message);
}

template <typename A, typename B>
void check_equal(const A& actual, const B& expected, std::string_view file, int line) {
  if (actual == expected) return;
  fail(file, line, "got " + show(actual) + ", expected " + show(expected));
}

inline std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

/** Runs the tests of the file named `file`, or all if it is empty; returns how many failed. */
inline int run_all(std::string_view file) {
  int number = 0;
  int num_failed = 0;
  for (const Test& test : registry()) {
    if (!file.empty() && file_name(test.file) != file) continue;
    ++number;
    std::string problem;
    try {
      test.body();
    } catch (const std::exception& error) {
      problem = error.what();
    }
    std::cout << (problem.empty() ? "ok " : "not ok ") << number << " - " << test.name << "\n";
    if (!problem.empty()) {
      std::cout << "  # " << problem << "\n";
      ++num_failed;
    }
  }
  std::cout << "1.." << number << std::endl;
  return num_failed;
}

}  // namespace samewire::testing

#define SAMEWIRE_JOIN_INNER(a, b) a##b
#define SAMEWIRE_JOIN(a, b) SAMEWIRE_JOIN_INNER(a, b)
#define SAMEWIRE_TEST(id, name)                                                                 \
  static void id();                                                                             \
  static const ::samewire::testing::Registration SAMEWIRE_JOIN(registered_, id)(__FILE__, name, \
                                                                                id);            \
  static void id()
#define TEST(name) SAMEWIRE_TEST(SAMEWIRE_JOIN(test_, __LINE__), name)
#define CHECK(condition)                                                                     \
  do {                                                                                       \
    if (!(condition)) ::samewire::testing::fail(__FILE__, __LINE__, "expected " #condition); \
  } while (false)
#define CHECK_EQUAL(actual, expected) \
  ::samewire::testing::check_equal(actual, expected, __FILE__, __LINE__)
