# %% [markdown]
# # Stride: exercises
#
# Five functions, 17 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 7.1 `conv_output_size` | 1 + 2 | how many windows fit |
# | 7.2 `leftover` | 1 + 2 | the cells behind the last window |
# | 7.3 `dilate_kernel` | 1 + 2 | a kernel with its gaps written out |
# | 7.4 `strided_conv2d` | 1 + 3 | a convolution with stride, padding and dilation |
# | 7.5 `same_padding_strided` | 1 + 3 | how much Keras pads for *same*, at any stride |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, strings, tuples, NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating.
#   Sizes and counts are exact `int`s, never `6.0`.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import warnings

import numpy as np
import torch
import torch.nn.functional as F

warnings.filterwarnings("ignore", "Using padding='same'")  # PyTorch's remark on even kernels

# %% [markdown]
# Many arguments of a convolution are one number or a pair. This turns both into a pair:


# %% given="pairs"
def as_pair(value):
    """The same number twice, or the two numbers of a pair.

    value: an int, or two ints.
    Returns a tuple of two ints; more or fewer than two raise ValueError.
    """
    first, second = (value, value) if np.ndim(value) == 0 else value
    return int(first), int(second)


assert as_pair(3) == (3, 3)
assert as_pair((1, 2)) == (1, 2)

# %% [markdown]
# From earlier chapters you get `cross_correlate2d`, which slides a kernel over every position where it
# fits, `pad2d`, which puts a frame around the last two axes, and `padding_for`, which says how much to pad
# for `'valid'`, `'same'` and `'full'` at stride 1.


