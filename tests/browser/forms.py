"""The forms of the web site: what they make of what people type is read back, linted, and named as by the commands."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from okrs_as_code import api
from okrs_as_code.model.files.base import RESERVED_IDS
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.files.validation import validate
from okrs_as_code.records.agreement import new_agreement
from okrs_as_code.records.record_file import free_names
from okrs_as_code.refactor.new_objective import id_from
from okrs_as_code.yaml.characters import _FORBIDDEN
from okrs_as_code.yaml.reader import parse
from tests.browser.hostile_texts import hostile_texts
from tests.browser.tools import HERE
from tests.repositories import make

TODAY = date(2026, 11, 16)
NOW = "2026-11-16T12:00:00"
NUMBER = 500
"""The texts that go through each field."""
_MEASURES: Mapping[str, Any] = {
    "metric": {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"},
    "unmeasured": {"type": "metric", "direction": "down", "target": 3, "unit": "<ms>"},
    "threshold": {"type": "threshold", "at_least": 99.5, "unit": "%"},
    "milestones": {
        "type": "milestones",
        "steps": [{"id": "one", "title": "Step one"}, {"id": "two", "title": "Step two"}],
    },
    "binary": {"type": "binary"},
    "score": {"type": "score"},
    "as-it-was": {"type": "metric", "baseline": 0, "target": 10, "unit": "%"},
    "paused": {"type": "binary"},
}
_SAID_OF_WORDS = ("AGR001", "KR006")
"""Findings of any proposal, however it is written: it waits for those who are to agree, and `---` is no title."""
_HELP = 'Two hands,\n\n\na designer 👩\u200d👩\u200d👧,  and \u0600 «more» \\ "quoted" & <b>'
"""A request for help that is repeated as it is: with empty lines, joiners and signs of markup."""
_LAST = {
    "metric": {"value": 1, "confidence": 0.72},
    "milestones": {"done": ["one"]},
    "as-it-was": {"value": 4.25, "confidence": 0.33, "help": _HELP},
}


@dataclass(frozen=True)
class _File:
    """A file that a form made: its path, its text, and what was typed."""

    path: str
    text: str
    values: Mapping[str, str]

    @staticmethod
    def of(made: Mapping[str, Any]) -> _File:
        return _File(made["path"], made["text"], made.get("values", {}))


def form_faults(folder: Path, node: str, browser: str) -> list[str]:
    """The faults in the forms of an organisation that has every kind of measure, one line each."""
    root = _organisation(folder / "organisation", "https://github.com/example/okrs")
    sites = {}
    for forge in ("github", "gitlab"):
        home = _organisation(folder / forge, f"https://{forge}.com/example/okrs")
        sites[forge] = str(folder / f"{forge}-site")
        api.site(api.open_repository(home), TODAY, Path(sites[forge]))
    plan = folder / "plan.json"
    texts = hostile_texts(NUMBER)
    plan.write_text(json.dumps({**sites, "person": "bo", "manager": "ana", "team": "web", "texts": texts, "now": NOW}))
    done = subprocess.run([node, str(HERE / "forms.mjs"), str(plan), browser], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        return ["the forms could not be filled in"]
    made = json.loads(done.stdout)
    return [*made["faults"], *_Checks(root, made).faults()]


def _organisation(root: Path, repository: str) -> Path:
    key_results = [
        {
            "id": id_,
            "title": f"Have <{id_}> & more",
            "owner": "bo",
            "measure": measure,
            "success": 'Anna\'s "word" 👩\u200d🚀',
        }
        for id_, measure in _MEASURES.items()
    ]
    last = {f"web/all-kinds/{id_}": entry for id_, entry in _LAST.items()}
    files = {
        "okrs/config.yaml": {"repository": repository, "agreement": {"required_from": "2026-Q4"}},
        "okrs/people.yaml": {"people": {"ana": {"name": "Ana"}, "bo": {"name": "Bo", "manager": "ana"}}},
        "okrs/teams.yaml": {"teams": {"web": {"name": "Web", "lead": "ana", "members": ["bo"]}}},
        "okrs/2026-Q4/web/all-kinds.yaml": {"title": "All kinds", "owner": "bo", "key_results": key_results},
        "okrs/2026-Q4/check-ins/2026-11-16-bo.yaml": {"by": "bo", "date": "2026-11-16", "key_results": last},
    }
    return make(root, {path: json.dumps(data, ensure_ascii=False) for path, data in files.items()})


class _Checks:
    """Checks of what the browser made, in the organisation that it was made for."""

    def __init__(self, root: Path, made: Mapping[str, Any]) -> None:
        self._root = root
        self._made = made
        self._plan = api.open_repository(root).workspace.plan

    def faults(self) -> list[str]:
        """All that is wrong."""
        parts = (self._hostile_check_ins, self._hostile_objectives, self._kinds, self._agreements, self._proposals)
        return [fault for part in parts for fault in part()]

    def _hostile_check_ins(self) -> Iterator[str]:
        files = [_File.of(made) for made in self._made["checkIns"]]
        for file in files:
            data, problems = _read(file)
            entry = data.get("key_results", {}).get("web/all-kinds/metric", {})
            whole = data.get("objectives", {}).get("web/all-kinds", {})
            yield from problems
            typed = {key: entry.get(key, "") for key in ("note", "help", "next")}
            yield from _differences(
                file, {**typed, **{f"objective_{key}": whole.get(key, "") for key in ("note", "help")}}
            )
            kept = {key: value for key, value in entry.items() if key not in typed}
            rest = {key: value for key, value in data.items() if key not in ("key_results", "objectives")}
            if kept != _LAST["metric"] or rest != {"by": "bo", "date": "2026-11-16"}:
                yield f"a check-in says something else: {file.text!r}"
            yield from self._misnamed(file, "check-ins", ["2026-11-16-bo"])
        yield from self._findings({file.path: file.text for file in files}, errors_only=False)

    def _hostile_objectives(self) -> Iterator[str]:
        files = {}
        for number, made in enumerate([*self._made["metrics"], *self._made["milestones"]]):
            file = _File.of(made)
            data, problems = _read(file)
            yield from problems
            key_result = data.get("key_results", [{}])[0]
            steps = [step["title"] for step in key_result.get("measure", {}).get("steps", [])]
            wrote = {
                "title": data.get("title", ""),
                "why": data.get("why", ""),
                "key_result": key_result.get("title", ""),
                "unit": key_result.get("measure", {}).get("unit", ""),
                "success": key_result.get("success", ""),
                "steps": "\n".join(steps),
            }
            yield from _differences(file, {key: wrote[key] for key in file.values})
            title = data.get("title", "")
            slug = file.path.removeprefix("okrs/2026-Q4/web/").removesuffix(".yaml")
            expected = id_from(title) or "objective"
            if slug != (f"{expected}-2" if expected in RESERVED_IDS else expected):
                yield f"{title!r} is in the file {slug!r}"
            needed = ("title", "key_result", "unit") if "unit" in file.values else ("title", "key_result")
            if all(wrote[key] for key in needed):
                files[f"okrs/2026-Q4/web/case-{number}.yaml"] = file.text
        yield from self._findings(files, errors_only=True)

    def _kinds(self) -> Iterator[str]:
        expected: Mapping[str, Any] = {
            "metric": {"value": 2.5, "confidence": 0.72},
            "unmeasured": {"value": -0.25},
            "threshold": {"value": 99.75},
            "milestones": {"done": ["one", "two"]},
            "binary": {"done": True},
            "score": {"value": 0.65, "confidence": 0.5},
            "as-it-was": _LAST["as-it-was"],
            "paused": {"status": "paused", "note": "Waits for the audit."},
        }
        yield from self._check_in(self._made["kinds"], expected)
        whole = _read(_File.of(self._made["kinds"]["opened"]))[0].get("objectives")
        if whole != {"web/all-kinds": {"note": "It grows."}}:
            yield f"of the objective it says {whole}"
        by_keyboard = {"metric": {"value": 3, "confidence": 0.05}, "milestones": {"done": ["one", "two"]}}
        yield from self._check_in(self._made["byKeyboard"], by_keyboard)
        if "point" not in self._made["refused"]:
            yield f"`1e3` as a value says {self._made['refused']!r}"
        if self._made["words"] != ["0.65: most of it", "0.5: at-risk"]:
            yield f"the words of sliders are {self._made['words']}"
        if self._made["small"]:
            yield f"{self._made['small']} controls are too small for a thumb"

    def _check_in(self, made: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
        if made["shown"] != made["opened"]:
            yield f"the form shows one file and opens another: {made}"
        file = _File.of(made["opened"])
        data, problems = _read(file)
        yield from problems
        content, mismatches = validate(CheckIn, data)
        if content is None:
            yield f"a check-in does not fit: {mismatches}"
        if data.get("key_results") != {f"web/all-kinds/{id_}": entry for id_, entry in expected.items()}:
            yield f"a check-in is not what was typed: {file.text}"
        yield from self._misnamed(file, "check-ins", ["2026-11-16-bo"])
        yield from self._findings({file.path: file.text}, errors_only=False)

    def _agreements(self) -> Iterator[str]:
        pending = [(node, "manager") for node in self._plan.in_cycle("2026-Q4")[0].key_results]
        for made, asked in ((self._made["agreed"], pending), (self._made["agreedToOne"], None)):
            file = _File.of(made)
            agreed = _read(file)[0].get("key_results", {})
            asked = asked or [(node, "manager") for node, _ in pending if node.short_id in agreed]
            by_order = sorted(asked, key=lambda pair: list(agreed).index(pair[0].short_id))
            record = new_agreement("ana", TODAY, by_order)  # type: ignore[arg-type]
            if file.text != record.text or file.path != f"{record.folder}/{record.name}.yaml":
                yield f"an agreement is not the one that `okrs agree` writes: {file.path}\n{file.text}"
            yield from self._findings({file.path: file.text}, errors_only=False)
        if self._made["nothing"] != "Nothing is ticked.":
            yield f"an agreement to nothing says {self._made['nothing']!r}"

    def _proposals(self) -> Iterator[str]:
        measures: Mapping[str, Any] = {
            "metric": {"type": "metric", "baseline": 40, "target": 60, "stretch": 80, "unit": "sign-ups"},
            "unmeasured": {"type": "metric", "direction": "down", "target": 1200, "unit": "ms"},
            "threshold": {"type": "threshold", "at_least": 99.5, "unit": "%"},
            "milestones": {
                "type": "milestones",
                "steps": [
                    {"id": "the-first-step", "title": "The first step"},
                    {"id": "the-first-step-2", "title": "The first step"},
                    {"id": "null-2", "title": "Null"},
                ],
            },
            "binary": {"type": "binary"},
            "score": {"type": "score"},
        }
        for part, measure in measures.items():
            file = _File.of(self._made["proposals"][part])
            data, problems = _read(file)
            yield from problems
            key_results = data.get("key_results", [])
            ids = [key_result["id"] for key_result in key_results]
            if ids != (["the-same-title", "the-same-title-2"] if part == "binary" else ["the-same-title"]):
                yield f"{part}: the ids of key results are {ids}"
            elif key_results[0].get("measure") != measure or key_results[0].get("start") != "2026-11-16":
                yield f"{part}: is not what was typed: {file.text}"
            if file.path != "okrs/2026-Q4/web/what-we-measure-by.yaml":
                yield f"{part}: is in the file {file.path}"
            yield from self._findings({file.path: file.text}, errors_only=True)
        data = _read(_File.of(self._made["proposedByKeyboard"]))[0]
        if data.get("key_results", [{}])[0].get("measure") != {"type": "binary"}:
            yield f"by keyboard: {data}"

    def _misnamed(self, file: _File, kind: str, taken: list[str]) -> Iterator[str]:
        name = next(free_names(kind, "2026-11-16-bo", file.text, taken))
        if file.path != f"okrs/2026-Q4/{kind}/{name}.yaml":
            yield f"the file is called {file.path}, and the command would say {name}"

    def _findings(self, files: Mapping[str, str], *, errors_only: bool) -> Iterator[str]:
        """The findings of the lint in files, in a copy of the organisation."""
        make(self._root, files)
        located = api.lint(api.open_repository(self._root), TODAY).findings
        findings = [one.finding for one in located]
        for path in files:
            (self._root / path).unlink()
        for finding in findings:
            is_counted = finding.severity == "error" or not errors_only
            if finding.place.file in files and is_counted and finding.code not in _SAID_OF_WORDS:
                yield f"{finding.place.file}: {finding.code} {finding.message}\n{files[finding.place.file]}"


def _read(file: _File) -> tuple[dict[str, Any], list[str]]:
    document = parse(file.path, file.text.encode())
    problems = [f"cannot be read: {problem.kind} {file.text!r}" for problem in document.problems]
    return (document.data if isinstance(document.data, dict) else {}), problems


def _differences(file: _File, wrote: Mapping[str, str]) -> Iterator[str]:
    """The fields whose value in the file is not what was typed, but for what a file cannot hold."""
    for key, value in wrote.items():
        typed = [_visible(line) for line in file.values[key].split("\n")] if key == "steps" else [file.values[key]]
        if _visible(value) != _visible("\n".join(filter(None, typed))) or value != value.strip():
            yield f"{key}: {file.values[key]!r} was typed, and the file says {value!r}"


def _visible(text: str) -> str:
    """A text without what no file holds: characters that nobody sees, and spaces around it; tabs are spaces."""
    text = re.sub(r"\r\n?", "\n", text).replace("\t", " ")
    return _FORBIDDEN.sub("", text).strip()
