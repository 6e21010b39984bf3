# %% [markdown]
# # Linear layers and activations: exercises
#
# Six functions, 19 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 4.1 `linear` | 1 + 2 | the layer: a matrix product and a bias |
# | 4.2 `linear_backward` | 1 + 3 | a gradient's way back through the layer |
# | 4.3 `relu_backward` | 1 + 1 | a gradient's way back through ReLU |
# | 4.4 `collapse_linear` | 1 + 3 | many linear layers, made one |
# | 4.5 `flatten` | 1 + 2 | all axes but the batch, made one |
# | 4.6 `he_std` | 1 + 2 | how large weights are at the start |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, tuples, NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating. (`flatten`
#   computes nothing, so there the dtype stays.)
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# ## 4.1 `linear`: the layer
#
# A sample with the two features (1, 2), and a layer that makes three of them:
#
# | output | weights | bias | computed |
# |:-:|:-:|:-:|---|
# | 0 | 1, 0 | 0 | $1\cdot1 + 2\cdot0 + 0 = 1$ |
# | 1 | 0, 1 | 10 | $1\cdot0 + 2\cdot1 + 10 = 12$ |
# | 2 | 1, 1 | -1 | $1\cdot1 + 2\cdot1 - 1 = 2$ |
#
# Return $xW^\top + b$, computed on the **last axis** of `x`.
#
# - `weight` has PyTorch's layout, `(out, in)`: `weight[o, i]` joins input `i` to output `o`.
# - All axes of `x` before the last one stay as they are. There may be none (one vector) or several, and
#   one of them may have length 0.
# - `bias` has the shape `(out,)`. If it is `None`, nothing is added.
# - A last axis of `x` that is not `in` long, a `weight` that is not 2-D, a `bias` of another shape than
#   `(out,)`, even if NumPy could stretch it: `ValueError`.


