# %% [markdown]
# # Gradients: exercises
#
# Six functions, 20 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 3.1 `partial_diff` | 1 + 2 | the slope when one coordinate moves |
# | 3.2 `numerical_gradient` | 1 + 3 | the slopes of all coordinates, in an array |
# | 3.3 `linear_mse_gradient` | 1 + 3 | the gradient of the mean squared error, by formula |
# | 3.4 `gradient_descent` | 1 + 2 | a walk downhill |
# | 3.5 `softmax_cross_entropy_gradient` | 1 + 3 | the gradient of the loss of a classifier |
# | 3.6 `sgd_step` | 1 + 1 | one step for all parameters of a network |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, tuples, NumPy arrays.
# - **A function to differentiate is an argument**, `f`. You can call it: it takes an array and returns a
#   number. You cannot look inside.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# From earlier chapters you get `central_diff` (useful in exercise 3.1), `softmax` and `one_hot` (useful in
# exercise 3.5).


# %% given="stand-ins"
def central_diff(f, x, h=1e-4):
    """The central difference quotient, (f(x + h) - f(x - h)) / (2h).

    f: function of a number; x: a number; h: the step, positive.
    Returns a float; an h that is not positive raises ValueError.
    """
    if h <= 0:
        raise ValueError(f"h must be positive, not {h}")
    return float(np.gradient([f(x - h), f(x + h)], 2 * h)[0])


def softmax(z, axis=-1):
    """Scores to probabilities along one axis, whatever the size of the scores.

    z: array with at least one axis; axis: an int, the axis along which the results sum to 1.
    Returns a float64 array of the same shape.
    """
    return torch.softmax(torch.tensor(z, dtype=torch.float64), dim=axis).numpy()


def one_hot(labels, num_classes):
    """One row for each label: 1 at the place of the label, 0 elsewhere.

    labels: array (N,) of ints from 0 to num_classes - 1; num_classes: an int >= 1.
    Returns a float64 array (N, num_classes); anything else raises ValueError.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be a 1-D integer array, num_classes at least 1")
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise ValueError(f"a label lies outside 0 .. {num_classes - 1}")
    return F.one_hot(torch.tensor(labels, dtype=torch.int64), num_classes).double().numpy()


# %% [markdown]
# Have you written `central_diff`, `softmax` or `one_hot` yourself, in the earlier chapters? Then you may put
# them into the next cell, by hand or with `autograder carry`. From there on your own are used instead of the
# given ones. Without them everything works too: leave the cell as it is.

# %% open="earlier"
# Optional: your own functions from earlier chapters.

# %% [markdown]
# ## 3.1 `partial_diff`: one coordinate moves
#
# The function $x_0^2 + x_1^2$ at the point (3, 4): when only $x_0$ moves, its slope is 6. When only $x_1$
# moves, its slope is 8. So `partial_diff(f, np.array([3.0, 4.0]), 0)` is 6 (up to rounding), and with a 1 at
# the end it is 8.
#
# Return the central quotient along coordinate number `i`: move `x[i]` by `h` up and down, and keep all
# other coordinates at their values.
#
# - Use the given `h`. It can be large, and then the result is not the exact derivative.
# - `x` may hold integers. An integer array cannot hold 3.0001: work on a `float64` copy.
# - `x` itself stays as it is.
# - An `i` outside 0 .. n-1 (negative ones too), an `h` that is not positive, an `x` that is not 1-D:
#   `ValueError`.


# %% solution="partial_diff" difficulty=2
def partial_diff(f, x, i, h=1e-4):
    """The partial derivative with respect to x[i], as a central quotient.

    f: function of an array (n,) that returns a number; x: array (n,), integers allowed;
    i: an int, 0 <= i < n; h: the step, positive.
    Returns a float; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")

    def along(value):
        moved = x.copy()
        moved[i] = value
        return f(moved)

    return central_diff(along, x[i], h)
    ### END SOLUTION


# %% visible="partial_diff" points=1
def squares(x):
    return float(x[0] ** 2 + x[1] ** 2)


