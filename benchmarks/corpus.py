"""Invented organisations of any size: the same arguments give the same bytes, and a lint finds nothing in them.

An organisation has at most 5,000 objectives a cycle, as people.yaml and teams.yaml have a largest size, so a larger one
has more cycles. No cycle has ended, so no rule is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from random import Random

from benchmarks import words

TODAY = date(2026, 12, 29)
FIRST_YEAR, FIRST_QUARTER = 2026, 4
FIRST_CYCLE = f"{FIRST_YEAR}-Q{FIRST_QUARTER}"
PER_CYCLE = 5000
PER_UNIT = 3
WEEKS = 13
TARGET_SIZE = 4000
"""How large an objective's file is, in bytes; whole sentences are added until it is."""
_FIRST_CHECK_IN = date(2026, 10, 5)
_PLACES = (0, 1, 2, 0, 1)


@dataclass(frozen=True)
class Unit:
    """A team with its people, the first of whom leads it, and the team above."""

    id: str
    name: str
    people: tuple[str, ...]
    above: Unit | None


@dataclass(frozen=True)
class KeyResult:
    """A key result, as far as records need to know it."""

    path: str
    owner: str
    manager: str | None
    due: str
    success: str
    measure: str
    """In flow style."""
    values: str
    """`{week}` stands for the number of the week, counted from 1."""
    commitment: str = "committed"


