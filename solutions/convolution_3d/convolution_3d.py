# %% [markdown]
# # 3D convolution: exercises
#
# Six functions, 30 points, and a question in words, 6 points. Each function has one text, one cell for your
# code, and two test cells: a visible one that you can run, and a hidden one that the grader runs on inputs
# you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 8.1 `conv2d_one_filter` | 1 + 2 | one filter, as deep as its input |
# | 8.2 `conv2d` | 2 + 6 | the whole layer: filters, batch, stride, padding, dilation, groups |
# | 8.3 `conv1d_tokens` | 1 + 3 | one sliding axis: a text |
# | 8.4 `conv3d` | 2 + 4 | three sliding axes: a volume |
# | 8.5 `conv_shape` | 1 + 2 | the output's shape, for 1, 2 or 3 sliding axes |
# | 8.6 `conv2d_grad_weight` | 2 + 4 | backward: the gradient of the filters |
# | question A | 6 | an answer in words, which a person reads |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, strings, tuples, NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating.
#   Sizes are exact `int`s, never `6.0`.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
# - **No flipping.** A kernel slides as it is, as in PyTorch.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# Some arguments are one int or a pair of ints. `as_pair` makes a pair of both.


# %% given="helpers"
def as_pair(value):
    """Write an int twice; leave a pair as it is.

    value: an int, or two ints (vertical, horizontal).
    Returns two ints; anything else raises ValueError.
    """
    pair = (value, value) if np.ndim(value) == 0 else tuple(value)
    if len(pair) != 2 or any(int(number) != number for number in pair):
        raise ValueError(f"an int or two ints, (vertical, horizontal), not {value!r}")
    return int(pair[0]), int(pair[1])


# %% [markdown]
# From earlier chapters you get three functions: `cross_correlate2d` slides a kernel over one image (chapter
# 5), `pad2d` puts a frame around the last two axes (chapter 6), and `conv_output_size` says how many windows
# fit along one axis (chapter 7).


# %% given="stand-ins"
def cross_correlate2d(x, kernel):
    """Slide the kernel over every position where it fits, without turning it.

    x: array (H, W); kernel: array (KH, KW), not empty, at most as large as x.
    Returns a float array (H-KH+1, W-KW+1); anything else raises ValueError.
    """
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or 0 in kernel.shape:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    if kernel.shape[0] > x.shape[0] or kernel.shape[1] > x.shape[1]:
        raise ValueError(f"the kernel {kernel.shape} is larger than x {x.shape}")
    x, kernel = torch.from_numpy(x.copy()), torch.from_numpy(kernel.copy())
    return F.conv2d(x[None, None], kernel[None, None])[0, 0].numpy()


def pad2d(x, pad, value=0.0):
    """Put a frame around the last two axes.

    x: array (..., H, W); pad: (top, bottom, left, right), ints >= 0; value: a number.
    Returns a new float array (..., top+H+bottom, left+W+right); bad input raises ValueError.
    """
    top, bottom, left, right = pad
    if np.ndim(x) < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    x = torch.tensor(np.asarray(x, dtype=np.float64))
    return F.pad(x, (left, right, top, bottom), value=float(value)).numpy()


def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    """Count the windows that fit along one axis.

    n: int >= 0; kernel, stride, dilation: ints >= 1.
    padding: an int >= 0, per side, or a pair (before, after).
    Returns an int; a kernel that does not fit and other bad input raise ValueError.
    """
    before, after = as_pair(padding)
    if n < 0 or min(kernel, stride, dilation) < 1 or min(before, after) < 0:
        raise ValueError("n and padding must be at least 0, kernel, stride and dilation at least 1")
    row = torch.zeros(1, 1, 1, n + before + after)
    try:
        return F.unfold(row, (1, kernel), dilation=(1, dilation), stride=(1, stride)).shape[-1]
    except RuntimeError as error:
        raise ValueError(f"a kernel of {kernel} with dilation {dilation} does not fit") from error


# %% [markdown]
# Have you written these functions yourself? Then you may put them into the next cell, by hand or with
# `autograder carry`. From there on your own are used instead of the given ones. Without them everything works
# too: leave the cell as it is.

# %% open="earlier"
# Optional: your own cross_correlate2d, pad2d and conv_output_size.

# %% [markdown]
# ## 8.1 `conv2d_one_filter`: one filter, as deep as its input
#
# An image with two channels, and a filter with two slices:
#
# ```text
# channel 0    channel 1     slice 0    slice 1
#  1 2 3 0      0 1 0 1       2 0 1      1 0 0
#  0 1 2 3      0 1 0 1       0 1 2      0 1 0
#  3 0 1 2      0 1 0 1       1 0 2      0 0 1
#  2 3 0 1      0 1 0 1
# ```
#
# Slice 0 slides over channel 0 and makes 15 16, 6 15. Slice 1 slides over channel 1 and makes 1 2, 1 2. The
# two maps are added: the result is **one** map, 16 18, 7 17.
#
# Slide each slice over its channel, add up all the maps, and add the bias.
#
# - `out[i, j]` is the bias plus the sum over `c`, `u` and `v` of `x[c, i + u, j + v] * weight[c, u, v]`.
# - The filter has exactly as many slices as `x` has channels, at least one. One slice for three channels is
#   an error too: nothing is spread.
# - The bias is one number. It is added once to each output.
# - Slices and channels need not be square. A filter that does not fit, or an `x` or a `weight` that is not
#   3-D: `ValueError`.


# %% solution="conv2d_one_filter" difficulty=2
def conv2d_one_filter(x, weight, bias=0.0):
    """Slide one filter over an image with channels; what the channels give is added up.

    x: array (C, H, W); weight: array (C, KH, KW), not empty, at most as large as x; bias: a number.
    Returns a float array (H-KH+1, W-KW+1); anything else raises ValueError.
    """
    ### BEGIN SOLUTION
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError(f"x {x.shape} and weight {weight.shape} must be 3-D, with the same channels")
    maps = [cross_correlate2d(channel, kernel) for channel, kernel in zip(x, weight, strict=True)]
    return np.sum(maps, axis=0) + bias
    ### END SOLUTION