point = np.array([3.0, 4.0])
slope = partial_diff(squares, point, 0)
assert np.ndim(slope) == 0, f"one coordinate has one slope, a number: got {slope}"
assert abs(slope - 6) < 1e-6, f"x0 ** 2 has the slope 6 at x0 = 3: got {slope}"
slope = partial_diff(squares, point, 1)
assert abs(slope - 8) < 1e-6, f"x1 ** 2 has the slope 8 at x1 = 4: got {slope}"
assert point.tolist() == [3, 4], f"leave x alone and work on a copy: (3, 4) became {point}"

slope = partial_diff(lambda x: float(x[0] ** 3), np.array([2.0]), 0, h=0.5)
assert abs(slope - 12.25) < 1e-6, f"(2.5 ** 3 - 1.5 ** 3) / (2 * 0.5) is 12.25: got {slope}"

# %% hidden="partial_diff" points=2
# Hidden tests, 2 points, 18 checks: four functions with a step of 0.25, where the quotient is not the exact
# derivative, and with a step of 1e-5; a slope that depends on another coordinate; one variable; a large
# array; integers, a strided view; i = n, i = -1, h = 0, a negative h and an x with two axes must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x, i, h=1e-4):
    """PyTorch's central difference, from the values at x[i] - h, x[i] and x[i] + h."""
    x, step = torch.tensor(x, dtype=torch.float64), torch.zeros(len(x), dtype=torch.float64)
    step[i] = h
    values = [f(moved.numpy()) for moved in (x - step, x, x + step)]
    return torch.gradient(torch.tensor(values, dtype=torch.float64), spacing=h)[0][1].item()


with checks.exercise("gradients.partial_diff", reference) as check:
    rng = check.rng
    weights = rng.uniform(1, 2, size=50)
    functions = {
        "weighted cubes": lambda x: float(np.sum(weights[: x.size] * x**3)),
        "products of neighbours": lambda x: float(np.sum(x[:-1] * x[1:]) + np.sum(np.sin(x))),
        "one product": lambda x: float(np.prod(x + 2) + np.sum(x**4)),
        "log of a sum of exponentials": lambda x: float(np.log(np.sum(np.exp(weights[: x.size] * x)))),
    }
    for h in (0.25, 1e-5):
        for name, f in functions.items():
            n = int(rng.integers(2, 6))
            x, i = rng.uniform(0.5, 1.5, size=n), int(rng.integers(n))
            check.expect(f, x, i, h, what=f"{name}, a step of {h}", rtol=1e-6, atol=1e-8)
    x = rng.uniform(1, 2, size=3)
    check.expect(lambda x: float(x[0] * x[2]), x, 0, 0.5, what="a slope that depends on another coordinate")
    check.expect(lambda x: float(x[0] ** 3), rng.normal(size=1), 0, 0.5, what="one variable")
    check.expect(functions["weighted cubes"], rng.normal(size=50), 49, what="the last of 50 coordinates")
    check.expect(functions["weighted cubes"], rng.integers(1, 9, size=3), 1, 0.25, what="integers")
    check.expect(functions["products of neighbours"], rng.normal(size=8)[::2], 2, 0.1, what="a strided view")
    check.raises(ValueError, functions["one product"], rng.normal(size=3), 3, what="i = n")
    check.raises(ValueError, functions["one product"], rng.normal(size=3), -1, what="i = -1")
    check.raises(ValueError, functions["one product"], rng.normal(size=3), 0, 0.0, what="h = 0")
    check.raises(ValueError, functions["one product"], rng.normal(size=3), 0, -0.1, what="a negative h")
    check.raises(ValueError, functions["one product"], np.ones((3, 3)), 0, what="an x with two axes")
### END HIDDEN TESTS

# %% [markdown]
# ## 3.2 `numerical_gradient`: all coordinates
#
# For $x_0^2 + x_1^2$ at (3, 4) the gradient is `[6. 8.]`: both partial derivatives, in an array.
#
# Return the central quotient for **every** element of `x`, in an array of the shape of `x`. Each element
# moves alone, all others keep their values. That takes two calls of `f` for each element.
#
# - `x` may have any number of axes, and may be empty: then the gradient is empty too. `f` always gets an
#   array of the shape of `x`.
# - Use the given `h`. It can be large.
# - `x` may hold integers or `float32`, which cannot hold such small steps: work on a `float64` copy, and
#   return `float64`.
# - `x` itself stays as it is, bit by bit.
# - An `h` that is not positive: `ValueError`.
#
# `np.ndindex(x.shape)` walks over all elements, whatever the number of axes.


