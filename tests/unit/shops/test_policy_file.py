"""The policy as a file: what is a section, and what is said about a file that is none."""

from __future__ import annotations

from datetime import date

import pytest

from backends.policy_file import PolicyUnreadable, parse_policy, read_policy

POLICY = """\
# Policy

Version: 7 (2026-02-28)

## 1 First

### 1.1 One

A sentence.
It goes on.

A second paragraph.

### 1.2 Two

More.

## 2 Second

### 2.1 Three (and more)

Text.
"""


def test_each_numbered_heading_is_a_section_with_its_text():
    policy = parse_policy(POLICY)

    assert [(c.section, c.title) for c in policy.clauses] == [
        ("1.1", "One"),
        ("1.2", "Two"),
        ("2.1", "Three (and more)"),
    ]
    assert policy.clauses[0].text == "A sentence. It goes on.\n\nA second paragraph."
    assert policy.chapters == {1: "First", 2: "Second"}


def test_every_section_carries_the_version_of_the_policy():
    policy = parse_policy(POLICY)

    assert (policy.version, policy.effective_on) == ("7", date(2026, 2, 28))
    assert {clause.version for clause in policy.clauses} == {"7"}


def test_a_section_is_found_by_its_number():
    policy = parse_policy(POLICY)

    found = policy.clause("1.2")
    assert found is not None
    assert found.title == "Two"
    assert policy.clause("9.9") is None


def test_windows_line_ends_make_no_difference():
    assert parse_policy(POLICY.replace("\n", "\r\n")) == parse_policy(POLICY)


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("Version: 7 (2026-02-28)", "", 1, "Version: 1"),
        ("(2026-02-28)", "(2026-02-30)", 3, "not a date"),
        ("### 1.2 Two", "### 1.1 Two", 14, "section 1.1 is there twice"),
        ("### 1.2 Two", "### 2.2 Two", 14, "section 2.2 belongs below chapter 2"),
        ("### 2.1 Three", "### 1.3 Three", 20, "section 1.3 belongs below chapter 1"),
        ("### 1.2 Two", "### Two", 14, "write a heading as"),
        ("## 2 Second", "## 1 Second", 18, "chapter 1 is there twice"),
        ("## 2 Second", "## 2 Second\nLoose text.", 18, "text belongs in a numbered section"),
        ("More.", "", 14, "section 1.2 has no text"),
    ],
)
def test_a_broken_format_is_named_with_its_line(old, new, line, why):
    with pytest.raises(PolicyUnreadable, match=why) as refused:
        parse_policy(POLICY.replace(old, new))

    assert refused.value.line == line


def test_a_policy_without_sections_is_refused():
    with pytest.raises(PolicyUnreadable, match="at least one section"):
        parse_policy("Version: 1 (2026-01-01)\n")


def test_a_missing_policy_is_named(tmp_path):
    with pytest.raises(PolicyUnreadable, match="the file is missing"):
        read_policy(tmp_path)
