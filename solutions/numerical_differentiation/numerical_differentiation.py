# %% [markdown]
# # Numerical differentiation: exercises
#
# Five functions, 13 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 2.1 `average_speeds` | 1 + 1 | the slope between two readings |
# | 2.2 `forward_diff` | 1 + 1 | the slope of a function, looking ahead |
# | 2.3 `central_diff` | 1 + 2 | the slope of a function, looking both ways |
# | 2.4 `error_curve` | 1 + 2 | how wrong the two are, for any step |
# | 2.5 `tangent_line` | 1 + 2 | the straight line that touches a curve |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, NumPy arrays.
# - **A function may be an argument.** From 2.2 on, `f` is an ordinary Python function. Call it, as in
#   `f(3.0)`: a number goes in, a number comes out. (Given an array, it works on each element.)
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** No array that is passed in may be changed.
# - **Integers in, floats out.** Integers are legal input; the result is floating.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch

# %% [markdown]
# ## 2.1 `average_speeds`: between two readings
#
# A runner's watch shows 0 km at the start, 2 km after 10 minutes and 3.5 km after 15 minutes. In the first
# 10 minutes she runs 2 km, that is 0.2 km a minute; in the next 5 minutes 1.5 km, that is 0.3 km a minute.
# `average_speeds(np.array([0, 10, 15]), np.array([0, 2, 3.5]))` is `[0.2 0.3]`.
#
# Return the average speed from each reading to the next.
#
# - `n` readings have `n - 1` steps between them, so the result has `n - 1` elements.
# - The first reading may be anything: neither time nor distance has to start at 0.
# - Who runs back has a negative speed.
# - `times` must increase from each reading to the next. Times that stand still or go back, arrays of
#   different length, arrays that are not 1-D, fewer than two readings: `ValueError`.


