"""A new shop works from its first minute."""

from __future__ import annotations

import pytest

from backends.load import load_shop
from backends.policy_file import read_policy
from backends.shop_files import read_catalog
from backends.shop_folder import read_shop
from tests.unit.shops.folders import MINIMAL_SHOP
from tools.new_shop import NewShopRefused, main, new_shop


async def test_the_minimal_shop_loads_without_a_remark(documents, today):
    report = await load_shop(MINIMAL_SHOP, documents, today)

    assert report.written
    assert report.refused == ()
    assert report.warnings == ()


async def test_a_new_shop_loads_and_bears_its_name(tmp_path, documents, today):
    folder = new_shop("blue-oak", tmp_path)

    report = await load_shop(folder, documents, today)
    shop = read_shop(folder, read_catalog(folder), read_policy(folder).version)
    assert report.written
    assert (shop.shop_id, shop.name) == ("blue-oak", "Blue Oak")


@pytest.mark.parametrize(
    "name", ["", "A", "a", "Blue", "../up", "a/b", "9lives", "-x", "é", "a" * 41]
)
def test_a_name_that_is_no_folder_is_refused(tmp_path, name):
    with pytest.raises(NewShopRefused, match="small letters"):
        new_shop(name, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_an_existing_shop_is_never_overwritten(tmp_path):
    folder = new_shop("blue-oak", tmp_path)
    (folder / "policy.md").write_text("mine", "utf-8")

    with pytest.raises(NewShopRefused, match="there already"):
        new_shop("blue-oak", tmp_path)

    assert (folder / "policy.md").read_text("utf-8") == "mine"


def test_the_command_tells_what_to_do_next(tmp_path, capsys):
    assert main(["blue-oak"], tmp_path) == 0

    assert "make load FROM=" in capsys.readouterr().out


def test_the_command_fails_with_a_reason(tmp_path, capsys):
    assert main(["Blue Oak"], tmp_path) == 1

    assert "small letters" in capsys.readouterr().err
