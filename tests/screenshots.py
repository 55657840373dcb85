"""Pictures of real pages for the README: `python tests/screenshots.py FOLDER`, with Chromium (`make screenshots`)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 800)
COMPARED = ["compare", "Pyongyang", "--to", "Vladivostok,Vostochny,Moscow", "--arrive", "by Tue 24:00"]
# Each picture: the command that draws its page, which goes to the path put at its end.
PICTURES = {
    "journey-2019.png": ["map", "khasan-2019", "-o"],
    "comparison-2023.png": [*COMPARED, "--as-of", "2023-09-11 09:00 KST", "--map"],
}


def take_picture(browser: Browser, page_file: Path, picture: Path) -> None:
    """Write the picture of a page, in 256 colours, which take a third of the bytes."""
    from PIL import Image

    context = browser.new_context(offline=True, viewport={"width": SIZE[0], "height": SIZE[1]})
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    beside = picture.with_suffix(".new.png")
    page.screenshot(path=beside, animations="disabled")
    context.close()
    with Image.open(beside) as whole:
        whole.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=3).save(beside, optimize=True)
    beside.replace(picture)


def main(folder: Path) -> int:
    """Draw the pages, take the pictures and print their sizes; return the exit status."""
    from playwright.sync_api import sync_playwright

    from routes.cli.main import main as run

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as drawn, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, arguments in PICTURES.items():
            page_file = Path(drawn) / f"{name}.html"
            if status := run([*arguments, str(page_file)]):
                return status
            take_picture(browser, page_file, folder / name)
            print(f"{folder / name}: {(folder / name).stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(Path(sys.argv[1])))
