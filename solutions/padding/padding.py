# %% [markdown]
# # Padding: exercises
#
# Five functions, 18 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 6.1 `pad2d` | 1 + 2 | a frame around an image |
# | 6.2 `padding_for` | 1 + 2 | how much: valid, same, full |
# | 6.3 `pad1d` | 1 + 3 | with what: zeros, replicate, reflect, circular |
# | 6.4 `window_counts` | 1 + 3 | how often a window looks at each pixel |
# | 6.5 `conv2d_same` | 1 + 3 | a convolution that keeps the size |
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
# From the chapter on convolution you get `cross_correlate2d`: it slides a kernel over every position
# where it fits. You need it in exercise 6.5.


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


# %% [markdown]
# Have you written `cross_correlate2d` yourself, in the chapter on convolution? Then you may put it into the
# next cell, by hand or with `autograder carry`. From there on your own is used instead of the given one.
# Without it everything works too: leave the cell as it is.

# %% open="earlier"
# Optional: your own cross_correlate2d.

# %% [markdown]
# ## 6.1 `pad2d`: a frame around an image
#
# `pad2d(x, (1, 1, 1, 1))` turns a 4x4 image into a 6x6 one: the image in the middle, a ring of zeros
# around it.
#
# Put a frame of `value` around the **last two axes** of `x`.
#
# - `pad` holds four numbers: top, bottom, left, right. (`F.pad` of PyTorch wants left, right, top, bottom.)
# - All axes before the last two (batch, channels) keep their size.
# - Negative pads, or an `x` with fewer than two axes: `ValueError`.
# - The result is a new floating array, even when all four pads are 0.


# %% solution="pad2d" difficulty=2
def pad2d(x, pad, value=0.0):
    """Put a frame around the last two axes.

    x: array (..., H, W); pad: (top, bottom, left, right), ints >= 0; value: a number.
    Returns a new float array (..., top+H+bottom, left+W+right); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=np.float64)
    top, bottom, left, right = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    height, width = x.shape[-2:]
    out = np.full((*x.shape[:-2], top + height + bottom, left + width + right), float(value))
    out[..., top : top + height, left : left + width] = x
    return out
    ### END SOLUTION


# %% visible="pad2d" points=1
x = np.array([[1.0, 2.0], [3.0, 4.0]])

framed = pad2d(x, (1, 1, 1, 1))
assert isinstance(framed, np.ndarray), f"return a NumPy array, not a {type(framed).__name__}"
assert framed.shape == (4, 4), f"2 rows and one more on each side: got shape {framed.shape}, expected (4, 4)"
assert framed[0].tolist() == [0, 0, 0, 0], f"the first row is the frame, all zeros: got {framed[0]}"
assert framed[1].tolist() == [0, 1, 2, 0], f"the second row holds 1 2 between two zeros: got {framed[1]}"

uneven = pad2d(x, (0, 1, 2, 0), 9.0)
assert uneven.shape == (3, 4), f"one row below, two columns left: got shape {uneven.shape}, expected (3, 4)"
assert uneven.tolist() == [[9, 9, 1, 2], [9, 9, 3, 4], [9, 9, 9, 9]], (
    f"the order is top, bottom, left, right, and the frame is made of `value`, here 9:\n{uneven}"
)

# %% hidden="pad2d" points=2
# Hidden tests, 2 points, 15 checks: uneven frames of random size; batches and channels; no padding (a new
# array all the same); integers padded with 0.5; an empty batch, a strided view, float32; negative pads and
# an x with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, pad, value=0.0):
    top, bottom, left, right = pad
    return F.pad(torch.tensor(x, dtype=torch.float64), (left, right, top, bottom), value=value).numpy()


rule = "(..., top + H + bottom, left + W + right)"
with checks.exercise("padding.pad2d", reference, shape=rule) as check:
    rng = check.rng
    check.expect(rng.normal(size=(4, 4)), (1, 1, 1, 1), what="a frame of width 1 around a 4x4 image")
    check.expect(rng.normal(size=(2, 5)), (0, 1, 2, 3), 1.5, what="an uneven frame around a 2x5 image")
    for _ in range(4):
        size = rng.integers(1, 5, size=2)
        pad = tuple(rng.permutation(4).tolist())
        check.expect(rng.normal(size=size), pad, float(rng.normal()), what="an uneven frame of random size")
    check.expect(rng.normal(size=(3, 4, 4)), (1, 2, 0, 1), -1.0, what="three channels")
    check.expect(rng.normal(size=(2, 3, 4, 5)), (1, 2, 3, 4), what="a batch of images with channels")
    check.expect(rng.normal(size=(3, 3)), (0, 0, 0, 0), what="no padding at all", fresh=True)
    check.expect(rng.integers(1, 9, size=(2, 2)), (1, 0, 0, 1), 0.5, what="integers padded with 0.5")
    check.expect(np.zeros((0, 2, 2)), (1, 1, 1, 1), what="an empty batch")
    check.expect(rng.normal(size=(4, 6))[::2, ::3], (1, 0, 0, 2), what="a strided view")
    check.expect(rng.normal(size=(2, 2)).astype(np.float32), (1, 1, 0, 0), what="a float32 image")
    check.raises(ValueError, rng.normal(size=(1, 3)), (1, -1, 0, 0), what="a negative pad")
    check.raises(ValueError, rng.normal(size=3), (1, 1, 1, 1), what="an x with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 6.2 `padding_for`: how much
#
# A kernel of 3 with `'same'` padding needs one cell in front and one behind: `padding_for("same", 3)` is
# `(1, 1)`. A kernel of 4 needs three cells in all, and the odd one goes behind: `(1, 2)`.
#
# Return how many cells to pad in front of and behind an axis, for stride 1.
#
# With `reach = dilation * (kernel - 1)`:
#
# - `'valid'`: nothing, `(0, 0)`.
# - `'same'`: `reach` cells in all, half of them (rounded down) in front, the rest behind.
# - `'full'`: `reach` cells on both sides.
# - An unknown mode, or a kernel or dilation below 1: `ValueError`.
# - The result is a tuple of two `int`s.


# %% solution="padding_for" difficulty=2
def padding_for(mode, kernel, dilation=1):
    """How much to pad one axis, for stride 1.

    mode: 'valid', 'same' or 'full'; kernel, dilation: ints >= 1.
    Returns (before, after), two ints; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach // 2, reach - reach // 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}: choose 'valid', 'same' or 'full'")
    ### END SOLUTION


