# %% [markdown]
# # Before we begin: exercises
#
# Five functions, 13 points. Each has one text, one cell for your code, and two test cells: a visible
# one that you can run, and a hidden one that the grader runs on inputs you have not seen.
#
# | exercise | points | what you build |
# |---|---|---|
# | 0.1 `to_nchw` | 1 + 2 | pictures in PyTorch's order of axes |
# | 0.2 `one_hot` | 1 + 1 | a row of zeros and a one for each label |
# | 0.3 `count_updates` | 1 + 1 | how many steps a training run takes |
# | 0.4 `minibatches` | 1 + 2 | an epoch, cut into batches |
# | 0.5 `split_indices` | 1 + 2 | training, validation and test set |
#
# Rules that hold for every function:
#
# - **Plain data** goes in and comes out: numbers, strings, tuples, NumPy arrays.
# - **Bad input raises `ValueError`.** Neither `None` nor another exception is accepted.
# - **Leave the arguments alone.** Nothing that is passed in may be changed.
# - **Integers in, floats out.** Integer arrays are legal input; what is computed from them is floating.
#   Sizes and counts are exact `int`s, never `6.0`.
# - **Tolerance.** Results must agree to about 7 digits (4 digits when an input is `float32`).
#   Shapes must match exactly.
# - **No hidden state.** The same input gives the same output, every time.
#
# Replace `raise NotImplementedError()` with your code. You may add cells. Do not rename the functions.

# %% given="setup"
import numpy as np
import torch
import torch.nn.functional as F

# %% [markdown]
# ## 0.1 `to_nchw`: pictures in PyTorch's order
#
# Two colour pictures, 2 pixels high and 3 wide, usually come as `(2, 2, 3, 3)`: the three colours of a
# pixel stand together, at the end. PyTorch wants `(2, 3, 2, 3)`: for each picture its channels, and each
# channel is an image of 2 rows and 3 columns. Two grey pictures, `(2, 2, 3)`, become `(2, 1, 2, 3)`.
#
# Bring a stack of pictures into the order (picture, channel, row, column).
#
# - `images` is `(N, H, W)`, grey, or `(N, H, W, C)`, with the channels last. Any of these sizes may be 1,
#   and `N` may be 0.
# - Every number keeps its picture, its row, its column and its channel. Nothing is scaled.
# - The result is floating for integers too, and a new array: whoever changes it does not change `images`.
# - Any other number of axes: `ValueError`.


