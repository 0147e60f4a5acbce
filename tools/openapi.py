"""Prints the description of the HTTP API: python -m tools.openapi (make openapi)."""

from __future__ import annotations

import json

from function_app import app
from web_api.description import described

if __name__ == "__main__":
    print(json.dumps(described(app), indent=2))
