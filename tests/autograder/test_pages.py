"""No page of the book gives an exercise away."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import pages
from autograder.errors import UserError

DEFINITIONS = {
    "a function": "def double(x):\n    return 2 * x",
    "an async function": "async def double(x):\n    return 2 * x",
    "a method": "class A:\n    def double(self):\n        pass",
    "a class": "class double:\n    pass",
    "an assignment": "double = abs",
    "a lambda": "double = lambda x: 2 * x",
    "one of several": "single, double = abs, abs",
    "with a type": "double: object = abs",
    "a walrus": "print(double := abs)",
    "a loop": "for double in (abs,):\n    pass",
    "an import": "from solutions import double",
    "an import under its name": "from math import sqrt as double",
    "a module under its name": "import math as double",
    "deep inside": "if True:\n    def outer():\n        def double(x):\n            pass",
}
FENCES = {
    "code-cell": "```{code-cell}\n%s\n```",
    "code-cell with a kernel": "```{code-cell} ipython3\n%s\n```",
    "code-cell with options": "```{code-cell} ipython3\n:tags: [hide-input]\n\n%s\n```",
    "code-cell with options in YAML": "```{code-cell}\n---\nmystnb:\n  image:\n    alt: x\n---\n%s\n```",
    "code-cell with magics": "```{code-cell}\n%%matplotlib inline\n!ls\n%s\n```",
    "python": "```python\n%s\n```",
    "python, abbreviated": "```py\n%s\n```",
    "Python": "```Python\n%s\n```",
    "ipython": "```ipython3\n%s\n```",
    "code directive": "```{code} python\n%s\n```",
    "code-block directive": "```{code-block} python\n%s\n```",
    "code-block directive without a language": "```{code-block}\n%s\n```",
    "longer fence": "`````python\n%s\n`````",
    "closed by a longer fence": "```python\n%s\n`````",
    "tildes": "~~~python\n%s\n~~~",
    "colons": ":::{code-cell}\n%s\n:::",
    "inside another directive": "````{admonition} Look\n```{code-cell}\n%s\n```\n````",
    "not closed": "```python\n%s",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path


def complaint(book: Path) -> str:
    """What is wrong with the book; empty when nothing is."""
    try:
        pages.check(book, {"double", "triple"})
    except UserError as error:
        return str(error)
    return ""


def write(path: Path, text: str) -> int:
    """Writes a page; gives the line of the first `double`, which is what a complaint should name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return next((n for n, line in enumerate(text.split("\n"), 1) if "double" in line), 0)


@pytest.mark.parametrize("code", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_any_definition_of_a_graded_function_is_found(book: Path, code: str) -> None:
    line = write(book / "chapter.md", f"# Title\n\nProse.\n\n```{{code-cell}}\nx = 1\n\n{code}\n```\n")
    assert complaint(book).startswith(f"{book / 'chapter.md'}:{line}: defines the graded function double; ")


@pytest.mark.parametrize("fence", FENCES.values(), ids=FENCES.keys())
def test_it_is_found_in_every_kind_of_code_block(book: Path, fence: str) -> None:
    line = write(
        book / "part" / "chapter.md", "# Title\n\n" + fence.replace("%s", "double = abs").replace("%%", "%")
    )
    assert f"chapter.md:{line}: defines the graded function double" in complaint(book)


def test_it_is_found_in_a_block_inside_a_list(book: Path) -> None:
    write(
        book / "chapter.md", "1. First:\n\n   ```python\n   x = 1\n   def double(x):\n       pass\n   ```\n"
    )
    assert "chapter.md:5: defines the graded function double" in complaint(book)


def test_it_is_found_in_the_second_block_and_below_an_unusual_line_break(book: Path) -> None:
    write(book / "chapter.md", "a\u2028b\x0c\n```python\nx = 1\n```\n\n```python\n\ndouble = abs\n```\n")
    assert "chapter.md:8: defines the graded function double" in complaint(book)


def test_it_is_found_in_a_module_beside_the_pages(book: Path) -> None:
    write(book / "figures" / "frames.py", "import math\n\n\ndef triple(x):\n    pass\n")
    assert f"{book / 'figures' / 'frames.py'}:4: defines the graded function triple" in complaint(book)


HARMLESS = {
    "prose": "def double(x): is what you will write. double = abs",
    "inline code": "Write `def double(x):` yourself.",
    "a call": "```python\ny = double(3)\nprint(double)\n```",
    "another name": "```python\ndef doubled(double_of):\n    pass\n```",
    "an attribute": "```python\nmodel.double = abs\n```",
    "text in code": '```python\ns = "def double(x): pass"\n# def double(x)\n```',
    "a shell": "```bash\ndouble=1\n```",
    "another language": "```{code-block} javascript\ndouble = 1\n```",
    "a console": "```pycon\ndouble = abs\n```",
    "no language": "```\ndouble = abs\n```",
    "an output": "```{code-block} text\ndouble = abs\n```",
    "not Python at all": "```python\n$ double = = abs\n```",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_defines_nothing_is_left_alone(book: Path, text: str) -> None:
    write(book / "chapter.md", f"# Title\n\n{text}\n")
    assert complaint(book) == ""


def test_a_page_in_another_encoding_is_still_searched(book: Path) -> None:
    (book / "chapter.md").write_bytes(b"# T\xe9\n\n```python\ndouble = abs\n```\n")
    assert "chapter.md:4: defines the graded function double" in complaint(book)


def test_a_folder_without_pages_has_nothing_to_hide(book: Path) -> None:
    assert complaint(book / "missing") == ""
