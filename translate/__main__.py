"""`python -m translate` is `warta`."""

import sys

from translate.cli import main

sys.exit(main())
