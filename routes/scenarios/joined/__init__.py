"""Journeys of modelled legs and legs by timetable in turn: their legs, chances, readings and plan."""
