"""Natural Earth, packed for the tool: land, borders, rivers and cities, with what packs it."""
