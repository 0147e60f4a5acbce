"""An app that does not load."""

# ruff: noqa: INP001 - an app is no package

raise RuntimeError("the shelf is empty")
