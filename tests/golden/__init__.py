"""Months worked by hand: a story in French with its arithmetic, the facts, and what has to come out."""
