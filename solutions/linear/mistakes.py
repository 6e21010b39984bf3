"""Wrong and right answers to the exercises on linear layers, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- linear


@mistake(
    loses=["visible", "hidden"],
    belief="A layer multiplies x by its weight.",
    hint="You compute x @ weight. The weight is laid out (out, in): each of its rows belongs to one output. "
    "For a square weight nothing complains, and the numbers are wrong all the same. Write the shapes of "
    "both factors below each other: which axes have to meet?",
)
def linear__no_transpose(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = x @ weight
    return y if bias is None else y + bias


@mistake(
    loses=["hidden"],
    belief="NumPy complains when shapes do not fit.",
    hint="You let every bias through that NumPy can stretch. One of shape (1,) gives all outputs the same "
    "number, and one of shape (out, 1) may even add an axis to the result. Compare its shape with (out,) "
    "yourself.",
)
def linear__bias_broadcast(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    y = x @ weight.T
    return y if bias is None else y + bias


@mistake(
    loses=["visible", "hidden"],
    belief="A linear layer is a matrix product.",
    hint="The bias never reaches your result. Follow the argument through your code.",
)
def linear__bias_ignored(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    return x @ weight.T


@mistake(
    loses=["hidden"],
    belief="A linear layer takes a table: rows of samples, columns of features.",
    hint="You merge all axes before the last one, and the result comes out as a table. The layer works on "
    "the last axis only: (64, 4, 2) with one output is (64, 4, 1). A single vector stays a vector.",
    misconception="M74",
)
def linear__flattens(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = x.reshape(-1, x.shape[-1]) @ weight.T
    return y if bias is None else y + bias


@mistake(
    loses=["visible", "hidden"],
    belief="The bias is one number for the whole layer.",
    hint="You add up the biases and give the sum to every output. Each output has a bias of its own.",
)
def linear__bias_sum(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = x @ weight.T
    return y if bias is None else y + np.sum(bias)


@mistake(
    loses=["visible", "hidden"],
    belief="The formula says W x, so the weight stands on the left.",
    hint="You put the weight on the left, as formulas for one column vector do. Here samples are rows, and "
    "your outputs end up in the first axis instead of the last.",
)
def linear__weight_on_the_left(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = weight @ x.T
    if bias is None:
        return y
    return y + bias if x.ndim == 1 else y + np.asarray(bias)[:, None]


@mistake(
    loses=["visible", "hidden"],
    belief="`if bias:` asks whether there is a bias.",
    hint="`if bias:` asks an array of several numbers whether it is true, and NumPy answers with a "
    "ValueError. You want to know whether it is there at all: compare it with None.",
)
def linear__truth_of_an_array(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    y = x @ weight.T
    if bias:
        if np.shape(bias) != (len(weight),):
            raise ValueError("bias must have shape (out,)")
        y = y + bias
    return y


@mistake(
    loses=["hidden"],
    belief="Integers stay integers.",
    hint="Integers come out of your function as integers. The result must be floating for every input.",
)
def linear__keeps_integers(x, weight, bias=None):
    if np.ndim(x) == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = x @ weight.T
    return y if bias is None else y + bias


@alternative("einsum")
def linear__einsum(x, weight, bias=None):
    x, weight = np.asarray(x, dtype=float), np.asarray(weight, dtype=float)
    if x.ndim < 1 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError("bias must have shape (out,)")
    y = np.einsum("...i,oi->...o", x, weight)
    return y if bias is None else y + bias


@alternative("loops over samples, outputs and inputs")
def linear__loops(x, weight, bias=None):
    x, weight = np.array(x, dtype=float), np.array(weight, dtype=float)
    if x.ndim < 1 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None and np.shape(bias) != (weight.shape[0],):
        raise ValueError("bias must have shape (out,)")
    y = np.zeros(x.shape[:-1] + weight.shape[:1])
    for sample in np.ndindex(x.shape[:-1]):
        for o in range(weight.shape[0]):
            total = 0.0 if bias is None else float(bias[o])
            for i in range(weight.shape[1]):
                total += x[sample][i] * weight[o, i]
            y[(*sample, o)] = total
    return y


@alternative("F.linear")
def linear__torch(x, weight, bias=None):
    x, weight = (torch.tensor(np.array(array, dtype=np.float64)) for array in (x, weight))
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the last axis of x must be as long as weight has columns")
    if bias is not None:
        bias = torch.tensor(np.array(bias, dtype=np.float64))
        if bias.shape != weight.shape[:1]:
            raise ValueError("bias must have shape (out,)")
    return F.linear(x, weight, bias).numpy()


# ---------------------------------------------------------------- linear_backward


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient of a batch is the mean over its samples.",
    hint="You divide by the number of samples. If the loss is a mean, its own gradient has been divided "
    "already, and comes to you in grad_out. Dividing again makes every step too short.",
)
def linear_backward__mean(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    n = max(1, len(samples))
    return grad_out @ weight, slopes.T @ samples / n, slopes.sum(axis=0) / n


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient of the weight is x transposed times g.",
    hint="Your dw is laid out (in, out). A gradient has the shape of its parameter, and the weight is (out, "
    "in).",
)
def linear_backward__dw_transposed(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    return grad_out @ weight, samples.T @ slopes, slopes.sum(axis=0)


@mistake(
    loses=["visible", "hidden"],
    belief="The way back uses the weight as the way there did: transposed.",
    hint="For dx you multiply by the transposed weight, as on the way there. That fits only if the weight is "
    "square, and even then it sends the gradient back along the wrong arrows: follow one arrow from an "
    "input to an output, and back.",
)
def linear_backward__dx_wrong_side(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    return grad_out @ weight.T, slopes.T @ samples, slopes.sum(axis=0)


@mistake(
    loses=["hidden"],
    belief="The samples are counted by axis 0.",
    hint="Your db sums over the first axis alone. Every axis before the last counts samples, however many "
    "there are, and a single vector has none of them.",
)
def linear_backward__db_first_axis(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    return grad_out @ weight, slopes.T @ samples, grad_out.sum(axis=0)


@mistake(
    loses=["visible", "hidden"],
    belief="The bias has one slope.",
    hint="Your db is a single number. There is a bias for each output, so there is a slope for each: sum "
    "over the samples, not over the outputs.",
)
def linear_backward__db_is_a_number(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    return grad_out @ weight, slopes.T @ samples, float(grad_out.sum())


@mistake(
    loses=["visible", "hidden"],
    belief="All weights of an output share its slope.",
    hint="All weights of an output get the same slope from you, that of its bias. A weight is multiplied by "
    "its input, so its slope depends on that input: x does not appear in your dw.",
)
def linear_backward__dw_without_x(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    db = grad_out.reshape(-1, len(weight)).sum(axis=0)
    return grad_out @ weight, np.repeat(db[:, None], weight.shape[1], axis=1), db


@mistake(
    loses=["hidden"],
    belief="x is a table: rows of samples, columns of features.",
    hint="Your dw takes x and grad_out for tables. `.T` turns around all axes of an array, not just two, and "
    "does nothing to a vector. Make tables of both first, with one row for each sample.",
)
def linear_backward__tables_only(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
        or x.shape[-1] != weight.shape[1]
    ):
        raise ValueError("the shapes do not fit together")
    return grad_out @ weight, grad_out.T @ x, grad_out.reshape(-1, len(weight)).sum(axis=0)


@mistake(
    loses=["hidden"],
    belief="reshape complains when shapes do not fit.",
    hint="You merge the leading axes without comparing them first. An x of shape (2, 3, 4) and a gradient of "
    "shape (3, 2, 5) both become 6 rows, and row by row they belong to different samples. Check the shapes "
    "before you reshape.",
)
def linear_backward__unchecked(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=np.float64) for array in (x, weight, grad_out))
    if weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise ValueError("the shapes do not fit together")
    samples, slopes = x.reshape(-1, x.shape[-1]), grad_out.reshape(-1, len(weight))
    return (slopes @ weight).reshape(x.shape), slopes.T @ samples, slopes.sum(axis=0)


@alternative("tensordot over all leading axes")
def linear_backward__tensordot(x, weight, grad_out):
    x, weight, grad_out = (np.asarray(array, dtype=float) for array in (x, weight, grad_out))
    if weight.ndim != 2 or (*x.shape[:-1], *weight.shape) != (*grad_out.shape, x.shape[-1]):
        raise ValueError("the shapes do not fit together")
    axes = tuple(range(x.ndim - 1))
    return grad_out @ weight, np.tensordot(grad_out, x, axes=(axes, axes)), grad_out.sum(axis=axes)


@alternative("a loop over the samples")
def linear_backward__loop(x, weight, grad_out):
    if np.ndim(weight) != 2 or np.ndim(x) == 0 or np.ndim(grad_out) != np.ndim(x):
        raise ValueError("the shapes do not fit together")
    if np.shape(x) != (*grad_out.shape[:-1], weight.shape[1]) or grad_out.shape[-1] != weight.shape[0]:
        raise ValueError("the shapes do not fit together")
    dx, dw, db = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for sample in np.ndindex(x.shape[:-1]):
        for o in range(weight.shape[0]):
            slope = float(grad_out[sample][o])
            dx[sample] += slope * weight[o]
            dw[o] += slope * x[sample]
            db[o] += slope
    return dx, dw, db


@alternative("autograd of F.linear")
def linear_backward__autograd(x, weight, grad_out):
    x, weight, grad_out = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, weight, grad_out))
    if (
        weight.ndim != 2
        or x.shape[-1:] != weight.shape[1:]
        or grad_out.shape != x.shape[:-1] + weight.shape[:1]
    ):
        raise ValueError("the shapes do not fit together")
    bias = torch.zeros(len(weight), dtype=torch.float64, requires_grad=True)
    F.linear(x.requires_grad_(), weight.requires_grad_(), bias).backward(grad_out)
    return x.grad.numpy(), weight.grad.numpy(), bias.grad.numpy()


# ---------------------------------------------------------------- relu_backward


@mistake(
    loses=["visible", "hidden"],
    belief="ReLU lets 0 through, so its gradient passes there too.",
    hint="At an input of exactly 0 you let the gradient through. ReLU has no derivative there, so a choice "
    "has to be made: PyTorch's is 0. Look at your comparison.",
)
def relu_backward__at_zero(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return np.asarray(grad_out, dtype=np.float64) * (np.asarray(x) >= 0)


@mistake(
    loses=["visible", "hidden"],
    belief="ReLU cuts off what is negative, on the way back too.",
    hint="You cut off negative gradients. ReLU decides by its input, on the way there and on the way back: a "
    "negative gradient passes where the input was positive.",
)
def relu_backward__mask_from_gradient(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return np.maximum(np.asarray(grad_out, dtype=np.float64), 0)


@mistake(
    loses=["visible", "hidden"],
    belief="The slope of ReLU is 0 or 1.",
    hint="You return the slope of ReLU itself. The chain rule multiplies it by the gradient that comes from "
    "behind: grad_out does not appear in your result.",
)
def relu_backward__mask_only(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return (np.asarray(x) > 0).astype(np.float64)


@mistake(
    loses=["visible", "hidden"],
    belief="The gradient is not needed any more, so it can be overwritten.",
    hint="You write zeros into grad_out, which belongs to the caller. Return a new array.",
)
def relu_backward__in_place(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    if grad_out.dtype.kind != "f":
        grad_out = grad_out.astype(np.float64)
    grad_out[x <= 0] = 0
    return grad_out


@mistake(
    loses=["visible", "hidden"],
    belief="On the way back ReLU is applied again.",
    hint="You multiply the gradient by ReLU of the input. The chain rule multiplies by the slope of ReLU: "
    "how steep is it for an input of 2?",
)
def relu_backward__times_x(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return np.asarray(grad_out, dtype=np.float64) * np.maximum(x, 0)


@mistake(
    loses=["hidden"],
    belief="NumPy complains when shapes do not fit.",
    hint="You let two different shapes through when NumPy can stretch one to the other. Compare them first, "
    "and raise ValueError.",
)
def relu_backward__broadcasts(x, grad_out):
    return np.where(np.asarray(x) > 0, np.asarray(grad_out, dtype=np.float64), 0.0)


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of the gradient.",
    hint="An integer gradient comes out of your function as integers. The result must be floating for every "
    "input.",
)
def relu_backward__keeps_integers(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return np.where(x > 0, grad_out, 0)


@alternative("a mask as factor")
def relu_backward__factor(x, grad_out):
    if np.shape(x) != np.shape(grad_out):
        raise ValueError("x and grad_out need the same shape")
    return np.array(grad_out, dtype=float) * (np.array(x) > 0)


@alternative("a copy, with zeros written into it")
def relu_backward__copy(x, grad_out):
    dx = np.array(grad_out, dtype=np.float64)
    if dx.shape != np.shape(x):
        raise ValueError("x and grad_out need the same shape")
    dx[np.asarray(x) <= 0] = 0
    return dx


@alternative("a loop over all elements")
def relu_backward__loop(x, grad_out):
    if x.shape != grad_out.shape:
        raise ValueError("x and grad_out need the same shape")
    dx = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            dx[place] = grad_out[place]
    return dx


@alternative("autograd of F.relu")
def relu_backward__autograd(x, grad_out):
    x, grad_out = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, grad_out))
    if x.shape != grad_out.shape:
        raise ValueError("x and grad_out need the same shape")
    F.relu(x.requires_grad_()).backward(grad_out)
    return x.grad.numpy()


# ---------------------------------------------------------------- collapse_linear


@mistake(
    loses=["hidden"],
    belief="The first layer stands first in the product.",
    hint="You multiply the weights in the order in which the data meet them. In W2 (W1 x) the first layer "
    "stands next to x: which factor is leftmost?",
)
def collapse_linear__reversed(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        weight, bias = weight @ w, w @ bias + b
    return weight, bias


@mistake(
    loses=["visible", "hidden"],
    belief="The biases add up.",
    hint="You add the biases up as they are. The bias of an early layer is part of what the later layers "
    "multiply: follow the 1 of 2x + 1 through the second layer.",
)
def collapse_linear__biases_added(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        weight, bias = w @ weight, bias + b
    return weight, bias


@mistake(
    loses=["visible", "hidden"],
    belief="A stack of linear layers is a product of weights.",
    hint="The biases never reach your result: yours is a line through the origin. Send x = 0 through the "
    "layers by hand.",
    misconception="M35",
)
def collapse_linear__biases_dropped(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight = np.array(layers[0][0], dtype=np.float64)
    for w, _ in layers[1:]:
        weight = w @ weight
    return weight, np.zeros(len(weight))


@mistake(
    loses=["visible", "hidden"],
    belief="The same function is applied again and again, so the weight is raised to a power.",
    hint="You use the first layer's weight in every step. Each layer has a weight of its own.",
    misconception="M35",
)
def collapse_linear__same_weight(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    first, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    weight = first
    for w, b in layers[1:]:
        weight, bias = first @ weight, w @ bias + b
    return weight, bias


@mistake(
    loses=["hidden"],
    belief="A * B multiplies matrices.",
    hint="`*` multiplies arrays element by element. With one feature nobody sees it. Which operator "
    "multiplies matrices?",
)
def collapse_linear__elementwise(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        weight, bias = w * weight, w @ bias + b
    return weight, bias


@mistake(
    loses=["visible", "hidden"],
    belief="A layer's bias is added before its weight multiplies.",
    hint="You add the bias of a layer before you multiply by its weight. In a layer the product comes first, "
    "and the bias is added to it.",
)
def collapse_linear__bias_too_early(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        weight, bias = w @ weight, w @ (bias + b)
    return weight, bias


@mistake(
    loses=["hidden"],
    belief="There is always a first layer.",
    hint="Without any layer you ask for the first one, and Python answers with IndexError. Bad input must "
    "raise ValueError.",
)
def collapse_linear__no_layer_unchecked(layers):
    weight, bias = (np.array(array, dtype=np.float64) for array in layers[0])
    for w, b in layers[1:]:
        weight, bias = w @ weight, w @ bias + b
    return weight, bias


@mistake(
    loses=["hidden"],
    belief="One layer is its own answer.",
    hint="With one layer you hand back the caller's own arrays. Return new, floating ones.",
)
def collapse_linear__no_copy(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    weight, bias = layers[0]
    for w, b in layers[1:]:
        weight, bias = np.asarray(w, dtype=np.float64) @ weight, np.asarray(w, dtype=np.float64) @ bias + b
    return weight, bias


@alternative("0 and the unit vectors sent through the layers")
def collapse_linear__probed(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    width = np.shape(layers[0][0])[1]
    y = np.concatenate([np.zeros((1, width)), np.eye(width)])
    for w, b in layers:
        y = y @ np.array(w, dtype=float).T + b
    return (y[1:] - y[0]).T, y[0]


@alternative("from the last layer to the first")
def collapse_linear__from_behind(layers):
    if not layers:
        raise ValueError("no layer")
    weight = np.eye(len(layers[-1][0]))
    bias = np.zeros(len(weight))
    for w, b in reversed(layers):
        if np.shape(w)[0] != weight.shape[1]:
            raise ValueError("sizes do not chain")
        bias = bias + weight @ b
        weight = weight @ w
    return weight, bias


@alternative("the bias as a column of a larger matrix")
def collapse_linear__larger_matrix(layers):
    product = None
    for w, b in layers:
        w, b = np.array(w, dtype=float), np.array(b, dtype=float)
        last = np.eye(w.shape[1] + 1)[-1:]
        larger = np.concatenate([np.concatenate([w, b[:, None]], axis=1), last])
        product = larger if product is None else larger @ product
    if product is None:
        raise ValueError("no layer")
    return product[:-1, :-1], product[:-1, -1]


@alternative("tensors")
def collapse_linear__tensors(layers):
    if len(layers) == 0:
        raise ValueError("no layer")
    pairs = [tuple(torch.tensor(np.array(part, dtype=np.float64)) for part in layer) for layer in layers]
    weight, bias = pairs[0]
    for w, b in pairs[1:]:
        if w.shape[1] != weight.shape[0]:
            raise ValueError("sizes do not chain")
        weight, bias = w.mm(weight), F.linear(bias, w, b)
    return weight.numpy(), bias.numpy()


# ---------------------------------------------------------------- flatten


@mistake(
    loses=["visible", "hidden"],
    belief="Flatten makes one long row of everything.",
    hint="You merge all axes, the batch too, so the samples can no longer be told apart. The axes before "
    "start_axis stay.",
)
def flatten__everything(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.ravel()


@mistake(
    loses=["hidden"],
    belief="Flatten removes one axis.",
    hint="You merge two axes, whatever the number of axes. With three it looks right. All axes from "
    "start_axis on become one.",
    misconception="M57",
)
def flatten__two_axes(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    merged = x.shape[start_axis] * x.shape[start_axis + 1]
    return x.reshape(*x.shape[:start_axis], merged, *x.shape[start_axis + 2 :])


@mistake(
    loses=["hidden"],
    belief="reshape finds the last size by itself.",
    hint="You let reshape find the width with -1. In an empty batch there is nothing to find it from: 0 "
    "samples fit any width, and NumPy raises an error. The width follows from the shape.",
)
def flatten__minus_one(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.reshape(*x.shape[:start_axis], -1)


@mistake(
    loses=["visible", "hidden"],
    belief="Columns first.",
    hint="Your numbers come column by column (order 'F'). Row-major order lets the last axis run fastest.",
)
def flatten__fortran(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.reshape(*x.shape[:start_axis], int(np.prod(x.shape[start_axis:])), order="F")


@mistake(
    loses=["hidden"],
    belief="The numbers lie in memory as they are seen.",
    hint="You take the numbers in the order in which they lie in memory. A transposed view has another order "
    "than its memory: row-major refers to the array as you see it.",
)
def flatten__memory_order(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.ravel(order="K").reshape(*x.shape[:start_axis], int(np.prod(x.shape[start_axis:])))


@mistake(
    loses=["visible", "hidden"],
    belief="The features stand last, so the last axis stays.",
    hint="You keep the last axis and merge the ones before it. It is the other way round: the batch in front "
    "stays, and what is behind is merged.",
)
def flatten__keeps_the_last(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.reshape(int(np.prod(x.shape[:-1])), x.shape[-1])


@mistake(
    loses=["hidden"],
    belief="A start_axis that does not exist raises an error by itself.",
    hint="You do not check start_axis. Slices never complain: a start_axis beyond the last axis leaves an "
    "empty shape, whose product is 1, and a negative one counts from behind. Both get through.",
)
def flatten__unchecked(x, start_axis=1):
    return x.reshape(*x.shape[:start_axis], int(np.prod(x.shape[start_axis:])))


@mistake(
    loses=["hidden"],
    belief="Integers in, floats out.",
    hint="You make floats of integers. Nothing is computed here, the numbers only move, so the dtype stays.",
)
def flatten__to_float(x, start_axis=1):
    x = np.asarray(x, dtype=np.float64)
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return x.reshape(*x.shape[:start_axis], int(np.prod(x.shape[start_axis:])))


@alternative("two axes merged, again and again")
def flatten__pairs(x, start_axis=1):
    if start_axis < 0 or start_axis > x.ndim - 1:
        raise ValueError("start_axis is none of the axes")
    while x.ndim > start_axis + 1:
        x = x.reshape((*x.shape[:-2], x.shape[-2] * x.shape[-1]))
    return x


@alternative("a loop over the samples")
def flatten__loop(x, start_axis=1):
    if start_axis not in range(x.ndim):
        raise ValueError("start_axis is none of the axes")
    width = 1
    for size in x.shape[start_axis:]:
        width *= size
    flat = np.empty((*x.shape[:start_axis], width), dtype=x.dtype)
    for place in np.ndindex(x.shape[:start_axis]):
        flat[place] = x[place].ravel()
    return flat


@alternative("torch.flatten")
def flatten__torch(x, start_axis=1):
    if not 0 <= start_axis < x.ndim:
        raise ValueError("start_axis is none of the axes")
    return torch.flatten(torch.tensor(x), start_dim=start_axis).numpy()


# ---------------------------------------------------------------- he_std


@mistake(
    loses=["visible", "hidden"],
    belief="The more outputs a layer has, the smaller its weights must be.",
    hint="You count the outputs. One output does not know how many others there are; it adds up inputs: "
    "which axes count those?",
)
def he_std__fan_out(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(2 / (weight_shape[0] * np.prod(weight_shape[2:]))))


@mistake(
    loses=["hidden"],
    belief="The fan-in is the number of input channels.",
    hint="You count the channels only. One output of a convolution adds up a whole kernel in each channel.",
)
def he_std__kernel_forgotten(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(2 / weight_shape[1]))


@mistake(
    loses=["visible", "hidden"],
    belief="He's formula is 2 / fan-in.",
    hint="You return the variance. The standard deviation is asked for.",
)
def he_std__variance(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(2 / np.prod(weight_shape[1:]))


@mistake(
    loses=["visible", "hidden"],
    belief="Inputs and outputs both count.",
    hint="You divide by fan-in and fan-out together. That is Glorot's (Xavier's) formula, made for "
    "activations like tanh. For ReLU only the inputs of one output count here.",
)
def he_std__xavier(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(2 / (sum(weight_shape[:2]) * np.prod(weight_shape[2:]))))


@mistake(
    loses=["visible", "hidden"],
    belief="Each of the inputs brings 1 / fan-in of the variance.",
    hint="Your result is too small by the square root of 2. That number would keep a plain sum at its size, "
    "but then ReLU takes half of its mean square away.",
)
def he_std__lecun(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(1 / np.prod(weight_shape[1:])))


@mistake(
    loses=["visible", "hidden"],
    belief="The fan-in is the number of weights.",
    hint="You count all weights of the layer. One output has only its own: those of one row, or of one "
    "filter.",
)
def he_std__all_axes(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(2 / np.prod(weight_shape)))


@mistake(
    loses=["visible", "hidden"],
    belief="He's formula is sqrt(6 / fan-in).",
    hint="You return the bound of the uniform variant, which draws between minus and plus that number. The "
    "standard deviation is asked for.",
)
def he_std__bound(weight_shape):
    if len(weight_shape) < 2 or min(weight_shape) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return float(np.sqrt(6 / np.prod(weight_shape[1:])))


@mistake(
    loses=["hidden"],
    belief="Every shape has a fan-in.",
    hint="You compute a number for every shape. The product of no axes is 1, so a bias gets a fan-in of 1, "
    "and an axis of 0 means that there is no weight at all: both must raise ValueError.",
)
def he_std__unchecked(weight_shape):
    with np.errstate(divide="ignore"):
        return float(np.sqrt(2 / np.prod(weight_shape[1:])))


@alternative("multiplied in a loop")
def he_std__loop(weight_shape):
    if len(weight_shape) < 2:
        raise ValueError("a weight has two axes or more")
    fan_in = 1
    for size in weight_shape[1:]:
        fan_in *= size
    if fan_in < 1 or weight_shape[0] < 1:
        raise ValueError("all axes must be at least 1")
    return (2 / fan_in) ** 0.5


@alternative("one filter's size")
def he_std__one_filter(weight_shape):
    if len(weight_shape) < 2 or any(size < 1 for size in weight_shape):
        raise ValueError("a weight has two axes or more, all at least 1")
    return torch.nn.init.calculate_gain("relu") / np.sqrt(np.zeros(weight_shape)[0].size)


@alternative("fan-in by division")
def he_std__division(weight_shape):
    outputs, *rest = weight_shape if len(weight_shape) > 1 else (0,)
    fan_in = int(np.prod(weight_shape)) // outputs if outputs > 0 else 0
    if fan_in < 1 or min(rest) < 1:
        raise ValueError("a weight has two axes or more, all at least 1")
    return 2**0.5 / fan_in**0.5
