// All ops as one file for the compiler: TensorFlow's headers take it longer than the ops do.
#include "adam.cc"
#include "convolution.cc"
#include "crossentropy.cc"
#include "finish.cc"

// Node loads this library as an addon that exports nothing: when it is loaded, the ops of the other files are TensorFlow's.
// Node-API's own header is not needed for that.
#if defined(_WIN32)
#define L2LAB_EXPORT __declspec(dllexport)
#else
#define L2LAB_EXPORT __attribute__((visibility("default")))
#endif

extern "C" L2LAB_EXPORT void* napi_register_module_v1(void* /*environment*/, void* exports) { return exports; }
