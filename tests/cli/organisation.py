"""A small organisation in the middle of a quarter, with a key result of each measure, for tests of check-ins."""

from __future__ import annotations

from pathlib import Path

from tests.repositories import make

DAY = ("--today", "2026-11-16")
GOAL = "content/organic-pipeline"
CHECK_INS = "okrs/2026-Q4/check-ins"

FILES = {
    "okrs/people.yaml": """\
people:
  ana: {name: Ana Souza}
  mara: {name: Mara Keller, manager: ana, account: mara-k}
  bo: {name: Bo Lindqvist, emails: [bo@example.com], manager: mara}
  dee: {name: Dee Okafor, manager: ana, left: 2026-10-31}
""",
    "okrs/teams.yaml": "teams:\n  company: {name: Example Inc, lead: ana}\n"
    "  content: {name: Content, lead: mara, members: [bo], part_of: company}\n",
    "okrs/2026-Q4/content/organic-pipeline.yaml": """\
title: Make organic search our best source of qualified pipeline
owner: mara
key_results:
  - id: pillar-posts
    title: Publish three in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
  - id: speed
    title: Keep pages quick
    owner: {team: content, lead: bo}
    measure: {type: threshold, at_most: 300, unit: ms}
  - id: guide
    title: A style guide that everybody uses
    owner: bo
    measure:
      type: milestones
      steps: [{id: draft, title: A draft}, {id: trial, title: A trial of two weeks}, {id: out, title: It is out}]
  - id: partner
    title: Win a partner
    owner: bo
    success: The contract is signed.
    measure: {type: binary}
  - id: leads
    title: Raise leads from 120 to 200
    owner: mara
    measure: {type: metric, baseline: 120, target: 200, unit: leads}
  - id: podcast
    title: A podcast with 500 listeners
    owner: bo
    measure: {type: metric, baseline: 0, target: 500, unit: listeners}
""",
    "okrs/2026/company/trusted.yaml": """\
title: Be trusted
owner: ana
key_results:
  - id: references
    title: Win ten references
    owner: bo
    measure: {type: metric, baseline: 0, target: 10, unit: references}
""",
    "okrs/2026-Q3/content/voice.yaml": """\
title: A steady voice
owner: mara
key_results:
  - id: letters
    title: Send twelve letters
    owner: bo
    measure: {type: metric, baseline: 0, target: 12, unit: letters}
""",
    f"{CHECK_INS}/2026-11-09-bo.yaml": f"""\
by: bo
date: 2026-11-09
key_results:
  {GOAL}/pillar-posts: {{value: 1, confidence: 0.7}}
  {GOAL}/guide: {{done: [draft], confidence: 0.35, help: A designer for two days.}}
  {GOAL}/podcast: {{value: 5}}
""",
    f"{CHECK_INS}/2026-11-09-mara.yaml": f"by: mara\ndate: 2026-11-09\nkey_results:\n  {GOAL}/leads: {{value: 130}}\n",
    "okrs/2026-Q4/grades/2026-11-10-bo.yaml": f"""\
by: bo
date: 2026-11-10
key_results:
  {GOAL}/podcast: {{dropped: true, because: Nobody has time to record it.}}
""",
}


def organisation(root: Path) -> Path:
    """Writes it below a root."""
    return make(root, FILES)


def files(root: Path) -> dict[str, bytes]:
    """Everything there is, but git's own."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