# %% solution="numerical_gradient" difficulty=3
def numerical_gradient(f, x, h=1e-4):
    """All partial derivatives, as central quotients.

    f: function of an array of the shape of x that returns a number; x: array of any shape, integers
    allowed; h: the step, positive.
    Returns a float64 array of the shape of x; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if h <= 0:
        raise ValueError(f"h must be positive, not {h}")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + h
        above = f(x)
        x[place] = value - h
        below = f(x)
        x[place] = value  # back, before the next one moves
        gradient[place] = (above - below) / (2 * h)
    return gradient
    ### END SOLUTION


# %% visible="numerical_gradient" points=1
def squares(x):
    return float(np.sum(x**2))


for point, expected in [((3.0, 4.0), (6, 8)), ((0.0, 2.0), (0, 4)), ((3.0, 0.0), (6, 0))]:
    x = np.array(point)
    gradient = numerical_gradient(squares, x)
    assert isinstance(gradient, np.ndarray), f"return a NumPy array, not a {type(gradient).__name__}"
    assert gradient.shape == (2,), f"two coordinates, two slopes: got shape {gradient.shape}, expected (2,)"
    assert np.allclose(gradient, expected, rtol=0, atol=1e-6), (
        f"x0 ** 2 + x1 ** 2 has at {point} the gradient {expected}: got {gradient}"
    )
    assert x.tolist() == list(point), f"leave x alone and work on a copy: {point} became {x.tolist()}"

# %% hidden="numerical_gradient" points=3
# Hidden tests, 3 points, 20 checks: four functions with a step of 0.25, where the quotient is not the exact
# derivative, and with a step of 1e-5; random shapes with two and three axes; the loss of a layer with 960
# weights; one element; integers, float32, strided views; an empty array; h = 0 and a negative h must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x, h=1e-4):
    """PyTorch's central differences, one element after the other."""
    x = torch.tensor(x, dtype=torch.float64)
    gradient, middle = torch.zeros_like(x), f(x.numpy())
    for place in np.ndindex(*x.shape):
        step = torch.zeros_like(x)
        step[place] = h
        values = [f((x - step).numpy()), middle, f((x + step).numpy())]
        gradient[place] = torch.gradient(torch.tensor(values, dtype=torch.float64), spacing=h)[0][1]
    return gradient.numpy()


def neighbours(x):
    return float(np.sum(np.ravel(x)[:-1] * np.ravel(x)[1:]) + np.sum(np.sin(x)))


with checks.exercise("gradients.numerical_gradient", reference, shape="that of x") as check:
    rng = check.rng
    weights = rng.uniform(1, 2, size=300)

    def cubes(x):
        return float(np.sum(weights[: np.size(x)] * np.ravel(x) ** 3))

    functions = {
        "weighted cubes": cubes,
        "products of neighbours": neighbours,
        "one product": lambda x: float(np.prod(x + 2) + np.sum(x**4)),
        "log of a sum of exponentials": lambda x: float(np.log(np.sum(np.exp(2 * x)))),
    }
    for h in (0.25, 1e-5):
        for name, f in functions.items():
            x = rng.uniform(0.5, 1.5, size=rng.integers(2, 6))
            check.expect(f, x, h, what=f"{name}, a step of {h}", rtol=1e-6, atol=1e-8)
    check.expect(cubes, rng.normal(size=rng.integers(2, 5, size=2)), 0.1, what="two axes")
    check.expect(neighbours, rng.normal(size=rng.integers(2, 4, size=3)), 0.1, what="three axes")
    check.expect(neighbours, rng.normal(size=(5, 6, 7)), what="210 elements, the default step")
    inputs = rng.normal(size=(4, 30))
    layer = rng.normal(size=(32, 30))
    check.expect(
        lambda w: float(np.mean(np.tanh(inputs @ w.T) ** 2)), layer, 0.1, what="the 960 weights of a layer"
    )
    check.expect(cubes, rng.normal(size=(1, 1)), 0.5, what="one element, two axes")
    check.expect(cubes, rng.integers(-4, 5, size=4), 0.5, what="integers")
    check.expect(neighbours, rng.normal(size=5).astype(np.float32), what="float32, the default step")
    check.expect(neighbours, rng.normal(size=(4, 6))[:, ::2], 0.5, what="a strided view with two axes")
    check.expect(neighbours, rng.normal(size=9)[::2], 0.5, what="a strided view with one axis")
    check.expect(lambda x: float(np.sum(x)), np.zeros((0, 3)), what="an empty array")
    check.raises(ValueError, neighbours, rng.normal(size=3), 0.0, what="h = 0")
    check.raises(ValueError, neighbours, rng.normal(size=3), -0.1, what="a negative h")
