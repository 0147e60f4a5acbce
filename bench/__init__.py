"""Budgets shown: counts and ratios of one run may fail a check, absolute times never do."""
