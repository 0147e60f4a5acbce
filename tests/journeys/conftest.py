"""The products of the journeys: one whose clock runs, one whose clock the tests move."""

from collections.abc import Iterator

import pytest

from tests.journeys.product import Product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    product = Product(tmp_path_factory.mktemp("product"))
    yield product.start()
    product.stop()


@pytest.fixture(scope="session")
def later_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product whose clock jumps: nothing else may share it."""
    product = Product(tmp_path_factory.mktemp("later"))
    yield product.start()
    product.stop()
