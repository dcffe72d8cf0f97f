"""An organisation with everything that an export can hold: each measure and record, a backlog, and what is broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from okrs_as_code.cli.main import run
from tests.repositories import commit, make

DAY = ("--today", "2026-11-16")
SECRET_NOTES = ("SECRET-NOTE", "SECRET-HELP", "SECRET-NEXT", "SECRET-REASON", "SECRET-LESSON", "SECRET-CAUSE")
SECRET_ADDRESS = "bo.secret@example.com"
FORMULA = '=HYPERLINK("https://example.com","click")'
FILES: dict[str, str | bytes] = {
    "okrs/people.yaml": f"""\
people:
  ana: {{name: Ana Souza, title: CEO}}
  mara: {{name: Mara Keller, manager: ana, account: mara-k}}
  bo: {{name: Bo Lindqvist, emails: [{SECRET_ADDRESS}], manager: mara}}
  dee: {{name: Dee Okafor, manager: ana, left: 2026-10-31}}
  eve: {{name: Eve Brandt, manger: ana}}
""",
    "okrs/teams.yaml": """\
teams:
  company: {name: Example Inc, lead: ana}
  content: {name: Content, lead: mara, members: [bo], part_of: company, formerly: [words]}
""",
    "okrs/config.yaml": "organization: Example Inc\nrepository: https://example.com/okrs\n",
    "okrs/2026/company/growth.yaml": """\
title: Grow out of our own earnings
why: Nobody lends to us.
owner: ana
key_results:
  - {id: margin, title: Raise the margin from 10 to 25, owner: ana,
     measure: {type: metric, baseline: 10, target: 25, unit: "%"}}
""",
    "okrs/2026-Q4/company/trust.yaml": """\
title: Customers trust us
owner: ana
key_results: []
""",
    "okrs/2026-Q4/words/search.yaml": f"""\
