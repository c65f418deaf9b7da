// The end of the forward pass in one op: cross-entropy and number of correct images of a batch, and the gradient of the
// mean cross-entropy.
#include <cmath>

#include "shared.h"

namespace l2lab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

class Crossentropy : public OpKernel {
 public:
  explicit Crossentropy(OpKernelConstruction* context) : OpKernel(context) {}

  void Compute(OpKernelContext* context) override {
    const Tensor& logits = context->input(0);
    const Tensor& labels = context->input(1);
    OP_REQUIRES(context, logits.dims() == 2 && logits.shape() == labels.shape(),
                absl::InvalidArgumentError("Cross-entropy requires logits and labels of one shape, [batch, classes]."));
    const int64_t batch = logits.dim_size(0);
    const int64_t classes = logits.dim_size(1);
    Tensor* numbers = nullptr;
    Tensor* gradient = nullptr;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({2}), &numbers));
    OP_REQUIRES_OK(context, context->allocate_output(1, logits.shape(), &gradient));
    double loss = 0;
    int64_t correct = 0;
    for (int64_t row = 0; row < batch; ++row) {
      const float* scores = Read(logits) + row * classes;
      const float* wanted = Read(labels) + row * classes;
      float* slope = gradient->flat<float>().data() + row * classes;
      // The first of several largest, as ArgMax has it. NaN among the scores makes the loss NaN below.
      const int64_t best = std::max_element(scores, scores + classes) - scores;
      correct += best == std::max_element(wanted, wanted + classes) - wanted;
      double sum = 0;
      for (int64_t k = 0; k < classes; ++k) sum += slope[k] = std::exp(scores[k] - scores[best]);
      const float log_sum = static_cast<float>(std::log(sum));
      for (int64_t k = 0; k < classes; ++k) {
        // 0 · ∞ is no loss: a score may be so low that its logarithm overflows.
        if (wanted[k] != 0) loss += wanted[k] * (log_sum - (scores[k] - scores[best]));
        slope[k] = (slope[k] / static_cast<float>(sum) - wanted[k]) / batch;
      }
    }
    numbers->vec<float>()(0) = static_cast<float>(loss / batch);
    numbers->vec<float>()(1) = static_cast<float>(correct);
  }
};

REGISTER_OP("L2labCrossentropy")
    .Input("logits: float")
    .Input("labels: float")
    .Output("numbers: float")
    .Output("gradient: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labCrossentropy").Device(tensorflow::DEVICE_CPU), Crossentropy);

}  // namespace
}  // namespace l2lab
