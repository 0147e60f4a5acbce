"""The story of a case: replayed, deterministic, one generation per step."""