# %% solution="linear" difficulty=2
def linear(x, weight, bias=None):
    """The linear (dense, fully connected) layer on the last axis of x.

    x: array (..., in), integers allowed; weight: array (out, in); bias: array (out,) or None.
    Returns a float array (..., out); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if weight.ndim != 2 or x.shape[-1:] != weight.shape[1:]:
        raise ValueError(f"x {x.shape} and weight {weight.shape}: expected (..., in) and (out, in)")
    y = x @ weight.T
    if bias is None:
        return y
    bias = np.asarray(bias, dtype=np.float64)
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"bias has shape {bias.shape}, expected {weight.shape[:1]}")
    return y + bias
    ### END SOLUTION


# %% visible="linear" points=1
x = np.array([[1.0, 2.0]])
weight = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
y = linear(x, weight, np.array([0.0, 10.0, -1.0]))
assert isinstance(y, np.ndarray), f"return a NumPy array, not a {type(y).__name__}"
assert y.shape == (1, 3), f"one sample, three outputs: got shape {y.shape}, expected (1, 3)"
assert y[0, 0] == 1, f"1 * 1 + 2 * 0 + 0 is 1: got {y[0, 0]}"
assert y[0, 1] == 12, f"1 * 0 + 2 * 1 + 10 is 12: got {y[0, 1]}"
assert y[0, 2] == 2, f"1 * 1 + 2 * 1 - 1 is 2: got {y[0, 2]}"

# %% hidden="linear" points=2
# Hidden tests, 2 points, 18 checks: random sizes, also a square weight; three and four axes; one vector; no
# bias; integers, float32, strided views, an empty batch; a weight laid out (in, out), a weight with one
# axis, a bias of one element, of shape (out, 1) or too long, and an x that is a number must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, weight, bias=None):
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    return F.linear(x, weight, None if bias is None else torch.tensor(bias, dtype=torch.float64)).numpy()


with checks.exercise("linear.linear", reference, shape="(..., out)") as check:
    rng = check.rng

    def layer(inputs, outputs):
        return rng.normal(size=(outputs, inputs)), rng.normal(size=outputs)

    check.expect(rng.normal(size=(4, 3)), *layer(3, 5), what="4 samples, from 3 features to 5")
    check.expect(rng.normal(size=(4, 3)), *layer(3, 3), what="a square weight")
    n, inputs, outputs = rng.choice(np.arange(2, 9), size=3, replace=False).tolist()
    check.expect(rng.normal(size=(n, inputs)), *layer(inputs, outputs), what="random sizes")
    check.expect(rng.normal(size=(1, 1)), *layer(1, 1), what="one sample, one feature, one output")
    check.expect(rng.normal(size=(64, 4, 2)), *layer(2, 1), what="an x of shape (64, 4, 2), one output")
    check.expect(rng.normal(size=(2, 3, 4, 5)), *layer(5, 3), what="an x with four axes")
    check.expect(rng.normal(size=3), *layer(3, 2), what="one vector")
    check.expect(rng.normal(size=(4, 3)), layer(3, 2)[0], what="no bias")
    integers = rng.integers(1, 9, size=(2, 3)), rng.integers(1, 9, size=(4, 3)), rng.integers(1, 9, size=4)
    check.expect(*integers, what="integers")
    x, weight, bias = rng.normal(size=(6, 4)), *layer(4, 6)
    check.expect(*(np.float32(part) for part in (x, weight, bias)), what="float32")
    check.expect(x[::2, ::2], weight[::3, ::2], bias[::3], what="strided views")
    check.expect(np.zeros((0, 4)), weight, bias, what="an empty batch")
    check.raises(ValueError, x, weight.T, what="a weight laid out (in, out)")
    check.raises(ValueError, x, weight[0], what="a weight with one axis")
    check.raises(ValueError, x, weight, bias[:1], what="a bias of one element")
    check.raises(ValueError, x, weight, bias[:, None], what="a bias of shape (out, 1)")
    check.raises(ValueError, x, weight[:1], bias, what="a bias that is too long")
    check.raises(ValueError, 2.0, weight[:, :1], bias, what="an x that is a number")
### END HIDDEN TESTS

# %% [markdown]
# ## 4.2 `linear_backward`: a gradient's way back
#
# Two samples, (1, 2) and (3, 4), go through a layer with the weights (1, -1) and one output. From the loss
# comes a gradient `grad_out`, here called $g$: one number for each output, 1 for the first sample and 10 for
# the second.
#
# - An input reaches the output through its weight. So the gradient of the first sample is $1\cdot(1, -1)$,
#   that of the second $10\cdot(1, -1)$.
# - A weight is used by every sample, each time with another input. So its slopes add up:
#   $1\cdot1 + 10\cdot3 = 31$ for the first weight, $1\cdot2 + 10\cdot4 = 42$ for the second.
# - The bias is used by every sample, each time with a 1: $1 + 10 = 11$.
#
# Return the three gradients `(dx, dw, db)`. With the samples as rows of $x$ and $g$ they are
# $g\,W$, $g^\top x$, and the sum of the rows of $g$.
#
# - Each has the shape of what it belongs to: `x`, `weight`, and `(out,)` for the bias.
# - Sums, not means: the mean over the batch belongs to the loss, and is already in `grad_out`.
# - `x` may have any number of axes before the last. They all count samples, so `dw` and `db` sum over all of
#   them. A single vector is one sample; an empty batch sums to 0.
# - Shapes that do not fit, also if the numbers of samples agree but their axes do not: `ValueError`.


# %% solution="linear_backward" difficulty=3
def linear_backward(x, weight, grad_out):
    """Pass a gradient back through the linear layer x @ weight.T + bias.

    x: the layer's input, array (..., in); weight: array (out, in); grad_out: the gradient of the loss with
    respect to the layer's output, array (..., out), with the leading axes of x.
    Returns the tuple (dx, dw, db) of float arrays (..., in), (out, in), (out,); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if weight.ndim != 2 or x.shape[-1:] != weight.shape[1:]:
        raise ValueError(f"x {x.shape} and weight {weight.shape}: expected (..., in) and (out, in)")
    if grad_out.shape != (*x.shape[:-1], weight.shape[0]):
        raise ValueError(f"grad_out {grad_out.shape}: expected {(*x.shape[:-1], weight.shape[0])}")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, weight.shape[0])  # leading axes merged
    return grad_out @ weight, slopes.T @ samples, slopes.sum(axis=0)
    ### END SOLUTION


