# %% [markdown]
# # Convolution: exercises
#
# Five functions, 17 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 5.1 `window_sum` | 1 + 1 | one window, one number |
# | 5.2 `cross_correlate2d` | 1 + 2 | all windows: what deep learning calls a convolution |
# | 5.3 `convolve2d` | 1 + 2 | the mathematician's convolution |
# | 5.4 `apply_filter` | 1 + 2 | blur, sharpen, edges |
# | 5.5 `conv_matrix` | 2 + 4 | the matrix that a convolution is |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, strings, tuples, NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
# - **No padding, stride 1.** A window lies inside the image, and moves by one pixel.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# ## 5.1 `window_sum`: one window, one number
#
# This is the example of the chapter, an image `x` and a kernel:
#
# ```text
# 1 2 3 0
# 0 1 2 3      2 0 1
# 3 0 1 2      0 1 2
# 2 3 0 1      1 0 2
# ```
#
# `window_sum(x, kernel, 0, 1)` is 16: the window whose top left cell is in row 0 and column 1 holds
# 2 3 0, 1 2 3 and 0 1 2, and with the kernel these give 4 + 8 + 4.
#
# Return the sum over all cells of the kernel of `x[i + u, j + v] * kernel[u, v]`.
#
# - The kernel need not be square, and neither need the image.
# - Compute in floating point. In `uint8`, 200 * 3 is 88.
# - A window that does not lie inside `x`, on any of its four sides: `ValueError`. So a negative `i` or `j`
#   is an error too.
# - An `x` or a kernel that is not 2-D: `ValueError`.


# %% solution="window_sum" difficulty=1
def window_sum(x, kernel, i, j):
    """Multiply the kernel with one window, cell by cell, and add the products.

    x: array (H, W); kernel: array (KH, KW); i, j: ints, row and column of the window's top left cell.
    Returns a float; a window that leaves x, or arrays that are not 2-D, raise ValueError.
    """
    ### BEGIN SOLUTION
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError(f"a {rows}x{columns} window at ({i}, {j}) does not lie inside x {x.shape}")
    return float(np.sum(x[i : i + rows, j : j + columns] * kernel))
    ### END SOLUTION


# %% visible="window_sum" points=1
x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
kernel = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])

first = window_sum(x, kernel, 0, 0)
assert isinstance(first, float), f"return one number, a float: got a {type(first).__name__}"
assert first == 15, f"the rows of the first window give 5 + 5 + 5: got {first}, expected 15"
last = window_sum(x, kernel, 1, 1)
assert last == 15, f"the window at row 1, column 1 gives 5 + 5 + 5 too: got {last}, expected 15"

# %% hidden="window_sum" points=1
# Hidden tests, 1 point, 16 checks: images and kernels that are not square, at random places; uint8 beyond
# 255; float32; a 1x1 image; a strided view; a kernel as large as x; windows that leave x at the bottom,
# right, top or left, an x with three axes and a kernel with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, kernel, i, j):
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel[None, None])[0, 0, i, j].item()


