# %% [markdown]
# # Loss: exercises
#
# Six functions, 18 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 1.1 `mse` | 1 + 1 | the loss for numbers |
# | 1.2 `sigmoid` | 1 + 2 | one score to a probability |
# | 1.3 `softmax` | 1 + 2 | many scores to probabilities |
# | 1.4 `cross_entropy` | 1 + 3 | the loss for one class of many |
# | 1.5 `binary_cross_entropy` | 1 + 3 | the loss for yes or no |
# | 1.6 `accuracy` | 1 + 1 | the share of right answers |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers and NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; the result is floating.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
# - **Logarithms** are natural ones, `np.log`.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# ## 1.1 `mse`: the loss for numbers
#
# The predictions 1, 2, 3 for the targets 1, 0, 6 are off by 0, 2 and -3. Squared, that is 0, 4 and 9, and
# the mean of these is 13/3.
#
# Return the mean squared error over **all** elements of two arrays.
#
# - The arrays may have any number of axes. Their shapes must be equal; nothing is broadcast.
# - Integers of any dtype are legal, `uint8` too. Compute in floating point, or `1 - 2` becomes 255.
# - Different shapes, or no element at all: `ValueError`.


# %% solution="mse" difficulty=1
def mse(pred, target):
    """Mean squared error over all elements.

    pred, target: arrays of one shape, not empty.
    Returns a float; different shapes and empty arrays raise ValueError.
    """
    ### BEGIN SOLUTION
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError(f"one shape, not empty, is needed: got {pred.shape} and {target.shape}")
    return float(np.mean((pred - target) ** 2))
    ### END SOLUTION


# %% visible="mse" points=1
value = mse(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 6.0]))
assert isinstance(value, float), f"return one number, a float: got a {type(value).__name__}"
assert abs(value - 13 / 3) < 1e-9, f"(0 + 4 + 9) / 3 is 4.3333: got {value}"

# %% hidden="mse" points=1
# Hidden tests, 1 point, 11 checks: random arrays with one, two and three axes, and with one element; uint8
# and int8, whose differences do not fit into the dtype; float32; a strided view; a predicted column against
# a target row, 1 target for 3 predictions, and empty arrays must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(pred, target):
    pred, target = (torch.tensor(a, dtype=torch.float64) for a in (pred, target))
    return F.mse_loss(pred, target).item()


with checks.exercise("loss.mse", reference) as check:
    rng = check.rng
    for shape, what in (
        ((5,), "a row"),
        ((4, 3), "a table"),
        ((2, 3, 4), "three axes"),
        ((1,), "one element"),
    ):
        check.expect(rng.normal(size=shape), rng.normal(size=shape), what=what)
    low, high = rng.integers(0, 50, size=4).astype(np.uint8), rng.integers(200, 256, size=4).astype(np.uint8)
    check.expect(low, high, what="uint8, predictions below the targets")
    signed = rng.integers(90, 127, size=4).astype(np.int8)
    check.expect(signed, -signed, what="int8, differences above 127")
    single = rng.normal(size=(2, 6)).astype(np.float32)
    check.expect(single[0], single[1], what="float32")
    check.expect(rng.normal(size=(4, 6))[::2, ::2], rng.normal(size=(2, 3)), what="a strided view")
    column, row = rng.normal(size=(4, 1)), rng.normal(size=4)
    check.raises(ValueError, column, row, what="a column of predictions against a row of targets")
    check.raises(ValueError, rng.normal(size=3), rng.normal(size=1), what="one target for three predictions")
    check.raises(ValueError, np.zeros(0), np.zeros(0), what="empty arrays")
### END HIDDEN TESTS

# %% [markdown]
# ## 1.2 `sigmoid`: one score to a probability
#
# A score of 0 becomes 0.5, a score of 2 becomes 0.8808, and a score of -1 becomes 0.2689.
#
# For each element $z$ return
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} .$$
#
# - The result is floating and has the shape of `z`. An empty array is allowed and stays empty.
# - It must be right for **every** finite score, 1000 and -1000 too, and no step of the computation may
#   overflow: the hidden tests turn NumPy's warnings into errors.
# - Do not clip the scores: at -30 the result is about $10^{-13}$, not 0.
#
# A hint: `np.exp(-np.abs(z))` is at most 1, for every `z`. How do you get both halves of the curve out of it?