title: '{FORMULA}'
why: Paid acquisition doubled in price.
owner: mara
commitment: aspirational
aligned_to: [company/growth/margin, {{objective: company/trust, contributes: true, weight: 2}}, company/gone]
tags: [growth]
check_ins: two-weeks
key_results:
  - id: posts
    title: Publish three in-depth posts, "in depth"
    owner: bo
    contributors: [content, ana]
    measure: {{type: metric, baseline: 0, target: 3, stretch: 4, unit: posts}}
    plan: {{2026-10-31: 1}}
    due: 2026-12-18
    success: '@everybody likes them'
    links: [https://example.com/board]
    tags: [writing, growth]
  - id: visitors
    title: Double visitors
    owner: mara
    commitment: committed
    measure: {{type: metric, direction: up, target: 500.5, unit: people}}
    weight: 2
  - id: speed
    title: Keep pages quick
    owner: {{team: words, lead: bo}}
    manager: ana
    check_ins: week
    measure: {{type: threshold, at_most: 300, unit: ms}}
  - id: guide
    title: A style guide that everybody uses
    owner: bo
    measure:
      type: milestones
      steps: [{{id: draft, title: A draft, weight: 1}}, {{id: out, title: It is out, weight: 3, due: 2026-12-01}}]
  - {{id: hired, title: An editor is hired, owner: zoe, measure: {{type: binary}}}}
  - {{id: brand, title: The brand is known, owner: mara, measure: {{type: score}}, success: People name it.}}
  - {{id: old, title: An old plan, owner: bo, measure: {{type: binary}}, formerly: [older]}}
  - {{id: unowned, title: Somebody does it, measure: {{type: binary}}}}
  - {{title: No id either, measure: {{type: binary}}}}
initiatives:
  - {{title: +1 for the guide, key_result: guide, link: https://example.com/tracker/17}}
  - {{title: Elsewhere, key_result: gone}}
""",
    "okrs/2026-Q4/web/broken.yaml": "title: [\n",
    "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": """\
by: bo
date: 2026-10-12
key_results:
  words/search/posts: {value: 1, confidence: 0.7, note: SECRET-NOTE 1, help: SECRET-HELP, next: SECRET-NEXT}
  words/search/speed: {value: 280, confidence: 0.9}
  words/search/guide: {done: [draft]}
""",
    "okrs/2026-Q4/check-ins/2026-10-12-bo.2.yaml": """\
by: bo
date: 2026-10-12
key_results:
  words/search/posts: {value: 1.5}
""",
    "okrs/2026-Q4/check-ins/2026-10-14-bo.yaml": """\
by: bo
date: 2026-10-14
corrects: 2026-10-12-bo
key_results:
  words/search/posts: {value: 2, note: SECRET-NOTE 2}
""",
    "okrs/2026-Q4/check-ins/2026-11-09-mara.yaml": """\
by: mara
date: 2026-11-09
key_results:
  words/search/visitors: {value: 120, status: at-risk}
  words/search/brand: {value: 0.4}
  words/search/unowned: {done: true}
  web/broken/quick: {value: 3}
objectives:
  words/search: {note: SECRET-NOTE 3, help: SECRET-HELP}
""",
    "okrs/2026-Q4/check-ins/2026-12-24-mara.yaml": """\
by: mara
date: 2026-12-24
key_results:
  words/search/visitors: {value: 999}
""",
    "okrs/2026-Q4/check-ins/2026-11-10-bo.yaml": """\
by: bo
date: 2026-11-10
key_results:
  words/search/gone: {value: 1}
  words/search/hired: {doone: true}
""",
    "okrs/2026-Q4/agreements/2026-09-28-bo.yaml": """\
by: bo
date: 2026-09-28
key_results:
  words/search/posts:
    as: owner
    terms:
      owner: bo
      commitment: aspirational
      measure: {type: metric, baseline: 0, target: 3, stretch: 4, unit: posts}
      due: 2026-12-18
      success: '@everybody likes them'
    via: https://example.com/okrs/pull/41
  words/search/older:
    as: owner
    terms: {owner: bo, measure: {type: binary}}
""",
    "okrs/2026-Q4/grades/2026-11-10-bo.yaml": """\
by: bo
date: 2026-11-10
reviewed_by: mara
key_results:
  words/search/old: {dropped: true, because: SECRET-REASON, learned: SECRET-LESSON, root_cause: SECRET-CAUSE}
""",
    "okrs/backlog/content/podcast.yaml": """\
title: Start a podcast
owner: mara
aligned_to: company/growth
tags: [later]
key_results:
  - {title: A first episode, owner: {team: content, lead: bo}, measure: {type: milestones, steps: [{id: a, title: A}]}}
  - {id: listeners, title: A thousand listeners, measure: {type: metric, direction: up, target: 1000, unit: people}}
  - {id: wrong, title: No such measure, measure: {type: guess}}
""",
    "okrs/backlog/content/wrong.yaml": "title: [\n",
}


def organisation(folder: Path) -> Path:
    """The organisation as a repository with one commit."""
    make(folder, FILES)
    commit(folder)
    return folder


def export(root: Path, form: str, *options: str, out: str | None = None) -> Path:
    """The place of an export that succeeded, of all cycles unless an option names one."""
    place = root.parent / (out or f"exported-{form}")
    cycles = () if "--cycle" in options else ("--all-cycles",)
    days = () if "--today" in options else DAY
    assert run(["export", form, "--out", str(place), "--root", str(root), *cycles, *days, *options]) == 0
    return place


def tables(root: Path, *options: str) -> dict[str, list[dict[str, Any]]]:
    """The tables of an export, read from JSON."""
    data: dict[str, list[dict[str, Any]]] = json.loads(export(root, "json", *options).read_bytes())
    return data


def copy_of(root: Path, folder: Path) -> Path:
    """A copy of a repository, its commit included."""
    shutil.copytree(root, folder)
    return folder
