"""Take anew into docs/pictures/mail what both receive while a job goes by mail alone: `make letter-pictures`.

The journey itself writes the letters; Chromium shows each as a telephone does. Needs Chromium (Debian: chromium).
"""

import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures" / "mail"
PAGE = ROOT / "docs" / "by-mail-alone.md"
STORY = "tests/journeys/test_mail_alone.py"
COLOURS = 32  # of a picture's palette: type stays crisp
TITLES = {"nl": "In het Nederlands", "en": "In English"}
INTRODUCTION = """# A job by mail alone

What the tenant and the firm receive from report to closed, in the order it comes, while both use nothing but mail
(`tests/journeys/test_mail_alone.py`). They answer in the words that stand there. Drawn by `make letter-pictures`.
"""


def main() -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with TemporaryDirectory() as folder:
        environment = os.environ | {"POSTBON_LETTERS": folder, "POSTBON_TEST_EVERY_CASE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-o", "addopts=", STORY, "-k", "sqlite"]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)  # noqa: S603  our own test
        letters = sorted(Path(folder).glob("*.html"))
        subjects = photograph(letters)
    parts = [INTRODUCTION]
    for language, title in TITLES.items():
        parts.append(f"## {title}\n")
        for name in (letter.stem for letter in letters if letter.stem.startswith(language)):
            to = name.split("-")[2].capitalize()
            parts.append(f"**To {to}:** {subjects[name]}\n\n![{subjects[name]}](pictures/mail/{name}.png)\n")
    PAGE.write_text("\n".join(parts))


def photograph(letters: list[Path]) -> dict[str, str]:
    """A picture of each letter; their subjects, by name."""
    subjects = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 390, "height": 640}, color_scheme="light").new_page()
        for letter in letters:
            subject = re.match(r"<!--(.*?)-->", letter.read_text())
            subjects[letter.stem] = " ".join(subject[1].split()) if subject else ""
            page.goto(letter.as_uri())
            picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
            small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(PICTURES / f"{letter.stem}.png", optimize=True)
        browser.close()
    return subjects


if __name__ == "__main__":
    main()