# %% visible="padding_for" points=1
assert isinstance(padding_for("same", 3), tuple), f"return a tuple of two: got {padding_for('same', 3)}"
assert padding_for("same", 3) == (1, 1), f"3 taps reach 1 cell to each side: got {padding_for('same', 3)}"
assert padding_for("valid", 3) == (0, 0), f"'valid' pads nothing: got {padding_for('valid', 3)}"
assert padding_for("same", 4) == (1, 2), (
    f"4 taps need 3 cells in all, the odd one goes behind: got {padding_for('same', 4)}, expected (1, 2)"
)

# %% hidden="padding_for" points=2
# Hidden tests, 2 points, 27 checks: 'same' for kernels 1 to 7 with dilations 1 to 3; 'valid' and 'full';
# a kernel of 0, a dilation of 0 and an unknown mode must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(mode, kernel, dilation=1):
    """Reads PyTorch's padding off its output: unit kernels show which taps fall into the frame."""
    reach = dilation * (kernel - 1)
    if mode == "full":
        return reach, reach
    x, taps = torch.ones(1, 1, reach + 1), torch.eye(kernel)[:, None]
    seen = F.conv1d(x, taps, padding=mode, dilation=dilation)[0]
    return int((seen[0] == 0).sum()), int((seen[-1] == 0).sum())


with checks.exercise("padding.padding_for", reference) as check:
    for kernel in (1, 2, 5, 6, 7):
        check.expect("same", kernel, what="'same' without dilation")
    for kernel in check.rng.permutation(np.arange(1, 8)).tolist():
        for dilation in (2, 3):
            check.expect("same", kernel, dilation, what="'same' with a dilation of 2 or 3")
    for kernel, dilation in ((2, 1), (3, 2), (int(check.rng.integers(4, 8)), 3)):
        check.expect("valid", kernel, dilation, what="'valid'")
    for kernel, dilation in ((2, 1), (int(check.rng.integers(4, 8)), 3)):
        check.expect("full", kernel, dilation, what="'full'")
    check.raises(ValueError, "same", 0, what="a kernel of 0")
    check.raises(ValueError, "same", 3, 0, what="a dilation of 0")
    check.raises(ValueError, "some", 3, what="an unknown mode")
### END HIDDEN TESTS

