"""From lengths and assumptions to times, forward and backward."""
