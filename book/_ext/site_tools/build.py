"""Jupyter Book's command, without what would cost it seconds in vain. `scripts/site` runs this module."""

from __future__ import annotations

import gc
import sys

# jsonschema would compile 38 grammars of web addresses; no address is checked here.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
# What a build makes lives until its end: to look through all of it again and again finds nothing.
gc.disable()

from jupyter_book.cli.main import main  # noqa: E402

if __name__ == "__main__":
    main()