with checks.exercise("convolution.window_sum", reference) as check:
    rng = check.rng
    check.expect(rng.normal(size=(5, 5)), rng.normal(size=(3, 3)), 0, 2, what="the top right window of 5x5")
    for h, w, kh, kw in ((5, 6, 3, 3), (4, 7, 2, 3), (6, 3, 4, 1), (5, 4, 2, 2)):
        i, j = int(rng.integers(h - kh + 1)), int(rng.integers(w - kw + 1))
        x, kernel = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        check.expect(x, kernel, i, j, what=f"a {kh}x{kw} kernel on a {h}x{w} image")
    bright, weights = rng.integers(200, 256, size=(3, 3)), rng.integers(2, 9, size=(2, 2))
    check.expect(bright.astype(np.uint8), weights.astype(np.uint8), 1, 0, what="uint8, a sum above 255")
    single = rng.normal(size=(4, 4)).astype(np.float32), rng.normal(size=(2, 3)).astype(np.float32)
    check.expect(*single, 2, 1, what="float32")
    check.expect(rng.normal(size=(1, 1)), rng.normal(size=(1, 1)), 0, 0, what="a 1x1 image")
    check.expect(rng.normal(size=(8, 8))[::2, ::2], rng.normal(size=(2, 2)), 1, 2, what="a strided view")
    check.expect(rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), 0, 0, what="a kernel as large as x")
    x, kernel = rng.normal(size=(4, 5)), rng.normal(size=(3, 2))
    check.raises(ValueError, x, kernel, 2, 0, what="a window over the lower edge")
    check.raises(ValueError, x, kernel, 0, 4, what="a window over the right edge")
    check.raises(ValueError, x, kernel, -1, 1, what="a negative row")
    check.raises(ValueError, x, kernel, 1, -1, what="a negative column")
    photo, square = rng.normal(size=(5, 5, 3)), rng.normal(size=(3, 3))
    check.raises(ValueError, photo, square, 0, 0, what="an x with three axes")
    check.raises(ValueError, photo[0], rng.normal(size=2), 0, 0, what="a kernel with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 5.2 `cross_correlate2d`: all windows
#
# On the image and the kernel of 5.1, four windows fit:
#
# ```text
# 15 16
#  6 15
# ```
#
# Slide the kernel over every position where it fits, and put the window sums where the windows are: what
# deep learning calls a convolution.
#
# - `out[i, j]` is the window sum at `(i, j)`. The kernel is **not** turned.
# - The result has `H - KH + 1` rows and `W - KW + 1` columns.
# - A kernel larger than `x`, in height or in width, or an empty kernel: `ValueError`.
# - An `x` or a kernel that is not 2-D: `ValueError`. A colour photo `(H, W, 3)` is not.


# %% solution="cross_correlate2d" difficulty=2
def cross_correlate2d(x, kernel):
    """Slide the kernel over every position where it fits, without turning it.

    x: array (H, W); kernel: array (KH, KW), not empty, at most as large as x.
    Returns a float array (H-KH+1, W-KW+1); anything else raises ValueError.
    """
    ### BEGIN SOLUTION
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = (n - k + 1 for n, k in zip(x.shape, kernel.shape, strict=True))
    if rows < 1 or columns < 1:
        raise ValueError(f"the kernel {kernel.shape} is larger than x {x.shape}")
    out = np.zeros((rows, columns))
    for (u, v), weight in np.ndenumerate(kernel):  # one weight for all windows at once
        out += weight * x[u : u + rows, v : v + columns]
    return out
    ### END SOLUTION


# %% visible="cross_correlate2d" points=1
x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
kernel = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])

out = cross_correlate2d(x, kernel)
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (2, 2), f"a 3x3 window has 2x2 places on 4x4: got shape {out.shape}"
assert out.tolist() == [[15, 16], [6, 15]], f"four windows, 15 16 and 6 15: got\n{out}"

steps = cross_correlate2d(np.arange(12.0).reshape(3, 4), np.array([[1.0, -1.0]]))
assert steps.shape == (3, 3), f"a kernel 1 high and 2 wide costs one column: got shape {steps.shape}"
assert steps.tolist() == [[-1] * 3] * 3, f"each pixel minus its right neighbour is -1: got\n{steps}"

# %% hidden="cross_correlate2d" points=2
# Hidden tests, 2 points, 20 checks: images and kernels of random sizes, even and not square; a kernel as
# large as x, and of 1x1; uint8 beyond 255, int8, float32; a strided and a transposed view; a kernel that is
# too high or too wide, an empty kernel, a colour photo (H, W, 3), a batch (1, H, W) and a kernel with one
# axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, kernel):
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel[None, None])[0, 0].numpy()


