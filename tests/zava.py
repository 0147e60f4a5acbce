"""The sample shop as it is committed, read once, with the owner file of one of its customers."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from backends.policy_file import read_policy
from backends.shop_data import LoadDay
from backends.shop_files import CUSTOMERS, ORDERS, read, read_catalog
from backends.shop_folder import read_shop
from backends.wiring_shop import embedded_search
from returns.owner_file import OwnerFile
from returns.rules import Rules
from returns.shop import Shop
from tests.builders import NOW, SIGNER
from tests.one_edition import OneEdition

FOLDER = Path("shops/zava")


@cache
def zava() -> Shop:
    return read_shop(FOLDER, read_catalog(FOLDER), read_policy(FOLDER).version)


@cache
def zava_edition() -> OneEdition:
    """Return the sample shop with its searches, as the only edition there is."""
    shop = zava()
    searches = embedded_search(FOLDER)(shop, read_policy(FOLDER).clauses)
    return OneEdition(Rules(shop, SIGNER), searches)


def file_of(customer_id: str) -> OwnerFile:
    """Return what zava knows of a customer on the day the tests stand at."""
    shop = zava()
    day = LoadDay(NOW, ZoneInfo(shop.time_zone))
    customer = next(row for row in read(FOLDER, CUSTOMERS) if row.customer_id == customer_id)
    rows = [row for row in read(FOLDER, ORDERS) if row.customer_id == customer_id]
    orders = {row.order_id: row.to_order(day, shop.catalog) for row in rows}
    return OwnerFile(
        customer.to_customer(day),
        orders,
        {row.order_id: row.to_ledger(orders[row.order_id]) for row in rows},
    )
