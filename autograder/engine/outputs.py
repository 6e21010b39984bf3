"""Makes the outputs that a student's process sent into valid ones."""

from __future__ import annotations

import math
from typing import Any


def cleaned(outputs: list[Any]) -> list[dict[str, Any]]:
    """Keeps of each output what nbformat knows, and drops what is none.

    Arguments:
        outputs: plain data that claims to be a cell's outputs.

    Returns:
        Valid outputs of notebook format 4.5.
    """
    kept = []
    for output in outputs:
        kind = output.get("output_type") if type(output) is dict else None
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            kept.append({"output_type": kind, "name": name, "text": _text(output.get("text"))})
        elif kind == "error":
            frames = output.get("traceback")
            kept.append(
                {
                    "output_type": kind,
                    "ename": _text(output.get("ename")),
                    "evalue": _text(output.get("evalue")),
                    "traceback": [_text(frame) for frame in frames] if type(frames) is list else [],
                }
            )
        elif kind in ("display_data", "execute_result"):
            new = {"output_type": kind, "data": _bundle(output.get("data")), "metadata": {}}
            if kind == "execute_result":
                count = output.get("execution_count")
                new["execution_count"] = count if type(count) is int else None
            kept.append(new)
    return kept


def _bundle(data: Any) -> dict[str, Any]:
    """The representations of a bundle, by MIME type: texts, and for types of JSON what JSON can say."""
    if type(data) is not dict:
        return {}
    return {
        key: value
        for key, value in data.items()
        if type(key) is str and (type(value) is str or (key.endswith(("+json", "/json")) and _is_json(value)))
    }


def _is_json(value: Any) -> bool:
    if type(value) is dict:
        return all(type(key) is str and _is_json(item) for key, item in value.items())
    if type(value) is list:
        return all(map(_is_json, value))
    return value is None or type(value) in (str, bool, int) or (type(value) is float and math.isfinite(value))


def _text(value: Any) -> str:
    return value if type(value) is str else ""