rule = "(H - KH + 1, W - KW + 1)"
with checks.exercise("convolution.cross_correlate2d", reference, shape=rule) as check:
    rng = check.rng
    for h, w, kh, kw in ((5, 5, 3, 3), (6, 4, 2, 3), (3, 7, 3, 2), (8, 8, 4, 4), (5, 9, 1, 5)):
        x, kernel = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        check.expect(x, kernel, what=f"a {kh}x{kw} kernel on a {h}x{w} image")
    for _ in range(2):
        size = rng.integers(1, 5, size=2)
        more = rng.integers(0, 4, size=2)
        check.expect(rng.normal(size=size + more), rng.normal(size=size), what="random sizes")
    check.expect(rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), what="a kernel as large as x")
    check.expect(rng.normal(size=(4, 5)), rng.normal(size=(1, 1)), what="a 1x1 kernel")
    bright, weights = rng.integers(200, 256, size=(4, 4)), rng.integers(2, 9, size=(3, 3))
    check.expect(bright.astype(np.uint8), weights.astype(np.uint8), what="uint8, sums above 255")
    signed = rng.integers(60, 128, size=(3, 4)).astype(np.int8)
    check.expect(signed, -signed[:2, :2], what="int8, sums below -128")
    single = rng.normal(size=(6, 6)).astype(np.float32), rng.normal(size=(3, 2)).astype(np.float32)
    check.expect(*single, what="float32")
    check.expect(rng.normal(size=(10, 12))[::2, ::2], rng.normal(size=(6, 6))[::2, ::2], what="strided views")
    check.expect(rng.normal(size=(7, 5)).T, rng.normal(size=(2, 3)), what="a transposed view")
    kernel = rng.normal(size=(3, 3))
    check.raises(ValueError, rng.normal(size=(2, 5)), kernel, what="a kernel that is too high")
    check.raises(ValueError, rng.normal(size=(5, 2)), kernel, what="a kernel that is too wide")
    check.raises(ValueError, rng.normal(size=(4, 4)), np.zeros((0, 3)), what="an empty kernel")
    check.raises(ValueError, rng.normal(size=(5, 6, 3)), kernel, what="a colour photo, (H, W, 3)")
    check.raises(ValueError, rng.normal(size=(1, 5, 5)), kernel, what="a batch, (1, H, W)")
    check.raises(ValueError, rng.normal(size=(4, 4)), rng.normal(size=3), what="a kernel with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 5.3 `convolve2d`: the mathematician's convolution
#
# On the same two arrays, the convolution of mathematics is
#
# ```text
# 11 12
# 10 11
# ```
#
# because it turns the kernel by half a turn (180 degrees) before it slides. Turned, the kernel of 5.1 reads
# 2 0 1, 2 1 0, 1 0 2, and the first window gives 5 + 1 + 5.
#
# - `out[i, j]` is the sum of `x[i + u, j + v] * kernel[KH - 1 - u, KW - 1 - v]`.
# - Size and errors are those of 5.2: only windows that lie inside `x`.
# - `kernel` itself stays as it is.


# %% solution="convolve2d" difficulty=2
def convolve2d(x, kernel):
    """Turn the kernel by 180 degrees, then slide it over every position where it fits.

    x: array (H, W); kernel: array (KH, KW), not empty, at most as large as x.
    Returns a float array (H-KH+1, W-KW+1); anything else raises ValueError.
    """
    ### BEGIN SOLUTION
    kernel = np.asarray(kernel)
    if kernel.ndim != 2:
        raise ValueError("the kernel must be 2-D")
    return cross_correlate2d(x, kernel[::-1, ::-1])
    ### END SOLUTION


# %% visible="convolve2d" points=1
x = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
kernel = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])

turned = convolve2d(x, kernel)
assert isinstance(turned, np.ndarray), f"return a NumPy array, not a {type(turned).__name__}"
assert turned.shape == (2, 2), f"a 3x3 window has 2x2 places on 4x4: got shape {turned.shape}"
assert turned.tolist() != [[15, 16], [6, 15]], "15 16 and 6 15 is what 5.2 gives: turn the kernel first"
assert turned.tolist() == [[11, 12], [10, 11]], f"expected 11 12 and 10 11: got\n{turned}"

