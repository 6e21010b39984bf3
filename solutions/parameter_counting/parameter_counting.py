# %% [markdown]
# # Parameter counting: exercises
#
# Five functions, 19 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 9.1 `linear_params` | 1 + 1 | the parameters of a linear layer |
# | 9.2 `conv_params` | 1 + 2 | the parameters of a convolution along one, two or three axes |
# | 9.3 `compare_connectivity` | 1 + 3 | what locality saves, and what sharing saves |
# | 9.4 `conv_macs` | 1 + 3 | the work: multiply-accumulates |
# | 9.5 `network_summary` | 2 + 4 | a whole network, layer by layer |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, strings, tuples.
# - **Counts are exact `int`s**, never `6.0`.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **No image is needed.** You compute with sizes only. A network with 85 million parameters takes no longer
#   than one with 85.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# From the chapter on strides you get `conv_output_size`: how many places a window has along one axis. You
# need it from exercise 9.3 on. `as_pair` is a little helper: it writes a size that may be one number or two
# as two.


# %% given="stand-ins"
def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    """The number of windows along one axis.

    n, kernel, stride, dilation: ints; padding: an int, per side, or a pair (before, after).
    Returns an int; a kernel that does not fit, a negative padding, or a kernel, stride or dilation below 1
    raise ValueError.
    """
    before, after = (padding, padding) if isinstance(padding, int) else padding
    if n < 0 or min(kernel, stride, dilation) < 1 or min(before, after) < 0:
        raise ValueError("kernel, stride and dilation must be at least 1, n and the padding not negative")
    try:
        row, weights = torch.zeros(1, 1, n + before + after), torch.zeros(1, 1, kernel)
        return F.conv1d(row, weights, stride=stride, dilation=dilation).shape[-1]
    except RuntimeError as error:
        raise ValueError(f"a kernel of {kernel} does not fit") from error


# %% given="as_pair"
def as_pair(size):
    """One number for both axes, or one for each, as a pair.

    size: an int, or two of them.
    Returns a tuple (for rows, for columns).
    """
    return (size, size) if isinstance(size, int) else tuple(size)


# %% [markdown]
# Have you written `conv_output_size` yourself, in the chapter on strides? Then you may put it into the next
# cell, by hand or with `autograder carry`. From there on your own is used instead of the given one. Without
# it everything works too: leave the cell as it is.

# %% open="earlier"
# Optional: your own conv_output_size.

# %% [markdown]
# ## 9.1 `linear_params`: the parameters of a linear layer
#
# A linear layer from 9 numbers to 4 has 40 parameters: 36 weights, because each of the 4 outputs has a weight
# for each of the 9 inputs, and 4 biases.
#
# Return how many numbers the optimiser can change in `nn.Linear(in_features, out_features, bias)`.
#
# - A bias belongs to an output. With `bias=False` there is none.
# - An exact `int`.
# - A size below 1, also a negative one: `ValueError`.


# %% solution="linear_params" difficulty=1
def linear_params(in_features, out_features, bias=True):
    """The number of trainable numbers of a linear layer.

    in_features, out_features: ints >= 1; bias: whether the layer has biases.
    Returns an int; a size below 1 raises ValueError.
    """
    ### BEGIN SOLUTION
    if min(in_features, out_features) < 1:
        raise ValueError(f"sizes must be at least 1: got {in_features} and {out_features}")
    return out_features * (in_features + bool(bias))
    ### END SOLUTION


# %% visible="linear_params" points=1
count = linear_params(9, 4, bias=False)
assert isinstance(count, (int, np.integer)), f"return a whole number, an int: got a {type(count).__name__}"
assert count == 36, f"4 outputs with 9 weights each: got {count}, expected 36"

count = linear_params(9, 4)
assert count == 40, f"36 weights, and one bias for each of 4 outputs: got {count}, expected 40"

count = linear_params(165_888, 512)
assert count == 84_935_168, f"512 outputs with 165 888 weights and a bias each: got {count}"

