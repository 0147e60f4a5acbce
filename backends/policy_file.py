"""The shop's policy as it is written: a version line, then numbered sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from returns.ports import PolicyClause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLICY_FILE = "policy.md"

_VERSION = re.compile(r"Version:\s*(\S+)\s*\((\d{4}-\d{2}-\d{2})\)$")
_CHAPTER = re.compile(r"##\s+(\d+)\s+(\S.*)$")
_SECTION = re.compile(r"###\s+((\d+)\.\d+)\s+(\S.*)$")


class PolicyUnreadable(ValueError):
    """The file does not follow the format; names the line and what belongs there."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"{POLICY_FILE}, line {line}: {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a policy. Every clause carries that version, so a quote of it can cite it."""

    version: str
    effective_on: date
    chapters: dict[int, str]
    clauses: tuple[PolicyClause, ...]

    def clause(self, section: str) -> PolicyClause | None:
        """Return the section with this number, or None."""
        return next((clause for clause in self.clauses if clause.section == section), None)


@dataclass(slots=True)
class _Block:
    """A heading with the lines below it, up to the next one."""

    line: int
    heading: str
    text: list[str]

    @property
    def prose(self) -> str:
        """Return the text with its paragraphs kept and its line breaks joined."""
        paragraphs = "\n".join(self.text).split("\n\n")
        joined = (" ".join(paragraph.split()) for paragraph in paragraphs)
        return "\n\n".join(paragraph for paragraph in joined if paragraph)


def read_policy(folder: Path) -> Policy:
    """Return the policy of a shop folder.

    Raises:
        PolicyUnreadable: the file is missing or breaks the format, and where.
    """
    try:
        text = (folder / POLICY_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PolicyUnreadable(1, "the file is missing; a shop needs a policy") from None
    except UnicodeDecodeError:
        raise PolicyUnreadable(1, "save the file as UTF-8") from None
    return parse_policy(text)


def parse_policy(text: str) -> Policy:
    """Return the policy written in a text.

    Raises:
        PolicyUnreadable: the text breaks the format, and where.
    """
    preamble, *blocks = _blocks(text)
    version, effective_on = _version(preamble)
    chapters: dict[int, str] = {}
    clauses: dict[str, PolicyClause] = {}
    for block in blocks:
        if chapter := _CHAPTER.match(block.heading):
            _open_chapter(block, int(chapter[1]), chapter[2], chapters)
        else:
            clause = _clause(block, version, chapters)
            if clause.section in clauses:
                raise PolicyUnreadable(block.line, f"section {clause.section} is there twice")
            clauses[clause.section] = clause
    if not clauses:
        raise PolicyUnreadable(preamble.line, 'write at least one section, such as "### 1.1 Title"')
    return Policy(version, effective_on, chapters, tuple(clauses.values()))


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(1, "", [])
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("##"):
            yield block
            block = _Block(number, line.strip(), [])
        else:
            block.text.append(line.strip())
    yield block


def _version(preamble: _Block) -> tuple[str, date]:
    for number, line in enumerate(preamble.text, start=1):
        if found := _VERSION.match(line):
            try:
                return found[1], date.fromisoformat(found[2])
            except ValueError:
                raise PolicyUnreadable(number, f"{found[2]} is not a date") from None
    raise PolicyUnreadable(1, 'write "Version: 1 (2026-01-31)" before the first chapter')


def _open_chapter(block: _Block, number: int, title: str, chapters: dict[int, str]) -> None:
    if number in chapters:
        raise PolicyUnreadable(block.line, f"chapter {number} is there twice")
    if block.prose:
        raise PolicyUnreadable(block.line, "text belongs in a numbered section, or nobody finds it")
    chapters[number] = title


def _clause(block: _Block, version: str, chapters: dict[int, str]) -> PolicyClause:
    found = _SECTION.match(block.heading)
    if found is None:
        raise PolicyUnreadable(block.line, 'write a heading as "## 2 Title" or "### 2.1 Title"')
    section, chapter, title = found.groups()
    if int(chapter) not in chapters or int(chapter) != next(reversed(chapters)):
        raise PolicyUnreadable(block.line, f"section {section} belongs below chapter {chapter}")
    if not block.prose:
        raise PolicyUnreadable(block.line, f"section {section} has no text")
    return PolicyClause(section=section, title=title, text=block.prose, version=version)