# %% solution="average_speeds" difficulty=1
def average_speeds(times, distances):
    """The average speed from each reading to the next.

    times: array (n,), n >= 2, increasing; distances: array (n,).
    Returns a float array (n-1,), distance per time; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    times, distances = np.asarray(times, dtype=np.float64), np.asarray(distances, dtype=np.float64)
    if times.ndim != 1 or times.shape != distances.shape or times.size < 2:
        raise ValueError("times and distances must be 1-D and equally long, with two readings or more")
    durations = np.diff(times)
    if np.any(durations <= 0):
        raise ValueError("times must increase from each reading to the next")
    return np.diff(distances) / durations
    ### END SOLUTION


# %% visible="average_speeds" points=1
speeds = average_speeds(np.array([0.0, 10.0, 15.0]), np.array([0.0, 2.0, 3.5]))
assert isinstance(speeds, np.ndarray), f"return a NumPy array, not a {type(speeds).__name__}"
assert speeds.shape == (2,), f"three readings have two steps between them: got shape {speeds.shape}"
assert abs(speeds[0] - 0.2) < 1e-9, f"2 km in 10 min are 0.2 km/min: got {speeds[0]}"
assert abs(speeds[1] - 0.3) < 1e-9, f"1.5 km in the next 5 min are 0.3 km/min: got {speeds[1]}"

# %% hidden="average_speeds" points=1
# Hidden tests, 1 point, 14 checks: random readings at uneven times; integers; speeds below zero; readings
# that do not start at 0; two readings; a strided view, float32; times that stand still or go back, one
# reading, no reading, different lengths and 2-D arrays must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(times, distances):
    times, distances = (torch.tensor(a, dtype=torch.float64) for a in (times, distances))
    return (torch.diff(distances) / torch.diff(times)).numpy()


with checks.exercise("numerical_differentiation.average_speeds", reference, shape="(n - 1,)") as check:
    rng = check.rng

    def watch(n):
        """Readings that start anywhere, with a random time from each to the next."""
        return rng.uniform(5, 9) + np.cumsum(rng.uniform(0.5, 3, size=n))

    check.expect(np.array([0.0, 1.0, 3.0]), np.array([0.0, 4.0, 5.0]), what="three readings")
    check.expect(watch(2), 10 + watch(2), what="two readings that do not start at 0")
    for n in rng.integers(4, 10, size=2):
        check.expect(watch(n), watch(n), what="random readings at uneven times")
    check.expect(np.array([0, 4, 9, 11]), np.array([0, 2, 3, 8]), what="integers")
    check.expect(watch(4), 20 - watch(4), what="somebody who runs back")
    check.expect(watch(8)[::2], watch(8)[::2], what="a strided view")
    check.expect(watch(5).astype(np.float32), watch(5).astype(np.float32), what="float32")
    check.raises(ValueError, np.array([0.0, 1.0, 1.0]), watch(3), what="times that stand still")
    check.raises(ValueError, np.array([0.0, 2.0, 1.0]), watch(3), what="times that go back")
    check.raises(ValueError, watch(1), watch(1), what="one reading")
    check.raises(ValueError, np.zeros(0), np.zeros(0), what="no reading")
    check.raises(ValueError, watch(2), watch(3), what="arrays of different length")
    check.raises(ValueError, np.cumsum(np.ones((2, 3)), axis=1), np.ones((2, 3)), what="2-D arrays")
### END HIDDEN TESTS

# %% [markdown]
# ## 2.2 `forward_diff`: looking ahead
#
# Take `f(x) = x * x` at 3 with a step of 0.5. Then `f(3.5) - f(3)` is `12.25 - 9 = 3.25`, on a way of 0.5:
# `forward_diff(f, 3.0, 0.5)` is 6.5.
#
# Return how much `f` rises from `x` to `x + h`, per unit of `x`.
#
# - Use the `h` that is given, even if it is large. Its size is up to the caller; 1e-4 is only the default.
# - `h` must be positive: 0 and negative numbers raise `ValueError`.
# - The result is a number.


# %% solution="forward_diff" difficulty=1
def forward_diff(f, x, h=1e-4):
    """The forward difference quotient of f at x.

    f: a function, number to number; x: a number; h: a number > 0, the step.
    Returns a float; h <= 0 raises ValueError.
    """
    ### BEGIN SOLUTION
    if h <= 0:
        raise ValueError("h must be positive")
    return float((f(x + h) - f(x)) / h)
    ### END SOLUTION


# %% visible="forward_diff" points=1
slope = forward_diff(lambda x: x * x, 3.0, 0.5)
assert slope is not None, "return the quotient; printing it is not enough"
assert abs(slope - 6.5) < 1e-9, f"x * x rises by 3.25 from 3 to 3.5, that is 6.5 per unit: got {slope}"

slope = forward_diff(lambda x: 0.01 * x**2 + 0.1 * x, 5.0)
assert abs(slope - 0.200001) < 1e-9, (
    f"0.01 x^2 + 0.1 x at 5 with the default h: got {slope}, expected 0.200001"
)

# %% hidden="forward_diff" points=1
# Hidden tests, 1 point, 15 checks: five functions with h from 0.01 to 0.5; a step of 2; the default h; four
# functions with h = 1e-6, compared with the derivative that PyTorch computes; integers; a kink; h of 0 and
# negative h must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x, h=1e-4):
    return float((f(x + h) - f(x)) / h)


def derivative(f, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(f(x), x)[0].item()


with checks.exercise("numerical_differentiation.forward_diff", reference) as check:
    rng = check.rng
    a, b = rng.uniform(1, 2, size=2).tolist()
    smooth = {
        "a polynomial": lambda x: a * x**4 - b * x**2,
        "a power of 2": lambda x: 2.0 ** (a * x),
        "a bump": lambda x: a / (b + x * x),
        "a root": lambda x: (a + x * x) ** 0.5,
    }

    def place():
        return float(rng.uniform(0.3, 1.2))

    check.expect(lambda x: a * x * x, place(), 0.5, what="a parabola with h = 0.5")
    for name, f in smooth.items():
        check.expect(f, place(), float(rng.uniform(0.01, 0.5)), what=f"{name} with a large h")
    check.expect(smooth["a power of 2"], -place(), 2.0, what="a step of 2")
    check.expect(smooth["a polynomial"], place(), what="the default h")
    for name, f in smooth.items():
        x = place()
        exact = derivative(f, x)
        check.equals(exact, f, x, 1e-6, rtol=1e-3, atol=1e-4, what=f"{name} with h = 1e-6, against PyTorch")
    check.expect(lambda x: x**3, 2, 1, what="integers")
    check.expect(lambda x: abs(x - a), a, 0.25, what="a kink")
    check.raises(ValueError, lambda x: x * x, 1.0, 0.0, what="h = 0")
    check.raises(ValueError, lambda x: x * x, 1.0, -0.1, what="a negative h")
### END HIDDEN TESTS

# %% [markdown]
# ## 2.3 `central_diff`: looking both ways
#
# Take `f(x) = x * x * x` at 2 with a step of 0.5. To the right lies `f(2.5) = 15.625`, to the left
# `f(1.5) = 3.375`. They differ by 12.25, and lie 1 apart: `central_diff(f, 2.0, 0.5)` is 12.25. (The
# derivative is 12. Looking ahead only, you would have found 15.25.)
#
# Return how much `f` rises from `x - h` to `x + h`, per unit of `x`.
#
# - The two points are `h` away from `x` on either side, so they lie `2h` apart. Mind the parentheses.
# - At a kink there is no derivative, but the quotient is a number all the same: return it.
# - `h` must be positive: 0 and negative numbers raise `ValueError`.


# %% solution="central_diff" difficulty=2
def central_diff(f, x, h=1e-4):
    """The central difference quotient of f at x.

    f: a function, number to number; x: a number; h: a number > 0, the step to either side.
    Returns a float; h <= 0 raises ValueError.
    """
    ### BEGIN SOLUTION
    if h <= 0:
        raise ValueError("h must be positive")
    return float((f(x + h) - f(x - h)) / (2 * h))
    ### END SOLUTION


# %% visible="central_diff" points=1
slope = central_diff(lambda x: x * x * x, 2.0, 0.5)
assert slope is not None, "return the quotient; printing it is not enough"
assert abs(slope - 12.25) < 1e-9, (
    f"x * x * x rises from 3.375 at 1.5 to 15.625 at 2.5, by 12.25 on a way of 1: got {slope}"
)
for x, expected in ((5.0, 0.2), (10.0, 0.3)):
    slope = central_diff(lambda x: 0.01 * x**2 + 0.1 * x, x)
    assert abs(slope - expected) < 1e-9, f"0.01 x^2 + 0.1 x at {x} has the slope {expected}: got {slope}"

# %% hidden="central_diff" points=2
# Hidden tests, 2 points, 16 checks: five functions with h from 0.05 to 0.5; the default h; four functions
# with h = 1e-5, compared with the derivative that PyTorch computes; integers; kinks, and a point near a
# kink; h of 0 and negative h must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x, h=1e-4):
    return float((f(x + h) - f(x - h)) / (2 * h))


def derivative(f, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(f(x), x)[0].item()


with checks.exercise("numerical_differentiation.central_diff", reference) as check:
    rng = check.rng
    a, b = rng.uniform(1, 2, size=2).tolist()
    smooth = {
        "a polynomial": lambda x: a * x**4 - b * x**2,
        "a power of 2": lambda x: 2.0 ** (a * x),
        "a bump": lambda x: a / (b + x * x),
        "a root": lambda x: (a + x * x) ** 0.5,
    }

    def place():
        return float(rng.uniform(0.3, 1.2))

    check.expect(lambda x: x**3 - a * x, place(), 0.5, what="a cubic with h = 0.5")
    for name, f in smooth.items():
        check.expect(f, place(), float(rng.uniform(0.05, 0.5)), what=f"{name} with a large h")
    check.expect(lambda x: 100 * x**3, 0.0, what="the default h")
    for name, f in smooth.items():
        x = place()
        exact = derivative(f, x)
        check.equals(exact, f, x, 1e-5, rtol=1e-6, atol=1e-7, what=f"{name} with h = 1e-5, against PyTorch")
    check.expect(lambda x: x**3, 2, 1, what="integers")
    check.expect(lambda x: abs(x), 0.0, 0.25, what="|x| at its kink")
    check.expect(lambda x: np.maximum(a * x, 0.0), 0.0, 0.25, what="ReLU at its kink")
    check.expect(lambda x: abs(x), 0.1, 0.5, what="|x| near its kink, with points on both sides of it")
    check.raises(ValueError, lambda x: x * x, 1.0, 0.0, what="h = 0")
    check.raises(ValueError, lambda x: x * x, 1.0, -1e-4, what="a negative h")
### END HIDDEN TESTS

# %% [markdown]
# ## 2.4 `error_curve`: how wrong?
#
# `x * x * x` at 2 has the derivative 12. With `h = 1` the forward quotient is 19 and the central one 13, so
# they are wrong by 7 and by 1. With `h = 0.5` they are wrong by 3.25 and 0.25:
#
# ```text
# error_curve(f, 2.0, 12.0, np.array([1.0, 0.5]))   ->   [[7.   3.25]
#                                                        [1.   0.25]]
# ```
#
# Return how far the two quotients are from `exact`, for each step in `hs`.
#
# - Row 0 belongs to the forward quotient, row 1 to the central one. The columns are in the order of `hs`,
#   which need not be sorted.
# - Errors are distances: not negative, and not divided by anything.
# - `exact` is what the caller says it is. Measure against it.
# - An `hs` without elements gives an array of shape `(2, 0)`.
# - An `hs` that is not 1-D, or holds a step that is not positive: `ValueError`.
#
# Your functions from 2.2 and 2.3 do most of the work.


# %% solution="error_curve" difficulty=2
def error_curve(f, x, exact, hs):
    """The absolute errors of the forward and the central difference quotient, for many steps.

    f: a function, number to number; x: a number; exact: the derivative at x; hs: array (m,), steps > 0.
    Returns a float array (2, m), forward then central; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    hs = np.asarray(hs, dtype=np.float64)
    if hs.ndim != 1:
        raise ValueError("hs must be 1-D")
    forward = [forward_diff(f, x, h) for h in hs]
    central = [central_diff(f, x, h) for h in hs]
    return np.abs(np.array([forward, central]) - exact)
    ### END SOLUTION


