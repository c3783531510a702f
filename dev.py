#!/usr/bin/env python3
"""The project's one tool: `python3 dev.py run` to use it, `python3 dev.py test` to prove it.

Needs Python 3.11 or newer with pip, nothing else; `python3 dev.py --help` says the rest.
"""

import sys

if sys.version_info < (3, 11):  # said here, in words any Python 3 reads
    sys.exit("dev.py needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

from devtools.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
