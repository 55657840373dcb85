"""Questions worth keeping, their assumptions, and their evaluation."""
