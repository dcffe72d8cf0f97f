"""Generated organisations: every key of goals, people and teams, with texts that are hard on tables."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

PEOPLE = ("ana", "bo", "mara", "p7k2")
TEAMS = ("company", "content", "web")
CYCLES = {"2026": ("2026-01-01", "2026-12-31"), "2026-Q4": ("2026-10-01", "2026-12-31")}
Data = dict[str, Any]

texts = st.sampled_from(
    (
        "Grow out of our own earnings", '=HYPERLINK("https://example.com","x")', "@all: be quick", "+1 for quality",
        "12", "-5 % churn", "'quoted'", "'=1", 'a, b; "c" | d', "Größe – naïve 目標 🎯", "true", "2026-12-18", "1,234",
        "null", "O1: # no comment", "key: value", "KR1: trimmed", "100 % → 0", "a/b/c", "[x] done", "<b>bold</b>",
        "x" * 300,
    )
)  # fmt: skip
names = st.sampled_from(("Ana Souza", "Bo O'Neil-Sanz", "Müller, Jürgen", "李娜", "Growth & Web"))
numbers = st.integers(-1000, 1000).map(float) | st.sampled_from((0.5, 99.95, 1e9, 0.001, 1234.5))
weights = st.sampled_from((1, 0.5, 2, 20))
tags = st.lists(st.sampled_from(("growth", "p0", "later")), unique=True, max_size=3)
ids = st.sampled_from(("a", "b-2", "posts", "very-long-" + "x" * 40))


def optional(data: Data, **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """Data with some of these keys."""
    return st.fixed_dictionaries({}, optional=keys).map(lambda some: {**data, **some})


def days(cycle: str) -> st.SearchStrategy[str]:
    first, last = (date.fromisoformat(day) for day in CYCLES[cycle])
    return st.integers(0, (last - first).days).map(lambda offset: str(first + timedelta(offset)))


@st.composite
def measures(draw: st.DrawFn, cycle: str) -> Data:
    kind = draw(st.sampled_from(("metric", "threshold", "milestones", "binary", "score")))
    if kind == "metric":
        start, target = draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]))
        rises = target > start
        begin = draw(st.sampled_from(({"baseline": start}, {"direction": "up" if rises else "down"})))
        stretch = draw(st.sampled_from(({}, {"stretch": target + (1 if rises else -1)})))
        return {
            "type": kind,
            **begin,
            "target": target,
            **stretch,
            "unit": draw(st.sampled_from(("%", "€", "-", "=x"))),
        }
    if kind == "threshold":
        low = draw(numbers)
        bounds = draw(st.sampled_from(({"at_least": low}, {"at_most": low}, {"at_least": low, "at_most": low + 1})))
        return draw(optional({"type": kind, **bounds}, unit=st.just("ms")))
    if kind == "milestones":
        names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
        has_weights = draw(st.booleans())
        steps = []
        for name in names:
            step = draw(optional({"id": name, "title": draw(texts)}, due=days(cycle)))
            steps.append({**step, "weight": draw(weights)} if has_weights else step)
        return {"type": kind, "steps": steps}
    return {"type": kind}


owners = st.sampled_from((*PEOPLE, {"team": "content", "lead": "bo"}, {"team": "words", "lead": "bo"}))


@st.composite
def key_results(draw: st.DrawFn, cycle: str) -> Data:
    measure = draw(measures(cycle))
    start, due = sorted(draw(st.tuples(days(cycle), days(cycle))))
    data = {"title": draw(texts), "owner": draw(owners), "measure": measure}
    if measure["type"] == "metric" and date.fromisoformat(due) - date.fromisoformat(start) > timedelta(2):
        eve = str(date.fromisoformat(due) - timedelta(1))
        data = draw(optional(data, plan=st.just({eve: draw(numbers)})))
        data |= {"start": start, "due": due} if "plan" in data else {}
    return draw(
        optional(
            data,
            manager=st.sampled_from(PEOPLE),
            contributors=st.lists(st.sampled_from((*PEOPLE, *TEAMS)), unique=True, max_size=2),
            commitment=st.sampled_from(("committed", "aspirational")),
            success=texts,
            weight=weights,
            check_ins=st.sampled_from(("week", "two-weeks", "month")),
            tags=tags,
            links=st.just(["https://example.com/a?b=1,2"]),
            formerly=st.just(["was-" + str(len(json.dumps(data)))]),
            **({} if "plan" in data else {"due": st.just(due)}),
        )
    )


@st.composite
def objectives(draw: st.DrawFn, cycle: str, above: list[str]) -> Data:
    names = draw(st.lists(ids, max_size=3, unique=True))
    goals = [{"id": name, **draw(key_results(cycle))} for name in names]
    served = st.sampled_from(names) if names else st.nothing()
    initiative = st.builds(
        lambda title, rest: {"title": title, **rest},
        texts,
        st.fixed_dictionaries({}, optional={"key_result": served, "link": st.just("https://example.com/1")}),
    )
    parents = st.lists(st.sampled_from(above), unique=True, min_size=1, max_size=2) if above else st.nothing()
    return draw(
        optional(
            {"title": draw(texts), "key_results": goals},
            why=texts,
            owner=st.sampled_from(PEOPLE),
            commitment=st.sampled_from(("committed", "aspirational")),
            aligned_to=parents | parents.map(lambda refs: {"objective": refs[0], "contributes": True, "weight": 2}),
            tags=tags,
            check_ins=st.sampled_from(("week", "month")),
            formerly=st.just([f"content/was-{len(goals)}"]),
            initiatives=st.lists(initiative, max_size=2),
        )
    )


@st.composite
def backlog_goals(draw: st.DrawFn) -> Data:
    children = []
    for name in draw(st.lists(ids | st.none(), max_size=2, unique=True)):
        child = draw(key_results("2026-Q4"))
        kept = draw(st.sets(st.sampled_from(sorted(child))))
        children.append(
            {**({"id": name} if name else {}), **{key: child[key] for key in child if key in kept or key == "title"}}
        )
    goal = draw(objectives("2026-Q4", ["company/growth"]))
    goal.pop("initiatives", None)
    return {**goal, "key_results": children}


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, str]:
    """The files of an organisation, by path."""
    people = {
        id_: draw(
            optional(
                {"name": draw(names)}, title=names, emails=st.just([f"{id_}@example.com"]), account=st.just(f"{id_}-x")
            )
        )
        for id_ in PEOPLE
    }
    people["bo"]["manager"] = draw(st.sampled_from(("ana", "mara")))
    teams: Data = {id_: draw(optional({"name": draw(names)}, lead=st.sampled_from(PEOPLE))) for id_ in TEAMS}
    teams["content"] |= {"members": ["bo"], "part_of": "company", "formerly": ["words"]}
    files: Data = {"okrs/people.yaml": {"people": people}, "okrs/teams.yaml": {"teams": teams}}
    above: list[str] = []
    for cycle in CYCLES:
        written = []
        for place in draw(st.lists(st.tuples(st.sampled_from(TEAMS), ids), max_size=3, unique=True)):
            goal = draw(objectives(cycle, above))
            path = "/".join(place)
            files[f"okrs/{cycle}/{path}.yaml"] = goal
            written += [f"{cycle}/{path}", *(f"{cycle}/{path}/{one['id']}" for one in goal["key_results"])]
        above += written
    for team, name in draw(st.lists(st.tuples(st.sampled_from(TEAMS), ids), max_size=2, unique=True)):
        files[f"okrs/backlog/{team}/{name}.yaml"] = draw(backlog_goals())
    return {path: json.dumps(data, ensure_ascii=False) for path, data in files.items()}
