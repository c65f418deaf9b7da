// Adam in one pass over memory: weight, gradient and both means are read once and written once, with the gradient of an
// L1 and L2 penalty, decoupled weight decay and the sums that the penalty's value needs. The formulas are those of
// ../../../model/KerasAdam.ts.
#include <cmath>
#include <vector>

#include "shared.h"

namespace l2lab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::OpInputList;
using tensorflow::Tensor;
using tensorflow::TensorShape;

/** Sums are taken over blocks of this many weights, then over the blocks in their order: any number of threads gives the same. */
constexpr int64_t kBlock = 8192;
/** Sums within a block, so that the compiler can add up whole vectors. */
constexpr int kSums = 32;

/** The row of `numbers` that belongs to a weight. */
struct Numbers {
  float step, keep1, keep2, epsilon, l1, twice_l2, decay;
};

struct Sums {
  float magnitudes[kSums] = {};
  float squares[kSums] = {};
};

template <bool kPenalized>
L2LAB_INLINE void Update(float* w, float* m, float* v, const float* g, int64_t i, const Numbers& n, float* magnitude,
                   float* square) {
  float weight = w[i];
  float gradient = g[i];
  if (kPenalized) {
    *magnitude += std::fabs(weight);
    *square += weight * weight;
    const float sign = (weight > 0.0f ? 1.0f : 0.0f) - (weight < 0.0f ? 1.0f : 0.0f);
    gradient = gradient + n.l1 * sign + n.twice_l2 * weight;
    weight -= n.decay * weight;
  }
  m[i] += (gradient - m[i]) * n.keep1;
  v[i] += (gradient * gradient - v[i]) * n.keep2;
  w[i] = weight - (m[i] * n.step) / (std::sqrt(v[i]) + n.epsilon);
}

template <bool kPenalized>
L2LAB_INLINE void UpdateBlock(float* __restrict w, float* __restrict m, float* __restrict v, const float* __restrict g,
                        int64_t count, const Numbers& n, Sums* sums) {
  int64_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (int lane = 0; lane < kSums; ++lane) {
      Update<kPenalized>(w, m, v, g, i + lane, n, &sums->magnitudes[lane], &sums->squares[lane]);
    }
  }
  for (; i < count; ++i) Update<kPenalized>(w, m, v, g, i, n, &sums->magnitudes[0], &sums->squares[0]);
}

L2LAB_INLINE void PlainBlockAtAnyWidth(float* w, float* m, float* v, const float* g, int64_t count, const Numbers& n,
                                       Sums* sums) {
  UpdateBlock<false>(w, m, v, g, count, n, sums);
}

L2LAB_INLINE void PenalizedBlockAtAnyWidth(float* w, float* m, float* v, const float* g, int64_t count,
                                           const Numbers& n, Sums* sums) {
  UpdateBlock<true>(w, m, v, g, count, n, sums);
}

L2LAB_FOR_EVERY_WIDTH(PlainBlock,
                      (float* w, float* m, float* v, const float* g, int64_t count, const Numbers& n, Sums* sums),
                      (w, m, v, g, count, n, sums))
L2LAB_FOR_EVERY_WIDTH(PenalizedBlock,
                      (float* w, float* m, float* v, const float* g, int64_t count, const Numbers& n, Sums* sums),
                      (w, m, v, g, count, n, sums))

double Total(const float (&lanes)[kSums]) {
  double total = 0;
  for (float lane : lanes) total += lane;
  return total;
}

class Adam : public OpKernel {
 public:
  explicit Adam(OpKernelConstruction* context) : OpKernel(context) {}

  void Compute(OpKernelContext* context) override {
    OpInputList weights, means, squares, gradients;
    OP_REQUIRES_OK(context, context->input_list("weights", &weights));
    OP_REQUIRES_OK(context, context->input_list("means", &means));
    OP_REQUIRES_OK(context, context->input_list("squares", &squares));
    OP_REQUIRES_OK(context, context->input_list("gradients", &gradients));
    const int inputs = context->num_inputs();
    const int32_t* starts = context->input(inputs - 2).flat<int32_t>().data();
    const Numbers* numbers = reinterpret_cast<const Numbers*>(Read(context->input(inputs - 1)));
    Tensor* sums = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({weights.size(), 2}), &sums));

    // All blocks of all weights in one list, so that the threads meet once.
    std::vector<int64_t> first_block = {0};
    for (int i = 0; i < weights.size(); ++i) {
      OP_REQUIRES(context, IsSole(weights[i]) && IsSole(means[i]) && IsSole(squares[i]),
                  absl::FailedPreconditionError("l2lab's Adam requires weights and means that nobody else holds."));
      OP_REQUIRES(context, starts[i] + gradients[i].NumElements() <= weights[i].NumElements(),
                  absl::InvalidArgumentError("l2lab's Adam requires gradients within their weights."));
      first_block.push_back(first_block.back() + (gradients[i].NumElements() + kBlock - 1) / kBlock);
    }
    std::vector<double> block_sums(2 * first_block.back());
    InParallel(context, first_block.back(), 20 * kBlock, [&](int64_t begin, int64_t end) {
      int i = 0;
      for (int64_t block = begin; block < end; ++block) {
        while (block >= first_block[i + 1]) ++i;
        const Numbers& n = numbers[i];
        const int64_t from = (block - first_block[i]) * kBlock;
        const int64_t at = starts[i] + from;
        const int64_t count = std::min<int64_t>(kBlock, gradients[i].NumElements() - from);
        Sums lanes;
        const bool penalized = n.l1 != 0 || n.twice_l2 != 0 || n.decay != 0;
        (penalized ? PenalizedBlock : PlainBlock)(WriteOver(weights[i]) + at, WriteOver(means[i]) + at,
                                                  WriteOver(squares[i]) + at, Read(gradients[i]) + from, count, n,
                                                  &lanes);
        block_sums[2 * block] = Total(lanes.magnitudes);
        block_sums[2 * block + 1] = Total(lanes.squares);
      }
    });
    for (int i = 0; i < weights.size(); ++i) {
      for (int which = 0; which < 2; ++which) {
        double total = 0;
        for (int64_t block = first_block[i]; block < first_block[i + 1]; ++block) total += block_sums[2 * block + which];
        sums->matrix<float>()(i, which) = static_cast<float>(total);
      }
    }
  }
};

/** For each tensor 1 if an op may write over it, else 0. */
class Sole : public OpKernel {
 public:
  explicit Sole(OpKernelConstruction* context) : OpKernel(context) {}

  void Compute(OpKernelContext* context) override {
    Tensor* answer = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({context->num_inputs()}), &answer));
    for (int i = 0; i < context->num_inputs(); ++i) answer->vec<int32_t>()(i) = IsSole(context->input(i)) ? 1 : 0;
  }
};

REGISTER_OP("L2labSole").Attr("N: int >= 1").Input("tensors: N * float").Output("sole: int32").SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labSole").Device(tensorflow::DEVICE_CPU), Sole);

REGISTER_OP("L2labAdam")
    .Attr("N: int >= 1")
    .Input("weights: N * float")
    .Input("means: N * float")
    .Input("squares: N * float")
    .Input("gradients: N * float")
    .Input("starts: int32")
    .Input("numbers: float")
    .Output("sums: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labAdam").Device(tensorflow::DEVICE_CPU), Adam);

}  // namespace
}  // namespace l2lab
