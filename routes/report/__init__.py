"""Answers as words, rows and JSON."""