# %% hidden="convolve2d" points=2
# Hidden tests, 2 points, 18 checks: images and kernels of random sizes, even and not square; kernels with
# one row and with one column; a kernel that equals its half turn; a kernel as large as x, and of 1x1; uint8
# beyond 255, float32; a transposed view; a kernel that is too high or too wide, an empty kernel, an x with
# three axes and a kernel with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, kernel):
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel.flip(0, 1)[None, None])[0, 0].numpy()


rule = "(H - KH + 1, W - KW + 1)"
with checks.exercise("convolution.convolve2d", reference, shape=rule) as check:
    rng = check.rng
    for h, w, kh, kw in ((5, 5, 3, 3), (6, 4, 2, 3), (3, 7, 3, 2), (8, 8, 4, 4), (5, 9, 1, 5), (5, 3, 4, 1)):
        x, kernel = rng.normal(size=(h, w)), rng.normal(size=(kh, kw))
        check.expect(x, kernel, what=f"a {kh}x{kw} kernel on a {h}x{w} image")
    half = rng.normal(size=(3, 3))
    check.expect(rng.normal(size=(5, 5)), half + half[::-1, ::-1], what="a kernel that equals its half turn")
    check.expect(rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), what="a kernel as large as x")
    check.expect(rng.normal(size=(4, 5)), rng.normal(size=(1, 1)), what="a 1x1 kernel")
    bright, weights = rng.integers(200, 256, size=(4, 4)), rng.integers(2, 9, size=(3, 3))
    check.expect(bright.astype(np.uint8), weights.astype(np.uint8), what="uint8, sums above 255")
    single = rng.normal(size=(6, 6)).astype(np.float32), rng.normal(size=(3, 2)).astype(np.float32)
    check.expect(*single, what="float32")
    check.expect(rng.normal(size=(7, 5)).T, rng.normal(size=(2, 3)), what="a transposed view")
    size = rng.integers(2, 5, size=2)
    check.expect(rng.normal(size=size + 2), rng.normal(size=size), what="random sizes")
    kernel = rng.normal(size=(3, 3))
    check.raises(ValueError, rng.normal(size=(2, 5)), kernel, what="a kernel that is too high")
    check.raises(ValueError, rng.normal(size=(5, 2)), kernel, what="a kernel that is too wide")
    check.raises(ValueError, rng.normal(size=(4, 4)), np.zeros((0, 3)), what="an empty kernel")
    check.raises(ValueError, rng.normal(size=(5, 6, 3)), kernel, what="an x with three axes")
    check.raises(ValueError, rng.normal(size=(4, 4)), rng.normal(size=3), what="a kernel with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 5.4 `apply_filter`: blur, sharpen, edges
#
# An image with a step, from 0 on the left to 9 on the right, becomes a ramp 0, 3, 6, 9 under `blur`. Under
# `sobel_x` it becomes 0, 36, 36, 0: something happens only where the step is.
#
# Build the 3x3 kernel that belongs to `name`, and slide it over the image as in 5.2, without turning it.
# These are the six:
#
# ```text
# identity     sharpen      edge
#  0  0  0      0 -1  0     -1 -1 -1
#  0  1  0     -1  5 -1     -1  8 -1
#  0  0  0      0 -1  0     -1 -1 -1
#
# sobel_x      sobel_y      blur
# -1  0  1     -1 -2 -1     1/9 1/9 1/9
# -2  0  2      0  0  0     1/9 1/9 1/9
# -1  0  1      1  2  1     1/9 1/9 1/9
# ```
#
# - No clipping, no rounding, no padding: the result is 2 rows and 2 columns smaller than the image, and may
#   be below 0 or above 255.
# - An unknown name, an image smaller than 3x3, or one that is not 2-D: `ValueError`.


# %% solution="apply_filter" difficulty=2
def apply_filter(image, name):
    """Slide a well-known 3x3 kernel over an image.

    image: array (H, W), at least 3x3.
    name: 'identity', 'blur', 'sharpen', 'edge', 'sobel_x' or 'sobel_y'.
    Returns a float array (H-2, W-2); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters:
        raise ValueError(f"unknown filter {name!r}: choose one of {', '.join(filters)}")
    return cross_correlate2d(image, filters[name])
    ### END SOLUTION


# %% visible="apply_filter" points=1
step = np.zeros((5, 6))
step[:, 3:] = 9.0  # dark on the left, bright on the right

ramp = apply_filter(step, "blur")
assert isinstance(ramp, np.ndarray), f"return a NumPy array, not a {type(ramp).__name__}"
assert ramp.shape == (3, 4), f"without padding 5x6 becomes 3x4: got shape {ramp.shape}"
assert np.allclose(ramp, [[0, 3, 6, 9]] * 3), f"means of 9 pixels make a ramp 0 3 6 9: got\n{ramp}"

border = apply_filter(step, "sobel_x")
assert np.allclose(border, [[0, 36, 36, 0]] * 3), f"bright on the right is positive, 0 36 36 0: got\n{border}"

# %% hidden="apply_filter" points=2
# Hidden tests, 2 points, 19 checks: all six filters on random images and on a horizontal step; edge on a flat
# image; sharpen on uint8, below 0 and above 255; blur on integers; a 3x3 image; an unknown name, an image
# that is too small and a colour image must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(image, name):
    middle, cross, ring = torch.zeros(3, 3), torch.zeros(3, 3), torch.ones(3, 3)
    middle[1, 1] = 1
    cross[1], cross[:, 1] = 1, 1
    across = torch.outer(torch.tensor([1.0, 2, 1]), torch.tensor([-1.0, 0, 1]))
    filters = {"identity": middle, "sharpen": 6 * middle - cross, "edge": 9 * middle - ring}
    filters |= {"blur": ring.double() / 9, "sobel_x": across, "sobel_y": across.T}
    image, kernel = torch.tensor(image, dtype=torch.float64), filters[name].double()
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].numpy()


names = ("identity", "blur", "sharpen", "edge", "sobel_x", "sobel_y")
with checks.exercise("convolution.apply_filter", reference, shape="(H - 2, W - 2)") as check:
    rng = check.rng
    for name in names:
        check.expect(rng.normal(size=rng.integers(4, 8, size=2)), name, what=f"{name} on a random image")
    step = np.zeros((6, 5))
    step[3:] = float(rng.integers(1, 10))
    for name in names:
        check.expect(step, name, what=f"{name} on a horizontal step, bright below")
    check.expect(np.full((4, 5), float(rng.integers(1, 10))), "edge", what="edge on a flat image")
    light = np.zeros((4, 5), dtype=np.uint8)
    light[1:3, 1:4] = rng.integers(200, 256, size=(2, 3))
    light[1, 2], light[2, 2] = 255, 1
    check.expect(light, "sharpen", what="sharpen on uint8, values below 0 and above 255")
    check.expect(rng.integers(0, 9, size=(4, 4)), "blur", what="blur on integers")
    check.expect(rng.normal(size=(3, 3)), "identity", what="a 3x3 image")
    check.raises(ValueError, step, "emboss", what="an unknown name")
    check.raises(ValueError, rng.normal(size=(2, 5)), "blur", what="an image of height 2")
    check.raises(ValueError, rng.normal(size=(5, 5, 3)), "blur", what="a colour image, (H, W, 3)")
### END HIDDEN TESTS

# %% [markdown]
# ## 5.5 `conv_matrix`: the matrix that a convolution is
#
# Write the nine pixels of a 3x3 image in a row, first row first: pixel (i, j) has number 3 * i + j. The
# kernel 1 2, 3 4 has four places on it, and the output at the first place is 1 times pixel 0, 2 times pixel
# 1, 3 times pixel 3 and 4 times pixel 4. So the first row of the matrix is
#
# ```text
# 1 2 0 3 4 0 0 0 0
# ```
#
# Return the matrix `M` for which `M @ x.ravel()` is `cross_correlate2d(x, kernel).ravel()`, whatever `x`
# holds.
#
# - `in_shape` is the height and width of `x`. `M` has a row for each output and a column for each pixel.
# - Pixels and outputs are numbered row by row.
# - Each row holds the numbers of the kernel once, and 0 elsewhere.
# - A kernel that does not fit into `in_shape`, or that is not 2-D: `ValueError`.
#
# A row of `M` is an image too. Draw the second one on paper before you write code.


# %% solution="conv_matrix" difficulty=4
def conv_matrix(kernel, in_shape):
    """The dense layer that a convolution is.

    kernel: array (KH, KW); in_shape: (H, W), ints, at least as large as the kernel.
    Returns a float array ((H-KH+1) * (W-KW+1), H * W); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError(f"a 2-D kernel that fits into {in_shape} is needed: got {kernel.shape}")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows, columns, height, width))  # for each output an image of its weights
    for i in range(rows):
        for j in range(columns):
            matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return matrix.reshape(rows * columns, height * width)
    ### END SOLUTION


