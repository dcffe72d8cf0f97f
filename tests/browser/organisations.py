"""The organisations whose web sites are looked at in a browser: ours, and those with what breaks pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.report import test_hostile
from tests.repositories import make

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 16)
HEBREW = "להפוך את החיפוש האורגני למקור הטוב ביותר שלנו"
ARABIC = "أن يجدنا العملاء قبل أن يجدوا غيرنا، في كل سوق نعمل فيه"
EMOJI = "🚀 Ship it 👩‍👩‍👧‍👦 🏳️‍🌈 before the 🎄"
LONG = (
    "A title that says all there is to say and then goes on " * 3 + "until there are two hundred signs of it, no more"
)
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


@dataclass(frozen=True)
class Organisation:
    """A repository to make a site of; `opens` is the overview of its running cycle, where somebody asks for help."""

    name: str
    prepare: Callable[[Path], object]
    today: date = TODAY
    opens: str | None = None
    finds: Mapping[str, str | None] | None = None
    """The page that the first of what search finds leads to, by what is typed; None where it finds nothing."""


def _example(root: Path) -> None:
    shutil.copytree(REPOSITORY / "okrs", root / "okrs")


def _hostile(root: Path) -> None:
    test_hostile.make(root, " ".join(test_hostile.HOSTILE))


def _nobody(root: Path) -> None:
    make(root, {"okrs/people.yaml": "people: {}\n"})


def _no_data(root: Path) -> None:
    """One person, who wrote down goals and said nothing since."""
    metric = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
    key_result = {"id": "posts", "title": "Publish three posts", "owner": "ana", "measure": metric}
    goal = {"title": "Be found", "owner": "ana", "key_results": [key_result]}
    _write(
        root,
        {
            "okrs/people.yaml": {"people": {"ana": {"name": "Ana"}}},
            "okrs/2026-Q4/company/found.yaml": goal,
            "okrs/2026-Q4/company/empty.yaml": {"title": "Nothing yet", "owner": "ana", "key_results": []},
        },
    )


def _edges(root: Path) -> None:
    """Titles of every script and length, every kind of measure at its ends, and elements that cannot be read."""
    people = {"ana": {"name": ARABIC, "account": "ana"}, "bo": {"name": "Bo " + EMOJI, "manager": "ana"}}
    people |= {"mara": {"name": ONE_WORD, "manager": "ana"}, "gone": {"name": "Gone", "left": "2026-10-20"}}
    teams = {
        "company": {"name": HEBREW, "lead": "ana"},
        "web": {"name": ONE_WORD, "lead": "mara", "members": ["bo"], "part_of": "company"},
        "idle": {"name": "Nobody does anything here", "part_of": "company"},
    }
    owned = dict(zip(_MEASURES, ("ana", "bo", "mara", "bo", "gone", "mara", "bo", "ana"), strict=True))
    all_measures = [
        {"id": key, "title": title, "owner": owned[key], "measure": measure, "success": f"{title}\n\n{ARABIC}"}
        for (key, measure), title in zip(_MEASURES.items(), _TITLES, strict=True)
    ]
    files: dict[str, Any] = {
        "okrs/people.yaml": {"people": people},
        "okrs/teams.yaml": {"teams": teams},
        "okrs/config.yaml": {"organization": f"{HEBREW} & Co", "repository": "https://gitlab.com/example/okrs"},
        "okrs/2026/company/year.yaml": {"title": ARABIC, "why": LONG, "owner": "ana", "key_results": all_measures[:1]},
        "okrs/2026-Q4/company/top.yaml": {"title": HEBREW, "why": f"{LONG}\n\n{EMOJI}", "key_results": []},
        "okrs/2026-Q4/web/all.yaml": {
            "title": LONG,
            "owner": "bo",
            "aligned_to": {"objective": "company/top", "contributes": True},
            "key_results": all_measures,
            "initiatives": [{"title": ONE_WORD, "link": "https://example.com/" + "x" * 300}],
        },
        "okrs/2026-Q4/web/broken.yaml": {
            "title": ONE_WORD,
            "key_results": [
                {"id": "no-owner", "title": ARABIC, "measure": {"type": "binary"}},
                {"id": "odd", "title": EMOJI, "owner": "bo", "measure": {"type": "guess", "how": LONG}},
                "no key result at all",
            ],
        },
        "okrs/2027-Q1/web/next.yaml": {"title": EMOJI, "owner": "bo", "key_results": all_measures[:2]},
        "okrs/2026-Q4/grades/2026-11-13-ana.yaml": {
            "by": "ana",
            "date": "2026-11-13",
            "key_results": {"web/all/dropped": {"dropped": True, "because": LONG, "learned": HEBREW}},
        },
        **_check_ins(),
    }
    _write(root, files)
    make(root, {"okrs/2026-Q4/web/no-yaml.yaml": "title: [", "okrs/2026-Q4/company/Odd name.yaml": "title: x\n"})


_MEASURES: dict[str, Any] = {
    "growing": {"type": "metric", "baseline": 0, "target": 1000000, "stretch": 2000000, "unit": "visitors"},
    "huge": {"type": "metric", "baseline": 0, "target": 1e308, "unit": ONE_WORD},
    "below-zero": {"type": "metric", "baseline": -20, "target": -40, "unit": "°C"},
    "kept": {"type": "threshold", "at_most": 300, "unit": "ms"},
    "steps": {
        "type": "milestones",
        "steps": [
            {"id": "one", "title": HEBREW, "due": "2026-10-20"},
            {"id": "two", "title": ONE_WORD, "due": "2026-12-01"},
        ],
    },
    "band": {"type": "threshold", "at_least": 0.5, "at_most": 0.75},
    "yes": {"type": "binary"},
    "dropped": {"type": "binary"},
}
_TITLES = (HEBREW, LONG, ONE_WORD, EMOJI, ARABIC, "x", "Two\u00a0words", "<b>Bold</b> & \"quoted\" 'title'")


def _check_ins() -> dict[str, Any]:
    """Forty days on which somebody said something, and two words on one of them."""
    files: dict[str, Any] = {}
    for number in range(40):
        day = date(2026, 10, 5) + timedelta(days=number)
        said = {
            "web/all/growing": {"value": number * 20000, "confidence": 0.4, "note": _TITLES[number % len(_TITLES)]},
            "web/all/below-zero": {"value": -20.0 - number / 3, "confidence": 0.9},
            "web/all/kept": {"value": 250 + number * 2, "confidence": 0.3, "help": f"{ARABIC} {ONE_WORD}"},
        }
        files[f"okrs/2026-Q4/check-ins/{day}-bo.yaml"] = {"by": "bo", "date": str(day), "key_results": said}
    twice = {"web/all/growing": {"value": 5, "note": LONG, "help": LONG}}
    files["okrs/2026-Q4/check-ins/2026-11-13-bo.again.yaml"] = {
        "by": "bo",
        "date": "2026-11-13",
        "key_results": twice,
    }
    return files


def _write(root: Path, files: Mapping[str, Any]) -> None:
    # JSON is YAML.
    make(root, {path: json.dumps(data, ensure_ascii=False) for path, data in files.items()})


_EXAMPLE_FINDS = {
    "FAST": None,
    "  instant  WEB": "2026-Q4/objectives/web/fast-pages.html",
    "ﬁrst BYTE": "2026-Q4/objectives/web/fast-pages.html#time-to-first-byte",
    "crash‑free": None,
    "growth": "2026-Q4/teams/growth.html",
    "lindqvíst": "2026-Q4/people/bo.html",
}
_EDGES_FIND = {
    "DONAUDAMPFSCHIFFFAHRTSELEKTRIZITATEN": "2026-Q4/teams/web.html",
    "האורגני": "2026-Q4/teams/company.html",
    "🚀 bo": "2026-Q4/people/bo.html",
    "<b>bold": "2026-Q4/objectives/web/all.html#dropped",
}
ORGANISATIONS = (
    Organisation("example", _example, opens="2026-Q4/index.html", finds=_EXAMPLE_FINDS),
    Organisation("ended", _example, date(2027, 1, 20)),
    Organisation("edges", _edges, finds=_EDGES_FIND),
    Organisation("hostile", _hostile, finds={}),
    Organisation("no-data", _no_data),
    Organisation("nobody", _nobody),
)