# %% visible="error_curve" points=1
errors = error_curve(lambda x: x * x * x, 2.0, 12.0, np.array([1.0, 0.5, 0.1]))
assert isinstance(errors, np.ndarray), f"return a NumPy array, not a {type(errors).__name__}"
assert errors.shape == (2, 3), f"two rules, three steps: got shape {errors.shape}, expected (2, 3)"
assert np.allclose(errors[0], [7.0, 3.25, 0.61], atol=1e-6), (
    f"row 0, forward, is 7 3.25 0.61: got {errors[0]}"
)
assert np.allclose(errors[1], [1.0, 0.25, 0.01], atol=1e-6), (
    f"row 1, central, is 1 0.25 0.01: got {errors[1]}"
)

# %% hidden="error_curve" points=2
# Hidden tests, 2 points, 13 checks: four functions with random steps, not sorted; quotients below the
# derivative; a value to measure against that is not the derivative; one step; no step; integers; a step of 0,
# a negative step, an hs with two axes and one with none must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x, exact, hs):
    """All steps at once, while learners most likely take one after the other."""
    hs = torch.tensor(hs, dtype=torch.float64).numpy()
    right, middle, left = f(x + hs), f(x), f(x - hs)
    return np.abs(np.stack([(right - middle) / hs, (right - left) / (2 * hs)]) - exact)


