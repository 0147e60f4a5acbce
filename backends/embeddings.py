"""What texts mean, as vectors: private to the searches, the rules never see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

type Vector = Sequence[float]


class Embeddings(Protocol):
    """Turns texts into vectors of one length; near meanings have a large cosine."""

    @property
    def dimensions(self) -> int: ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return one vector per text, in order; an empty text has a vector of zeros.

        Raises:
            BackendUnavailable: the model gave nothing usable; ask again.
        """
        ...

    async def model(self) -> str:
        """Return what made the vectors; those of two models cannot be compared.

        Raises:
            BackendUnavailable: the model does not answer.
        """
        ...
