"""Ways over water: oceans by a published graph, regional trips by a search round the land."""
