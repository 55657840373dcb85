"""The command check: every data file, or the files named, all findings in one run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from routes.cli.options import cache_folder, new_parser, own_folder, print_json
from routes.findings import ERROR, Finding, format_finding
from routes.folders import stack_folders
from routes.report.layout import wrap_text


def run(arguments: list[str], now: datetime) -> int:
    """Print every finding; return 5 when any is an error, else 0."""
    parser = new_parser(
        "check", "Check every data file, or those named, and list all findings.", "routes check mine.toml"
    )
    help_files = (
        "a scenario, train or table, as if it lay in your data folder, or a GTFS feed; every data file without one"
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=help_files)
    options = parser.parse_args(arguments[1:])
    folders, cache = stack_folders(own_folder(options.data)), cache_folder()
    if not options.files:
        from routes.scenarios.check import check_folders

        counts, findings = check_folders(folders, now=now, cache=cache)
        return _print(counts, findings, {}, as_json=options.json)
    from routes.scenarios.check_file import check_file

    checked = [check_file(folders, path, now=now, cache=cache) for path in options.files]
    total = Counter[str]()
    for one in checked:
        total.update(one.counts)
    kinds = {str(one.path): one.kind for one in checked}
    findings = [finding for one in checked for finding in one.findings]
    return _print(total, findings, kinds, as_json=options.json, more=sum(one.more for one in checked))


def _print(
    counts: Mapping[str, int], findings: Sequence[Finding], kinds: Mapping[str, str], *, as_json: bool, more: int = 0
) -> int:
    """Print what was checked, with what each file named was taken for, and the findings; return the exit status."""
    errors = sum(f.severity == ERROR for f in findings)
    if as_json:
        named = {"files": kinds, "more": more} if kinds else {}
        print_json({"checked": counts, **named, "findings": [_as_plain(f) for f in findings]})
    else:
        for finding in findings:
            print(format_finding(finding))
        if more:
            print(f"and {more:,} more of the same kinds")
        rows = [
            *(f"{path} ({kind})" for path, kind in kinds.items()),
            *(f"{n:,} {what}" for what, n in counts.items()),
        ]
        result = f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"
        print("\n".join([*wrap_text(f"checked {', '.join(rows)}:"), result]))
    return 5 if errors else 0


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _as_plain(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "severity": finding.severity}
