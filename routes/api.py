"""The Python twin of the command line: each question returns the document that `--json` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from routes.answering import answer_question
from routes.errors import RoutesError, UsageError
from routes.folders import stack_folders
from routes.report.document import Document
from routes.scenarios.known import Known
from routes.scenarios.meeting import keep_open
from routes.scenarios.phrases import resolve_as_of
from routes.scenarios.reader import get_scenario
from routes.scenarios.schema import Options, Scenario, override
from routes.scenarios.world import World, keep_timetables, load_world

if TYPE_CHECKING:
    from routes.rail.matrix import Rows
    from routes.rail.osm import OsmNetwork
    from routes.scenarios.matrix import Lists
    from routes.scenarios.timetables import Asked

DEFAULT_SCENARIO = "vladivostok-2023"
DEFAULT_TRAIN = "special"


class Routes(NamedTuple):
    """The loaded data, ready for questions. `now` (aware) is the as-of instant of questions that give none."""

    world: World
    now: datetime

    def latest_departure(
        self,
        start: str,
        end: str,
        *,
        arrive: str,
        **options: Unpack[Options],
    ) -> Document:
        """Return the latest departures from `start` that reach `end` by `arrive`, read in the clock of `end`.

        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("latest-departure", start, end)._replace(arrive=arrive)
        return self.answer(override(asked, options))

    def arrival(
        self,
        start: str,
        end: str,
        *,
        depart: str = "",
        **options: Unpack[Options],
    ) -> Document:
        """Return the early, expected and late arrival at `end` for leaving at `depart`, read in the clock of `start`.

        Where it was `seen`, `depart` may be left out.

        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("arrival", start, end)._replace(depart=depart)
        return self.answer(override(asked, options))

    def feasible(
        self,
        start: str,
        end: str,
        *,
        arrive: str,
        left: str = "",
        **options: Unpack[Options],
    ) -> Document:
        """Return whether what left `start` at `left` can be at `end` by `arrive`, weighed for every mode.

        A day of leaving is read generously, from its first instant; each time is read in the clock of its place.
        Where it was `seen`, `left` may be left out, and its claim counts from the last place where it was seen.
        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("feasible", start, end)._replace(depart=left, arrive=arrive)
        return self.answer(override(asked, options))

    def compare(
        self,
        start: str | Sequence[str],
        end: str | Sequence[str],
        *,
        arrive: str,
        by: str | Sequence[str] = (),
        **options: Unpack[Options],
    ) -> Document:
        """Return a row for each origin, destination and mode `by`; each deadline is read in the destination's clock.

        A text may name several: "Pyongyang,Hamhung"; a list has one name an entry.
        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("compare", "", "")._replace(arrive=arrive)
        return self.answer(self.spread(override(asked, options), start=start, end=end, by=by))

    def spread(
        self,
        query: Scenario,
        *,
        start: str | Sequence[str] = (),
        end: str | Sequence[str] = (),
        by: str | Sequence[str] = (),
    ) -> Scenario:
        """Return a question as a comparison of the origins, destinations and modes given, each in place of its own.

        Raises: UsageError, where the text of several places can be read in two ways.
        """
        from routes.scenarios.place_lists import spread_question

        return spread_question(self.world.gazetteer, query, start=start, end=end, by=by)

    def reach(
        self,
        start: str,
        *,
        left: str,
        at: str,
        **options: Unpack[Options],
    ) -> Document:
        """Return the places that what left `start` at `left` can have reached by `at`, both in the clock of `start`.

        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("reach", start, "")._replace(depart=left, at=at)
        return self.answer(override(asked, options))

    def distance(
        self,
        start: str,
        end: str,
        **options: Unpack[Options],
    ) -> Document:
        """Return the track length of the path that takes this train the fewest minutes, leg by leg with its basis.

        Raises: PlaceError, UsageError, InfeasibleError or DataError.
        """
        asked = _question("distance", start, end)
        return self.answer(override(asked, options))

    def matrix(
        self, starts: Path | str, ends: Path | str, *, skip: bool = False, **options: Unpack[Options]
    ) -> Document:
        """Return metres of track and seconds under way of the shortest paths of all pairs of two CSV lists of places.

        A row for each start, a column for each end; None where no track joins two. `train`, `as_of` and `settings`
        choose the paces.
        Raises: DataError, with all faults of the lists, unless `skip` leaves such rows out; UsageError, without the
        world's track.
        """
        from routes.report.matrix import build_matrix

        lists, rows = self.scan_matrix(starts, ends, skip=skip, options=options)
        return build_matrix(lists, rows)

    def scan_matrix(
        self, starts: Path | str, ends: Path | str, *, skip: bool, options: Options
    ) -> tuple[Lists, Iterator[Rows]]:
        """Return the places of two lists, and the rows of their matrix as they are computed: for large ones.

        Raises: as `matrix` does.
        """
        from routes.scenarios.matrix import read_lists, refuse_faults, scan_matrix  # what few programs need

        query = override(_question("distance", "", ""), options)
        lists = read_lists(self.world, Path(starts), Path(ends))
        if not skip:
            refuse_faults(lists.findings)
        return lists, scan_matrix(self.world, lists, query, now=self.now)

    def ask(
        self,
        words: str,
        *,
        scenario: str = DEFAULT_SCENARIO,
        **options: Unpack[Options],
    ) -> Document:
        """Return the answer to a question in words; what it leaves open is taken from the scenario.

        Raises: UsageError, when the words are not understood; else as the other questions do.
        """
        from routes.scenarios.ask import understand  # the grammar of questions, which the other questions do not need

        base = self.scenario(scenario)
        given = override(base, options)
        reference = resolve_as_of(self.world, given, self.now)
        now = None if options.get("as_of") else self.now
        try:
            asked = understand(words, gazetteer=self.world.gazetteer, as_of=reference, scenario=given, now=now)
        except RoutesError:
            from routes.scenarios.ask_abroad import admit_words  # what questions on authored places do not need

            known = admit_words(Known(self.world.folders, self.world.gazetteer), words)
            if known.gazetteer is self.world.gazetteer:
                raise
            asked = understand(words, gazetteer=known.gazetteer, as_of=reference, scenario=given, now=now)
        document = self.answer(asked.query)
        return document | {"question": document["question"] | {"words": words, "understood": asked.understood}}

    def scenario(self, name: str = DEFAULT_SCENARIO) -> Scenario:
        """Return a scenario by name, or by the path of its file.

        Raises: UsageError, when there is none; DataError, when its file has faults.
        """
        return get_scenario(self.world.folders, name)

    def answer(self, query: Scenario) -> Document:
        """Return the document that answers a scenario's question."""
        return answer_question(self.world, query, now=self.now)

    def export(self, answer: str | Mapping[str, Any], form: str, **options: Unpack[Options]) -> str:
        """Return an answer as `geojson`, `kml`, `gpx`, `csv`, `ics` or `md`, to be written as UTF-8 as it is.

        `answer` is a document that a question returned, or the name of a scenario, which is asked with the options;
        a document takes none. `routes.report.exports.reader.parse_answer` reads one that was kept in a file.
        Raises: UsageError, for another format or one that the answer has nothing for, and what the question raises.
        """
        from routes.report.exports.formats import build_export, wants_lines

        if isinstance(answer, str):
            query = override(self.scenario(answer), options)
            answer = self.answer(query._replace(geometry=wants_lines(query, form)))
        elif options:
            raise UsageError("an answer takes no options of a question", hint="ask, and export what it returns")
        return build_export(answer, form)

    def calibrate(self, train: str = DEFAULT_TRAIN, *, as_of: str = "") -> Document:
        """Return a train's priors, what each stretch of its documented journeys says, and the fit; writes nothing.

        Raises: UsageError, TimeError or DataError.
        """
        from routes.report.calibration import build_calibration  # what few programs need
        from routes.scenarios.documented import calibrate_train

        return build_calibration(self.world, *calibrate_train(self.world, train, as_of=as_of, now=self.now))

    def backtest(self, files: Sequence[Path | str] | Path | str = (), *, train: str = "") -> Document:
        """Return forecasts of documented journeys and their score; of every journey there is unless `files` name some.

        Raises: UsageError, when there is no such train; DataError, with all faults of the files.
        """
        from routes.report.backtesting import build_backtest  # what few programs need
        from routes.scenarios.documented import backtest_files

        listed = [files] if isinstance(files, Path | str) else files
        return build_backtest(self.world, backtest_files(self.world, [Path(f) for f in listed], train=train))

    def network_build(
        self,
        cache: Path | str,
        *,
        wheel: Path | str | None = None,
        osm: Sequence[Path | str] = (),
        service: Sequence[str] = (),
        tell: Callable[[str, float], None] | None = None,
        hear: Callable[[OsmNetwork], None] | None = None,
    ) -> Document:
        """Build the rail network of the world in the folder `cache`; return what `network_status` tells of it.

        `tell` is told each step, and the share of all work that lies before it; `hear` what an extract lacks.
        Raises: UsageError, when the data cannot be had or the folder cannot be written; DataError.
        """
        from routes.scenarios.railways import build_railways  # what few programs need

        wanted = Path(wheel) if wheel is not None else None
        build_railways(
            self.world,
            Path(cache),
            wheel=wanted,
            extracts=[Path(f) for f in osm],
            services=service,
            tell=tell,
            hear=hear,
        )
        return self.network_status(cache)

    def network_status(self, cache: Path | str) -> Document:
        """Return what the rail network in the folder `cache` holds, and its licence and credit; builds nothing.

        Raises: UsageError, when there is none, or it is damaged; DataError.
        """
        from routes.report.railways import build_status
        from routes.scenarios.railways import find_railways

        found = find_railways(self.world, Path(cache))
        return build_status(found.network, path=found.path, is_current=found.is_current)

    def timetable_import(
        self,
        feeds: Sequence[Path | str],
        cache: Path | str,
        *,
        name: str,
        source: str = "",
        tell: Callable[[str, float], None] | None = None,
    ) -> Document:
        """Compile GTFS feeds to the timetable `name` in the folder `cache`; return how much it holds and its faults.

        `source` is whom to credit for them, with the licence.

        Raises: UsageError, when there is no feed or the folder cannot be written; DataError, when one cannot be used.
        """
        from routes.report.imported import build_imported
        from routes.timetable.compiling import import_feeds

        paths = [Path(feed) for feed in feeds]
        quiet = tell or (lambda _step, _share: None)
        return build_imported(import_feeds(paths, Path(cache), name=name, source=source, tell=quiet))

    def timetable(self, asked: Asked, cache: Path | str) -> Document:
        """Return the journeys by timetable that answer a question, of the timetables kept in the folder `cache`.

        `asked` is a `routes.scenarios.timetables.Asked`: its kind is latest-departure, earliest-arrival or profile.
        Raises: PlaceError, TimeError, UsageError, InfeasibleError or DataError.
        """
        from routes.report.scheduled import build_scheduled
        from routes.scenarios.timetables import ask_timetable

        return build_scheduled(self.world, ask_timetable(self.world, asked, cache=Path(cache), now=self.now))


def _question(kind: str, start: str, end: str) -> Scenario:
    return Scenario(name="", title="", question=kind, start=start, end=end, train=DEFAULT_TRAIN)


def load(data: Path | str | None = None, *, now: datetime | None = None, cache: Path | str | None = None) -> Routes:
    """Return the loaded data, a user's own folder `data` over the packaged one.

    `now` is the instant of loading unless given. `cache` is the folder in which `routes network build` keeps the
    track of the world; without it only the authored track is known.
    Raises: DataError, with all findings, when any file has faults; UsageError, when `data` is no folder or
    `now` has no zone.
    """
    now = datetime.now(UTC) if now is None else now
    if now.tzinfo is None:
        raise UsageError("now has no time zone", hint="pass datetime.now(timezone.utc)")
    world = load_world(stack_folders(Path(data) if data is not None else None))
    if cache is not None:
        folder = Path(cache)
        world = world._replace(open_track=keep_open(world, folder), open_timetable=keep_timetables(folder))
    return Routes(world, now)
