"""`python -m routes`, the same as the command `routes`."""

from routes.cli.main import run

run()
