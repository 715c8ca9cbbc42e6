"""Fetch the three front-end libraries again, strip what is not ours to show, and write the checksum manifest.

Run `python scripts/vendor.py` (Node's `npm` must be on the path). To move to another release, change `LIBRARIES`,
run it, correct the version in `templates/base.html` and `core/static/app.js`, and remove the old release's folder.

What is changed on the way in, and why:
* GDS Transport may only be used on gov.uk: its `@font-face` rules go, and its name gives way to `FONT`;
* the royal crest is not ours: every reference to it becomes `none`, and no crown, crest or logotype is copied;
* pictures get addresses relative to the style sheet, so that the application may live under any path;
* source map comments go, because the maps are not kept.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "core" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "MANIFEST.sha256"
FONT = 'Arial,"Helvetica Neue",Helvetica,"Liberation Sans",sans-serif'

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True, kw_only=True)
class Library:
    """One release: its npm name, the folder it is kept in, and the files taken (path in the package)."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]
    copyright: str = ""

    @property
    def target(self) -> Path:
        return VENDOR / f"{self.folder}-{self.version}"


LIBRARIES = (
    Library(
        name="govuk-frontend",
        version="6.6.0",
        folder="govuk-frontend",
        files=("dist/govuk/govuk-frontend.min.css", "dist/govuk/govuk-frontend.min.js"),
        copyright="Copyright (C) 2017 Crown Copyright (Government Digital Service)",
    ),
    Library(
        name="@ministryofjustice/frontend",
        version="11.1.0",
        folder="moj-frontend",
        files=("moj/moj-frontend.min.css",),
        copyright="Copyright (c) 2021 dxw",
    ),
    Library(name="htmx.org", version="2.0.11", folder="htmx", files=("dist/htmx.min.js", "LICENSE")),
)


def main() -> int:
    for library in LIBRARIES:
        vendor(library)
    write_manifest()
    return 0


def vendor(library: Library) -> None:
    """Replace the library's folder with a freshly packed copy."""
    shutil.rmtree(library.target, ignore_errors=True)
    library.target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        package = unpack(library, Path(folder))
        for name in library.files:
            copy(package / name, library.target, package)
    if library.copyright:
        text = f"The MIT License (MIT)\n\n{library.copyright}\n\n{MIT}"
        (library.target / "LICENSE").write_text(text, encoding="utf-8")


def unpack(library: Library, folder: Path) -> Path:
    """Let npm fetch and check the package; the path of its contents."""
    spec = f"{library.name}@{library.version}"
    packed = subprocess.run(["npm", "pack", spec, "--silent"], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def copy(source: Path, target: Path, package: Path) -> None:
    """Copy one file, cleaned, and the pictures it shows."""
    text = re.sub(r"\n?(//|/\*)# sourceMappingURL=.*", "", source.read_text(encoding="utf-8"))
    if source.suffix == ".css":
        text = without_borrowed_marks(text)
        for picture in sorted(set(re.findall(r"url\(images/([\w.-]+)\)", text))):
            (target / "images").mkdir(exist_ok=True)
            found = next(package.glob(f"**/assets/images/{picture}"))
            shutil.copyfile(found, target / "images" / picture)
    (target / source.name).write_text(text.strip() + "\n", encoding="utf-8")


def without_borrowed_marks(css: str) -> str:
    """The style sheet without the typeface and the crest that belong to government sites only."""
    css = re.sub(r"/\*(?:(?!\*/).)*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONT)
    css = re.sub(r"url\(/assets/images/[\w-]*(?:crest|crown)[\w-]*\.\w+\)", "none", css)
    return css.replace("url(/assets/images/", "url(images/")


def write_manifest() -> None:
    """One line per file, in the format `sha256sum --check` reads from the vendor folder."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR).as_posix()}"
        for path in sorted(VENDOR.rglob("*"))
        if path.is_file() and path != MANIFEST
    ]
    MANIFEST.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