### END HIDDEN TESTS

# %% [markdown]
# ## 3.3 `linear_mse_gradient`: by formula
#
# Three points on the line $y = 2x$, that is (1, 2), (2, 4), (3, 6), and a guess with weight 1 and bias 0. The
# predictions 1, 2, 3 are off by -1, -2, -3. The mean squared error falls when the weight grows, with the
# slope $\frac23(1\cdot(-1)+2\cdot(-2)+3\cdot(-3)) = -\frac{28}3$, and when the bias grows, with the slope
# $\frac23(-1-2-3) = -4$.
#
# Return the gradient of the mean squared error between the predictions `x @ w + b` and `target`, as a pair:
# first for `w`, then for `b`.
#
# - With the residuals $r = Xw + b - t$ (one for each sample) it is $\frac2N X^\top r$ for `w` and
#   $\frac2N\sum_n r_n$ for `b`.
# - `N` is the number of samples: the rows of `x`.
# - The shapes must be those of the docstring. A `target` of shape (N, 1) is an error. So is
#   `N = 0`: `ValueError`.
#
# Your `numerical_gradient` can check it.


# %% solution="linear_mse_gradient" difficulty=3
def linear_mse_gradient(x, target, w, b):
    """Gradient of the mean squared error of the predictions x @ w + b.

    x: inputs, array (N, D), N >= 1; target: array (N,); w: weights, array (D,); b: bias, a number.
    Returns the pair (dw, db): a float array (D,) and a float; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError(f"shapes {x.shape}, {target.shape}, {w.shape}, not (N, D), (N,), (D,) with N > 0")
    residuals = x @ w + b - target  # (N,)
    return 2 * x.T @ residuals / len(x), float(2 * residuals.mean())
    ### END SOLUTION


# %% visible="linear_mse_gradient" points=1
x = np.array([[1.0], [2.0], [3.0]])
result = linear_mse_gradient(x, np.array([2.0, 4.0, 6.0]), np.array([1.0]), 0.0)
assert isinstance(result, tuple), f"return the pair (dw, db), a tuple: got a {type(result).__name__}"
assert len(result) == 2, f"return the pair (dw, db): got {len(result)} items"
dw, db = result
assert np.shape(dw) == (1,), f"one weight, one slope: dw has shape {np.shape(dw)}, expected (1,)"
assert np.allclose(dw, [-28 / 3]), f"2/3 * (1*(-1) + 2*(-2) + 3*(-3)) is -9.3333: dw is {dw}"
assert np.shape(db) == (), f"one bias, one slope: db must be a number, got {db}"
assert np.allclose(db, -4), f"2/3 * (-1 - 2 - 3) is -4: db is {db}"

# %% hidden="linear_mse_gradient" points=3
# Hidden tests, 3 points, 16 checks: random N and D, also N = D and N = 1; integers, float32, strided views; a
# large bias; a line through all points; arguments unchanged; a target of shape (N, 1) or of another length, a
# w that is too long or has two axes, an x with one axis and N = 0 must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, target, w, b):
    x, target, w, b = (torch.tensor(a, dtype=torch.float64) for a in (x, target, w, b))
    loss = F.mse_loss(x @ w.requires_grad_() + b.requires_grad_(), target)
    dw, db = torch.autograd.grad(loss, (w, b))
    return dw.numpy(), db.item()


with checks.exercise("gradients.linear_mse_gradient", reference, shape="that of w") as check:
    rng = check.rng

    def example(n, d):
        return rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d), float(rng.normal())

    check.expect(*example(4, 2), what="4 samples, 2 features")
    for n, d in ((1, 1), (1, 3), (3, 3)):
        check.expect(*example(n, d), what=f"{n} samples, {d} features")
    n, d = rng.choice(np.arange(2, 9), size=2, replace=False).tolist()
    check.expect(*example(n, d), what="random sizes")
    x, target, w, _ = example(6, 4)
    check.expect(x, target, w, 100.0, what="a large bias")
    check.expect(
        rng.integers(-3, 4, size=(5, 2)), rng.integers(4, 9, size=5), np.array([1, -2]), 1, what="integers"
    )
    check.expect(*(np.float32(part) for part in (x, target, w)), 0.25, what="float32")
    check.expect(x[::2, ::2], target[::2], w[::2], 0.5, what="strided views")
    check.expect(x, x @ w + 0.5, w, 0.5, what="a line through all points")
    check.raises(ValueError, x, target[:, None], w, 0.5, what="targets of shape (N, 1)")
    check.raises(ValueError, x, target[:-1], w, 0.5, what="a target too few")
    check.raises(ValueError, x, target, rng.normal(size=5), 0.5, what="a weight too many")
    check.raises(ValueError, x, target, w[:, None], 0.5, what="weights of shape (D, 1)")
    check.raises(ValueError, rng.normal(size=4), target[:1], w, 0.5, what="an x with one axis")
    check.raises(ValueError, np.zeros((0, 2)), np.zeros(0), np.zeros(2), 0.0, what="N = 0")
### END HIDDEN TESTS

# %% [markdown]
# ## 3.4 `gradient_descent`: downhill
#
# From (1, 2) on $x_0^2 + x_1^2$ the gradient is (2, 4). A step with the learning rate 0.25 goes to
# (1, 2) - 0.25 · (2, 4) = (0.5, 1).
#
# Walk `steps` times against the numerical gradient, and return where you end.
#
# - Each step is `x - lr * gradient`, with the gradient at the place where you stand. All coordinates move
#   at once.
# - `h` is the step of the gradient. Pass it on.
# - Do what is asked, even if `lr` is so large that the walk flies off, or so small that it hardly moves.
# - `x0` stays as it is, and may hold integers. The result is `float64`, also after 0 steps.
# - Negative `steps` or a negative `lr`: `ValueError`.


# %% solution="gradient_descent" difficulty=2
def gradient_descent(f, x0, lr, steps, h=1e-4):
    """Walk downhill with the numerical gradient.

    f: function of an array of the shape of x0 that returns a number; x0: the start, array of any shape,
    integers allowed; lr: the learning rate, >= 0; steps: an int >= 0; h: the gradient's step, positive.
    Returns the end, a float64 array of the shape of x0; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        x = x - lr * numerical_gradient(f, x, h)
    return x
    ### END SOLUTION


