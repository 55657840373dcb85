"""Answers in the formats of other programs, each read from the document alone."""