@dataclass(frozen=True)
class Organisation:
    """`objectives` objectives; `weeks` weeks of records for those of the first cycle."""

    objectives: int
    weeks: int = 0

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file with its text, by path."""
        units = self.units()
        yield "okrs/config.yaml", _config()
        yield "okrs/people.yaml", _people(units)
        yield "okrs/teams.yaml", _teams(units)
        for index, cycle in enumerate(self.cycles()):
            wanted = min(PER_CYCLE, self.objectives - index * PER_CYCLE)
            recorded: list[KeyResult] = []
            for path, text, key_results in islice(_objectives(cycle, units), wanted):
                yield path, text
                recorded += key_results
            if index == 0 and self.weeks:
                yield from _records(cycle, recorded, self.weeks)

    def cycles(self) -> list[str]:
        """The names of the cycles, the first of which is running."""
        quarters = range(FIRST_QUARTER - 1, FIRST_QUARTER - 1 - -self.objectives // PER_CYCLE)
        return [f"{FIRST_YEAR + quarter // 4}-Q{quarter % 4 + 1}" for quarter in quarters]

    def units(self) -> list[Unit]:
        """The company, its divisions, and their teams: three objectives and three people each."""
        number = -(-min(self.objectives, PER_CYCLE) // PER_UNIT)
        divisions = min(number - 1, int(number**0.5))
        names = [f"{adjective} {noun}" for noun in words.NOUNS for adjective in words.ADJECTIVES]
        people = (f"{first}-{last}" for last in words.LAST for first in words.FIRST)
        units: list[Unit] = []
        for index, name in enumerate(names[:number]):
            above = None if index == 0 else units[0 if index <= divisions else 1 + index % divisions]
            unit = "company" if index == 0 else name.replace(" ", "-")
            title = "Example Inc" if index == 0 else name.title()
            units.append(Unit(unit, title, tuple(islice(people, PER_UNIT)), above))
        return units


def _config() -> str:
    return "organization: Example Inc\nrepository: https://github.com/example/okrs\nfiscal_year_start: january\n"


def _people(units: list[Unit]) -> str:
    lines = ["people:"]
    for unit in units:
        for index, person in enumerate(unit.people):
            manager = unit.people[0] if index else unit.above.people[0] if unit.above else None
            name = person.replace("-", " ").title()
            above = f", manager: {manager}" if manager else ""
            lines.append(f"  {person}: {{name: {name}, emails: [{person}@example.com]{above}}}")
    return "\n".join(lines) + "\n"


def _teams(units: list[Unit]) -> str:
    lines = ["teams:"]
    for unit in units:
        above = f", part_of: {unit.above.id}" if unit.above else ""
        members = ", ".join(unit.people[1:])
        lines.append(f"  {unit.id}: {{name: {unit.name}, lead: {unit.people[0]}, members: [{members}]{above}}}")
    return "\n".join(lines) + "\n"


_SLUGS = ("feel-at-home", "early-answers", "trusted-numbers")


def _objectives(cycle: str, units: list[Unit]) -> Iterator[tuple[str, str, list[KeyResult]]]:
    for unit in units:
        for index, slug in enumerate(_SLUGS):
            text, key_results = objective(cycle, unit, index)
            yield f"okrs/{cycle}/{unit.id}/{slug}.yaml", text, key_results


def objective(cycle: str, unit: Unit, index: int, revision: int = 0) -> tuple[str, list[KeyResult]]:
    """The text of one objective of a unit, and its key results; another revision has other targets."""
    slug = _SLUGS[index]
    random = Random(f"{cycle}/{unit.id}/{slug}/{revision}")
    team, owner = unit.name, unit.people[index]
    whys, commitment = random.sample(words.WHYS, 4), random.choice(("committed", "aspirational"))
    lines = [
        f"title: {words.GOALS[index].format(team=team)}",
        "why: >",
        *(f"  {sentence}" for sentence in whys),
        f"owner: {owner}",
        f"commitment: {commitment}",
    ]
    if unit.above:
        lines.append(f"aligned_to: {unit.above.id}/{slug}")
    lines.append("key_results:")
    key_results = []
    for position in range(5):
        more, key_result = _key_result(cycle, unit, index, position, random)
        lines += more
        key_results.append(replace(key_result, commitment=commitment))
    lines.append("initiatives:")
    for number, work in enumerate(random.sample(words.WORK, 2)):
        link = f"https://example.com/tracker/{random.randrange(10_000)}"
        lines += [f"  - title: {work}", f"    key_result: {_name(key_results[number])}", f"    link: {link}"]
    return _filled(lines, random), key_results


def _filled(lines: list[str], random: Random) -> str:
    """The text, with sentences added to the reason until the file has its size."""
    size, place = sum(len(line) + 1 for line in lines), lines.index("why: >") + 1
    while size < TARGET_SIZE:
        sentence = f"  {random.choice(words.WHYS)}"
        lines.insert(place, sentence)
        size += len(sentence) + 1
    return "\n".join(lines) + "\n"


def _name(key_result: KeyResult) -> str:
    return key_result.path.rpartition("/")[2]


def _key_result(cycle: str, unit: Unit, index: int, position: int, random: Random) -> tuple[list[str], KeyResult]:
    people = unit.people
    person = (index + _PLACES[position]) % PER_UNIT
    owner, other = people[person], people[3 - person] if person else ""
    manager = people[0] if person else unit.above.people[0] if unit.above else None
    due = _due(cycle, random)
    success = " ".join(random.sample(words.SUCCESS, 2))
    number = index * 5 + position
    id_, title, measure, values = _measure(number, unit.name, random)
    link = f"https://example.com/boards/{unit.id}/{random.randrange(10_000)}"
    lines = [
        f"  # Asked for in the review of {cycle}; see the board for the work behind it.",
        f"  - id: {id_}",
        f"    title: {title}",
        f"    owner: {owner}",
        *([f"    contributors: [{other}]"] if other else []),
        *(measure if len(measure) > 1 else [f"    measure: {measure[0]}"]),
        f'    due: "{due}"',
        f"    success: {success}",
        f"    weight: {random.choice((1, 2, 3))}",
        "    links:",
        f"      - {link}",
    ]
    flow = measure[0] if len(measure) == 1 else f"{{type: milestones, steps: [{', '.join(_flow_steps())}]}}"
    path = f"{unit.id}/{_SLUGS[index]}/{id_}"
    return lines, KeyResult(path, owner, manager, due, success, flow, values)


def _due(cycle: str, random: Random) -> str:
    year, quarter = cycle.split("-Q")
    last = date(int(year), int(quarter) * 3, 28)
    return (last - timedelta(days=random.randrange(15, 45))).isoformat()


def _measure(number: int, team: str, random: Random) -> tuple[str, str, list[str], str]:
    """The id, the title, the measure (one line in flow style, or several), and the values week by week."""
    low, high = random.randrange(20, 80), random.randrange(120, 900)
    if number % 5 < 3:
        kind = number % 5 + number // 5
        id_, title, unit, direction = words.METRICS[kind % len(words.METRICS)]
        baseline, target = (high, low) if direction == "down" else (low, high)
        measure = f"{{type: metric, baseline: {baseline}, target: {target}, unit: {unit}}}"
        value = f"value: {baseline + (target - baseline) // 2}"
        return id_, _own(title, number, low=low, high=high, team=team), [measure], value
    if number % 5 == 3:
        bound = random.randrange(880, 998) / 10
        id_, title, unit = words.THRESHOLDS[number // 5 % len(words.THRESHOLDS)]
        measure = f'{{type: threshold, at_least: {bound}, unit: "{unit}"}}'
        return id_, _own(title, number, bound=bound, team=team), [measure], f"value: {bound}"
    steps = [f"        - {step}" for step in _flow_steps()]
    title = _own("The way that {team} works is the way that everybody works", number, team=team)
    return "rollout", title, ["    measure:", "      type: milestones", "      steps:", *steps], "done: [tested]"


def _flow_steps() -> list[str]:
    return [f'{{id: {id_}, title: "{title}"}}' for id_, title in words.STEPS]


def _own(title: str, number: int, **values: object) -> str:
    """A title that no other key result of the team has."""
    where = ("in shops", "at home", "on the road")[number // 5]
    return f"{title.format(**values)}, {where}"


def _records(cycle: str, key_results: list[KeyResult], weeks: int) -> Iterator[tuple[str, str]]:
    """One check-in of each owner a week, and one agreement of each owner and each manager."""
    owned: dict[str, list[KeyResult]] = {}
    managed: dict[str, list[KeyResult]] = {}
    for key_result in key_results:
        owned.setdefault(key_result.owner, []).append(key_result)
        if key_result.manager is not None:
            managed.setdefault(key_result.manager, []).append(key_result)
    for role, by_person in (("owner", owned), ("manager", managed)):
        for person, agreed in by_person.items():
            yield _agreement(cycle, person, role, agreed)
    for week in range(1, weeks + 1):
        day = _FIRST_CHECK_IN + timedelta(weeks=week - 1)
        for person, reported in owned.items():
            yield f"okrs/{cycle}/check-ins/{day}-{person}.yaml", _check_in(person, day, reported, week)


def _check_in(person: str, day: date, reported: list[KeyResult], week: int) -> str:
    lines = [f"by: {person}", f"date: {day}", "key_results:"]
    for key_result in reported:
        confidence = (0.7, 0.75, 0.8)[(week + len(key_result.path)) % 3]
        lines += [f"  {key_result.path}:", f"    {key_result.values}", f"    confidence: {confidence}"]
        lines.append(f"    note: Week {week} went as planned, and the next step is known.")
    return "\n".join(lines) + "\n"


def _agreement(cycle: str, person: str, role: str, agreed: list[KeyResult]) -> tuple[str, str]:
    day = "2026-09-28" if role == "owner" else "2026-09-29"
    lines = [f"by: {person}", f"date: {day}", "key_results:"]
    for key_result in agreed:
        lines += [f"  {key_result.path}:", f"    as: {role}", "    terms:", f"      owner: {key_result.owner}"]
        lines.append(f"      commitment: {key_result.commitment}")
        lines += [
            f"      measure: {key_result.measure}",
            f'      due: "{key_result.due}"',
            f"      success: {key_result.success}",
        ]
    suffix = f"{Random(f'{role}/{person}').randrange(16**6):06x}"
    return f"okrs/{cycle}/agreements/{day}-{person}.{suffix}.yaml", "\n".join(lines) + "\n"