# %% hidden="linear_params" points=1
# Hidden tests, 1 point, 11 checks: random sizes, with and without biases; one input, one output, or one of
# each; sizes of 0 and negative sizes must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(in_features, out_features, bias=True):
    return sum(p.numel() for p in nn.Linear(in_features, out_features, bias).parameters())


with checks.exercise("parameter_counting.linear_params", reference) as check:
    rng = check.rng
    for bias in (True, False, True, False):
        sizes = rng.choice(np.arange(3, 300), size=2, replace=False).tolist()
        check.expect(*sizes, bias, what=f"random sizes, {'with' if bias else 'without'} biases")
    check.expect(1, 1, what="one input and one output")
    check.expect(int(rng.integers(2, 9)), 1, what="one output")
    check.expect(1, int(rng.integers(2, 9)), True, what="one input")
    check.raises(ValueError, 0, 3, what="no input")
    check.raises(ValueError, 3, 0, what="no output")
    check.raises(ValueError, 3, -1, what="a negative size")
    check.raises(ValueError, -2, -5, what="two negative sizes")
### END HIDDEN TESTS

# %% [markdown]
# ## 9.2 `conv_params`: the parameters of a convolution
#
# Two channels come in, three go out, and the kernel is 2x2. Each of the three filters has a slice of 2x2
# weights for each of the two channels, that is 8 weights, and one bias. So `conv_params(2, 3, (2, 2))` is
# 3 * 9 = 27.
#
# Return the number of parameters of a convolutional layer.
#
# - `kernel_size` is a tuple of one, two or three numbers, as for `nn.Conv1d`, `nn.Conv2d` and `nn.Conv3d`.
# - With `groups`, a filter only looks at its share of the channels, `in_channels / groups` of them.
# - A filter has one bias, however many channels it looks at. With `bias=False` it has none.
# - The size of the image, stride and padding play no part.
# - A size below 1 (`groups` too), a `kernel_size` with no number or more than three, or channels (in or out)
#   that cannot be divided by `groups`: `ValueError`.