# %% solution="to_nchw" difficulty=2
def to_nchw(images):
    """Bring pictures into the order (batch, channel, height, width).

    images: array (N, H, W) of grey pictures or (N, H, W, C) of pictures with channels, of numbers.
    Returns a new float array (N, 1, H, W) or (N, C, H, W); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images[:, None]
    if images.ndim == 4:
        return images.transpose(0, 3, 1, 2)
    raise ValueError(f"images must be (N, H, W) or (N, H, W, C), not {images.shape}")
    ### END SOLUTION


# %% visible="to_nchw" points=1
# The pixel in row 1, column 2 of picture 0 has the numbers 120, 121 and 122, one for each channel.
picture, row, column, channel = np.indices((2, 2, 3, 3))
coloured = 1000.0 * picture + 100 * row + 10 * column + channel

out = to_nchw(coloured)
assert isinstance(out, np.ndarray), f"return a NumPy array, not a {type(out).__name__}"
assert out.shape == (2, 3, 2, 3), f"(N, C, H, W) is (2, 3, 2, 3) here: got shape {out.shape}"
assert out[0, 0].tolist() == [[0, 10, 20], [100, 110, 120]], (
    f"channel 0 of picture 0 has the rows 0 10 20 and 100 110 120:\n{out[0, 0]}"
)
assert out[1, 2].tolist() == [[1002, 1012, 1022], [1102, 1112, 1122]], (
    f"channel 2 of picture 1 has the rows 1002 1012 1022 and 1102 1112 1122:\n{out[1, 2]}"
)

grey = to_nchw(np.arange(12.0).reshape(2, 2, 3))
assert grey.shape == (2, 1, 2, 3), f"grey pictures have one channel, (2, 1, 2, 3): got shape {grey.shape}"
assert grey[1, 0].tolist() == [[6, 7, 8], [9, 10, 11]], (
    f"picture 1 has the rows 6 7 8 and 9 10 11:\n{grey[1, 0]}"
)

# %% hidden="to_nchw" points=2
# Hidden tests, 2 points, 14 checks: uint8 photographs and grey integers (floating results); as many rows as
# columns as channels; float32; two channels, one channel, a 1x1 picture; an empty batch; a strided view; new
# arrays, grey and coloured; one axis, a single picture with two axes, and five axes must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(images):
    x = torch.tensor(images, dtype=torch.float64)
    return (x.unsqueeze(1) if x.ndim == 3 else x.permute(0, 3, 1, 2)).numpy()


rule = "(N, C, H, W), with C = 1 for grey pictures"
with checks.exercise("start.to_nchw", reference, shape=rule) as check:
    rng = check.rng
    n, h, w = rng.permutation(np.arange(4, 9))[:3]
    photographs = rng.integers(1, 256, (n, h, w, 3), dtype=np.uint8)
    check.expect(photographs, what="uint8 photographs")
    check.expect(rng.integers(1, 17, (n, h, w)), what="grey pictures of integers")
    check.expect(rng.normal(size=(2, 4, 4, 4)), what="as many rows as columns and channels")
    check.expect(rng.normal(size=(w, w, w)), what="as many grey pictures as rows and columns")
    check.expect(rng.normal(size=(n, h, w, 3)).astype(np.float32), what="float32 photographs")
    check.expect(rng.normal(size=(n, h, w, 2)), what="two channels", fresh=True)
    check.expect(rng.normal(size=(n, h, w, 1)), what="one channel, with its axis")
    check.expect(rng.normal(size=(1, 1, 1, 3)), what="a 1x1 picture")
    check.expect(np.zeros((0, h, w)), what="an empty batch")
    check.expect(rng.normal(size=(4, 6, 8, 3))[::2, ::2, ::2], what="a strided view")
    check.expect(rng.normal(size=(n, h, w)), what="grey pictures", fresh=True)
    check.raises(ValueError, rng.normal(size=w), what="a single row, with one axis")
    check.raises(ValueError, rng.normal(size=(h, w)), what="a single picture, with two axes")
    check.raises(ValueError, rng.normal(size=(1, n, h, w, 3)), what="five axes")
### END HIDDEN TESTS

# %% [markdown]
# ## 0.2 `one_hot`: a class as a row of zeros and a one
#
# With 3 classes, the label 2 is `[0, 0, 1]`. Two labels make two rows: `one_hot(np.array([2, 0]), 3)` is
#
#     [[0. 0. 1.]
#      [1. 0. 0.]]
#
# Make a row for each label: 1.0 at the place of the label, 0.0 elsewhere.
#
# - Classes are counted from 0. There are `num_classes` of them, whether or not they all occur.
# - The rows are floating, whatever integer dtype the labels have.
# - No label at all gives the shape `(0, num_classes)`.
# - A label below 0, or `num_classes` and above: `ValueError`. So also for labels that are not integers or
#   not 1-D, and a `num_classes` below 1.


# %% solution="one_hot" difficulty=1
def one_hot(labels, num_classes):
    """One row for each label, with a 1 at the place of the label.

    labels: int array (N,), each from 0 to num_classes - 1; num_classes: an int >= 1, called K.
    Returns a float array (N, K); bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError("labels must be a 1-D array of integers")
    if num_classes < 1 or np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError(f"labels must lie between 0 and num_classes - 1 = {num_classes - 1}")
    rows = np.zeros((labels.size, num_classes))
    rows[np.arange(labels.size), labels] = 1.0
    return rows
    ### END SOLUTION


# %% visible="one_hot" points=1
rows = one_hot(np.array([0, 2, 1, 0]), 3)
assert isinstance(rows, np.ndarray), f"return a NumPy array, not a {type(rows).__name__}"
assert rows.shape == (4, 3), f"four labels make four rows, three classes three columns: got {rows.shape}"
assert rows.dtype.kind == "f", f"the numbers are floating: got dtype {rows.dtype}"
assert rows.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]], (
    f"labels 0 2 1 0, counted from 0, put the 1 first, last, in the middle, and first again:\n{rows}"
)

# %% hidden="one_hot" points=1
# Hidden tests, 1 point, 16 checks: random labels; classes that do not occur, the first or the last; one
# label, one class, no label; uint8 and strided labels; a label equal to num_classes, a label of -1, float
# labels, 2-D labels and no class must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(labels, num_classes):
    return F.one_hot(torch.tensor(labels, dtype=torch.int64), num_classes).double().numpy()