# %% visible="conv2d_one_filter" points=1
image = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
stripes = np.array([[0, 1, 0, 1]] * 4)
kernel = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])

out = conv2d_one_filter(np.stack([image, stripes]), np.stack([kernel, np.eye(3)]))
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (2, 2), f"two channels go in, one flat map comes out: got shape {out.shape}, not (2, 2)"
assert out.tolist() == [[16, 18], [7, 17]], f"15 16, 6 15 plus 1 2, 1 2 is 16 18, 7 17: got\n{out}"

single = conv2d_one_filter(image[None], kernel[None], 3.0)
assert single.tolist() == [[18, 19], [9, 18]], f"one channel and a bias of 3, 18 19 and 9 18: got\n{single}"

# %% hidden="conv2d_one_filter" points=2
# Hidden tests, 2 points, 17 checks: 1 to 5 channels with a bias, images and slices of random sizes, even and
# not square; a filter as large as x, and of 1x1; uint8 beyond 255, float32; a strided view; a filter with
# other channels than x, with one slice for three channels, or with no slice at all, one that is too high, an
# x or a weight with two axes and a batch (N, C, H, W) must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, weight, bias=0.0):
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    return F.conv2d(x[None], weight[None], torch.tensor([bias], dtype=torch.float64))[0, 0].numpy()


rule = "(H - KH + 1, W - KW + 1), without a channel axis"
with checks.exercise("convolution_3d.conv2d_one_filter", reference, shape=rule) as check:
    rng = check.rng
    settings = ((2, 5, 5, 3, 3), (1, 4, 5, 2, 2), (3, 5, 4, 2, 3), (4, 3, 6, 1, 4), (5, 6, 5, 4, 2))
    for c, h, w, kh, kw in settings:
        x, weight = rng.normal(size=(c, h, w)), rng.normal(size=(c, kh, kw))
        check.expect(x, weight, float(rng.normal()), what=f"{c} channels, a {kh}x{kw} filter on {h}x{w}")
    check.expect(rng.normal(size=(3, 3, 4)), rng.normal(size=(3, 3, 4)), what="a filter as large as x")
    check.expect(rng.normal(size=(4, 3, 5)), rng.normal(size=(4, 1, 1)), 0.5, what="a 1x1 filter")
    bright, weights = rng.integers(200, 256, size=(2, 4, 4)), rng.integers(2, 9, size=(2, 3, 3))
    check.expect(bright.astype(np.uint8), weights.astype(np.uint8), 1, what="uint8, sums above 255")
    single = rng.normal(size=(3, 5, 5)).astype(np.float32), rng.normal(size=(3, 2, 2)).astype(np.float32)
    check.expect(*single, 0.25, what="float32")
    strided = rng.normal(size=(6, 8, 10))[::2, ::2, ::2]
    check.expect(strided, rng.normal(size=(3, 2, 3)), what="a strided view")
    x = rng.normal(size=(3, 4, 4))
    check.raises(ValueError, x, rng.normal(size=(2, 3, 3)), what="2 slices for 3 channels")
    check.raises(ValueError, x, rng.normal(size=(1, 3, 3)), what="1 slice for 3 channels")
    check.raises(ValueError, np.zeros((0, 4, 4)), np.zeros((0, 3, 3)), what="no channel at all")
    check.raises(ValueError, x, rng.normal(size=(3, 5, 2)), what="a filter that is too high")
    check.raises(ValueError, x[0], rng.normal(size=(4, 3, 3)), what="an x with two axes")
    check.raises(ValueError, x, rng.normal(size=(3, 3)), what="a weight with two axes")
    check.raises(ValueError, x[None], rng.normal(size=(1, 3, 3)), what="a batch, (N, C, H, W)")
### END HIDDEN TESTS

# %% [markdown]
# ## 8.2 `conv2d`: the whole layer
#
# Two images with one channel, all ones, and two filters: nine ones, and nine times minus one. With padding 1
# the first filter counts how many pixels each window holds: 4 in a corner, 6 at an edge, 9 in the middle. The
# second one gives the same with a minus. So `(2, 1, 3, 3)` goes in, and `(2, 2, 3, 3)` comes out: a map for
# each image and each filter.
#
# Compute what `F.conv2d(x, weight, bias, stride, padding, dilation, groups)` computes.
#
# - `stride`, `padding` and `dilation` are one int, or a pair (vertical, horizontal). `as_pair` helps.
# - The padding is made of zeros, on both sides of an axis, and on no other axis than height and width.
# - `bias` is None, or holds one number for each filter.
# - With `groups=g`, the channels are cut into `g` equal parts, and so are the filters: filter `f` of the
#   first `F / g` sees the first `C / g` channels only, and so on. So `weight` is `(F, C / g, KH, KW)`.
# - An empty batch gives an empty batch.
# - `ValueError`: channels, filters and groups that do not fit each other (1 slice for 3 channels included), a
#   bias of another length, a kernel that does not fit into the padded image, arrays that are not 4-D, a
#   stride of 0, a negative padding.
#
# Any loops are right. But chapter 12 trains a network with this function, and calls it thousands of times:
# loop over the cells of the kernel at most, and leave batch, channels, filters and places to NumPy.