# %% solution="conv_params" difficulty=2
def conv_params(in_channels, out_channels, kernel_size, groups=1, bias=True):
    """The number of trainable numbers of Conv1d, Conv2d or Conv3d.

    in_channels, out_channels, groups: ints >= 1; kernel_size: a tuple of 1, 2 or 3 ints >= 1;
    bias: whether the filters have biases.
    Returns an int; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("one to three kernel sizes are needed, and all sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError(f"{in_channels} and {out_channels} channels do not make {groups} equal groups")
    weights_of_a_filter = in_channels // groups * math.prod(kernel_size)
    return out_channels * (weights_of_a_filter + bool(bias))
    ### END SOLUTION


# %% visible="conv_params" points=1
count = conv_params(1, 1, (2, 2), bias=False)
assert isinstance(count, (int, np.integer)), f"return a whole number, an int: got a {type(count).__name__}"
assert count == 4, f"one 2x2 filter without a bias: got {count}, expected 4"

count = conv_params(3, 64, (3, 3))
assert count == 1792, f"64 filters, each with three 3x3 slices and a bias: got {count}, expected 1792"

count = conv_params(1, 32, (5, 5))
assert count == 832, f"32 filters on a grey image, each with 25 weights and a bias: got {count}, expected 832"

# %% hidden="conv_params" points=2
# Hidden tests, 2 points, 20 checks: more filters than channels, and fewer; random layers along one, two and
# three axes, with groups, with and without biases; kernels that are not square; a group for each channel; a
# 1x1 kernel; channels in or out that cannot be divided by groups, an empty kernel_size, one of four numbers,
# and sizes of 0 must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(in_channels, out_channels, kernel_size, groups=1, bias=True):
    layer = {1: nn.Conv1d, 2: nn.Conv2d, 3: nn.Conv3d}[len(kernel_size)]
    made = layer(in_channels, out_channels, kernel_size, groups=groups, bias=bias)
    return sum(p.numel() for p in made.parameters())


with checks.exercise("parameter_counting.conv_params", reference) as check:
    rng = check.rng
    fewer, more = int(rng.integers(2, 5)), int(rng.integers(5, 9))
    check.expect(fewer, more, (2, 2), what="more filters than channels")
    check.expect(more, fewer, (2, 2), what="fewer filters than channels")
    for axes in (1, 2, 3):
        for bias in (True, False):
            groups = int(rng.integers(2, 4))
            into, out = (groups * rng.integers(2, 6, size=2)).tolist()
            kernel = tuple(rng.choice(np.arange(2, 6), size=axes, replace=False).tolist())
            what = f"{axes}-D, in {groups} groups, {'with' if bias else 'without'} biases"
            check.expect(into, out, kernel, groups, bias, what=what)
    check.expect(fewer, more, (3, 5), what="a kernel that is not square")
    check.expect(more, more, (3, 3), more, what="a group for each channel")
    check.expect(more, fewer, (1, 1), what="a 1x1 kernel")
    check.raises(ValueError, 3, 4, (3, 3), 2, what="3 channels in 2 groups")
    check.raises(ValueError, 4, 3, (3, 3), 2, what="3 filters in 2 groups")
    check.raises(ValueError, 3, 4, (), what="an empty kernel_size")
    check.raises(ValueError, 3, 4, (2, 2, 2, 2), what="a kernel_size of four numbers")
    check.raises(ValueError, 3, 4, (3, 0), what="a kernel of width 0")
    check.raises(ValueError, 3, 4, (3, 3), 0, what="no group")
    check.raises(ValueError, 0, 4, (3, 3), what="no channel")
    check.raises(ValueError, 3, 0, (3, 3), what="no filter")
    check.raises(ValueError, 4, 4, (3, 3), -2, what="a negative number of groups")
### END HIDDEN TESTS

# %% [markdown]
# ## 9.3 `compare_connectivity`: what locality saves, and what sharing saves
#
# A 3x3 image, and 2x2 outputs from 2x2 windows. Three layers could do it:
#
# | layer | an output looks at | weights | biases |
# |---|---|---|---|
# | shared | its window, with the weights that all places use | 4 | 1 |
# | local | its window, with weights of its own | 4 * 4 = 16 | 4 |
# | dense | the whole image, with weights of its own | 4 * 9 = 36 | 4 |
#
# So `compare_connectivity((1, 3, 3), 1, (2, 2))` is (5, 20, 40).
#
# Return the number of parameters of the three layers that turn an image of shape `in_shape` into
# `out_channels` feature maps, with stride 1 and without padding.
#
# - All three have the same outputs: `out_channels` maps of OH x OW cells.
# - A window goes through all channels of the image.
# - The shared layer is a convolution: one bias for each output channel. The other two have one bias for each
#   output cell.
# - A kernel that does not fit, in height or in width, or a size below 1: `ValueError`.


# %% solution="compare_connectivity" difficulty=3
def compare_connectivity(in_shape, out_channels, kernel_size, bias=True):
    """The parameters of three layers with the same outputs: shared, local, dense.

    in_shape: (C, H, W); out_channels: an int >= 1; kernel_size: (KH, KW); bias: whether there are biases.
    Returns three ints (shared, local, dense); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    channels, height, width = in_shape
    shared = conv_params(channels, out_channels, kernel_size, bias=bias)
    places = conv_output_size(height, kernel_size[0]) * conv_output_size(width, kernel_size[1])
    dense = linear_params(math.prod(in_shape), out_channels * places, bias)
    return shared, places * shared, dense
    ### END SOLUTION


# %% visible="compare_connectivity" points=1
counts = compare_connectivity((1, 3, 3), 1, (2, 2), bias=False)
assert len(counts) == 3, f"three numbers, shared, local and dense: got {counts}"
shared, local, dense = counts
assert shared == 4, f"one filter of 2x2 weights for all places: got {shared}, expected 4"
assert local == 16, f"4 places with 2x2 weights each: got {local}, expected 16"
assert dense == 36, f"4 outputs with a weight for each of 9 pixels: got {dense}, expected 36"

