"""Wrong and right answers to the stride exercises, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake


def as_pair(value):  # given in the notebook
    first, second = (value, value) if np.ndim(value) == 0 else value
    return int(first), int(second)


# ---------------------------------------------------------------- conv_output_size


@mistake(
    loses=["visible", "hidden"],
    belief="The formula divides, so I divide with /.",
    hint="You divide with `/`, so your sizes are floats, and with a stride that does not divide there is "
    "half a window. Windows are counted in whole numbers: which division rounds down?",
    misconception="M02",
)
def conv_output_size__true_division(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room / stride + 1


@mistake(
    loses=["hidden"],
    belief="A window that begins inside the row counts, even if it hangs over the end.",
    hint="You round up where the stride does not divide. The window that you gain hangs over the end of the "
    "padded row: draw 8 cells, a kernel of 3 and a stride of 2.",
    misconception="M02",
)
def conv_output_size__rounds_up(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return -(-room // stride) + 1


@mistake(
    loses=["hidden"],
    belief="A fraction of a window is rounded to the nearest whole one.",
    hint="You round to the nearest whole number. A window that lies inside the row by three quarters does "
    "not lie inside it: try 10 cells, a kernel of 3 and a stride of 4.",
    misconception="M02",
)
def conv_output_size__rounds_to_nearest(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return round(room / stride) + 1


@mistake(
    loses=["visible", "hidden"],
    belief="The size is (n - k + 2p) / s + 1, rounded down, whatever the dilation.",
    hint="The dilation does not change your sizes. A kernel with gaps spans more cells than it has numbers: "
    "where does its last tap lie?",
    misconception="M03",
)
def conv_output_size__no_dilation(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    if n + before + after < dilation * (kernel - 1) + 1:
        raise ValueError("the kernel does not fit")
    return (n + before + after - kernel) // stride + 1


@mistake(
    loses=["visible", "hidden"],
    belief="The padding is added to the size once.",
    hint="You add the padding of one side only. Both sides of the row get some: how long is the padded row?",
)
def conv_output_size__padding_once(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1


@mistake(
    loses=["hidden"],
    belief="The padding is the same on both sides, so twice one of them is the sum.",
    hint="You take the padding in front twice. When `padding` is a pair, the two sides may differ.",
)
def conv_output_size__symmetric_padding(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + 2 * before - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1


@mistake(
    loses=["visible", "hidden"],
    belief="The number of windows is the number of steps.",
    hint="You count the steps between the windows. The first window is there before any step is made.",
)
def conv_output_size__no_plus_one(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride


@mistake(
    loses=["visible", "hidden"],
    belief="Dilation d means d empty cells between two taps.",
    hint="You leave as many empty cells between two taps as the dilation says. Here, as in PyTorch, a "
    "dilation of 1 means no gap: it is the distance from one tap to the next.",
    misconception="M07",
)
def conv_output_size__counts_gaps(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - (dilation + 1) * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room // stride + 1


@mistake(
    loses=["hidden"],
    belief="If the kernel does not fit, the formula itself gives 0 or raises an error.",
    hint="You have no check for a kernel that does not fit. The formula then gives 0 or a negative number, "
    "without an error: ask how far the window can move before you divide.",
)
def conv_output_size__no_check(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    return (n + before + after - dilation * (kernel - 1) - 1) // stride + 1


@mistake(
    loses=["hidden"],
    belief="If the kernel does not fit there are no windows, and none is 0.",
    hint="You return 0 when the kernel does not fit. That is bad input here, as it is for PyTorch, and bad "
    "input raises ValueError.",
)
def conv_output_size__zero_windows(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    return room // stride + 1 if room >= 0 else 0


@alternative("windows counted with range")
def conv_output_size__count_windows(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if kernel < 1 or stride < 1 or dilation < 1 or n < 0 or before < 0 or after < 0:
        raise ValueError("sizes must be at least 1, n and padding at least 0")
    last = n + before + after - (1 + dilation * (kernel - 1))
    windows = len(range(0, last + 1, stride))
    if windows == 0:
        raise ValueError("the kernel does not fit")
    return windows


@alternative("PyTorch asked for the shape")
def conv_output_size__torch(n, kernel, stride=1, padding=0, dilation=1):
    if n < 0 or min(as_pair(padding)) < 0 or kernel < 1:
        raise ValueError("n and padding must be at least 0, the kernel at least 1")
    row = torch.zeros(1, 1, n + sum(as_pair(padding)))
    try:
        out = F.conv1d(row, torch.zeros(1, 1, kernel), stride=stride, dilation=dilation)
    except RuntimeError as error:
        raise ValueError("PyTorch refuses these settings") from error
    return out.shape[-1]


@alternative("a window moved on until it hangs over")
def conv_output_size__moved_on(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if kernel <= 0 or stride <= 0 or dilation <= 0 or n < 0 or min(before, after) < 0:
        raise ValueError
    first, windows = -before, 0
    while first + dilation * (kernel - 1) < n + after:
        windows += 1
        first += stride
    if not windows:
        raise ValueError
    return windows


@alternative("NumPy's slices of a row")
def conv_output_size__slices(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel - 1, stride - 1, dilation - 1, n, before, after) < 0:
        raise ValueError
    row = np.arange(before + n + after)
    starts = row[: max(row.size - dilation * (kernel - 1), 0)][::stride]
    if starts.size == 0:
        raise ValueError
    return starts.size


# ---------------------------------------------------------------- leftover


@mistake(
    loses=["visible", "hidden"],
    belief="What is left over is the remainder of n by the stride.",
    hint="You take the remainder of `n` itself. The stride does not divide the row but the way that the "
    "window can move: 7 cells, a kernel of 3 and a stride of 2 leave nothing.",
)
def leftover__n_mod_stride(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    if n + before + after < dilation * (kernel - 1) + 1:
        raise ValueError("the kernel does not fit")
    return n % stride


@mistake(
    loses=["visible", "hidden"],
    belief="What is left over is the remainder of the padded length by the stride.",
    hint="You take the remainder of the whole padded row. The first window already covers some of it before "
    "any step is made.",
)
def leftover__padded_mod_stride(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    if n + before + after < dilation * (kernel - 1) + 1:
        raise ValueError("the kernel does not fit")
    return (n + before + after) % stride


@mistake(
    loses=["hidden"],
    belief="A kernel of k numbers covers k cells.",
    hint="The dilation does not change your result. The last tap of the last window lies further to the "
    "right when the kernel has gaps.",
    misconception="M03",
)
def leftover__no_dilation(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    if n + before + after < dilation * (kernel - 1) + 1:
        raise ValueError("the kernel does not fit")
    return (n + before + after - kernel) % stride


@mistake(
    loses=["hidden"],
    belief="Padding is only zeros, so it does not matter here.",
    hint="You leave the padding out. The windows move over the padded row, and what is left over is at its "
    "end: padding shifts both.",
)
def leftover__no_padding(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    if n + before + after < dilation * (kernel - 1) + 1:
        raise ValueError("the kernel does not fit")
    return (n - dilation * (kernel - 1) - 1) % stride


@mistake(
    loses=["hidden"],
    belief="What is left over is the one window that did not fit.",
    hint="You return 1 whenever the stride does not divide. That counts windows that did not fit; asked for "
    "is the number of cells, and a stride of 4 can leave three.",
)
def leftover__missing_windows(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return int(room % stride != 0)


@mistake(
    loses=["hidden"],
    belief="What is left over is what is missing for one more window.",
    hint="You return how many cells are missing for one more window. Asked for are the cells that are "
    "there, behind the last window. With a stride of 2 the two numbers agree.",
)
def leftover__to_the_next_window(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return -room % stride


@mistake(
    loses=["hidden"],
    belief="All cells that no window reads are left over.",
    hint="You count every cell that no window reads, also those between two windows and in the gaps of a "
    "kernel. Asked for are those behind the last cell of the last window.",
)
def leftover__all_unread_cells(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    length, span = n + before + after, dilation * (kernel - 1) + 1
    if length < span:
        raise ValueError("the kernel does not fit")
    read = {first + dilation * tap for first in range(0, length - span + 1, stride) for tap in range(kernel)}
    return length - len(read)


@mistake(
    loses=["hidden"],
    belief="The remainder is right for a kernel that does not fit, too.",
    hint="For a kernel that does not fit you return a number: in Python `%` never gives a negative one. Bad "
    "input raises ValueError, as in 7.1.",
)
def leftover__no_check(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    return (n + before + after - dilation * (kernel - 1) - 1) % stride


@alternative("the remainder of the room")
def leftover__remainder(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError("bad sizes")
    room = n + before + after - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the kernel does not fit")
    return room % stride


@alternative("the last window found with range")
def leftover__last_window(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if kernel < 1 or stride < 1 or dilation < 1 or n < 0 or before < 0 or after < 0:
        raise ValueError
    length, reach = n + before + after, dilation * (kernel - 1)
    starts = range(0, length - reach, stride)
    if not starts:
        raise ValueError
    return length - 1 - (starts[-1] + reach)


@alternative("cells crossed off while the window moves")
def leftover__crossed_off(n, kernel, stride=1, padding=0, dilation=1):
    before, after = as_pair(padding)
    if min(kernel, stride, dilation) < 1 or min(n, before, after) < 0:
        raise ValueError
    rest = before + n + after - (1 + dilation * (kernel - 1))
    if rest < 0:
        raise ValueError
    while rest >= stride:
        rest -= stride
    return rest


# ---------------------------------------------------------------- dilate_kernel


@mistake(
    loses=["visible", "hidden"],
    belief="Dilation d means d zeros between two numbers.",
    hint="You write as many zeros between two numbers as the dilation says, one too many. The dilation is "
    "the distance from one number to the next, and 1 means no gap.",
    misconception="M07",
)
def dilate_kernel__counts_gaps(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    rows, columns = kernel.shape
    out = np.zeros(((dh + 1) * (rows - 1) + 1, (dw + 1) * (columns - 1) + 1))
    out[:: dh + 1, :: dw + 1] = kernel
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="A kernel of k numbers grows to d times k.",
    hint="You write zeros after the last number as well. Zeros belong between the numbers only: how many "
    "gaps do three numbers have?",
)
def dilate_kernel__trailing_zeros(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    out = np.zeros((dh * kernel.shape[0], dw * kernel.shape[1]))
    out[::dh, ::dw] = kernel
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="A dilated kernel is an enlarged kernel.",
    hint="You enlarge the kernel by repeating its numbers. A dilated kernel has as many weights as before: "
    "between them it looks at nothing.",
)
def dilate_kernel__repeats(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    return np.repeat(np.repeat(kernel, dh, axis=0), dw, axis=1)


@mistake(
    loses=["visible", "hidden"],
    belief="One number of dilation is one direction.",
    hint="You spread the rows only. A dilation of 2 counts for the columns as well, and a pair has a number "
    "for each.",
)
def dilate_kernel__rows_only(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    out = np.zeros((dh * (kernel.shape[0] - 1) + 1, kernel.shape[1]))
    out[::dh] = kernel
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="A pair is (horizontal, vertical), as x comes before y.",
    hint="You read the pair as (horizontal, vertical). Pairs follow the axes of an array: first the rows, "
    "then the columns.",
)
def dilate_kernel__pair_swapped(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dw, dh = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    out = np.zeros((dh * (kernel.shape[0] - 1) + 1, dw * (kernel.shape[1] - 1) + 1))
    out[::dh, ::dw] = kernel
    return out


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of the kernel.",
    hint="A kernel of integers gives you an array of integers. The result must be floating for every input: "
    "look at the dtype of the zeros.",
)
def dilate_kernel__integers_stay(kernel, dilation):
    kernel = np.asarray(kernel)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    out = np.zeros((dh * (kernel.shape[0] - 1) + 1, dw * (kernel.shape[1] - 1) + 1), dtype=kernel.dtype)
    out[::dh, ::dw] = kernel
    return out


@mistake(
    loses=["hidden"],
    belief="With dilation 1 there is nothing to do, so the kernel itself can be returned.",
    hint="With dilation 1 you hand back the kernel itself, and whoever changes the result changes the "
    "kernel. The result must be a new array every time.",
)
def dilate_kernel__no_copy(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    if (dh, dw) == (1, 1):
        return kernel
    out = np.zeros((dh * (kernel.shape[0] - 1) + 1, dw * (kernel.shape[1] - 1) + 1))
    out[::dh, ::dw] = kernel
    return out


@mistake(
    loses=["hidden"],
    belief="A kernel has as many columns as rows.",
    hint="You take the number of rows for both axes. A kernel need not be square: each axis has a length of "
    "its own.",
)
def dilate_kernel__square_kernels(kernel, dilation):
    kernel = np.asarray(kernel, dtype=np.float64)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or min(dh, dw) < 1:
        raise ValueError("the kernel must be 2-D, the dilation at least 1")
    size = len(kernel)
    out = np.zeros((dh * (size - 1) + 1, dw * (size - 1) + 1))
    for i in range(size):
        for j in range(size):
            out[dh * i, dw * j] = kernel[i, j]
    return out


@alternative("each number put into its place")
def dilate_kernel__placed(kernel, dilation):
    kernel = np.array(kernel, dtype=float)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or dh < 1 or dw < 1:
        raise ValueError
    rows, columns = kernel.shape
    out = np.zeros((rows + (dh - 1) * (rows - 1), columns + (dw - 1) * (columns - 1)))
    for (i, j), weight in np.ndenumerate(kernel):
        out[dh * i, dw * j] = weight
    return out


@alternative("the Kronecker product, without its last zeros")
def dilate_kernel__kronecker(kernel, dilation):
    kernel = np.array(kernel, dtype=float)
    dh, dw = as_pair(dilation)
    if kernel.ndim != 2 or kernel.size == 0 or dh < 1 or dw < 1:
        raise ValueError
    first = np.zeros((dh, dw))
    first[0, 0] = 1
    spread = np.kron(kernel, first)
    return spread[: spread.shape[0] - dh + 1, : spread.shape[1] - dw + 1].copy()


@alternative("PyTorch's transposed convolution of a single 1")
def dilate_kernel__transposed(kernel, dilation):
    weight = torch.from_numpy(np.array(kernel, dtype=np.float64))
    if weight.ndim != 2 or weight.numel() == 0 or min(as_pair(dilation)) < 1:
        raise ValueError
    one = torch.ones(1, 1, 1, 1, dtype=torch.float64)
    return F.conv_transpose2d(one, weight[None, None], dilation=as_pair(dilation))[0, 0].numpy()


@alternative("rows and columns of zeros inserted")
def dilate_kernel__inserted(kernel, dilation):
    out = np.array(kernel, dtype=float)
    if out.ndim != 2 or out.size == 0 or min(as_pair(dilation)) < 1:
        raise ValueError
    for axis, d in enumerate(as_pair(dilation)):
        places = np.repeat(np.arange(1, out.shape[axis]), d - 1)
        out = np.insert(out, places, 0.0, axis=axis)
    return out


# ---------------------------------------------------------------- strided_conv2d


@mistake(
    loses=["visible", "hidden"],
    belief="The stride moves the window down by more rows.",
    hint="Your stride counts from top to bottom only: sideways the window still moves by one. A stride of 2 "
    "skips columns as well as rows.",
)
def strided_conv2d__rows_only(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or min(as_pair(stride)) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    pads = as_pair(padding)
    try:
        every = F.conv2d(x[None, None], kernel[None, None], padding=pads, dilation=as_pair(dilation))
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error
    return every[0, 0].numpy()[:: as_pair(stride)[0]]


@mistake(
    loses=["hidden"],
    belief="A pair is (horizontal, vertical), as x comes before y.",
    hint="You read the pairs as (horizontal, vertical). They follow the axes of an array: first rows, then "
    "columns. As long as both numbers are equal nothing shows.",
)
def strided_conv2d__pairs_swapped(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or min(as_pair(stride)) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    settings = (as_pair(setting)[::-1] for setting in (stride, padding, dilation))
    try:
        return F.conv2d(x[None, None], kernel[None, None], None, *settings)[0, 0].numpy()
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error


@mistake(
    loses=["hidden"],
    belief="Dilation changes the size, not the numbers.",
    hint="Your function never uses `dilation`. The taps of the kernel must lie that many cells apart.",
)
def strided_conv2d__no_dilation(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or min(as_pair(stride)) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    try:
        return F.conv2d(x[None, None], kernel[None, None], None, as_pair(stride), as_pair(padding))[
            0, 0
        ].numpy()
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error


@mistake(
    loses=["visible", "hidden"],
    belief="The frame of zeros goes around the result.",
    hint="You put the zeros around the output. They belong around the image, before the kernel slides, so "
    "that windows can hang over its edge.",
)
def strided_conv2d__pads_after(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or min(as_pair(stride)) < 1 or min(as_pair(padding)) < 0:
        raise ValueError("x and kernel must be 2-D, the stride at least 1, the padding at least 0")
    (ph, pw), step = as_pair(padding), as_pair(stride)
    try:
        out = F.conv2d(x[None, None], kernel[None, None], stride=step, dilation=as_pair(dilation))
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error
    return F.pad(out, (pw, pw, ph, ph))[0, 0].numpy()


@mistake(
    loses=["visible", "hidden"],
    belief="With stride s, every s-th position counts, so the first is position s.",
    hint="Your first window does not begin at the top left corner but a step further on. Which position "
    "does a slice with a step take first?",
)
def strided_conv2d__begins_later(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    sh, sw = as_pair(stride)
    if x.ndim != 2 or kernel.ndim != 2 or min(sh, sw) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    pads = as_pair(padding)
    try:
        every = F.conv2d(x[None, None], kernel[None, None], padding=pads, dilation=as_pair(dilation))
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error
    return every[0, 0].numpy()[sh - 1 :: sh, sw - 1 :: sw]


@mistake(
    loses=["visible", "hidden"],
    belief="A stride of 2 takes every second pixel of the image.",
    hint="You throw pixels away first and slide the kernel over the rest. A stride skips positions of the "
    "window; inside a window every pixel is still used.",
)
def strided_conv2d__strides_the_image(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    sh, sw = as_pair(stride)
    if x.ndim != 2 or kernel.ndim != 2 or min(sh, sw) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    ph, pw = as_pair(padding)
    framed = F.pad(x[None, None], (pw, pw, ph, ph))[..., ::sh, ::sw]
    try:
        return F.conv2d(framed, kernel[None, None], dilation=as_pair(dilation))[0, 0].numpy()
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution turns the kernel by 180 degrees, as in mathematics.",
    hint="You flip the kernel. Mathematicians do, deep learning does not: the kernel slides as it is. A "
    "symmetric kernel would not show the difference.",
)
def strided_conv2d__flipped(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or min(as_pair(stride)) < 1:
        raise ValueError("x and kernel must be 2-D, the stride at least 1")
    settings = as_pair(stride), as_pair(padding), as_pair(dilation)
    try:
        return F.conv2d(x[None, None], kernel.flip(0, 1)[None, None], None, *settings)[0, 0].numpy()
    except RuntimeError as error:
        raise ValueError("the kernel does not fit") from error


@mistake(
    loses=["hidden"],
    belief="The last pixels must be seen, so one more window hangs over the edge.",
    hint="Where the stride does not divide, you add a window that hangs over the bottom or right edge. What "
    "is left over there is not seen: compare your size with 7.1.",
    misconception="M02",
)
def strided_conv2d__hangs_over(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    if x.ndim != 2 or kernel.ndim != 2 or min(sh, sw, dh, dw) < 1 or min(ph, pw) < 0:
        raise ValueError("x and kernel must be 2-D, stride and dilation at least 1, the padding at least 0")
    room_h = x.shape[0] + 2 * ph - dh * (kernel.shape[0] - 1) - 1
    room_w = x.shape[1] + 2 * pw - dw * (kernel.shape[1] - 1) - 1
    if min(room_h, room_w) < 0:
        raise ValueError("the kernel does not fit")
    framed = F.pad(x[None, None], (pw, pw + -room_w % sw, ph, ph + -room_h % sh))
    return F.conv2d(framed, kernel[None, None], None, (sh, sw), 0, (dh, dw))[0, 0].numpy()


@mistake(
    loses=["hidden"],
    belief="Products of pixels are pixels, so they fit into the dtype of the image.",
    hint="You multiply in the dtype of the arrays, and 8 bits run over at 255. In which dtype should the "
    "products be?",
)
def strided_conv2d__wraps(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = np.asarray(x), np.asarray(kernel)
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0 or min(sh, sw, dh, dw) < 1 or min(ph, pw) < 0:
        raise ValueError("x and kernel must be 2-D, stride and dilation at least 1, the padding at least 0")
    framed = np.pad(x, ((ph, ph), (pw, pw)))
    height = framed.shape[0] - dh * (kernel.shape[0] - 1)
    width = framed.shape[1] - dw * (kernel.shape[1] - 1)
    if min(height, width) < 1:
        raise ValueError("the kernel does not fit")
    out = np.zeros((len(range(0, height, sh)), len(range(0, width, sw))))
    for (u, v), weight in np.ndenumerate(kernel):
        out += framed[dh * u : dh * u + height : sh, dw * v : dw * v + width : sw] * weight
    return out


@alternative("index arithmetic, without a dilated kernel")
def strided_conv2d__index_loops(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError
    s, p, d = as_pair(stride), as_pair(padding), as_pair(dilation)
    if min(*s, *d) < 1 or min(p) < 0:
        raise ValueError
    room = [x.shape[a] + 2 * p[a] - d[a] * (kernel.shape[a] - 1) - 1 for a in (0, 1)]
    if min(room) < 0:
        raise ValueError
    out = np.zeros((room[0] // s[0] + 1, room[1] // s[1] + 1))
    for i, j in np.ndindex(*out.shape):
        for (u, v), weight in np.ndenumerate(kernel):
            row, column = i * s[0] + u * d[0] - p[0], j * s[1] + v * d[1] - p[1]
            if 0 <= row < x.shape[0] and 0 <= column < x.shape[1]:
                out[i, j] += x[row, column] * weight
    return out


@alternative("a view of all windows, thinned out twice")
def strided_conv2d__windows(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    if x.ndim != 2 or kernel.ndim != 2 or min(sh, sw, dh, dw) < 1:
        raise ValueError("x and kernel must be 2-D, stride and dilation at least 1")
    framed = np.pad(x, ((ph, ph), (pw, pw)))  # raises ValueError for negative widths
    span = dh * (kernel.shape[0] - 1) + 1, dw * (kernel.shape[1] - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span)  # and for a span that is too large
    return np.einsum("ijuv,uv->ij", windows[::sh, ::sw, ::dh, ::dw], kernel)


@alternative("F.conv2d itself")
def strided_conv2d__torch(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or kernel.numel() == 0:
        raise ValueError
    settings = as_pair(stride), as_pair(padding), as_pair(dilation)
    try:
        return F.conv2d(x[None, None], kernel[None, None], None, *settings)[0, 0].numpy()
    except RuntimeError as error:
        raise ValueError("PyTorch refuses these settings") from error


@alternative("a thinned and shifted image for each number of the kernel")
def strided_conv2d__shifted_images(x, kernel, stride=1, padding=0, dilation=1):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    if min(sh, sw, dh, dw) < 1 or min(ph, pw) < 0:
        raise ValueError
    framed = np.pad(x, [(ph, ph), (pw, pw)])
    height = framed.shape[0] - dh * (kernel.shape[0] - 1)
    width = framed.shape[1] - dw * (kernel.shape[1] - 1)
    if height < 1 or width < 1 or kernel.size == 0:
        raise ValueError
    return sum(
        weight * framed[dh * u : dh * u + height : sh, dw * v : dw * v + width : sw]
        for (u, v), weight in np.ndenumerate(kernel)
    )


# ---------------------------------------------------------------- same_padding_strided


@mistake(
    loses=["visible", "hidden"],
    belief="'same' always adds k - 1 cells.",
    hint="You add as much as at stride 1, whatever the stride. With larger steps fewer windows are needed: "
    "how far does the last of them reach?",
)
def same_padding_strided__stride_ignored(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    return (kernel - 1) // 2, kernel // 2


@mistake(
    loses=["hidden"],
    belief="The formula gives the number of cells, whatever its sign.",
    hint="For a kernel shorter than the stride your number of cells is negative. Then there is room enough "
    "already: how many cells have to be added?",
)
def same_padding_strided__negative(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = (-(-n // stride) - 1) * stride + kernel - n
    return total // 2, total - total // 2


@mistake(
    loses=["visible", "hidden"],
    belief="The odd cell goes in front.",
    hint="When the cells cannot be halved, you put the odd one in front. Keras puts it behind: the half in "
    "front is the one rounded down.",
)
def same_padding_strided__extra_in_front(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = max((-(-n // stride) - 1) * stride + kernel - n, 0)
    return total - total // 2, total // 2


@mistake(
    loses=["visible", "hidden"],
    belief="There are n / stride outputs, rounded down like every size.",
    hint="You round the number of outputs down. For *same* it is rounded up: 7 cells at stride 2 give 4 "
    "outputs.",
)
def same_padding_strided__rounds_down(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = max((n // stride - 1) * stride + kernel - n, 0)
    return total // 2, total - total // 2


@mistake(
    loses=["visible", "hidden"],
    belief="'same' means that the output is as large as the input, at any stride.",
    hint="You add so many cells that the output has `n` cells in spite of the stride. With a stride *same* "
    "means n / stride outputs, rounded up.",
)
def same_padding_strided__same_as_input(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = max((n - 1) * stride + kernel - n, 0)
    return total // 2, total - total // 2


@mistake(
    loses=["visible", "hidden"],
    belief="The frame depends on kernel and stride only.",
    hint="Your frame is the same for every row. But 7 cells and 8 cells need different frames for the same "
    "kernel and stride: what does the length of the row change?",
)
def same_padding_strided__row_ignored(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = max(kernel - stride, 0)
    return total // 2, total - total // 2


@mistake(
    loses=["visible", "hidden"],
    belief="Half of the cells goes on each side, even if that is half a cell.",
    hint="You halve the cells with `/`, so your numbers are floats, and an odd number gives half cells. One "
    "side gets the odd cell, and both are ints.",
)
def same_padding_strided__halves(n, kernel, stride):
    if min(n, kernel, stride) < 1:
        raise ValueError("sizes must be at least 1")
    total = max((-(-n // stride) - 1) * stride + kernel - n, 0)
    return total / 2, total / 2


@mistake(
    loses=["hidden"],
    belief="Bad sizes give an error by themselves.",
    hint="You check nothing, so a row of no cells gets a frame, and a stride of 0 ends in a "
    "ZeroDivisionError. Bad input raises ValueError.",
)
def same_padding_strided__no_check(n, kernel, stride):
    total = max((-(-n // stride) - 1) * stride + kernel - n, 0)
    return total // 2, total - total // 2


@alternative("by the remainder of n, as TensorFlow's manual has it")
def same_padding_strided__remainder(n, kernel, stride):
    if n < 1 or kernel < 1 or stride < 1:
        raise ValueError
    total = max(kernel - (n % stride or stride), 0)
    return total // 2, (total + 1) // 2


@alternative("the last window followed to its end")
def same_padding_strided__last_window(n, kernel, stride):
    if n < 1 or kernel < 1 or stride < 1:
        raise ValueError
    last = range(0, n, stride)[-1]
    total = max(last + kernel - n, 0)
    return divmod(total, 2)[0], sum(divmod(total, 2))


@alternative("cells dealt out until there is room, the first behind")
def same_padding_strided__dealt(n, kernel, stride):
    if n < 1 or kernel < 1 or stride < 1:
        raise ValueError
    windows = int(np.ceil(n / stride))
    sides = [0, 0]
    while n + sum(sides) < (windows - 1) * stride + kernel:
        sides[1 - sum(sides) % 2] += 1
    return tuple(sides)
