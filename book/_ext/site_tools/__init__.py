"""What looks at the built site from outside: its gates, its speed, its pictures.

`scripts/check-site`, `scripts/bench-site` and `scripts/screenshots` run the modules of those names.
"""