# %% solution="sigmoid" difficulty=2
def sigmoid(z):
    """The logistic function of each element, without overflow.

    z: array of any shape, finite.
    Returns a float array of the same shape.
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    ### END SOLUTION


# %% visible="sigmoid" points=1
curve = sigmoid(np.array([-1.0, 0.0, 2.0]))
assert isinstance(curve, np.ndarray), f"return a NumPy array, not a {type(curve).__name__}"
assert curve.shape == (3,), f"one probability for each score: got shape {curve.shape}, expected (3,)"
assert abs(curve[1] - 0.5) < 1e-9, f"a score of 0 is undecided, 0.5: got {curve[1]}"
assert abs(curve[2] - 0.8807970780) < 1e-9, f"1 / (1 + exp(-2)) is 0.8808: got {curve[2]}"
assert abs(curve[0] - 0.2689414214) < 1e-9, f"1 / (1 + exp(1)) is 0.2689: got {curve[0]}"

# %% hidden="sigmoid" points=2
# Hidden tests, 2 points, 10 checks: random shapes; scores of 700 and more; scores of -700 and less; scores
# near 30 and -30 to 7 digits, however small the result; integers; float32; an empty array; a transposed
# view. NumPy's warnings count as errors.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(z):
    return torch.sigmoid(torch.tensor(z, dtype=torch.float64)).numpy()


with checks.exercise("loss.sigmoid", reference, shape="that of z", strict=True) as check:
    rng = check.rng
    for shape in ((7,), (3, 4), (2, 1, 3)):
        check.expect(4 * rng.normal(size=shape), what="random scores")
    check.expect(rng.uniform(710, 2000, size=3), what="scores of 700 and more")
    check.expect(rng.uniform(-2000, -710, size=3), what="scores of -700 and less")
    near = rng.uniform(20, 40, size=3)
    check.expect(np.concatenate([near, -near]), what="scores near 30 and -30", rtol=1e-7, atol=0)
    check.expect(rng.permutation(np.arange(-3, 4)), what="integers")
    check.expect(rng.uniform(-90, 90, size=5).astype(np.float32), what="float32")
    check.expect(np.zeros((0, 3)), what="an empty array")
    check.expect(rng.normal(size=(4, 3)).T, what="a transposed view")
### END HIDDEN TESTS

# %% [markdown]
# ## 1.3 `softmax`: many scores to probabilities
#
# The scores 2, 1 and 0.1 become 0.659, 0.242 and 0.099. Together they make 1.
#
# Turn the scores along one axis into probabilities:
#
# $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}} .$$
#
# - `axis` is the axis along which the results sum to 1; the last one if nothing is said. For scores
#   `(N, K)` this gives one distribution for each of the `N` samples.
# - Scores may be large: `np.exp(1000)` is infinite. Adding the same number to all scores of a slice changes
#   nothing, so subtract **each slice's own** maximum first.
# - Slices of one batch may have very different sizes, 1000 in one row and -1000 in the next.
# - A batch without samples, `(0, K)`, gives an empty result of the same shape.
# - The result is a new floating array; `z` stays as it is.


# %% solution="softmax" difficulty=2
def softmax(z, axis=-1):
    """Probabilities from scores, along one axis.

    z: array with at least one axis and one score in each slice; axis: an int.
    Returns a float array of the same shape; each slice along `axis` sums to 1.
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
    ### END SOLUTION


# %% visible="softmax" points=1
z = np.array([2.0, 1.0, 0.1])
p = softmax(z)
assert isinstance(p, np.ndarray), f"return a NumPy array, not a {type(p).__name__}"
assert z.tolist() == [2.0, 1.0, 0.1], f"z belongs to the caller and must stay as it is: it became {z}"
assert p.shape == (3,), f"one probability for each score: got shape {p.shape}, expected (3,)"
assert abs(p.sum() - 1) < 1e-9, f"the probabilities sum to 1: got {p.sum()}"
assert np.allclose(p, [0.65900114, 0.24243297, 0.09856589]), (
    f"exp(2), exp(1) and exp(0.1), divided by their sum, are 0.6590 0.2424 0.0986: got {p}"
)