# %% [markdown]
# ## 6.3 `pad1d`: with what
#
# Four ways to invent values outside `1 2 3 4`, two in front and one behind:
#
# | mode | result |
# |---|---|
# | `'zeros'` | 0 0 **1 2 3 4** 0 |
# | `'replicate'` | 1 1 **1 2 3 4** 4 |
# | `'reflect'` | 3 2 **1 2 3 4** 3 |
# | `'circular'` | 3 4 **1 2 3 4** 1 |
#
# - `'replicate'` repeats the end values, as often as needed.
# - `'reflect'` mirrors without repeating the end value, so it can add at most `n - 1` cells on a side.
# - `'circular'` goes on at the other end, with at most `n` cells on a side.
# - More padding than the mode can give, a negative pad, an unknown mode, an `x` that is not 1-D:
#   `ValueError`. `x` is never empty.


# %% solution="pad1d" difficulty=3
def pad1d(x, before, after, mode="zeros"):
    """Pad a row of numbers on both sides.

    x: array (n,); before, after: ints >= 0; mode: 'zeros', 'replicate', 'reflect' or 'circular'.
    Returns a float array (before+n+after,); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    n = len(x)
    most = {"zeros": np.inf, "replicate": np.inf, "reflect": n - 1, "circular": n}
    if mode not in most:
        raise ValueError(f"unknown mode {mode!r}: choose one of {', '.join(most)}")
    if max(before, after) > most[mode]:
        raise ValueError(f"{mode!r} can add at most {most[mode]} cells to each side of {n} values")
    if mode == "zeros":
        return np.concatenate([np.zeros(before), x, np.zeros(after)])
    source = np.arange(-before, n + after)  # which element of x each cell of the result takes
    if mode == "replicate":
        source = np.clip(source, 0, n - 1)
    elif mode == "circular":
        source = source % n
    else:
        source = np.abs(source)
        source = np.where(source < n, source, 2 * (n - 1) - source)
    return x[source]
    ### END SOLUTION


# %% visible="pad1d" points=1
expected = {
    "zeros": [0, 0, 1, 2, 3, 4, 0],
    "replicate": [1, 1, 1, 2, 3, 4, 4],
    "reflect": [3, 2, 1, 2, 3, 4, 3],
    "circular": [3, 4, 1, 2, 3, 4, 1],
}
for mode, row in expected.items():
    padded = pad1d(np.array([1.0, 2.0, 3.0, 4.0]), 2, 1, mode)
    assert isinstance(padded, np.ndarray), f"return a NumPy array, not a {type(padded).__name__}"
    assert padded.tolist() == row, f"1 2 3 4 padded by (2, 1) with {mode!r}: got {padded}, expected {row}"

# %% hidden="pad1d" points=3
# Hidden tests, 3 points, 27 checks: random lengths and pads in each mode; integers with nothing in front;
# reflect by n - 1, circular by n, replicate far beyond n; one element; a strided view; reflect by n, circular
# by n + 1, negative pads, an x with two axes and an unknown mode must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, before, after, mode="zeros"):
    row = torch.tensor(x, dtype=torch.float64)[None, None]
    return F.pad(row, (before, after), mode="constant" if mode == "zeros" else mode)[0, 0].numpy()


with checks.exercise("padding.pad1d", reference, shape="(before + n + after,)") as check:
    rng = check.rng
    for mode in ("zeros", "replicate", "reflect", "circular"):
        check.expect(rng.normal(size=5), 3, 1, mode, what=f"{mode!r}, five values padded by (3, 1)")
        for _ in range(2):
            n = int(rng.integers(3, 9))
            before, after = rng.choice(np.arange(n), size=2, replace=False).tolist()
            check.expect(rng.normal(size=n), before, after, mode, what=f"{mode!r}, random length and pads")
        check.expect(np.array([3, 1, 2]), 0, 2, mode, what=f"{mode!r}, integers, nothing in front")
    check.expect(rng.normal(size=3), 2, 2, "reflect", what="'reflect' by n - 1")
    check.expect(rng.normal(size=3), 3, 3, "circular", what="'circular' by n")
    check.expect(rng.normal(size=2), 5, 4, "replicate", what="'replicate' far beyond n")
    check.expect(rng.normal(size=1), 3, 0, "replicate", what="one element")
    check.expect(rng.normal(size=8)[::2], 1, 2, "reflect", what="a strided view")
    check.raises(ValueError, rng.normal(size=3), 3, 0, "reflect", what="'reflect' by n")
    check.raises(ValueError, rng.normal(size=3), 0, 4, "circular", what="'circular' by n + 1")
    check.raises(ValueError, rng.normal(size=3), -1, 0, what="a negative pad in front")
    check.raises(ValueError, rng.normal(size=3), 0, -1, "replicate", what="a negative pad behind")
    check.raises(ValueError, rng.normal(size=(2, 3)), 1, 1, "replicate", what="an x with two axes")
    check.raises(ValueError, rng.normal(size=3), 1, 1, "mirror", what="an unknown mode")
### END HIDDEN TESTS

# %% [markdown]
# ## 6.4 `window_counts`: how often is each pixel seen?
#
# A 3x3 window that slides over a 5x5 image sees the corner pixel once and the middle pixel nine times. With
# one ring of padding the corner is seen four times.
#
# For each pixel, count the `kernel` x `kernel` windows (stride 1) that contain it, when the image has
# `padding` pixels around it.
#
# - The result has the size of the image: the frame itself is not counted.
# - It holds integers.
# - A kernel that does not fit into the padded image, a size below 1, a negative padding: `ValueError`.


# %% solution="window_counts" difficulty=3
def window_counts(height, width, kernel, padding=0):
    """For each pixel, the number of windows that contain it.

    height, width, kernel: ints >= 1; padding: an int >= 0, per side.
    Returns an int array (height, width); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if min(height, width, kernel) < 1 or padding < 0:
        raise ValueError("sizes must be at least 1, and the padding not negative")
    if kernel > min(height, width) + 2 * padding:
        raise ValueError(f"a {kernel}x{kernel} window does not fit")

    def along(n):
        first = np.arange(n + 2 * padding - kernel + 1)  # where windows begin, in padded coordinates
        pixel = np.arange(n)[:, None] + padding
        return np.sum((first <= pixel) & (pixel < first + kernel), axis=1)

    return np.outer(along(height), along(width))
    ### END SOLUTION


