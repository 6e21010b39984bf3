"""Exercise pages: ways to get the notebook, above all a download that works without a network.

The theme would offer Colab, Binder and JupyterHub in a small menu on every page with code. Only a notebook of
`exercises/` can be opened there, so the addresses are taken from the theme and shown, as plain links, on the
pages of those notebooks alone.
"""

from __future__ import annotations

from base64 import b64encode
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

EXERCISE_PAGES = "exercises/*/*"
TREES = {"classic": "tree", "jupyterlab": "lab/tree"}


class Link(NamedTuple):
    """A place that opens a notebook: its name and the address for this notebook."""

    text: str
    url: str


class Download(NamedTuple):
    """A file to download: its name and an address that contains it."""

    name: str
    url: str


def setup(app: Sphinx) -> None:
    """Take the launch buttons from the theme, and put them on exercise pages."""
    services: dict[str, str] = {}

    def take_from_theme(app: Sphinx, config: Config) -> None:
        services.update(config.html_theme_options.pop("launch_buttons", {}))

    def offer_notebook(
        app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        if doctree is not None and fnmatch(pagename, EXERCISE_PAGES):
            theme = app.config.html_theme_options
            context["notebook"] = as_download(Path(app.env.doc2path(pagename)))
            context["launch_links"] = launch_links(
                services, theme["repository_url"], theme["repository_branch"], f"{pagename}.ipynb"
            )

    app.connect("config-inited", take_from_theme)
    app.connect("html-page-context", offer_notebook)


def as_download(path: Path) -> Download:
    """Return a file as a link that holds all of it.

    Browsers save such a link under its name everywhere; a link to the file itself they would open as text
    when the site is read from a disk.
    """
    content = b64encode(path.read_bytes()).decode("ascii")
    return Download(path.name, f"data:application/x-ipynb+json;base64,{content}")


def launch_links(services: dict[str, str], repository: str, branch: str, path: str) -> list[Link]:
    """Return the places that open a notebook of the repository.

    services: `launch_buttons` of the settings; a service without an address is left out. repository: its URL.
    branch: where the notebook is. path: the notebook, from the top of the repository.
    Returns Colab (which opens GitHub's repositories only), Binder and JupyterHub, as far as available.
    """
    repository = repository.rstrip("/")
    host, owner, name = repository.rsplit("/", 2)
    colab, binder, hub = (
        services.get(f"{key}_url", "").rstrip("/") for key in ("colab", "binderhub", "jupyterhub")
    )
    tree = TREES[services.get("notebook_interface", "classic")]
    on_github = host == "https://github.com"
    links = []
    if colab and on_github:
        links.append(Link("Colab", f"{colab}/github/{owner}/{name}/blob/{branch}/{path}"))
    if binder:
        source = f"gh/{owner}/{name}" if on_github else f"git/{quote(repository, safe='')}"
        links.append(Link("Binder", f"{binder}/v2/{source}/{branch}?urlpath={tree}/{path}"))
    if hub:
        place = f"{tree}/{name}/{path}"
        query = urlencode({"repo": repository, "branch": branch, "urlpath": place}, safe="/")
        links.append(Link("JupyterHub", f"{hub}/hub/user-redirect/git-pull?{query}"))
    return links
