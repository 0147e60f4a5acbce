"""The layouts of the cards: Jinja templates of widget JSON, one readable file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from chatkit.widgets import WidgetTemplate


@cache
def layout(name: str) -> WidgetTemplate:
    """Return the layout `<name>.widget` of this folder, compiled once.

    Raises:
        FileNotFoundError: there is no such layout.
    """
    text = Path(__file__).with_name(f"{name}.widget").read_text(encoding="utf-8")
    return WidgetTemplate({"version": "1.0", "name": name, "template": text})
