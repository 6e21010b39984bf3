"""Wrong and right answers to the exercises on gradients, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- what a learner's notebook has beside them


def central_diff(f, x, h=1e-4):
    if h <= 0:
        raise ValueError(f"h must be positive, not {h}")
    return float(np.gradient([f(x - h), f(x + h)], 2 * h)[0])


def softmax(z, axis=-1):
    return torch.softmax(torch.tensor(z, dtype=torch.float64), dim=axis).numpy()


def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be a 1-D integer array, num_classes at least 1")
    if labels.size and not 0 <= labels.min() <= labels.max() < num_classes:
        raise ValueError(f"a label lies outside 0 .. {num_classes - 1}")
    return F.one_hot(torch.tensor(labels, dtype=torch.int64), num_classes).double().numpy()


def numerical_gradient(f, x, h=1e-4):
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
        x[place] = value
        gradient[place] = (above - below) / (2 * h)
    return gradient


# ---------------------------------------------------------------- partial_diff


@mistake(
    loses=["visible", "hidden"],
    belief="x + h is the point a little further on.",
    hint="You add h to the whole array, so every coordinate moves, and what you get is the sum of all slopes."
    " For the partial derivative only x[i] moves: look at where h is added.",
    misconception="M21",
)
def partial_diff__moves_all(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    return (f(x + h) - f(x - h)) / (2 * h)


@mistake(
    loses=["hidden"],
    belief="A copy of x can hold what x + h is.",
    hint="You copy x with its dtype. An integer array cannot hold 3.25: what you write into it is cut off at "
    "the point. Look at the dtype of your copy.",
    misconception="M301",
)
def partial_diff__integer_copy(f, x, i, h=1e-4):
    if np.ndim(x) != 1 or not 0 <= i < np.size(x) or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up, down = x.copy(), x.copy()
    up[i] = x[i] + h
    down[i] = x[i] - h
    return (f(up) - f(down)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="x is mine to move: the function only looks at it.",
    hint="You move a coordinate of the caller's own array and leave it there. Whoever called you now stands "
    "at another point. Look at which array you write into.",
)
def partial_diff__not_restored(f, x, i, h=1e-4):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    x[i] += h
    above = f(x)
    x[i] -= 2 * h
    return (above - f(x)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="The slope is measured from x to x + h.",
    hint="You look ahead only: from x to x + h. The central quotient looks both ways, one h up and one h "
    "down.",
)
def partial_diff__forward(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    moved = x.copy()
    moved[i] += h
    return (f(moved) - f(x)) / h


@mistake(
    loses=["hidden"],
    belief="The other coordinates are held constant, so they drop out: they can be 0.",
    hint="You put the other coordinates to 0. 'Held constant' means that they keep the values they have: the "
    "slope along one coordinate can depend on where the others stand.",
)
def partial_diff__others_zero(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up, down = np.zeros(x.size), np.zeros(x.size)
    up[i] = x[i] + h
    down[i] = x[i] - h
    return (f(up) - f(down)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="up = down = x.copy() makes two copies.",
    hint="Your result is 0 everywhere: the two arrays that you compare are one array with two names. What "
    "moves up in the one comes down again in the other. Make two copies.",
)
def partial_diff__aliased(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up = down = x.copy()
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2 * h)


@mistake(
    loses=["hidden"],
    belief="i = -1 is the last coordinate, as everywhere in Python.",
    hint="You accept i = -1. Python counts it from the end, so a wrong index goes unnoticed. Here the index "
    "must lie between 0 and n-1, and anything else raises ValueError.",
)
def partial_diff__python_negative_index(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or i >= x.size or h <= 0:
        raise ValueError("x must be 1-D, i < len(x), and h positive")
    up, down = x.copy(), x.copy()
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2 * h)


@mistake(
    loses=["visible", "hidden"],
    belief="/ 2 * h divides by 2h.",
    hint="Python reads `/ 2 * h` from left to right: it divides by 2 and then multiplies by h. The "
    "denominator needs parentheses.",
)
def partial_diff__precedence(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up, down = x.copy(), x.copy()
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / 2 * h


@mistake(
    loses=["visible", "hidden"],
    belief="1e-4 is a good step, so it can be written into the function.",
    hint="Your result does not depend on `h`: you use a step of your own. Follow the argument h through your "
    "code.",
)
def partial_diff__fixed_h(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1 or not 0 <= i < x.size or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up, down = x.copy(), x.copy()
    up[i] += 1e-4
    down[i] -= 1e-4
    return (f(up) - f(down)) / 2e-4


@alternative("two copies, one moved up and one moved down")
def partial_diff__two_copies(f, x, i, h=1e-4):
    x = np.array(x, dtype=np.float64)
    if h <= 0 or x.ndim != 1 or i not in range(x.size):
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    up, down = x.copy(), x.copy()
    up[i] += h
    down[i] -= h
    return (f(up) - f(down)) / (2.0 * h)


@alternative("a step in the direction of a row of the identity matrix")
def partial_diff__unit_vector(f, x, i, h=1e-4):
    x = np.asarray(x)
    if x.ndim != 1 or i < 0 or i >= len(x) or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    step = h * np.eye(len(x))[i]
    return float((f(x + step) - f(x - step)) / h / 2)


@alternative("moves a tensor, and puts it back")
def partial_diff__tensor(f, x, i, h=1e-4):
    x = torch.tensor(x, dtype=torch.float64)
    if x.ndim != 1 or not 0 <= i < len(x) or h <= 0:
        raise ValueError("x must be 1-D, 0 <= i < len(x), and h positive")
    value = x[i].item()
    x[i] = value + h
    above = f(x.numpy())
    x[i] = value - h
    below = f(x.numpy())
    return (above - below) / (2 * h)


# ---------------------------------------------------------------- numerical_gradient


@mistake(
    loses=["hidden"],
    belief="zeros_like(x) is an array for the gradient, and x.copy() one to move in.",
    hint="Your arrays have the dtype of x. Integers cannot hold 3.25, so the steps and the slopes are cut off"
    " at the point; float32 holds too few digits for a step of 1e-4. Look at the dtype that you work in.",
    misconception="M301",
)
def numerical_gradient__integer_gradient(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = x.copy()
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + h
        above = f(x)
        x[place] = value - h
        below = f(x)
        x[place] = value
        gradient[place] = (above - below) / (2 * h)
    return gradient


@mistake(
    loses=["hidden"],
    belief="Only integers need to become floats.",
    hint="You compute in float32 when x is float32. It holds 7 digits, and the difference of two close values"
    " of f leaves few of them. Whatever the dtype of x, work in float64.",
)
def numerical_gradient__stays_float32(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = x.copy() if x.dtype.kind == "f" else x.astype(np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + h
        above = f(x)
        x[place] = value - h
        below = f(x)
        x[place] = value
        gradient[place] = (above - below) / (2 * h)
    return gradient


@mistake(
    loses=["hidden"],
    belief="After the second evaluation an element is done with.",
    hint="You do not put an element back before you move the next one. From the second element on you measure"
    " slopes at another point than x.",
)
def numerical_gradient__not_restored(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + h
        above = f(x)
        x[place] = value - h
        gradient[place] = (above - f(x)) / (2 * h)
    return gradient


@mistake(
    loses=["visible", "hidden"],
    belief="The slope is measured from x to x + h: f(x) needs to be computed only once.",
    hint="You compare f(x + h) with f(x). That saves evaluations, but its error shrinks with h only, not with"
    " the square of h. The central quotient looks both ways.",
)
def numerical_gradient__forward(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    here, gradient = f(x), np.zeros_like(x)
    for place in np.ndindex(x.shape):
        moved = x.copy()
        moved[place] += h
        gradient[place] = (f(moved) - here) / h
    return gradient


@mistake(
    loses=["visible", "hidden"],
    belief="One step moves x, and the gradient follows from it.",
    hint="You add h to the whole array, so all elements move together, and every slope you return is the sum "
    "of all slopes. Each element has to move alone.",
    misconception="M21",
)
def numerical_gradient__moves_all(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h)) if x.size else np.zeros(x.shape)


@mistake(
    loses=["hidden"],
    belief="x[i] is one number.",
    hint="Your loop runs over the first axis, and for an x with two axes x[i] is a whole row: all of it moves"
    " at once. Each element has to move alone, whatever the number of axes.",
)
def numerical_gradient__first_axis_only(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@mistake(
    loses=["hidden"],
    belief="A gradient is a vector: a list of slopes.",
    hint="You return a flat vector whatever the shape of x. A gradient has the shape of x, so that it can be "
    "subtracted from x.",
)
def numerical_gradient__flat_result(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = []
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        gradient.append((f(up) - f(down)) / (2 * h))
    return np.array(gradient)


@mistake(
    loses=["visible", "hidden"],
    belief="Adding h, subtracting 2h and adding h again leaves x as it was.",
    hint="You move the caller's own array and walk back by adding h again. Rounding leaves dust: the array is"
    " not the same bit by bit. Work on a copy.",
)
def numerical_gradient__mutates(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.asarray(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        below = f(x)
        x[place] += h
        gradient[place] = (above - below) / (2 * h)
    return gradient


@mistake(
    loses=["visible", "hidden"],
    belief="/ 2 * h divides by 2h.",
    hint="Python reads `/ 2 * h` from left to right: it divides by 2 and then multiplies by h. The "
    "denominator needs parentheses.",
)
def numerical_gradient__precedence(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        gradient[place] = (f(up) - f(down)) / 2 * h
    return gradient


@mistake(
    loses=["hidden"],
    belief="1e-4 is a good step, so it can be written into the function.",
    hint="Your result does not depend on `h`: you use a step of your own. Follow the argument h through your "
    "code.",
)
def numerical_gradient__fixed_h(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += 1e-4
        down[place] -= 1e-4
        gradient[place] = (f(up) - f(down)) / 2e-4
    return gradient


@alternative("partial derivatives of the flattened array, in a list")
def numerical_gradient__partials(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.asarray(x, dtype=np.float64)
    flat = x.flatten()
    slopes = []
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = h
        above, below = f((flat + step).reshape(x.shape)), f((flat - step).reshape(x.shape))
        slopes.append((above - below) / (2 * h))
    return np.array(slopes, dtype=np.float64).reshape(x.shape)


@alternative("np.nditer over a float copy")
def numerical_gradient__nditer(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=float, order="C")
    gradient = np.empty_like(x)
    if x.size == 0:
        return gradient
    for _ in (it := np.nditer(gradient, flags=["multi_index"])):
        place = it.multi_index
        kept = x[place]
        x[place] = kept + h
        gradient[place] = f(x)
        x[place] = kept - h
        gradient[place] -= f(x)
        x[place] = kept
    return gradient / (2 * h)


@alternative("central_diff along each element")
def numerical_gradient__central_diff(f, x, h=1e-4):
    if h <= 0:
        raise ValueError("h must be positive")
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    for place, value in np.ndenumerate(x.copy()):

        def along(moved, place=place):
            y = x.copy()
            y[place] = moved
            return f(y)

        gradient[place] = central_diff(along, value, h)
    return gradient


@alternative("a tensor of steps")
def numerical_gradient__tensor(f, x, h=1e-4):
    if not h > 0:
        raise ValueError("h must be positive")
    x = torch.tensor(np.array(x, dtype=np.float64))
    steps = h * torch.eye(x.numel(), dtype=torch.float64).reshape(-1, *x.shape) if x.numel() else []
    slopes = [(f((x + s).numpy()) - f((x - s).numpy())) / (2 * h) for s in steps]
    return torch.tensor(slopes, dtype=torch.float64).reshape(x.shape).numpy()


# ---------------------------------------------------------------- linear_mse_gradient


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient adds up what each sample contributes.",
    hint="You sum over the samples and do not divide by their number. The loss is a mean, so its gradient is "
    "a mean too.",
)
def linear_mse_gradient__no_mean(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w + b - target
    return 2 * x.T @ residuals, float(2 * residuals.sum())


@mistake(
    loses=["visible", "hidden"],
    belief="The slope of a square is the thing that is squared.",
    hint="Your result is half of what it should be. The square of r has the slope 2r, not r. (Some books put "
    "1/2 into the loss to be rid of the 2; the mean squared error has none.)",
)
def linear_mse_gradient__no_two(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w + b - target
    return x.T @ residuals / len(x), float(residuals.mean())


@mistake(
    loses=["visible", "hidden"],
    belief="The error is target minus prediction.",
    hint="All your signs are turned around, so a step against your gradient would go uphill. With target"
    " minus prediction the chain rule brings a minus; with prediction minus target it does not.",
)
def linear_mse_gradient__sign(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = target - (x @ w + b)
    return 2 * x.T @ residuals / len(x), float(2 * residuals.mean())


@mistake(
    loses=["visible", "hidden"],
    belief="The bias has no x, so its slope is the plain sum of the residuals.",
    hint="You average for w and sum for b. Both are slopes of the same mean: what divides the one divides the"
    " other.",
)
def linear_mse_gradient__bias_not_averaged(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w + b - target
    return 2 * x.T @ residuals / len(x), float(2 * residuals.sum())


@mistake(
    loses=["hidden"],
    belief="The prediction is x @ w.",
    hint="Your residuals leave the bias out. With b = 0 nobody sees it: try the visible example with b = 1.",
)
def linear_mse_gradient__bias_forgotten(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w - target
    return 2 * x.T @ residuals / len(x), float(2 * residuals.mean())


@mistake(
    loses=["hidden"],
    belief="NumPy complains when shapes do not fit.",
    hint="You let a target of shape (N, 1) through. Subtracting it from (N,) makes an N x N table, without"
    " an error. Compare the shapes yourself, and raise ValueError.",
)
def linear_mse_gradient__broadcasts(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if len(x) == 0:
        raise ValueError("no samples")
    residuals = x @ w + b - target
    return 2 * x.T @ residuals / len(x), float(2 * residuals.mean())


@mistake(
    loses=["visible", "hidden"],
    belief="Predictions are a column, one row for each sample.",
    hint="Your predictions have shape (N, 1) and target has shape (N,). Their difference is an N x N table,"
    " each prediction against each target. Print the shape of your residuals.",
)
def linear_mse_gradient__column_minus_row(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w[:, None] + b - target
    return 2 * np.mean(x.T @ residuals, axis=1) / len(x), float(2 * residuals.mean())


@mistake(
    loses=["hidden"],
    belief="The mean is over all numbers of x.",
    hint="You divide by the number of elements of x. The mean squared error has one term for each sample: N "
    "of them, however many features a sample has.",
)
def linear_mse_gradient__mean_over_features(x, target, w, b):
    x, target, w = (np.asarray(array, dtype=np.float64) for array in (x, target, w))
    if x.ndim != 2 or len(x) == 0 or target.shape != x.shape[:1] or w.shape != x.shape[1:]:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    residuals = x @ w + b - target
    return 2 * x.T @ residuals / x.size, float(2 * residuals.mean())


@alternative("a loop over samples and features")
def linear_mse_gradient__loops(x, target, w, b):
    if np.ndim(x) != 2 or np.shape(target) != (len(x),) or np.shape(w) != np.shape(x)[1:] or len(x) == 0:
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    n, d = np.shape(x)
    dw, db = [0.0] * d, 0.0
    for i in range(n):
        residual = sum(float(x[i][j]) * float(w[j]) for j in range(d)) + b - float(target[i])
        db += 2 * residual / n
        for j in range(d):
            dw[j] += 2 * residual * float(x[i][j]) / n
    return np.array(dw), db


@alternative("autograd of F.mse_loss")
def linear_mse_gradient__autograd(x, target, w, b):
    x, target, w = (torch.tensor(np.array(array, dtype=np.float64)) for array in (x, target, w))
    if x.ndim != 2 or target.shape != x.shape[:1] or w.shape != x.shape[1:] or not len(x):
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    b = torch.tensor(float(b), dtype=torch.float64, requires_grad=True)
    w.requires_grad_()
    F.mse_loss(x @ w + b, target).backward()
    return w.grad.numpy(), b.grad.item()


@alternative("the bias as a weight of a column of ones")
def linear_mse_gradient__column_of_ones(x, target, w, b):
    x, target, w = np.array(x, dtype=float), np.array(target, dtype=float), np.array(w, dtype=float)
    if x.ndim != 2 or target.ndim != 1 or len(x) == 0 or x.shape != (*target.shape, *w.shape):
        raise ValueError("expected x (N, D), target (N,), w (D,), N >= 1")
    x = np.column_stack([x, np.ones(len(x))])
    gradient = np.mean(2 * x * (x @ np.append(w, b) - target)[:, None], axis=0)
    return gradient[:-1], gradient[-1]


# ---------------------------------------------------------------- gradient_descent


@mistake(
    loses=["visible", "hidden"],
    belief="Go where the gradient points.",
    hint="You add the gradient, and the gradient points uphill. Downhill is the other way.",
)
def gradient_descent__ascends(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        x = x + lr * numerical_gradient(f, x, h)
    return x


@mistake(
    loses=["visible", "hidden"],
    belief="x = x0 makes a new array.",
    hint="`x = x0` is a second name for the caller's array, and `x -= ...` walks that array away. Start from "
    "a copy.",
)
def gradient_descent__mutates_start(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.asarray(x0, dtype=np.float64)
    for _ in range(steps):
        x -= lr * numerical_gradient(f, x, h)
    return x


@mistake(
    loses=["visible", "hidden"],
    belief="range(steps + 1) counts the start too.",
    hint="You take one step more than you are asked to. With steps = 0 you should not move at all.",
)
def gradient_descent__one_more(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps + 1):
        x = x - lr * numerical_gradient(f, x, h)
    return x


@mistake(
    loses=["hidden"],
    belief="The coordinates can be moved one after the other.",
    hint="You move one coordinate, and compute the next slope from the new place. That is another method "
    "(coordinate descent). Here all slopes are measured at one place, and then all coordinates move at "
    "once.",
)
def gradient_descent__coordinatewise(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        for place in np.ndindex(x.shape):
            x[place] -= lr * numerical_gradient(f, x, h)[place]
    return x


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient gives the direction, lr the length of the step.",
    hint="You divide the gradient by its length, so each step is lr long, on a cliff as on a plain. Here a "
    "step is lr times the gradient: long where it is steep, and short near the bottom.",
)
def gradient_descent__normalised(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        gradient = numerical_gradient(f, x, h)
        x = x - lr * gradient / max(np.linalg.norm(gradient), 1e-300)
    return x


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient tells the way, and then one walks it.",
    hint="You compute the gradient once, at the start, and follow it for all steps. It holds for the place "
    "where it was measured: measure again after each step.",
)
def gradient_descent__gradient_once(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    gradient = numerical_gradient(f, x, h)
    for _ in range(steps):
        x = x - lr * gradient
    return x


@mistake(
    loses=["hidden"],
    belief="A copy of x0 can hold the walk.",
    hint="Your walk keeps the dtype of x0. From an integer start each step is cut off at the point. Look at "
    "the dtype of your copy.",
    misconception="M301",
)
def gradient_descent__integer_start(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = x0.copy()
    for _ in range(steps):
        x[...] = x - lr * numerical_gradient(f, x, h)
    return x.astype(np.float64)


@mistake(
    loses=["hidden"],
    belief="The default step of the gradient will do.",
    hint="You do not pass `h` on to the gradient, which then takes its own default. Follow h through your "
    "code.",
)
def gradient_descent__h_not_passed_on(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        x = x - lr * numerical_gradient(f, x)
    return x


@mistake(
    loses=["hidden"],
    belief="A walk stops when it no longer gets lower.",
    hint="You stop as soon as a step does not lead lower. That is a good habit in life, but here the walk "
    "takes all its steps, even if the learning rate is far too large.",
)
def gradient_descent__stops_early(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    for _ in range(steps):
        moved = x - lr * numerical_gradient(f, x, h)
        if f(moved) > f(x):
            break
        x = moved
    return x


@alternative("a copy, changed in place")
def gradient_descent__in_place(f, x0, lr, steps, h=1e-4):
    if min(lr, steps) < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0).astype(float)
    while steps:
        x -= numerical_gradient(f, x, h=h) * lr
        steps -= 1
    return x


@alternative("one step, then the rest from there")
def gradient_descent__recursive(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = np.array(x0, dtype=np.float64)
    if steps == 0:
        return x
    return gradient_descent__recursive(f, x - lr * numerical_gradient(f, x, h), lr, steps - 1, h)


@alternative("tensors, moved by hand")
def gradient_descent__tensor(f, x0, lr, steps, h=1e-4):
    if lr < 0 or steps < 0:
        raise ValueError("lr and steps must not be negative")
    x = torch.tensor(np.array(x0, dtype=np.float64))
    for _ in range(steps):
        x = x - lr * torch.from_numpy(numerical_gradient(f, x.numpy(), h))
    return x.numpy()


# ---------------------------------------------------------------- softmax_cross_entropy_gradient


@mistake(
    loses=["visible", "hidden"],
    belief="Each sample has its own gradient, softmax minus one-hot.",
    hint="Your rows are right for a sum of losses. The loss here is the mean over the samples: what becomes "
    "of the gradient when a function is divided by N?",
)
def softmax_cross_entropy_gradient__no_mean(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    return softmax(logits) - one_hot(labels, logits.shape[1])


@mistake(
    loses=["visible", "hidden"],
    belief="The error is what should be minus what is.",
    hint="Your signs are turned around: one-hot minus softmax. That is the direction in which the scores "
    "should go, downhill. The gradient points uphill.",
)
def softmax_cross_entropy_gradient__sign(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    return (one_hot(labels, logits.shape[1]) - softmax(logits)) / len(logits)


@mistake(
    loses=["visible", "hidden"],
    belief="The loss is -log p of the right class, so only its score matters.",
    hint="Only the score of the right class gets a gradient from you. But every score is in the denominator "
    "of softmax: pushing up a wrong one takes probability from the right one.",
)
def softmax_cross_entropy_gradient__true_class_only(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    target = one_hot(labels, logits.shape[1])
    return target * (softmax(logits) - 1) / len(logits)


@mistake(
    loses=["visible", "hidden"],
    belief="The derivative of -log p is -1/p, and that is it.",
    hint="You stop at the derivative with respect to the probability, -1/p. The scores are one step further "
    "back: softmax has a derivative of its own, and the chain rule multiplies the two.",
)
def softmax_cross_entropy_gradient__minus_one_over_p(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    return -one_hot(labels, logits.shape[1]) / np.maximum(softmax(logits), 1e-12) / len(logits)


@mistake(
    loses=["hidden"],
    belief="softmax is exp divided by the sum of exp.",
    hint="You take the exponential of the scores as they are, and e to the 1000 is too large for a float. "
    "Only differences of scores matter to softmax; which difference is never positive?",
)
def softmax_cross_entropy_gradient__no_shift(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return (probabilities - one_hot(labels, logits.shape[1])) / len(logits)


@mistake(
    loses=["visible", "hidden"],
    belief="gradient[:, labels] picks one element of each row.",
    hint="`gradient[:, labels] -= 1` takes 1 from whole columns: the colon means every row. You want one "
    "element of each row: give NumPy a row number for each column number.",
)
def softmax_cross_entropy_gradient__column_indexing(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    one_hot(labels, logits.shape[1])  # refuses bad labels
    gradient = softmax(logits)
    gradient[:, labels] -= 1
    return gradient / len(logits)


@mistake(
    loses=["visible", "hidden"],
    belief="The mean is over all scores.",
    hint="You divide by the number of scores. There is one loss for each sample, so the mean is over N "
    "samples, not over N times K scores.",
)
def softmax_cross_entropy_gradient__divides_by_all(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    return (softmax(logits) - one_hot(labels, logits.shape[1])) / logits.size


@mistake(
    loses=["visible", "hidden"],
    belief="The probabilities of all samples together sum to 1.",
    hint="Your probabilities sum to 1 over the whole batch. Each row is a sample with probabilities of its "
    "own: look at the axis along which you sum.",
)
def softmax_cross_entropy_gradient__softmax_over_all(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    exponentials = np.exp(logits - logits.max())
    return (exponentials / exponentials.sum() - one_hot(labels, logits.shape[1])) / len(logits)


@mistake(
    loses=["hidden"],
    belief="NumPy refuses an index that does not exist.",
    hint="You let bad labels through: NumPy counts -1 from the end, and raises IndexError, not ValueError, "
    "for a label of K. Check the labels before you use them as indices.",
)
def softmax_cross_entropy_gradient__labels_unchecked(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or len(logits) == 0 or labels.shape != logits.shape[:1]:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    gradient = softmax(logits)
    gradient[np.arange(len(labels)), labels] -= 1
    return gradient / len(labels)


@alternative("1 subtracted at the right classes")
def softmax_cross_entropy_gradient__subtracted(logits, labels):
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    if logits.ndim != 2 or labels.shape != (len(logits),) or not len(labels) or labels.dtype.kind not in "iu":
        raise ValueError("expected logits (N, K), int labels (N,), N >= 1")
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("a label is out of range")
    gradient = softmax(logits, axis=1)
    gradient[np.arange(len(labels)), labels] -= 1.0
    return gradient / len(labels)


@alternative("a loop over the samples")
def softmax_cross_entropy_gradient__loop(logits, labels):
    logits, labels = np.array(logits, dtype=float), np.array(labels)
    if logits.ndim != 2 or labels.shape != (len(logits),) or len(logits) == 0:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError("labels must be integers")
    gradient = np.empty_like(logits)
    for n, (row, label) in enumerate(zip(logits, labels, strict=True)):
        if not 0 <= label < len(row):
            raise ValueError("a label is out of range")
        exponentials = np.exp(row - row.max())
        for c in range(len(row)):
            gradient[n, c] = (exponentials[c] / exponentials.sum() - (c == label)) / len(logits)
    return gradient


@alternative("autograd of F.cross_entropy")
def softmax_cross_entropy_gradient__autograd(logits, labels):
    logits = torch.tensor(np.array(logits, dtype=np.float64), requires_grad=True)
    labels = np.array(labels)
    if logits.ndim != 2 or labels.ndim != 1 or len(logits) != len(labels) or len(labels) == 0:
        raise ValueError("expected logits (N, K), labels (N,), N >= 1")
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("labels must be integers from 0 to K-1")
    F.cross_entropy(logits, torch.tensor(labels.astype(np.int64))).backward()
    return logits.grad.numpy()


# ---------------------------------------------------------------- sgd_step


@mistake(
    loses=["visible", "hidden"],
    belief="A step changes the parameters, so it is done in place.",
    hint="You change the caller's own arrays. PyTorch's optimisers do; here a step returns new arrays and "
    "leaves the old ones as they are.",
)
def sgd_step__in_place(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    for p, g in zip(params, grads, strict=True):
        p[...] = p - lr * g
    return tuple(p.astype(np.float64) for p in params)


@mistake(
    loses=["visible", "hidden"],
    belief="Go where the gradient points.",
    hint="You add the gradient, and the gradient points uphill. Downhill is the other way.",
)
def sgd_step__plus(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    return tuple(np.asarray(p, dtype=np.float64) + lr * g for p, g in zip(params, grads, strict=True))


@mistake(
    loses=["hidden"],
    belief="zip pairs up what there is.",
    hint="zip stops at the shorter of two tuples, so a parameter without a gradient vanishes from your "
    "result. Compare the two lengths first.",
)
def sgd_step__silent_zip(params, grads, lr):
    moved = []
    for p, g in zip(params, grads):  # noqa: B905  that is the mistake
        if np.shape(p) != np.shape(g):
            raise ValueError("a gradient has the shape of its parameter")
        moved.append(np.asarray(p, dtype=np.float64) - lr * g)
    return tuple(moved)


@mistake(
    loses=["hidden"],
    belief="NumPy complains when shapes do not fit.",
    hint="You let a gradient of another shape through, and NumPy repeats it until it fits. A gradient has the"
    " shape of its parameter: compare the two, and raise ValueError.",
)
def sgd_step__broadcasts(params, grads, lr):
    return tuple(np.asarray(p, dtype=np.float64) - lr * g for p, g in zip(params, grads, strict=True))


@mistake(
    loses=["visible", "hidden"],
    belief="A step goes by the gradient.",
    hint="Your step does not depend on `lr`. Follow the argument through your code.",
)
def sgd_step__lr_missing(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    return tuple(np.asarray(p, dtype=np.float64) - g for p, g in zip(params, grads, strict=True))


@mistake(
    loses=["visible", "hidden"],
    belief="return hands back one parameter after the other.",
    hint="Your function ends in the first round of its loop: look at how far `return` is indented. Collect "
    "all parameters first.",
)
def sgd_step__first_only(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    for p, g in zip(params, grads, strict=True):
        return (np.asarray(p, dtype=np.float64) - lr * g,)
    return ()


@mistake(
    loses=["visible", "hidden"],
    belief="All parameters together are one long vector.",
    hint="You return one flat vector. Each parameter must come back as an array of its own, in its own "
    "shape.",
)
def sgd_step__flattens(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    moved = [np.ravel(p - lr * g) for p, g in zip(params, grads, strict=True)]
    return np.concatenate(moved) if moved else np.zeros(0)


@mistake(
    loses=["hidden"],
    belief="The new parameter has the dtype of the old one.",
    hint="Integer parameters come out of your function as integers, with their steps cut off at the point. "
    "The result must be floating for every input.",
    misconception="M301",
)
def sgd_step__keeps_integers(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    moved = tuple(np.array(p) for p in params)
    for p, g in zip(moved, grads, strict=True):
        p[...] = p - lr * g
    return moved


@alternative("copies, changed in place")
def sgd_step__copies(params, grads, lr):
    if len(params) != len(grads) or any(p.shape != g.shape for p, g in zip(params, grads, strict=True)):
        raise ValueError("each parameter needs a gradient of its shape")
    moved = tuple(np.array(p, dtype=np.float64) for p in params)
    for i in range(len(moved)):
        moved[i][...] -= lr * np.array(grads[i])
    return moved


@alternative("tensors")
def sgd_step__tensors(params, grads, lr):
    if len(params) != len(grads):
        raise ValueError("as many gradients as parameters")
    moved = ()
    for p, g in zip(params, grads, strict=True):
        p, g = (torch.tensor(np.array(a, dtype=np.float64)) for a in (p, g))
        if p.shape != g.shape:
            raise ValueError("a gradient has the shape of its parameter")
        moved += ((p - lr * g).numpy(),)
    return moved


@alternative("one element after the other")
def sgd_step__elements(params, grads, lr):
    if [np.shape(p) for p in params] != [np.shape(g) for g in grads]:
        raise ValueError("each parameter needs a gradient of its shape")
    moved = []
    for p, g in zip(params, grads, strict=True):
        new = np.zeros(p.shape)
        for place in np.ndindex(p.shape):
            new[place] = float(p[place]) - lr * float(g[place])
        moved.append(new)
    return tuple(moved)
