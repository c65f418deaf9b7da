// Convolutions with few channels, stride 1: forward with bias and ReLU, and the gradients of images and filter.
//
// oneDNN, which TensorFlow uses, is made for many channels. With 8 it computes on half-empty vectors, lays the filter out
// anew in each call, and hands so little work to each thread that the hand-over costs more than the work. Here a vector
// holds 8 output channels of one pixel.
//
// In NHWC the kw · channels values that one row of the filter meets lie side by side in the image. So both loops below
// walk along a line, and a filter is a list of kh such lines, each value with its output channels.
#include <cstring>
#include <vector>

#include "shared.h"

namespace l2lab {
namespace {

using tensorflow::OpKernel;
using tensorflow::OpKernelConstruction;
using tensorflow::OpKernelContext;
using tensorflow::Tensor;
using tensorflow::TensorShape;

constexpr int kLanes = 8;
typedef float Vector __attribute__((vector_size(4 * kLanes)));

/** Images whose part of a filter's gradient is summed up by itself: whoever computes it, the sum is the same. */
constexpr int64_t kImagesAtOnce = 4;

int64_t VectorsFor(int64_t channels) { return (channels + kLanes - 1) / kLanes; }

L2LAB_INLINE Vector Load(const float* from) {
  Vector vector;
  std::memcpy(&vector, from, sizeof(vector));
  return vector;
}

/** Sizes of a convolution without padding; the images were given it before. */
struct Sizes {
  int64_t height, width, channels;
  int64_t rows, columns;
  int64_t out_height, out_width, out_channels;

