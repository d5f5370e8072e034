"""``python -m jisr``: see ``jisr.launch.commands``."""

import sys

from jisr.launch.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
