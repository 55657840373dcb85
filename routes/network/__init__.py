"""Track as a graph: records, reading and path search."""
