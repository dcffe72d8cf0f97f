"""A site with a fault of each kind: a check that sees none of them would call every site good."""

from __future__ import annotations

import json
from pathlib import Path

SITE = "the faulty site"
_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Faulty</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<link rel="stylesheet" href="faulty.css">
<link rel="stylesheet" href="absent.css">
<script src="faulty.js" defer></script>
</head>
<body>
<main>
<h1 id="same">Faulty</h1>
<p id="same" class="pale">Hardly to be read</p>
<p class="wide">Wide</p>
<p style="color: red">In a colour of its own</p>
<p><img src="https://example.invalid/picture.png" alt=""></p>
<p><a href="absent.html">Nowhere</a> <a href="#absent">No place</a></p>
<details><summary>Folded</summary><p>Forgotten</p></details>
<input aria-label="Search">
</main>
</body>
</html>
"""
_STYLE = """.pale { color: #ccc; background: #ddd; }
.wide { width: 2000px; }
"""
_SCRIPT = "document.querySelector('h1').after('Written by a script')\n"
EXPECTED = (
    "axe color-contrast",
    "is 728 px too wide: p.wide",
    "the console says: Applying inline style violates",
    "example.invalid/picture.png",
    "absent.css",
    "links to absent.html",
    "links to #absent, and the page has no such place",
    "has an id twice: same",
    "loses on paper: Forgotten",
    "says only with scripts: Written by a script",
    "has a control without scripts: <input",
    "html-validate no-dup-id",
    "does not show the first request for help",
    "does not say whose it is on sheet 1 of 1",
    "has no search",
    "[below a path]",
)


def write_faulty(folder: Path) -> None:
    """Writes the site into a folder, in the way of those that are checked."""
    site = folder / "faulty"
    site.mkdir(parents=True)
    for name, text in {"index.html": _PAGE, "faulty.css": _STYLE, "faulty.js": _SCRIPT}.items():
        (site / name).write_text(text, encoding="utf-8")
    (folder / "sites.json").write_text(
        json.dumps([{"name": "faulty", "opens": "index.html", "finds": {}}]), encoding="utf-8"
    )