# %% solution="conv2d" difficulty=5
def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """A convolution as a layer of a network computes it.

    x: array (N, C, H, W); weight: array (F, C/groups, KH, KW); bias: array (F,) or None.
    stride, padding, dilation: an int or two ints (vertical, horizontal); groups: an int >= 1.
    Returns a float array (N, F, OH, OW); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    if x.ndim != 4 or weight.ndim != 4:
        raise ValueError("x must be (N, C, H, W) and weight (F, C/groups, KH, KW)")
    (n, channels, height, width), (filters, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or filters % groups or channels != slices * groups or channels == 0:
        raise ValueError(f"{channels} channels, {slices} slices and {filters} filters in {groups} groups")
    if bias is not None and np.shape(bias) != (filters,):
        raise ValueError(f"{filters} filters need {filters} biases, not {np.shape(bias)}")
    oh, ow = conv_output_size(height, kh, sh, ph, dh), conv_output_size(width, kw, sw, pw, dw)
    framed = pad2d(x, (ph, ph, pw, pw)).reshape(n, groups, slices, height + 2 * ph, width + 2 * pw)
    weight = weight.reshape(groups, filters // groups, slices, kh, kw)
    out = np.zeros((n, groups, filters // groups, oh, ow))
    for u, v in np.ndindex(kh, kw):  # what this cell of the kernel meets, in all windows at once
        rows = slice(u * dh, u * dh + (oh - 1) * sh + 1, sh)
        columns = slice(v * dw, v * dw + (ow - 1) * sw + 1, sw)
        met = framed[..., rows, columns]
        out += np.einsum("ngchw,gfc->ngfhw", met, weight[..., u, v], optimize=True)
    out = out.reshape(n, filters, oh, ow)
    return out if bias is None else out + np.reshape(bias, (filters, 1, 1))
    ### END SOLUTION


# %% visible="conv2d" points=2
x = np.arange(18.0).reshape(1, 2, 3, 3)  # (N, C, H, W)
out = conv2d(x, np.ones((1, 2, 2, 2)), np.array([10.0]))
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (1, 1, 2, 2), f"1 image, 1 filter, 2x2 places: got shape {out.shape}, not (1, 1, 2, 2)"
first = out[0, 0, 0, 0]
assert first == 62, f"0 + 1 + 3 + 4, 9 + 10 + 12 + 13 and a bias of 10 are 62: got {first}"
assert out[0, 0].tolist() == [[62, 70], [86, 94]], f"one step adds 8, one row adds 24: got\n{out[0, 0]}"

weight = np.stack([np.ones((1, 3, 3)), -np.ones((1, 3, 3))])  # (F, C, KH, KW)
counts = conv2d(np.ones((2, 1, 3, 3)), weight, padding=1)
assert counts.shape == (2, 2, 3, 3), f"2 images, 2 filters, 3x3: got shape {counts.shape}, not (2, 2, 3, 3)"
plus, minus = counts[1]
assert plus.tolist() == [[4, 6, 4], [6, 9, 6], [4, 6, 4]], f"4 ones in a corner, 9 in the middle: got\n{plus}"
assert np.array_equal(minus, -plus), f"the second filter gives minus the first: got\n{minus}"

# %% hidden="conv2d" points=6
# Hidden tests, 6 points, 29 checks: random sizes with pairs for stride, padding and dilation; batches,
# channels and filters of one size; 2 and 3 groups, with one filter a group and with several, with stride and
# padding; an empty batch; uint8 beyond 255, float32; a strided and a transposed view; channels that do not
# fit, one slice for three channels, filters or channels that the groups do not divide, 0 groups, a bias of
# length 1 for two filters, a kernel that does not fit, also with dilation, an x or a weight with three axes,
# a stride of 0 and a negative padding must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups).numpy()


rule = "(N, F, OH, OW), each size floor((n + 2 * padding - dilation * (k - 1) - 1) / stride) + 1"
with checks.exercise("convolution_3d.conv2d", reference, shape=rule) as check:
    rng = check.rng
    settings = (
        ((2, 3, 5, 6), (4, 3, 3, 2), 1, 0, 1),
        ((3, 2, 7, 5), (3, 2, 3, 3), 2, 1, 1),
        ((1, 4, 9, 8), (2, 4, 2, 3), (2, 3), (1, 0), (2, 1)),
        ((2, 1, 6, 6), (5, 1, 1, 1), 1, 0, 1),
        ((2, 3, 4, 4), (3, 3, 4, 4), 1, 2, 1),
        ((1, 2, 8, 8), (2, 2, 3, 3), (3, 1), (0, 2), (1, 2)),
    )
    for image, kernel, stride, padding, dilation in settings:
        what = f"x {image}, weight {kernel}, stride {stride}, padding {padding}, dilation {dilation}"
        x, weight, bias = rng.normal(size=image), rng.normal(size=kernel), rng.normal(size=kernel[0])
        check.expect(x, weight, bias, stride, padding, dilation, what=what)
    for _ in range(2):
        n, c, f, kh, kw, s, p, d = rng.integers(1, 4, size=8).tolist()
        h, w = (d * np.array([kh - 1, kw - 1]) + rng.integers(1, 6, size=2)).tolist()
        x, weight = rng.normal(size=(n, c, h, w)), rng.normal(size=(f, c, kh, kw))
        check.expect(x, weight, None, s, p, d, what="random sizes, strides, paddings and dilations")
    cube = rng.normal(size=(3, 3, 3, 3)), rng.normal(size=(3, 3, 3, 3)), rng.normal(size=3)
    check.expect(*cube, 1, 1, what="3 images, 3 channels, 3 filters, all of 3x3")
    x, weight, bias = rng.normal(size=(2, 4, 5, 5)), rng.normal(size=(6, 2, 3, 3)), rng.normal(size=6)
    check.expect(x, weight, bias, 1, 1, 1, 2, what="2 groups")
    x = rng.normal(size=(2, 3, 5, 6))
    check.expect(x, rng.normal(size=(3, 1, 3, 3)), groups=3, what="a group for each channel")
    weight, bias = rng.normal(size=(6, 1, 2, 2)), rng.normal(size=6)
    check.expect(x, weight, bias, 2, (0, 1), groups=3, what="3 groups of 2 filters, stride 2, padding (0, 1)")
    x, weight, bias = np.zeros((0, 2, 4, 4)), rng.normal(size=(3, 2, 3, 3)), rng.normal(size=3)
    check.expect(x, weight, bias, what="an empty batch")
    bright, weights = rng.integers(200, 256, size=(1, 2, 4, 4)), rng.integers(2, 9, size=(2, 2, 3, 3))
    integers = bright.astype(np.uint8), weights.astype(np.uint8), np.array([1, 2])
    check.expect(*integers, what="uint8, sums above 255")
    sizes = (2, 2, 5, 5), (3, 2, 3, 3), 3
    check.expect(*(rng.normal(size=size).astype(np.float32) for size in sizes), what="float32")
    strided = rng.normal(size=(4, 4, 10, 12))[::2, ::2, ::2, ::2]
    check.expect(strided, rng.normal(size=(3, 2, 3, 3)), None, 2, 1, what="a strided view")
    last = rng.normal(size=(2, 5, 4, 3)).transpose(0, 3, 1, 2)
    check.expect(last, rng.normal(size=(2, 3, 2, 2)), what="a transposed view")
    x, weight = rng.normal(size=(1, 3, 4, 4)), rng.normal(size=(2, 3, 3, 3))
    check.raises(ValueError, x, weight[:, :2], what="2 slices for 3 channels")
    check.raises(ValueError, x, weight[:, :1], what="1 slice for 3 channels")
    even = rng.normal(size=(1, 4, 4, 4))
    check.raises(ValueError, even, rng.normal(size=(3, 2, 3, 3)), groups=2, what="3 filters in 2 groups")
    check.raises(ValueError, x, weight[:, :1], groups=2, what="3 channels in 2 groups")
    check.raises(ValueError, x, weight, groups=0, what="0 groups")
    check.raises(ValueError, x, weight, rng.normal(size=1), what="a bias of length 1 for 2 filters")
    check.raises(ValueError, x, rng.normal(size=(2, 3, 3, 5)), what="a kernel that is too wide")
    check.raises(ValueError, x, weight, dilation=2, what="a kernel that dilation makes too large")
    check.raises(ValueError, x[0], weight, what="an x with three axes")
    check.raises(ValueError, x, weight[0], what="a weight with three axes")
    check.raises(ValueError, x, weight, stride=0, what="a stride of 0")
    check.raises(ValueError, x, weight, padding=-1, what="a negative padding")
### END HIDDEN TESTS

# %% [markdown]
# ## 8.3 `conv1d_tokens`: one sliding axis
#
# A text of three tokens, each with two numbers: `[[1, 0], [0, 1], [1, 1]]`. One filter is two tokens long. It
# holds 1 and 2 for the first number of a token, 3 and 4 for the second: `[[1, 2], [3, 4]]`. There are two
# places for it:
#
# ```text
# tokens 0 and 1:   1*1 + 0*3   +   0*2 + 1*4   =   5
# tokens 1 and 2:   0*1 + 1*3   +   1*2 + 1*4   =   9
# ```
#
# Slide each filter along the tokens. The `E` numbers of a token are its channels: all of them are added up.
#
# - `out[n, i, f]` is `bias[f]` plus the sum over `e` and `k` of `tokens[n, i + k, e] * weight[f, e, k]`.
# - Tokens go in as `(N, L, E)`, and maps come out as `(N, L-K+1, F)`: the features are last, as in Keras. The
#   weight is PyTorch's, `(F, E, K)`.
# - An empty batch gives an empty batch.
# - `ValueError`: arrays that are not 3-D, another `E` in `weight` (1 included), more taps than tokens, a bias
#   that is not `(F,)`.


# %% solution="conv1d_tokens" difficulty=3
def conv1d_tokens(tokens, weight, bias=None):
    """Slide filters along the tokens of texts.

    tokens: array (N, L, E); weight: array (F, E, K), K from 1 to L; bias: array (F,) or None.
    Returns a float array (N, L-K+1, F); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError(f"tokens (N, L, E) and weight (F, E, K), not {tokens.shape} and {weight.shape}")
    filters, _, taps = weight.shape
    if bias is not None and np.shape(bias) != (filters,):
        raise ValueError(f"{filters} filters need {filters} biases, not {np.shape(bias)}")
    places = conv_output_size(tokens.shape[1], taps)
    out = np.zeros((len(tokens), places, filters))
    for k in range(taps):
        out += tokens[:, k : k + places] @ weight[:, :, k].T
    return out if bias is None else out + bias
    ### END SOLUTION