# %% visible="window_counts" points=1
bare = window_counts(5, 5, 3)
assert bare.shape == (5, 5), f"one count for each pixel: got shape {bare.shape}, expected (5, 5)"
assert bare.dtype.kind in "iu", f"counts are integers: got dtype {bare.dtype}"
assert bare[0, 0] == 1, f"without padding one window holds the corner: got {bare[0, 0]}"
assert bare[0, 2] == 3, f"three windows hold the middle of the top edge: got {bare[0, 2]}"
assert bare[2, 2] == 9, f"nine windows hold the centre: got {bare[2, 2]}"

framed = window_counts(5, 5, 3, padding=1)
assert framed.shape == (5, 5), f"the frame is not counted: got shape {framed.shape}, expected (5, 5)"
assert framed[0, 0] == 4, f"with one ring of padding four windows hold the corner: got {framed[0, 0]}"
assert framed[0, 2] == 6, f"six windows hold the middle of the top edge: got {framed[0, 2]}"
assert framed[2, 2] == 9, f"nine windows hold the centre, as before: got {framed[2, 2]}"

# %% hidden="window_counts" points=3
# Hidden tests, 3 points, 18 checks: random sizes, images that are not square; a single window; full padding
# and more; a 1x1 image; a kernel larger than the image; an even kernel; a kernel that does not fit (higher or
# wider than the image), sizes of 0 and a negative padding must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(height, width, kernel, padding=0):
    """The gradient of the sum of all window sums counts the windows of each pixel."""
    image = torch.zeros(1, 1, height, width, dtype=torch.float64, requires_grad=True)
    sums = F.conv2d(image, torch.ones(1, 1, kernel, kernel, dtype=torch.float64), padding=padding)
    return torch.autograd.grad(sums.sum(), image)[0][0, 0].round().long().numpy()


with checks.exercise("padding.window_counts", reference, shape="(height, width), without the frame") as check:
    rng = check.rng
    check.expect(3, 6, 3, what="an image that is not square")
    check.expect(4, 4, 4, what="a single window")
    for padding in (0, 0, 1, 1, 2, 3):
        kernel = int(rng.integers(2, 5))
        height, width = (kernel + rng.choice(5, size=2, replace=False)).tolist()
        check.expect(height, width, kernel, padding, what="random sizes")
    check.expect(5, 5, 3, 2, what="full padding")
    check.expect(5, 4, 3, 4, what="more padding than the kernel needs")
    check.expect(1, 1, 1, what="a 1x1 image")
    check.expect(2, 2, 5, 2, what="a kernel larger than the image")
    check.expect(4, 4, 2, 1, what="an even kernel")
    check.raises(ValueError, 2, 5, 3, what="a kernel higher than the image")
    check.raises(ValueError, 5, 2, 3, what="a kernel wider than the image")
    check.raises(ValueError, 5, 5, 0, what="a kernel of 0")
    check.raises(ValueError, 0, 5, 1, 1, what="an image of height 0")
    check.raises(ValueError, 5, 5, 3, -1, what="a negative padding")
