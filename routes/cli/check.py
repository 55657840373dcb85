"""The command check: every data file, all findings in one run."""

from __future__ import annotations

from datetime import datetime

from routes.cli.options import cache_folder, new_parser, own_folder, print_json
from routes.findings import ERROR, Finding, format_finding
from routes.folders import stack_folders
from routes.report.layout import wrap_text
from routes.scenarios.check import check_folders


def run(arguments: list[str], now: datetime) -> int:
    """Print every finding; return 5 when any is an error, else 0."""
    parser = new_parser("check", "Check every data file and list all findings.", "routes check --data mine")
    options = parser.parse_args(arguments[1:])
    folders = stack_folders(own_folder(options.data))
    counts, findings = check_folders(folders, now=now, cache=cache_folder())
    errors = sum(f.severity == ERROR for f in findings)
    if options.json:
        print_json({"checked": counts, "findings": [_as_plain(f) for f in findings]})
    else:
        for finding in findings:
            print(format_finding(finding))
        rows = ", ".join(f"{count} {what}" for what, count in counts.items())
        result = f"{_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}"
        print("\n".join([*wrap_text(f"checked {rows}:"), result]))
    return 5 if errors else 0


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _as_plain(finding: Finding) -> dict[str, object]:
    return {**finding._asdict(), "severity": finding.severity}
