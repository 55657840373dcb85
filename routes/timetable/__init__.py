"""Published timetables: GTFS feeds read and compiled, and searched forward and backward."""
