"""Jupyter Book's command, without what it would load in vain. `scripts/site` runs this module."""

from __future__ import annotations

import sys

# jsonschema would compile 38 grammars of web addresses, which takes seconds; no address is checked here.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from jupyter_book.cli.main import main  # noqa: E402

if __name__ == "__main__":
    main()