# %% given="stand-ins"
def cross_correlate2d(x, kernel):
    """Slide the kernel over every position where it fits, without flipping it.

    x: array (H, W); kernel: array (KH, KW), at most as large as x.
    Returns a float64 array (H-KH+1, W-KW+1); anything else raises ValueError.
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
    x = np.array(x, dtype=np.float64)
    top, bottom, left, right = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    return F.pad(torch.from_numpy(x), (left, right, top, bottom), value=value).numpy()


def padding_for(mode, kernel, dilation=1):
    """How much to pad one axis, for stride 1.

    mode: 'valid', 'same' or 'full'; kernel, dilation: ints >= 1.
    Returns (before, after), two ints; bad input raises ValueError.
    """
    if mode not in ("valid", "same", "full") or kernel < 1 or dilation < 1:
        raise ValueError(f"cannot pad for mode {mode!r}, kernel {kernel}, dilation {dilation}")
    full = F.conv_transpose1d(torch.ones(1, 1, 1), torch.ones(1, 1, kernel), dilation=dilation)
    if mode == "full":
        return full.shape[-1] - 1, full.shape[-1] - 1
    taps = torch.eye(kernel)[:, None]  # one kernel for each tap: which outputs take it from the frame?
    seen = F.conv1d(torch.ones_like(full), taps, padding=mode, dilation=dilation)[0]
    return int((seen[0] == 0).sum()), int((seen[-1] == 0).sum())


# %% [markdown]
# Have you written some of these yourself, in the chapters on convolution and padding? Then you may put them
# into the next cell, by hand or with `autograder carry`. From there on your own are used instead of the given
# ones. Without them everything works too: leave the cell as it is.

# %% open="earlier"
# Optional: your own cross_correlate2d, pad2d and padding_for.

# %% [markdown]
# ## 7.1 `conv_output_size`: how many windows fit
#
# A row of 8 cells, a kernel of 3, a stride of 2: windows begin at cell 0, 2 and 4. At cell 6 there are
# only two cells left. So `conv_output_size(8, 3, 2)` is 3.
#
# Return the number of windows along one axis of `n` cells.
#
# - `padding` counts the cells added **on each side**, or is a pair `(before, after)`.
# - With a dilation `d`, neighbouring taps of the kernel lie `d` cells apart. So a kernel spans
#   `d * (kernel - 1) + 1` cells from its first tap to its last.
# - Windows lie inside the padded row. A last one that would hang over the end does not count.
# - A kernel that spans more than the padded row; a stride, kernel or dilation below 1; an `n` or a padding
#   below 0: `ValueError`. An `n` of 0 is allowed: a window may lie on padding alone.
# - The result is an `int`. Watch out: in Python `-1 // 3 + 1` is 0, without an error.


# %% solution="conv_output_size" difficulty=2
def conv_output_size(n, kernel, stride=1, padding=0, dilation=1):
    """The number of windows along one axis.

    n: int >= 0; kernel, stride, dilation: ints >= 1; padding: an int >= 0, per side, or (before, after).
    Returns an int >= 1; bad input, and a kernel that does not fit, raise ValueError.
    """
    ### BEGIN SOLUTION
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("kernel, stride and dilation must be at least 1, n and padding at least 0")
    span = dilation * (kernel - 1) + 1
    room = n + before + after - span  # how far the window can move
    if room < 0:
        raise ValueError(f"a kernel that spans {span} cells does not fit into {n + before + after}")
    return room // stride + 1
    ### END SOLUTION


# %% visible="conv_output_size" points=1
size = conv_output_size(7, 3, 2)
assert isinstance(size, (int, np.integer)), f"a size is an int: got {size!r}, a {type(size).__name__}"
assert size == 3, f"7 cells, kernel 3, stride 2: windows begin at 0, 2 and 4, so 3 of them: got {size}"

size = conv_output_size(28, 5)
assert size == 24, f"28 cells, kernel 5, stride 1: windows begin at 0 to 23, so 24 of them: got {size}"

size = conv_output_size(9, 3, padding=2, dilation=4)
assert size == 5, (
    f"9 cells and 2 more on each side are 13; 3 taps with dilation 4 span 9 of them, so 5 windows: got {size}"
)

# %% hidden="conv_output_size" points=2
# Hidden tests, 2 points, 28 checks: random settings; strides that divide and strides that do not; an image
# of 227 pixels; another padding before than after; one cell; a stride larger than the row; a single window;
# nothing but padding. A kernel that does not fit (also one that floor division would hide), a stride,
# kernel or dilation of 0, a negative padding and a negative n must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(n, kernel, stride=1, padding=0, dilation=1):
    row = F.pad(torch.zeros(1, 1, n), as_pair(padding))
    return F.conv1d(row, torch.zeros(1, 1, kernel), stride=stride, dilation=dilation).shape[-1]


with checks.exercise("stride.conv_output_size", reference) as check:
    rng = check.rng
    check.expect(8, 3, 2, what="a stride that does not divide")
    check.expect(10, 3, 4, what="a stride that leaves three cells over")
    check.expect(9, 3, 2, what="a stride that divides")
    check.expect(9, 3, 1, 2, 2, what="padding and dilation")
    for _ in range(8):
        kernel, stride, dilation = (int(rng.integers(1, most)) for most in (6, 5, 4))
        padding = int(rng.integers(0, 4))
        n = dilation * (kernel - 1) + int(rng.integers(1, 30))
        check.expect(n, kernel, stride, padding, dilation, what="random settings")
    check.expect(227, 11, 4, what="227 pixels, kernel 11, stride 4")
    check.expect(10, 3, 2, (0, 1), what="padding behind the row only")
    check.expect(10, 4, 3, (2, 0), 2, what="padding before the row only, and dilation")
    check.expect(1, 1, what="one cell")
    check.expect(5, 1, 7, what="a stride larger than the row")
    check.expect(3, 3, 5, what="a single window")
    check.expect(0, 1, 1, 1, what="nothing but padding")
    check.raises(ValueError, 2, 3, what="a kernel that does not fit")
    check.raises(ValueError, 5, 3, 1, 0, 3, what="a dilated kernel that does not fit")
    check.raises(ValueError, 4, 5, 3, what="a kernel that does not fit, and a stride of 3")
    check.raises(ValueError, 5, 3, 0, what="a stride of 0")
    check.raises(ValueError, 5, 0, what="a kernel of 0")
    check.raises(ValueError, 5, 3, 1, 0, 0, what="a dilation of 0")
    check.raises(ValueError, 5, 3, 1, -1, what="a negative padding")
    check.raises(ValueError, 5, 3, 1, (2, -1), what="a negative padding behind the row")
    check.raises(ValueError, -1, 1, 1, 2, what="a negative n")
### END HIDDEN TESTS

# %% [markdown]
# ## 7.2 `leftover`: the cells behind the last window
#
# In a row of 8 cells, a kernel of 3 and a stride of 2, the last window covers the cells 4, 5 and 6. Cell 7
# lies behind it: `leftover(8, 3, 2)` is 1. With 7 cells nothing is left over.
#
# Return how many cells at the end of the **padded** row lie behind the last cell of the last window.
#
# - The arguments are those of 7.1, and so are the errors.
# - Cells between two windows do not count, and neither do the gaps of a dilated kernel.
# - The result is an `int` between 0 and `stride - 1`.


# %% solution="leftover" difficulty=2
def leftover(n, kernel, stride=1, padding=0, dilation=1):
    """The number of cells of the padded row behind the last window.

    n: int >= 0; kernel, stride, dilation: ints >= 1; padding: an int >= 0, per side, or (before, after).
    Returns an int, 0 <= result < stride; bad input, and a kernel that does not fit, raise ValueError.
    """
    ### BEGIN SOLUTION
    windows = conv_output_size(n, kernel, stride, padding, dilation)
    reached = (windows - 1) * stride + dilation * (kernel - 1) + 1
    return n + sum(as_pair(padding)) - reached
    ### END SOLUTION


# %% visible="leftover" points=1
rest = leftover(7, 3, 2)
assert isinstance(rest, (int, np.integer)), f"a count is an int: got {rest!r}, a {type(rest).__name__}"
assert rest == 0, (
    f"7 cells, kernel 3, stride 2: the last window covers cells 4, 5, 6, the last ones: got {rest}"
)

rest = leftover(8, 3, 2)
assert rest == 1, f"8 cells, kernel 3, stride 2: cell 7 lies behind the last window: got {rest}, expected 1"

# %% hidden="leftover" points=2
# Hidden tests, 2 points, 22 checks: random settings with padding and dilation; three cells left over; a
# stride larger than the row; a stride of 1; gaps between the windows; another padding before than after. A
# kernel that does not fit, with and without dilation, a stride of 0 and a negative padding must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(n, kernel, stride=1, padding=0, dilation=1):
    """The last cell that any output depends on has the last gradient that is not 0."""
    row = F.pad(torch.zeros(1, 1, n), as_pair(padding)).requires_grad_()
    outputs = F.conv1d(row, torch.ones(1, 1, kernel), stride=stride, dilation=dilation)
    (gradient,) = torch.autograd.grad(outputs.sum(), row)
    return row.shape[-1] - 1 - int(gradient.nonzero().max())


with checks.exercise("stride.leftover", reference) as check:
    rng = check.rng
    check.expect(10, 3, 4, what="three cells left over")
    check.expect(9, 3, 4, what="two cells left over")
    check.expect(12, 3, 3, 1, what="padding on both sides")
    check.expect(12, 3, 3, 0, 2, what="dilation")
    for _ in range(8):
        kernel, stride, dilation = (int(rng.integers(least, 6)) for least in (2, 3, 1))
        padding = int(rng.integers(0, 4))
        n = dilation * (kernel - 1) + int(rng.integers(1, 30))
        check.expect(n, kernel, stride, padding, dilation, what="random settings")
    check.expect(5, 1, 7, what="a stride larger than the row")
    check.expect(9, 3, 1, 0, 3, what="a stride of 1, with dilation")
    check.expect(9, 1, 3, what="gaps between the windows")
    check.expect(10, 3, 3, (1, 0), what="padding before the row only")
    check.expect(10, 3, 3, (0, 2), what="padding behind the row only")
    check.expect(3, 3, 2, what="a single window")
    check.raises(ValueError, 2, 3, what="a kernel that does not fit")
    check.raises(ValueError, 6, 3, 2, 0, 3, what="a dilated kernel that does not fit")
    check.raises(ValueError, 5, 3, 0, what="a stride of 0")
    check.raises(ValueError, 5, 3, 2, -1, what="a negative padding")
### END HIDDEN TESTS

# %% [markdown]
# ## 7.3 `dilate_kernel`: a kernel with its gaps written out
#
# A kernel with dilation 2 reads every second cell. An ordinary kernel does the same, if it has zeros where
# the other one skips a cell:
#
# ```text
# 1 2      1 0 2
# 3 4      0 0 0
#          3 0 4
# ```
#
# Return that ordinary kernel.
#
# - Neighbouring numbers of the kernel come to lie `dilation` cells apart, so there are `dilation - 1` zeros
#   between them. There are none around them.
# - `dilation` is an int, or a pair (vertical, horizontal).
# - The result is a new floating array, even when the dilation is 1.
# - A dilation below 1, a kernel that is not 2-D, or an empty one: `ValueError`.


# %% solution="dilate_kernel" difficulty=2
def dilate_kernel(kernel, dilation):
    """Write zeros into the gaps of a dilated kernel.

    kernel: array (KH, KW); dilation: an int >= 1, or (dh, dw).
    Returns a new float array (dh*(KH-1)+1, dw*(KW-1)+1); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D and not empty, the dilation at least 1")
    rows, columns = kernel.shape
    out = np.zeros((dh * (rows - 1) + 1, dw * (columns - 1) + 1))
    out[::dh, ::dw] = kernel
    return out
    ### END SOLUTION


