"""Wrong and right answers to the loss exercises, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- mse


@mistake(
    loses=["visible", "hidden"],
    belief="The loss of a batch is the sum of all errors.",
    hint="You add the squared errors up. A sum grows with the number of elements; the M of MSE says what "
    "to do about that.",
    misconception="M29",
)
def mse__sum(pred, target):
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.sum((pred - target) ** 2))


@mistake(
    loses=["visible", "hidden"],
    belief="A squared error has a factor 1/2.",
    hint="Your result is half of what it should be. Some texts put a 1/2 in front, to make a derivative "
    "shorter; the plain mean has none.",
)
def mse__half(pred, target):
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.mean((pred - target) ** 2) / 2)


@mistake(
    loses=["visible", "hidden"],
    belief="The root makes an error of the squared error.",
    hint="You take a square root at the end. That is a measure of its own, the RMSE; here the square stays.",
)
def mse__root(pred, target):
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.sqrt(np.mean((pred - target) ** 2)))


@mistake(
    loses=["visible", "hidden"],
    belief="An error is how far off a prediction is, without its sign.",
    hint="You average the sizes of the errors. Look at the S of MSE: what happens to an error of -3?",
)
def mse__absolute(pred, target):
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.mean(np.abs(pred - target)))


@mistake(
    loses=["hidden"],
    belief="NumPy complains when two shapes do not match.",
    hint="NumPy stretches shapes that differ: a column of 4 minus a row of 4 is a 4x4 table, and its mean "
    "is a number that means nothing. Compare the shapes yourself, before you subtract.",
)
def mse__broadcasts(pred, target):
    return float(np.mean((np.asarray(pred, dtype=float) - np.asarray(target, dtype=float)) ** 2))


@mistake(
    loses=["hidden"],
    belief="Numbers are numbers, whatever their dtype.",
    hint="You subtract in the dtype of the input. In uint8 there is nothing below 0 and nothing above 255: "
    "1 - 2 is 255. Change the dtype before you subtract.",
)
def mse__wraps(pred, target):
    pred, target = np.asarray(pred), np.asarray(target)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.mean((pred - target) ** 2))


@mistake(
    loses=["hidden"],
    belief="`len` counts the elements.",
    hint="You divide by len(pred). For an array with more than one axis that is the number of rows, not of "
    "elements.",
)
def mse__divides_by_rows(pred, target):
    pred, target = np.asarray(pred, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.sum((pred - target) ** 2) / len(pred))


@alternative("np.square and the mean method")
def mse__square_method(pred, target):
    if np.shape(pred) != np.shape(target) or np.size(pred) == 0:
        raise ValueError("pred and target need one shape, not empty")
    return float(np.square(np.subtract(pred, target, dtype=float)).mean())


@alternative("a loop over all elements")
def mse__loop(pred, target):
    if pred.shape != target.shape or pred.size == 0:
        raise ValueError("pred and target need one shape, not empty")
    total = 0.0
    for a, b in zip(pred.ravel().tolist(), target.ravel().tolist(), strict=True):
        total += (a - b) ** 2
    return total / pred.size


@alternative("PyTorch's loss")
def mse__torch(pred, target):
    pred, target = (torch.tensor(a, dtype=torch.float64) for a in (pred, target))
    if pred.shape != target.shape or pred.numel() == 0:
        raise ValueError("pred and target need one shape, not empty")
    return F.mse_loss(pred, target).item()


# ---------------------------------------------------------------- sigmoid


@mistake(
    loses=["hidden"],
    belief="The formula can be typed as it stands.",
    hint="Your numbers are right, but for a score of -1000 you compute exp(1000), which overflows. Arrange "
    "the computation so that exp never gets a large positive number.",
)
def sigmoid__naive(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))


@mistake(
    loses=["hidden"],
    belief="exp(z) / (1 + exp(z)) is the same, and safe.",
    hint="It is the same curve, but for a score of 1000 you compute exp(1000), and then infinity over "
    "infinity. Which of the two forms is safe on which side of 0?",
)
def sigmoid__exp_ratio(z):
    e = np.exp(np.asarray(z, dtype=np.float64))
    return e / (1 + e)


@mistake(
    loses=["hidden"],
    belief="`np.where` computes only what it takes.",
    hint="You have the right form for each side of 0. But np.where is an ordinary function: both of its "
    "arguments are computed for all scores, and each overflows on the side that is not taken. What could "
    "both forms share?",
)
def sigmoid__both_branches(z):
    z = np.asarray(z, dtype=np.float64)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@mistake(
    loses=["hidden"],
    belief="Beyond 10 the curve is flat, so the scores can be clipped.",
    hint="You clip the scores, so all scores below some limit get the same probability. The warning is "
    "gone, and so are the small probabilities: at -30 the result should be about 1e-13.",
)
def sigmoid__clips(z):
    return 1 / (1 + np.exp(-np.clip(np.asarray(z, dtype=np.float64), -10, 10)))


@mistake(
    loses=["visible", "hidden"],
    belief="The sigmoid is the S-shaped curve, tanh.",
    hint="tanh has the same shape, but it goes from -1 to 1, and 0 becomes 0. A probability lies between 0 "
    "and 1.",
)
def sigmoid__tanh(z):
    return np.tanh(np.asarray(z, dtype=np.float64))


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of z.",
    hint="For integer scores, your result is an integer array, so every probability becomes 0 or 1. Look "
    "at the dtype of the array that you fill.",
)
def sigmoid__integer_buffer(z):
    z = np.asarray(z)
    out = np.empty_like(z)
    e = np.exp(-np.abs(z.astype(np.float64)))
    out[...] = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="s(1 - s) belongs to the sigmoid.",
    hint="s(1 - s) is the slope of the curve, which is largest in the middle. Here the curve itself is "
    "asked for.",
)
def sigmoid__derivative(z):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(-np.abs(z))
    s = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return s * (1 - s)


@alternative("one division, and a factor where z is negative")
def sigmoid__one_division(z):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(-np.abs(z))
    s = 1 / (1 + e)
    return np.where(z < 0, e * s, s)


@alternative("masks: each half with its own form")
def sigmoid__masks(z):
    z = np.asarray(z, dtype=np.float64)
    out = np.zeros(z.shape)
    right = z >= 0
    out[right] = 1 / (1 + np.exp(-z[right]))
    left = np.exp(z[~right])
    out[~right] = left / (1 + left)
    return out


@alternative("a loop over all elements")
def sigmoid__loop(z):
    values = []
    for number in z.ravel().tolist():
        e = np.exp(-abs(number))
        values.append(1 / (1 + e) if number >= 0 else e / (1 + e))
    return np.array(values, dtype=float).reshape(z.shape)


@alternative("PyTorch's function")
def sigmoid__torch(z):
    return torch.sigmoid(torch.tensor(z, dtype=torch.float64)).numpy()


# ---------------------------------------------------------------- softmax


@mistake(
    loses=["hidden"],
    belief="The formula can be typed as it stands.",
    hint="For scores near 1000 you divide infinity by infinity, and near -1000 you divide 0 by 0. Only the "
    "differences of the scores matter: use that before you call exp.",
    misconception="M32",
)
def softmax__no_shift(z, axis=-1):
    e = np.exp(np.asarray(z, dtype=np.float64))
    return e / e.sum(axis=axis, keepdims=True)


@mistake(
    loses=["hidden"],
    belief="One maximum is enough for the whole batch.",
    hint="You subtract the largest score of the whole batch from every row. In a row that lies 2000 below "
    "it, every exp becomes 0, and 0/0 is not a number. Each row needs its own maximum.",
    misconception="M32",
)
def softmax__global_shift(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - np.max(z, initial=-np.inf))
    return e / e.sum(axis=axis, keepdims=True)


@mistake(
    loses=["visible", "hidden"],
    belief="The probabilities of a batch sum to 1.",
    hint="You divide by the sum over the whole batch. Each sample has a distribution of its own: each row "
    "must sum to 1 by itself.",
    misconception="M51",
)
def softmax__sums_everything(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum()


@mistake(
    loses=["hidden"],
    belief="The classes are always the last axis.",
    hint="Your function never uses `axis`. The last axis is only what it is if nothing else is said.",
)
def softmax__ignores_axis(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    loses=["visible", "hidden"],
    belief="`z -= ...` changes a copy.",
    hint="`z -= m` and `z = z - m` are two different things. Look at what each of them does to the array "
    "that the caller handed you.",
)
def softmax__in_place(z, axis=-1):
    if z.dtype.kind != "f":
        z = z.astype(np.float64)
    z -= z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


@mistake(
    loses=["visible", "hidden"],
    belief="Dividing by the sum makes probabilities of any numbers.",
    hint="You divide the scores themselves by their sum. Scores may be negative, and their sum may be 0; "
    "something has to make them positive first.",
)
def softmax__no_exp(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    return z / z.sum(axis=axis, keepdims=True)


@mistake(
    loses=["visible", "hidden"],
    belief="Dividing by the maximum keeps the scores small.",
    hint="You divide the scores by their maximum. That changes their differences, and with them the "
    "probabilities. Which operation makes numbers smaller and leaves differences alone?",
)
def softmax__divides_by_max(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z / z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@mistake(
    loses=["visible", "hidden"],
    belief="NumPy subtracts from each row that row's maximum.",
    hint="max and sum drop the axis that they work on, so NumPy lines one number for each row up with the "
    "columns. Both functions have an argument that keeps the axis.",
)
def softmax__no_keepdims(z, axis=-1):
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(z - z.max(axis=axis))
    return e / e.sum(axis=axis)


@alternative("exp of the log-softmax")
def softmax__logsumexp(z, axis=-1):
    z = np.asarray(z)
    z = z.astype(np.float32 if z.dtype == np.float32 else np.float64)
    top = z.max(axis=axis, keepdims=True)
    return np.exp(z - (top + np.log(np.exp(z - top).sum(axis=axis, keepdims=True))))


@alternative("the axis moved to the end, and a loop over slices")
def softmax__loop(z, axis=-1):
    moved = np.moveaxis(np.array(z, dtype=float), axis, -1)
    out = np.zeros(moved.shape)
    for place in np.ndindex(moved.shape[:-1]):
        e = [np.exp(score - max(moved[place])) for score in moved[place]]
        out[place] = np.array(e) / sum(e)
    return np.moveaxis(out, -1, axis)


@alternative("PyTorch's function")
def softmax__torch(z, axis=-1):
    return torch.softmax(torch.tensor(z, dtype=torch.float64), dim=axis).numpy()


# ---------------------------------------------------------------- cross_entropy


@mistake(
    loses=["visible", "hidden"],
    belief="The loss of a batch is the sum over its samples.",
    hint="You add the samples up. The loss of a batch is a mean, so that it does not depend on how large "
    "the batch is.",
    misconception="M29",
)
def cross_entropy__sum(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    if target.shape == z.shape:
        return float(-np.sum(target * log_p))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.sum(log_p[np.arange(len(z)), target]))


@mistake(
    loses=["visible", "hidden"],
    belief="Information is measured in bits.",
    hint="Your logarithm has base 2, which gives bits. PyTorch and this course use the natural logarithm, "
    "np.log.",
)
def cross_entropy__log2(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z / np.log(2) - np.log2(np.exp(z).sum(axis=1, keepdims=True))
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * log_p, axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(log_p[np.arange(len(z)), target]))


@mistake(
    loses=["hidden"],
    belief="The logarithm of the softmax can be typed as it stands.",
    hint="With scores that lie 1000 apart, exp overflows or a probability becomes 0, and its logarithm is "
    "minus infinity. Subtract each row's maximum first, and take the logarithm without making "
    "probabilities.",
    misconception="M32",
)
def cross_entropy__no_shift(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * np.log(p), axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(np.log(p[np.arange(len(z)), target])))


@mistake(
    loses=["hidden"],
    belief="After the shift, softmax and logarithm can be done one after the other.",
    hint="Your softmax is safe, but it rounds the probability of a score 1000 below the others to 0, and "
    "the logarithm of 0 is minus infinity. The text has a formula that never makes the probability.",
)
def cross_entropy__log_of_softmax(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * np.log(p), axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(np.log(p[np.arange(len(z)), target])))


@mistake(
    loses=["visible", "hidden"],
    belief="A small number inside the logarithm does no harm.",
    hint="You add a small number to the probabilities before the logarithm. Every loss is then a little "
    "too small, and none can exceed 16.1, where 1000 may be right. Log-softmax needs no such guard.",
    misconception="M23",
)
def cross_entropy__epsilon(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * np.log(p + 1e-7), axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(np.log(p[np.arange(len(z)), target] + 1e-7)))


@mistake(
    loses=["visible", "hidden"],
    belief="First softmax, then the cross-entropy, which takes logits.",
    hint="You apply softmax twice: once to make probabilities, and again inside the loss. The second one "
    "flattens them, so even a perfect answer costs something.",
    misconception="M33",
)
def cross_entropy__double_softmax(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    e = np.exp(z - z.max(axis=1, keepdims=True))
    z = e / e.sum(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * log_p, axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(log_p[np.arange(len(z)), target]))


@mistake(
    loses=["visible", "hidden"],
    belief="The mean goes over everything.",
    hint="You average over all N x K entries, so your loss is too small by a factor of K. Add up along the "
    "classes, and average over the samples only.",
)
def cross_entropy__mean_over_all(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    if target.shape == z.shape[:1]:
        if target.min() < 0 or target.max() >= z.shape[1]:
            raise ValueError("bad target")
        target = np.eye(z.shape[1])[target]
    if target.shape != z.shape:
        raise ValueError("bad target")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-np.mean(target * log_p))


@mistake(
    loses=["hidden"],
    belief="A target is one class, however it is written.",
    hint="You keep only the largest entry of each target row. A target of 0.6 and 0.4 then counts as 1 and "
    "0; every entry of the row must weigh its own logarithm.",
    misconception="M24",
)
def cross_entropy__argmax_targets(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    if target.shape == z.shape:
        target = target.argmax(axis=1)
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return float(-np.mean(log_p[np.arange(len(z)), target]))


@mistake(
    loses=["hidden"],
    belief="NumPy refuses a class number that does not exist.",
    hint="NumPy reads the index -1 as the last class, without a word, and for a class number that is too "
    "large it raises IndexError, not ValueError. Check the class numbers yourself.",
)
def cross_entropy__no_range_check(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0 or len(target) != len(z):
        raise ValueError("logits must be (N, K), with a target for each row")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    if target.ndim == 1:
        return float(-np.mean(log_p[np.arange(len(z)), target]))
    if target.shape != z.shape:
        raise ValueError("bad target")
    return float(-np.mean(np.sum(target * log_p, axis=1)))


@mistake(
    loses=["hidden"],
    belief="`log_p[:, target]` takes one entry of each row.",
    hint="`log_p[:, target]` takes the columns of all targets from every row, an N x N table. You need row "
    "0 with the class of sample 0, row 1 with that of sample 1, and so on: two index arrays side by side.",
)
def cross_entropy__all_pairs(logits, target):
    z, target = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or len(z) == 0:
        raise ValueError("logits must be (N, K)")
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    if target.shape == z.shape:
        return float(-np.mean(np.sum(target * log_p, axis=1)))
    if target.shape != z.shape[:1] or target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad target")
    return float(-np.mean(log_p[:, target]))


@alternative("class numbers made one-hot first")
def cross_entropy__one_hot_first(logits, target):
    z, q = np.asarray(logits, dtype=np.float64), np.asarray(target)
    if z.ndim != 2 or z.shape[0] == 0:
        raise ValueError("logits must be (N, K)")
    n, k = z.shape
    if q.ndim == 1:
        if len(q) != n or not np.isin(q, np.arange(k)).all():
            raise ValueError("bad class numbers")
        q = np.eye(k)[q]
    if q.shape != (n, k):
        raise ValueError("bad target")
    top = z.max(axis=1)
    log_sum = top + np.log(np.sum(np.exp(z - top[:, None]), axis=1))
    return float(np.mean(np.sum(q * (log_sum[:, None] - z), axis=1)))


@alternative("a loop over samples and classes")
def cross_entropy__loop(logits, target):
    if logits.ndim != 2 or len(logits) == 0 or len(target) != len(logits):
        raise ValueError("logits must be (N, K), with a target for each row")
    classes = logits.shape[1]
    total = 0.0
    for row, wanted in zip(logits.astype(float), target, strict=True):
        top = max(row)
        log_sum = top + np.log(sum(np.exp(score - top) for score in row))
        if np.ndim(wanted) == 0:
            if not 0 <= wanted < classes:
                raise ValueError("no such class")
            total += log_sum - row[wanted]
        elif len(wanted) != classes:
            raise ValueError("a target row has the wrong length")
        else:
            total += sum(q * (log_sum - score) for q, score in zip(wanted, row, strict=True))
    return float(total / len(logits))


@alternative("PyTorch's log_softmax")
def cross_entropy__torch(logits, target):
    z, target = torch.tensor(logits, dtype=torch.float64), torch.tensor(target)
    if z.ndim != 2 or len(z) == 0 or target.shape not in (z.shape, z.shape[:1]):
        raise ValueError("bad shapes")
    log_p = torch.log_softmax(z, dim=1)
    if target.ndim == 2:
        return -(target * log_p).sum(dim=1).mean().item()
    if target.min() < 0 or target.max() >= z.shape[1]:
        raise ValueError("bad class numbers")
    return -log_p.gather(1, target[:, None]).mean().item()


# ---------------------------------------------------------------- binary_cross_entropy


@mistake(
    loses=["visible", "hidden"],
    belief="Only the probability of yes counts.",
    hint="You use only the term with the target. Where the answer is no, that term is 0, so a wrong *yes* "
    "costs nothing. The probability of no counts too.",
    misconception="M25",
)
def binary_cross_entropy__one_term(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    with np.errstate(divide="ignore"):
        return float(-np.mean(target * np.maximum(np.log(p), -100)))


@mistake(
    loses=["hidden"],
    belief="The formula can be typed as it stands.",
    hint="For p = 0 the logarithm is minus infinity, and 0 times infinity is not a number. The text says "
    "what a logarithm below -100 counts as.",
    misconception="M50",
)
def binary_cross_entropy__no_clamp(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    return float(-np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)))


@mistake(
    loses=["hidden"],
    belief="Probabilities are kept away from 0 and 1, as Keras does it.",
    hint="You move the probabilities away from 0 and 1, so no answer can cost more than 16.1. The text "
    "limits the logarithms, not the probabilities.",
)
def binary_cross_entropy__clips_p(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return float(-np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)))


@mistake(
    loses=["visible", "hidden"],
    belief="The loss of a batch is the sum over its elements.",
    hint="You add the elements up. Like the other losses of this chapter, this one is a mean.",
    misconception="M29",
)
def binary_cross_entropy__sum(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
    return float(-np.sum(target * log_p + (1 - target) * log_q))


@mistake(
    loses=["visible", "hidden"],
    belief="The logarithm belongs to the target.",
    hint="You take the logarithm of the target, and weigh it with p. The surprise is that of the "
    "prediction: the logarithm belongs to p.",
)
def binary_cross_entropy__swapped(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    with np.errstate(divide="ignore"):
        log_y, log_n = np.maximum(np.log(target), -100), np.maximum(np.log(1 - target), -100)
    return float(-np.mean(p * log_y + (1 - p) * log_n))


@mistake(
    loses=["visible", "hidden"],
    belief="A probability above 0.5 means yes.",
    hint="You round the probabilities before the loss. A hesitant yes and a certain one then cost the "
    "same, and a loss is there to tell them apart.",
    misconception="M50",
)
def binary_cross_entropy__thresholds(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    p = (p > 0.5).astype(float)
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
    return float(-np.mean(target * log_p + (1 - target) * log_q))


@mistake(
    loses=["visible", "hidden"],
    belief="Information is measured in bits.",
    hint="Your logarithm has base 2, which gives bits. PyTorch and this course use the natural logarithm, "
    "np.log.",
)
def binary_cross_entropy__log2(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log2(p), -100), np.maximum(np.log2(1 - p), -100)
    return float(-np.mean(target * log_p + (1 - target) * log_q))


@mistake(
    loses=["visible", "hidden"],
    belief="What comes in are scores, as in F.cross_entropy.",
    hint="You apply the sigmoid to numbers that are probabilities already, so they all move towards the "
    "middle. This loss takes probabilities; the one that takes scores is called "
    "binary_cross_entropy_with_logits.",
    misconception="M33",
)
def binary_cross_entropy__double_sigmoid(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if p.min() < 0 or p.max() > 1 or target.min() < 0 or target.max() > 1:
        raise ValueError("p and target must lie in [0, 1]")
    p = 1 / (1 + np.exp(-p))
    return float(-np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)))


@mistake(
    loses=["hidden"],
    belief="Whoever calls the function passes good numbers.",
    hint="Your numbers are right, but you accept whatever comes: a p of 1.2, a target of 2, shapes that "
    "differ, nothing at all. Look at the last line of the text.",
)
def binary_cross_entropy__no_checks(p, target):
    p, target = np.asarray(p, dtype=np.float64), np.asarray(target, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log(1 - p), -100)
    return float(-np.mean(target * log_p + (1 - target) * log_q))


@alternative("logarithms only where they are finite")
def binary_cross_entropy__where(p, target):
    p, target = np.array(p, dtype=float), np.array(target, dtype=float)
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    if not (((p >= 0) & (p <= 1)).all() and ((target >= 0) & (target <= 1)).all()):
        raise ValueError("p and target must lie in [0, 1]")
    log_p = np.log(p, out=np.full(p.shape, -100.0), where=p > np.exp(-100))
    log_q = np.log(1 - p, out=np.full(p.shape, -100.0), where=1 - p > np.exp(-100))
    return float(np.mean(-target * log_p - (1 - target) * log_q))


@alternative("a loop over all elements")
def binary_cross_entropy__loop(p, target):
    if p.shape != target.shape or p.size == 0:
        raise ValueError("p and target need one shape, not empty")
    costs = []
    for a, b in zip(p.ravel().tolist(), target.ravel().tolist(), strict=True):
        if not (0 <= a <= 1 and 0 <= b <= 1):
            raise ValueError("p and target must lie in [0, 1]")
        yes = max(np.log(a), -100) if a > 0 else -100
        no = max(np.log(1 - a), -100) if a < 1 else -100
        costs.append(-b * yes - (1 - b) * no)
    return sum(costs) / len(costs)


@alternative("PyTorch's loss")
def binary_cross_entropy__torch(p, target):
    p, target = (torch.tensor(a, dtype=torch.float64) for a in (p, target))
    if p.shape != target.shape or p.numel() == 0:
        raise ValueError("p and target need one shape, not empty")
    if min(p.min(), target.min()) < 0 or max(p.max(), target.max()) > 1:
        raise ValueError("p and target must lie in [0, 1]")
    return F.binary_cross_entropy(p, target).item()


# ---------------------------------------------------------------- accuracy


@mistake(
    loses=["visible", "hidden"],
    belief="Accuracy is given in percent.",
    hint="You return a percentage. A share goes from 0 to 1.",
)
def accuracy__percent(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    return float(100 * np.mean(scores.argmax(axis=1) == labels))


@mistake(
    loses=["visible", "hidden"],
    belief="axis=0 goes over the classes.",
    hint="argmax(axis=0) looks for the best sample of each class. Which axis holds the classes of one "
    "sample?",
)
def accuracy__wrong_axis(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    return float(np.mean(scores.argmax(axis=0) == labels))


@mistake(
    loses=["visible", "hidden"],
    belief="Accuracy is the number of right answers.",
    hint="You count the right answers. A share is that number divided by how many samples there are.",
)
def accuracy__count(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    return float(np.sum(scores.argmax(axis=1) == labels))


@mistake(
    loses=["visible", "hidden"],
    belief="`max` gives the predicted class.",
    hint="You compare the largest score with the label. The label is a place: it is to be compared with "
    "the place of the largest score.",
)
def accuracy__max_value(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    return float(np.mean(scores.max(axis=1) == labels))


@mistake(
    loses=["hidden"],
    belief="Two one-hot tables can be compared cell by cell.",
    hint="You compare one-hot tables cell by cell. For ten classes even a wrong answer agrees with the "
    "label in eight of ten cells. A sample is right or wrong as a whole.",
)
def accuracy__elementwise(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    table = np.eye(scores.shape[1])
    return float(np.mean(table[scores.argmax(axis=1)] == table[labels]))


@mistake(
    loses=["hidden"],
    belief="The prediction is 1 if the last score is above 0.5.",
    hint="You look only at the last column, and at 0.5. That fits two classes with probabilities; here "
    "there may be many classes, and the scores may all be negative.",
    misconception="M50",
)
def accuracy__threshold(scores, labels):
    scores, labels = np.asarray(scores), np.asarray(labels)
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    return float(np.mean((scores[:, -1] > 0.5) == labels))


@mistake(
    loses=["hidden"],
    belief="Whoever calls the function passes good arrays.",
    hint="Your shares are right, but you never look at the shapes. With no sample at all, the mean is not "
    "a number; one-hot labels are no class numbers. Look at the last line of the text.",
)
def accuracy__no_checks(scores, labels):
    return float(np.mean(np.argmax(scores, axis=1) == labels))


@alternative("a loop over the samples")
def accuracy__loop(scores, labels):
    if scores.ndim != 2 or labels.ndim != 1 or len(scores) != len(labels) or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    right = 0
    for row, label in zip(scores.tolist(), labels.tolist(), strict=True):
        right += row.index(max(row)) == label
    return right / len(labels)


@alternative("the score at the label against the largest before and after it")
def accuracy__at_the_label(scores, labels):
    n = len(labels)
    if scores.ndim != 2 or labels.shape != (n,) or len(scores) != n or n == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    first_best = (scores == scores.max(axis=1, keepdims=True)).argmax(axis=1)
    return np.count_nonzero(first_best == labels) / n


@alternative("PyTorch's max, which gives the places too")
def accuracy__torch(scores, labels):
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or len(labels) == 0:
        raise ValueError("scores must be (N, K), labels (N,)")
    _, best = torch.max(torch.tensor(scores, dtype=torch.float64), dim=1)
    return (best == torch.tensor(labels)).double().mean().item()
