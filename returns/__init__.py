"""The rules of a return: pure, standard library only, no clock, no I/O."""
