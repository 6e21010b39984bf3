"""Wrong and right answers to the exercises on parameter counting, on which their tests are tried."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- linear_params


@mistake(
    loses=["visible", "hidden"],
    belief="The parameters of a layer are its weights.",
    hint="You count the weights and stop there. By default a layer has something else that training "
    "changes: print `[p.shape for p in nn.Linear(9, 4).parameters()]`.",
    misconception="M44",
)
def linear_params__no_bias(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return in_features * out_features


@mistake(
    loses=["visible", "hidden"],
    belief="Every weight has its bias.",
    hint="You add a bias for every weight, so your count is twice the number of weights. In the formula "
    "y = x @ W.T + b, which shape must b have to be added to y?",
)
def linear_params__bias_per_weight(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return in_features * out_features * (2 if bias else 1)


@mistake(
    loses=["visible", "hidden"],
    belief="A bias belongs to an input.",
    hint="You add as many biases as there are inputs. A bias is added after the sum over the inputs is "
    "done: how many sums are there?",
)
def linear_params__bias_per_input(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return in_features * out_features + (in_features if bias else 0)


@mistake(
    loses=["visible", "hidden"],
    belief="A layer has one bias.",
    hint="You add a single bias for the whole layer. Each output is a sum of its own, and each sum can be "
    "shifted by itself: count again on paper with 9 inputs and 4 outputs.",
)
def linear_params__one_bias(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return in_features * out_features + (1 if bias else 0)


@mistake(
    loses=["visible", "hidden"],
    belief="Every layer has biases.",
    hint="You add the biases whatever the third argument says. Look at what the first visible test asks for.",
)
def linear_params__always_bias(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return (in_features + 1) * out_features


@mistake(
    loses=["visible", "hidden"],
    belief="Each input and each output has a weight.",
    hint="You add the two sizes. A weight stands on a line from an input to an output: draw 2 inputs and 3 "
    "outputs, connect each with each, and count the lines.",
)
def linear_params__sum_of_sizes(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError("sizes must be at least 1")
    return in_features + out_features + (out_features if bias else 0)


@mistake(
    loses=["hidden"],
    belief="Nobody asks for a layer of size 0.",
    hint="For a layer without inputs, or with -2 inputs and -5 outputs, you return a number. Look at the "
    "last line of the text: what should happen to such sizes?",
)
def linear_params__no_check(in_features, out_features, bias=True):
    return in_features * out_features + (out_features if bias else 0)


@mistake(
    loses=["hidden"],
    belief="A bad size shows in the product.",
    hint="You look at the product of the two sizes. Two negative numbers have a positive product: look at "
    "each size by itself.",
)
def linear_params__checks_the_product(in_features, out_features, bias=True):
    weights = in_features * out_features
    if weights < 1:
        raise ValueError("sizes must be at least 1")
    return weights + (out_features if bias else 0)


@alternative("one output after the other")
def linear_params__loop(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError
    total = 0
    for _ in range(out_features):
        total += in_features
        if bias:
            total += 1
    return total


@alternative("the sizes of the weight and of the bias of a PyTorch layer")
def linear_params__torch(in_features, out_features, bias=True):
    if in_features < 1 or out_features < 1:
        raise ValueError
    one_output = nn.Linear(in_features, 1, bias)  # the full layer of the visible test would take 340 MB
    return out_features * sum(p.numel() for p in one_output.parameters())


@alternative("the size of an array that is not stored")
def linear_params__broadcast(in_features, out_features, bias=True):
    if min(in_features, out_features) <= 0:
        raise ValueError
    weight = np.broadcast_to(0.0, (out_features, in_features))
    b = np.broadcast_to(0.0, out_features if bias else 0)
    return weight.size + b.size


# ---------------------------------------------------------------- conv_params


@mistake(
    loses=["visible", "hidden"],
    belief="The number of weights is the kernel's cells times the larger of channels and filters.",
    hint="You multiply the kernel with the larger of the two channel counts. Take 2 channels and 3 "
    "filters, and write down what one filter is made of, then the second and the third.",
    misconception="M39",
)
def conv_params__max_rule(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    weights = math.prod(kernel_size) * max(in_channels, out_channels)
    return weights + (out_channels if bias else 0)


@mistake(
    loses=["visible", "hidden"],
    belief="A filter is one small array that is laid on every channel.",
    hint="Your filters are flat: each has the same weights for all channels. Print "
    "`nn.Conv2d(3, 64, 3).weight.shape`, and find the number that your formula does not have.",
)
def conv_params__channels_forgotten(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    return out_channels * math.prod(kernel_size) + (out_channels if bias else 0)


@mistake(
    loses=["visible", "hidden"],
    belief="Every weight has its bias.",
    hint="You add a bias for every weight. A filter adds up all its products and then adds its bias: how "
    "often does it do that at one place?",
)
def conv_params__bias_per_weight(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    weights = out_channels * (in_channels // groups) * math.prod(kernel_size)
    return 2 * weights if bias else weights


@mistake(
    loses=["visible", "hidden"],
    belief="Each slice of a filter has a bias.",
    hint="You give each slice of a filter a bias of its own. The slices are added up into one map, and "
    "several constants that are added up are no more than one: with a single channel you would not notice.",
)
def conv_params__bias_per_channel(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    slices = out_channels * (in_channels // groups)
    return slices * (math.prod(kernel_size) + (1 if bias else 0))


@mistake(
    loses=["visible", "hidden"],
    belief="Every filter has a bias, always.",
    hint="You add the biases whatever `bias` says. Look at what the first visible test asks for.",
)
def conv_params__always_bias(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    return out_channels * (in_channels // groups * math.prod(kernel_size) + 1)


@mistake(
    loses=["hidden"],
    belief="Groups only say who talks to whom; the weights are as many as before.",
    hint="Your count does not depend on `groups`. In two groups, a filter looks at half of the channels: "
    "then how many slices does it have?",
)
def conv_params__groups_ignored(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    return out_channels * (in_channels * math.prod(kernel_size) + (1 if bias else 0))


@mistake(
    loses=["hidden"],
    belief="A group has its share of the channels and its share of the filters, so both are divided.",
    hint="You divide both channel counts by `groups`. That is the count for one group: how many groups are "
    "there?",
)
def conv_params__groups_both(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    weights = (out_channels // groups) * (in_channels // groups) * math.prod(kernel_size)
    return weights + (out_channels if bias else 0)


@mistake(
    loses=["hidden"],
    belief="Kernels are square.",
    hint="You take the first number of kernel_size twice, whatever comes after it. Try (3, 5), then (5,), "
    "then (3, 3, 3).",
)
def conv_params__square_kernel(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    if in_channels % groups or out_channels % groups:
        raise ValueError("channels and groups do not fit")
    weights = out_channels * (in_channels // groups) * kernel_size[0] ** 2
    return weights + (out_channels if bias else 0)


@mistake(
    loses=["hidden"],
    belief="Channels that cannot be divided are rounded down.",
    hint="With 3 channels in 2 groups your integer division drops a channel without a word, and you return "
    "a count for a layer that cannot exist. Look at the remainder before you divide.",
)
def conv_params__uneven_groups(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError("sizes must be at least 1")
    weights = out_channels * (in_channels // groups) * math.prod(kernel_size)
    return weights + (out_channels if bias else 0)


@alternative("the parameters of a PyTorch layer")
def conv_params__torch(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if len(kernel_size) not in (1, 2, 3) or min(in_channels, out_channels, groups, *kernel_size) < 1:
        raise ValueError
    layer = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[len(kernel_size) - 1]
    made = layer(in_channels, out_channels, kernel_size, groups=groups, bias=bias)  # ValueError for misfits
    return sum(p.numel() for p in made.parameters())


@alternative("one filter after the other, one slice after the other")
def conv_params__loops(in_channels, out_channels, kernel_size, groups=1, bias=True):
    sizes = [in_channels, out_channels, groups, *kernel_size]
    if not 4 <= len(sizes) <= 6 or min(sizes) < 1 or in_channels % groups or out_channels % groups:
        raise ValueError
    total = 0
    for _ in range(out_channels):
        for _ in range(in_channels // groups):
            cells = 1
            for k in kernel_size:
                cells *= k
            total += cells
        total += 1 if bias else 0
    return total


@alternative("a small dense convolution for each group")
def conv_params__group_by_group(in_channels, out_channels, kernel_size, groups=1, bias=True):
    if not 1 <= len(kernel_size) <= 3 or any(
        size <= 0 for size in (in_channels, out_channels, groups, *kernel_size)
    ):
        raise ValueError
    (into, rest_in), (out, rest_out) = divmod(in_channels, groups), divmod(out_channels, groups)
    if rest_in or rest_out:
        raise ValueError
    return groups * (into * out * int(np.prod(kernel_size)) + int(bias) * out)


# ---------------------------------------------------------------- compare_connectivity


@mistake(
    loses=["visible", "hidden"],
    belief="A bias belongs to a channel, in every layer.",
    hint="Your local layer has one bias for each output channel. It shares nothing between places: each of "
    "its output cells has weights of its own, and a bias of its own.",
)
def compare_connectivity__local_bias_per_channel(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    return out_channels * (c * kh * kw + b), cells * c * kh * kw + out_channels * b, cells * (c * h * w + b)


@mistake(
    loses=["visible", "hidden"],
    belief="A dense layer that makes feature maps has a bias for each map.",
    hint="Your dense layer has one bias for each output channel. A linear layer knows nothing of channels: "
    "it has a row of outputs, and a bias for each of them.",
)
def compare_connectivity__dense_bias_per_channel(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    return out_channels * (c * kh * kw + b), cells * (c * kh * kw + b), cells * c * h * w + out_channels * b


@mistake(
    loses=["hidden"],
    belief="A local layer has a kernel for each place.",
    hint="Your local layer has one kernel at each place, however many feature maps there are. Each map "
    "needs its own: try 2 filters on the 3x3 image.",
)
def compare_connectivity__local_without_filters(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    places = (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    local = places * (c * kh * kw + b)
    return out_channels * (c * kh * kw + b), local, out_channels * places * (c * h * w + b)


@mistake(
    loses=["visible", "hidden"],
    belief="The output has a cell for every pixel.",
    hint="You count an output cell for every pixel of the image. Without padding the output is smaller: "
    "how many places does a 2x2 window have on 3x3 pixels?",
)
def compare_connectivity__input_cells(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * h * w
    b = 1 if bias else 0
    return out_channels * (c * kh * kw + b), cells * (c * kh * kw + b), cells * (c * h * w + b)


@mistake(
    loses=["hidden"],
    belief="Only height and width matter.",
    hint="Your counts do not depend on the number of channels of the image. A window goes through all of "
    "them, and the dense layer sees the numbers of all of them.",
)
def compare_connectivity__channels_forgotten(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    return out_channels * (kh * kw + b), cells * (kh * kw + b), cells * (h * w + b)


@mistake(
    loses=["hidden"],
    belief="A convolution has the kernel's cells times the larger of channels and filters as weights.",
    hint="In the shared layer you take the larger of channels and filters. With one of each that is right "
    "by chance: write down the weights of 3 filters that look at 2 channels.",
    misconception="M39",
)
def compare_connectivity__max_rule(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    shared = kh * kw * max(c, out_channels) + out_channels * b
    return shared, cells * (c * kh * kw + b), cells * (c * h * w + b)


@mistake(
    loses=["visible", "hidden"],
    belief="The parameters of a layer are its weights.",
    hint="You count weights only, also when `bias` is true. The second visible test has the same image "
    "with biases.",
    misconception="M44",
)
def compare_connectivity__no_bias(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) < 1 or kh > h or kw > w:
        raise ValueError("the kernel does not fit")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    return out_channels * c * kh * kw, cells * c * kh * kw, cells * c * h * w


@mistake(
    loses=["hidden"],
    belief="A kernel that does not fit gives no outputs by itself.",
    hint="For a kernel that does not fit you return a number, negative or 0. Ask how many places the "
    "window has before you count what stands on them.",
)
def compare_connectivity__no_check(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels) < 1:
        raise ValueError("sizes must be at least 1")
    cells = out_channels * (h - kh + 1) * (w - kw + 1)
    b = 1 if bias else 0
    return out_channels * (c * kh * kw + b), cells * (c * kh * kw + b), cells * (c * h * w + b)


@alternative("three formulas")
def compare_connectivity__formulas(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    oh, ow = h - kh + 1, w - kw + 1
    if min(c, out_channels, kh, kw, oh, ow) < 1:
        raise ValueError
    cells = out_channels * oh * ow
    weights = np.array([out_channels * c * kh * kw, cells * c * kh * kw, cells * c * h * w])
    biases = np.array([out_channels, cells, cells]) if bias else 0
    return tuple(int(count) for count in weights + biases)


@alternative("one output cell after the other")
def compare_connectivity__loops(in_shape, out_channels, kernel_size, bias=True):
    (c, h, w), (kh, kw) = in_shape, kernel_size
    if min(c, out_channels, kh, kw) <= 0 or kh > h or kw > w:
        raise ValueError
    one_filter = c * kh * kw + (1 if bias else 0)
    local = dense = 0
    for _ in range(out_channels):
        for _ in range(h - kh + 1):
            for _ in range(w - kw + 1):
                local += one_filter
                dense += c * h * w + (1 if bias else 0)
    return [out_channels * one_filter, local, dense]


@alternative("PyTorch's layers and the windows of unfold")
def compare_connectivity__torch(in_shape, out_channels, kernel_size, bias=True):
    if min(*in_shape, out_channels, *kernel_size) < 1:
        raise ValueError
    try:
        windows = F.unfold(torch.zeros(1, *in_shape), kernel_size)[0]
    except RuntimeError as error:
        raise ValueError from error
    conv = nn.Conv2d(in_shape[0], out_channels, kernel_size, bias=bias)
    shared = sum(p.numel() for p in conv.parameters())
    cell = nn.Linear(math.prod(in_shape), 1, bias)
    dense = out_channels * windows.shape[1] * sum(p.numel() for p in cell.parameters())
    return shared, shared * windows.shape[1], dense


# ---------------------------------------------------------------- conv_macs


@mistake(
    loses=["visible", "hidden"],
    belief="Every weight is used once.",
    hint="You count the weights. Each of them is used at every place of the window: how many are there?",
)
def conv_macs__parameters(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    return out_channels * (c // groups) * kh * kw


@mistake(
    loses=["visible", "hidden"],
    belief="The window stops at every pixel.",
    hint="You count a window for every pixel of the image. Count the numbers of the output instead: each "
    "is one window's work.",
)
def conv_macs__input_cells(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    return out_channels * h * w * (c // groups) * kh * kw


@mistake(
    loses=["visible", "hidden"],
    belief="A product and an addition are two operations.",
    hint="Your count is twice the right one: you count the products and the additions, which gives FLOPs. "
    "A multiply-accumulate is one product together with its addition.",
)
def conv_macs__flops(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return 2 * out_channels * places * (c // groups) * kh * kw


@mistake(
    loses=["visible", "hidden"],
    belief="Adding the bias is a step of work like the others.",
    hint="You count one more for each number of the output, the addition of its bias. A bias is multiplied "
    "with nothing, and the text leaves it out.",
)
def conv_macs__bias_counted(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return out_channels * places * (c // groups * kh * kw + 1)


@mistake(
    loses=["hidden"],
    belief="A window is a flat piece of the image.",
    hint="Your windows are flat: the number of channels of the image changes nothing. Both visible tests "
    "have one channel: how many products does a 3x3 window need on three?",
)
def conv_macs__channels_forgotten(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return out_channels * places * kh * kw


@mistake(
    loses=["hidden"],
    belief="Groups do not change the work.",
    hint="You check `groups`, but your count does not depend on it. Which channels does a filter look at "
    "when there are two groups?",
)
def conv_macs__groups_ignored(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return out_channels * places * c * kh * kw


@mistake(
    loses=["hidden"],
    belief="A pair is width first, then height.",
    hint="You take the first number of each pair for the columns. In NumPy and PyTorch rows come first, as "
    "in (H, W): with square kernels on square images you would not notice.",
)
def conv_macs__columns_first(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kw, kh = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sw, sh = (stride, stride) if isinstance(stride, int) else stride
    pw, ph = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    if h + 2 * ph < kh or w + 2 * pw < kw:
        raise ValueError("the kernel does not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return out_channels * places * (c // groups) * kh * kw


@mistake(
    loses=["hidden"],
    belief="A kernel that does not fit costs nothing.",
    hint="For a kernel that is larger than the image you return 0 or a negative number. Look at the sides, "
    "with their padding, before you count.",
)
def conv_macs__no_check(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    c, h, w = in_shape
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if min(c, out_channels, kh, kw, sh, sw, groups) < 1 or c % groups or out_channels % groups:
        raise ValueError("sizes and groups do not fit")
    places = ((h + 2 * ph - kh) // sh + 1) * ((w + 2 * pw - kw) // sw + 1)
    return out_channels * places * (c // groups) * kh * kw


@alternative("counting where windows begin")
def conv_macs__ranges(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    (channels, *sides), work = in_shape, 1
    if min(out_channels, groups) < 1 or channels % groups or out_channels % groups:
        raise ValueError
    pairs = [(v, v) if isinstance(v, int) else v for v in (kernel_size, stride, padding)]
    for n, k, s, p in zip(sides, *pairs, strict=True):
        if min(k, s) < 1:
            raise ValueError
        begins = range(-p, n + p - k + 1, s)
        if len(begins) == 0:
            raise ValueError
        work *= k * len(begins)
    return work * channels // groups * out_channels


@alternative("PyTorch's shape of the output, times a filter")
def conv_macs__torch_shape(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    if min(out_channels, groups) < 1:
        raise ValueError
    conv = nn.Conv2d(in_shape[0], out_channels, kernel_size, stride, padding, groups=groups, bias=False)
    try:
        maps = conv(torch.zeros(1, *in_shape))
    except RuntimeError as error:
        raise ValueError from error
    return maps.numel() * conv.weight[0].numel()


@alternative("the size of the im2col matrix, times the filters")
def conv_macs__unfold(in_shape, out_channels, kernel_size, stride=1, padding=0, groups=1):
    if min(out_channels, groups) < 1 or in_shape[0] % groups or out_channels % groups:
        raise ValueError
    try:
        columns = F.unfold(torch.zeros(1, *in_shape), kernel_size, stride=stride, padding=padding)
    except RuntimeError as error:
        raise ValueError from error
    return columns.numel() // groups * out_channels


# ---------------------------------------------------------------- network_summary


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution has the kernel's cells times the larger of channels and filters as weights.",
    hint="Your convolutions have as many weights as the larger of channels and filters asks for. That is "
    "right for the first layer of the visible test by chance: look at the second convolution, from 8 "
    "channels to 16.",
    misconception="M39",
)
def network_summary__max_rule(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = k * k * max(shape[0], f) + f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["visible", "hidden"],
    belief="Linear layers have biases, convolutions have none.",
    hint="Your convolutions have no biases. By default `nn.Conv2d` has one for each filter: compare your "
    "first row with the first visible number.",
    misconception="M44",
)
def network_summary__no_bias(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = k * k * shape[0] * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["visible", "hidden"],
    belief="Every convolution looks at the image.",
    hint="Each of your convolutions counts the channels of the image. The second one looks at what the "
    "first one made: how many channels does that have?",
)
def network_summary__image_channels(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * in_shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["visible", "hidden"],
    belief="A pooling window has weights, as a kernel has.",
    hint="You give pooling a parameter for each cell of its window. It takes the largest number of a "
    "window: which number could training change there?",
)
def network_summary__pool_counts(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            params = values[0] ** 2
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["visible", "hidden"],
    belief="ReLU has a threshold, and a threshold is a parameter.",
    hint="You give ReLU a parameter. Its threshold is 0, always: nothing in it changes during training.",
)
def network_summary__relu_counts(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind == "relu":
            params = 1
        else:
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["visible", "hidden"],
    belief="An image is height, width, channels.",
    hint="Your shapes have the channels at the end, as Keras writes them. In this course they come first: "
    "(C, H, W).",
)
def network_summary__channels_behind(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append(((*shape[1:], shape[0]), params))
    return tuple(rows)


@mistake(
    loses=["hidden"],
    belief="A pooling window that is cut by the border counts too.",
    hint="You round up in pooling: for 5 pixels and windows of 2 you count three. The third would hang "
    "over the border, and PyTorch drops it.",
)
def network_summary__pool_ceil(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(math.ceil(n / values[0]) for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["hidden"],
    belief="A linear layer flattens what it gets.",
    hint="Your linear layer takes any shape and counts all its numbers, as if there were a flatten before "
    "it. PyTorch's does not do that. What should happen to a linear layer on (1, 8, 10)?",
)
def network_summary__linear_flattens(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (math.prod(shape) + 1) * values[0]
            shape = (values[0],)
        elif kind != "relu":
            raise ValueError(f"unknown layer {kind}")
        rows.append((shape, params))
    return tuple(rows)


@mistake(
    loses=["hidden"],
    belief="A layer that is not known does nothing.",
    hint="A layer with a name that you do not know passes in silence, with the shape unchanged and no "
    "parameters. The text says what to do with it.",
)
def network_summary__unknown_passes(in_shape, layers):
    shape, rows = tuple(in_shape), []
    for kind, *values in layers:
        if len(shape) != {"conv": 3, "maxpool": 3, "gap": 3, "linear": 1}.get(kind, len(shape)):
            raise ValueError(f"{kind} cannot take {shape}")
        params = 0
        if kind == "conv":
            f, k, s, p = values
            if f < 1 or k > min(shape[1:]) + 2 * p:
                raise ValueError("the kernel does not fit")
            params = (k * k * shape[0] + 1) * f
            shape = (f, *((n + 2 * p - k) // s + 1 for n in shape[1:]))
        elif kind == "maxpool":
            if values[0] > min(shape[1:]):
                raise ValueError("the window does not fit")
            shape = (shape[0], *(n // values[0] for n in shape[1:]))
        elif kind == "gap":
            shape = shape[:1]
        elif kind == "flatten":
            shape = (math.prod(shape),)
        elif kind == "linear":
            if values[0] < 1:
                raise ValueError("no unit")
            params = (shape[0] + 1) * values[0]
            shape = (values[0],)
        rows.append((shape, params))
    return tuple(rows)


@alternative("a function for each kind of layer")
def network_summary__functions(in_shape, layers):
    def slide(n, k, s, p=0):
        if min(k, s) < 1 or n + 2 * p < k:
            raise ValueError
        return (n + 2 * p - k) // s + 1

    def conv(shape, filters, kernel, stride, padding):
        channels, height, width = shape
        if filters < 1:
            raise ValueError
        rows, columns = (slide(n, kernel, stride, padding) for n in (height, width))
        return (filters, rows, columns), filters * (channels * kernel * kernel + 1)

    def maxpool(shape, size):
        channels, height, width = shape
        return (channels, slide(height, size, size), slide(width, size, size)), 0

    def gap(shape):
        channels, _, _ = shape
        return (channels,), 0

    def linear(shape, units):
        (n,) = shape
        if units < 1:
            raise ValueError
        return (units,), units * n + units

    known = {
        "conv": conv,
        "maxpool": maxpool,
        "gap": gap,
        "linear": linear,
        "relu": lambda shape: (shape, 0),
        "flatten": lambda shape: ((math.prod(shape),), 0),
    }
    shape, rows = tuple(in_shape), []
    for kind, *settings in layers:
        if kind not in known:
            raise ValueError(f"unknown layer {kind}")
        shape, count = known[kind](shape, *settings)
        rows.append((shape, count))
    return tuple(rows)


@alternative("one layer, then the rest of the network")
def network_summary__recursion(in_shape, layers):
    if not layers:
        return ()
    (kind, *values), rest = layers[0], layers[1:]
    c, params = in_shape[0], 0
    if (kind in ("conv", "maxpool", "gap") and len(in_shape) != 3) or (
        kind == "linear" and len(in_shape) > 1
    ):
        raise ValueError
    if kind in ("conv", "maxpool"):
        k, s, p = values[1:] if kind == "conv" else (values[0], values[0], 0)
        if any(len(range(n + 2 * p - k + 1)) == 0 for n in in_shape[1:]):
            raise ValueError
        sides = tuple(len(range(0, n + 2 * p - k + 1, s)) for n in in_shape[1:])
        shape = (values[0] if kind == "conv" else c, *sides)
        params = values[0] * (c * k * k + 1) if kind == "conv" else 0
    elif kind in ("gap", "flatten"):
        shape = (c if kind == "gap" else int(np.prod(in_shape)),)
    elif kind == "linear":
        shape, params = (values[0],), values[0] * (c + 1)
    elif kind == "relu":
        shape = tuple(in_shape)
    else:
        raise ValueError
    if min(shape) < 1:
        raise ValueError
    return ((shape, params), *network_summary__recursion(shape, rest))


@alternative("PyTorch's layers, with the linear ones only counted")
def network_summary__torch(in_shape, layers):
    x, rows = torch.zeros(1, *in_shape), []
    for kind, *values in layers:
        layer, axes = nn.Identity(), x.ndim
        try:
            if kind == "conv":
                layer, axes = nn.Conv2d(x.shape[1], *values), 4
            elif kind == "maxpool":
                layer, axes = nn.MaxPool2d(*values), 4
            elif kind == "gap":
                layer, axes = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), 4
            elif kind == "flatten":
                layer = nn.Flatten()
            elif kind == "linear":
                layer, axes = nn.Identity(), 2
            elif kind != "relu":
                raise ValueError(f"unknown layer {kind}")
            if x.ndim != axes or (kind in ("conv", "linear") and values[0] < 1):
                raise ValueError(f"{kind} does not take {x.shape[1:]}")
            params = sum(p.numel() for p in layer.parameters())
            if kind == "linear":
                params = (x.shape[1] + 1) * values[0]
                x = torch.zeros(1, values[0])
            with torch.no_grad():
                x = layer(x)
        except RuntimeError as error:
            raise ValueError(str(error)) from error
        rows.append((tuple(x.shape[1:]), params))
    return tuple(rows)
