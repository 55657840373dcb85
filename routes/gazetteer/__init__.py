"""The named places: records, readers and look-up."""