# %% visible="conv1d_tokens" points=1
text = np.array([[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]])  # (N, L, E)
weight = np.array([[[1.0, 2.0], [3.0, 4.0]]])  # (F, E, K)
out = conv1d_tokens(text, weight)
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (1, 2, 1), f"1 text, 2 places, 1 filter: got shape {out.shape}, expected (1, 2, 1)"
assert out.ravel().tolist() == [5, 9], f"the two places give 5 and 9: got {out.ravel()}"

# %% hidden="conv1d_tokens" points=3
# Hidden tests, 3 points, 17 checks: random sizes with a bias, even and odd filters; as many tokens as numbers
# and as filters; 20 tokens of 8 numbers; filters of one token and as long as the text; an empty batch;
# integers, float32; a strided view; another E in the weight, an E of 1 in the weight, more taps than tokens,
# a bias of length 1 for two filters, a single text (L, E) and a weight with two axes must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(tokens, weight, bias=None):
    tokens, weight = torch.tensor(tokens, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    return F.conv1d(tokens.transpose(1, 2), weight, bias).transpose(1, 2).contiguous().numpy()


with checks.exercise("convolution_3d.conv1d_tokens", reference, shape="(N, L - K + 1, F)") as check:
    rng = check.rng
    for n, length, e, f, k in ((2, 6, 3, 4, 2), (1, 5, 5, 5, 3), (3, 4, 2, 1, 3), (2, 20, 8, 6, 5)):
        what = f"{n} texts of {length} tokens of {e} numbers, {f} filters of {k} tokens"
        x, weight, bias = rng.normal(size=(n, length, e)), rng.normal(size=(f, e, k)), rng.normal(size=f)
        check.expect(x, weight, bias, what=what)
    x, weight = rng.normal(size=(2, 4, 4)), rng.normal(size=(4, 4, 2))
    check.expect(x, weight, what="4 tokens of 4 numbers, 4 filters")
    x, bias = rng.normal(size=(2, 3, 4)), rng.normal(size=2)
    check.expect(x, rng.normal(size=(2, 4, 1)), bias, what="filters of one token")
    check.expect(x, rng.normal(size=(2, 4, 3)), bias, what="filters as long as the text")
    check.expect(np.zeros((0, 5, 3)), rng.normal(size=(2, 3, 2)), what="an empty batch")
    whole = rng.integers(-9, 10, size=(1, 4, 3)), rng.integers(-9, 10, size=(2, 3, 2)), np.array([0, 5])
    check.expect(*whole, what="integers")
    sizes = (2, 6, 3), (2, 3, 4), 2
    check.expect(*(rng.normal(size=size).astype(np.float32) for size in sizes), what="float32")
    check.expect(rng.normal(size=(2, 8, 6))[:, ::2, ::2], rng.normal(size=(2, 3, 2)), what="a strided view")
    x, weight = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 3, 2))
    check.raises(ValueError, x, rng.normal(size=(2, 5, 2)), what="a weight for 5 numbers a token, not 3")
    check.raises(ValueError, x, weight[:, :1], what="a weight for 1 number a token, not 3")
    check.raises(ValueError, x, rng.normal(size=(2, 3, 6)), what="more taps than tokens")
    check.raises(ValueError, x, weight, rng.normal(size=1), what="a bias of length 1 for 2 filters")
    check.raises(ValueError, x[0], weight, what="a single text, (L, E)")
    check.raises(ValueError, x, weight[0], what="a weight with two axes")
