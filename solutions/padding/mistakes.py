"""Wrong and right answers to the padding exercises, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- pad2d


@mistake(
    loses=["visible", "hidden"],
    belief="The four numbers are left, right, top, bottom, as in PyTorch.",
    hint="You read `pad` as left, right, top, bottom. That is the order of F.pad; here it is top, bottom, "
    "left, right.",
)
def pad2d__torch_order(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    left, right, top, bottom = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    height, width = x.shape[-2:]
    out = np.full((*x.shape[:-2], top + height + bottom, left + width + right), float(value))
    out[..., top : top + height, left : left + width] = x
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="A frame is as thick at the bottom as at the top, and as thick on the right as on the left.",
    hint="Your frame is as thick at the bottom as at the top, and on the right as on the left. `pad` holds "
    "four numbers because all four sides may differ: look at where each of them is used.",
)
def pad2d__symmetric(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, _, left, _ = pad
    height, width = x.shape[-2:]
    out = np.full((*x.shape[:-2], height + 2 * top, width + 2 * left), float(value))
    out[..., top : top + height, left : left + width] = x
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="Padding means zeros.",
    hint="Your frame is made of zeros whatever `value` says. Zero is only the default: follow `value` "
    "through your code.",
)
def pad2d__value_ignored(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, bottom, left, right = pad
    height, width = x.shape[-2:]
    out = np.zeros((*x.shape[:-2], top + height + bottom, left + width + right))
    out[..., top : top + height, left : left + width] = x
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="The frame goes on with the nearest pixel of the image.",
    hint="Your frame repeats the pixels at the edge of the image. That is the mode 'replicate' of exercise "
    "6.3; here every cell of the frame is `value`.",
)
def pad2d__replicates(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, bottom, left, right = pad
    widths = [(0, 0)] * (x.ndim - 2) + [(top, bottom), (left, right)]
    return np.pad(x, widths, mode="edge")


@mistake(
    loses=["hidden"],
    belief="A frame goes around every axis of the array.",
    hint="You pad every axis, so a batch gains images and an image gains channels. Only the last two axes, "
    "height and width, may grow.",
)
def pad2d__pads_everything(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, bottom, left, right = pad
    widths = [(top, bottom)] * (x.ndim - 1) + [(left, right)]
    return np.pad(x, widths, constant_values=value)


@mistake(
    loses=["hidden"],
    belief="Height and width are the first two axes, as in a picture read from a file.",
    hint="You frame the first two axes. In this course batch and channels come first, so height and width "
    "are the last two: count axes from the end.",
)
def pad2d__first_two_axes(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, bottom, left, right = pad
    height, width = x.shape[:2]
    out = np.full((top + height + bottom, left + width + right, *x.shape[2:]), float(value))
    out[top : top + height, left : left + width] = x
    return out


@mistake(
    loses=["hidden"],
    belief="An image has exactly two axes.",
    hint="Your function takes a single image only. `x` may have a batch and channels in front: any number "
    "of axes from two on, of which you frame the last two.",
)
def pad2d__only_two_axes(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 2 or min(pad) < 0:
        raise ValueError("x must be an image, and no pad may be negative")
    top, bottom, left, right = pad
    return np.pad(x, ((top, bottom), (left, right)), constant_values=value)


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of x.",
    hint="An integer image gives you an integer result, so a frame of 0.5 becomes 0. The result must be "
    "floating for every input: look at the dtype that you fill.",
)
def pad2d__integer_frame(x, pad, value=0.0):
    x = np.asarray(x)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    top, bottom, left, right = pad
    height, width = x.shape[-2:]
    out = np.full((*x.shape[:-2], top + height + bottom, left + width + right), value, dtype=x.dtype)
    out[..., top : top + height, left : left + width] = x
    return out


@mistake(
    loses=["hidden"],
    belief="A negative pad cuts cells off, as F.pad does it.",
    hint="A negative pad makes your function cut pixels off. F.pad does that; here a negative pad is an "
    "error, and bad input raises ValueError.",
)
def pad2d__negative_crops(x, pad, value=0.0):
    x = torch.tensor(x, dtype=torch.float64)
    if x.ndim < 2:
        raise ValueError("x needs two axes or more")
    top, bottom, left, right = pad
    return F.pad(x, (left, right, top, bottom), value=value).numpy()


@mistake(
    loses=["hidden"],
    belief="Without padding there is nothing to do, so x itself can be returned.",
    hint="When all four pads are 0 you hand back `x` itself, and whoever changes the result changes the "
    "image. The result must be a new array every time.",
)
def pad2d__no_copy(x, pad, value=0.0):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    if max(pad) == 0:
        return x
    top, bottom, left, right = pad
    widths = [(0, 0)] * (x.ndim - 2) + [(top, bottom), (left, right)]
    return np.pad(x, widths, constant_values=value)


@alternative("np.pad with zero widths in front")
def pad2d__np_pad(x, pad, value=0.0):
    x = np.asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    top, bottom, left, right = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    return np.pad(x, ((0, 0),) * (x.ndim - 2) + ((top, bottom), (left, right)), constant_values=value)


@alternative("F.pad, with the four numbers in its order")
def pad2d__torch_pad(x, pad, value=0.0):
    x = torch.tensor(x, dtype=torch.float64)
    top, bottom, left, right = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    return F.pad(x, (left, right, top, bottom), value=value).numpy()


@alternative("loops over rows and columns")
def pad2d__loops(x, pad, value=0.0):
    x = np.asarray(x, dtype=float)
    top, bottom, left, right = (int(p) for p in pad)
    if x.ndim < 2 or top < 0 or bottom < 0 or left < 0 or right < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    height, width = x.shape[-2], x.shape[-1]
    out = np.empty((*x.shape[:-2], top + height + bottom, left + width + right))
    for i in range(out.shape[-2]):
        for j in range(out.shape[-1]):
            inside = top <= i < top + height and left <= j < left + width
            out[..., i, j] = x[..., i - top, j - left] if inside else value
    return out


@alternative("four bars glued to the image")
def pad2d__glued(x, pad, value=0.0):
    x = np.array(x, dtype=np.float64)
    top, bottom, left, right = pad
    if x.ndim < 2 or min(pad) < 0:
        raise ValueError("x needs two axes or more, and no pad may be negative")
    *front, height, width = x.shape

    def bar(rows, columns):
        return np.ones((*front, rows, columns)) * value

    x = np.concatenate([bar(height, left), x, bar(height, right)], axis=-1)
    width += left + right
    return np.concatenate([bar(top, width), x, bar(bottom, width)], axis=-2)


# ---------------------------------------------------------------- padding_for


@mistake(
    loses=["visible", "hidden"],
    belief="'same' means half a kernel on each side.",
    hint="For 'same' you pad half a kernel on both sides. An even kernel then gets one cell too many: start "
    "from how many cells there are in all.",
)
def padding_for__half_kernel(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return dilation * (kernel // 2), dilation * (kernel // 2)
    if mode == "full":
        return dilation * (kernel - 1), dilation * (kernel - 1)
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["visible", "hidden"],
    belief="The odd cell goes in front.",
    hint="When the cells of 'same' cannot be halved, you put the odd one in front. Here, as in PyTorch, it "
    "goes behind: the half in front is the one rounded down.",
)
def padding_for__extra_in_front(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach - reach // 2, reach // 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["visible", "hidden"],
    belief="Half of the cells goes on each side, even if that is half a cell.",
    hint="You halve the cells with `/`, so an odd number of them gives half cells, and all your sizes are "
    "floats. A cell cannot be split: one side gets the odd one, and both are ints.",
)
def padding_for__as_float(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach / 2, reach / 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["visible", "hidden"],
    belief="'valid' means a frame of valid numbers, one cell of zeros on each side.",
    hint="You pad one cell for 'valid'. 'valid' keeps only the positions where the kernel lies wholly on "
    "real data: it pads nothing.",
    misconception="M40",
)
def padding_for__valid_is_one(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 1, 1
    if mode == "same":
        return reach // 2, reach - reach // 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["visible", "hidden"],
    belief="A kernel of k cells needs k cells of padding.",
    hint="You pad as if a kernel of k reached over k cells. One of its cells lies on the pixel itself, so "
    "one fewer needs room: try a kernel of 1.",
)
def padding_for__k_not_k_minus_1(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * kernel
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach // 2, reach - reach // 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["hidden"],
    belief="Only the number of cells in the kernel matters, not the gaps between them.",
    hint="Your result is the same for every dilation. Gaps spread the kernel over more of the axis, so it "
    "reaches further: see `reach` in the text.",
)
def padding_for__no_dilation(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return (kernel - 1) // 2, kernel // 2
    if mode == "full":
        return kernel - 1, kernel - 1
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["hidden"],
    belief="A kernel with dilation d is d times as long.",
    hint="You multiply the kernel by the dilation and then take 1 off. The dilation stretches the gaps "
    "between the cells, and k cells have only k - 1 gaps.",
)
def padding_for__stretched_kernel(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * kernel - 1
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach // 2, reach - reach // 2
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["hidden"],
    belief="Each of the two halves grows with the dilation.",
    hint="You halve first and multiply each half by the dilation after. With an even kernel the sides then "
    "differ by the whole dilation, where one cell at most is right: what do you halve?",
)
def padding_for__halves_then_stretches(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return dilation * ((kernel - 1) // 2), dilation * (kernel // 2)
    if mode == "full":
        return dilation * (kernel - 1), dilation * (kernel - 1)
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["hidden"],
    belief="A number that has been rounded is an integer.",
    hint="Your numbers for 'same' are right, but NumPy rounds a float to a float: 1.0 is not the int 1. "
    "Sizes must be ints; there is a division that never leaves them.",
)
def padding_for__whole_floats(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return np.floor(reach / 2), np.ceil(reach / 2)
    if mode == "full":
        return reach, reach
    raise ValueError(f"unknown mode {mode!r}")


@mistake(
    loses=["hidden"],
    belief="What is neither 'valid' nor 'same' must be 'full'.",
    hint="Any word that is not 'valid' or 'same' counts as 'full' in your function, misspelt ones too. An "
    "unknown mode must raise ValueError: look at your last branch.",
)
def padding_for__unknown_is_full(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = dilation * (kernel - 1)
    if mode == "valid":
        return 0, 0
    if mode == "same":
        return reach // 2, reach - reach // 2
    return reach, reach


@alternative("divmod: a half, and what remains")
def padding_for__divmod(mode, kernel, dilation=1):
    if mode not in ("valid", "same", "full") or min(kernel, dilation) < 1:
        raise ValueError(f"cannot pad for mode {mode!r}, kernel {kernel}, dilation {dilation}")
    half, odd = divmod(dilation * (kernel - 1), 2)
    if mode == "same":
        return half, half + odd
    return (0, 0) if mode == "valid" else (2 * half + odd, 2 * half + odd)


@alternative("the total first, then its split")
def padding_for__total_then_split(mode, kernel, dilation=1):
    if kernel < 1 or dilation < 1:
        raise ValueError("kernel and dilation must be at least 1")
    reach = (kernel - 1) * dilation
    total = {"valid": 0, "same": reach, "full": 2 * reach}.get(mode)
    if total is None:
        raise ValueError(f"unknown mode {mode!r}")
    after = (total + 1) // 2
    return total - after, after


@alternative("cells dealt out one by one, the first behind")
def padding_for__dealt(mode, kernel, dilation=1):
    if kernel < 1:
        raise ValueError("the kernel must be at least 1")
    if dilation < 1:
        raise ValueError("the dilation must be at least 1")
    size = 1 + dilation * (kernel - 1)  # how much of the axis the kernel covers
    if mode == "valid":
        return 0, 0
    if mode == "full":
        return size - 1, size - 1
    if mode != "same":
        raise ValueError(f"unknown mode {mode!r}")
    sides = [0, 0]
    for cell in range(size - 1):
        sides[1 - cell % 2] += 1
    return tuple(sides)


# ---------------------------------------------------------------- pad1d


@mistake(
    loses=["visible", "hidden"],
    belief="A mirror shows the end value too.",
    hint="Your 'reflect' repeats the end value: 2 1 1 2. Here the mirror stands on the end value, not "
    "behind it, so that value appears once.",
)
def pad1d__symmetric(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "symmetric", "circular": "wrap"}
    if mode not in names:
        raise ValueError(f"unknown mode {mode!r}")
    most = {"reflect": len(x) - 1, "circular": len(x)}
    if max(before, after) > most.get(mode, np.inf):
        raise ValueError(f"too much padding for {mode!r}")
    return np.pad(x, (before, after), mode=names[mode])


@mistake(
    loses=["visible", "hidden"],
    belief="'circular' puts the first values in front and the last values behind.",
    hint="Your 'circular' copies the first values to the front and the last ones behind. On a circle the "
    "value before the first is the last: each side takes from the other end.",
)
def pad1d__circular_reversed(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    n = len(x)
    most = {"zeros": np.inf, "replicate": np.inf, "reflect": n - 1, "circular": n}
    if mode not in most or max(before, after) > most[mode]:
        raise ValueError(f"cannot pad {n} values by {before} and {after} with {mode!r}")
    if mode == "zeros":
        front, back = np.zeros(before), np.zeros(after)
    elif mode == "replicate":
        front, back = np.full(before, x[0]), np.full(after, x[-1])
    elif mode == "reflect":
        front, back = x[1 : before + 1][::-1], x[n - 1 - after : n - 1][::-1]
    else:
        front, back = x[:before], x[n - after :]
    return np.concatenate([front, x, back])


@mistake(
    loses=["visible", "hidden"],
    belief="`before` and `after` say how much to pad, whichever way round.",
    hint="You put `after` cells in front and `before` cells behind. The front is the side of the first "
    "value: count your result's cells on each side.",
)
def pad1d__swapped(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}
    if mode not in names:
        raise ValueError(f"unknown mode {mode!r}")
    most = {"reflect": len(x) - 1, "circular": len(x)}
    if max(before, after) > most.get(mode, np.inf):
        raise ValueError(f"too much padding for {mode!r}")
    return np.pad(x, (after, before), mode=names[mode])


@mistake(
    loses=["visible", "hidden"],
    belief="Only 'reflect' and 'circular' take values of x; everything else is filled with zeros.",
    hint="Your 'replicate' gives zeros, like 'zeros'. It should go on with the nearest value that exists: "
    "which one is that on each side?",
)
def pad1d__replicate_is_zero(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    n = len(x)
    most = {"zeros": np.inf, "replicate": np.inf, "reflect": n - 1, "circular": n}
    if mode not in most or max(before, after) > most[mode]:
        raise ValueError(f"cannot pad {n} values by {before} and {after} with {mode!r}")
    out = np.zeros(before + n + after)
    out[before : before + n] = x
    if mode == "reflect":
        out[:before], out[before + n :] = x[1 : before + 1][::-1], x[n - 1 - after : n - 1][::-1]
    elif mode == "circular":
        out[:before], out[before + n :] = x[n - before :], x[:after]
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="Padding means zeros, whatever the mode.",
    hint="You pad with zeros in every mode. The mode says where the new values come from: three of the four "
    "take them from `x`.",
)
def pad1d__zeros_always(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    most = {"zeros": np.inf, "replicate": np.inf, "reflect": len(x) - 1, "circular": len(x)}
    if mode not in most or max(before, after) > most[mode]:
        raise ValueError(f"cannot pad {len(x)} values by {before} and {after} with {mode!r}")
    return np.concatenate([np.zeros(before), x, np.zeros(after)])


@mistake(
    loses=["visible", "hidden"],
    belief="A row of numbers is a list.",
    hint="Your values may be right, but they come in a list. A list has no shape and no dtype: return a "
    "NumPy array.",
)
def pad1d__a_list(x, before, after, mode="zeros"):
    if np.ndim(x) != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    row, n = [float(number) for number in x], len(x)
    if mode == "zeros":
        return [0.0] * before + row + [0.0] * after
    if mode == "replicate":
        return row[:1] * before + row + row[-1:] * after
    if mode == "reflect" and max(before, after) < n:
        return row[1 : before + 1][::-1] + row + row[n - 1 - after : n - 1][::-1]
    if mode == "circular" and max(before, after) <= n:
        return row[n - before :] + row + row[:after]
    raise ValueError(f"cannot pad {n} values by {before} and {after} with {mode!r}")


@mistake(
    loses=["hidden"],
    belief="np.pad refuses what cannot be padded.",
    hint="Your function also pads further than a mode can give, by reflecting or going around again. np.pad "
    "does that; here 'reflect' and 'circular' have a limit, and beyond it ValueError is due.",
)
def pad1d__np_pad_no_limit(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}
    if mode not in names:
        raise ValueError(f"unknown mode {mode!r}")
    return np.pad(x, (before, after), mode=names[mode])


@mistake(
    loses=["hidden"],
    belief="No mode can add more than the n values that there are.",
    hint="You refuse to pad by more than n cells in every mode. 'replicate' repeats the end value as often "
    "as you ask, and zeros never run out: only 'reflect' and 'circular' have a limit.",
)
def pad1d__limit_everywhere(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}
    if mode not in names:
        raise ValueError(f"unknown mode {mode!r}")
    if max(before, after) > len(x) - (mode == "reflect"):
        raise ValueError("more padding than values")
    return np.pad(x, (before, after), mode=names[mode])


@mistake(
    loses=["hidden"],
    belief="x[-before:] holds the last `before` values, for every number.",
    hint="Your 'circular' goes wrong when `before` is 0, because x[-0:] is all of x and not nothing. Count "
    "from the front where a slice may be empty.",
)
def pad1d__minus_zero_slice(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    most = {"zeros": np.inf, "replicate": np.inf, "reflect": len(x) - 1, "circular": len(x)}
    if mode not in most or max(before, after) > most[mode]:
        raise ValueError(f"cannot pad {len(x)} values by {before} and {after} with {mode!r}")
    if mode == "zeros":
        front, back = np.zeros(before), np.zeros(after)
    elif mode == "replicate":
        front, back = np.repeat(x[0], before), np.repeat(x[-1], after)
    elif mode == "reflect":
        front, back = x[1 : before + 1][::-1], x[-after - 1 : -1][::-1]
    else:
        front, back = x[-before:], x[:after]
    return np.concatenate([front, x, back])


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of x.",
    hint="Integers come out of your function as integers. The result must be floating for every input: look "
    "at what dtype `x` has when you begin.",
)
def pad1d__keeps_integers(x, before, after, mode="zeros"):
    x = np.asarray(x)
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}
    most = {"reflect": len(x) - 1, "circular": len(x)}
    if mode not in names or max(before, after) > most.get(mode, np.inf):
        raise ValueError(f"cannot pad {len(x)} values by {before} and {after} with {mode!r}")
    return np.pad(x, (before, after), mode=names[mode])


@alternative("slices glued together")
def pad1d__slices(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1 or min(before, after) < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    n = x.size
    if mode == "zeros":
        front, back = [0.0] * before, [0.0] * after
    elif mode == "replicate":
        front, back = [x[0]] * before, [x[-1]] * after
    elif mode == "reflect" and max(before, after) < n:
        front, back = x[before:0:-1], x[::-1][1 : after + 1]
    elif mode == "circular" and max(before, after) <= n:
        front, back = x[n - before :], x[:after]
    else:
        raise ValueError(f"cannot pad {n} values by {before} and {after} with {mode!r}")
    return np.concatenate([front, x, back])


@alternative("F.pad, after the checks")
def pad1d__torch_pad(x, before, after, mode="zeros"):
    x = torch.tensor(np.array(x, dtype=np.float64))
    if x.ndim != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    if mode == "zeros":
        return F.pad(x, (before, after)).numpy()
    limits = {"replicate": float("inf"), "reflect": len(x) - 1, "circular": len(x)}
    if mode not in limits or max(before, after) > limits[mode]:
        raise ValueError(f"cannot pad {len(x)} values by {before} and {after} with {mode!r}")
    return F.pad(x[None], (before, after), mode=mode)[0].numpy()


@alternative("np.pad, after the checks")
def pad1d__np_pad(x, before, after, mode="zeros"):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError("x must be 1-D")
    names = {"zeros": "constant", "replicate": "edge", "reflect": "reflect", "circular": "wrap"}
    if mode not in names:
        raise ValueError(f"unknown mode {mode!r}")
    if mode == "reflect" and (before >= len(x) or after >= len(x)):
        raise ValueError("'reflect' can add at most n - 1 cells")
    if mode == "circular" and (before > len(x) or after > len(x)):
        raise ValueError("'circular' can add at most n cells")
    return np.pad(x, (before, after), mode=names[mode])  # refuses negative pads


@alternative("one cell of the result at a time")
def pad1d__cell_by_cell(x, before, after, mode="zeros"):
    if np.ndim(x) != 1 or before < 0 or after < 0:
        raise ValueError("x must be 1-D, and no pad may be negative")
    n, out = len(x), []
    for i in range(-before, n + after):
        if 0 <= i < n:
            out.append(x[i])
        elif mode == "zeros":
            out.append(0)
        elif mode == "replicate":
            out.append(x[0] if i < 0 else x[n - 1])
        elif mode == "reflect" and 1 - n <= i <= 2 * n - 2:
            out.append(x[-i] if i < 0 else x[2 * n - 2 - i])
        elif mode == "circular" and -n <= i < 2 * n:
            out.append(x[i + n] if i < 0 else x[i - n])
        else:
            raise ValueError(f"cannot pad {n} values by {before} and {after} with {mode!r}")
    return np.array(out, dtype=np.float64)


# ---------------------------------------------------------------- window_counts


@mistake(
    loses=["visible", "hidden"],
    belief="Padding gives each pixel at the border one more look.",
    hint="You count without padding and add 1 at the border. A ring of padding lets in a whole row of new "
    "windows on each side: count those that hold the corner in a sketch.",
    misconception="M60",
)
def window_counts__one_more(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    counts = np.zeros((height, width), dtype=int)
    for top in range(height - kernel + 1):
        for left in range(width - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    if padding > 0:
        border = np.ones((height, width), dtype=bool)
        border[1:-1, 1:-1] = False
        counts[border] += 1
    return counts


@mistake(
    loses=["visible", "hidden"],
    belief="A kernel of k x k looks at every pixel k * k times.",
    hint="You give every pixel the count of the middle. Near the border there is no room for some of those "
    "windows: ask for each pixel where a window that holds it can begin.",
)
def window_counts__everywhere(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    return np.full((height, width), kernel * kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="The frame holds no pixels, so it changes no count.",
    hint="Your counts do not depend on `padding`. The frame is not counted itself, but windows may begin "
    "and end in it, and they hold pixels of the image too.",
)
def window_counts__padding_ignored(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    counts = np.zeros((height, width), dtype=int)
    for top in range(height - kernel + 1):
        for left in range(width - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts


@mistake(
    loses=["visible", "hidden"],
    belief="The cells of the frame are pixels like the others.",
    hint="Your result has the size of the padded image. Windows slide over the frame as well, but only the "
    "pixels of the image get a count: cut the frame off at the end.",
)
def window_counts__frame_included(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    rows, columns = height + 2 * padding, width + 2 * padding
    counts = np.zeros((rows, columns), dtype=int)
    for top in range(rows - kernel + 1):
        for left in range(columns - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts


@mistake(
    loses=["visible", "hidden"],
    belief="The windows along the rows and those along the columns add up.",
    hint="You add the count along the rows to the count along the columns. A window is any of the row "
    "positions together with any of the column positions: how many such pairs are there?",
)
def window_counts__sum_not_product(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")

    def along(n):
        pixel = np.arange(n) + padding
        return np.minimum(pixel, n + 2 * padding - kernel) - np.maximum(pixel - kernel + 1, 0) + 1

    return along(height)[:, None] + along(width)[None, :]


@mistake(
    loses=["visible", "hidden"],
    belief="The dtype does not matter as long as the numbers are whole.",
    hint="Your counts are right, but they are floats, which is what np.zeros and np.ones make unless told "
    "otherwise. Counts must be integers.",
)
def window_counts__as_float(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    rows, columns = height + 2 * padding, width + 2 * padding
    counts = np.zeros((rows, columns))
    for top in range(rows - kernel + 1):
        for left in range(columns - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts[padding : padding + height, padding : padding + width]


@mistake(
    loses=["hidden"],
    belief="The first number of a size is the width.",
    hint="Your rows and columns are exchanged, which a square image does not show. The first axis of the "
    "result is the height: try an image of 3 by 6.",
)
def window_counts__transposed(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    rows, columns = width + 2 * padding, height + 2 * padding
    counts = np.zeros((rows, columns), dtype=int)
    for top in range(rows - kernel + 1):
        for left in range(columns - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts[padding : padding + width, padding : padding + height]


@mistake(
    loses=["hidden"],
    belief="The kernel must fit into the image itself.",
    hint="You refuse a kernel that is larger than the image. It has to fit into the padded image: both "
    "sides of the frame count.",
)
def window_counts__fit_without_frame(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width):
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    rows, columns = height + 2 * padding, width + 2 * padding
    counts = np.zeros((rows, columns), dtype=int)
    for top in range(rows - kernel + 1):
        for left in range(columns - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts[padding : padding + height, padding : padding + width]


@mistake(
    loses=["hidden"],
    belief="Padding makes each axis longer by `padding`.",
    hint="Your counts are too small at the bottom and on the right, as if only the top and the left were "
    "padded. `padding` is per side: how long is an axis with its frame?",
)
def window_counts__padding_once(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    rows, columns = height + padding, width + padding
    counts = np.zeros((rows, columns), dtype=int)
    for top in range(rows - kernel + 1):
        for left in range(columns - kernel + 1):
            counts[top : top + kernel, left : left + kernel] += 1
    return counts[padding:, padding:]


@mistake(
    loses=["hidden"],
    belief="Only the distance to the nearer border and the kernel limit the count.",
    hint="Your formula looks at the distances to the borders and at the kernel. With a large kernel there "
    "may be fewer windows along an axis than all of these: how many are there when it just fits?",
)
def window_counts__no_window_limit(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")

    def along(n):
        pixel = np.arange(n)
        to_the_border = np.minimum(pixel, n - 1 - pixel) + 1 + padding
        return np.minimum(to_the_border, kernel)

    return np.outer(along(height), along(width))


@alternative("one more for every pixel of every window: four loops")
def window_counts__four_loops(height, width, kernel, padding=0):
    if height < 1 or width < 1 or kernel < 1 or padding < 0:
        raise ValueError("sizes must be at least 1, and the padding not negative")
    last_top, last_left = height + padding - kernel, width + padding - kernel
    if last_top < -padding or last_left < -padding:
        raise ValueError("the kernel does not fit")
    counts = np.zeros((height, width), dtype=np.int32)
    for top in range(-padding, last_top + 1):
        for left in range(-padding, last_left + 1):
            for i in range(max(top, 0), min(top + kernel, height)):
                for j in range(max(left, 0), min(left + kernel, width)):
                    counts[i, j] += 1
    return counts


@alternative("each window paints its kernel: F.conv_transpose2d on ones")
def window_counts__transposed_convolution(height, width, kernel, padding=0):
    rows, columns = height + 2 * padding - kernel + 1, width + 2 * padding - kernel + 1
    if min(height, width, kernel, rows, columns) < 1 or padding < 0:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    windows, ones = torch.ones(1, 1, rows, columns), torch.ones(1, 1, kernel, kernel)
    return F.conv_transpose2d(windows, ones, padding=padding)[0, 0].round().long().numpy()


@alternative("a closed formula with minima")
def window_counts__formula(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0:
        raise ValueError("sizes must be at least 1, and the padding not negative")
    if kernel > height + 2 * padding or kernel > width + 2 * padding:
        raise ValueError("the kernel does not fit")

    def along(n, i):
        return min(kernel, n + 2 * padding - kernel + 1, i + 1 + padding, n - i + padding)

    return np.array([[along(height, i) * along(width, j) for j in range(width)] for i in range(height)])


@alternative("the gradient of the sum of all window sums")
def window_counts__autograd(height, width, kernel, padding=0):
    if min(height, width, kernel) < 1 or padding < 0 or kernel > min(height, width) + 2 * padding:
        raise ValueError("a size below 1, a negative padding, or a kernel that does not fit")
    image = torch.ones(height, width, requires_grad=True)
    framed = F.pad(image, (padding,) * 4)
    framed.unfold(0, kernel, 1).unfold(1, kernel, 1).sum().backward()
    return image.grad.numpy().astype(int)


# ---------------------------------------------------------------- conv2d_same


@mistake(
    loses=["visible", "hidden"],
    belief="An even kernel gets its extra zero at the top and on the left.",
    hint="An even kernel gets its extra zero at the top and on the left in your function. Here, as in "
    "PyTorch, it stands at the bottom and on the right: which half do you round down?",
)
def conv2d_same__extra_in_front(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, ((rows // 2, (rows - 1) // 2), (columns // 2, (columns - 1) // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="'same' means half a kernel of zeros on each side.",
    hint="You pad half a kernel on both sides, so an even kernel makes the output one larger than the "
    "input. How many zeros does an axis need in all?",
)
def conv2d_same__half_both(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, ((rows // 2, rows // 2), (columns // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="'same' padding repeats the pixels at the border.",
    hint="You pad with the pixels at the border. 'same' says how much to pad, not with what: here it is "
    "zeros.",
    misconception="M40",
)
def conv2d_same__replicates(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="The output gets its size back from zeros around it.",
    hint="You convolve first and put zeros around the result. That fixes the size but leaves the border "
    "without a value of its own: the zeros belong around the image, before the kernel slides.",
)
def conv2d_same__pads_after(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)  # ValueError for a large kernel
    inner = np.einsum("ijab,ab->ij", windows, kernel)
    return np.pad(inner, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))


@mistake(
    loses=["visible", "hidden"],
    belief="Past one border the image goes on at the opposite one.",
    hint="Your image goes on at the opposite border, as on a circle. That is what a convolution by Fourier "
    "transform does; here zeros stand outside.",
)
def conv2d_same__wraps_around(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    out = np.zeros(x.shape)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            shift = (kernel.shape[0] - 1) // 2 - a, (kernel.shape[1] - 1) // 2 - b
            out += kernel[a, b] * np.roll(x, shift, axis=(0, 1))
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution turns the kernel by 180 degrees, as in mathematics.",
    hint="You flip the kernel. Mathematicians do, deep learning does not: the kernel slides as it is. A "
    "symmetric kernel would not show the difference.",
)
def conv2d_same__flipped(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])


@mistake(
    loses=["visible", "hidden"],
    belief="Kernels are square, so its height is enough to know.",
    hint="You pad both axes for the height of the kernel. A kernel need not be square: each axis has a size "
    "of its own.",
)
def conv2d_same__first_axis_only(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    size = len(kernel)
    framed = np.pad(x, ((size - 1) // 2, size // 2))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="'same' padding is one ring of zeros.",
    hint="You always put one ring of zeros around the image. That keeps the size for a 3x3 kernel only: how "
    "much is needed depends on the kernel.",
)
def conv2d_same__one_ring(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, 1), kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["hidden"],
    belief="A kernel must fit into the image.",
    hint="You refuse a kernel that is larger than the image. With 'same' padding it always fits into the "
    "padded image: such a kernel is allowed.",
)
def conv2d_same__refuses_large_kernels(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    if rows > x.shape[0] or columns > x.shape[1]:
        raise ValueError("the kernel is larger than x")
    framed = np.pad(x, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["hidden"],
    belief="The result has the dtype of x.",
    hint="An integer image with an integer kernel gives you integers. The result must be floating for every "
    "input: look at the dtypes that you begin with.",
)
def conv2d_same__keeps_integers(x, kernel):
    x, kernel = np.asarray(x), np.asarray(kernel)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@alternative("F.conv2d, padded by hand")
def conv2d_same__torch(x, kernel):
    x, kernel = (torch.tensor(np.array(a, dtype=np.float64)) for a in (x, kernel))
    if x.ndim != 2 or kernel.ndim != 2 or kernel.numel() == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = F.pad(x, ((columns - 1) // 2, columns // 2, (rows - 1) // 2, rows // 2))
    return F.conv2d(framed[None, None], kernel[None, None])[0, 0].numpy()


@alternative("four loops that skip what lies outside")
def conv2d_same__four_loops(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    (height, width), (rows, columns) = np.shape(x), np.shape(kernel)
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            for a in range(rows):
                for b in range(columns):
                    row, column = i + a - (rows - 1) // 2, j + b - (columns - 1) // 2
                    if 0 <= row < height and 0 <= column < width:
                        out[i, j] += x[row, column] * kernel[a, b]
    return out


@alternative("sliding_window_view and einsum")
def conv2d_same__windows(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    framed = np.pad(x, [((size - 1) // 2, size // 2) for size in kernel.shape])
    return np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(framed, kernel.shape), kernel)


@alternative("one shifted image for each number of the kernel")
def conv2d_same__shifted_images(x, kernel):
    x, kernel = np.array(x, dtype=float), np.array(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    height, width = x.shape
    rows, columns = kernel.shape
    framed = np.zeros((height + rows - 1, width + columns - 1))
    top, left = (rows - 1) // 2, (columns - 1) // 2
    framed[top : top + height, left : left + width] = x
    return sum(weight * framed[a : a + height, b : b + width] for (a, b), weight in np.ndenumerate(kernel))