with checks.exercise("start.one_hot", reference, shape="(number of labels, number of classes)") as check:
    rng = check.rng
    check.expect(np.array([1, 0]), 2, what="two classes")
    for _ in range(3):
        n, classes = (int(a) for a in rng.integers(4, 12, size=2))
        check.expect(rng.integers(classes, size=n), classes, what="random labels")
    classes = int(rng.integers(5, 10))
    check.expect(rng.integers(1, classes, size=6), classes, what="labels without the first class")
    check.expect(rng.integers(classes - 2, size=6), classes, what="labels without the last two classes")
    check.expect(np.array([classes - 1]), classes, what="one label")
    check.expect(np.zeros(3, dtype=int), 1, what="one class")
    check.expect(np.zeros(0, dtype=int), classes, what="no label")
    check.expect(rng.integers(classes, size=5, dtype=np.uint8), classes, what="uint8 labels")
    check.expect(rng.integers(classes, size=8)[::2], classes, what="strided labels")
    check.raises(ValueError, np.array([0, classes]), classes, what="a label equal to num_classes")
    check.raises(ValueError, np.array([0, -1]), classes, what="a label of -1")
    check.raises(ValueError, np.array([0.0, 1.0]), classes, what="float labels")
    check.raises(ValueError, np.array([[0, 1]]), classes, what="2-D labels")
    check.raises(ValueError, np.zeros(0, dtype=int), 0, what="no class")
### END HIDDEN TESTS

# %% [markdown]
# ## 0.3 `count_updates`: how many steps?
#
# 10 samples in batches of 4 are three batches: 4, 4 and 2 samples. One epoch makes 3 updates of the
# parameters, three epochs make 9. If the partial batch is left out (`drop_last=True`), an epoch makes 2
# and three epochs 6.
#
# Count the updates of a training run.
#
# - Each epoch goes through all samples once, in batches of `batch_size`.
# - Its last batch may be smaller. It counts, unless `drop_last`. A last batch that is full always counts.
# - A batch never runs on into the next epoch.
# - The result is an `int` and exact, also for numbers of samples like `2**60`. (A float holds only about 16
#   digits.)
# - A `batch_size` below 1, a negative number of samples or of epochs: `ValueError`. Zero samples or zero
#   epochs are allowed.


# %% solution="count_updates" difficulty=1
def count_updates(num_samples, batch_size, epochs=1, drop_last=False):
    """The number of updates of a training run.

    num_samples, epochs: ints >= 0; batch_size: an int >= 1; drop_last: leave partial batches out.
    Returns an int; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, num_samples and epochs at least 0")
    full, rest = divmod(num_samples, batch_size)
    return epochs * (full + (rest > 0 and not drop_last))
    ### END SOLUTION


# %% visible="count_updates" points=1
assert isinstance(count_updates(100, 10), int), f"a count is an int: got {count_updates(100, 10)!r}"
assert count_updates(100, 10) == 10, f"100 samples are 10 batches of 10: got {count_updates(100, 10)}"
assert count_updates(100, 20) == 5, f"100 samples are 5 batches of 20: got {count_updates(100, 20)}"
assert count_updates(2000, 64, epochs=3) == 96, (
    "2000 samples are 31 batches of 64 and one of 16, so 32 updates an epoch and 96 in three: "
    f"got {count_updates(2000, 64, epochs=3)}"
)

# %% hidden="count_updates" points=1
# Hidden tests, 1 point, 18 checks: random sizes with and without drop_last; 10 samples in batches of 4 for 3
# epochs; drop_last when all batches are full; a batch larger than the data; no sample, no epoch; about 2**60
# samples; a batch size of 0 or less, negative samples and negative epochs must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks
from torch.utils.data import DataLoader


def reference(num_samples, batch_size, epochs=1, drop_last=False):
    return epochs * len(DataLoader(range(num_samples), batch_size, drop_last=drop_last))


with checks.exercise("start.count_updates", reference) as check:
    rng = check.rng
    check.expect(10, 4, 3, what="10 samples in batches of 4, 3 epochs")
    check.expect(10, 4, 3, True, what="10 samples in batches of 4, 3 epochs, with drop_last")
    for drop_last in (False, True, False, True):
        n, batch, epochs = int(rng.integers(50, 500)), int(rng.integers(1, 50)), int(rng.integers(2, 9))
        kind = "random sizes, with drop_last" if drop_last else "random sizes"
        check.expect(n, batch, epochs, drop_last, what=kind)
    batch, batches = (int(a) for a in rng.integers(2, 20, size=2))
    check.expect(batch * batches, batch, 2, True, what="all batches full, with drop_last")
    check.expect(3, 10, 2, what="a batch larger than the data")
    check.expect(3, 10, 2, True, what="a batch larger than the data, with drop_last")
    check.expect(0, batch, 4, what="no sample")
    check.expect(9, 3, 0, what="no epoch")
    large = 2**60 + 192 * int(rng.integers(1000))  # its third is never a float
    check.expect(large, 3, what="about 2**60 samples")
    check.expect(large, 3, 2, True, what="about 2**60 samples, with drop_last")
    check.raises(ValueError, 10, 0, what="a batch size of 0")
    check.raises(ValueError, 10, -2, what="a negative batch size")
    check.raises(ValueError, 0, -2, what="a negative batch size without samples")
    check.raises(ValueError, -1, 2, what="a negative number of samples")
    check.raises(ValueError, 10, 2, -1, what="a negative number of epochs")
### END HIDDEN TESTS

# %% [markdown]
# ## 0.4 `minibatches`: an epoch, cut into batches
#
# The samples have been shuffled: `order` says which comes first, second, and so on. In batches of 2, the
# order `3 1 4 0 2` gives the batches `3 1`, `4 0` and `2`.
#
# Cut `order` into batches.
#
# - One after the other, the batches are exactly `order`. Each has `batch_size` elements, but the last, which
#   holds what is left.
# - With `drop_last=True` a last batch that is not full is left out.
# - `order` may hold any sample numbers, not only 0 to N - 1: it may be one part of a larger data set. Do not
#   sort it.
# - The result is a tuple of integer arrays. An empty order gives an empty tuple.
# - A `batch_size` below 1, or an `order` that is not 1-D: `ValueError`.


# %% solution="minibatches" difficulty=2
def minibatches(order, batch_size, drop_last=False):
    """Cut an order of samples into batches.

    order: int array (N,); batch_size: an int >= 1; drop_last: leave a partial last batch out.
    Returns a tuple of int arrays (batch_size,), the last one perhaps shorter; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    used = order.size - order.size % batch_size if drop_last else order.size
    return tuple(order[start : start + batch_size].copy() for start in range(0, used, batch_size))
    ### END SOLUTION


