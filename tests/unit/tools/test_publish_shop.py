"""The commands of an operator: publish, list, go back, turn a switch; on a folder of data."""

import asyncio
import shutil

import pytest

from backends.documents_sqlite import SqliteDocuments
from backends.publications import Publications, text_of
from tests.builders import NOW
from tests.contract.clocks import StandingClock
from tools import publish_shop, switch
from tools.page import ROOT

ZAVA = ROOT / "shops" / "zava"


@pytest.fixture
def shop(tmp_path):
    """Return a folder of a shop, and one of data in which it is live."""
    folder, data = tmp_path / "shop", tmp_path / "data"
    shutil.copytree(ZAVA, folder)
    data.mkdir()

    async def begin():
        documents = await SqliteDocuments.open(data / "returns.db", StandingClock())
        await Publications(documents, "zava").begin(text_of(folder), NOW, by="the package")
        await documents.close()

    asyncio.run(begin())
    return folder, data


def run(command, shop, *arguments):
    folder, data = shop
    return command.main([*arguments, "--from", str(folder), "--data", str(data), "--by", "nora"])


def changed(shop, old, new, file="shop.toml"):
    path = shop[0] / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_is_published_once(shop, capsys):
    changed(shop, 'bonus = "0.10"', 'bonus = "0.05"')
    assert run(publish_shop, shop, "--why", "spring") == 0
    assert "is live. Running processes follow" in capsys.readouterr().out
    assert run(publish_shop, shop) == 0
    assert "was live already" in capsys.readouterr().out


def test_the_list_tells_who_when_and_why(shop, capsys):
    changed(shop, 'bonus = "0.10"', 'bonus = "0.05"')
    run(publish_shop, shop, "--why", "spring")
    capsys.readouterr()
    assert run(publish_shop, shop, "--list") == 0
    newest, first = capsys.readouterr().out.splitlines()
    assert "live" in newest
    assert newest.endswith("nora: spring")
    assert first.endswith("the package: the shop folder of the package")


def test_one_goes_back_and_not_further(shop, capsys):
    assert run(publish_shop, shop, "--back", "1") == 1
    assert "none to go back to" in capsys.readouterr().err
    changed(shop, 'bonus = "0.10"', 'bonus = "0.05"')
    run(publish_shop, shop)
    assert run(publish_shop, shop, "--back", "1") == 0
    assert "is live again" in capsys.readouterr().out
    assert run(publish_shop, shop, "--back", "9-unheard") == 1


def test_a_wrong_folder_publishes_nothing_and_lists_every_mistake(shop, capsys):
    changed(shop, "default_days = 30", "default_days = -1")
    changed(shop, 'bonus = "0.10"', 'bonus = "2.5"')
    assert run(publish_shop, shop) == 1
    told = capsys.readouterr().err
    assert "windows.default_days" in told
    assert "bonus" in told
    assert told.endswith("Nothing was published.\n")


def test_a_switch_is_turned_and_shown_with_its_history(shop, capsys):
    assert run(switch, shop, "pause-refunds", "--on", "1", "--why", "the bank is down") == 0
    told = capsys.readouterr().out
    assert "pause-refunds   ON" in told
    assert "pause-refunds on by nora: the bank is down" in told
    assert run(switch, shop, "pause-refunds", "--on", "0") == 0
    assert "pause-refunds   off" in capsys.readouterr().out


@pytest.mark.parametrize("command", [publish_shop, switch])
def test_a_folder_without_data_is_told_what_to_do(shop, tmp_path, capsys, command):
    assert run(command, (shop[0], tmp_path / "none")) == 1
    assert "make run" in capsys.readouterr().err


def test_an_unknown_switch_lists_those_there_are(shop, capsys):
    assert run(switch, shop, "everything") == 1
    assert "rules-only, pause-refunds, no-new-returns" in capsys.readouterr().err


@pytest.mark.parametrize("command", [publish_shop, switch])
def test_the_cloud_needs_its_settings(shop, capsys, command):
    assert run(command, shop, "--cloud") == 1
    assert "COSMOS_ENDPOINT, COSMOS_DATABASE" in capsys.readouterr().err
