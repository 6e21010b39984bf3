"""JavaScript modules as one classic script.

A page that is opened from a folder may not import modules: browsers treat each file as a stranger to the
others. So the sources stay modules, which node can test, and the site gets them in one file: each module
becomes a function that is called once, in the order of the imports, and gives back what it exports.
"""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.mjs";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:function|class|const) (\w+))", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def as_script(entrance: Path) -> str:
    """Return the module `entrance` and all that it imports as one script.

    Understands `import { a, b } from "./module.mjs"` and `export` before a function, class or const.
    Raises ValueError for other imports and exports, and for modules that import each other in a circle.
    """
    done: dict[str, str] = {}
    _add(entrance, done, ())
    return '(() => {\n"use strict";\n\n' + "\n".join(done.values()) + "})();\n"


def _add(module: Path, done: dict[str, str], importers: tuple[str, ...]) -> None:
    """Put a module behind those that it imports; importers: the modules that are waiting for it."""
    if module.stem in importers:
        raise ValueError(f"modules import each other: {' -> '.join((*importers, module.stem))}")
    if module.stem in done:
        return
    source = module.read_text(encoding="utf-8")
    for _, name in IMPORT.findall(source):
        _add(module.with_stem(name), done, (*importers, module.stem))
    body, exports = EXPORT.sub("", IMPORT.sub(_as_assignment, source)), EXPORT.findall(source)
    if other := OTHER.search(body):
        raise ValueError(f"{module.name}: cannot put this into a script: {other[0]}")
    done[module.stem] = (
        f"// {module.name}\n"
        f"const {_variable(module.stem)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();\n"
    )


def _as_assignment(statement: re.Match[str]) -> str:
    names, module = statement.groups()
    return f"const {{{names}}} = {_variable(module)};\n"


def _variable(module: str) -> str:
    return f"${module.replace('-', '_')}"  # no name of the sources begins with a dollar sign