# %% visible="minibatches" points=1
batches = minibatches(np.array([3, 1, 4, 0, 2]), 2)
assert isinstance(batches, tuple), f"return a tuple of arrays, not a {type(batches).__name__}"
assert len(batches) == 3, f"5 samples in batches of 2 are 3 batches, the last of 1: got {len(batches)}"
for batch, expected in zip(batches, ([3, 1], [4, 0], [2]), strict=True):
    assert isinstance(batch, np.ndarray), f"each batch is a NumPy array, not a {type(batch).__name__}"
    assert batch.tolist() == expected, f"the batches are 3 1, then 4 0, then 2: got {batch} for {expected}"

# %% hidden="minibatches" points=2
# Hidden tests, 2 points, 15 checks: random orders with and without drop_last; 10 in batches of 4, which are
# 4, 4 and 2; drop_last with a full last batch; a part of the sample numbers; a batch larger than the data,
# with and without drop_last; no sample; a strided view; a batch size of 0 or less and a 2-D order must raise
# ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks
from torch.utils.data import BatchSampler


def reference(order, batch_size, drop_last=False):
    sampler = BatchSampler(order.tolist(), batch_size, drop_last)
    return tuple(np.array(batch, dtype=order.dtype) for batch in sampler)


with checks.exercise("start.minibatches", reference) as check:
    rng = check.rng
    check.expect(rng.permutation(10), 4, what="10 samples in batches of 4")
    check.expect(rng.permutation(10), 4, True, what="10 samples in batches of 4, with drop_last")
    for drop_last in (False, True, False, True):
        n, batch = int(rng.integers(10, 40)), int(rng.integers(2, 9))
        kind = "a random order, with drop_last" if drop_last else "a random order"
        check.expect(rng.permutation(n), batch, drop_last, what=kind)
    check.expect(rng.permutation(12), 4, True, what="a full last batch, with drop_last")
    check.expect(rng.permutation(99)[:9], 2, what="a part of the sample numbers")
    check.expect(rng.permutation(3), 7, what="a batch larger than the data")
    check.expect(rng.permutation(3), 7, True, what="a batch larger than the data, with drop_last")
    check.expect(np.zeros(0, dtype=int), 3, what="no sample")
    check.expect(rng.permutation(12)[::2], 4, what="a strided view")
    check.raises(ValueError, rng.permutation(4), 0, what="a batch size of 0")
    check.raises(ValueError, rng.permutation(4), -2, what="a negative batch size")
    check.raises(ValueError, rng.permutation(4).reshape(2, 2), 2, what="a 2-D order")
### END HIDDEN TESTS

