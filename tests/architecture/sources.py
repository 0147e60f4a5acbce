"""The product's own source files, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "returns",
    "backends",
    "doors",
    "orchestrators",
    "activities",
    "chatkit_adapter",
    "web_api",
    "local_host",
)

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """A module: where it is, what it says, and its syntax tree."""

    path: str
    text: str
    tree: ast.Module
    functions: tuple[Function, ...]
    imports: frozenset[str]  # the full names of the modules it imports

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]


@cache
def production() -> tuple[Source, ...]:
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return tuple(_source(path) for path in (*paths, ROOT / "function_app.py"))


@cache
def checks() -> tuple[Source, ...]:
    return tuple(_source(path) for path in (ROOT / "tests").rglob("*.py"))


def _source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    functions = [n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    plain = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    inner = [n for n in nodes if isinstance(n, ast.ImportFrom)]
    parts = {f"{n.module}.{a.name}" for n in inner for a in n.names}
    imports = plain | {n.module or "" for n in inner} | parts
    where = path.relative_to(ROOT).as_posix()
    return Source(where, text, tree, tuple(functions), frozenset(imports))
