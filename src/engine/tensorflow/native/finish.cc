// What follows the products of a layer, over the memory of its input where nobody else holds that: bias and ReLU forward,
// ReLU's and bias's gradient backward.
#include <vector>

#include "shared.h"

namespace l2lab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

/**
 * Channels are the last axis, and there can be few of them. So a pattern of channels is repeated until it is this long,
 * and the compiler gets a loop that is worth vectors.
 */
constexpr int64_t kPattern = 512;
/** Patterns in a block: what one thread takes at a time, and sums up by itself. */
constexpr int64_t kRepeats = 32;

int64_t PatternLength(int64_t channels) { return channels * std::max<int64_t>(1, kPattern / channels); }

/** The input's own memory if it may be written over, else an output's. */
float* OutputOver(OpKernelContext* context, int input) {
  if (IsSole(context->input(input))) {
    context->set_output(0, context->input(input));
    return WriteOver(context->input(input));
  }
  Tensor* fresh = nullptr;
  const absl::Status status = context->allocate_output(0, context->input(input).shape(), &fresh);
  if (!status.ok()) {
    context->SetStatus(status);
    return nullptr;
  }
  return WriteOver(*fresh);
}

L2LAB_INLINE void AddBiasAtAnyWidth(const float* x, const float* bias, int64_t count, bool relu, float* y) {
  if (relu) {
#pragma GCC ivdep
    for (int64_t i = 0; i < count; ++i) {
      const float sum = x[i] + bias[i];
      // In this order NaN stays NaN.
      y[i] = sum < 0.0f ? 0.0f : sum;
    }
  } else {
#pragma GCC ivdep
    for (int64_t i = 0; i < count; ++i) y[i] = x[i] + bias[i];
  }
}

L2LAB_FOR_EVERY_WIDTH(AddBias, (const float* x, const float* bias, int64_t count, bool relu, float* y),
                      (x, bias, count, relu, y))

class BiasRelu : public OpKernel {
 public:
  explicit BiasRelu(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("relu", &relu_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const Tensor& bias = context->input(1);
    const int64_t channels = bias.NumElements();
    OP_REQUIRES(context, x.dims() > 0 && x.dim_size(x.dims() - 1) == channels,
                absl::InvalidArgumentError("A bias requires as many numbers as the last axis has."));
    float* y = OutputOver(context, 0);
    if (y == nullptr) return;
    const int64_t length = PatternLength(channels);
    std::vector<float> pattern(length);
    for (int64_t i = 0; i < length; ++i) pattern[i] = Read(bias)[i % channels];
    const int64_t block = kRepeats * length;
    const int64_t total = x.NumElements();
    const float* from = Read(x);
    InParallel(context, (total + block - 1) / block, block, [&](int64_t begin, int64_t end) {
      for (int64_t at = begin * block; at < std::min(end * block, total); at += length) {
        AddBias(from + at, pattern.data(), std::min(length, total - at), relu_, y + at);
      }
    });
  }

 private:
  bool relu_;
};

L2LAB_INLINE void MaskAndSumAtAnyWidth(const float* dy, const float* y, int64_t count, float* dz, float* sums) {
#pragma GCC ivdep
  for (int64_t i = 0; i < count; ++i) {
    const float gradient = y[i] > 0.0f ? dy[i] : 0.0f;
    dz[i] = gradient;
    sums[i] += gradient;
  }
}

L2LAB_FOR_EVERY_WIDTH(MaskAndSum, (const float* dy, const float* y, int64_t count, float* dz, float* sums),
                      (dy, y, count, dz, sums))

L2LAB_INLINE void SumAtAnyWidth(const float* dy, int64_t count, float* sums) {
  for (int64_t i = 0; i < count; ++i) sums[i] += dy[i];
}

L2LAB_FOR_EVERY_WIDTH(Sum, (const float* dy, int64_t count, float* sums),
                      (dy, count, sums))

class ReluBiasGradient : public OpKernel {
 public:
  explicit ReluBiasGradient(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("relu", &relu_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& dy = context->input(0);
    const Tensor& y = context->input(1);
    const int64_t channels = dy.dim_size(dy.dims() - 1);
    const int64_t total = dy.NumElements();
    OP_REQUIRES(context, !relu_ || y.NumElements() == total,
                absl::InvalidArgumentError("A gradient requires the shape of the output that it belongs to."));
    Tensor* bias_gradient = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(1, TensorShape({channels}), &bias_gradient));
    float* dz = nullptr;
    if (relu_) {
      dz = OutputOver(context, 0);
      if (dz == nullptr) return;
    } else {
      context->set_output(0, dy);
    }
    const int64_t length = PatternLength(channels);
    const int64_t block = kRepeats * length;
    const int64_t blocks = (total + block - 1) / block;
    std::vector<float> block_sums(blocks * channels);
    const float* from = Read(dy);
    const float* outputs = Read(y);
    InParallel(context, blocks, block, [&](int64_t begin, int64_t end) {
      std::vector<float> sums(length);
      for (int64_t i = begin; i < end; ++i) {
        std::fill(sums.begin(), sums.end(), 0.0f);
        for (int64_t at = i * block; at < std::min((i + 1) * block, total); at += length) {
          const int64_t count = std::min(length, total - at);
          if (relu_) MaskAndSum(from + at, outputs + at, count, dz + at, sums.data());
          else Sum(from + at, count, sums.data());
        }
        for (int64_t k = 0; k < length; ++k) block_sums[i * channels + k % channels] += sums[k];
      }
    });
    // In the blocks' order, whoever computed them: any number of threads gives the same sum.
    std::vector<double> totals(channels);
    for (int64_t k = 0; k < blocks * channels; ++k) totals[k % channels] += block_sums[k];
    for (int64_t channel = 0; channel < channels; ++channel) {
      bias_gradient->vec<float>()(channel) = static_cast<float>(totals[channel]);
    }
  }

