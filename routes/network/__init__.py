"""Track as a graph: records, building and path search."""
