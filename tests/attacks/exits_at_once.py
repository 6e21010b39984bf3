"""Ends its process with os._exit(0), as if all were well."""

import os

os._exit(0)