# %% [markdown]
# ## 0.5 `split_indices`: three sets
#
# Ten samples, of which 20 % are for validation and 10 % for testing: of the shuffled order
# `7 3 9 1 0 5 8 2 6 4`, the first two, `7 3`, are the validation set, the next one, `9`, is the test set, and
# `1 0 5 8 2 6 4` remain for training.
#
# Cut `order` into training, validation and test set.
#
# - The validation set has `N * val_percent / 100` samples, the test set `N * test_percent / 100`, both
#   rounded down. Training gets everything else.
# - Compute with whole numbers: 29 % of 100 samples are 29, but in floats `100 * 0.29` is a little less.
# - Validation takes the first samples of `order`, test the next, training the rest, all in their order.
# - `order` may hold any sample numbers. A set may be empty.
# - Return them as `(train, val, test)`.
# - A negative percentage, percentages that add up to 100 or more, or an `order` that is not 1-D:
#   `ValueError`.


# %% solution="split_indices" difficulty=2
def split_indices(order, val_percent, test_percent):
    """Cut a shuffled order of samples into training, validation and test set.

    order: int array (N,); val_percent, test_percent: ints >= 0, together below 100.
    Returns (train, val, test), int arrays of lengths that add up to N; bad input raises ValueError.
    """
    ### BEGIN SOLUTION
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages >= 0 and together below 100")
    num_val, num_test = (order.size * percent // 100 for percent in (val_percent, test_percent))
    val, test, train = np.split(order, [num_val, num_val + num_test])
    return train.copy(), val.copy(), test.copy()
    ### END SOLUTION


# %% visible="split_indices" points=1
sets = split_indices(np.array([7, 3, 9, 1, 0, 5, 8, 2, 6, 4]), 20, 10)
assert isinstance(sets, tuple), f"return a tuple (train, val, test), not a {type(sets).__name__}"
assert len(sets) == 3, f"three sets, (train, val, test): got {len(sets)}"
rule = "validation takes the first 2 of the order, test the next 1, training the other 7"
expected_sets = {"train": [1, 0, 5, 8, 2, 6, 4], "val": [7, 3], "test": [9]}
for (name, expected), part in zip(expected_sets.items(), sets, strict=True):
    assert isinstance(part, np.ndarray), f"each set is a NumPy array, not a {type(part).__name__}"
    assert part.tolist() == expected, f"{rule}: got {name} = {part}, expected {expected}"

# %% hidden="split_indices" points=2
# Hidden tests, 2 points, 16 checks: random orders and percentages; 1797 samples at 15 % and 15 %; 100 samples
# at 29 % and 57 %; a part of the sample numbers; 0 % and 0 %; sets that round down to empty; no sample; a
# strided view; a negative percentage of either kind, percentages of 100 and more together, and a 2-D order
# must raise ValueError.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(order, val_percent, test_percent):
    sizes = [order.size * percent // 100 for percent in (val_percent, test_percent)]
    parts = torch.split(torch.from_numpy(order), [*sizes, order.size - sum(sizes)])
    val, test, train = (part.numpy() for part in parts)
    return train, val, test


with checks.exercise("start.split_indices", reference) as check:
    rng = check.rng
    for _ in range(4):
        n = int(rng.integers(10, 60))
        val, test = (int(a) for a in rng.integers(10, 45, size=2))
        check.expect(rng.permutation(n), val, test, what="a random order, random percentages")
    check.expect(rng.permutation(1797), 15, 15, what="1797 samples at 15 % and 15 %")
    check.expect(rng.permutation(100), 29, 57, what="100 samples at 29 % and 57 %")
    check.expect(rng.permutation(99)[:20], 25, 10, what="a part of the sample numbers")
    check.expect(rng.permutation(9), 0, 0, what="0 % and 0 %")
    check.expect(rng.permutation(2), 10, 10, what="sets that round down to empty")
    check.expect(np.zeros(0, dtype=int), 20, 20, what="no sample")
    check.expect(rng.permutation(20)[::2], 30, 20, what="a strided view")
    check.raises(ValueError, rng.permutation(10), -1, 10, what="a negative percentage for validation")
    check.raises(ValueError, rng.permutation(10), 10, -1, what="a negative percentage for testing")
    check.raises(ValueError, rng.permutation(10), 60, 40, what="nothing left for training")
    check.raises(ValueError, rng.permutation(10), 80, 40, what="more than 100 % together")
    check.raises(ValueError, rng.permutation(10).reshape(2, 5), 20, 20, what="a 2-D order")
### END HIDDEN TESTS