rows = softmax(np.array([[1.0, 2.0], [3.0, 3.0]]))
assert np.allclose(rows[1], [0.5, 0.5]), f"two equal scores in a row are 0.5 each: got {rows[1]}"
assert np.allclose(rows[0], [0.26894142, 0.73105858]), f"each row sums to 1 by itself: got {rows[0]}"

# %% hidden="softmax" points=2
# Hidden tests, 2 points, 13 checks: random rows; axis 0, a middle axis and axis -2; scores near 1000 and
# near -1000; rows of very different size in one batch; integers; float32; one class; a strided view; a
# batch without samples; z must stay as it is.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(z, axis=-1):
    return torch.softmax(torch.tensor(z, dtype=torch.float64), dim=axis).numpy()


with checks.exercise("loss.softmax", reference, shape="that of z") as check:
    rng = check.rng
    check.expect(rng.normal(size=4), what="a row of scores")
    check.expect(3 * rng.normal(size=(4, 5)), what="random rows")
    check.expect(rng.normal(size=(4, 5)), 0, what="axis 0")
    check.expect(rng.normal(size=(2, 3, 4)), 1, what="axis 1 of three")
    check.expect(rng.normal(size=(3, 2, 4)), -2, what="axis -2 of three")
    check.expect(1000 + 5 * rng.normal(size=3), what="scores near 1000")
    check.expect(-1000 + 5 * rng.normal(size=3), what="scores near -1000")
    apart = np.array([[1000.0], [-1000.0], [0.0]]) + rng.normal(size=(3, 2))
    check.expect(apart, what="rows near 1000, -1000 and 0 in one batch")
    check.expect(rng.integers(-3, 4, size=(2, 3)), what="integers")
    check.expect(rng.normal(size=(3, 4)).astype(np.float32), what="float32")
    check.expect(rng.normal(size=(3, 1)), what="one class")
    check.expect(rng.normal(size=(6, 4))[::2, ::2], what="a strided view")
    check.expect(np.zeros((0, 4)), what="a batch without samples")
### END HIDDEN TESTS

# %% [markdown]
# ## 1.4 `cross_entropy`: the loss for one class of many
#
# A network gives the three classes the scores 2, 1 and 0.1. Softmax makes 0.659, 0.242 and 0.099 of them. If
# class 0 is right, the loss is $-\ln 0.659 = 0.4170$.
#
# Return the mean cross-entropy of a batch, as `F.cross_entropy` does.
#
# - `logits` `(N, K)` are **scores**, not probabilities: the softmax happens inside your function.
# - `target` is one of two things:
#   - class numbers `(N,)`, integers from 0 to K-1;
#   - probabilities `(N, K)`, floats, one row $q$ for each sample (one-hot rows are the simplest). A row costs
#     $-\sum_c q_c \ln p_c$.
# - Be exact for scores of any size, without an epsilon: if the right score lies 1000 below the other, the
#   loss is 1000. For that, compute the logarithm of the softmax in one go:
#   $\ln p_i = z_i - m - \ln\sum_j e^{z_j - m}$, where $m$ is the largest score of the row.
# - A class number below 0 or above K-1, an array of a wrong shape, or N = 0: `ValueError`.


# %% solution="cross_entropy" difficulty=3
def cross_entropy(logits, target):
    """Mean cross-entropy of raw scores.

    logits: array (N, K), N and K >= 1; target: class numbers, int array (N,), or probabilities,
    float array (N, K).
    Returns a float; wrong shapes, N = 0 and class numbers outside 0..K-1 raise ValueError.
    """
    ### BEGIN SOLUTION
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError(f"logits must have the shape (N, K), N at least 1: got {z.shape}")
    z = z - np.max(z, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * log_p, axis=1)))
    if target.shape != z.shape[:1]:
        raise ValueError(f"target must have the shape (N,) or (N, K): got {target.shape} for {z.shape}")
    if target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError(f"class numbers go from 0 to {z.shape[1] - 1}")
    return float(-np.mean(log_p[np.arange(len(z)), target]))
    ### END SOLUTION


