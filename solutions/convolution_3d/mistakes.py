"""Wrong and right answers to the exercises on 3D convolution, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- conv2d_one_filter


@mistake(
    loses=["visible", "hidden"],
    belief="An image with C channels gives C maps.",
    hint="You return one map for each channel. A filter gives a single map: what its slices find in their "
    "channels is put together, place by place.",
    misconception="M16",
)
def conv2d_one_filter__channels_kept(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return np.einsum("cijuv,cuv->cij", windows, weight) + bias


@mistake(
    loses=["visible", "hidden"],
    belief="The maps of the channels are averaged, so that their number does not matter.",
    hint="You divide by the number of channels. A filter only adds; if a mean is wanted, the weights hold "
    "the division already.",
)
def conv2d_one_filter__channel_mean(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return np.einsum("cijuv,cuv->cij", windows, weight).mean(axis=0) + bias


@mistake(
    loses=["hidden"],
    belief="Each channel is a convolution of its own, with the bias in it.",
    hint="You add the bias once for each channel. With one channel nobody notices. How often does the "
    "formula add it to one output?",
)
def conv2d_one_filter__bias_per_channel(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return sum(
        np.einsum("ijuv,uv->ij", seen, kernel) + bias for seen, kernel in zip(windows, weight, strict=True)
    )


@mistake(
    loses=["visible", "hidden"],
    belief="A filter is one kernel, and it slides over all channels.",
    hint="You use the first slice of the filter for every channel. A filter is as deep as its input: channel "
    "c has slice c of its own.",
)
def conv2d_one_filter__first_channel_kernel(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return np.einsum("cijuv,uv->ij", windows, weight[0]) + bias


@mistake(
    loses=["visible", "hidden"],
    belief="Adding the channels before or after makes no difference.",
    hint="You add up the channels of x, and the slices of the filter, before you multiply. (a + b)(c + d) is "
    "not ac + bd: multiply each channel with its own slice first.",
)
def conv2d_one_filter__sum_then_convolve(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return np.einsum("ijuv,uv->ij", windows.sum(axis=0), weight.sum(axis=0)) + bias


@mistake(
    loses=["hidden"],
    belief="NumPy complains when the channels do not fit.",
    hint="A filter with a single slice is spread over all channels of x, without a word: that is NumPy's "
    "broadcasting, and einsum does it too. Compare the numbers of channels yourself.",
)
def conv2d_one_filter__broadcasts(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with a channel or more")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))
    return np.einsum("cijuv,cuv->ij", windows, weight) + bias


@mistake(
    loses=["visible", "hidden"],
    belief="The bias belongs to the layer, not to a filter.",
    hint="Your result does not depend on `bias`. Where does it stand in the formula?",
)
def conv2d_one_filter__bias_forgotten(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 3 or weight.ndim != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError("x and weight must be 3-D, with the same channels")
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[1:], (1, 2))  # (C, OH, OW, KH, KW)
    return np.einsum("cijuv,cuv->ij", windows, weight)


@alternative("five loops")
def conv2d_one_filter__loops(x, weight, bias=0.0):
    if np.ndim(x) != 3 or np.ndim(weight) != 3 or len(x) != len(weight) or len(x) == 0:
        raise ValueError
    (channels, h, w), (_, kh, kw) = np.shape(x), np.shape(weight)
    if kh > h or kw > w:
        raise ValueError
    out = np.full((h - kh + 1, w - kw + 1), float(bias))
    for i, j in np.ndindex(*out.shape):
        for c, u, v in np.ndindex(channels, kh, kw):
            out[i, j] += float(x[c, i + u, j + v]) * float(weight[c, u, v])
    return out


@alternative("im2col: all windows of all channels as rows of a matrix")
def conv2d_one_filter__one_product(x, weight, bias=0.0):
    x, weight = np.asarray(x, dtype=float), np.asarray(weight, dtype=float)
    if x.ndim != 3 or weight.ndim != 3 or x.shape[0] != weight.shape[0] or x.size == 0:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape)[0]  # ValueError for a large filter
    return (windows.reshape(-1, weight.size) @ weight.ravel()).reshape(windows.shape[:2]) + bias


@alternative("PyTorch's convolution")
def conv2d_one_filter__torch(x, weight, bias=0.0):
    if np.ndim(x) != 3 or np.ndim(weight) != 3 or len(x) == 0:
        raise ValueError
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    try:
        return F.conv2d(x[None], weight[None])[0, 0].numpy() + bias
    except RuntimeError as error:
        raise ValueError(str(error)) from error


# ---------------------------------------------------------------- conv2d


@mistake(
    loses=["hidden"],
    belief="A convolution turns the kernel by half a turn.",
    hint="You turn the kernels by half a turn before they slide. The visible kernels are all ones, and do "
    "not show it. As everywhere in this course, a kernel slides as it is.",
)
def conv2d__flipped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight[..., ::-1, ::-1].reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["visible", "hidden"],
    belief="Images come out as (N, height, width, channels).",
    hint="Your channels stand at the end, as in Keras. Here they stand behind the batch, in the result as in "
    "x.",
    misconception="M12",
)
def conv2d__filters_last(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    out = out if bias is None else out + np.reshape(bias, (f, 1, 1))
    return out.transpose(0, 2, 3, 1)


@mistake(
    loses=["hidden"],
    belief="With groups, all filters look at the first C / groups channels.",
    hint="All your filters look at the first C / groups channels. Each group of filters has a part of the "
    "channels to itself: which part has the last filter?",
    misconception="M17",
)
def conv2d__groups_ignored(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (_, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    out = np.einsum("ncijuv,fcuv->nfij", windows[:, :slices], weight)
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["hidden"],
    belief="NumPy adds the bias to the axis that it belongs to.",
    hint="You add the bias without giving it axes. NumPy lines up the last axes, so a bias of shape (F,) is "
    "added along the width. Which axis of the result counts the filters?",
)
def conv2d__bias_along_width(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    return out if bias is None else out + np.asarray(bias)


@mistake(
    loses=["hidden"],
    belief="A pair is (x, y): first to the right, then downwards.",
    hint="You read pairs as (horizontal, vertical). Like the axes of an image, they begin with the vertical "
    "one. Look at a case where the two numbers differ.",
)
def conv2d__pairs_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sw, sh), (pw, ph), (dw, dh) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["visible", "hidden"],
    belief="The channels are averaged.",
    hint="You divide by the number of channels that a filter sees. A filter only adds: its weights decide "
    "how much each channel counts.",
)
def conv2d__channel_mean(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4]) / slices
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["visible", "hidden"],
    belief="The input comes first, so a weight is (C, F, KH, KW).",
    hint="You read the weight as (C, F, KH, KW). The filters come first, and each of them is as deep as its "
    "input. (Transposed convolutions, in chapter 11, have it the other way round.)",
)
def conv2d__filters_and_channels_swapped(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    weight = weight.swapaxes(0, 1)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, slices, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["visible", "hidden"],
    belief="np.pad(x, padding) pads an image.",
    hint="np.pad with one number or pair pads every axis, the batch and the channels too, so images of zeros "
    "and channels of zeros appear. Give it a width for each axis.",
)
def conv2d__pads_channels(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, dilation))
    (_, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, padding)
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(len(framed), groups, framed.shape[1] // groups, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(len(framed), f, *windows.shape[2:4])
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@mistake(
    loses=["hidden"],
    belief="NumPy complains when the channels do not fit.",
    hint="A weight with one slice for three channels passes your function: einsum spreads an axis of length "
    "1 without a word. Compare channels, slices and groups yourself.",
    misconception="M17",
)
def conv2d__broadcasts(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or c % groups:
        raise ValueError("channels, filters and groups do not fit")
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError("one bias for each filter")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = windows.reshape(n, groups, c // groups, *windows.shape[2:])
    kernels = weight.reshape(groups, f // groups, slices, kh, kw)
    out = np.einsum("ngcijuv,gfcuv->ngfij", parts, kernels).reshape(n, f, *windows.shape[2:4])
    return out if bias is None else out + np.reshape(bias, (f, 1, 1))


@alternative("im2col: a matrix of windows, and one product for each group")
def conv2d__im2col(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    (n, c, _, _), (f, slices, kh, kw) = x.shape, weight.shape
    if groups < 1 or f % groups or slices * groups != c or min(ph, pw) < 0:
        raise ValueError
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    span = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    windows = np.lib.stride_tricks.sliding_window_view(framed, span, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    oh, ow = windows.shape[2:4]
    maps = []
    for g in range(groups):
        mine = windows[:, g * slices : (g + 1) * slices].transpose(0, 2, 3, 1, 4, 5)
        kernels = weight[g * f // groups : (g + 1) * f // groups].reshape(f // groups, -1)
        maps.append(mine.reshape(n * oh * ow, slices * kh * kw) @ kernels.T)
    out = np.concatenate(maps, axis=1).reshape(n, oh, ow, f).transpose(0, 3, 1, 2)
    return out if bias is None else out + np.asarray(bias)[:, None, None]


@alternative("PyTorch's convolution")
def conv2d__torch(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if np.ndim(x) != 4 or np.ndim(weight) != 4:
        raise ValueError
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    try:
        return F.conv2d(x, weight, bias, stride, padding, dilation, groups).numpy()
    except RuntimeError as error:
        raise ValueError(str(error)) from error


@alternative("loops over everything but the window")
def conv2d__loops(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    (sh, sw), (ph, pw), (dh, dw) = (np.broadcast_to(option, 2) for option in (stride, padding, dilation))
    if x.ndim != 4 or weight.ndim != 4 or groups < 1 or min(sh, sw) < 1 or min(ph, pw) < 0:
        raise ValueError
    (n, c, h, w), (f, slices, kh, kw) = x.shape, weight.shape
    if f % groups or slices * groups != c or (bias is not None and np.shape(bias) != (f,)):
        raise ValueError
    tall, wide = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    if tall > h + 2 * ph or wide > w + 2 * pw:
        raise ValueError
    framed = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    framed[:, :, ph : ph + h, pw : pw + w] = x
    out = np.zeros((n, f, (h + 2 * ph - tall) // sh + 1, (w + 2 * pw - wide) // sw + 1))
    for image, filter_, i, j in np.ndindex(*out.shape):
        first = filter_ // (f // groups) * slices
        window = framed[
            image, first : first + slices, i * sh : i * sh + tall : dh, j * sw : j * sw + wide : dw
        ]
        out[image, filter_, i, j] = np.sum(window * weight[filter_]) + (0 if bias is None else bias[filter_])
    return out


# ---------------------------------------------------------------- conv1d_tokens


@mistake(
    loses=["visible", "hidden"],
    belief="A window slides along the last axis.",
    hint="Your window slides along the E numbers of a token, and adds up the tokens. Neighbours in a text "
    "are tokens: which axis of the input counts them?",
    misconception="M05",
)
def conv1d_tokens__slides_over_features(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[1] != weight.shape[1]:
        raise ValueError("tokens and weight do not fit")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 2)  # (N, L, places, K)
    out = np.einsum("nepk,fek->npf", windows, weight)
    return out if bias is None else out + bias


@mistake(
    loses=["visible", "hidden"],
    belief="reshape brings the axes into PyTorch's order.",
    hint="You use reshape to change (N, L, E) into (N, E, L). It keeps the order of the numbers and cuts it "
    "anew, so numbers of different tokens get mixed. Which function exchanges two axes?",
)
def conv1d_tokens__reshape(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    n, length, numbers = tokens.shape
    windows = np.lib.stride_tricks.sliding_window_view(tokens.reshape(n, numbers, length), weight.shape[2], 2)
    out = np.einsum("nepk,fek->npf", windows, weight)
    return out if bias is None else out + bias


@mistake(
    loses=["visible", "hidden"],
    belief="The result has PyTorch's layout, (N, F, places).",
    hint="Your result is (N, F, L-K+1), as PyTorch would give it. Here the filters stand last, where the "
    "numbers of a token stood.",
    misconception="M12",
)
def conv1d_tokens__features_first(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 1)  # (N, L-K+1, E, K)
    out = np.einsum("npek,fek->npf", windows, weight)
    out = out if bias is None else out + bias
    return out.transpose(0, 2, 1)


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution reads the kernel backwards.",
    hint="You turn the taps around: the first tap meets the last token of the window. A kernel slides as it "
    "is.",
)
def conv1d_tokens__flipped(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 1)  # (N, L-K+1, E, K)
    out = np.einsum("npek,fek->npf", windows, weight[:, :, ::-1])
    return out if bias is None else out + bias


@mistake(
    loses=["visible", "hidden"],
    belief="The numbers of a token are averaged.",
    hint="You take the mean over the E numbers of a token. They are channels, and channels are added up.",
)
def conv1d_tokens__per_feature(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 1)  # (N, L-K+1, E, K)
    out = np.einsum("npek,fek->npef", windows, weight).mean(axis=2)
    return out if bias is None else out + bias


@mistake(
    loses=["hidden"],
    belief="Without a bias given there is none, so it can be left out.",
    hint="Your result does not depend on `bias`. The visible test gives none; the hidden tests do.",
)
def conv1d_tokens__bias_forgotten(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 1)  # (N, L-K+1, E, K)
    return np.einsum("npek,fek->npf", windows, weight)


@mistake(
    loses=["hidden"],
    belief="NumPy complains when E differs.",
    hint="A weight for tokens of one number is spread over all E numbers, without a word: einsum and `*` do "
    "that with an axis of length 1. Compare the two E yourself.",
)
def conv1d_tokens__one_number_spread(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if tokens.ndim != 3 or weight.ndim != 3:
        raise ValueError("tokens (N, L, E) and weight (F, E, K)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    windows = np.lib.stride_tricks.sliding_window_view(tokens, weight.shape[2], 1)
    out = np.einsum("npek,fek->npf", windows, weight)
    return out if bias is None else out + bias


@alternative("loops over texts, places and filters")
def conv1d_tokens__loops(tokens, weight, bias=None):
    if np.ndim(tokens) != 3 or np.ndim(weight) != 3:
        raise ValueError
    (n, length, e), (f, e2, k) = np.shape(tokens), np.shape(weight)
    if e != e2 or not 1 <= k <= length or (bias is not None and np.shape(bias) != (f,)):
        raise ValueError
    out = np.zeros((n, length - k + 1, f))
    for text, i, g in np.ndindex(*out.shape):
        window = np.asarray(tokens[text, i : i + k], dtype=float)  # (K, E)
        out[text, i, g] = np.sum(window * np.transpose(weight[g])) + (0 if bias is None else bias[g])
    return out


@alternative("each window as a row, one matrix product")
def conv1d_tokens__matrix(tokens, weight, bias=None):
    tokens, weight = np.asarray(tokens, dtype=float), np.asarray(weight, dtype=float)
    if tokens.ndim != 3 or weight.ndim != 3 or tokens.shape[2] != weight.shape[1]:
        raise ValueError
    f, e, k = weight.shape
    if bias is not None and np.shape(bias) != (f,):
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(tokens, k, axis=1)
    out = windows.reshape(*windows.shape[:2], e * k) @ weight.reshape(f, e * k).T
    return out + (0.0 if bias is None else np.asarray(bias))


@alternative("PyTorch's Conv1d between two transpositions")
def conv1d_tokens__torch(tokens, weight, bias=None):
    if np.ndim(tokens) != 3 or np.ndim(weight) != 3:
        raise ValueError
    tokens, weight = torch.tensor(tokens, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    try:
        return F.conv1d(tokens.mT, weight, bias).mT.numpy()
    except RuntimeError as error:
        raise ValueError(str(error)) from error


# ---------------------------------------------------------------- conv3d


@mistake(
    loses=["visible", "hidden"],
    belief="Depth is summed, like channels.",
    hint="You add up along the depth, and a flat map comes out. Channels are summed over; along the depth "
    "the window slides, so the result has a depth of its own.",
    misconception="M16",
)
def conv3d__depth_as_channels(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfhw", windows, weight)
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1))


@mistake(
    loses=["hidden"],
    belief="A depth of 1 is no depth.",
    hint="You drop the depth axis when its size is 1. Then the number of axes depends on the sizes of the "
    "input, and the next layer fails. An axis of size 1 is still an axis.",
    misconception="M16",
)
def conv3d__squeezes_depth(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfdhw", windows, weight)
    out = out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))
    return out[:, :, 0] if out.shape[2] == 1 else out


@mistake(
    loses=["hidden"],
    belief="The stride is about the image plane; slices are taken one by one.",
    hint="Along the depth your window always moves by one slice. The stride has three numbers, and one int "
    "stands for all three axes.",
)
def conv3d__stride_in_plane_only(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    s = (1, s[1], s[2])
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfdhw", windows, weight)
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))


@mistake(
    loses=["hidden"],
    belief="Padding goes around an image, not in front of the first slice and behind the last one.",
    hint="You pad height and width only. The depth is padded as well: look at the size of the result for "
    "padding 1 and a kernel of 3.",
)
def conv3d__padding_in_plane_only(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    p = (0, p[1], p[2])
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfdhw", windows, weight)
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))


@mistake(
    loses=["hidden"],
    belief="A volume has one channel.",
    hint="You use the first channel only. Volumes may have several, and as in two dimensions all of them are "
    "added up.",
)
def conv3d__channels_not_summed(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ndhwtuv,ftuv->nfdhw", windows[:, 0], weight[:, 0])
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))


@mistake(
    loses=["hidden"],
    belief="A convolution turns the kernel.",
    hint="You turn the kernel along its three axes. A kernel of ones does not show it; as everywhere in this "
    "course, a kernel slides as it is.",
)
def conv3d__flipped(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfdhw", windows, weight[..., ::-1, ::-1, ::-1])
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))


@mistake(
    loses=["visible", "hidden"],
    belief="A volume is (width, height, depth).",
    hint="You read the volume as (N, C, W, H, D). Its order is depth, height, width, from the slowest axis "
    "to the fastest: print x[0, 0, 0], it is one slice.",
)
def conv3d__axes_reversed(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError("x (N, C, D, H, W) and weight (F, C, KD, KH, KW)")
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError("one bias for each filter")
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    x = x.transpose(0, 1, 4, 3, 2)
    framed = np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (p[1], p[1]), (p[2], p[2])))
    windows = np.lib.stride_tricks.sliding_window_view(framed, weight.shape[2:], (2, 3, 4))
    windows = windows[:, :, :: s[0], :: s[1], :: s[2]]
    out = np.einsum("ncdhwtuv,fctuv->nfdhw", windows, weight)
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1, 1))


@alternative("a 2-D convolution for each slice of the kernel, added up along the depth")
def conv3d__by_slices(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1] or x.shape[1] == 0:
        raise ValueError
    if bias is not None and np.shape(bias) != (len(weight),):
        raise ValueError
    s, p = (option if np.ndim(option) else (option,) * 3 for option in (stride, padding))
    if len(s) != 3 or len(p) != 3:
        raise ValueError
    framed = torch.from_numpy(np.pad(x, ((0, 0), (0, 0), (p[0], p[0]), (0, 0), (0, 0))))
    depth = weight.shape[2]
    if depth > framed.shape[2]:
        raise ValueError
    planes = []
    for d in range(0, framed.shape[2] - depth + 1, s[0]):
        plane = 0.0
        for t in range(depth):
            slice_of_kernel = torch.from_numpy(weight[:, :, t].copy())
            plane = (
                plane + F.conv2d(framed[:, :, d + t], slice_of_kernel, stride=s[1:], padding=p[1:]).numpy()
            )
        planes.append(plane)
    out = np.stack(planes, axis=2)
    return out if bias is None else out + np.asarray(bias)[:, None, None, None]


@alternative("loops over the outputs")
def conv3d__loops(x, weight, bias=None, stride=1, padding=0):
    x, weight = np.asarray(x, dtype=np.float64), np.asarray(weight, dtype=np.float64)
    if x.ndim != 5 or weight.ndim != 5 or x.shape[1] != weight.shape[1]:
        raise ValueError
    if bias is not None and np.shape(bias) != weight.shape[:1]:
        raise ValueError
    s, p = np.broadcast_to(stride, 3), np.broadcast_to(padding, 3)
    framed = np.pad(x, [(0, 0), (0, 0), *((q, q) for q in p)])
    kernel = np.array(weight.shape[2:])
    if np.any(kernel > framed.shape[2:]):
        raise ValueError
    sizes = (np.array(framed.shape[2:]) - kernel) // s + 1
    out = np.zeros((len(x), len(weight), *sizes))
    for n, f, *place in np.ndindex(*out.shape):
        (a, b, c), (kd, kh, kw) = place * s, kernel
        window = framed[n, :, a : a + kd, b : b + kh, c : c + kw]
        out[(n, f, *place)] = np.sum(window * weight[f]) + (0 if bias is None else bias[f])
    return out


@alternative("PyTorch's Conv3d")
def conv3d__torch(x, weight, bias=None, stride=1, padding=0):
    if np.ndim(x) != 5 or np.ndim(weight) != 5:
        raise ValueError
    x, weight = torch.tensor(x, dtype=torch.float64), torch.tensor(weight, dtype=torch.float64)
    bias = None if bias is None else torch.tensor(bias, dtype=torch.float64)
    try:
        return F.conv3d(x, weight, bias, stride, padding).numpy()
    except RuntimeError as error:
        raise ValueError(str(error)) from error


# ---------------------------------------------------------------- conv_shape


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution keeps the channels.",
    hint="Your result has as many channels as the input. How many maps come out is the number of filters: "
    "where does weight_shape say it?",
    misconception="M52",
)
def conv_shape__channels_kept(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    rooms = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in axes]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], x_shape[1], *(room // stride + 1 for room in rooms))


@mistake(
    loses=["visible", "hidden"],
    belief="Each filter makes a map of each channel.",
    hint="You have a map for each pair of a filter and a channel. A filter adds up all channels: one map for "
    "each filter.",
    misconception="M52",
)
def conv_shape__channels_multiplied(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    rooms = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in axes]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], x_shape[1] * weight_shape[0], *(room // stride + 1 for room in rooms))


@mistake(
    loses=["visible", "hidden"],
    belief="The window slides along the channels too, and has one place there.",
    hint="Your result has an axis too many: you treat the channels as an axis along which the window slides. "
    "They are summed over, and their axis is gone; that of the filters takes its place.",
    misconception="M16",
)
def conv_shape__channel_axis_convolved(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    rooms = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in axes]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], weight_shape[0], 1, *(room // stride + 1 for room in rooms))


@mistake(
    loses=["hidden"],
    belief="Dilation changes which cells are seen, not how many windows fit.",
    hint="Your sizes do not depend on `dilation`. A dilated kernel is longer, from its first to its last "
    "tap, so fewer windows fit.",
)
def conv_shape__no_dilation(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    rooms = [n + 2 * padding - k for n, k in zip(x_shape[2:], weight_shape[2:], strict=True)]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], weight_shape[0], *(room // stride + 1 for room in rooms))


@mistake(
    loses=["visible", "hidden"],
    belief="The size is a division, so / is right.",
    hint="You divide with /, which gives floats: 24.0, or even 3.5 windows. A window that does not fit "
    "completely is none at all.",
)
def conv_shape__floats(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    rooms = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in axes]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], weight_shape[0], *(room / stride + 1 for room in rooms))


@mistake(
    loses=["hidden"],
    belief="Only sizes can fail to fit.",
    hint="You never compare the channels of the two shapes. PyTorch raises when a filter is not as deep as "
    "its input, and so should you.",
    misconception="M17",
)
def conv_shape__no_channel_check(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3:
        raise ValueError("the two shapes do not fit each other")
    axes = zip(x_shape[2:], weight_shape[2:], strict=True)
    rooms = [n + 2 * padding - dilation * (k - 1) - 1 for n, k in axes]
    if min(rooms) < 0:
        raise ValueError("the kernel does not fit")
    return (x_shape[0], weight_shape[0], *(room // stride + 1 for room in rooms))


@mistake(
    loses=["hidden"],
    belief="Two shapes of different length fail by themselves.",
    hint="You let zip walk along the sizes, and it stops at the shorter shape without a word. Two sliding "
    "axes in x and one in the weight do not fit: compare the lengths first.",
)
def conv_shape__any_number_of_axes(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError("the two shapes do not fit each other")
    sizes = []
    for n, k in zip(x_shape[2:], weight_shape[2:], strict=False):
        room = n + 2 * padding - dilation * (k - 1) - 1
        if room < 0:
            raise ValueError("the kernel does not fit")
        sizes.append(room // stride + 1)
    return (x_shape[0], weight_shape[0], *sizes)


@alternative("the places of the window, counted")
def conv_shape__counting(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) < 3 or x_shape[1] != weight_shape[1]:
        raise ValueError
    shape = [x_shape[0], weight_shape[0]]
    for n, k in zip(x_shape[2:], weight_shape[2:], strict=True):
        last = n + 2 * padding - dilation * (k - 1) - 1
        if last < 0:
            raise ValueError
        shape.append(len(range(0, last + 1, stride)))
    return tuple(shape)


@alternative("all sizes at once, as arrays")
def conv_shape__numpy(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    if len(x_shape) != len(weight_shape) or len(x_shape) == 2 or x_shape[1] != weight_shape[1]:
        raise ValueError
    sizes, kernel = np.array(x_shape[2:]), np.array(weight_shape[2:])
    room = sizes + 2 * padding - (dilation * (kernel - 1) + 1)
    if np.any(room < 0):
        raise ValueError
    return (*x_shape[:1], *weight_shape[:1], *(room // stride + 1).tolist())


@alternative("asks PyTorch, with zeros")
def conv_shape__torch(x_shape, weight_shape, stride=1, padding=0, dilation=1):
    convolutions = {3: F.conv1d, 4: F.conv2d, 5: F.conv3d}
    if len(x_shape) not in convolutions or len(weight_shape) != len(x_shape):
        raise ValueError
    x, weight = torch.zeros(x_shape), torch.zeros(weight_shape)
    try:
        y = convolutions[len(x_shape)](x, weight, None, stride, padding, dilation)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    return tuple(y.shape)


# ---------------------------------------------------------------- conv2d_grad_weight


@mistake(
    loses=["hidden"],
    belief="A gradient is averaged over the batch.",
    hint="You divide by the number of images. If the loss is a mean, grad_out holds the division already, "
    "and you do it twice; look at a batch of two.",
)
def conv2d_grad_weight__mean_over_batch(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out, windows)
    return dw / max(len(x), 1), grad_out.sum(axis=(0, 2, 3)) / max(len(x), 1)


@mistake(
    loses=["visible", "hidden"],
    belief="Backward means turning the kernel.",
    hint="Your dw stands on its head: its first weight has the gradient of its last one. Turning belongs to "
    "the gradient of the input, in chapter 11; each weight here keeps its place.",
)
def conv2d_grad_weight__flipped(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out, windows)
    return dw[..., ::-1, ::-1].copy(), grad_out.sum(axis=(0, 2, 3))


@mistake(
    loses=["hidden"],
    belief="dw is (C, F, KH, KW): from the input to the output.",
    hint="Your dw has the channels first and the filters second. A gradient has the shape of what it belongs "
    "to: that of the weight.",
)
def conv2d_grad_weight__axes_swapped(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out, windows)
    return dw.swapaxes(0, 1).copy(), grad_out.sum(axis=(0, 2, 3))


@mistake(
    loses=["hidden"],
    belief="Output (i, j) belongs to the window that begins at (i, j).",
    hint="You walk over x in steps of 1, whatever the stride is. With stride 2 the second window begins at "
    "2: where does the window of output i begin?",
)
def conv2d_grad_weight__stride_ignored(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    oh, ow = grad_out.shape[2:]
    dw = np.zeros((grad_out.shape[1], x.shape[1], kh, kw))
    for u, v in np.ndindex(kh, kw):
        dw[:, :, u, v] = np.tensordot(grad_out, framed[:, :, u : u + oh, v : v + ow], ((0, 2, 3), (0, 2, 3)))
    return dw, grad_out.sum(axis=(0, 2, 3))


@mistake(
    loses=["hidden"],
    belief="The frame is zero, so it cannot matter for the gradient.",
    hint="You forget that the padding shifts all windows: with padding 1 the first one begins above and to "
    "the left of x. Forward and backward must use the same padded array.",
)
def conv2d_grad_weight__padding_ignored(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (0, 2 * ph), (0, 2 * pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out, windows)
    return dw, grad_out.sum(axis=(0, 2, 3))


@mistake(
    loses=["visible", "hidden"],
    belief="The bias gets the mean of its gradients, since it is one number.",
    hint="Your db is a mean. The bias was added at every place of every image, and each of them adds to its "
    "gradient.",
)
def conv2d_grad_weight__bias_mean(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out, windows)
    return dw, grad_out.sum(axis=(0, 2, 3)) / max(grad_out[:, 0].size, 1)


@mistake(
    loses=["hidden"],
    belief="All images of a batch are alike, so one is enough.",
    hint="You use the first image of the batch only. A filter is used for all images, so all of them count.",
)
def conv2d_grad_weight__first_sample(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=np.float64), np.asarray(grad_out, dtype=np.float64)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError("x (N, C, H, W) and grad_out (N, F, OH, OW)")
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, (kh, kw), (2, 3))[:, :, ::sh, ::sw]
    if grad_out.shape[2:] != windows.shape[2:4]:
        raise ValueError("grad_out has another size than the output")
    dw = np.einsum("nfij,ncijuv->fcuv", grad_out[:1], windows[:1])
    return dw, grad_out[:1].sum(axis=(0, 2, 3))


@alternative("loops over the outputs: each adds its window, times its gradient")
def conv2d_grad_weight__loops(x, grad_out, kernel_size, stride=1, padding=0):
    x, grad_out = np.asarray(x, dtype=float), np.asarray(grad_out, dtype=float)
    (kh, kw), (sh, sw), (ph, pw) = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    if x.ndim != 4 or grad_out.ndim != 4 or len(x) != len(grad_out):
        raise ValueError
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    _, f, oh, ow = grad_out.shape
    if (framed.shape[2] - kh) // sh + 1 != oh or (framed.shape[3] - kw) // sw + 1 != ow:
        raise ValueError
    dw, db = np.zeros((f, x.shape[1], kh, kw)), np.zeros(f)
    for image, filter_, i, j in np.ndindex(*grad_out.shape):
        top, left = i * sh, j * sw
        window = framed[image, :, top : top + kh, left : left + kw]
        dw[filter_] += grad_out[image, filter_, i, j] * window
        db[filter_] += grad_out[image, filter_, i, j]
    return dw, db


@alternative("a convolution of the images with the gradients, whose dilation is the stride")
def conv2d_grad_weight__convolution(x, grad_out, kernel_size, stride=1, padding=0):
    if np.ndim(x) != 4 or np.ndim(grad_out) != 4 or len(x) != len(grad_out):
        raise ValueError
    size, steps, pads = (np.broadcast_to(a, 2) for a in (kernel_size, stride, padding))
    room = np.array(np.shape(x)[2:]) + 2 * pads - size
    if np.any(room < 0) or np.any(room // steps + 1 != np.shape(grad_out)[2:]):
        raise ValueError
    db = np.sum(grad_out, axis=(0, 2, 3), dtype=float)
    if len(x) == 0:
        return np.zeros((len(db), np.shape(x)[1], *size)), db
    images = torch.tensor(x, dtype=torch.float64).transpose(0, 1)  # (C, N, H, W)
    kernels = torch.tensor(grad_out, dtype=torch.float64).transpose(0, 1)  # (F, N, OH, OW)
    dw = F.conv2d(images, kernels, padding=pads.tolist(), dilation=steps.tolist())
    return dw[:, :, : size[0], : size[1]].transpose(0, 1).numpy(), db


@alternative("PyTorch's own function for it")
def conv2d_grad_weight__torch(x, grad_out, kernel_size, stride=1, padding=0):
    if np.ndim(x) != 4 or np.ndim(grad_out) != 4:
        raise ValueError
    x, grad_out = torch.tensor(x, dtype=torch.float64), torch.tensor(grad_out, dtype=torch.float64)
    size = np.broadcast_to(kernel_size, 2).tolist()
    shape = (grad_out.shape[1], x.shape[1], *size)
    try:
        output = F.conv2d(x, torch.zeros(shape, dtype=torch.float64), stride=stride, padding=padding)
    except RuntimeError as error:
        raise ValueError(str(error)) from error
    if output.shape != grad_out.shape:
        raise ValueError
    dw = torch.nn.grad.conv2d_weight(x, shape, grad_out, stride, padding)
    return dw.numpy(), grad_out.sum(dim=(0, 2, 3)).numpy()
