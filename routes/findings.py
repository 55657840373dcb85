"""One fault found in input data, and the catalogue of every fault code."""

from __future__ import annotations

from typing import NamedTuple

ERROR, WARNING = "error", "warning"

# code: (severity, what it means). Error: the row is unused. Warning: it is used and results may suffer.
CATALOGUE: dict[str, tuple[str, str]] = {
    "file_missing": (ERROR, "a file that must be there is not"),
    "file_unreadable": (ERROR, "the file is not UTF-8 text, or cannot be opened"),
    "toml_syntax": (ERROR, "the file is not valid TOML"),
    "csv_syntax": (ERROR, "the file is not valid CSV, for example a quote is never closed"),
    "header_missing": (ERROR, "the file has no header line"),
    "column_missing": (ERROR, "the header lacks a required column"),
    "column_unknown": (ERROR, "the header has a column that means nothing here"),
    "column_repeated": (ERROR, "the header names a column twice"),
    "row_length": (ERROR, "the row has more or fewer fields than the header"),
    "value_missing": (ERROR, "a required field is empty"),
    "value_invalid": (ERROR, "a field cannot be read as what its column holds"),
    "row_repeated": (ERROR, "two rows of one file have the same key"),
    "lat_out_of_range": (ERROR, "a latitude lies outside -90 to 90"),
    "lon_out_of_range": (ERROR, "a longitude lies outside -180 to 180"),
    "axes_exchanged": (WARNING, "a position lies outside its country, and inside it with lat and lon exchanged"),
    "position_outside_country": (WARNING, "a position lies outside the bounds of its country"),
    "zone_unknown": (ERROR, "a time zone is not in the IANA database"),
    "station_unknown": (ERROR, "a row names a station code that the gazetteer does not have"),
    "parent_unknown": (WARNING, "a stop names a parent station that its table does not have"),
    "station_unnamed": (WARNING, "a station has no name in its own script or no romanisation"),
    "length_below_geodesic": (ERROR, "track shorter than the geodesic between its ends"),
    "circuity_high": (WARNING, "track more than three times the geodesic between its ends"),
    "segment_loop": (ERROR, "a segment begins and ends at the same station"),
    "segment_gauge": (WARNING, "a segment has a gauge that neither of its stations lists"),
    "basis_unsourced": (ERROR, "a length is called official and its source is assumed"),
    "border_mismatch": (ERROR, "border is yes within one country, or no between two"),
    "border_long": (WARNING, "a segment over a border is so long that the pace over borders is wrong for it"),
    "turn_unconnected": (ERROR, "a turn names a neighbour that no segment joins to its station"),
    "gauge_isolated": (WARNING, "a station changes gauge but only one gauge reaches it"),
    "source_missing": (ERROR, "a value has no source"),
    "guess_unexplained": (ERROR, 'source = "assumed" without a note that explains the guess'),
    "estimate_order": (ERROR, "low, likely and high are not in ascending order"),
    "unit_unknown": (ERROR, "a unit is not one that this value can have"),
    "key_unknown": (ERROR, "a key means nothing in this file"),
    "key_missing": (ERROR, "a required key is absent"),
    "time_unreadable": (ERROR, "a time or instant cannot be read"),
    "place_unknown": (ERROR, "a scenario names a place that cannot be resolved"),
    "off_track": (ERROR, "a place lies too far from any track of the rail network"),
    "scenario_infeasible": (ERROR, "a scenario's question has no path or no time that answers it"),
    "file_ignored": (WARNING, "a file in a data folder that no part reads"),
    "train_unknown": (ERROR, "a scenario or journey names a train profile that does not exist"),
    "reading_in_gap_or_fold": (ERROR, "a clock reading never happened, or happened twice, as the clocks were changed"),
    "confidence_unknown": (ERROR, "a confidence is none of the grades A to D"),
    "guess_overrated": (ERROR, "a time is assumed and has a confidence other than D"),
    "known_too_early": (ERROR, "something is called known before it happened or was said"),
    "event_order": (ERROR, "an event comes before one of a lower seq of its journey, beyond their precision"),
    "way_missing": (ERROR, "no track joins the stations of two rows of a journey, and no length of it is given"),
    "length_zero": (ERROR, "a row of a journey gives no length of track between two different stations"),
    "run_too_fast": (ERROR, "a train would have to run faster between two rows of a journey than any does"),
    "journey_unknown": (ERROR, "a forecast names a journey that no file documents"),
    "osm_track_missing": (ERROR, "an OpenStreetMap extract has no track that trains of the network run on"),
    "osm_node_missing": (WARNING, "ways of an extract name nodes that it does not hold; their track ends there"),
    "osm_station_invalid": (ERROR, "stations of an extract have no name, or no position that it holds"),
    "osm_tag_unreadable": (WARNING, "tags of an extract cannot be read, and count as not given"),
    "reference_unknown": (ERROR, "a row of a GTFS feed names an id that the table it refers to does not have"),
    "agency_unknown": (WARNING, "a route of a GTFS feed names an agency that agency.txt does not have"),
    "stop_time_order": (ERROR, "a trip of a GTFS feed leaves a stop before it arrives there, or goes back in time"),
    "trip_unusable": (ERROR, "a trip of a GTFS feed has fewer than two stop times that can be used"),
    "zone_by_position": (WARNING, "a stop of a GTFS feed lies where other clocks are used than its agency's"),
    "feature_unused": (WARNING, "a GTFS feed uses a part of the reference that is not read, such as areas on demand"),
    "text_garbled": (WARNING, "a table of a GTFS feed is not UTF-8 throughout, so letters of it are lost"),
    "forecast_late": (ERROR, "a forecast was made after the time that it foretells"),
}


class Finding(NamedTuple):
    """One fault: its code, and where it is (line and column count from 1; 0 is the whole file)."""

    code: str
    file: str
    line: int
    column: int
    field: str
    value: str
    message: str
    remedy: str

    @property
    def severity(self) -> str:
        """Return `error` or `warning`, as the catalogue says."""
        return CATALOGUE[self.code][0]


def format_finding(finding: Finding) -> str:
    """Return two lines for a terminal: place, severity, message and code, then the remedy."""
    place = f"{finding.file}:{finding.line}:{finding.column}" if finding.line else finding.file
    return f"{place}: {finding.severity}: {finding.message} [{finding.code}]\n  fix: {finding.remedy}"
