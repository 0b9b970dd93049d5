# llama-cpp-python insists on llama.cpp's library of command-line tools, which it doesn't use: half of what there is to compile.
# Read by CMake where that project begins. https://cmake.org/cmake/help/latest/variable/CMAKE_PROJECT_PROJECT-NAME_INCLUDE.html
set(LLAMA_BUILD_COMMON OFF)
