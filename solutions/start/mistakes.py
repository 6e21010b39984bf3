"""Wrong and right answers to the exercises of the first chapter, on which their tests are tried."""

import numpy as np
import torch
import torch.nn.functional as F

from autograder.mistakes import alternative, mistake

# ---------------------------------------------------------------- to_nchw


@mistake(
    loses=["visible", "hidden"],
    belief="An array of the right shape holds the right picture, so reshape will do.",
    hint="You get the right shape with reshape. But reshape only cuts the same row of numbers into other "
    "pieces, so colours of one pixel land in different pixels. The axes have to change places: another "
    "function does that.",
)
def to_nchw__reshape(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images.reshape(images.shape[0], 1, *images.shape[1:])
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    n, h, w, c = images.shape
    return images.reshape(n, c, h, w)


@mistake(
    loses=["visible", "hidden"],
    belief="A picture is width times height.",
    hint="In your result rows and columns have changed places: the pictures lie on their sides. Height, the "
    "number of rows, comes before width: look at the order of the last two axes.",
    misconception="M28",
)
def to_nchw__width_first(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images.transpose(0, 2, 1)[:, None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(0, 3, 2, 1)


@mistake(
    loses=["visible", "hidden"],
    belief="The colour planes are the outermost axis.",
    hint="You put the channels in front of the pictures. N, the number of pictures, stays the first axis: "
    "each picture has its own channels.",
)
def to_nchw__channels_outermost(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images[None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(3, 0, 1, 2)


@mistake(
    loses=["visible", "hidden"],
    belief="The channel of a grey picture goes where colours usually stand, at the end.",
    hint="Your grey pictures get their channel axis at the end. For grey pictures too, channels come before "
    "height and width: where in the shape does a size of 1 have to appear?",
)
def to_nchw__grey_channel_last(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images[..., None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(0, 3, 1, 2)


@mistake(
    loses=["visible", "hidden"],
    belief="Pixels have to be scaled to lie between 0 and 1.",
    hint="You divide by 255. Networks like small numbers, but this function only moves axes: every number "
    "keeps its value.",
)
def to_nchw__scales(images):
    images = np.array(images, dtype=np.float64) / 255
    if images.ndim == 3:
        return images[:, None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(0, 3, 1, 2)


@mistake(
    loses=["hidden"],
    belief="Moving axes does not concern the dtype.",
    hint="Your result has the dtype of `images`, so a uint8 photograph stays uint8. Later chapters subtract "
    "and multiply these numbers, and uint8 wraps around at 255: the result must be floating.",
)
def to_nchw__keeps_integers(images):
    images = np.array(images)
    if images.ndim == 3:
        return images[:, None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(0, 3, 1, 2)


@mistake(
    loses=["hidden"],
    belief="Whatever has fewer than four axes is grey.",
    hint="You let a single picture with two axes through. Which of the two would be N? Every number of axes "
    "other than 3 and 4 must raise ValueError.",
)
def to_nchw__no_axis_check(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim <= 3:
        return images[..., None, :, :]
    return images.transpose(0, 3, 1, 2)


@mistake(
    loses=["hidden"],
    belief="Transposing makes a new array.",
    hint="When `images` is already float64, your result is a view of it: transposing and adding an axis copy "
    "nothing. Whoever changes the result then changes the pictures. Where can you copy?",
)
def to_nchw__view(images):
    images = np.asarray(images, dtype=np.float64)
    if images.ndim == 3:
        return images[:, None]
    if images.ndim != 4:
        raise ValueError("images must be (N, H, W) or (N, H, W, C)")
    return images.transpose(0, 3, 1, 2)


@mistake(
    loses=["hidden"],
    belief="Colour pictures have three channels.",
    hint="You take pictures with three channels only. C is a size like any other: pictures with one, two or "
    "four channels are pictures too.",
)
def to_nchw__three_channels_only(images):
    images = np.array(images, dtype=np.float64)
    if images.ndim == 3:
        return images[:, None]
    if images.ndim != 4 or images.shape[3] != 3:
        raise ValueError("images must be (N, H, W) or (N, H, W, 3)")
    return images.transpose(0, 3, 1, 2)


@alternative("np.moveaxis")
def to_nchw__moveaxis(images):
    x = np.asarray(images).astype(float)
    if x.ndim == 3:
        return np.expand_dims(x, 1)
    if x.ndim != 4:
        raise ValueError("three or four axes")
    return np.moveaxis(x, -1, 1)


@alternative("permute of PyTorch")
def to_nchw__permute(images):
    x = torch.tensor(images, dtype=torch.float64)
    if x.ndim == 3:
        x = x.unsqueeze(-1)
    if x.ndim != 4:
        raise ValueError("three or four axes")
    return x.permute(0, 3, 1, 2).contiguous().numpy()


@alternative("a loop over channels")
def to_nchw__loop(images):
    x = np.asarray(images)
    if x.ndim not in (3, 4):
        raise ValueError("three or four axes")
    if x.ndim == 3:
        x = x[..., np.newaxis]
    n, h, w, c = x.shape
    out = np.zeros((n, c, h, w))
    for channel in range(c):
        out[:, channel] = x[..., channel]
    return out


# ---------------------------------------------------------------- one_hot


@mistake(
    loses=["visible", "hidden"],
    belief="Classes are counted from 1.",
    hint="Your 1 stands one place too far to the left: you count classes from 1. Label 0 is the first class.",
)
def one_hot__counts_from_one(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((labels.size, num_classes))
    rows[np.arange(labels.size), labels.astype(int) - 1] = 1
    return rows


@mistake(
    loses=["visible", "hidden"],
    belief="A column for each label.",
    hint="Your labels are columns and your classes rows. Samples come first in every array of this course: "
    "a row for each label.",
)
def one_hot__transposed(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((num_classes, labels.size))
    rows[labels, np.arange(labels.size)] = 1
    return rows


@mistake(
    loses=["visible", "hidden"],
    belief="Zeros and ones are integers.",
    hint="The numbers are right, but your array holds integers. Later they are subtracted from "
    "probabilities: the rows must be floating.",
)
def one_hot__integers(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes, dtype=int)[labels]


@mistake(
    loses=["visible", "hidden"],
    belief="At the place of the class stands its label.",
    hint="You write the label itself into its place, so class 0 disappears and class 2 counts twice as much "
    "as class 1. Which number stands at the place of the class, whatever the class is?",
)
def one_hot__writes_the_label(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((labels.size, num_classes))
    rows[np.arange(labels.size), labels] = labels
    return rows


@mistake(
    loses=["hidden"],
    belief="The number of classes can be seen from the labels.",
    hint="You take the number of classes from the largest label. A batch need not contain the last class: "
    "the number of columns is `num_classes`, whatever occurs.",
)
def one_hot__classes_from_labels(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    classes = int(labels.max()) + 1 if labels.size else num_classes
    return np.eye(classes)[labels]


@mistake(
    loses=["hidden"],
    belief="np.unique numbers the classes.",
    hint="You number the labels that occur: if class 0 is missing from a batch, class 1 takes its column. A "
    "label is already the number of its column.",
)
def one_hot__ranks(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    _, ranks = np.unique(labels, return_inverse=True)
    return np.eye(num_classes)[ranks]


@mistake(
    loses=["hidden"],
    belief="Indexing complains about labels that do not exist.",
    hint="Your function checks nothing itself. Python counts negative places from the end, so a label of -1 "
    "silently becomes the last class, and other bad input raises whatever NumPy thinks of: refuse all of it "
    "with ValueError.",
)
def one_hot__unchecked_eye(labels, num_classes):
    return np.eye(num_classes)[labels]


@mistake(
    loses=["hidden"],
    belief="Labels that are too large are the only ones that can be wrong.",
    hint="You refuse labels that are too large, but not those below 0. Python counts negative places from "
    "the end, so -1 silently becomes the last class.",
)
def one_hot__negative_labels(labels, num_classes):
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("labels must be 1-D integers, and there must be a class")
    if np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


@mistake(
    loses=["hidden"],
    belief="A label can be turned into an integer if it is none.",
    hint="You turn the labels into integers before you look at them, so a label of 0.5 becomes class 0. "
    "Labels that are not integers must raise ValueError: look at their dtype first.",
)
def one_hot__rounds_floats(labels, num_classes):
    labels = np.asarray(labels).astype(int)
    if labels.ndim != 1 or num_classes < 1 or np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("labels must be 1-D and in range, and there must be a class")
    return np.eye(num_classes)[labels]


@alternative("labels compared with all classes")
def one_hot__comparison(labels, num_classes):
    labels = np.asarray(labels)
    good = labels.ndim == 1 and labels.dtype.kind in "iu" and num_classes >= 1
    if not good or np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("bad labels")
    return (labels[:, None] == np.arange(num_classes)).astype(np.float32)


@alternative("a loop over the labels")
def one_hot__loop(labels, num_classes):
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer) or num_classes < 1:
        raise ValueError("bad labels")
    rows = np.zeros((len(labels), num_classes))
    for i, label in enumerate(labels):
        if not 0 <= label < num_classes:
            raise ValueError(f"label {label}")
        rows[i, label] = 1.0
    return rows


@alternative("F.one_hot, with checks in front")
def one_hot__torch(labels, num_classes):
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or num_classes < 1:
        raise ValueError("bad labels")
    if len(labels) and not (labels.min() >= 0 and labels.max() < num_classes):
        raise ValueError("label out of range")
    return F.one_hot(torch.tensor(labels, dtype=torch.long), num_classes).float().numpy()


# ---------------------------------------------------------------- count_updates


@mistake(
    loses=["visible", "hidden"],
    belief="Only full batches are trained on.",
    hint="You leave the partial batch of each epoch out, always. Its samples count too, unless `drop_last` "
    "says otherwise.",
)
def count_updates__full_batches_only(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    return num_samples // batch_size * epochs


@mistake(
    loses=["visible", "hidden"],
    belief="There is always one more batch for the rest.",
    hint="You add a batch for the rest in every case. 100 samples in batches of 10 leave no rest.",
)
def count_updates__always_one_more(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    return (num_samples // batch_size + (0 if drop_last else 1)) * epochs


@mistake(
    loses=["visible", "hidden"],
    belief="The batches run through all epochs without a break.",
    hint="You lay all epochs end to end and cut them into batches, so the rest of an epoch is filled up from "
    "the next one. Each epoch ends with its own partial batch: count one epoch first.",
)
def count_updates__runs_on(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    samples = num_samples * epochs
    return samples // batch_size if drop_last else -(-samples // batch_size)


@mistake(
    loses=["visible", "hidden"],
    belief="Samples divided by batch size is the number of batches.",
    hint="You divide with `/`, so your result is a float, and a partial batch counts as a part. A batch "
    "is there or not: the result is an int.",
)
def count_updates__fractions(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    return num_samples / batch_size * epochs


@mistake(
    loses=["visible", "hidden"],
    belief="The number of updates is the number of batches in the data.",
    hint="You count one epoch, whatever `epochs` says. Every epoch goes through the data again.",
    misconception="M45",
)
def count_updates__one_epoch(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    full, rest = divmod(num_samples, batch_size)
    return full + (1 if rest and not drop_last else 0)


@mistake(
    loses=["hidden"],
    belief="The partial batch always counts.",
    hint="Your count is the same with and without `drop_last`. With it, a partial batch is left out.",
)
def count_updates__ignores_drop_last(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    return -(-num_samples // batch_size) * epochs


@mistake(
    loses=["hidden"],
    belief="drop_last takes one batch off.",
    hint="With `drop_last` you take a batch off in every case. It takes the last one off only if that is "
    "not full: try 12 samples in batches of 4.",
)
def count_updates__drops_full_batches(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    batches = -(-num_samples // batch_size)
    return max(batches - bool(drop_last), 0) * epochs


@mistake(
    loses=["hidden"],
    belief="math.ceil of a quotient is exact.",
    hint="You divide with `/` and round after. A float holds about 16 digits, so for huge numbers the "
    "remainder is lost before you round. There is a division that never leaves the integers.",
)
def count_updates__float_division(num_samples, batch_size, epochs=1, drop_last=False):
    import math

    if batch_size < 1 or num_samples < 0 or epochs < 0:
        raise ValueError("batch_size must be at least 1, the others at least 0")
    batches = num_samples / batch_size
    return (math.floor(batches) if drop_last else math.ceil(batches)) * epochs


@mistake(
    loses=["hidden"],
    belief="Python will complain about impossible numbers.",
    hint="Your function refuses nothing itself: a batch size of 0 raises ZeroDivisionError, and negative "
    "numbers give some number. Bad input raises ValueError: see the last point of the text.",
)
def count_updates__unchecked(num_samples, batch_size, epochs=1, drop_last=False):
    if drop_last:
        return num_samples // batch_size * epochs
    return -(-num_samples // batch_size) * epochs


@alternative("the length of a range")
def count_updates__range(num_samples, batch_size, epochs=1, drop_last=False):
    if batch_size <= 0 or num_samples < 0 or epochs < 0:
        raise ValueError("impossible numbers")
    if drop_last:
        num_samples -= num_samples % batch_size
    return len(range(0, num_samples, batch_size)) * epochs


@alternative("rounding up by adding batch_size - 1")
def count_updates__rounded_up(num_samples, batch_size, epochs=1, drop_last=False):
    if min(num_samples, epochs, batch_size - 1) < 0:
        raise ValueError("impossible numbers")
    extra = 0 if drop_last else batch_size - 1
    return epochs * ((num_samples + extra) // batch_size)


@alternative("asking PyTorch's BatchSampler")
def count_updates__sampler(num_samples, batch_size, epochs=1, drop_last=False):
    if num_samples < 0 or epochs < 0:
        raise ValueError("impossible numbers")
    sampler = torch.utils.data.BatchSampler(range(num_samples), batch_size, drop_last)
    return len(sampler) * epochs


# ---------------------------------------------------------------- minibatches


@mistake(
    loses=["visible", "hidden"],
    belief="There are as many batches as batch_size fits into the data.",
    hint="You make the full batches only. What is left after them is a batch too, unless `drop_last` says "
    "otherwise: those samples would never be trained on.",
)
def minibatches__full_only(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    count = order.size // batch_size
    return tuple(order[i * batch_size : (i + 1) * batch_size] for i in range(count))


@mistake(
    loses=["visible", "hidden"],
    belief="Batches go through the samples from the lowest number to the highest.",
    hint="You sort the order, and the shuffle is gone. The batches, one after the other, are `order` as it "
    "came.",
)
def minibatches__sorts(order, batch_size, drop_last=False):
    order = np.sort(np.asarray(order))
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    end = order.size - order.size % batch_size if drop_last else order.size
    return tuple(order[i : i + batch_size] for i in range(0, end, batch_size))


@mistake(
    loses=["visible", "hidden"],
    belief="The next batch starts at the next sample.",
    hint="Each of your batches starts one sample after the one before, so samples occur in several batches. "
    "An epoch takes each sample once: how far apart do batches start?",
)
def minibatches__overlap(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    return tuple(order[i : i + batch_size] for i in range(max(0, order.size - batch_size + 1)))


@mistake(
    loses=["visible", "hidden"],
    belief="Every batch has batch_size elements.",
    hint="You fill the last batch up with samples from the start, which the network then sees twice in an "
    "epoch. The last batch holds what is left.",
)
def minibatches__filled_up(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    end = order.size - order.size % batch_size if drop_last else order.size
    places = range(0, end, batch_size)
    return tuple(order[np.arange(i, i + batch_size) % order.size] for i in places)


@mistake(
    loses=["visible", "hidden"],
    belief="A batch consists of the numbers 0, 1, 2, and so on.",
    hint="Your batches hold the places 0, 1, 2 and so on instead of what stands there. `order` says which "
    "sample comes at each place.",
)
def minibatches__places(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    end = order.size - order.size % batch_size if drop_last else order.size
    return tuple(np.arange(i, min(i + batch_size, end)) for i in range(0, end, batch_size))


@mistake(
    loses=["hidden"],
    belief="np.array_split makes batches.",
    hint="You cut the order into parts that are about equally long: 10 samples become 4, 3 and 3. Every "
    "batch but the last has exactly `batch_size` elements.",
)
def minibatches__equal_parts(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    count = order.size // batch_size if drop_last else -(-order.size // batch_size)
    return tuple(np.array_split(order, count)) if count else ()


@mistake(
    loses=["hidden"],
    belief="drop_last drops the last batch.",
    hint="With `drop_last` you drop the last batch even when it is full. Only a partial one goes: look at "
    "its length.",
)
def minibatches__drops_full_last(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    batches = tuple(order[i : i + batch_size] for i in range(0, order.size, batch_size))
    return batches[:-1] if drop_last else batches


@mistake(
    loses=["hidden"],
    belief="The last batch always counts.",
    hint="Your batches are the same with and without `drop_last`. With it, a last batch that is not full is "
    "left out.",
)
def minibatches__ignores_drop_last(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("order must be 1-D, and batch_size at least 1")
    return tuple(order[i : i + batch_size] for i in range(0, order.size, batch_size))


@mistake(
    loses=["hidden"],
    belief="range complains about an impossible batch size.",
    hint="Your function checks nothing itself. A batch size of 0 happens to be refused by `range`, but a "
    "negative one gives no batch, and a 2-D order gives batches of rows: both must raise ValueError.",
)
def minibatches__unchecked(order, batch_size, drop_last=False):
    end = len(order) // batch_size * batch_size if drop_last else len(order)
    return tuple(order[i : i + batch_size] for i in range(0, end, batch_size))


@alternative("np.split at multiples of the batch size")
def minibatches__np_split(order, batch_size, drop_last=False):
    order = np.asarray(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("bad input")
    parts = np.split(order, np.arange(batch_size, order.size, batch_size))
    return tuple(p for p in parts if p.size == batch_size or (p.size and not drop_last))


@alternative("a while loop")
def minibatches__while(order, batch_size, drop_last=False):
    if np.ndim(order) != 1 or batch_size <= 0:
        raise ValueError("bad input")
    batches = []
    rest = np.array(order)
    while len(rest) >= batch_size:
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    if len(rest) and not drop_last:
        batches.append(rest)
    return tuple(batches)


@alternative("split of PyTorch")
def minibatches__torch_split(order, batch_size, drop_last=False):
    order = torch.tensor(order)
    if order.ndim != 1 or batch_size < 1:
        raise ValueError("bad input")
    parts = order.split(batch_size)
    return tuple(p.numpy() for p in parts if len(p) == batch_size or (len(p) and not drop_last))


# ---------------------------------------------------------------- split_indices


@mistake(
    loses=["visible", "hidden"],
    belief="Each set takes its share from the start of the order.",
    hint="Your validation set and your test set both begin at the first sample, so they share samples. The "
    "test set begins where the validation set ends.",
)
def split_indices__overlap(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = order.size * val_percent // 100, order.size * test_percent // 100
    return order[val + test :], order[:val], order[:test]


@mistake(
    loses=["visible", "hidden"],
    belief="The order is only there to count the samples.",
    hint="You cut the numbers 0, 1, 2 and so on instead of `order`: the shuffle is ignored, and the sets "
    "hold whatever happened to stand first in the file.",
)
def split_indices__ignores_order(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = order.size * val_percent // 100, order.size * test_percent // 100
    places = np.arange(order.size)
    return places[val + test :], places[:val], places[val : val + test]


@mistake(
    loses=["visible", "hidden"],
    belief="The test percentage is of what validation has left.",
    hint="You take the test set's percentage of what validation has left. Both percentages are of all N "
    "samples.",
)
def split_indices__percent_of_rest(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val = order.size * val_percent // 100
    test = (order.size - val) * test_percent // 100
    return order[val + test :], order[:val], order[val : val + test]


@mistake(
    loses=["visible", "hidden"],
    belief="The sets are returned in the order in which they are cut.",
    hint="Your three sets are right, but they come back as (val, test, train). The training set comes first.",
)
def split_indices__order_of_return(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = order.size * val_percent // 100, order.size * test_percent // 100
    return order[:val], order[val : val + test], order[val + test :]


@mistake(
    loses=["visible", "hidden"],
    belief="The training set is cut off first.",
    hint="You give the first samples to training. Any order would be fair, but this one is agreed on: "
    "validation takes the first samples of `order`, test the next, training the rest.",
)
def split_indices__train_first(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = order.size * val_percent // 100, order.size * test_percent // 100
    train = order.size - val - test
    return order[:train], order[train : train + val], order[train + val :]


@mistake(
    loses=["hidden"],
    belief="Sizes are rounded to the nearest whole number.",
    hint="You round the sizes to the nearest number. They are rounded down: 269.55 samples are 269.",
)
def split_indices__rounds(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = round(order.size * val_percent / 100), round(order.size * test_percent / 100)
    return order[val + test :], order[:val], order[val : val + test]


@mistake(
    loses=["hidden"],
    belief="The training set has its own percentage.",
    hint="You round the training set down too, so a sample or two end up in no set at all. Training gets "
    "everything that the other two leave.",
)
def split_indices__loses_samples(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    percents = (val_percent, test_percent, 100 - val_percent - test_percent)
    val, test, train = (order.size * percent // 100 for percent in percents)
    return order[val + test : val + test + train], order[:val], order[val : val + test]


@mistake(
    loses=["hidden"],
    belief="29 % is 0.29.",
    hint="You turn the percentages into fractions first. 0.29 has no exact float, so 29 % of 100 samples "
    "come out a hair below 29, and rounding down loses one. Multiply whole numbers, and divide last.",
)
def split_indices__float_percent(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("order must be 1-D, and the percentages must leave something for training")
    val, test = int(order.size * (val_percent / 100)), int(order.size * (test_percent / 100))
    return order[val + test :], order[:val], order[val : val + test]


@mistake(
    loses=["hidden"],
    belief="Slices forgive everything.",
    hint="Your function refuses nothing. Slices take any numbers, so percentages of 60 and 40 leave no "
    "sample to train on, and a negative one takes samples from the wrong end: both must raise ValueError.",
)
def split_indices__unchecked(order, val_percent, test_percent):
    n = len(order)
    val, test = n * val_percent // 100, n * test_percent // 100
    return order[val + test :], order[:val], order[val : val + test]


@alternative("np.split")
def split_indices__np_split(order, val_percent, test_percent):
    order = np.array(order)
    if order.ndim != 1 or val_percent < 0 or test_percent < 0 or val_percent + test_percent > 99:
        raise ValueError("bad input")
    val = order.size * val_percent // 100
    parts = np.split(order, [val, val + order.size * test_percent // 100])
    return parts[2], parts[0], parts[1]


@alternative("sample by sample")
def split_indices__loop(order, val_percent, test_percent):
    order = np.asarray(order)
    if order.ndim != 1 or val_percent < 0 or test_percent < 0 or val_percent + test_percent >= 100:
        raise ValueError("bad input")
    val, test = len(order) * val_percent // 100, len(order) * test_percent // 100
    sets = {"train": [], "val": [], "test": []}
    for place, sample in enumerate(order):
        name = "val" if place < val else "test" if place < val + test else "train"
        sets[name].append(sample)
    return tuple(np.array(part, dtype=int) for part in sets.values())


@alternative("split of PyTorch")
def split_indices__torch_split(order, val_percent, test_percent):
    order = torch.tensor(order)
    if order.ndim != 1 or min(val_percent, test_percent) < 0 or val_percent + test_percent >= 100:
        raise ValueError("bad input")
    val, test = (int(len(order) * percent / 100) for percent in (val_percent, test_percent))
    first, second, third = order.split([val, test, len(order) - val - test])
    return third.numpy(), first.numpy(), second.numpy()