# %% visible="linear_backward" points=1
x = np.array([[1.0, 2.0], [3.0, 4.0]])
weight = np.array([[1.0, -1.0]])
result = linear_backward(x, weight, np.array([[1.0], [10.0]]))
assert isinstance(result, tuple), f"return the tuple (dx, dw, db): got a {type(result).__name__}"
assert len(result) == 3, f"return the tuple (dx, dw, db): got {len(result)} items"
dx, dw, db = result
assert np.shape(dx) == (2, 2), f"dx has the shape of x, (2, 2): got {np.shape(dx)}"
assert np.allclose(dx, [[1, -1], [10, -10]]), f"1 and 10 times the weights (1, -1): dx is {dx}"
assert np.shape(dw) == (1, 2), f"dw has the shape of weight, (1, 2): got {np.shape(dw)}"
assert np.allclose(dw, [[31, 42]]), f"1*1 + 10*3 is 31, 1*2 + 10*4 is 42: dw is {dw}"
assert np.shape(db) == (1,), f"db has the shape of the bias, (1,): got {np.shape(db)}"
assert np.allclose(db, [11]), f"1 + 10 is 11: db is {db}"

# %% hidden="linear_backward" points=3
# Hidden tests, 3 points, 18 checks: random sizes, also in = out = N; one sample; three and four axes; one
# vector; integers, float32, strided views, an empty batch; arguments unchanged; a gradient of another width,
# for another number of samples, of a single row, or with leading axes in another order, a weight laid out
# (in, out) and a weight with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, weight, grad_out):
    x, weight, grad_out = (torch.tensor(a, dtype=torch.float64) for a in (x, weight, grad_out))
    bias = torch.zeros(len(weight), dtype=torch.float64, requires_grad=True)
    y = F.linear(x.requires_grad_(), weight.requires_grad_(), bias)
    return tuple(part.numpy() for part in torch.autograd.grad(y, (x, weight, bias), grad_out))


