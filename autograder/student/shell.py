"""An IPython shell that records what its cells put out, as nbclient records a kernel's messages."""

from __future__ import annotations

import base64
import builtins
import io
import json
import os
import re
import sys
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type

MOST_OUTPUT = 1_000_000  # characters of text that are kept of a cell

# What a line must hold to be of IPython's language: a magic, a command, a call without brackets, a question.
_SPECIAL = re.compile(r"^\s*[%!,;/]|=\s*[%!]|\?")

Output = dict[str, Any]


class Recorder:
    """The outputs of the cell that is running.

    Printed text is held back until another output comes or the cell ends, stdout before stderr, as a
    kernel does.
    """

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Forgets everything: a new cell begins."""
        self._outputs: list[Output] = []
        self._held = {"stdout": "", "stderr": ""}
        self._room = MOST_OUTPUT
        self._clear = False

    def finish(self) -> list[Output]:
        """The outputs of the cell, which has ended."""
        self._release()
        return self._outputs

    def add(self, output: Output) -> None:
        """Records an output that is no stream."""
        self._release()
        self._clear_now()
        self._outputs.append(output)

    def write(self, name: str, text: str) -> None:
        """Records printed text."""
        text = text[: self._room]
        self._room -= len(text)
        self._held[name] += text

    def clear(self, wait: bool) -> None:
        """What IPython.display.clear_output does; with `wait`, before the next output."""
        self._release()
        self._clear = True
        if not wait:
            self._clear_now()

    def _release(self) -> None:
        """Turns what is held into outputs; neighbouring ones of one stream become one."""
        for name, text in self._held.items():
            if not text:
                continue
            self._clear_now()
            last = self._outputs[-1] if self._outputs else None
            if last and last["output_type"] == "stream" and last["name"] == name:
                last["text"] += text
            else:
                self._outputs.append({"output_type": "stream", "name": name, "text": text})
            self._held[name] = ""

    def _clear_now(self) -> None:
        if self._clear:
            self._outputs, self._clear = [], False


def as_json(bundle: Any) -> dict[str, Any]:
    """Representations of a value by MIME type, as a kernel sends them: bytes become base64.

    Arguments:
        bundle: a dict of them.

    Returns:
        What JSON can say of it; nothing when that cannot be said at all.
    """

    def text(value: Any) -> str:
        return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)

    try:
        return dict(json.loads(json.dumps(dict(bundle), default=text)))
    except (TypeError, ValueError, RecursionError):
        return {}


class _Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a cell."""

    encoding = "utf-8"

    def __init__(self, recorder: Recorder, name: str) -> None:
        self._recorder, self._name = recorder, name

    def write(self, text: str) -> int:
        self._recorder.write(self._name, str(text))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def close(self) -> None:
        """Stays open: what a cell closes, the next one still needs."""


class _Results(DisplayHook):
    """Records the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """No prompt: the execution count is part of the output."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        assert self.shell is not None, "a hook belongs to a shell"
        self.shell.recorder.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": as_json(format_dict),
                "metadata": as_json(md_dict or {}),
            }
        )

    def finish_displayhook(self) -> None:
        """No newline after it."""


class _Displays(DisplayPublisher):
    """Records rich output."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: Any = False,
        **kwargs: Any,
    ) -> None:
        display_id = (transient or {}).get("display_id")
        output = {"output_type": "display_data", "data": as_json(data), "metadata": as_json(metadata or {})}
        if update:
            self.shell.update_display(display_id, output)
            return
        self.shell.recorder.add(output)
        if display_id is not None:
            self.shell.displayed.setdefault(display_id, []).append(output)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class Transformer(TransformerManager):
    """Turns IPython's language into Python, and takes no time for what is Python already."""

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Looks for tokens only in a cell with a line that could be special: Python's tokenizer is slow."""
        return super().do_token_transforms(lines) if any(map(_SPECIAL.search, lines)) else lines


class Shell(InteractiveShell):
    """An IPython shell without terminal, history file or input."""

    displayhook_class = Type(_Results)
    display_pub_class = Type(_Displays)
    system = InteractiveShell.system_piped  # what `!command` prints is an output of the cell

    def __init__(self, **kwargs: Any) -> None:
        self.recorder = Recorder()
        self.displayed: dict[str, list[Output]] = {}
        super().__init__(input_transformer_manager=Transformer(), **kwargs)

    def run(self, source: str) -> tuple[list[Output], int]:
        """Runs a cell.

        Arguments:
            source: its text.

        Returns:
            Its outputs in nbformat's form, and its execution count.
        """
        self.recorder.start()
        count = self.execution_count
        self.run_cell(source, store_history=True)
        return self.recorder.finish(), count

    def update_display(self, display_id: str | None, output: Output) -> None:
        """Replaces what was displayed under an id."""
        for shown in self.displayed.get(display_id or "", []):
            shown.update(data=output["data"], metadata=output["metadata"])

    def should_run_async(self, raw_cell: str, *, transformed_cell: Any = None, **kwargs: Any) -> bool:
        """IPython compiles a cell to find out whether it awaits: for nothing where no word says so."""
        could = any(word in transformed_cell for word in ("await", "async"))
        return could and super().should_run_async(raw_cell, transformed_cell=transformed_cell, **kwargs)

    def enable_gui(self, gui: Any = None) -> None:
        """No windows here; `%matplotlib inline` asks for none."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        try:
            text = str(evalue)
        except Exception:  # a learner's exception class may fail to print itself
            text = ""
        self.recorder.add({"output_type": "error", "ename": etype.__name__, "evalue": text, "traceback": stb})


def redirect(shell: Shell) -> None:
    """Makes everything that this process's Python code prints an output of the running cell.

    Arguments:
        shell: whose recorder gets it. The process's own descriptors 0, 1 and 2 lead nowhere from now on.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (open as long as the process lives)
    sys.stdout, sys.stderr = _Stream(shell.recorder, "stdout"), _Stream(shell.recorder, "stderr")
    builtins.input = _refuse_input


def _refuse_input(prompt: object = "") -> NoReturn:
    raise StdinNotImplementedError(
        "raw_input was called, but this frontend does not support input requests."  # ipykernel's words
    )
