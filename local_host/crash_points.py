"""Named places between commits where a test may end the process."""

import os
from collections.abc import Callable

ALL_POINTS = (
    "start.committing",
    "start.committed",
    "post.committing",
    "post.committed",
    "recovery.done",
    "episode.read",
    "episode.replied",
    "episode.committing",
    "episode.committed",
    "generation.committing",
    "generation.committed",
    "end.committing",
    "end.committed",
    "activity.taken",
    "activity.returned",
    "activity.committing",
    "activity.committed",
    "timer.due",
    "timer.woken",
)

VARIABLE = "LOCAL_HOST_CRASH_AT"

type Hook = Callable[[str], None]


class Crashed(BaseException):
    """The process ends here, as far as the engine under test can tell."""


def reached(point: str) -> None:
    """Say that the engine stands at `point`; does nothing unless a test asked for it."""
    if _hooks:
        _hooks[-1](point)


def install(hook: Hook) -> None:
    """Call `hook` with the name of every point from now on, until `remove`."""
    _hooks.append(hook)


def remove() -> None:
    """Take back the hook installed last."""
    _hooks.pop()


def exit_at(order: str) -> Hook:
    """Return a hook that kills the process at `point[:n]`, the n-th time it is passed.

    Raises:
        ValueError: there is no such point, or `n` is not a number above zero.
    """
    point, _, count = order.partition(":")
    if point not in ALL_POINTS:
        raise ValueError(f"{VARIABLE}: no point '{point}'; choose one of {', '.join(ALL_POINTS)}")
    left = int(count or "1")
    if left < 1:
        raise ValueError(f"{VARIABLE}: '{count}' is not a number above zero")

    def hook(passed: str) -> None:
        nonlocal left
        left -= passed == point
        if not left:
            # No handler, no flush, no rollback: the nearest thing to `kill -9` from inside.
            os._exit(137)

    return hook


_hooks: list[Hook] = [exit_at(os.environ[VARIABLE])] if VARIABLE in os.environ else []