# %% visible="dilate_kernel" points=1
wide = dilate_kernel(np.array([[1.0, 2.0], [3.0, 4.0]]), 2)
assert isinstance(wide, np.ndarray), f"return a NumPy array, not a {type(wide).__name__}"
assert wide.shape == (3, 3), (
    f"2 numbers, 2 cells apart, span 3 cells: got shape {wide.shape}, expected (3, 3)"
)
assert wide.tolist() == [[1, 0, 2], [0, 0, 0], [3, 0, 4]], f"zeros stand in the gaps: got\n{wide}"

tall = dilate_kernel(np.ones((3, 3)), (4, 2))
assert tall.shape == (9, 5), (
    f"3 rows, 4 apart, span 9; 3 columns, 2 apart, span 5: got shape {tall.shape}, expected (9, 5)"
)
assert tall[:, 0].tolist() == [1, 0, 0, 0, 1, 0, 0, 0, 1], f"the first column has ones 4 apart: {tall[:, 0]}"

# %% hidden="dilate_kernel" points=2
# Hidden tests, 2 points, 14 checks: random kernels that are not square, with an int and with pairs;
# dilation 1 (a new array all the same); a 1x1 kernel; integers; a strided view; float32. A dilation below
# 1, also in one direction only, a kernel with one axis and an empty kernel must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(kernel, dilation):
    """PyTorch's dilated kernel on unit images: output (i, j) of the one image is the number at (i, j)."""
    dh, dw = as_pair(dilation)
    rows, columns = dh * (kernel.shape[0] - 1) + 1, dw * (kernel.shape[1] - 1) + 1
    images = torch.eye(rows * columns, dtype=torch.float64).reshape(-1, 1, rows, columns)
    weight = torch.tensor(kernel, dtype=torch.float64)[None, None]
    return F.conv2d(images, weight, dilation=(dh, dw)).reshape(rows, columns).numpy()


