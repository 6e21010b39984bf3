"""Finds the line of a notebook that an exception came through."""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from typing import Any


def own_line(error: BaseException, namespace: Mapping[str, Any]) -> str:
    """The innermost source line of an exception's traceback that is the notebook's own.

    Arguments:
        error: the exception, just caught.
        namespace: the notebook's globals, by which its frames are known.

    Returns:
        The line without indentation; empty when no frame is the notebook's.
    """
    line = ""
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_globals is namespace:
            line = linecache.getline(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno).strip()
        traceback = traceback.tb_next
    return line