# %% visible="cross_entropy" points=1
one = cross_entropy(np.array([[2.0, 1.0, 0.1]]), np.array([0]))
assert isinstance(one, float), f"return one number, a float: got a {type(one).__name__}"
assert abs(one - 0.41703002) < 1e-7, f"-ln(0.659001) is 0.41703: got {one}"

uniform = cross_entropy(np.zeros((2, 10)), np.array([3, 7]))
assert abs(uniform - np.log(10)) < 1e-9, (
    f"ten equal scores cost ln 10 = 2.3025851 a sample, and the mean of two is the same: got {uniform:.7f}"
)

soft = cross_entropy(np.zeros((1, 2)), np.array([[0.5, 0.5]]))
assert abs(soft - np.log(2)) < 1e-9, f"targets may be rows of probabilities; this one costs ln 2: got {soft}"

# %% hidden="cross_entropy" points=3
# Hidden tests, 3 points, 18 checks: batches of random size, also with a single class; one-hot rows and soft
# targets; a right score far below (loss 1000 and more) and far above the other (loss 0); rows of very
# different size in one batch; integer scores; float32; class numbers K and -1, too few and too many of
# them, targets for another number of classes, N = 0 and scores with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(logits, target):
    target = torch.tensor(target, dtype=torch.int64 if target.ndim == 1 else torch.float64)
    return F.cross_entropy(torch.tensor(logits, dtype=torch.float64), target).item()


with checks.exercise("loss.cross_entropy", reference) as check:
    rng = check.rng

    def batch(n, k):
        return 3 * rng.normal(size=(n, k)), rng.integers(0, k, size=n)

    check.expect(*batch(1, 2), what="one sample, two classes")
    check.expect(*batch(4, 3), what="four samples, three classes")
    check.expect(*batch(int(rng.integers(5, 9)), 10), what="random scores of ten classes")
    check.expect(*batch(5, 1), what="a single class")
    logits, labels = batch(4, 3)
    check.expect(logits, np.eye(3)[labels], what="one-hot rows as targets")
    check.expect(logits, rng.dirichlet(np.ones(3), size=4), what="soft targets")
    far = float(rng.uniform(1000, 2000))
    check.expect(np.array([[0.0, far]]), np.array([0]), what="the right score 1000 or more below the other")
    check.expect(np.array([[far, 0.0]]), np.array([0]), what="the right score 1000 or more above the other")
    apart = np.array([[-far], [3.0]]) + rng.normal(size=(2, 2))
    check.expect(apart, np.array([1, 0]), what="rows of very different size in one batch")
    check.expect(rng.integers(-3, 4, size=(3, 4)), rng.integers(0, 4, size=3), what="integer scores")
    check.expect(rng.normal(size=(5, 4)).astype(np.float32), rng.integers(0, 4, size=5), what="float32")
    logits, _ = batch(2, 3)
    check.raises(ValueError, logits, np.array([0, 3]), what="a class number K")
    check.raises(ValueError, logits, np.array([0, -1]), what="a class number -1")
    check.raises(ValueError, logits, np.array([0]), what="one class number for two samples")
    check.raises(ValueError, logits, np.array([0, 1, 2]), what="three class numbers for two samples")
    check.raises(ValueError, logits, np.full((2, 1), 1.0), what="targets for another number of classes")
    check.raises(ValueError, np.zeros((0, 3)), np.zeros(0, dtype=np.int64), what="no sample")
    check.raises(ValueError, rng.normal(size=3), np.array([0]), what="scores with one axis")
### END HIDDEN TESTS