# %% visible="conv_matrix" points=2
matrix = conv_matrix(np.array([[1.0, 2.0], [3.0, 4.0]]), (3, 3))
assert isinstance(matrix, np.ndarray), f"return a NumPy array, not a {type(matrix).__name__}"
assert matrix.shape == (4, 9), f"4 outputs and 9 pixels: got shape {matrix.shape}, expected (4, 9)"
rows = {
    "first window reads pixels 0 1 3 4": [1, 2, 0, 3, 4, 0, 0, 0, 0],
    "second window reads pixels 1 2 4 5": [0, 1, 2, 0, 3, 4, 0, 0, 0],
    "third window reads pixels 3 4 6 7": [0, 0, 0, 1, 2, 0, 3, 4, 0],
    "last window reads pixels 4 5 7 8": [0, 0, 0, 0, 1, 2, 0, 3, 4],
}
for (what, expected), row in zip(rows.items(), matrix.tolist(), strict=True):
    assert row == expected, f"the {what}: got {row}, expected {expected}"

# %% hidden="conv_matrix" points=4
# Hidden tests, 4 points, 14 checks: kernels and images of random sizes that are not square; a 1x1 kernel; a
# kernel as large as the image; a kernel with a zero; integers, float32; a transposed view; a kernel that is
# too high or too wide and a kernel with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(kernel, in_shape):
    """The columns of the matrix are what the convolution makes of images with a single 1."""
    height, width = in_shape
    units = torch.eye(height * width, dtype=torch.float64).reshape(-1, 1, height, width)
    outputs = F.conv2d(units, torch.tensor(kernel, dtype=torch.float64)[None, None])
    return outputs.flatten(1).T.contiguous().numpy()


