"""What the tests of figures share: which figures there are, and how to read one."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import get_type_hints

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

Draw = Callable[[], Figure]


def of(chapter: str) -> list[Draw]:
    """The functions that draw the figures of a chapter."""
    module = importlib.import_module(f"figures.{chapter}")
    public = (getattr(module, name) for name in module.__all__)
    return [one for one in public if callable(one) and get_type_hints(one).get("return") is Figure]


@functools.cache
def laid_out(draw: Draw) -> Figure:
    """A figure whose parts are where they are on the page."""
    figure = draw()
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure


def seen(figure: Figure) -> list[Text]:
    """All texts of a laid-out figure that a reader sees, those along its axes too."""
    unseen: set[Text] = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not axes.axison:
                unseen.update(axis.findobj(Text))
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not low <= tick.get_loc() <= high:
                    unseen.update(tick.findobj(Text))
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text) and text not in unseen]
    return [text for text in texts if text.get_visible() and text.get_text()]


def texts(figure: Figure) -> list[str]:
    """What was written into a figure, in that order, without titles and axes."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def numbers(figure: Figure) -> list[int]:
    """The texts of a figure that are whole numbers, in the order in which they were drawn."""
    plain = (text.replace("\N{MINUS SIGN}", "-") for text in texts(figure))
    return [int(text) for text in plain if text.lstrip("-").isdigit()]


def rectangles(figure: Figure) -> list[Rectangle]:
    """The cells, bars and outlines of a drawing, in the order in which they were drawn."""
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
