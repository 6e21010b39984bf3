"""Wrong and right answers to the convolution exercises, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- window_sum


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution turns the kernel by 180 degrees, as in mathematics.",
    hint="You turn the kernel before you multiply. Here, as in all of deep learning, it stays as it is: "
    "its top left number meets the top left pixel of the window.",
    misconception="M15",
)
def window_sum__flipped(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    return float(np.sum(x[i : i + rows, j : j + columns] * kernel[::-1, ::-1]))


@mistake(
    loses=["visible", "hidden"],
    belief="(i, j) is the middle of the window.",
    hint="You take (i, j) for the middle of the window. It is the top left cell: at (0, 0) the whole "
    "window lies inside the image, and nothing has to be padded.",
)
def window_sum__centred(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    framed = np.pad(x, ((rows // 2, rows // 2), (columns // 2, columns // 2)))
    return float(np.sum(framed[i : i + rows, j : j + columns] * kernel))


@mistake(
    loses=["hidden"],
    belief="i counts along the x axis, to the right, and j downwards.",
    hint="You read i as the column and j as the row. In an array the row comes first: x[i, j]. On the main"
    " diagonal, where i equals j, it makes no difference, and the visible test only looks there.",
)
def window_sum__swapped_ij(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or j + rows > x.shape[0] or i + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    return float(np.sum(x[j : j + rows, i : i + columns] * kernel))


@mistake(
    loses=["visible", "hidden"],
    belief="Multiplying two arrays means the matrix product.",
    hint="You use @, the matrix product: rows times columns. A window and a kernel are multiplied cell by "
    "cell, each pixel with the weight that lies on it.",
)
def window_sum__matrix_product(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    return float(np.sum(x[i : i + rows, j : j + columns] @ kernel))


@mistake(
    loses=["hidden"],
    belief="A window that leaves the image raises an error by itself.",
    hint="A slice that goes beyond the end of an array is cut short without an error, so your window over "
    "the edge gives a number. Ask yourself where the window begins and ends, before you cut it out.",
)
def window_sum__slice_forgives(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    window = x[max(i, 0) : i + kernel.shape[0], max(j, 0) : j + kernel.shape[1]]
    return float(np.sum(window * kernel[: window.shape[0], : window.shape[1]]))


@mistake(
    loses=["hidden"],
    belief="A window can leave the image at the bottom and on the right only.",
    hint="You check two of the four sides. Python takes a negative index for one from the end, so nothing "
    "fails when i or j is -1: look at where a window may begin.",
)
def window_sum__negative_start(x, kernel, i, j):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    return float(sum(x[i + a, j + b] * kernel[a, b] for a in range(rows) for b in range(columns)))


@mistake(
    loses=["hidden"],
    belief="The products of pixels are pixels, so they fit into the dtype of the image.",
    hint="You multiply in the dtype of the arrays. A uint8 ends at 255 and begins again at 0, so 200 * 3 "
    "becomes 88. In which dtype should the products be?",
    misconception="M501",
)
def window_sum__wraps(x, kernel, i, j):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2:
        raise ValueError("x and kernel must be 2-D")
    rows, columns = kernel.shape
    if i < 0 or j < 0 or i + rows > x.shape[0] or j + columns > x.shape[1]:
        raise ValueError("the window does not lie inside x")
    return float(np.sum(x[i : i + rows, j : j + columns] * kernel))


@alternative("four lines of loops")
def window_sum__loops(x, kernel, i, j):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2:
        raise ValueError
    if min(i, j) < 0 or i + len(kernel) > len(x) or j + len(kernel[0]) > len(x[0]):
        raise ValueError
    total = 0.0
    for a in range(len(kernel)):
        for b in range(len(kernel[0])):
            total += float(x[i + a][j + b]) * float(kernel[a][b])
    return total


@alternative("einsum over the window")
def window_sum__einsum(x, kernel, i, j):
    if i < 0 or j < 0:
        raise ValueError
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    rows, columns = kernel.shape
    window = x[i : i + rows, j : j + columns]
    if window.shape != kernel.shape:
        raise ValueError
    return np.einsum("ab,ab->", window, kernel)


@alternative("one output of PyTorch's convolution")
def window_sum__torch(x, kernel, i, j):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2:
        raise ValueError
    rows, columns = (n - k for n, k in zip(np.shape(x), np.shape(kernel), strict=True))
    if not (0 <= i <= rows and 0 <= j <= columns):
        raise ValueError
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel[None, None])[0, 0, i, j].item()


# ---------------------------------------------------------------- cross_correlate2d


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution turns the kernel by 180 degrees, as in mathematics.",
    hint="You turn the kernel by half a turn before it slides. That is exercise 5.3, the convolution of "
    "mathematics; here the kernel stays as it is.",
    misconception="M15",
)
def cross_correlate2d__flipped(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)  # ValueError for a large kernel
    return np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])


@mistake(
    loses=["visible", "hidden"],
    belief="A row of n pixels has n - k windows of k cells.",
    hint="Your output lacks its last row and its last column. Windows may begin at 0, and the last one "
    "ends with the image: count them for 4 pixels and a kernel of 3.",
)
def cross_correlate2d__size_off_by_one(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    if rows > x.shape[0] or columns > x.shape[1]:
        raise ValueError("the kernel is larger than x")
    out = np.zeros((x.shape[0] - rows, x.shape[1] - columns))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(x[i : i + rows, j : j + columns] * kernel)
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="Kernels are square.",
    hint="You use the height of the kernel for both axes. A kernel may be 1 high and 5 wide: look at where"
    " its width should stand.",
)
def cross_correlate2d__square_kernels(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    size = kernel.shape[0]
    rows, columns = x.shape[0] - size + 1, x.shape[1] - size + 1
    if rows < 1 or columns < 1:
        raise ValueError("the kernel is larger than x")
    out = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        out[i, j] = np.sum(x[i : i + size, j : j + size] * kernel)
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="The first index of the kernel counts to the right.",
    hint="You use the kernel transposed: its rows lie on the columns of the window. Row a of the kernel "
    "belongs to row i + a of the image.",
)
def cross_correlate2d__transposed_kernel(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.T.shape)
    return np.einsum("ijab,ab->ij", windows, kernel.T)


@mistake(
    loses=["visible", "hidden"],
    belief="A filter takes a mean of the pixels, weighted by the kernel.",
    hint="You divide by the number of cells of the kernel. A convolution only adds; a kernel that should "
    "give a mean holds the division in its numbers already.",
)
def cross_correlate2d__mean(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel) / kernel.size


@mistake(
    loses=["hidden"],
    belief="The output is an image again, so it has the dtype of the image.",
    hint="You keep the dtype of the image. What does not fit into uint8 begins again at 0, so the "
    "brightest places come out dark. The output must be floating from the start.",
    misconception="M501",
)
def cross_correlate2d__wraps(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    if rows > x.shape[0] or columns > x.shape[1]:
        raise ValueError("the kernel is larger than x")
    out = np.zeros((x.shape[0] - rows + 1, x.shape[1] - columns + 1), dtype=x.dtype)
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(x[i : i + rows, j : j + columns] * kernel)
    return out


@mistake(
    loses=["visible", "hidden"],
    belief="The output of a convolution is as large as the image.",
    hint="You put zeros around the image, so that the output keeps its size. That is padding, the next "
    "chapter; here a window must lie inside the image.",
)
def cross_correlate2d__same_size(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    framed = np.pad(x, (((rows - 1) // 2, rows // 2), ((columns - 1) // 2, columns // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["hidden"],
    belief="A colour photo is an image, so the kernel can slide over it as it is.",
    hint="You never ask how many axes x has. On a colour photo (H, W, 3), NumPy stretches a 3x3 kernel "
    "over the colours and mixes them up, without a word. Check the number of axes first.",
)
def cross_correlate2d__any_axes(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("the kernel must be 2-D and not empty")
    rows, columns = kernel.shape
    if rows > x.shape[0] or columns > x.shape[1]:
        raise ValueError("the kernel is larger than x")
    out = np.zeros((x.shape[0] - rows + 1, x.shape[1] - columns + 1))
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(x[i : i + rows, j : j + columns] * kernel)
    return out


@alternative("four loops, as the formula reads")
def cross_correlate2d__four_loops(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError
    height, width = len(x) - len(kernel) + 1, len(x[0]) - len(kernel[0]) + 1
    if height < 1 or width < 1:
        raise ValueError
    out = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            for a in range(len(kernel)):
                for b in range(len(kernel[0])):
                    out[i, j] += float(x[i + a, j + b]) * float(kernel[a, b])
    return out


@alternative("all windows as a view, and einsum")
def cross_correlate2d__windows(x, kernel):
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError
    if x.shape[0] < kernel.shape[0] or x.shape[1] < kernel.shape[1]:
        raise ValueError
    x, kernel = (a if a.dtype.kind == "f" else a.astype(float) for a in (x, kernel))
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@alternative("im2col: a matrix with a window in each row, times the kernel as a column")
def cross_correlate2d__im2col(x, kernel):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or 0 in kernel.shape:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)  # ValueError for a large kernel
    return (windows.reshape(-1, kernel.size) @ kernel.ravel()).reshape(windows.shape[:2])


@alternative("PyTorch's convolution")
def cross_correlate2d__torch(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError
    if np.shape(kernel)[0] > np.shape(x)[0] or np.shape(kernel)[1] > np.shape(x)[1]:
        raise ValueError
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel[None, None])[0, 0].numpy()


# ---------------------------------------------------------------- convolve2d


@mistake(
    loses=["visible", "hidden"],
    belief="Convolution is the same word everywhere, so it is what exercise 5.2 computes.",
    hint="You slide the kernel as it is, which is exercise 5.2. Look at the indices of the kernel in the "
    "formula: with which of its numbers does the first pixel of a window go?",
    misconception="M15",
)
def convolve2d__not_flipped(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="Turning the kernel means reversing the order of its rows.",
    hint="You reverse the rows of the kernel only. That is a mirror image, not a half turn: half a turn "
    "moves the top left number to the bottom right.",
)
def convolve2d__rows_only(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel[::-1])


@mistake(
    loses=["visible", "hidden"],
    belief="Turning the kernel means reading each of its rows backwards.",
    hint="You read each row of the kernel backwards, but the rows stay where they are. Half a turn moves "
    "the top left number to the bottom right.",
)
def convolve2d__columns_only(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel[:, ::-1])


@mistake(
    loses=["hidden"],
    belief="Transposing a kernel turns it.",
    hint="You transpose the kernel. That mirrors it on its diagonal, so the top left number stays where it"
    " is. On the visible arrays it gives the right numbers by chance; draw a 2x2 kernel with four "
    "different numbers.",
    misconception="M15",
)
def convolve2d__transposed(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.T.shape)
    return np.einsum("ijab,ab->ij", windows, kernel.T)


@mistake(
    loses=["visible", "hidden"],
    belief="It does not matter which of the two arrays is turned.",
    hint="You turn the image instead of the kernel. The numbers of your output are right, but the output "
    "itself stands on its head: compare its first number with the last one.",
)
def convolve2d__turns_image(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    windows = np.lib.stride_tricks.sliding_window_view(x[::-1, ::-1], kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="np.rot90 makes half a turn.",
    hint="You turn the kernel by 90 degrees, a quarter of a turn: a kernel that is not square even changes"
    " its shape. How many quarters does half a turn have?",
)
def convolve2d__quarter_turn(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    kernel = np.rot90(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution counts every overlap, as np.convolve does.",
    hint="Your output is larger than the image, because you count windows that only touch it. That is what"
    " np.convolve does unless it is told otherwise; here only windows that lie inside the image "
    "count.",
)
def convolve2d__full_size(x, kernel):
    x, kernel = np.asarray(x, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    if x.ndim != 2 or kernel.ndim != 2 or kernel.size == 0:
        raise ValueError("x and kernel must be 2-D, the kernel not empty")
    rows, columns = kernel.shape
    if rows > x.shape[0] or columns > x.shape[1]:
        raise ValueError("the kernel is larger than x")
    framed = np.pad(x, ((rows - 1, rows - 1), (columns - 1, columns - 1)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])


@alternative("the formula, with loops")
def convolve2d__formula(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError
    (h, w), (kh, kw) = np.shape(x), np.shape(kernel)
    if kh > h or kw > w:
        raise ValueError
    out = np.zeros((h - kh + 1, w - kw + 1))
    for i, j in np.ndindex(*out.shape):
        for a, b in np.ndindex(kh, kw):
            out[i, j] += float(x[i + a, j + b]) * float(kernel[kh - 1 - a, kw - 1 - b])
    return out


@alternative("two quarter turns, and a view of all windows")
def convolve2d__rot90_twice(x, kernel):
    x, kernel = np.asarray(x, dtype=float), np.rot90(np.asarray(kernel, dtype=float), 2)
    if x.ndim != 2 or kernel.size == 0:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.tensordot(windows, kernel, axes=2)


@alternative("PyTorch's convolution with both axes of the kernel flipped")
def convolve2d__torch(x, kernel):
    if np.ndim(x) != 2 or np.ndim(kernel) != 2 or np.size(kernel) == 0:
        raise ValueError
    if np.shape(kernel)[0] > np.shape(x)[0] or np.shape(kernel)[1] > np.shape(x)[1]:
        raise ValueError
    x, kernel = torch.tensor(x, dtype=torch.float64), torch.tensor(kernel, dtype=torch.float64)
    return F.conv2d(x[None, None], kernel.flip(0, 1)[None, None])[0, 0].numpy()


# ---------------------------------------------------------------- apply_filter


@mistake(
    loses=["visible", "hidden"],
    belief="A blur is a kernel of ones.",
    hint="Your blur is nine times too bright: it adds nine pixels up. What should a blur make of an image "
    "that is 5 everywhere?",
)
def apply_filter__blur_of_ones(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].numpy()


@mistake(
    loses=["visible", "hidden"],
    belief="sobel_x has its numbers changing from row to row.",
    hint="You have exchanged sobel_x and sobel_y. sobel_x answers to changes along x, from left to right: "
    "its numbers must differ from column to column.",
)
def apply_filter__sobel_swapped(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        "sobel_y": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].numpy()


@mistake(
    loses=["visible", "hidden"],
    belief="A filter is applied with the convolution of mathematics.",
    hint="Your Sobel filters have the wrong sign, because the kernel is turned before it slides. The other"
    " four look the same from both sides; slide the kernel as 5.2 does.",
    misconception="M15",
)
def apply_filter__turned(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel.flip(0, 1)[None, None])[0, 0].numpy()


@mistake(
    loses=["hidden"],
    belief="The numbers of a filter add up to 1, so the middle of edge is 9.",
    hint="Your edge kernel adds up to 1, so a flat image comes back as it is. An edge filter asks where "
    "something changes: what should it say of a flat wall?",
)
def apply_filter__edge_sums_to_one(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].numpy()


@mistake(
    loses=["hidden"],
    belief="The result is an image, so its values lie between 0 and 255.",
    hint="You cut the result off at 0 and at 255. Which side of an edge is the dark one is told by the "
    "sign, and that is lost in your result: leave the numbers as they come.",
)
def apply_filter__clips(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].clamp(0, 255).numpy()


@mistake(
    loses=["hidden"],
    belief="Pixels are whole numbers, so the result is rounded.",
    hint="You round the result. A blur of whole numbers has thirds and ninths in it, and nobody asked for "
    "pixels: leave the numbers as they come.",
)
def apply_filter__rounds(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].round().numpy()


@mistake(
    loses=["hidden"],
    belief="With a name that nobody knows, the image stays as it is.",
    hint="A name that is not in the table gives the image back. Whoever mistypes a name would never find "
    "out: what should happen instead stands in the text.",
)
def apply_filter__unknown_is_identity(image, name):
    filters = {
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError("the image must be 2-D, and at least 3x3")
    kernel = filters.get(name, [[0, 0, 0], [0, 1, 0], [0, 0, 0]])
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, kernel))
    return F.conv2d(image[None, None], kernel[None, None])[0, 0].numpy()


@mistake(
    loses=["visible", "hidden"],
    belief="A filtered photo is as large as the photo.",
    hint="You put zeros around the image, so that the result keeps its size. They also make the rim of a "
    "blur dark. Here nothing is padded.",
)
def apply_filter__keeps_size(image, name):
    filters = {
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "blur": [[1 / 9] * 3] * 3,
        "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "edge": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "sobel_y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    }
    if name not in filters or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError(f"cannot apply {name!r}")
    image, kernel = (torch.tensor(a, dtype=torch.float64) for a in (image, filters[name]))
    return F.conv2d(image[None, None], kernel[None, None], padding=1)[0, 0].numpy()


@alternative("kernels made of three small parts, with PyTorch")
def apply_filter__parts(image, name):
    one = torch.zeros(3, 3, dtype=torch.float64)
    one[1, 1] = 1
    ones = torch.ones(3, 3, dtype=torch.float64)
    smooth, slope = torch.tensor([1.0, 2, 1]).double(), torch.tensor([-1.0, 0, 1]).double()
    plus = torch.tensor([[0, 1, 0], [1, 1, 1], [0, 1, 0]]).double()
    kernels = {
        "identity": one,
        "blur": ones / 9,
        "sharpen": 6 * one - plus,
        "edge": 9 * one - ones,
        "sobel_x": torch.outer(smooth, slope),
        "sobel_y": torch.outer(slope, smooth),
    }
    if name not in kernels or np.ndim(image) != 2 or min(np.shape(image)) < 3:
        raise ValueError
    image = torch.tensor(image, dtype=torch.float64)
    return F.conv2d(image[None, None], kernels[name][None, None])[0, 0].numpy()


@alternative("all windows at once, without a loop")
def apply_filter__windows(image, name):
    vertical = {"sobel_x": [1.0, 2, 1], "sobel_y": [-1.0, 0, 1]}
    horizontal = {"sobel_x": [-1.0, 0, 1], "sobel_y": [1.0, 2, 1]}
    kernel = np.zeros((3, 3))
    if name in vertical:
        kernel = np.outer(vertical[name], horizontal[name])
    elif name == "blur":
        kernel += 1 / 9
    elif name == "edge":
        kernel[:], kernel[1, 1] = -1, 8
    elif name == "sharpen":
        kernel[1], kernel[:, 1], kernel[1, 1] = -1, -1, 5
    elif name == "identity":
        kernel[1, 1] = 1
    else:
        raise ValueError
    if np.ndim(image) != 2:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(image, dtype=float), (3, 3))
    return np.einsum("ijab,ab->ij", windows, kernel)


@alternative("shifted images, added up")
def apply_filter__shifts(image, name):
    image = np.asarray(image, dtype=float)
    if image.ndim != 2 or min(image.shape) < 3:
        raise ValueError
    rows, columns = image.shape[0] - 2, image.shape[1] - 2
    at = [[image[a : a + rows, b : b + columns] for b in range(3)] for a in range(3)]
    total = sum(sum(row) for row in at)
    middle = at[1][1]
    if name == "identity":
        return middle.copy()
    if name == "blur":
        return total / 9
    if name == "sharpen":
        return 5 * middle - at[0][1] - at[2][1] - at[1][0] - at[1][2]
    if name == "edge":
        return 9 * middle - total
    if name == "sobel_x":
        return at[0][2] + 2 * at[1][2] + at[2][2] - at[0][0] - 2 * at[1][0] - at[2][0]
    if name == "sobel_y":
        return at[2][0] + 2 * at[2][1] + at[2][2] - at[0][0] - 2 * at[0][1] - at[0][2]
    raise ValueError


# ---------------------------------------------------------------- conv_matrix


@mistake(
    loses=["visible", "hidden"],
    belief="A convolution turns the kernel, so its matrix holds it turned.",
    hint="The numbers of the kernel stand in reverse order in your rows: that is the matrix of 5.3. This "
    "one belongs to 5.2, where the kernel stays as it is.",
    misconception="M15",
)
def conv_matrix__flipped(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows, columns, height, width))
    for i, j in np.ndindex(rows, columns):
        matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel[::-1, ::-1]
    return matrix.reshape(rows * columns, height * width)


@mistake(
    loses=["visible", "hidden"],
    belief="A pixel is a row of the matrix, and an output is a column.",
    hint="Your matrix lies on its side. In M @ x each row of M gives one output: there must be as many "
    "rows as outputs, and as many columns as pixels.",
)
def conv_matrix__transposed(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows, columns, height, width))
    for i, j in np.ndindex(rows, columns):
        matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return matrix.reshape(rows * columns, height * width).T.copy()


@mistake(
    loses=["visible", "hidden"],
    belief="One row down in the image is as many pixels further as the output has columns.",
    hint="You go one row down in the image by adding the width of the output. The columns of the matrix "
    "are pixels of the image: how many of them does one of its rows hold?",
)
def conv_matrix__output_width(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, height * width))
    for i, j in np.ndindex(rows, columns):
        for a, b in np.ndindex(*kernel.shape):
            matrix[i * columns + j, (i + a) * columns + j + b] = kernel[a, b]
    return matrix


@mistake(
    loses=["visible", "hidden"],
    belief="Each row of the matrix is the one above, shifted by one place.",
    hint="You shift every row by one place. That is right as long as the window moves to the right. When "
    "it jumps to the beginning of the next row of the image, it goes further: compare rows 1 and 2 of"
    " the visible test.",
)
def conv_matrix__shifts_by_one(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    first = np.zeros((height, width))
    first[: kernel.shape[0], : kernel.shape[1]] = kernel
    return np.stack([np.roll(first.ravel(), r) for r in range(rows * columns)])


@mistake(
    loses=["visible", "hidden"],
    belief="Each output has weights of its own, as in a linear layer.",
    hint="Your rows hold different numbers at different places. A convolution uses the same kernel "
    "everywhere: only where its numbers stand changes from row to row.",
    misconception="M62",
)
def conv_matrix__weights_of_its_own(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows, columns, height, width))
    for r, (i, j) in enumerate(np.ndindex(rows, columns)):
        matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel * (r + 1)
    return matrix.reshape(rows * columns, height * width)


@mistake(
    loses=["visible", "hidden"],
    belief="Pixels are numbered column by column.",
    hint="You number pixels and outputs down the columns. `ravel` goes along the rows, first row first.",
)
def conv_matrix__column_by_column(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((columns, rows, width, height))
    for i, j in np.ndindex(rows, columns):
        matrix[j, i, j : j + kernel.shape[1], i : i + kernel.shape[0]] = kernel.T
    return matrix.reshape(rows * columns, height * width)


@mistake(
    loses=["hidden"],
    belief="The rows of an image are as long as its columns.",
    hint="You take the height of the image for the length of its rows. On a square image nobody sees it: "
    "try 2x5 with a kernel of 2x2.",
)
def conv_matrix__square_image(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows * columns, height * width))
    for i, j in np.ndindex(rows, columns):
        for a, b in np.ndindex(*kernel.shape):
            place = (i + a) * height + j + b
            matrix[i * columns + j, place % (height * width)] = kernel[a, b]
    return matrix


@mistake(
    loses=["hidden"],
    belief="A kernel that does not fit has no place, so the matrix has no rows, and that is answer enough.",
    hint="A kernel that does not fit gives you an empty matrix, or whatever NumPy makes of the sizes. The "
    "text asks for ValueError: compare the kernel with in_shape first, along both axes.",
)
def conv_matrix__empty_when_too_large(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = in_shape
    if kernel.ndim != 2:
        raise ValueError("the kernel must be 2-D")
    rows, columns = max(height - kernel.shape[0] + 1, 0), max(width - kernel.shape[1] + 1, 0)
    matrix = np.zeros((rows, columns, height, width))
    for i, j in np.ndindex(rows, columns):
        matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return matrix.reshape(rows * columns, height * width)


@mistake(
    loses=["hidden"],
    belief="A matrix of whole numbers is fine when the kernel holds whole numbers.",
    hint="An integer kernel gives you an integer matrix. The result must be floating for every input: look"
    " at the dtype of the array that you fill.",
)
def conv_matrix__integers_stay(kernel, in_shape):
    kernel = np.asarray(kernel)
    height, width = in_shape
    if kernel.ndim != 2 or kernel.shape[0] > height or kernel.shape[1] > width:
        raise ValueError("the kernel must be 2-D and fit into in_shape")
    rows, columns = height - kernel.shape[0] + 1, width - kernel.shape[1] + 1
    matrix = np.zeros((rows, columns, height, width), dtype=kernel.dtype)
    for i, j in np.ndindex(rows, columns):
        matrix[i, j, i : i + kernel.shape[0], j : j + kernel.shape[1]] = kernel
    return matrix.reshape(rows * columns, height * width)


@alternative("index arithmetic in four loops")
def conv_matrix__four_loops(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=float)
    if kernel.ndim != 2:
        raise ValueError
    (kh, kw), (h, w) = kernel.shape, in_shape
    if kh > h or kw > w:
        raise ValueError
    out = np.zeros(((h - kh + 1) * (w - kw + 1), h * w))
    row = 0
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    out[row, (i + a) * w + j + b] = kernel[a, b]
            row += 1
    return out


@alternative("the convolutions of all images with a single 1")
def conv_matrix__unit_images(kernel, in_shape):
    kernel = torch.tensor(kernel, dtype=torch.float64)
    h, w = in_shape
    if kernel.dim() != 2 or kernel.shape[0] > h or kernel.shape[1] > w:
        raise ValueError
    columns = []
    for pixel in range(h * w):
        image = torch.zeros(h * w, dtype=torch.float64)
        image[pixel] = 1
        columns.append(F.conv2d(image.reshape(1, 1, h, w), kernel[None, None]).flatten())
    return torch.stack(columns, dim=1).contiguous().numpy()


@alternative("each row is a window of pixel numbers, filled")
def conv_matrix__pixel_numbers(kernel, in_shape):
    kernel = np.asarray(kernel, dtype=float)
    numbers = np.arange(in_shape[0] * in_shape[1]).reshape(in_shape)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, kernel.shape)
    windows = windows.reshape(-1, kernel.size)
    out = np.zeros((len(windows), numbers.size))
    np.put_along_axis(out, windows, kernel.ravel()[None], axis=1)
    return out
