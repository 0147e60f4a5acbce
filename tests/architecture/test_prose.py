"""What every file says about itself, and what none may say."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, checks, production

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|Users|home/(?!site))/\w")


def test_every_module_says_in_one_sentence_what_it_is():
    silent = []
    for source in production():
        said = ast.get_docstring(source.tree)
        if source.text.strip() and not (
            said and said.splitlines()[0].rstrip().endswith((".", ":"))
        ):
            silent.append(source.path)
    assert not silent


def test_every_effect_says_why_it_is_safe_to_repeat():
    unsaid = [
        f"{source.path}:{function.name}"
        for source in production()
        if source.package == "activities" and source.path != "activities/jobs.py"
        for function in source.tree.body
        if isinstance(function, ast.AsyncFunctionDef)
        and not function.name.startswith("_")
        and not function.decorator_list
        and function.returns is not None
        and ast.unparse(function.returns) in {"bool", "int"}
        and "Safe to repeat: " not in (ast.get_docstring(function) or "")
    ]
    assert not unsaid


def test_nothing_is_left_unfinished():
    found = [source.path for source in production() if UNFINISHED.search(source.text)]
    assert not found


def test_no_file_names_a_machine():
    sources = (*production(), *checks())
    assert not [source.path for source in sources if MACHINE_PATH.search(source.text)]


@pytest.mark.parametrize("name", ["pyproject.toml", "host.json", "function_app.py"])
def test_what_a_host_needs_is_there(name):
    assert (ROOT / name).is_file()


def test_every_test_states_a_fact():
    vague = [
        f"{source.path}:{function.name}"
        for source in checks()
        for function in source.functions
        if function.name.startswith("test_") and len(function.name.split("_")) < 4
    ]
    assert not vague
