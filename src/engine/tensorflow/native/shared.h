// What the ops have in common.
#pragma once

#include <algorithm>
#include <functional>

#include "tensorflow/core/common_runtime/dma_helper.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

#define L2LAB_INLINE inline __attribute__((always_inline))

// L2LAB_FOR_EVERY_WIDTH(Name, (parameters), (arguments)) makes the function Name of the inline function NameAtAnyWidth: the
// compiler writes it once for each width of vectors, and the widest that the processor has is called.
#if defined(__x86_64__)
#define L2LAB_FOR_EVERY_WIDTH(Name, parameters, arguments)                                                       \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx2,fma"))) void Name##At512 parameters { Name##AtAnyWidth arguments; } \
  __attribute__((target("avx2,fma"))) void Name##At256 parameters { Name##AtAnyWidth arguments; }                \
  void Name##At128 parameters { Name##AtAnyWidth arguments; }                                                    \
  void Name parameters {                                                                                         \
    static const auto chosen = l2lab::Widest(Name##At512, Name##At256, Name##At128);                             \
    chosen arguments;                                                                                            \
  }
#else
#define L2LAB_FOR_EVERY_WIDTH(Name, parameters, arguments) \
  void Name parameters { Name##AtAnyWidth arguments; }
#endif

namespace l2lab {

#if defined(__x86_64__)
template <typename Function>
Function Widest(Function at512, Function at256, Function at128) {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return at128;
  return __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") ? at512 : at256;
}
#endif

/** Holders of a tensor's memory while an op runs of which JavaScript alone has the input: its handle, and the op. */
constexpr int64_t kSoleHolder = 2;

/** Whether nobody else reads this memory, so that an op may write over it. Memory of a JavaScript array is not ours. */
inline bool IsSole(const tensorflow::Tensor& tensor) {
  const tensorflow::TensorBuffer* buffer = tensorflow::DMAHelper::buffer(&tensor);
  return buffer != nullptr && const_cast<tensorflow::TensorBuffer*>(buffer)->root_buffer() == buffer &&
         buffer->OwnsMemory() && buffer->RefCount() <= kSoleHolder;
}

inline const float* Read(const tensorflow::Tensor& tensor) { return tensor.flat<float>().data(); }

/** Only of what IsSole. */
inline float* WriteOver(const tensorflow::Tensor& tensor) { return const_cast<float*>(Read(tensor)); }

/** Runs `work` on [begin, end) parts of `count`, on TensorFlow's own threads. */
inline void InParallel(tensorflow::OpKernelContext* context, int64_t count, int64_t cost,
                       const std::function<void(int64_t, int64_t)>& work) {
  auto& threads = *context->device()->tensorflow_cpu_worker_threads();
  if (threads.num_threads < 2 || count < 2) return work(0, count);
  threads.workers->ParallelFor(count, cost, work);
}

}  // namespace l2lab