# %% visible="gradient_descent" points=1
def squares(x):
    return float(np.sum(x**2))


start = np.array([1.0, 2.0])
end = gradient_descent(squares, start, 0.25, 1)
assert isinstance(end, np.ndarray), f"return a NumPy array, not a {type(end).__name__}"
assert np.allclose(end, [0.5, 1.0], rtol=0, atol=1e-6), f"one step from (1, 2): got {end}, expected (0.5, 1)"
assert start.tolist() == [1, 2], f"leave x0 alone and work on a copy: (1, 2) became {start}"

end = gradient_descent(squares, np.array([-3.0, 4.0]), 0.1, 100)
assert np.allclose(end, 0, rtol=0, atol=1e-6), f"100 steps of lr 0.1 lead to the minimum (0, 0): got {end}"

# %% hidden="gradient_descent" points=2
# Hidden tests, 2 points, 15 checks: random bowls, a product of two coordinates, a long valley, a saddle; an x
# with two axes; a large h; a learning rate so large that the walk flies off, one so small that it hardly
# moves, and 0; integers, a strided view; no step; x0 unchanged; negative steps and a negative lr must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(f, x0, lr, steps, h=1e-4):
    """Steps along PyTorch's central differences; torch.optim itself would take seconds to be imported."""
    x = torch.tensor(x0, dtype=torch.float64)
    for _ in range(steps):
        gradient, middle = torch.zeros_like(x), f(x.numpy())
        for place in np.ndindex(*x.shape):
            step = torch.zeros_like(x)
            step[place] = h
            values = [f((x - step).numpy()), middle, f((x + step).numpy())]
            gradient[place] = torch.gradient(torch.tensor(values, dtype=torch.float64), spacing=h)[0][1]
        x = x.add(gradient, alpha=-lr)
    return x.numpy()