rule = "(dh * (KH - 1) + 1, dw * (KW - 1) + 1)"
with checks.exercise("stride.dilate_kernel", reference, shape=rule) as check:
    rng = check.rng
    check.expect(rng.normal(size=(2, 3)), 2, what="a 2x3 kernel with dilation 2")
    check.expect(rng.normal(size=(3, 2)), (1, 3), what="a 3x2 kernel with dilation (1, 3)")
    check.expect(rng.normal(size=(4, 1)), 3, what="a kernel with one column")
    check.expect(rng.normal(size=(1, 4)), (2, 2), what="a kernel with one row")
    size, gaps = rng.integers(2, 5, size=2), tuple(rng.permutation([2, 3, 4])[:2].tolist())
    check.expect(rng.normal(size=size), gaps, what="a random kernel and pair")
    check.expect(rng.normal(size=(3, 3)), 1, what="dilation 1", fresh=True)
    check.expect(rng.normal(size=(1, 1)), 5, what="a 1x1 kernel")
    check.expect(rng.integers(1, 9, size=(2, 2)), 3, what="integers")
    check.expect(rng.normal(size=(4, 6))[::2, ::2], 2, what="a strided view")
    check.expect(rng.normal(size=(2, 2)).astype(np.float32), (3, 2), what="float32")
    check.raises(ValueError, rng.normal(size=(2, 2)), 0, what="a dilation of 0")
    check.raises(ValueError, rng.normal(size=(2, 2)), (2, -1), what="a negative dilation along the columns")
    check.raises(ValueError, rng.normal(size=3), 2, what="a kernel with one axis")
    check.raises(ValueError, np.zeros((0, 3)), 2, what="an empty kernel")
