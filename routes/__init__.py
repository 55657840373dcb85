"""Journeys that stand in no timetable: distances along the track, arrival times, latest departures, maps."""