with checks.exercise("gradients.gradient_descent", reference, shape="that of x0") as check:
    rng = check.rng
    weights = rng.uniform(0.5, 1.5, size=4)

    def bowl(x):
        return float(np.sum(weights[: np.size(x)] * np.ravel(x) ** 2))

    def valley(x):
        return float(x[0] ** 2 / 20 + x[1] ** 2)

    def saddle(x):
        return float(x[0] ** 2 - x[1] ** 2)

    def product(x):
        return float(x[0] * x[1] + np.sum(x**2))

    def cubes(x):
        return float(np.sum(np.abs(x) ** 3) + x[0] * x[1])

    near = {"rtol": 1e-6, "atol": 1e-8}
    check.expect(bowl, rng.normal(size=3), 0.1, 1, what="one step", **near)
    check.expect(product, rng.uniform(1, 2, size=2), 0.1, 2, what="a product of two coordinates", **near)
    check.expect(product, rng.uniform(1, 2, size=3), 0.05, 7, what="seven steps in three dimensions", **near)
    check.expect(valley, rng.uniform(2, 7, size=2), 0.9, 30, what="a long valley", **near)
    check.expect(saddle, rng.uniform(0.1, 1, size=2), 0.2, 5, what="a saddle", **near)
    check.expect(cubes, rng.uniform(1, 2, size=2), 0.05, 3, 0.5, what="a large h", **near)
    check.expect(bowl, rng.normal(size=(2, 2)), 0.1, 4, what="an x with two axes", **near)
    check.expect(bowl, rng.uniform(1, 2, size=2), 10.0, 5, 0.25, what="a learning rate of 10", **near)
    tiny = {"rtol": 1e-12, "atol": 0}  # a step changes the tenth digit
    check.expect(bowl, rng.uniform(1, 2, size=2), 1e-10, 5, 0.25, what="a learning rate of 1e-10", **tiny)
    check.expect(product, rng.uniform(1, 2, size=2), 0.0, 3, what="a learning rate of 0", **tiny)
    check.expect(product, rng.integers(1, 9, size=2), 0.1, 2, what="integers", **near)
    check.expect(bowl, rng.normal(size=6)[::2], 0.1, 3, what="a strided view", **near)
    check.expect(bowl, rng.integers(1, 9, size=2), 0.1, 0, what="no step from integers", **near)
    check.raises(ValueError, bowl, rng.normal(size=2), 0.1, -1, what="negative steps")
    check.raises(ValueError, bowl, rng.normal(size=2), -0.1, 1, what="a negative learning rate")
### END HIDDEN TESTS

# %% [markdown]
# ## 3.5 `softmax_cross_entropy_gradient`: scores
#
# One sample, two classes, both scores 0: softmax gives 0.5 and 0.5. If the right class is number 0, the
# gradient of the cross-entropy is (0.5 - 1, 0.5 - 0) = (-0.5, 0.5). The score of the right class should go
# up, the other one down.
#
# Return the gradient of the mean cross-entropy with respect to the scores (the *logits*).
#
# - It is (softmax - one-hot) / N: the probabilities, minus 1 at the right class, divided by the number of
#   samples. Each row sums to 0.
# - Scores of 1000 must not overflow: no NumPy warning is accepted.
# - A label below 0 or above K-1, labels that are not integers, another number of labels than of samples,
#   `logits` that are not 2-D, N = 0: `ValueError`.