def derivative(f, x):
    x = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(f(x), x)[0].item()


rule = "(2, m), m steps"
with checks.exercise("numerical_differentiation.error_curve", reference, shape=rule) as check:
    rng = check.rng
    a, b = rng.uniform(1, 2, size=2).tolist()
    smooth = {
        "a polynomial": lambda x: a * x**4 - b * x**2,
        "a power of 2": lambda x: 2.0 ** (a * x),
        "a bump": lambda x: a / (b + x * x),
        "a root": lambda x: (a + x * x) ** 0.5,
    }

    def steps(m):
        """Random steps, the smallest neither first nor last."""
        hs = np.sort(rng.uniform(0.05, 0.8, size=m))
        return np.roll(hs, 1)

    for name, f in smooth.items():
        x = float(rng.uniform(0.3, 1.2))
        check.expect(f, x, derivative(f, x), steps(4), what=f"{name} with random steps")
    check.expect(lambda x: -a * x * x, 1.0, -2 * a, steps(3), what="a quotient below the derivative")
    check.expect(smooth["a polynomial"], 1.0, a, steps(3), what="an `exact` that is not the derivative")
    check.expect(smooth["a bump"], 0.5, 0.0, steps(1), what="one step")
    check.expect(smooth["a bump"], 0.5, 0.0, np.zeros(0), what="no step")
    check.expect(lambda x: x**4 / 8, 1, 1, np.array([2, 1, 3]), what="integers")
    check.raises(ValueError, smooth["a bump"], 0.5, 0.0, np.array([0.1, 0.0]), what="a step of 0")
    check.raises(ValueError, smooth["a bump"], 0.5, 0.0, np.array([-0.1, 0.2]), what="a negative step")
    check.raises(ValueError, smooth["a bump"], 0.5, 0.0, np.array([[0.1, 0.2]]), what="an hs with two axes")
    check.raises(ValueError, smooth["a bump"], 0.5, 0.0, np.array(0.1), what="an hs without an axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 2.5 `tangent_line`: the line that touches
#
# `x * x` at 3 has the height 9 and the slope 6. The straight line through this point with this slope, the
# *tangent*, has the height `9 + 6 * 1 = 15` one unit to the right, and `9 - 6 * 3 = -9` three units to the
# left: `tangent_line(f, 3.0, np.array([0.0, 3.0, 4.0]))` is `[-9. 9. 15.]`.
#
# Return the heights of the tangent to `f` at `x0`, above each of the places `xs`.
#
# - The slope is the central quotient at `x0`, with the given `h`.
# - `xs` may have any shape, and no element at all. The result has the same shape.
# - `h` must be positive: 0 and negative numbers raise `ValueError`.


# %% solution="tangent_line" difficulty=2
def tangent_line(f, x0, xs, h=1e-4):
    """The heights of the tangent to f at x0.

    f: a function, number to number; x0: a number; xs: array of any shape; h: a number > 0, the step.
    Returns a float array of the shape of xs; h <= 0 raises ValueError.
    """
    ### BEGIN SOLUTION
    xs = np.asarray(xs, dtype=np.float64)
    return f(x0) + central_diff(f, x0, h) * (xs - x0)
    ### END SOLUTION


# %% visible="tangent_line" points=1
line = tangent_line(lambda x: x * x, 3.0, np.array([0.0, 3.0, 4.0]))
assert isinstance(line, np.ndarray), f"return a NumPy array, not a {type(line).__name__}"
assert line.shape == (3,), f"one height for each of three places: got shape {line.shape}"
assert abs(line[1] - 9) < 1e-6, f"the tangent touches x * x at 3, where both are 9: got {line[1]}"
assert abs(line[2] - 15) < 1e-6, f"one unit to the right it is higher by the slope, 9 + 6: got {line[2]}"
assert abs(line[0] + 9) < 1e-6, f"three units to the left it is lower, 9 - 3 * 6: got {line[0]}"

# %% hidden="tangent_line" points=2
# Hidden tests, 2 points, 13 checks: four functions with h from 0.05 to 0.5; the default h; a 2-D grid with
# h = 1e-5, compared with the derivative that PyTorch computes; the place x0 itself; integers; no place; a
# strided view; float32; h of 0 and negative h must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x0, xs, h=1e-4):
    slope = (f(x0 + h) - f(x0 - h)) / (2 * h)
    return (f(x0) + slope * (torch.tensor(xs, dtype=torch.float64) - x0)).numpy()


def touching(f, x0, xs):
    """The tangent with PyTorch's derivative as its slope."""
    x = torch.tensor(x0, dtype=torch.float64, requires_grad=True)
    slope = torch.autograd.grad(f(x), x)[0].item()
    return f(x0) + slope * (xs - x0)


with checks.exercise("numerical_differentiation.tangent_line", reference, shape="that of xs") as check:
    rng = check.rng
    a, b = rng.uniform(1, 2, size=2).tolist()
    smooth = {
        "a polynomial": lambda x: a * x**4 - b * x**2,
        "a power of 2": lambda x: 2.0 ** (a * x),
        "a bump": lambda x: a / (b + x * x),
        "a root": lambda x: (a + x * x) ** 0.5,
    }
    for name, f in smooth.items():
        x0, h = rng.uniform(0.3, 1.2), rng.uniform(0.05, 0.5)
        check.expect(f, float(x0), rng.normal(size=5), float(h), what=f"{name} with a large h")
    check.expect(lambda x: 100 * x**3, 0.0, 1 + rng.uniform(size=3), what="the default h")
    f, grid = smooth["a bump"], rng.normal(size=(2, 3))
    against = "a 2-D grid with h = 1e-5, against PyTorch"
    check.equals(touching(f, 0.5, grid), f, 0.5, grid, 1e-5, rtol=1e-6, atol=1e-7, what=against)
    check.expect(smooth["a root"], 2.0, np.array([2.0]), 0.5, what="the place x0 itself")
    check.expect(lambda x: x**3, 2, np.array([0, 1, 5]), 1, what="integers")
    check.expect(smooth["a bump"], 0.5, np.zeros((0, 2)), 0.1, what="no place")
    check.expect(smooth["a root"], 0.5, rng.normal(size=(4, 6))[::2, ::3], 0.1, what="a strided view")
    check.expect(smooth["a root"], 0.5, rng.normal(size=4).astype(np.float32), 0.1, what="float32")
    check.raises(ValueError, smooth["a bump"], 0.5, rng.normal(size=2), 0.0, what="h = 0")
    check.raises(ValueError, smooth["a bump"], 0.5, rng.normal(size=2), -0.1, what="a negative h")
### END HIDDEN TESTS
