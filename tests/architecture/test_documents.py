"""The documents are true where a machine can tell: links, settings, commands, test names."""

import re
import subprocess
from pathlib import Path

import pytest

from backends import shop_data, shop_file, shop_orders

ROOT = Path(__file__).parents[2]
NAMED = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
DOCUMENTS = sorted(
    path
    for path in (*map(ROOT.joinpath, NAMED), *ROOT.glob("docs/*.md"), *ROOT.glob("decisions/*"))
)
IDS = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

LINK = re.compile(r"\]\(([^)\s#]+)(#[^)\s]*)?\)")
SRC = re.compile(r"""src(?:set)?="([^"]+)\"""")
TEST = re.compile(r"`(test_[a-z0-9_]+)`")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TARGET = re.compile(r"\bmake ([a-z][a-z-]+)\b")

# A path of somebody's machine, or the address of a registry of packages.
MACHINE = re.compile(r"(?<![\w.~-])/(?:home|Users|root|work|farm|tmp|opt)/\w|\b[A-Z]:\\\w")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|index-url")

ALL_SECTIONS = shop_file.SECTIONS | shop_file.OPTIONAL_SECTIONS
# Which heading of docs/shop.md documents which model.
SHOP_MODELS = {
    "The file": shop_file.ShopFile,
    "`[shop]`": shop_file.ShopTable,
    "`[warehouse]`": shop_file.AddressTable,
    "`[calendar]`": shop_file.CalendarTable,
    "`[[prompts.LOCALE]]`": shop_file.PromptTable,
    "`[tiers.CODE]`": shop_file.TierTable,
    "`[windows]`": shop_file.WindowsTable,
    "`[windows.categories]`": shop_file.WindowTable,
    "`[[windows.seasons]]`": shop_file.SeasonTable,
    "`[warranty]`": shop_file.WarrantyTable,
    "`[blocks]`": shop_file.BlockTable,
    "`[reasons.CODE]`": shop_file.ReasonTable,
    "`[resolutions.CODE]`": shop_file.ResolutionTable,
    "`[shipping.CODE]`": shop_file.ShippingTable,
    "`[[offers]]`": shop_file.OfferTable,
    "Where something is offered": shop_file.ScopeTable,
    "`[[evidence]]`": shop_file.EvidenceTable,
    "`[grades]`": shop_file.GradeTable,
    "`[options]`": shop_file.OptionsTable,
    "`[risk]`": shop_file.RiskTable,
    "`[limits]`": shop_file.LimitsTable,
    "`[feeds]`": shop_file.FeedsTable,
    "`[timers]`": shop_file.TimersTable,
    "A moment as an object": shop_data.DaysAgo,
    "customers.jsonl": shop_data.CustomerRow,
    "Addresses of customers": shop_data.AddressRow,
    "staff.jsonl": shop_data.StaffRow,
    "products.jsonl": shop_data.ProductRow,
    "orders.jsonl": shop_orders.OrderRow,
    "Lines of orders": shop_orders.LineRow,
    "Tenders of orders": shop_orders.TenderRow,
    "Offers of orders": shop_orders.OfferRow,
    "Deliveries of lines": shop_orders.DeliveryRow,
    "past_cases.jsonl": shop_data.PastCaseRow,
}


def documented_keys():
    """Return the keys that each heading of docs/shop.md documents."""
    text = (ROOT / "docs" / "shop.md").read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^### (.+)$", prose, flags=re.MULTILINE)[1:]
    return {
        heading: re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE)
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    }


def keys_of(model):
    return [field.alias or name for name, field in model.model_fields.items()]


def make_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z][a-z-]*):.*?(?:## (.*))?$", makefile, flags=re.MULTILINE))


def test_every_key_of_a_shop_folder_is_documented_and_none_that_is_not_there():
    found = {heading: sorted(keys) for heading, keys in documented_keys().items()}
    assert found == {heading: sorted(keys_of(model)) for heading, model in SHOP_MODELS.items()}


def test_no_model_of_a_shop_folder_is_left_out():
    modules = (shop_file, shop_data, shop_orders)
    bases = (shop_file.Table, shop_data.Row)
    models = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, bases) and thing not in bases
    }
    assert models == set(SHOP_MODELS.values())


def test_every_policy_section_a_shop_must_name_is_documented():
    text = (ROOT / "docs" / "shop.md").read_text(encoding="utf-8")
    assert [name for name in sorted(ALL_SECTIONS) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_what_a_document_links_to_is_there(document):
    text = document.read_text(encoding="utf-8")
    links = [link for link, _ in LINK.findall(text)] + SRC.findall(text)
    own = [link for link in links if not re.match(r"https?://|mailto:", link)]
    missing = [link for link in own if not (document.parent / link).exists()]
    outside = [link for link in own if not (document.parent / link).resolve().is_relative_to(ROOT)]
    assert (missing, outside) == ([], [])


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_a_document_names_no_machine_and_no_registry(document):
    text = document.read_text(encoding="utf-8")
    assert MACHINE.findall(text) + REGISTRY.findall(text) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=IDS)
def test_the_commands_a_document_names_exist(document):
    code = " ".join(
        re.findall(r"```.*?```|`[^`\n]+`", document.read_text("utf-8"), flags=re.DOTALL)
    )
    assert sorted(set(TARGET.findall(code)) - make_targets().keys()) == []


def test_the_tests_the_documents_name_exist():
    written = {name for path in DOCUMENTS for name in TEST.findall(path.read_text("utf-8"))}
    modules = list((ROOT / "tests").rglob("test_*.py"))
    known = {path.stem for path in modules} | {
        name
        for path in modules
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert (len(written) > 10, sorted(written - known)) == (True, [])


def test_every_make_target_is_explained_by_make_help():
    unexplained = [target for target, help_text in make_targets().items() if not help_text]
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607 - make is how one gets here
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    untold = [target for target in make_targets() if f"make {target} " not in told]
    assert (unexplained, untold) == ([], [])


def test_decisions_are_numbered_without_gaps_and_have_their_three_parts():
    records = sorted((ROOT / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in records]
    lacking = [
        path.name
        for path in records
        for part in ("## Context", "## Decision", "## Consequences")
        if part not in path.read_text(encoding="utf-8")
    ]
    assert (numbers, lacking) == (list(range(1, len(records) + 1)), [])