  int64_t line() const { return columns * channels; }
  int64_t vectors() const { return VectorsFor(out_channels); }
};

/** `pixels` outputs side by side, all their channels. */
template <int kPixels, int kVectors>
L2LAB_INLINE void Pixels(const Sizes& s, const float* image, const float* filter, const float* bias, bool relu,
                         float* out) {
  Vector sums[kPixels][kVectors];
  for (int v = 0; v < kVectors; ++v) {
    const Vector start = Load(bias + v * kLanes);
    for (int p = 0; p < kPixels; ++p) sums[p][v] = start;
  }
  const int64_t line = s.line();
  for (int64_t row = 0; row < s.rows; ++row) {
    const float* x = image + row * s.width * s.channels;
    const float* w = filter + row * line * kVectors * kLanes;
    for (int64_t i = 0; i < line; ++i, w += kVectors * kLanes) {
      for (int v = 0; v < kVectors; ++v) {
        const Vector weight = Load(w + v * kLanes);
        for (int p = 0; p < kPixels; ++p) sums[p][v] += weight * x[p * s.channels + i];
      }
    }
  }
  for (int p = 0; p < kPixels; ++p) {
    for (int v = 0; v < kVectors; ++v) {
      Vector sum = sums[p][v];
      // In this order NaN stays NaN.
      if (relu) sum = sum < 0.0f ? Vector{} : sum;
      const int64_t channels = std::min<int64_t>(kLanes, s.out_channels - v * kLanes);
      std::memcpy(out + p * s.out_channels + v * kLanes, &sum, channels == kLanes ? sizeof(sum) : 4 * channels);
    }
  }
}

template <int kPixels, int kVectors>
L2LAB_INLINE void Row(const Sizes& s, const float* image, const float* filter, const float* bias, bool relu,
                      float* out) {
  if (s.out_width < kPixels) {
    for (int64_t x = 0; x < s.out_width; ++x) {
      Pixels<1, kVectors>(s, image + x * s.channels, filter, bias, relu, out + x * s.out_channels);
    }
    return;
  }
  for (int64_t x = 0; x < s.out_width; x += kPixels) {
    // The last ones overlap with those before: computed twice, the same.
    const int64_t at = std::min(x, s.out_width - kPixels);
    Pixels<kPixels, kVectors>(s, image + at * s.channels, filter, bias, relu, out + at * s.out_channels);
  }
}

/** One row of one image's output. */
L2LAB_INLINE void OutputRowAtAnyWidth(const Sizes& s, const float* image, const float* filter, const float* bias,
                                      bool relu, float* out) {
  if (s.vectors() == 1) Row<8, 1>(s, image, filter, bias, relu, out);
  else Row<6, 2>(s, image, filter, bias, relu, out);
}

L2LAB_FOR_EVERY_WIDTH(OutputRow,
                      (const Sizes& s, const float* image, const float* filter, const float* bias, bool relu,
                       float* out),
                      (s, image, filter, bias, relu, out))

/** Gradients of `kValues` values of one line of the filter, over one image. */
template <int kValues, int kVectors>
L2LAB_INLINE void Values(const Sizes& s, const float* image, const float* dy, float* gradient) {
  Vector sums[kValues][kVectors] = {};
  for (int64_t y = 0; y < s.out_height; ++y) {
    const float* x = image + y * s.width * s.channels;
    const float* slope = dy + y * s.out_width * kVectors * kLanes;
    for (int64_t pixel = 0; pixel < s.out_width; ++pixel, x += s.channels, slope += kVectors * kLanes) {
      for (int v = 0; v < kVectors; ++v) {
        const Vector each = Load(slope + v * kLanes);
        for (int i = 0; i < kValues; ++i) sums[i][v] += each * x[i];
      }
    }
  }
  for (int i = 0; i < kValues; ++i) {
    for (int v = 0; v < kVectors; ++v) {
      float* at = gradient + (i * kVectors + v) * kLanes;
      const Vector sum = Load(at) + sums[i][v];
      std::memcpy(at, &sum, sizeof(sum));
    }
  }
}

template <int kVectors>
L2LAB_INLINE void Line(const Sizes& s, const float* image, const float* dy, float* gradient) {
  // As many sums as hide the latency of an addition, and fit into the registers.
  constexpr int kValues = kVectors == 1 ? 8 : 6;
  const int64_t line = s.line();
  int64_t i = 0;
  for (; i + kValues <= line; i += kValues) {
    Values<kValues, kVectors>(s, image + i, dy, gradient + i * kVectors * kLanes);
  }
  for (; i + 3 <= line; i += 3) Values<3, kVectors>(s, image + i, dy, gradient + i * kVectors * kLanes);
  for (; i < line; ++i) Values<1, kVectors>(s, image + i, dy, gradient + i * kVectors * kLanes);
}

/** Adds one image's part to the gradient of the filter. */
L2LAB_INLINE void ImagePartAtAnyWidth(const Sizes& s, const float* image, const float* dy, float* gradient) {
  for (int64_t row = 0; row < s.rows; ++row) {
    const float* x = image + row * s.width * s.channels;
    float* at = gradient + row * s.line() * s.vectors() * kLanes;
    if (s.vectors() == 1) Line<1>(s, x, dy, at);
    else Line<2>(s, x, dy, at);
  }
}

L2LAB_FOR_EVERY_WIDTH(ImagePart, (const Sizes& s, const float* image, const float* dy, float* gradient),
                      (s, image, dy, gradient))

/** Rows of zeros around the images: above, on the left, and as many as are needed below and on the right. */
class Padded {
 public:
  /** @param images [batch, height, width, channels] */
  Padded(const Tensor& images, int64_t top, int64_t left, int64_t height, int64_t width)
      : images_(images), top_(top), left_(left), height_(height), width_(width) {}

