"""A notebook whose author wants a script to run, or a picture to load, in the browser of whoever reads it."""

from __future__ import annotations

import copy
import json
import zlib
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
STUDENT = "<img src=x onerror=document.documentElement.dataset.ran=1>"  # legal, as a folder's name
FLAG = "document.documentElement.dataset.ran=1"
SCRIPT = f"<script>{FLAG}</script>"
AWAY = "http://away.invalid/"

TEXTS = [
    f"Raw: {SCRIPT} <img src=x onerror={FLAG}> <svg onload={FLAG}></svg> <iframe src={AWAY}></iframe>",
    f"</pre></code></section></main>{SCRIPT}<style>@import '{AWAY}s.css'; body {{ display: none }}</style>",
    f"[a](javascript:{FLAG}) [b](JaVaScRiPt&colon;{FLAG}) [c](data:text/html,{SCRIPT}) <javascript:{FLAG}>",
    f'![picture]({AWAY}p.png) ![onerror=x](x\' onerror=\'{FLAG}) [t](http://a.b "\\" onmouseover=\\"{FLAG}")',
    f'```"><script>{FLAG}</script>\nx\n```\n\n    {SCRIPT}\n\n$a{SCRIPT}b$\n\n$$\n{SCRIPT}\n$$',
    f"<base href={AWAY}><meta http-equiv=refresh content='0;url={AWAY}'>",
    f"<link rel=stylesheet href={AWAY}s.css> <form action={AWAY}><input autofocus onfocus={FLAG}></form>",
    f"| a | b |\n|---|---|\n| {SCRIPT} | `{SCRIPT}` |\n\n# {SCRIPT}\n\n<!-- --!>{SCRIPT} -->",
]

CODES = [
    f'from IPython.display import *\ndisplay(HTML({SCRIPT!r}), SVG(\'<svg xmlns="http://www.w3.org/2000/svg" '
    f'onload="{FLAG}"><script>{FLAG}</script></svg>\'), Javascript({FLAG!r}), Markdown({TEXTS[0]!r}), '
    f"Latex({SCRIPT!r}), Image(url='{AWAY}i.png'), IFrame('{AWAY}', 9, 9))",
    "from IPython.display import publish_display_data as publish\n"
    f"publish({{'image/png': '\" onerror=\"{FLAG}', 'text/plain': {SCRIPT!r}}})\n"
    f"publish({{'image/png': 'PHNjcmlwdD4='}}, {{'image/png': {{'width': '1 onload={FLAG}'}}}})\n"
    f"publish({{'text/html; {SCRIPT}': {SCRIPT!r}, 'application/vnd.jupyter.widget-view+json': 'x'}})",
    f"import sys\nprint('</pre>{SCRIPT}')\nprint('\\x1b[31m{SCRIPT}\\x1b]8;;{AWAY}\\x07away')\n"
    f"print('{SCRIPT}', file=sys.stderr)",
    f"raise type({SCRIPT!r}, (Exception,), {{}})({'</pre>' + SCRIPT!r})",
    f"# </pre>{SCRIPT}\nx = '''</code></pre>{SCRIPT}'''",
    "print('x' * 1_500_000)\nfor i in range(300): display(i)",
    "print('### BEGIN HIDDEN TESTS\\nthis is none\\n### END HIDDEN TESTS')",
    "open('/home/teacher/class/secret.csv')",
    "import numpy\nnumpy.linalg.inv(numpy.zeros((2, 3)))",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
]

WRONG = {
    # A test calls it: its exception's name and text are the student's.
    "pad2d": f"def pad2d(x, pad, value=0.0):\n    print(x, {SCRIPT!r})\n"
    f"    raise type({'</b>' + SCRIPT!r}, (Exception,), {{}})({SCRIPT!r})",
    "pad1d": f"def pad1d(x, before, after, mode='zeros'):\n    raise ValueError({SCRIPT!r} + str(x))",
    "window_counts": "def window_counts(height, width, kernel, padding=0):\n    return 1 / 0",
}


def released() -> dict[str, Any]:
    """The notebook that students get."""
    path = REPOSITORY / "exercises" / "padding" / "padding.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def notebook(*, copies: bool) -> bytes:
    """The hostile notebook.

    Arguments:
        copies: also with test cells copied under other flags, and with markers in them.
    """
    made = released()
    for cell in made["cells"]:
        if cell["id"] in WRONG:
            cell["source"] = WRONG[cell["id"]]
        if cell["id"] == "pad2d-hidden":
            cell["source"] = "### END HIDDEN TESTS\nassert True\n### BEGIN HIDDEN TESTS"
    made["cells"] += [_cell("markdown", text) for text in TEXTS] + [_cell("code", code) for code in CODES]
    made["cells"].append({**_cell("code", SCRIPT), "cell_type": "raw"})
    if copies:
        made["cells"][:0] = _copies(made)
    made["metadata"]["title"] = SCRIPT
    made["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": SCRIPT}}
    return json.dumps(made).encode()


def _copies(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Copies of the hidden test cells, before the real ones, with flags that say they are something else."""
    found = []
    for cell in made["cells"]:
        if cell["id"].endswith("-hidden"):
            for flags in ({"grade": False}, {"grade": False, "solution": True}, {"locked": False}):
                copied = copy.deepcopy(cell)
                copied["id"] += "".join(flags)
                copied["metadata"]["nbgrader"] |= flags
                found.append(copied)
    return found


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"added-{zlib.crc32(source.encode())}", "metadata": {}}
    return cell | {"source": source} | ({"outputs": [], "execution_count": None} if kind == "code" else {})