### END HIDDEN TESTS

# %% [markdown]
# ## 8.4 `conv3d`: three sliding axes
#
# A volume of 3x3x3 with the numbers 0 to 26, and a kernel of 2x2x2 ones. The window can move by one place
# along the depth, downwards and to the right, so a volume of 2x2x2 comes out. Its first number is
# 0 + 1 + 3 + 4 + 9 + 10 + 12 + 13 = 52.
#
# Compute what `F.conv3d(x, weight, bias, stride, padding)` computes: each filter slides along depth, height
# and width, and the channels are added up, as before.
#
# - `stride` and `padding` are one int, or three: (depth, vertical, horizontal).
# - A depth of 1 in the result stays an axis: a kernel as deep as the volume gives `(N, F, 1, OH, OW)`.
# - An empty batch gives an empty batch.
# - `ValueError`: arrays that are not 5-D (an image with channels is not a volume), other channels in
#   `weight` (1 included), a bias that is not `(F,)`, a kernel that does not fit into the padded volume, two
#   numbers for `stride` or `padding`.


# %% solution="conv3d" difficulty=4
def conv3d(x, weight, bias=None, stride=1, padding=0):
    """Slide filters along the three axes of volumes.

    x: array (N, C, D, H, W); weight: array (F, C, KD, KH, KW); bias: array (F,) or None.
    stride, padding: an int or three ints (depth, vertical, horizontal).
    Returns a float array (N, F, OD, OH, OW); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1] or x.shape[1] == 0:
        raise ValueError(f"x (N, C, D, H, W) and weight (F, C, KD, KH, KW), not {x.shape} and {weight.shape}")
    filters, kernel = len(weight), weight.shape[2:]
    if bias is not None and np.shape(bias) != (filters,):
        raise ValueError(f"{filters} filters need {filters} biases, not {np.shape(bias)}")
    strides, pads = (a if np.ndim(a) else (a, a, a) for a in (stride, padding))
    if len(strides) != 3 or len(pads) != 3:
        raise ValueError("stride and padding must be an int or three ints")
    sizes = [conv_output_size(*axis) for axis in zip(x.shape[2:], kernel, strides, pads, strict=True)]
    framed = np.pad(x, ((0, 0), (0, 0), *((p, p) for p in pads)))
    out = np.zeros((len(x), filters, *sizes))
    for cell in np.ndindex(*kernel):
        met = [slice(u, u + (m - 1) * s + 1, s) for u, m, s in zip(cell, sizes, strides, strict=True)]
        weights = weight[(slice(None), slice(None), *cell)]  # (F, C)
        out += np.einsum("ncdhw,fc->nfdhw", framed[(slice(None), slice(None), *met)], weights, optimize=True)
    return out if bias is None else out + np.reshape(bias, (filters, 1, 1, 1))
    ### END SOLUTION


# %% visible="conv3d" points=2
volume = np.arange(27.0).reshape(1, 1, 3, 3, 3)  # (N, C, D, H, W)
out = conv3d(volume, np.ones((1, 1, 2, 2, 2)))
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (1, 1, 2, 2, 2), f"a volume comes out: got shape {out.shape}, not (1, 1, 2, 2, 2)"
assert out[0, 0, 0, 0, 0] == 52, f"the first window adds up to 52: got {out[0, 0, 0, 0, 0]}"
assert out.ravel().tolist() == [52, 60, 76, 84, 124, 132, 148, 156], (
    f"one step to the right adds 8, one row down adds 24, one slice deeper adds 72: got {out.ravel()}"
)

# %% hidden="conv3d" points=4
# Hidden tests, 4 points, 19 checks: random volumes with several channels, with another stride and padding for
# each axis; all sizes 2 and 3; a kernel as deep as the volume, and a volume of depth 1; an empty batch; uint8
# beyond 255 with a stride, float32; a strided view; an image with channels (four axes), other channels, one
# channel in the weight for two in x, a kernel that is too deep, a bias of length 1 for two filters, two
# numbers for the stride and two for the padding must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, weight, bias=None, stride=1, padding=0):
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    return F.conv3d(x, weight, bias, stride, padding).numpy()


rule = "(N, F, OD, OH, OW), each size floor((n + 2 * padding - k) / stride) + 1"
with checks.exercise("convolution_3d.conv3d", reference, shape=rule) as check:
    rng = check.rng
    settings = (
        ((2, 3, 4, 5, 6), (2, 3, 2, 3, 2), 1, 0),
        ((1, 2, 5, 4, 4), (3, 2, 3, 3, 3), 1, 1),
        ((1, 1, 6, 7, 5), (2, 1, 2, 2, 3), (2, 3, 1), (0, 1, 1)),
        ((1, 2, 3, 4, 6), (2, 2, 2, 3, 2), (1, 2, 3), (2, 0, 1)),
        ((2, 2, 2, 3, 2), (2, 2, 1, 1, 1), 1, 0),
    )
    for volume, kernel, stride, padding in settings:
        what = f"x {volume}, weight {kernel}, stride {stride}, padding {padding}"
        x, weight, bias = rng.normal(size=volume), rng.normal(size=kernel), rng.normal(size=kernel[0])
        check.expect(x, weight, bias, stride, padding, what=what)
    cube = rng.normal(size=(2, 2, 3, 3, 3)), rng.normal(size=(2, 2, 3, 3, 3)), rng.normal(size=2)
    check.expect(*cube, 1, 1, what="all sizes 2 and 3")
    deep = rng.normal(size=(1, 1, 3, 5, 6)), rng.normal(size=(1, 1, 3, 3, 2))
    check.expect(*deep, what="a kernel as deep as the volume")
    flat = rng.normal(size=(1, 3, 1, 4, 5)), rng.normal(size=(2, 3, 1, 3, 3)), rng.normal(size=2)
    check.expect(*flat, what="a volume of depth 1")
    check.expect(np.zeros((0, 2, 3, 3, 4)), rng.normal(size=(2, 2, 2, 2, 2)), what="an empty batch")
    bright, weights = rng.integers(200, 256, size=(1, 1, 4, 4, 5)), rng.integers(2, 9, size=(1, 1, 2, 2, 2))
    check.expect(bright.astype(np.uint8), weights.astype(np.uint8), None, 2, what="uint8, sums above 255")
    sizes = (1, 2, 3, 3, 4), (1, 2, 2, 2, 2)
    check.expect(*(rng.normal(size=size).astype(np.float32) for size in sizes), what="float32")
    strided = rng.normal(size=(1, 2, 6, 8, 10))[:, :, ::2, ::2, ::2]
    check.expect(strided, rng.normal(size=(2, 2, 2, 3, 2)), what="a strided view")
    x, weight = rng.normal(size=(1, 2, 3, 4, 4)), rng.normal(size=(2, 2, 2, 2, 2))
    check.raises(ValueError, x[0], weight, what="an image with channels, four axes")
    check.raises(ValueError, x, rng.normal(size=(2, 3, 2, 2, 2)), what="3 channels in the weight, 2 in x")
    check.raises(ValueError, x, weight[:, :1], what="1 channel in the weight, 2 in x")
    check.raises(ValueError, x, rng.normal(size=(2, 2, 4, 2, 2)), what="a kernel that is too deep")
    check.raises(ValueError, x, weight, rng.normal(size=1), what="a bias of length 1 for 2 filters")
    check.raises(ValueError, x, weight, None, (1, 1), what="two numbers for the stride")
    check.raises(ValueError, x, weight, None, 1, (1, 1), what="two numbers for the padding")
### END HIDDEN TESTS

# %% [markdown]
# ## 8.5 `conv_shape`: the shape, whatever slides
#
# `conv_shape((2, 3, 28, 28), (6, 3, 5, 5))` is `(2, 6, 24, 24)`: a 2-D convolution. With five axes each it is
# a 3-D one: `conv_shape((2, 3, 16, 28, 28), (6, 3, 3, 5, 5))` is `(2, 6, 14, 24, 24)`.
#
# Return the shape of what `F.conv1d`, `F.conv2d` or `F.conv3d` returns. The number of axes says which of
# them.
#
# - `x_shape` is `(N, C, ...)` and `weight_shape` is `(F, C, ...)`, with one size for each axis along which
#   the window slides. The result is `(N, F, ...)`.
# - `stride`, `padding` and `dilation` are ints, the same for all these axes.
# - The result is a tuple of `int`s. An empty batch stays empty.
# - `ValueError`: another number of axes, or of channels, in the two shapes; no axis to slide along; a kernel
#   that does not fit.


# %% solution="conv_shape" difficulty=2
def conv_shape(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    """The shape of a convolution's output, for any number of sliding axes.

    x_shape: (N, C, *sizes); weight_shape: (F, C, *kernel sizes), tuples of ints.
    stride, padding, dilation: ints, for all sliding axes.
    Returns (N, F, *output sizes), a tuple of ints; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError(f"x {x_shape} and weight {weight_shape} do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    sizes = (conv_output_size(n, k, stride, padding, dilation) for n, k in axes)
    return (x_shape[0], weight_shape[0], *sizes)
    ### END SOLUTION


# %% visible="conv_shape" points=1
plane = conv_shape((2, 3, 28, 28), (6, 3, 5, 5))
assert isinstance(plane, tuple), f"return a tuple, not a {type(plane).__name__}"
assert plane == (2, 6, 24, 24), f"2 images, 6 filters, 28 - 5 + 1 places: got {plane}, not (2, 6, 24, 24)"
assert all(type(size) is int for size in plane), f"sizes are ints, not floats: got {plane}"

volume = conv_shape((2, 3, 16, 28, 28), (6, 3, 3, 5, 5))
assert volume == (2, 6, 14, 24, 24), f"the depth, 16 - 3 + 1, comes too: got {volume}, not (2, 6, 14, 24, 24)"

# %% hidden="conv_shape" points=2
# Hidden tests, 2 points, 19 checks: random settings with 1, 2 and 3 sliding axes, with stride, padding and
# dilation; the layer for texts of the chapter; all sizes 3; an empty batch; a stride that does not divide;
# channels that differ, one channel in the weight for three in x, two sliding axes against one, none at all, a
# kernel that does not fit, and one that dilation makes too large must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    convolve = (F.conv1d, F.conv2d, F.conv3d)[len(x_shape) - 3]
    x, weight = torch.zeros(x_shape), torch.zeros(weight_shape)
    return tuple(convolve(x, weight, None, stride, padding, dilation).shape)


with checks.exercise("convolution_3d.conv_shape", reference) as check:
    rng = check.rng
    for axes in (1, 2, 3):
        for _ in range(3):
            n, c, more, stride, dilation = rng.integers([1, 1, 1, 1, 2], [4, 4, 4, 4, 4]).tolist()
            kernel = rng.integers(2, 4, size=axes)
            sizes = (dilation * (kernel - 1) + rng.integers(2, 7, size=axes)).tolist()
            shapes = (n, c, *sizes), (c + more, c, *kernel.tolist())
            padding = int(rng.integers(0, 3))
            check.expect(*shapes, stride, padding, dilation, what=f"{axes} sliding axes, random sizes")
    check.expect((1, 64, 20), (128, 64, 5), what="20 tokens of 64 numbers, 128 filters of 5 tokens")
    check.expect((4, 3, 3, 3), (3, 3, 3, 3), what="all sizes 3")
    check.expect((0, 2, 5), (3, 2, 2), what="an empty batch")
    check.expect((1, 1, 8, 9), (2, 1, 3, 3), 2, what="a stride that does not divide")
    check.raises(ValueError, (1, 3, 8, 8), (4, 2, 3, 3), what="3 channels and 2")
    check.raises(ValueError, (1, 3, 8, 8), (4, 1, 3, 3), what="3 channels and 1")
    check.raises(ValueError, (1, 3, 8, 8), (4, 3, 3), what="two sliding axes and one")
    check.raises(ValueError, (3, 8), (4, 8), what="no sliding axis")
    check.raises(ValueError, (1, 3, 2, 8), (4, 3, 3, 3), what="a kernel that does not fit")
    check.raises(ValueError, (1, 3, 8, 4), (4, 3, 3, 3), dilation=2, what="a kernel too large when dilated")
### END HIDDEN TESTS

# %% [markdown]
# ## 8.6 `conv2d_grad_weight`: backward, for the filters
#
# An image with the numbers 0 to 8, a 2x2 kernel, and so a 2x2 output. Say that the loss changes with each
# output at the rate 1: `grad_out` is all ones. The kernel's first weight met the pixels 0, 1, 3 and 4, so the
# loss changes with it at the rate 0 + 1 + 3 + 4 = 8. The four weights together: 8 12, 20 24. The bias was
# added to four outputs: 4.
#
# For `y = F.conv2d(x, w, b, stride, padding)`, return the gradients of the loss with respect to `w` and to
# `b`. `grad_out` holds its gradient with respect to `y`.
#
# - Each weight collects input times output gradient over all places where it was used: `dw[f, c, u, v]` is
#   the sum over `n`, `i` and `j` of `grad_out[n, f, i, j] * framed[n, c, i * s + u, j * s + v]`, where
#   `framed` is `x` with its padding. `db[f]` is the sum of `grad_out[:, f]`.
# - Sums, not means. If the loss is a mean over the batch, `grad_out` knows it already.
# - `kernel_size`, `stride` and `padding` are an int or a pair (vertical, horizontal).
# - An empty batch gives zeros.
# - `ValueError`: arrays that are not 4-D, another batch size in `grad_out`, or another height or width than
#   the output of this convolution has.


# %% solution="conv2d_grad_weight" difficulty=4
def conv2d_grad_weight(x, grad_out, kernel_size, stride=1, padding=0):
    """Gradients of a convolution's filters and biases.

    x: array (N, C, H, W); grad_out: array (N, F, OH, OW), the gradient of the loss for the output.
    kernel_size, stride, padding: an int or two ints (vertical, horizontal).
    Returns (dw, db), float arrays (F, C, KH, KW) and (F,); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = as_pair(kernel_size), as_pair(stride), as_pair(padding)
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError(f"x (N, C, H, W) and grad_out (N, F, OH, OW), not {x.shape} and {grad_out.shape}")
    oh, ow = conv_output_size(x.shape[2], kh, sh, ph), conv_output_size(x.shape[3], kw, sw, pw)
    if grad_out.shape[2:] != (oh, ow):
        raise ValueError(f"the output is {oh}x{ow}, grad_out is {grad_out.shape[2:]}")
    framed = pad2d(x, (ph, ph, pw, pw))
    dw = np.zeros((grad_out.shape[1], x.shape[1], kh, kw))
    for u, v in np.ndindex(kh, kw):
        met = framed[:, :, u : u + (oh - 1) * sh + 1 : sh, v : v + (ow - 1) * sw + 1 : sw]
        dw[:, :, u, v] = np.tensordot(grad_out, met, axes=((0, 2, 3), (0, 2, 3)))
    return dw, grad_out.sum(axis=(0, 2, 3))
    ### END SOLUTION


# %% visible="conv2d_grad_weight" points=2
x = np.arange(9.0).reshape(1, 1, 3, 3)
result = conv2d_grad_weight(x, np.ones((1, 1, 2, 2)), 2)
assert isinstance(result, tuple), f"return two arrays, (dw, db): got a {type(result).__name__}"
assert len(result) == 2, f"return two arrays, (dw, db): got {len(result)}"
dw, db = result
assert dw.shape == (1, 1, 2, 2), f"dw has the shape of the filters: got {dw.shape}, expected (1, 1, 2, 2)"
assert dw[0, 0, 0, 0] == 8, f"the first weight met 0, 1, 3 and 4: got {dw[0, 0, 0, 0]}, expected 8"
assert dw.ravel().tolist() == [8, 12, 20, 24], f"expected 8 12, 20 24: got {dw.ravel()}"
assert db.shape == (1,), f"one number for each filter: got shape {db.shape}, expected (1,)"
assert db.tolist() == [4], f"the bias was added to four outputs: got {db}, expected [4]"

# %% hidden="conv2d_grad_weight" points=4
# Hidden tests, 4 points, 18 checks: random sizes, with pairs for kernel, stride and padding; all sizes 3; a
# stride that leaves a column unseen; 1x1 kernels; an empty batch; integers, float32; a strided view; a
# gradient that is too high or too wide, another batch size, an x or a gradient with three axes and a kernel
# that does not fit must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = torch.tensor(x, dtype=torch.float64), torch.tensor(grad_out, dtype=torch.float64)
    shape = (grad_out.shape[1], x.shape[1], *as_pair(kernel_size))
    dw = torch.nn.grad.conv2d_weight(x, shape, grad_out, as_pair(stride), as_pair(padding))
    return dw.numpy(), grad_out.sum(dim=(0, 2, 3)).numpy()


rule = "dw (F, C, KH, KW) and db (F,)"
with checks.exercise("convolution_3d.conv2d_grad_weight", reference, shape=rule) as check:
    rng = check.rng
    settings = (
        ((2, 3, 5, 6), (2, 4, 3, 5), (3, 2), 1, 0),
        ((3, 2, 7, 6), (3, 4, 4, 3), 3, 2, 1),
        ((1, 1, 8, 5), (1, 3, 3, 6), (2, 4), (3, 1), (1, 2)),
        ((2, 3, 4, 4), (2, 2, 4, 4), 1, 1, 0),
    )
    for image, output, *options in settings:
        what = "x {}, grad_out {}, kernel {}, stride {}, padding {}".format(image, output, *options)
        check.expect(rng.normal(size=image), rng.normal(size=output), *options, what=what)
    for _ in range(2):
        n, c, f, k = rng.integers(2, 5, size=4).tolist()
        oh, ow = rng.integers(1, 4, size=2).tolist()
        x = rng.normal(size=(n, c, 2 * oh + k - 2, 2 * ow + k - 2))
        check.expect(x, rng.normal(size=(n, f, oh, ow)), k, 2, what="random sizes, stride 2")
    cube = rng.normal(size=(3, 3, 3, 3)), rng.normal(size=(3, 3, 3, 3))
    check.expect(*cube, 3, 1, 1, what="all sizes 3, padding 1")
    wide = rng.normal(size=(2, 1, 8, 8)), rng.normal(size=(2, 1, 3, 3))
    check.expect(*wide, 3, 2, what="a stride that leaves a column unseen")
    check.expect(np.zeros((0, 2, 4, 4)), np.zeros((0, 3, 3, 3)), 2, what="an empty batch")
    whole = rng.integers(0, 256, size=(1, 1, 4, 4)).astype(np.uint8), rng.integers(-9, 10, size=(1, 1, 2, 2))
    check.expect(*whole, 3, what="integers")
    sizes = (2, 2, 4, 4), (2, 3, 2, 2)
    check.expect(*(rng.normal(size=size).astype(np.float32) for size in sizes), 3, what="float32")
    strided = rng.normal(size=(2, 2, 8, 8))[:, :, ::2, ::2]
    check.expect(strided, rng.normal(size=(2, 3, 2, 2)), 3, what="a strided view")
    x, grad_out = rng.normal(size=(2, 2, 4, 4)), rng.normal(size=(2, 3, 2, 2))
    check.raises(ValueError, x, rng.normal(size=(2, 3, 3, 2)), 3, what="a gradient that is too high")
    check.raises(ValueError, x, rng.normal(size=(2, 3, 2, 3)), 3, what="a gradient that is too wide")
    check.raises(ValueError, x, grad_out[:1], 3, what="2 images and the gradient of 1")
    check.raises(ValueError, x[0], grad_out, 3, what="an x with three axes")
    check.raises(ValueError, x, grad_out[0], 3, what="a gradient with three axes")
    check.raises(ValueError, x, grad_out, 5, what="a kernel that does not fit")
### END HIDDEN TESTS

# %% [markdown]
# ## Question A: is this a 3-D convolution?
#
# The last task is not a function. You write an answer in words, and a person reads it: 6 points.
#
# A colleague has CT scans, pictures of the inside of a body. Each scan has 32 slices of 64x64 pixels. She
# writes `nn.Conv2d(32, 16, 3)`, and says: "Our data is 3-D, so this is a 3-D convolution."
#
# - What does this layer compute? What would `nn.Conv3d(1, 16, 3)` compute instead?
# - Give for both the shapes of input, weight and output, and the number of parameters.
# - When is each of them the better choice?
#
# Write 120 to 200 words into the next cell, in place of what it says.

# %% [markdown] manual="question_a" points=6
# ### BEGIN SOLUTION
# **A model answer.** `nn.Conv2d(32, 16, 3)` takes `(N, 32, 64, 64)`: the slices are its channels. Its weight
# is `(16, 32, 3, 3)`. Each filter has nine weights for every slice, adds all slices up, and slides in two
# directions only. Flat maps come out, `(N, 16, 62, 62)`, from 16 · 32 · 9 + 16 = 4624 parameters. A spot in
# slice 5 meets other weights than the same spot in slice 20.
#
# `nn.Conv3d(1, 16, 3)` takes `(N, 1, 32, 64, 64)`: one channel, three spatial axes. Its weight is
# `(16, 1, 3, 3, 3)`. The window slides along the depth too, with the same 27 weights everywhere. Volumes come
# out, `(N, 16, 30, 62, 62)`, from 16 · 27 + 16 = 448 parameters.
#
# So the data do not decide: what counts is along how many axes the window slides. I would take Conv3d for
# scans, since a tumour may lie at any depth, and another scanner may deliver more slices. Conv2d is better
# when the slices are different measurements of one place, such as X-rays of several energies, or when all of
# them must be mixed at once and cheaply: 18 million multiply-accumulates a scan, against 50 million.
#
# **Points.** Half a point for a right idea without its reason, and never less than 0 in all.
#
# - 2 for the shapes: all six right 2, at least four right 1.
# - 1 for both numbers of parameters; half a point if the biases are missing or counted wrongly.
# - 1 for saying that Conv2d adds up the slices and slides in two directions, so each slice has weights of its
#   own.
# - 1 for saying that Conv3d slides along the depth too, with the same weights at every depth, and that a
#   volume comes out.
# - 1 for a sound choice: Conv3d for structures at any depth, or for other numbers of slices; Conv2d for
#   slices that are different measurements, or that must be mixed at once and cheaply.
# - 1 off for the claim that Conv2d cannot take such data, or that one of the two is always right.
# ### END SOLUTION