  /** An image with its padding, in the buffer if it has any. */
  const float* Image(int64_t n, std::vector<float>* buffer) const {
    const int64_t height = images_.dim_size(1), line = images_.dim_size(2) * images_.dim_size(3);
    const float* image = Read(images_) + n * height * line;
    if (height_ == height && width_ == images_.dim_size(2)) return image;
    const int64_t channels = images_.dim_size(3);
    buffer->assign(height_ * width_ * channels, 0.0f);
    const int64_t rows = std::min(height, height_ - top_);
    const int64_t values = std::min(line, (width_ - left_) * channels);
    for (int64_t y = 0; y < rows; ++y) {
      std::copy_n(image + y * line, values, buffer->data() + ((y + top_) * width_ + left_) * channels);
    }
    return buffer->data();
  }

 private:
  const Tensor& images_;
  const int64_t top_, left_, height_, width_;
};

/** What both ops have: zeros above and on the left of the images, and the output's height and width. */
class Convolution : public OpKernel {
 public:
  explicit Convolution(OpKernelConstruction* context) : OpKernel(context) {
    OP_REQUIRES_OK(context, context->GetAttr("top", &top_));
    OP_REQUIRES_OK(context, context->GetAttr("left", &left_));
  }

 protected:
  int64_t top_, left_;
};

/** images * filter, plus bias and then ReLU if they are wanted. With `mirrored`, the filter is that of which this is the gradient. */
class Conv2D : public Convolution {
 public:
  explicit Conv2D(OpKernelConstruction* context) : Convolution(context) {
    OP_REQUIRES_OK(context, context->GetAttr("out_height", &out_height_));
    OP_REQUIRES_OK(context, context->GetAttr("out_width", &out_width_));
    OP_REQUIRES_OK(context, context->GetAttr("biased", &biased_));
    OP_REQUIRES_OK(context, context->GetAttr("relu", &relu_));
    OP_REQUIRES_OK(context, context->GetAttr("mirrored", &mirrored_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& images = context->input(0);
    const Tensor& filter = context->input(1);
    const Tensor& bias = context->input(2);
    const int64_t rows = filter.dim_size(0), columns = filter.dim_size(1);
    const int64_t channels = filter.dim_size(mirrored_ ? 3 : 2), out_channels = filter.dim_size(mirrored_ ? 2 : 3);
    OP_REQUIRES(context, images.dim_size(3) == channels && VectorsFor(out_channels) <= 2,
                absl::InvalidArgumentError("This convolution requires fitting channels, at most 16 of them."));
    const Sizes s = {out_height_ + rows - 1, out_width_ + columns - 1, channels, rows, columns,
                     out_height_, out_width_, out_channels};
    Tensor* out = nullptr;
    const int64_t batch = images.dim_size(0);
    OP_REQUIRES_OK(context, context->allocate_output(
                                0, TensorShape({batch, out_height_, out_width_, out_channels}), &out));
    const int64_t lanes = s.vectors() * kLanes;
    std::vector<float> full_filter(rows * s.line() * lanes), full_bias(lanes);
    if (biased_) std::copy_n(Read(bias), out_channels, full_bias.data());
    for (int64_t position = 0; position < rows * columns; ++position) {
      for (int64_t in = 0; in < channels; ++in) {
        for (int64_t o = 0; o < out_channels; ++o) {
          const int64_t from = mirrored_ ? ((rows * columns - 1 - position) * out_channels + o) * channels + in
                                         : (position * channels + in) * out_channels + o;
          full_filter[(position * channels + in) * lanes + o] = Read(filter)[from];
        }
      }
    }
    const Padded padded(images, top_, left_, s.height, s.width);
    float* to = WriteOver(*out);
    const int64_t cost = out_height_ * out_width_ * rows * s.line() * s.vectors() / 2;
    InParallel(context, batch, cost, [&](int64_t begin, int64_t end) {
      std::vector<float> buffer;
      for (int64_t n = begin; n < end; ++n) {
        const float* image = padded.Image(n, &buffer);
        for (int64_t y = 0; y < out_height_; ++y) {
          OutputRow(s, image + y * s.width * channels, full_filter.data(), full_bias.data(), relu_,
                    to + (n * out_height_ + y) * out_width_ * out_channels);
        }
      }
    });
  }

 private:
  int64_t out_height_, out_width_;
  bool biased_, relu_, mirrored_;
};

/** The gradient of the filter, given `dy` of the output. */
class Conv2DFilterGradient : public Convolution {
 public:
  explicit Conv2DFilterGradient(OpKernelConstruction* context) : Convolution(context) {
    OP_REQUIRES_OK(context, context->GetAttr("rows", &rows_));
    OP_REQUIRES_OK(context, context->GetAttr("columns", &columns_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor& images = context->input(0);
    const Tensor& dy = context->input(1);
    const int64_t batch = images.dim_size(0), channels = images.dim_size(3), out_channels = dy.dim_size(3);
    OP_REQUIRES(context, VectorsFor(out_channels) <= 2,
                absl::InvalidArgumentError("This convolution requires at most 16 channels."));
    const Sizes s = {dy.dim_size(1) + rows_ - 1, dy.dim_size(2) + columns_ - 1, channels, rows_, columns_,
                     dy.dim_size(1), dy.dim_size(2), out_channels};
    Tensor* gradient = nullptr;
    OP_REQUIRES_OK(context,
                   context->allocate_output(0, TensorShape({rows_, columns_, channels, out_channels}), &gradient));
    const int64_t lanes = s.vectors() * kLanes;
    const int64_t size = rows_ * s.line() * lanes;
    const int64_t blocks = (batch + kImagesAtOnce - 1) / kImagesAtOnce;
    std::vector<float> sums(blocks * size);
    const Padded padded(images, top_, left_, s.height, s.width);
    const int64_t pixels = s.out_height * s.out_width;
    InParallel(context, blocks, kImagesAtOnce * pixels * rows_ * s.line() * s.vectors() / 2,
               [&](int64_t begin, int64_t end) {
                 std::vector<float> buffer, full_dy;
                 for (int64_t n = begin * kImagesAtOnce; n < std::min(end * kImagesAtOnce, batch); ++n) {
                   const float* slopes = Read(dy) + n * pixels * out_channels;
                   if (lanes != out_channels) {
                     full_dy.assign(pixels * lanes, 0.0f);
                     for (int64_t p = 0; p < pixels; ++p) {
                       std::copy_n(slopes + p * out_channels, out_channels, full_dy.data() + p * lanes);
                     }
                     slopes = full_dy.data();
                   }
                   ImagePart(s, padded.Image(n, &buffer), slopes, sums.data() + n / kImagesAtOnce * size);
                 }
               });
    float* to = WriteOver(*gradient);
    for (int64_t i = 0; i < rows_ * s.line(); ++i) {
      for (int64_t o = 0; o < out_channels; ++o) {
        double total = 0;
        for (int64_t block = 0; block < blocks; ++block) total += sums[block * size + i * lanes + o];
        to[i * out_channels + o] = static_cast<float>(total);
      }
    }
  }

 private:
  int64_t rows_, columns_;
};

REGISTER_OP("L2labConv2D")
    .Attr("top: int")
    .Attr("left: int")
    .Attr("out_height: int")
    .Attr("out_width: int")
    .Attr("biased: bool")
    .Attr("relu: bool")
    .Attr("mirrored: bool")
    .Input("images: float")
    .Input("filter: float")
    .Input("bias: float")
    .Output("out: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labConv2D").Device(tensorflow::DEVICE_CPU), Conv2D);

REGISTER_OP("L2labConv2DFilterGradient")
    .Attr("top: int")
    .Attr("left: int")
    .Attr("rows: int")
    .Attr("columns: int")
    .Input("images: float")
    .Input("dy: float")
    .Output("gradient: float")
    .SetIsStateful();
REGISTER_KERNEL_BUILDER(Name("L2labConv2DFilterGradient").Device(tensorflow::DEVICE_CPU), Conv2DFilterGradient);

}  // namespace
}  // namespace l2lab
