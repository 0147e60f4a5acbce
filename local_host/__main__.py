"""Entry of `python -m local_host`."""

import sys

from local_host.command import main

if __name__ == "__main__":
    sys.exit(main())