with checks.exercise("linear.linear_backward", reference, shape="that of x, weight or bias") as check:
    rng = check.rng

    def example(*sizes):
        *samples, inputs, outputs = sizes
        x, grad_out = rng.normal(size=(*samples, inputs)), rng.normal(size=(*samples, outputs))
        return x, rng.normal(size=(outputs, inputs)), grad_out

    check.expect(*example(4, 3, 5), what="4 samples, from 3 features to 5")
    check.expect(*example(3, 3, 3), what="3 samples, 3 features, 3 outputs")
    check.expect(*example(1, 2, 3), what="one sample")
    check.expect(*example(*rng.choice(np.arange(2, 9), size=3, replace=False).tolist()), what="random sizes")
    check.expect(*example(5, 4, 2, 3), what="an x of shape (5, 4, 2)")
    check.expect(*example(2, 3, 2, 4, 2), what="an x with four axes")
    check.expect(*example(3, 2), what="one vector")
    integers = (
        rng.integers(1, 9, size=(2, 3)),
        rng.integers(1, 9, size=(4, 3)),
        rng.integers(1, 9, size=(2, 4)),
    )
    check.expect(*integers, what="integers")
    x, weight, grad_out = example(6, 4, 4)
    check.expect(*(np.float32(part) for part in (x, weight, grad_out)), what="float32")
    check.expect(x[::2, ::2], weight[::2, ::2], grad_out[::2, ::2], what="strided views")
    check.expect(x[:0], weight, grad_out[:0], what="an empty batch")
    check.raises(ValueError, x, weight[:3], grad_out, what="a gradient that is too wide")
    check.raises(ValueError, x, weight, grad_out[:5], what="a gradient for a sample too few")
    check.raises(ValueError, x, weight, grad_out[:1], what="a gradient of a single row")
    check.raises(ValueError, x, weight, grad_out.reshape(3, 2, 4), what="a gradient with an axis too many")
    x, weight, grad_out = example(2, 3, 4, 5)
    check.raises(ValueError, x, weight, grad_out.swapaxes(0, 1), what="leading axes in another order")
    check.raises(ValueError, x, weight.T, grad_out, what="a weight laid out (in, out)")
    check.raises(ValueError, x, weight[0], grad_out[..., 0], what="a weight with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 4.3 `relu_backward`: through the bend
#
# ReLU is $\max(0, z)$: a negative input becomes 0, a positive one goes through. The inputs were -1, 0 and 2,
# and from behind comes the gradient (5, 6, 7). It goes through where the **input** was positive: (0, 0, 7).
#
# - At an input of exactly 0 the result is 0, as in PyTorch.
# - Return a new array. `grad_out` stays as it is.
# - `x` and `grad_out` have any shape, but the same one. Two different shapes, even if NumPy could stretch
#   them: `ValueError`.


# %% solution="relu_backward" difficulty=1
def relu_backward(x, grad_out):
    """Pass a gradient back through ReLU.

    x: the input of ReLU, array of any shape; grad_out: the gradient of the loss with respect to the output of
    ReLU, array of the same shape.
    Returns a new float array of the same shape; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x, grad_out = np.asarray(x), np.asarray(grad_out, dtype=np.float64)
    if x.shape != grad_out.shape:
        raise ValueError(f"x has shape {x.shape} and grad_out {grad_out.shape}: they must be equal")
    return np.where(x > 0, grad_out, 0.0)
    ### END SOLUTION


# %% visible="relu_backward" points=1
grad_out = np.array([5.0, 6.0, 7.0])
dx = relu_backward(np.array([-1.0, 0.0, 2.0]), grad_out)
assert isinstance(dx, np.ndarray), f"return a NumPy array, not a {type(dx).__name__}"
assert dx.shape == (3,), f"the shape of x, (3,): got {dx.shape}"
assert dx[0] == 0, f"the input -1 was negative, so nothing goes back: got {dx[0]}, expected 0"
assert dx[1] == 0, f"at an input of exactly 0 nothing goes back: got {dx[1]}, expected 0"
assert dx[2] == 7, f"the input 2 was positive, so the 7 goes back as it is: got {dx[2]}"
assert grad_out.tolist() == [5, 6, 7], f"leave grad_out alone: (5, 6, 7) became {grad_out}"

# %% hidden="relu_backward" points=1
# Hidden tests, 1 point, 12 checks: random shapes with one to four axes; inputs that are exactly 0; negative
# gradients; integers, float32, strided views, an empty array; arguments unchanged; two shapes of which one
# could be stretched to the other, and two shapes of the same size, must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, grad_out):
    x, grad_out = torch.tensor(x, dtype=torch.float64), torch.tensor(grad_out, dtype=torch.float64)
    return torch.autograd.grad(F.relu(x.requires_grad_()), x, grad_out)[0].numpy()


with checks.exercise("linear.relu_backward", reference, shape="that of x") as check:
    rng = check.rng
    for axes in (1, 2, 4):
        shape = rng.integers(2, 5, size=axes)
        what = f"random numbers, an x with {axes} {'axis' if axes == 1 else 'axes'}"
        check.expect(rng.normal(size=shape), rng.normal(size=shape), what=what, fresh=True)
    check.expect(np.zeros((2, 2)), rng.uniform(1, 2, size=(2, 2)), what="inputs that are exactly 0")
    check.expect(rng.uniform(1, 2, size=3), -rng.uniform(1, 2, size=3), what="negative gradients")
    check.expect(rng.uniform(1, 2, size=3), rng.normal(size=3), what="positive inputs only", fresh=True)
    check.expect(np.array([-3, 0, 3, 5]), rng.integers(1, 9, size=4), what="integers")
    x, grad_out = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
    check.expect(np.float32(x), np.float32(grad_out), what="float32")
    check.expect(x[::2, ::3], grad_out[::2, ::3], what="strided views")
    check.expect(np.zeros((0, 2)), np.zeros((0, 2)), what="an empty array")
    check.raises(ValueError, x[:, :1], grad_out, what="an x of shape (4, 1), a gradient of shape (4, 6)")
    check.raises(ValueError, x, grad_out.reshape(6, 4), what="a gradient of the same size, another shape")
### END HIDDEN TESTS

# %% [markdown]
# ## 4.4 `collapse_linear`: many linear layers, made one
#
# Two layers with one feature each: first $2x + 1$, then $3y - 1$. One after the other they are
# $3(2x + 1) - 1 = 6x + 2$: a single layer with weight 6 and bias 2.
#
# `layers` holds a pair `(weight, bias)` for each layer, and the data go through them in this order. Return
# the `(weight, bias)` of the **one** linear layer that does the same.
#
# - Two layers are $W_2(W_1 x + b_1) + b_2 = (W_2W_1)\,x + (W_2b_1 + b_2)$. For more of them, go on in
#   the same way.
# - The order of matrices in a product matters.
# - One layer gives a copy of itself.
# - A layer that cannot take what the one before gives, or no layer at all: `ValueError`.


# %% solution="collapse_linear" difficulty=3
def collapse_linear(layers):
    """The single linear layer that equals a stack of linear layers with nothing between them.

    layers: tuple of pairs (weight, bias) of arrays (out, in) and (out,), the first layer first.
    Returns the pair (weight, bias) of new float arrays (last out, first in) and (last out,); bad input raises
    ValueError.
    """
    ### BEGIN SOLUTION
    if len(layers) == 0:
        raise ValueError("at least one layer is needed")
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        if np.shape(w)[1] != len(weight):
            raise ValueError(f"a layer takes {np.shape(w)[1]} features, the one before gives {len(weight)}")
        weight, bias = w @ weight, w @ bias + b
    return weight, bias
    ### END SOLUTION


# %% visible="collapse_linear" points=1
first = (np.array([[2.0]]), np.array([1.0]))
second = (np.array([[3.0]]), np.array([-1.0]))
result = collapse_linear((first, second))
assert isinstance(result, tuple), f"return the pair (weight, bias), a tuple: got a {type(result).__name__}"
assert len(result) == 2, f"return the pair (weight, bias): got {len(result)} items"
weight, bias = result
assert np.shape(weight) == (1, 1), (
    f"one input, one output: weight has shape {np.shape(weight)}, expected (1, 1)"
)
assert np.allclose(weight, [[6]]), f"3 (2x + 1) - 1 is 6x + 2: the weight is {weight}, expected 6"
assert np.shape(bias) == (1,), f"one output, one bias: bias has shape {np.shape(bias)}, expected (1,)"
assert np.allclose(bias, [2]), f"3 (2x + 1) - 1 is 6x + 2: the bias is {bias}, expected 2"

# %% hidden="collapse_linear" points=3
# Hidden tests, 3 points, 12 checks: two square layers; layers of different sizes; a narrow layer in the
# middle; one layer (new arrays), three and six layers; random sizes; integers, also with one layer;
# arguments unchanged; sizes that do not chain in two and in three layers, and no layer, must raise
# ValueError.
### BEGIN HIDDEN TESTS
import itertools

from autograder import checks


def reference(layers):
    """Sends 0 and the unit vectors through the layers, which PyTorch applies one after the other."""
    first = np.shape(layers[0][0])[1]
    y = torch.cat([torch.zeros(1, first), torch.eye(first)]).double()
    for layer in layers:
        y = F.linear(y, *(torch.tensor(part, dtype=torch.float64) for part in layer))
    return (y[1:] - y[0]).T.numpy(), y[0].numpy()


with checks.exercise("linear.collapse_linear", reference, shape="(out, in) and (out,)") as check:
    rng = check.rng

    def stack(*sizes):
        pairs = itertools.pairwise(sizes)
        return tuple((rng.normal(size=(after, before)), rng.normal(size=after)) for before, after in pairs)

    check.expect(stack(2, 2, 2), what="two layers with square weights")
    check.expect(stack(3, 5, 4, 2), what="three layers of different sizes")
    check.expect(stack(4, 1, 4), what="a layer with one output in the middle")
    check.expect(stack(2, 3), what="one layer", fresh=True)
    check.expect(stack(2, 2, 2, 2, 2, 2, 2), what="six layers")
    check.expect(stack(*rng.integers(2, 6, size=4).tolist()), what="random sizes")
    whole = tuple((rng.integers(1, 9, size=(2, 2)), rng.integers(1, 9, size=2)) for _ in range(2))
    check.expect(whole, what="integers")
    check.expect(whole[:1], what="one layer of integers", fresh=True)
    check.expect(stack(1, 1, 1, 1), what="three layers with one feature each")
    check.raises(ValueError, stack(2, 3) + stack(2, 3), what="sizes that do not chain")
    check.raises(ValueError, stack(2, 3, 4) + stack(3, 2), what="a third layer that does not fit")
    check.raises(ValueError, (), what="no layer")
### END HIDDEN TESTS

# %% [markdown]
# ## 4.5 `flatten`: all axes but the batch
#
# Two samples of shape (4, 2) lie in an array (2, 4, 2). A linear layer that shall look at all 8 numbers of a
# sample needs them in one axis: (2, 8). The first sample `[[0, 1], [2, 3], [4, 5], [6, 7]]` becomes the row
# `[0, 1, 2, 3, 4, 5, 6, 7]`.
#
# Merge all axes from `start_axis` on into one, and keep the axes before it.
#
# - The numbers stay in row-major order: the last axis runs fastest, whatever the order in memory.
# - If `start_axis` is the last axis, the shape does not change. If it is 0, one axis is left.
# - An empty batch keeps its width: (0, 3, 4) becomes (0, 12).
# - The dtype stays. The result may share memory with `x`.
# - A `start_axis` outside 0 .. ndim - 1 (negative ones too): `ValueError`.


# %% solution="flatten" difficulty=2
def flatten(x, start_axis=1):
    """Merge all axes from start_axis on into one.

    x: array of any dtype, with more axes than start_axis; start_axis: an int >= 0.
    Returns an array with start_axis + 1 axes and the dtype of x; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x)
    if not 0 <= start_axis < x.ndim:
        raise ValueError(f"start_axis {start_axis} is none of the axes 0 to {x.ndim - 1}")
    width = int(np.prod(x.shape[start_axis:]))  # -1 would not do: an empty batch fits any width
    return x.reshape(*x.shape[:start_axis], width)
    ### END SOLUTION


