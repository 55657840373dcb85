"""Answers drawn as interactive maps."""
