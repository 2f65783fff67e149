"""Which models there are, getting and loading them, and running them behind one `Engine`."""
