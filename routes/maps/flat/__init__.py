"""Answers drawn as flat graphics without a browser: an editable picture of the route, and a time-distance chart."""
