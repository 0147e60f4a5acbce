"""The talk: the only package that speaks ChatKit."""
