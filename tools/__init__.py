"""Commands of the Makefile: set-up, start, reset, and looking at a case."""
