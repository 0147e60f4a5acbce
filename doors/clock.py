"""The one clock. In development the local host moves it through the environment."""

import os
from datetime import UTC, datetime, timedelta

# Published by the local host's POST /admin/clock; never set in the cloud.
OFFSET_SECONDS = "LOCAL_CLOCK_OFFSET_SECONDS"


class SystemClock:
    def now(self) -> datetime:
        """Return the time, aware and in UTC, as far ahead as the local host has moved it."""
        offset = float(os.environ.get(OFFSET_SECONDS, "0"))
        return datetime.now(UTC) + timedelta(seconds=offset)