# %% solution="softmax_cross_entropy_gradient" difficulty=3
def softmax_cross_entropy_gradient(logits, labels):
    """Gradient of the mean cross-entropy with respect to the scores.

    logits: scores, array (N, K), N >= 1; labels: the right classes, int array (N,), 0 to K-1.
    Returns a float array (N, K); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError(f"logits {logits.shape}, labels {labels.shape}: expected (N, K), (N,), N >= 1")
    n, classes = logits.shape
    return (softmax(logits) - one_hot(labels, classes)) / n
    ### END SOLUTION


# %% visible="softmax_cross_entropy_gradient" points=1
gradient = softmax_cross_entropy_gradient(np.array([[0.0, 0.0]]), np.array([0]))
assert isinstance(gradient, np.ndarray), f"return a NumPy array, not a {type(gradient).__name__}"
assert gradient.shape == (1, 2), f"one slope for each score: got shape {gradient.shape}, expected (1, 2)"
assert np.allclose(gradient, [[-0.5, 0.5]]), f"(0.5, 0.5) minus (1, 0): got {gradient}"

gradient = softmax_cross_entropy_gradient(np.array([[2.0, 1.0, 0.1], [0.0, 0.0, 0.0]]), np.array([0, 2]))
assert np.allclose(gradient[1], [1 / 6, 1 / 6, -1 / 3]), (
    f"row 1 is (1/3, 1/3, 1/3) minus (0, 0, 1), halved for 2 samples: got {gradient[1]}"
)
assert np.allclose(gradient[0], [-0.1705, 0.1212, 0.0493], atol=1e-4), (
    f"row 0 is (0.6590, 0.2424, 0.0986) minus (1, 0, 0), halved: got {gradient[0]}"
)

# %% hidden="softmax_cross_entropy_gradient" points=3
# Hidden tests, 3 points, 18 checks: random N and K, also N = K, N = 1 and K = 1; rows sum to 0; scores of
# 1000 and -1000; integers, uint8 labels, float32, strided views; arguments unchanged; a label of K, of -1, a
# label that is not an integer, a label too many, labels of shape (N, 1), logits with one axis and N = 0 must
# raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(logits, labels):
    logits = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    loss = F.cross_entropy(logits, torch.tensor(labels, dtype=torch.int64))
    return torch.autograd.grad(loss, logits)[0].numpy()


with checks.exercise("gradients.softmax_cross_entropy_gradient", reference, strict=True) as check:
    rng = check.rng

    def example(n, classes):
        return 3 * rng.normal(size=(n, classes)), rng.integers(classes, size=n)

    check.expect(*example(5, 3), what="5 samples, 3 classes")
    for n, classes in ((1, 3), (4, 4), (3, 1)):
        check.expect(*example(n, classes), what=f"{n} samples, {classes} classes")
    n, classes = rng.choice(np.arange(2, 9), size=2, replace=False).tolist()
    check.expect(*example(n, classes), what="random sizes")
    out = check.call(*example(6, 10))
    sums = np.sum(out.value, axis=-1) if isinstance(out.value, np.ndarray) else np.ones(1)
    check.that(np.allclose(sums, 0, atol=1e-12), "the sum of each row", "it is not 0")
    logits = rng.permuted(np.array([[0.0, 1000.0, 1.0], [-1000.0, 3.0, 1000.0]]), axis=1)
    check.expect(logits, rng.integers(3, size=2), what="scores of 1000 and -1000")
    check.expect(rng.integers(-5, 6, size=(4, 3)), rng.integers(3, size=4), what="integer scores")
    logits, labels = example(4, 6)
    check.expect(logits, labels.astype(np.uint8), what="labels of dtype uint8")
    check.expect(logits.astype(np.float32), labels, what="float32 scores")
    check.expect(logits[::2, ::2], rng.integers(3, size=4)[::2], what="strided views")
    check.raises(ValueError, logits, np.array([0, 1, 2, 6]), what="a label of K")
    check.raises(ValueError, logits, np.array([0, -1, 2, 3]), what="a label of -1")
    check.raises(ValueError, logits, np.array([0.0, 0.5, 2.0, 3.0]), what="labels that are not integers")
    check.raises(ValueError, logits, np.zeros(5, dtype=int), what="a label too many")
    check.raises(ValueError, logits, labels[:, None], what="labels of shape (N, 1)")
    check.raises(ValueError, logits[0], labels, what="logits with one axis")
    check.raises(ValueError, np.zeros((0, 3)), np.zeros(0, dtype=int), what="N = 0")
### END HIDDEN TESTS

# %% [markdown]
# ## 3.6 `sgd_step`: all parameters at once
#
# A network has many arrays of parameters. Parameters `[1. 2.]` and `[[3.]]`, gradients `[1. -1.]` and
# `[[10.]]`, learning rate 0.1: after the step they are `[0.9 2.1]` and `[[2.]]`.
#
# Take one step of gradient descent: `p - lr * g` for each parameter and its gradient.
#
# - `params` and `grads` are tuples of arrays, in the same order. Return a tuple of new arrays.
# - Another number of gradients than of parameters, or a gradient whose shape is not that of its
#   parameter: `ValueError`. Nothing is broadcast.
# - No parameter at all gives an empty tuple.


# %% solution="sgd_step" difficulty=1
def sgd_step(params, grads, lr):
    """One step of gradient descent for a tuple of parameters.

    params: tuple of arrays of any shapes, integers allowed; grads: tuple of as many arrays, each of the
    shape of its parameter; lr: the learning rate, a number.
    Returns a tuple of new float64 arrays; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    moved = []
    for p, g in zip(params, grads, strict=True):  # strict: ValueError if one of them is shorter
        p, g = np.asarray(p, dtype=np.float64), np.asarray(g, dtype=np.float64)
        if p.shape != g.shape:
            raise ValueError(f"a parameter of shape {p.shape} has a gradient of shape {g.shape}")
        moved.append(p - lr * g)
    return tuple(moved)
    ### END SOLUTION


