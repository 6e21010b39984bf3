"""What stops a build: tiny books, built by the course's own script and settings."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Build = Callable[..., subprocess.CompletedProcess[str]]

GOOD = r"""
# A good page

Inside text $H' = H + 2p - K + 1$ and 한글 $\text{예측}$. See {eq}`size`.

$$
H' &= H + 2p \\
   &= H
$$ (size)

\begin{align}
a &= b \\
c &= d
\end{align}

```{code-cell} ipython3
:mystnb: {image: {alt: A rising line}}
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9L9 0" stroke="navy"/></svg>')
```
"""

BAD_FORMULA = r"""
# A bad formula

This one $\frac{a$ does not close.
"""

DOUBTFUL_FORMULA = """
# A doubtful formula

An accent $é$ is no mathematics.
"""

FAILING_CELL = """
# A failing cell

```{code-cell} ipython3
1 / 0
```
"""

NO_ALT_TEXT = """
# No alt text

```{code-cell} ipython3
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9L9 0" stroke="navy"/></svg>')
```
"""


def site_of(build: subprocess.CompletedProcess[str]) -> Path:
    """Return the folder that a build wrote."""
    return Path(build.args[0]).parents[1] / "_build" / "html"


@pytest.fixture(scope="module")
def good(build_book: Build) -> subprocess.CompletedProcess[str]:
    """Return the build of a book without faults."""
    return build_book(index=GOOD, other="# Another page\n")


@pytest.fixture(scope="module")
def bad(build_book: Build) -> subprocess.CompletedProcess[str]:
    """Return the build of a book with one fault on each page but the first."""
    return build_book(
        index=GOOD, formula=BAD_FORMULA, doubt=DOUBTFUL_FORMULA, cell=FAILING_CELL, picture=NO_ALT_TEXT
    )


def test_good_book_says_where_it_is(good: subprocess.CompletedProcess[str]) -> None:
    assert good.returncode == 0, good.stdout + good.stderr
    entrance = good.stdout.splitlines()[-1].removeprefix("site: ")
    assert entrance == str(site_of(good) / "index.html")
    assert Path(entrance).exists()


def test_numbers_of_equations_are_sphinxs(good: subprocess.CompletedProcess[str]) -> None:
    html = (site_of(good) / "book" / "index.html").read_text(encoding="utf-8")
    assert html.count('class="eqno"') == 2  # the labelled one and `align`, which KaTeX must not number again
    assert "eqn-num" not in html
    assert 'href="#equation-size"' in html


def test_fault_stops_the_build(bad: subprocess.CompletedProcess[str]) -> None:
    assert bad.returncode != 0
    assert "site: not built: " in bad.stderr.splitlines()[0]
    assert not (site_of(bad) / "index.html").exists()


@pytest.mark.parametrize(
    ("page", "line", "complaint"),
    [
        ("formula", 8, "Unexpected end"),
        ("doubt", 8, "unicodeTextInMathMode"),
        ("picture", 10, "image without alt"),
    ],
)
def test_fault_is_named_with_page_and_line(
    bad: subprocess.CompletedProcess[str], page: str, line: int, complaint: str
) -> None:
    (message,) = [m for m in bad.stdout.splitlines() if complaint in m]
    assert f"book/{page}.md:{line}: WARNING" in message


def test_failed_cell_is_named_with_its_error(bad: subprocess.CompletedProcess[str]) -> None:
    assert "site: a cell failed in cell: ZeroDivisionError: division by zero" in bad.stderr.splitlines()


LINKED = "# A title\n\n(place)=\n## A place\n\nSome text.\n"
LINKING = "# Another page\n\nSee [](index.md) and [there](place).\n"


def files_of(site: Path) -> dict[str, bytes]:
    """Return all files of a site by name."""
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_rebuild_reads_what_changed_and_writes_what_a_build_from_nothing_writes(build_book: Build) -> None:
    first = build_book(index=LINKED, other=LINKING)
    site = site_of(first)
    page = site.parents[1] / "book" / "index.md"
    page.write_text(page.read_text("utf-8").replace("A title", "A new title").replace("A place", "Elsewhere"))
    again = subprocess.run(first.args, capture_output=True, text=True)
    assert "0 added, 1 changed, 0 removed" in again.stdout, again.stderr
    rebuilt = files_of(site)
    assert b"See <a" in rebuilt["book/other.html"]
    assert b"A new title" in rebuilt["book/other.html"]
    (site.parents[1] / "book" / "figures.py").touch()  # not a page: everything is read again
    fresh = subprocess.run(first.args, capture_output=True, text=True)
    assert "2 added, 0 changed, 0 removed" in fresh.stdout, fresh.stderr
    assert files_of(site) == rebuilt


def test_fault_that_a_change_makes_on_another_page_stops_every_rebuild(build_book: Build) -> None:
    first = build_book(index=LINKED, other=LINKING)
    page = site_of(first).parents[1] / "book" / "index.md"
    page.write_text(page.read_text("utf-8").replace("(place)=\n", ""))
    for _ in range(2):
        again = subprocess.run(first.args, capture_output=True, text=True)
        assert again.returncode != 0
        assert re.search(r"book/other\.md:\d+: WARNING: ", again.stdout)
        assert "place" in again.stderr.splitlines()[0]
