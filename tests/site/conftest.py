"""What the tests of the site share: the built site, a server for it, a browser, and tiny books."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))  # where `course_site` and `site_tools` are

from site_tools.server import page_names, served  # noqa: E402


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site; build it if it is missing or older than what it is made of."""
    html = ROOT / "_build" / "html"
    html.parent.mkdir(exist_ok=True)
    with open(html.parent / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # with several test processes, one builds and the others wait
        if is_stale(html / "index.html"):
            build = subprocess.run([ROOT / "scripts" / "site"], capture_output=True, text=True)
            assert build.returncode == 0, build.stderr
    return html


def is_stale(entrance: Path) -> bool:
    """Tell whether the site's first page, the last to be written, is older than any of the site's sources."""
    sources = [ROOT / "_config.yml", ROOT / "package-lock.json", *ROOT.glob("solutions/*/misconceptions.yml")]
    for folder in ("book", "exercises"):
        sources += [p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return not entrance.exists() or max(p.stat().st_mtime for p in sources) > entrance.stat().st_mtime


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Return the addresses of all pages, relative to the site."""
    return page_names(site)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site; return its address."""
    with served(site) as base:
        yield base


@pytest.fixture(scope="session")
def build_book(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that builds a small book with the course's own script, settings and extension.

    It takes the pages as keyword arguments, name and text, the first one being the root. Each page is a MyST
    notebook. It returns the finished process, whose `args` tell where the book is.
    """

    def build(**texts: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path_factory.mktemp("book")
        (folder / "book").mkdir()
        (folder / "scripts").mkdir()
        shutil.copy(ROOT / "scripts" / "site", folder / "scripts")
        for name in (".venv", "node_modules", "_config.yml", "book/_ext", "book/_static", "book/_templates"):
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)
        root, *others = texts
        toc = {
            "format": "jb-book",
            "root": f"book/{root}",
            "chapters": [{"file": f"book/{p}"} for p in others],
        }
        (folder / "book" / "_toc.yml").write_text(json.dumps(toc))  # JSON is YAML
        for name, text in texts.items():
            (folder / "book" / f"{name}.md").write_text(NOTEBOOK_HEAD + text, encoding="utf-8")
        return subprocess.run([folder / "scripts" / "site"], capture_output=True, text=True)

    return build


@pytest.fixture
def build_pages(tmp_path: Path) -> Callable[..., tuple[Path, list[str]]]:
    """Return a function that builds plain pages with single modules of `course_site`, in this process.

    It takes the modules' names and the files by path. It returns the folder of the site, and the warnings.
    """

    def build(*modules: str, files: dict[str, str]) -> tuple[Path, list[str]]:
        contents = "# Start\n\n```{toctree}\n:glob:\n**\n```\n"
        for name, text in {"index.md": contents, **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        settings = {
            "extensions": ["myst_parser", *(f"course_site.{module}" for module in modules)],
            "myst_enable_extensions": ["dollarmath"],
            "exclude_patterns": ["site"],
        }
        html, warnings = tmp_path / "site", StringIO()
        with docutils_namespace():
            Sphinx(
                tmp_path, None, html, html / ".doctrees", "html", settings, status=None, warning=warnings
            ).build()
        lines = strip_colors(warnings.getvalue()).splitlines()
        return html, [line.removeprefix(f"{tmp_path}/") for line in lines]

    return build


NOTEBOOK_HEAD = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