 private:
  bool relu_;
};

L2LAB_INLINE void LargestAtAnyWidth(const float* x, int64_t count, float* largest) {
  // NaN, once there, stays.
  for (int64_t i = 0; i < count; ++i) largest[i] = (x[i] > largest[i]) | (x[i] != x[i]) ? x[i] : largest[i];
}

L2LAB_FOR_EVERY_WIDTH(Largest, (const float* x, int64_t count, float* largest), (x, count, largest))

/** The largest number of each channel. */
class LargestOfChannels : public OpKernel {
 public:
  explicit LargestOfChannels(OpKernelConstruction* context) : OpKernel(context) {}

  void Compute(OpKernelContext* context) override {
    const Tensor& x = context->input(0);
    const int64_t channels = x.dim_size(x.dims() - 1);
    const int64_t total = x.NumElements();
    OP_REQUIRES(context, total > 0, absl::InvalidArgumentError("The largest number requires at least one."));
    Tensor* largest = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({channels}), &largest));
    const int64_t length = PatternLength(channels);
    const int64_t block = kRepeats * length;
    const int64_t blocks = (total + block - 1) / block;
    // The first pixel's numbers are a start for all: whatever is larger takes their place.
    std::vector<float> of_blocks(blocks * length);
    for (int64_t i = 0; i < blocks * length; ++i) of_blocks[i] = Read(x)[i % channels];
    InParallel(context, blocks, block, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        for (int64_t at = i * block; at < std::min((i + 1) * block, total); at += length) {
          Largest(Read(x) + at, std::min(length, total - at), of_blocks.data() + i * length);
        }
      }
    });
    float* to = WriteOver(*largest);
    std::copy_n(Read(x), channels, to);
    for (int64_t i = 0; i < blocks * length; i += channels) Largest(of_blocks.data() + i, channels, to);
  }
};

REGISTER_OP("L2labLargestOfChannels").Input("x: float").Output("largest: float").SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labLargestOfChannels").Device(tensorflow::DEVICE_CPU), LargestOfChannels);

REGISTER_OP("L2labBiasRelu")
    .Attr("relu: bool")
    .Input("x: float")
    .Input("bias: float")
    .Output("y: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labBiasRelu").Device(tensorflow::DEVICE_CPU), BiasRelu);

REGISTER_OP("L2labReluBiasGradient")
    .Attr("relu: bool")
    .Input("dy: float")
    .Input("y: float")
    .Output("dz: float")
    .Output("bias_gradient: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labReluBiasGradient").Device(tensorflow::DEVICE_CPU), ReluBiasGradient);

}  // namespace
}  // namespace l2lab
