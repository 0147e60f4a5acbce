"""The edge: one file per thing done outside, and every one of them may run twice."""