# %% visible="sgd_step" points=1
params = (np.array([1.0, 2.0]), np.array([[3.0]]))
grads = (np.array([1.0, -1.0]), np.array([[10.0]]))
moved = sgd_step(params, grads, 0.1)
assert isinstance(moved, tuple), f"return a tuple of arrays, not a {type(moved).__name__}"
assert len(moved) == 2, f"two parameters went in, two must come out: got {len(moved)}"
assert np.allclose(moved[0], [0.9, 2.1]), f"(1, 2) - 0.1 * (1, -1) is (0.9, 2.1): got {moved[0]}"
assert moved[1].shape == (1, 1), f"the second parameter has shape (1, 1): got {moved[1].shape}"
assert np.allclose(moved[1], 2), f"3 - 0.1 * 10 is 2: got {moved[1]}"
assert params[0].tolist() == [1, 2], f"leave the parameters alone: (1, 2) became {params[0]}"

# %% hidden="sgd_step" points=1
# Hidden tests, 1 point, 12 checks: random numbers of parameters with random shapes of 1 to 4 axes; integers,
# strided views; a learning rate of 0; no parameter; new arrays, arguments unchanged; a gradient too few, one
# too many, and a gradient that would have to be broadcast must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(params, grads, lr):
    """What torch.optim.SGD does; the optimiser itself would take seconds to be imported."""
    params, grads = ([torch.tensor(a, dtype=torch.float64) for a in arrays] for arrays in (params, grads))
    return tuple(p.add(g, alpha=-lr).numpy() for p, g in zip(params, grads, strict=True))


with checks.exercise("gradients.sgd_step", reference, shape="that of its parameter") as check:
    rng = check.rng

    def arrays(shapes):
        return tuple(rng.normal(size=shape) for shape in shapes)

    for axes in (1, 2, 3, 4):
        shapes = [rng.integers(1, 4, size=axes), (2, 3), rng.integers(2, 5, size=2)]
        check.expect(arrays(shapes), arrays(shapes), float(rng.uniform(0.1, 2)), what="three parameters")
    check.expect(arrays([(3, 4)]), arrays([(3, 4)]), 0.5, what="one parameter", fresh=True)
    integers = (rng.integers(1, 9, size=3), rng.integers(1, 9, size=(2, 2)))
    check.expect(integers, arrays([3, (2, 2)]), 1.0, what="integer parameters")
    params = arrays([(2, 3), 4])
    check.expect(params, arrays([(2, 3), 4]), 0.0, what="a learning rate of 0", fresh=True)
    check.expect((params[0][:, ::2],), (params[0][:, 1:],), 0.3, what="strided views")
    check.equals((), (), (), 0.1, what="no parameter")
    check.raises(ValueError, params, params[:1], 0.1, what="a gradient too few")
    check.raises(ValueError, params[:1], params, 0.1, what="a gradient too many")
    check.raises(ValueError, arrays([(2, 3)]), arrays([3]), 0.1, what="a gradient of another shape")
### END HIDDEN TESTS
