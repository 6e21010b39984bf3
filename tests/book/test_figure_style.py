"""The shared style: figures fit a phone, can be read, and are the same bytes at every build."""

from __future__ import annotations

import io

import pytest
from figures import style
from matplotlib.colors import to_rgb


def svg() -> bytes:
    """Draw a small figure and return it as SVG, the way a page shows it."""
    figure, axes = style.cell_canvas(3, 2)
    style.draw_grid(axes, 0, 0, [["1", "2"], ["3", "4"]])
    style.draw_added_cell(axes, 2, 0)
    style.draw_window(axes, 0, 0, 2, 2)
    style.draw_label(axes, 2.5, 1.5, "$p = 1$")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def test_a_figure_is_the_same_bytes_each_time() -> None:
    assert svg() == svg()


def test_a_figure_too_wide_for_a_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="too wide"):
        style.cell_canvas(30, 5)


def test_a_plot_too_wide_for_a_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="too wide"):
        style.plot_canvas(5.1, 3)


def test_a_canvas_is_measured_in_cells_with_the_origin_at_the_top_left() -> None:
    figure, axes = style.cell_canvas(10, 4, cell=0.3)
    left, bottom = axes.transData.transform((0, 0))
    right, top = axes.transData.transform((10, 4))
    assert right - left == pytest.approx(10 * 0.3 * figure.dpi)
    assert bottom - top == pytest.approx(4 * 0.3 * figure.dpi)


def luminance(colour: object) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]  # type: ignore[arg-type]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    "fill",
    [
        style.WHITE,
        style.PALE_BLUE,
        style.PALE_ORANGE,
        *(style.BLUES(i / 10) for i in range(11)),
        (4 / 9,) * 3,
        (6 / 9,) * 3,
    ],
)
def test_numbers_can_be_read_on_every_fill(fill: object) -> None:
    light, dark = sorted((luminance(fill), luminance(style.ink_on(fill))), reverse=True)  # type: ignore[arg-type]
    assert (light + 0.05) / (dark + 0.05) >= 4.5