rule = "((H - KH + 1) * (W - KW + 1), H * W)"
with checks.exercise("convolution.conv_matrix", reference, shape=rule) as check:
    rng = check.rng
    for size, in_shape in (((3, 3), (4, 4)), ((2, 3), (4, 5)), ((3, 1), (5, 2)), ((2, 2), (2, 5))):
        what = "a {}x{} kernel on a {}x{} image".format(*size, *in_shape)
        check.expect(rng.normal(size=size), in_shape, what=what)
    for _ in range(2):
        size = rng.integers(1, 4, size=2)
        more = rng.permutation([1, 2])
        in_shape = tuple((size + more).tolist())
        check.expect(rng.normal(size=size), in_shape, what="random sizes")
    check.expect(rng.normal(size=(1, 1)), (3, 2), what="a 1x1 kernel")
    check.expect(rng.normal(size=(3, 2)), (3, 2), what="a kernel as large as the image")
    check.expect(np.array([[0.0, rng.normal()]]), (2, 3), what="a kernel with a zero")
    check.expect(rng.integers(1, 9, size=(2, 2)), (3, 4), what="integers")
    check.expect(rng.normal(size=(3, 2)).astype(np.float32).T, (3, 5), what="float32, a transposed view")
    check.raises(ValueError, rng.normal(size=(3, 3)), (2, 5), what="a kernel that is too high")
    check.raises(ValueError, rng.normal(size=(3, 3)), (5, 2), what="a kernel that is too wide")
    check.raises(ValueError, rng.normal(size=3), (4, 4), what="a kernel with one axis")
### END HIDDEN TESTS