### END HIDDEN TESTS

# %% [markdown]
# ## 6.5 `conv2d_same`: a convolution that keeps the size
#
# A 3x3 kernel of ones on the image 1..9 sums the neighbours of each pixel: 12 in the top left corner,
# 45 in the middle. The output is 3x3 again, because zeros stand around the image.
#
# Slide the kernel over the zero-padded image so that the output has the size of the input, as PyTorch's
# `padding='same'` does.
#
# - Do not flip the kernel.
# - Pad each axis for its own kernel size. An even kernel gets its extra zero at the bottom or right.
# - A kernel larger than `x` is allowed.
# - An `x` or a kernel that is not 2-D, or an empty kernel: `ValueError`.
#
# `pad2d`, `padding_for` and the given `cross_correlate2d` do most of the work.


# %% solution="conv2d_same" difficulty=3
def conv2d_same(x, kernel):
    """Cross-correlate with zeros around x, so that the size stays.

    x: array (H, W); kernel: array (KH, KW).
    Returns a float array (H, W); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows = padding_for("same", kernel.shape[0])
    columns = padding_for("same", kernel.shape[1])
    return cross_correlate2d(pad2d(x, rows + columns), kernel)
    ### END SOLUTION


# %% visible="conv2d_same" points=1
box = conv2d_same(np.arange(1.0, 10.0).reshape(3, 3), np.ones((3, 3)))
assert isinstance(box, np.ndarray), f"return a NumPy array, not a {type(box).__name__}"
assert box.shape == (3, 3), f"the output has the size of the input: got shape {box.shape}, expected (3, 3)"
assert box[0, 0] == 12, f"the corner sees 1 + 2 + 4 + 5 and five zeros: got {box[0, 0]}, expected 12"
assert box[1, 1] == 45, f"the middle sees all nine numbers: got {box[1, 1]}, expected 45"

shifted = conv2d_same(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), np.array([[0.0, 1.0]]))
assert shifted.tolist() == [[2, 3, 4, 5, 0]], (
    f"the kernel 0 1 takes the right neighbour, the extra zero stands on the right: got {shifted}"
)

# %% hidden="conv2d_same" points=3
# Hidden tests, 3 points, 13 checks: odd, even and mixed kernels; a kernel larger than x; a 1x1 image and a
# 1x1 kernel; integers, float32; a 3-D x, a 1-D kernel and an empty kernel must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, kernel):
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel[None, None], padding="same")[0, 0].numpy()


with checks.exercise("padding.conv2d_same", reference, shape="that of x") as check:
    rng = check.rng
    sizes = [(5, 5, 3, 3), (4, 6, 2, 2), (6, 4, 4, 3), (3, 7, 1, 5), (8, 8, 5, 2)]
    for h, w, kh, kw in sizes:
        x, kernel = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        check.expect(x, kernel, what=f"a {kh}x{kw} kernel on a {h}x{w} image")
    check.expect(rng.normal(size=(3, 4)), rng.normal(size=(1, 1)), what="a 1x1 kernel")
    check.expect(rng.normal(size=(1, 1)), rng.normal(size=(3, 3)), what="a 1x1 image")
    check.expect(rng.normal(size=(2, 2)), rng.normal(size=(5, 5)), what="a kernel larger than x")
    check.expect(rng.integers(1, 9, size=(2, 2)), rng.integers(1, 9, size=(2, 2)), what="integers")
    single = rng.normal(size=(4, 4)).astype(np.float32), rng.normal(size=(3, 3)).astype(np.float32)
    check.expect(*single, what="float32")
    check.raises(ValueError, rng.normal(size=(2, 4, 4)), rng.normal(size=(3, 3)), what="an x with three axes")
    check.raises(ValueError, rng.normal(size=(4, 4)), rng.normal(size=3), what="a kernel with one axis")
    check.raises(ValueError, rng.normal(size=(4, 4)), np.zeros((0, 3)), what="an empty kernel")
### END HIDDEN TESTS