# %% [markdown]
# ## 1.5 `binary_cross_entropy`: the loss for yes or no
#
# A network answers two questions, with the probabilities 0.9 and 0.2 for *yes*. The right answers are *yes*
# (1) and *no* (0). It gave them the probabilities 0.9 and 0.8, so the loss is
# $(-\ln 0.9 - \ln 0.8)/2 = 0.1643$.
#
# Return the mean of
#
# $$-\bigl(t \ln p + (1-t) \ln(1-p)\bigr)$$
#
# over all elements, as `F.binary_cross_entropy` does.
#
# - `p` holds **probabilities**, not scores, and `target` the $t$. Both lie in [0, 1] and have the same shape.
#   Targets between 0 and 1 are allowed.
# - $\ln 0$ is minus infinity. As in PyTorch, a logarithm below -100 counts as -100: $p = 0$ with $t = 1$
#   costs exactly 100, and $p = 0$ with $t = 0$ costs 0.
# - Do not move `p` away from 0 and 1: a $p$ of $10^{-12}$ with $t = 1$ costs 27.6.
# - A number outside [0, 1], different shapes, or no element at all: `ValueError`.


# %% solution="binary_cross_entropy" difficulty=3
def binary_cross_entropy(p, target):
    """Mean binary cross-entropy of probabilities.

    p, target: arrays of one shape, not empty, all elements in [0, 1].
    Returns a float; anything else raises ValueError.
    """
    ### BEGIN SOLUTION
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError(f"one shape, not empty, is needed: got {p.shape} and {target.shape}")
    if min(p.min(), target.min()) < 0 or max(p.max(), target.max()) > 1:
        raise ValueError("p and target must lie in [0, 1]")
    with np.errstate(divide="ignore"):
        log_yes = np.maximum(np.log(p), -100)
        log_no = np.maximum(np.log(1 - p), -100)
    return float(-np.mean(target * log_yes + (1 - target) * log_no))
    ### END SOLUTION


# %% visible="binary_cross_entropy" points=1
value = binary_cross_entropy(np.array([0.9, 0.2]), np.array([1.0, 0.0]))
assert isinstance(value, float), f"return one number, a float: got a {type(value).__name__}"
assert abs(value - 0.16425203) < 1e-7, f"(-ln 0.9 - ln 0.8) / 2 is 0.164252: got {value}"

# %% hidden="binary_cross_entropy" points=3
# Hidden tests, 3 points, 16 checks: random probabilities in one and two axes; soft targets; p exactly 0 or
# 1, right (cost 0) and wrong (cost 100); nearly certain (a p of about 1e-12); integers; float32; a p above
# 1 or below 0, a target above 1 or below 0, different shapes and empty arrays must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(p, target):
    p, target = (torch.tensor(a, dtype=torch.float64) for a in (p, target))
    return F.binary_cross_entropy(p, target).item()


with checks.exercise("loss.binary_cross_entropy", reference) as check:
    rng = check.rng
    for shape, what in (((1,), "one probability"), ((6,), "a row"), ((3, 4), "a table")):
        check.expect(rng.uniform(0.1, 0.9, size=shape), rng.integers(0, 2, size=shape), what=what)
    check.expect(rng.uniform(0.1, 0.9, size=6), rng.uniform(0.1, 0.9, size=6), what="soft targets")
    check.expect(np.array([0.0, 1.0]), np.array([0.0, 1.0]), what="certain and right")
    check.expect(np.array([0.0]), np.array([1.0]), what="p = 0 where the target is 1")
    check.expect(np.array([1.0, 0.5]), np.array([0.0, 1.0]), what="p = 1 where the target is 0")
    check.expect(np.array([0, 1, 1]), np.array([0, 1, 0]), what="integers")
    tiny = float(rng.uniform(1e-12, 1e-11))
    check.expect(np.array([tiny, 0.5]), np.array([1.0, 0.0]), what="a p of about 1e-12")
    single = rng.uniform(0.1, 0.9, size=5).astype(np.float32)
    check.expect(single, rng.integers(0, 2, size=5), what="float32")
    check.raises(ValueError, np.array([1.2]), np.array([1.0]), what="a p above 1")
    check.raises(ValueError, np.array([0.5, -0.2]), np.array([1.0, 0.0]), what="a p below 0")
    check.raises(ValueError, np.array([0.5, 0.5]), np.array([0.0, 2.0]), what="a target above 1")
    check.raises(ValueError, np.array([0.5, 0.5]), np.array([-1.0, 1.0]), what="a target below 0")
    check.raises(ValueError, np.array([0.5, 0.5]), np.array([[1.0], [0.0]]), what="different shapes")
    check.raises(ValueError, np.zeros(0), np.zeros(0), what="empty arrays")