shared, local, dense = compare_connectivity((1, 3, 3), 1, (2, 2))
assert shared == 5, f"the convolution has one bias: got {shared}, expected 5"
assert local == 20, f"without sharing, each of 4 output cells has a bias: got {local}, expected 20"
assert dense == 40, f"in the dense layer, each of 4 output cells has a bias: got {dense}, expected 40"

# %% hidden="compare_connectivity" points=3
# Hidden tests, 3 points, 14 checks: random sizes with several channels and filters, images and kernels that
# are not square, with and without biases; 8 filters of 3x3 on a digit of 8x8; 32x32 pixels in three colours;
# a kernel as large as the image; an image with a single row; a 1x1 kernel; a kernel that is too high or too
# wide, no channel, no filter and a kernel of height 0 must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(in_shape, out_channels, kernel_size, bias=True):
    image = torch.zeros(1, *in_shape)
    shared = nn.Conv2d(in_shape[0], out_channels, kernel_size, bias=bias)
    cells = shared(image).numel()
    window = nn.Unfold(kernel_size)(image).shape[1]
    per_cell = (window + bool(bias), image.numel() + bool(bias))
    return (sum(p.numel() for p in shared.parameters()), *(cells * numbers for numbers in per_cell))


with checks.exercise("parameter_counting.compare_connectivity", reference) as check:
    rng = check.rng
    for bias in (True, False, True, False):
        kernel = rng.permutation([2, 3])
        height, width = (kernel + rng.permutation([1, 2, 4])[:2]).tolist()
        channels, filters = rng.permutation([2, 3, 4, 5])[:2].tolist()
        what = f"random sizes, {'with' if bias else 'without'} biases"
        check.expect((channels, height, width), filters, tuple(kernel.tolist()), bias, what=what)
    check.expect((1, 8, 8), 8, (3, 3), what="8 filters of 3x3 on an 8x8 digit")
    check.expect((3, 32, 32), int(rng.integers(2, 20)), (5, 5), what="32x32 pixels in three colours")
    check.expect((2, 4, 5), 3, (4, 5), what="a kernel as large as the image")
    check.expect((2, 1, 7), 2, (1, 3), what="an image with a single row")
    check.expect((3, 5, 4), 2, (1, 1), what="a 1x1 kernel")
    check.raises(ValueError, (1, 3, 3), 1, (4, 2), what="a kernel that is too high")
    check.raises(ValueError, (1, 3, 3), 1, (2, 4), what="a kernel that is too wide")
    check.raises(ValueError, (0, 3, 3), 1, (2, 2), what="no channel")
    check.raises(ValueError, (1, 3, 3), 0, (2, 2), what="no filter")
    check.raises(ValueError, (1, 3, 3), 1, (0, 2), what="a kernel of height 0")
### END HIDDEN TESTS

# %% [markdown]
# ## 9.4 `conv_macs`: the work
#
# A 3x3 kernel on a 4x4 image has four places, and 9 multiply-accumulates at each of them. So
# `conv_macs((1, 4, 4), 1, 3)` is 36, with 9 weights. On an image of 400x400 the weights would still be 9.
#
# Return the number of multiply-accumulates that a convolution needs for one image.
#
# - `kernel_size`, `stride` and `padding` are one number, or two for rows and columns. `padding` is per side.
# - Each number of the output is a sum of products. Count the products, over all output channels and places.
# - A product with a zero of the padding counts like any other.
# - With `groups`, a filter only looks at its share of the channels.
# - Biases are not counted. A product with its addition counts once.
# - A kernel that does not fit, sizes below 1, or channels (in or out) that cannot be divided by `groups`:
#   `ValueError`.


