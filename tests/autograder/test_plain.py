"""Plain data: what may cross between a test and a learner's function, and how it is copied."""

from __future__ import annotations

import collections
import enum
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.wire import plain

DTYPES = "?bhilqBHILQefdgFDG"
SLICES = (slice(None), slice(1, None), slice(None, None, 2), slice(None, None, -1), slice(None, None, -2))


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """Arrays of every dtype, up to four axes, empty ones too, and views of them in every layout."""
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    array = rng.integers(0, 100, size=shape).astype(draw(st.sampled_from(DTYPES)))
    array = np.asarray(array).transpose(draw(st.permutations(range(len(shape)))))
    return array[(..., *(draw(st.sampled_from(SLICES)) for _ in shape))]


def numpy_scalars() -> st.SearchStrategy[Any]:
    return st.sampled_from(DTYPES).map(lambda code: np.dtype(code).type(1))


def tensors() -> st.SearchStrategy[torch.Tensor]:
    codes = st.sampled_from("?bhilBefdFD")
    return st.builds(
        lambda code, n: torch.from_numpy(np.arange(6).astype(code).reshape(2, 3))[:, :n],
        codes,
        st.integers(0, 3),
    )


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(), numpy_scalars()
)
PLAIN = st.recursive(
    st.one_of(SCALARS, arrays(), tensors()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=6,
)


def mutable_parts(value: Any) -> Iterator[Any]:
    """Everything inside a plain value that somebody could change."""
    if isinstance(value, (list, dict, np.ndarray, torch.Tensor)):
        yield value
    if isinstance(value, (list, tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from mutable_parts(item)


@given(PLAIN)
def test_a_copy_is_the_same_bit_for_bit(value: Any) -> None:
    assert plain.same(plain.copy(value), value)


@given(PLAIN)
def test_a_copy_shares_nothing_that_can_change(value: Any) -> None:
    copied = plain.copy(value)
    assert not {id(part) for part in mutable_parts(value)} & {id(part) for part in mutable_parts(copied)}
    for mine in plain.arrays(copied):
        assert mine.flags.writeable
        assert not any(np.shares_memory(mine, theirs) for theirs in plain.arrays(value))


@given(arrays())
def test_a_copy_keeps_the_layout_in_memory(array: np.ndarray) -> None:
    copied = plain.copy(array)
    assert (copied.dtype, copied.shape) == (array.dtype, array.shape)
    assert copied.flags.c_contiguous == array.flags.c_contiguous
    assert copied.flags.f_contiguous == array.flags.f_contiguous
    if array.size:
        long = [axis for axis in range(array.ndim) if array.shape[axis] > 1]

        def by_stride(a: np.ndarray) -> list[int]:
            return sorted(long, key=lambda axis: (-abs(a.strides[axis]), axis))

        assert by_stride(copied) == by_stride(array)
        assert [copied.strides[axis] < 0 for axis in long] == [array.strides[axis] < 0 for axis in long]


@pytest.mark.parametrize("dtype", [">f8", "<i2", ">c16"])
def test_a_copy_keeps_the_byte_order(dtype: str) -> None:
    assert plain.copy(np.arange(3).astype(dtype)).dtype == np.dtype(dtype)


def test_a_copy_of_a_read_only_or_broadcast_array_can_be_written() -> None:
    stretched = np.broadcast_to(np.arange(3.0), (2, 3))
    copied = plain.copy(stretched)
    copied[0, 0] = 9.0
    assert copied.tolist() == [[9, 1, 2], [0, 1, 2]]
    assert stretched[0, 0] == 0


class Array(np.ndarray):
    pass


class Tensor(torch.Tensor):
    pass


class Text(str):
    pass


class Number(float):
    pass


class Whole(int):
    pass


class Row(list[int]):
    pass


class Claiming(np.float64):
    __module__ = "numpy"


class EqualToAnything(type):
    def __eq__(cls, other: object) -> bool:
        return True

    __hash__ = type.__hash__


class Impostor(metaclass=EqualToAnything):
    pass


class Liar:
    __class__ = np.ndarray  # type: ignore[assignment]


Point = collections.namedtuple("Point", "x y")
Colour = enum.IntEnum("Colour", "RED")

NOT_PLAIN = {
    "an array subclass": np.zeros(2).view(Array),
    "a masked array": np.ma.array([1.0, 2.0]),
    "objects": np.array([None, 1]),
    "a structured array": np.zeros(2, dtype=[("a", float)]),
    "text in an array": np.array(["a"]),
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "a NumPy string": np.str_("a"),
    "a NumPy date": np.datetime64("2020-01-01"),
    "a str subclass": Text("a"),
    "a float subclass": Number(1.0),
    "an int subclass": Whole(1),
    "an enum member": Colour.RED,
    "a list subclass": Row([1]),
    "a named tuple": Point(1, 2),
    "a default dict": collections.defaultdict(int),
    "a set": {1},
    "bytes": b"a",
    "a generator": (i for i in range(2)),
    "a range": range(2),
    "a function": len,
    "a class": int,
    "an object": object(),
    "a NumPy scalar's subclass that says it is NumPy's": Claiming(1.0),
    "an object of a class that is equal to any": Impostor(),
    "an object that says it is an array": Liar(),
    "a tensor subclass": torch.zeros(2).as_subclass(Tensor),
    "a parameter": torch.nn.Parameter(torch.zeros(2)),
    "a tensor that requires grad": torch.zeros(2, requires_grad=True),
    "a result that requires grad": torch.zeros(2, requires_grad=True) * 2,
    "a tensor of a dtype that NumPy lacks": torch.zeros(2, dtype=torch.bfloat16),
    "a sparse tensor": torch.zeros(2).to_sparse(),
    "a tensor without data": torch.zeros(2, device="meta"),
}


@pytest.mark.parametrize("value", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
@pytest.mark.parametrize("around", [lambda v: v, lambda v: [v], lambda v: ({"key": v},)])
def test_everything_else_is_refused_however_deep_it_hides(value: Any, around: Any) -> None:
    with pytest.raises(plain.NotPlain):
        plain.copy(around(value))


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (np.zeros(2).view(Array), "Array"),
        ({1}, "a set"),
        (np.array([None]), "dtype object"),
        (torch.zeros(2, requires_grad=True), "requires grad"),
        (torch.zeros(2, dtype=torch.bfloat16), "bfloat16"),
    ],
)
def test_a_refusal_names_the_type(value: Any, named: str) -> None:
    with pytest.raises(plain.NotPlain, match=named):
        plain.copy(value)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (0.0, -0.0),
        (1, 1.0),
        (1, True),
        (np.float64(1), 1.0),
        ([1], (1,)),
        ([1], [1, 1]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, {"a": 2}),
        (np.zeros(2), -np.zeros(2)),
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.zeros(2), np.zeros((1, 2))),
        (np.zeros(0), np.zeros((0, 2))),
        (np.zeros(1), np.zeros(1).astype(">f8")),
        (np.zeros(2), torch.zeros(2, dtype=torch.float64)),
        (torch.zeros(2), torch.zeros(2, dtype=torch.float64)),
        (torch.zeros(2), torch.zeros(1, 2)),
        (None, False),
    ],
)
def test_values_that_only_look_alike_are_not_the_same(a: Any, b: Any) -> None:
    assert not plain.same(a, b)
    assert not plain.same(b, a)


@pytest.mark.parametrize(
    "nan", [float("nan"), complex(0, float("nan")), np.float32("nan"), np.array([np.nan])]
)
def test_a_nan_is_the_same_as_itself(nan: Any) -> None:
    assert plain.same(nan, plain.copy(nan))


@given(arrays())
def test_the_layout_does_not_matter_for_being_the_same(array: np.ndarray) -> None:
    assert plain.same(np.asarray(array, order="F"), np.asarray(array, order="C"))


def test_arrays_finds_those_inside_and_shares_their_memory() -> None:
    tensor, array = torch.zeros(2), np.zeros(3)
    found = plain.arrays(({"a": [array]}, 1, (tensor,)))
    assert [a.shape for a in found] == [(3,), (2,)]
    assert np.shares_memory(found[0], array)
    assert np.shares_memory(found[1], tensor.numpy())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "None"),
        ([], "a list"),
        (1, "an int"),
        (np.zeros(1), "a numpy.ndarray"),
        (torch.zeros(1), "a torch.Tensor"),
    ],
)
def test_types_have_names_for_messages(value: Any, name: str) -> None:
    assert plain.type_name(value) == name
