"""What holds for every figure: it fits a phone, nothing leaves it, and its texts can be read."""

from __future__ import annotations

import pytest
from figures import front, gradients, style

from tests.book import drawings, pages

FIGURES = [front.from_pixels_to_a_guess, *(draw for name in pages.CHAPTERS for draw in drawings.of(name))]
FIGURES.remove(gradients.uphill_surface)  # its axes lie in space
FEW_TEXTS = {"one_epoch": 2, "dilated_window": 3}
WITH_LINES_CUT_AT_THE_AXES = {"activations_and_slopes", "bent_plane", "level_lines"}

each_figure = pytest.mark.parametrize(
    "draw", FIGURES, ids=lambda draw: f"{draw.__module__.removeprefix('figures.')}-{draw.__name__}"
)


@each_figure
def test_everything_lies_inside_the_figure(draw: drawings.Draw) -> None:
    figure = drawings.laid_out(draw)
    assert figure.get_figwidth() <= style.MAX_WIDTH
    texts = drawings.seen(figure)
    assert len(texts) >= FEW_TEXTS.get(draw.__name__, 6)
    for axes in figure.axes:
        lines = [] if draw.__name__ in WITH_LINES_CUT_AT_THE_AXES else axes.lines
        arrows = [text for text in axes.texts if not text.get_text()]
        for artist in (*texts, *arrows, *axes.patches, *axes.images, *lines):
            box = artist.get_window_extent()
            assert box.x0 >= 0, artist
            assert box.x1 <= figure.bbox.width, artist
            assert box.y0 >= 0, artist
            assert box.y1 <= figure.bbox.height, artist


@each_figure
def test_no_text_covers_another(draw: drawings.Draw) -> None:
    texts = drawings.seen(drawings.laid_out(draw))
    boxes = [text.get_window_extent() for text in texts]
    pairs = [(texts[i], texts[j]) for i in range(len(boxes)) for j in range(i) if boxes[i].overlaps(boxes[j])]
    assert not pairs


@each_figure
def test_only_plain_letters_and_symbols(draw: drawings.Draw) -> None:
    letters = {letter for text in drawings.seen(drawings.laid_out(draw)) for letter in text.get_text()}
    assert all(ord(letter) < 0x1100 or letter == "\N{MINUS SIGN}" for letter in letters)
