"""The rail network of the world: built from data on the user's machine, kept in a cache, searched by a hierarchy."""