### END HIDDEN TESTS

# %% [markdown]
# ## 7.4 `strided_conv2d`: stride, padding and dilation together
#
# A 3x3 kernel on a 7x7 image gives 5x5 outputs at stride 1. At stride 2 the window skips every second
# position, in both directions, and 3x3 outputs are left.
#
# Slide the kernel over the zero-padded image, and return the outputs, as PyTorch's `F.conv2d` does with
# these arguments.
#
# - `stride`, `padding` and `dilation` are each an int or a pair (vertical, horizontal). The padding is
#   counted per side: 2 puts two rows of zeros at the top and two at the bottom.
# - Do not flip the kernel. The first window begins at the top left corner of the **padded** image.
# - There are `conv_output_size(...)` rows and columns: what is left over behind the last window is not seen.
# - A kernel that does not fit into the padded image when its gaps are written out; a stride or dilation below
#   1, a negative padding; an `x` or a kernel that is not 2-D, an empty kernel: `ValueError`.
#
# The given functions and those that you have just written do most of the work.


# %% solution="strided_conv2d" difficulty=3
def strided_conv2d(x, kernel, stride=1, padding=0, dilation=1):
    """Cross-correlate with a stride, zeros around x, and gaps in the kernel.

    x: array (H, W); kernel: array (KH, KW); stride, dilation: ints >= 1 or pairs (vertical, horizontal);
    padding: an int >= 0 or such a pair, per side.
    Returns a float array (OH, OW), sizes as in conv_output_size; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    (sh, sw), (ph, pw) = as_pair(stride), as_pair(padding)
    if np.ndim(x) != 2 or min(sh, sw) < 1:
        raise ValueError("x must be 2-D, the stride at least 1")
    every = cross_correlate2d(pad2d(x, (ph, ph, pw, pw)), dilate_kernel(kernel, dilation))
    return every[::sh, ::sw].copy()
    ### END SOLUTION


# %% visible="strided_conv2d" points=1
sums = strided_conv2d(np.arange(49.0).reshape(7, 7), np.ones((3, 3)), 2)
assert isinstance(sums, np.ndarray), f"return a NumPy array, not a {type(sums).__name__}"
assert sums.shape == (3, 3), f"windows begin at rows and columns 0, 2 and 4: got shape {sums.shape}"
assert sums[0, 0] == 72, f"the first window holds 0 1 2, 7 8 9, 14 15 16: got {sums[0, 0]}, expected 72"
assert sums[0, 1] == 90, (
    f"the second one begins 2 cells to the right, 9 * 2 more: got {sums[0, 1]}, expected 90"
)
assert sums[1, 0] == 198, f"below, 2 rows further down, 9 * 14 more: got {sums[1, 0]}, expected 198"

kernel = np.array([[1.0, 0.0], [0.0, -1.0]])
framed = strided_conv2d(np.arange(16.0).reshape(4, 4), kernel, stride=2, padding=1)
assert framed.shape == (3, 3), f"4 and one zero on each side are 6, room for 3 windows: got {framed.shape}"
assert framed[0].tolist() == [0, -2, 0], (
    f"at the lower right of the windows in the first row are 0, 2 and a zero of the frame: got {framed[0]}"
)
assert framed[1, 1] == -5, f"the middle window holds 5 6, 9 10, and 5 - 10 is -5: got {framed[1, 1]}"

# %% hidden="strided_conv2d" points=3
# Hidden tests, 3 points, 19 checks: different pairs for stride, padding and dilation; strides that do not
# divide, and one larger than the image; a 9x9 image with dilation (4, 2); random settings; a 1x1 kernel, a
# 1x1 image; integers that overflow in 8 bits, float32, a strided view. A dilated kernel that does not fit,
# a stride of 0, also in one direction only, a negative padding, a 3-D x and a 1-D kernel must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    settings = as_pair(stride), as_pair(padding), as_pair(dilation)
    return F.conv2d(x[None, None], kernel[None, None], None, *settings)[0, 0].numpy()


rule = "conv_output_size for the rows and for the columns"
with checks.exercise("stride.strided_conv2d", reference, shape=rule) as check:
    rng = check.rng
    normal = rng.normal
    check.expect(normal(size=(8, 8)), normal(size=(3, 3)), 2, what="a stride of 2 that does not divide")
    check.expect(
        normal(size=(9, 6)), normal(size=(3, 2)), (2, 3), (1, 0), what="pairs for stride and padding"
    )
    x, kernel = normal(size=(10, 11)), normal(size=(3, 3))
    check.expect(x, kernel, (3, 2), (2, 1), (2, 1), what="pairs for stride, padding and dilation")
    check.expect(
        normal(size=(7, 9)), normal(size=(2, 4)), 1, 2, (1, 2), what="a 2x4 kernel with dilation (1, 2)"
    )
    check.expect(
        normal(size=(9, 9)), normal(size=(3, 3)), 1, 2, (4, 2), what="dilation (4, 2) on a 9x9 image"
    )
    for _ in range(2):
        size, gaps = rng.integers(1, 4, size=2), rng.integers(1, 4, size=2)
        x = normal(size=gaps * (size - 1) + rng.integers(1, 8, size=2))
        pairs = (tuple(rng.integers(1, 4, size=2).tolist()), tuple(rng.integers(0, 3, size=2).tolist()))
        check.expect(x, normal(size=size), *pairs, tuple(gaps.tolist()), what="random settings")
    check.expect(normal(size=(6, 6)), normal(size=(1, 1)), 4, what="a 1x1 kernel with a stride of 4")
    check.expect(normal(size=(5, 5)), normal(size=(3, 3)), 7, what="a stride larger than the image")
    check.expect(normal(size=(1, 1)), normal(size=(3, 3)), 1, 1, what="a 1x1 image with padding")
    bytes_ = rng.integers(200, 256, size=(5, 6)).astype(np.uint8)
    check.expect(bytes_, np.full((2, 2), 3, dtype=np.uint8), (2, 1), what="integers of 8 bits")
    single = normal(size=(6, 8)).astype(np.float32), normal(size=(2, 2)).astype(np.float32)
    check.expect(*single, 2, what="float32")
    check.expect(normal(size=(12, 14))[::2, ::2], normal(size=(3, 3)), 2, 1, what="a strided view")
    check.raises(
        ValueError,
        normal(size=(4, 4)),
        normal(size=(3, 3)),
        1,
        0,
        2,
        what="a dilated kernel that is too large",
    )
    check.raises(ValueError, normal(size=(4, 4)), normal(size=(3, 3)), 0, what="a stride of 0")
    check.raises(
        ValueError, normal(size=(4, 4)), normal(size=(3, 3)), (1, 0), what="a stride of 0 along the columns"
    )
    check.raises(ValueError, normal(size=(4, 4)), normal(size=(2, 2)), 1, -1, what="a negative padding")
    check.raises(ValueError, normal(size=(2, 4, 4)), normal(size=(3, 3)), what="an x with three axes")
    check.raises(ValueError, normal(size=(4, 4)), normal(size=3), what="a kernel with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 7.5 `same_padding_strided`: how much Keras pads
#
# At stride 2, *same* cannot mean "as large as the input". Keras and TensorFlow take it to mean: as many
# outputs as it takes to go over the input in steps of 2. A row of 7 gives 4, and a row of 8 gives 4 too. For
# a kernel of 3 the frames differ: 7 cells need one zero on each side, `(1, 1)`; 8 cells need a single zero,
# behind the row: `(0, 1)`.
#
# Return how many cells Keras adds in front of a row of `n` cells and behind it.
#
# - There are `n / stride` outputs, **rounded up**.
# - Add as few cells as give room for so many windows: half of them, rounded down, in front, the rest behind.
# - If there is room without any, add none. A number of cells is never negative.
# - An `n`, a kernel or a stride below 1: `ValueError`.
# - The result is a tuple of two `int`s. At stride 1 it is that of `padding_for("same", kernel)`.


# %% solution="same_padding_strided" difficulty=3
def same_padding_strided(n, kernel, stride):
    """How much Keras and TensorFlow pad one axis for 'same'.

    n, kernel, stride: ints >= 1.
    Returns (before, after), two ints; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if min(n, kernel, stride) < 1:
        raise ValueError("n, kernel and stride must be at least 1")
    windows = -(-n // stride)  # n / stride, rounded up
    total = max((windows - 1) * stride + kernel - n, 0)
    return total // 2, total - total // 2
    ### END SOLUTION


# %% visible="same_padding_strided" points=1
frame = same_padding_strided(7, 3, 2)
assert isinstance(frame, tuple), f"return a tuple of two: got {frame!r}"
assert frame == (1, 1), f"7 cells and 2 more are 9, room for the 4 windows of 3 at stride 2: got {frame}"
frame = same_padding_strided(8, 3, 2)
assert frame == (0, 1), f"8 cells and 1 more are 9, room for 4 windows; the odd cell goes behind: got {frame}"
for kernel in (2, 3, 4):
    frame, usual = same_padding_strided(6, kernel, 1), padding_for("same", kernel)
    assert frame == usual, f"at stride 1 and kernel {kernel} the frame is the usual {usual}: got {frame}"

# %% hidden="same_padding_strided" points=3
# Hidden tests, 3 points, 22 checks: random sizes; kernels shorter than the stride; a kernel of 1; even
# kernels at strides 1 and 3; a kernel larger than the row; a row of one cell; a stride larger than the row.
# An n, a kernel or a stride of 0 must raise ValueError.
### BEGIN HIDDEN TESTS
from itertools import count

from autograder import checks


def reference(n, kernel, stride):
    """The smallest frame for which PyTorch's convolution has an output for every stride-th cell."""

    def outputs(total):
        row = torch.zeros(1, 1, n + total)
        return F.conv1d(row, torch.zeros(1, 1, kernel), stride=stride).shape[-1]

    least = max(kernel - n, 0)
    total = next(total for total in count(least) if outputs(total) == len(range(0, n, stride)))
    return total // 2, total - total // 2


with checks.exercise("stride.same_padding_strided", reference) as check:
    rng = check.rng
    check.expect(224, 3, 2, what="224 pixels, kernel 3, stride 2")
    check.expect(10, 5, 3, what="a kernel of 5 and a stride of 3")
    check.expect(11, 5, 3, what="a kernel of 5 and a stride of 3, another row")
    for _ in range(8):
        n, kernel, stride = (int(rng.integers(1, most)) for most in (40, 8, 6))
        check.expect(n, kernel, stride, what="random sizes")
    check.expect(9, 2, 3, what="a kernel shorter than the stride")
    check.expect(12, 2, 5, what="a kernel much shorter than the stride")
    check.expect(5, 1, 2, what="a kernel of 1")
    check.expect(6, 4, 1, what="an even kernel at stride 1")
    check.expect(6, 4, 3, what="an even kernel at stride 3")
    check.expect(2, 7, 2, what="a kernel larger than the row")
    check.expect(1, 5, 4, what="a row of one cell")
    check.expect(3, 2, 8, what="a stride larger than the row")
    check.raises(ValueError, 0, 3, 1, what="a row of no cells")
    check.raises(ValueError, 5, 0, 2, what="a kernel of 0")
    check.raises(ValueError, 5, 3, 0, what="a stride of 0")
### END HIDDEN TESTS
