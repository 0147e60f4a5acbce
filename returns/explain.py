"""Why it is so: one structure for every yes, no, fee and amount, rendered wherever it is shown.

An explanation holds codes and numbers only; `explained.py` turns it into sentences of a locale. It
is stored with what it explains, so what a customer was told can be shown for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

type Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that had a say. `facts` are the values it went by, each as text.

    Amounts are minor units, rates decimal strings, days ISO dates.
    """

    rule: str
    section: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would change the outcome, such as "free if you choose credit"."""

    code: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, the rules behind it, their policy version, and what would change it."""

    subject: str
    outcome: str
    version: str
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def section(self) -> str:
        """Return the section that decided: that of the outcome's own rule, else of the first."""
        own = (finding.section for finding in self.findings if finding.rule == self.outcome)
        first = self.findings[0].section if self.findings else ""
        return next(own, first)


def facts(**named: object) -> tuple[Fact, ...]:
    """Return values as facts, in the order they are named."""
    return tuple((name, str(value)) for name, value in named.items())