# %% visible="flatten" points=1
x = np.arange(16.0).reshape(2, 4, 2)
flat = flatten(x)
assert isinstance(flat, np.ndarray), f"return a NumPy array, not a {type(flat).__name__}"
assert flat.shape == (2, 8), f"2 samples stay, 4 * 2 numbers each: got shape {flat.shape}, expected (2, 8)"
assert flat[0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7], f"the first sample, row by row, is 0 to 7: got {flat[0]}"
assert flat[1].tolist() == [8, 9, 10, 11, 12, 13, 14, 15], f"the second sample is 8 to 15: got {flat[1]}"

# %% hidden="flatten" points=2
# Hidden tests, 2 points, 16 checks: shapes with two to five axes; start_axis 0, one in the middle and the
# last; one axis with start_axis 0; empty batches; strided and transposed views; integers, uint8, float32;
# one axis with start_axis 1, a start_axis of ndim and negative ones must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x, start_axis=1):
    return torch.flatten(torch.from_numpy(np.array(x, order="C")), start_dim=start_axis).numpy()


with checks.exercise("linear.flatten", reference, shape="the axes before start_axis, then one") as check:
    rng = check.rng
    check.expect(rng.normal(size=(2, 3, 4, 5)), what="four axes")
    check.expect(rng.normal(size=(64, 4, 2)), what="a batch of 64")
    check.expect(rng.normal(size=(64, 8)), what="two axes: nothing to merge")
    check.expect(rng.normal(size=rng.integers(2, 4, size=5)), what="five axes")
    check.expect(rng.normal(size=(2, 3, 4)), 0, what="start_axis 0")
    check.expect(rng.normal(size=(2, 3, 4)), 2, what="the last axis as start_axis")
    check.expect(rng.normal(size=(2, 3, 2, 3)), 2, what="start_axis 2 of four axes")
    check.expect(rng.normal(size=5), 0, what="one axis, start_axis 0")
    check.expect(np.zeros((0, 3, 4)), what="an empty batch")
    check.expect(rng.normal(size=(4, 6, 8))[::2, ::2, ::2], what="a strided view")
    check.expect(rng.normal(size=(3, 4, 5)).transpose(0, 2, 1), what="a transposed view")
    check.expect(rng.integers(0, 9, size=(2, 3, 3)), what="integers")
    check.expect(rng.integers(0, 255, size=(2, 1, 3, 3)).astype(np.uint8), what="pixels of dtype uint8")
    check.raises(ValueError, rng.normal(size=5), what="one axis, start_axis 1")
    check.raises(ValueError, rng.normal(size=(2, 2)), -1, what="start_axis -1")
    check.raises(ValueError, rng.normal(size=(2, 3, 4)), 3, what="start_axis 3 of three axes")
