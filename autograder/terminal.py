"""Text that others wrote, made safe to print."""

from __future__ import annotations


def plain(text: str) -> str:
    """One line without control characters, which could rewrite a terminal.

    Arguments:
        text: anything.

    Returns:
        The text with every run of white space as one space and every other unprintable character as "?".
    """
    return "".join(character if character.isprintable() else "?" for character in " ".join(text.split()))


def columns(rows: list[list[str]]) -> str:
    """Lays out rows in columns two spaces apart; the last column is not padded.

    Arguments:
        rows: rows of cells, all of the same length.

    Returns:
        A line for each row.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