### END HIDDEN TESTS

# %% [markdown]
# ## 1.6 `accuracy`: the share of right answers
#
# Three samples have the scores (0.1, 0.9), (0.8, 0.2) and (0.4, 0.6), and the labels 1, 0 and 0. The largest
# scores stand at 1, 0 and 1: two of three are right, so the accuracy is 2/3.
#
# Return the share of samples whose largest score stands at their label.
#
# - A share from 0 to 1, not a percentage.
# - Scores need not be probabilities; they may all be negative.
# - On a tie, the first of the largest scores counts.
# - `scores` that are not `(N, K)`, `labels` that are not `(N,)` (one-hot labels too), N = 0: `ValueError`.


# %% solution="accuracy" difficulty=1
def accuracy(scores, labels):
    """Share of the samples whose largest score stands at the label.

    scores: array (N, K), N and K >= 1; labels: int array (N,).
    Returns a float from 0 to 1; wrong shapes and N = 0 raise ValueError.
    """
    ### BEGIN SOLUTION
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError(f"scores (N, K) and labels (N,) are needed: got {scores.shape} and {labels.shape}")
    return float(np.mean(np.argmax(scores, axis=1) == labels))
    ### END SOLUTION


# %% visible="accuracy" points=1
share = accuracy(np.array([[0.1, 0.9], [0.8, 0.2], [0.4, 0.6]]), np.array([1, 0, 0]))
assert isinstance(share, float), f"return one number, a float: got a {type(share).__name__}"
assert abs(share - 2 / 3) < 1e-9, f"2 of 3 samples are right, a share of 0.6667: got {share}"

# %% hidden="accuracy" points=1
# Hidden tests, 1 point, 13 checks: random scores, with as many samples as classes too; all right and all
# wrong; negative scores; integer scores; ties; a strided view; N = 0, one-hot labels, too many labels and
# scores with one axis must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(scores, labels):
    best = torch.tensor(scores, dtype=torch.float64).argmax(dim=1)
    return (best == torch.tensor(labels)).double().mean().item()


with checks.exercise("loss.accuracy", reference) as check:
    rng = check.rng

    def batch(n, k):
        scores = rng.normal(size=(n, k))
        right = rng.permutation(np.arange(n) < (n + 1) // 2)  # half of the samples, one more if n is odd
        other = rng.integers(1, k, size=n)
        return scores, np.where(right, scores.argmax(axis=1), (scores.argmax(axis=1) + other) % k)

    check.expect(*batch(3, 3), what="as many samples as classes")
    check.expect(*batch(int(rng.integers(10, 20)), 4), what="random scores of four classes")
    check.expect(*batch(9, 2), what="random scores of two classes")
    scores, labels = batch(6, 3)
    check.expect(scores - 50, labels, what="negative scores")
    check.expect(scores, scores.argmax(axis=1), what="all right")
    check.expect(scores, (scores.argmax(axis=1) + 1) % 3, what="all wrong")
    check.expect(rng.permuted([[5, 1, 7], [2, 7, 3]], axis=1), np.array([0, 1]), what="integer scores")
    check.equals(0.5, np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([0, 1]), what="ties")
    check.expect(rng.normal(size=(6, 8))[::2, ::2], rng.integers(0, 4, size=3), what="a strided view")
    check.raises(ValueError, np.zeros((0, 3)), np.zeros(0, dtype=np.int64), what="no sample")
    check.raises(ValueError, scores, np.eye(3)[labels], what="one-hot labels")
    check.raises(ValueError, scores, np.append(labels, 0), what="seven labels for six samples")
    check.raises(ValueError, scores[0], labels[:1], what="scores with one axis")
### END HIDDEN TESTS