# %% solution="conv_macs" difficulty=3
def conv_macs(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    """The multiply-accumulates of a convolution, for one image.

    in_shape: (C, H, W); out_channels, groups: ints >= 1;
    kernel_size, stride, padding: an int or a pair (for rows, for columns), padding per side.
    Returns an int; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    channels, *sides = in_shape
    kernel = as_pair(kernel_size)
    settings = zip(sides, kernel, as_pair(stride), as_pair(padding), strict=True)
    places = math.prod(conv_output_size(*along_an_axis) for along_an_axis in settings)
    return places * conv_params(channels, out_channels, kernel, groups, bias=False)
    ### END SOLUTION


# %% visible="conv_macs" points=1
work = conv_macs((1, 4, 4), 1, 3)
assert isinstance(work, (int, np.integer)), f"return a whole number, an int: got a {type(work).__name__}"
assert work == 36, f"4 places with 9 products each: got {work}, expected 36"

work = conv_macs((1, 8, 8), 8, 3, padding=1)
assert work == 4608, f"8 maps of 8x8 places with 9 products each: got {work}, expected 4608"

# %% hidden="conv_macs" points=3
# Hidden tests, 3 points, 16 checks: random settings with several channels, different strides, paddings and
# kernel sides along rows and columns, and groups; 16 filters on 8 channels; a photo of 150x150 in three
# colours; a group for each channel; stride 2; a 1x1 kernel; a kernel that does not fit, channels in or out
# that cannot be divided by groups, no filter, stride 0 and no group must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    """A convolution of ones counts its products, if the padding is of ones too."""
    rows, columns = as_pair(padding)
    image = F.pad(torch.ones(1, *in_shape, dtype=torch.float64), (columns, columns, rows, rows), value=1.0)
    kernel = torch.ones(out_channels, in_shape[0] // groups, *as_pair(kernel_size), dtype=torch.float64)
    return round(F.conv2d(image, kernel, stride=stride, groups=groups).sum().item())


with checks.exercise("parameter_counting.conv_macs", reference) as check:
    rng = check.rng
    for _ in range(4):
        groups = int(rng.integers(2, 4))
        channels, filters = (groups * rng.integers(2, 4, size=2)).tolist()
        in_shape = (channels, *rng.permutation([7, 10, 12])[:2].tolist())
        kernel, stride, padding = (tuple(rng.permutation(p).tolist()) for p in ([2, 3], [1, 2], [0, 1]))
        check.expect(in_shape, filters, kernel, stride, padding, groups, what="random settings")
    check.expect((8, 4, 4), 16, 3, 1, 1, what="16 filters on 8 channels")
    check.expect((3, 150, 150), 64, 3, what="a photo of 150x150 in three colours")
    check.expect((6, 8, 8), 6, 3, 1, 1, 6, what="a group for each channel")
    check.expect((1, 7, 9), int(rng.integers(2, 9)), 3, 2, what="stride 2")
    check.expect((int(rng.integers(2, 9)), 5, 5), 4, 1, what="a 1x1 kernel")
    check.raises(ValueError, (1, 2, 2), 1, 3, what="a kernel that is larger than the image")
    check.raises(ValueError, (1, 5, 2), 1, (2, 3), what="a kernel that is too wide")
    check.raises(ValueError, (3, 4, 4), 2, 3, 1, 1, 2, what="3 channels in 2 groups")
    check.raises(ValueError, (2, 4, 4), 3, 3, 1, 1, 2, what="3 filters in 2 groups")
    check.raises(ValueError, (1, 4, 4), 0, 3, what="no filter")
    check.raises(ValueError, (1, 4, 4), 1, 3, 0, what="stride 0")
    check.raises(ValueError, (1, 4, 4), 1, 3, 1, 0, 0, what="no group")
### END HIDDEN TESTS

# %% [markdown]
# ## 9.5 `network_summary`: a whole network, layer by layer
#
# A grey digit of 8x8 pixels goes through a small network. After each layer, the shape and the number of
# parameters of the layer are:
#
# ```text
# ("conv", 8, 3, 1, 1)    (8, 8, 8)    80
# ("relu",)               (8, 8, 8)     0
# ("maxpool", 2)          (8, 4, 4)     0
# ("conv", 16, 3, 1, 1)   (16, 4, 4)   1168
# ("relu",)               (16, 4, 4)    0
# ("maxpool", 2)          (16, 2, 2)    0
# ("flatten",)            (64,)         0
# ("linear", 10)          (10,)       650
# ```
#
# Write the function that makes the two columns on the right. It returns a tuple with a pair
# `(output shape, parameters)` for each layer. Shapes are tuples of ints, without the batch axis.
#
# | layer | what it does | needs a shape |
# |---|---|---|
# | `("conv", filters, kernel, stride, padding)` | a square convolution with biases | (C, H, W) |
# | `("maxpool", size)` | a square window that moves by its size; a rest at the end is dropped | (C, H, W) |
# | `("gap",)` | global average pooling, the mean of each channel: (C, H, W) becomes (C,) | (C, H, W) |
# | `("relu",)` | changes values, not the shape | any |
# | `("flatten",)` | all numbers in one row | any |
# | `("linear", units)` | a linear layer with biases | (n,) |
#
# - A layer that gets another shape than it needs, a window that does not fit, a size below 1, or an unknown
#   layer: `ValueError`.
# - A network without layers has an empty summary.


# %% solution="network_summary" difficulty=4
def network_summary(in_shape, layers):
    """The output shape and the number of parameters of each layer of a network.

    in_shape: a tuple of ints, without the batch axis; layers: tuples, each with a name and its settings.
    Returns a tuple of (shape, int), one for each layer; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    axes_needed = {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}
    shape, rows = tuple(in_shape), []
    for kind, *settings in layers:
        if len(shape) != axes_needed.get(kind, len(shape)):
            raise ValueError(f"{kind} needs {axes_needed[kind]} axes: got shape {shape}")
        params = 0
        if kind == "conv":
            filters, kernel, stride, padding = settings
            params = conv_params(shape[0], filters, (kernel, kernel))
            shape = (filters, *(conv_output_size(n, kernel, stride, padding) for n in shape[1:]))
        elif kind == "maxpool":
            (size,) = settings
            shape = (shape[0], *(conv_output_size(n, size, size) for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            (units,) = settings
            params = linear_params(shape[0], units)
            shape = (units,)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind!r}")
        rows.append((shape, params))
    return tuple(rows)
    ### END SOLUTION


# %% visible="network_summary" points=2
layers = (
    ("conv", 8, 3, 1, 1),
    ("relu",),
    ("maxpool", 2),
    ("conv", 16, 3, 1, 1),
    ("relu",),
    ("maxpool", 2),
    ("flatten",),
    ("linear", 10),
)
rows = network_summary((1, 8, 8), layers)
assert isinstance(rows, tuple), f"return a tuple with a row for each layer, not a {type(rows).__name__}"
assert len(rows) == 8, f"a row for each of 8 layers: got {len(rows)}"
shapes = [(8, 8, 8), (8, 8, 8), (8, 4, 4), (16, 4, 4), (16, 4, 4), (16, 2, 2), (64,), (10,)]
counts = [80, 0, 0, 1168, 0, 0, 0, 650]
for layer, row, shape, count in zip(layers, rows, shapes, counts, strict=True):
    assert tuple(row[0]) == shape, f"the shape after {layer}: got {row[0]}, expected {shape}"
    assert row[1] == count, f"the parameters of {layer}: got {row[1]}, expected {count}"
total = sum(count for _, count in rows)
assert total == 1898, f"80 + 1168 + 650: got {total}, expected 1898"

# %% hidden="network_summary" points=4
# Hidden tests, 4 points, 21 checks: a network with 85 million parameters; a network of the LeNet kind on
# colour images; odd sizes, strides and padding; 1x1 convolutions and global average pooling; random networks;
# no convolution; a network that ends flat; only linear layers; no layer; linear, conv, maxpool or gap on a
# shape that they do not take (also where the last axis would fit), a conv or a maxpool that does not fit, no
# filter, no unit and an unknown layer must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(in_shape, layers):
    """The same network of PyTorch's modules, on one example."""
    x, rows = torch.zeros(1, *in_shape), []
    make = {
        "conv": lambda *settings: nn.Conv2d(x.shape[1], *settings),
        "maxpool": nn.MaxPool2d,
        "gap": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        "relu": nn.ReLU,
        "flatten": nn.Flatten,
        "linear": lambda units: nn.Linear(x.shape[1], units),
    }
    with torch.no_grad():
        for kind, *settings in layers:
            layer = make[kind](*settings)
            x = layer(x)
            rows.append((tuple(x.shape[1:]), sum(p.numel() for p in layer.parameters())))
    return tuple(rows)


with checks.exercise("parameter_counting.network_summary", reference) as check:
    rng = check.rng
    relu, flatten, gap = ("relu",), ("flatten",), ("gap",)
    check.expect((2, 5, 5), (("conv", 4, 3, 1, 1),), what="a single convolution")
    photos = (
        *(("conv", 64, 3, 1, 0), relu, ("maxpool", 2), ("conv", 128, 3, 1, 0), relu, ("maxpool", 2)),
        *(flatten, ("linear", 512), relu, ("linear", 3)),
    )
    expected = (
        *(((64, 148, 148), 1792), ((64, 148, 148), 0), ((64, 74, 74), 0)),
        *(((128, 72, 72), 73856), ((128, 72, 72), 0), ((128, 36, 36), 0), ((165888,), 0)),
        *(((512,), 84935168), ((512,), 0), ((3,), 1539)),
    )
    check.equals(expected, (3, 150, 150), photos, what="a network with 85 million parameters")
    lenet = (
        *(("conv", 6, 5, 1, 0), relu, ("maxpool", 2), ("conv", 16, 5, 1, 0), relu, ("maxpool", 2), flatten),
        *(("linear", 120), relu, ("linear", 84), relu, ("linear", 10)),
    )
    check.expect((3, 32, 32), lenet, what="a network of the LeNet kind on colour images")
    odd = (("conv", 2, 3, 2, 1), ("maxpool", 2), flatten, ("linear", 3))
    check.expect((1, 9, 13), odd, what="odd sizes, stride 2 and padding")
    narrow = (("conv", 4, 3, 1, 1), ("conv", 3, 1, 1, 0), gap, ("linear", 2))
    check.expect((2, 5, 5), narrow, what="a 1x1 convolution and global average pooling")
    for _ in range(3):
        first, second, units = rng.permutation([3, 4, 5, 6])[:3].tolist()
        in_shape = (2, *(2 * rng.permutation([4, 5, 6])[:2] + 1).tolist())
        body = (("conv", first, 3, 1, 1), relu, ("maxpool", 2), ("conv", second, 3, 1, 1))
        check.expect(in_shape, (*body, flatten, ("linear", units)), what="a random network")
    check.expect((4, 6, 5), (flatten, ("linear", 5)), what="no convolution")
    check.expect((2, 9, 11), (("conv", 3, 3, 3, 0), ("maxpool", 3), flatten), what="a network that ends flat")
    check.expect((5,), (("linear", 2), relu, ("linear", 1)), what="only linear layers")
    check.expect((3, 4, 5), (), what="no layer")
    check.raises(ValueError, (1, 8, 10), (("linear", 10),), what="linear on (1, 8, 10)")
    flat = (16,)
    check.raises(ValueError, flat, (("conv", 4, 1, 1, 0),), what="conv on a flat shape")
    check.raises(ValueError, flat, (("maxpool", 1),), what="maxpool on a flat shape")
    check.raises(ValueError, flat, (gap,), what="gap on a flat shape")
    check.raises(ValueError, (1, 4, 4), (("conv", 4, 5, 1, 0),), what="a kernel larger than the map")
    check.raises(ValueError, (1, 4, 4), (("maxpool", 5),), what="a pooling window larger than the map")
    check.raises(ValueError, (1, 4, 4), (("conv", 0, 3, 1, 1),), what="no filter")
    check.raises(ValueError, (4,), (("linear", 0),), what="no unit")
    check.raises(ValueError, (1, 4, 4), (("dropout", 0.5),), what="an unknown layer")
### END HIDDEN TESTS