### END HIDDEN TESTS

# %% [markdown]
# ## 4.6 `he_std`: how large at the start
#
# A linear layer whose weight has the shape (10, 50) has 10 outputs, and each one adds up 50 products. If a
# ReLU follows, its weights should be drawn with the standard deviation $\sqrt{2/50} = 0.2$.
#
# Return $\sqrt{2 / \text{fan-in}}$, where the *fan-in* is the number of inputs that one output adds up.
#
# - The weight's shape is `(out, in)` for a linear layer, and `(out, in, *kernel)` for a convolution: there,
#   one output adds up the whole kernel in every input channel. So the fan-in is the product of all axes but
#   the first.
# - There may be one, two or three kernel axes.
# - Fewer than two axes, or an axis below 1: `ValueError`. (A bias has no fan-in.)


# %% solution="he_std" difficulty=2
def he_std(weight_shape):
    """The standard deviation of He (Kaiming) initialisation, for a layer followed by ReLU.

    weight_shape: tuple of ints >= 1, (out, in) or (out, in, *kernel).
    Returns a float; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError(f"{weight_shape} is no shape of a weight: expected (out, in, *kernel), all >= 1")
    fan_in = np.prod(weight_shape[1:])
    return float(np.sqrt(2 / fan_in))
    ### END SOLUTION


# %% visible="he_std" points=1
std = he_std((10, 50))
assert np.ndim(std) == 0, f"return one number: got {std}"
assert abs(std - 0.2) < 1e-9, f"each output adds up 50 inputs, and sqrt(2 / 50) is 0.2: got {std}"

# %% hidden="he_std" points=2
# Hidden tests, 2 points, 13 checks: convolutions with one, two and three kernel axes; linear layers, also
# with many more outputs than inputs and with one input; random shapes; a shape with one axis, an empty
# shape, and an axis of 0 in either place must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(weight_shape):
    fan_in = torch.empty(weight_shape)[0].numel()
    return torch.nn.init.calculate_gain("relu") / fan_in**0.5


with checks.exercise("linear.he_std", reference) as check:
    rng = check.rng
    check.expect((10, 64), what="a linear layer")
    check.expect((16, 8, 3, 3), what="a convolution with a 3x3 kernel")
    check.expect((8, 1, 3, 3), what="a convolution with one input channel")
    check.expect((6, 3, 5), what="a convolution with one kernel axis")
    check.expect((4, 2, 3, 5, 7), what="a convolution with three kernel axes")
    check.expect((100, 3), what="many more outputs than inputs")
    check.expect((1, 1), what="one input, one output")
    for axes in (2, 4):
        check.expect(tuple(rng.integers(2, 30, size=axes).tolist()), what=f"a random shape with {axes} axes")
    check.raises(ValueError, (10,), what="a shape with one axis")
    check.raises(ValueError, (), what="an empty shape")
    check.raises(ValueError, (10, 0), what="no input")
    check.raises(ValueError, (0, 10), what="no output")
### END HIDDEN TESTS
