"""CODEOWNERS: who is asked about which path, what stays as it was, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.codeowners.file import CodeownersFile
from okrs_as_code.codeowners.managed_block import BlockMarkers, find_block
from okrs_as_code.codeowners.syntax import GITHUB, GITLAB, SYNTAXES, literal_pattern, matching_lines, parse_lines
from okrs_as_code.errors import OkrsError
from tests.codeowners import code_owner_reader as reader
from tests.repositories import git, make

TODAY = date(2026, 11, 16)
PEOPLE = """\
people:
  ana: {name: Ana, account: ana-s}
  mara: {name: Mara, manager: ana, account: mara-k}
  bo: {name: Bo, manager: mara, account: bo-l}
  sam: {name: Sam, manager: ana, account: sam-n, left: 2026-11-15}
  tom: {name: Tom, manager: ana, account: tom-b, left: 2026-11-16}
  chen: {name: Chen}
"""
TEAMS = "teams:\n  company: {name: Example Inc, lead: ana}\n  web: {name: Web, part_of: company}\n"
KEY_RESULT = "  - {{id: {id}, title: Win, owner: {owner}, measure: {{type: binary}}, success: Won{more}}}\n"
POSTS = "okrs/2026-Q4/web/posts.yaml"
RECORDS = [
    f"okrs/{cycle}/{kind}/2026-11-16-bo{more}.yaml"
    for cycle in ("2026-Q4", "2026", "2027-Q1")
    for kind in ("agreements", "check-ins", "grades")
    for more in ("", ".3f9c2a")
]


def objective(*owners: str, owner: str | None = None, more: str = "") -> str:
    listed = "".join(KEY_RESULT.format(id=f"kr-{at}", owner=name, more=more) for at, name in enumerate(owners))
    return f"title: Win\n{f'owner: {owner}' if owner else ''}\nkey_results:{'' if owners else ' []'}\n{listed}"


@pytest.fixture(params=["github", "gitlab"])
def forge(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def repository(top: Path, forge: str = "github", root: str = "", **more: str) -> Path:
    """A repository of a forge, with OKRs in a folder of it; `more` are files by their name below `okrs/`."""
    files = {
        "people.yaml": PEOPLE,
        "config.yaml": f"forge: {forge}\nstewards: [mara]\n",
        "2026-Q4/web/posts.yaml": objective("bo", owner="mara"),
        **more,
    }
    make(top / root, {f"okrs/{path}": text for path, text in files.items()})
    git(top, "init", "-q", "-b", "main")
    return top


def written(top: Path, root: str = "", today: date = TODAY) -> CodeownersFile:
    return api.codeowners(api.open_repository(top / root), today)


def owners(top: Path, path: str, forge: str = "github") -> set[str]:
    form = SYNTAXES[forge]  # type: ignore[index]
    there = next(place for place in form.paths if (top / place).exists())
    return reader.owners((top / there).read_text(encoding="utf-8"), path, gitlab=forge == "gitlab")


def test_those_who_answer_for_an_objective_are_asked(tmp_path: Path, forge: str) -> None:
    files = {
        "2026-Q4/web/managed.yaml": objective("bo", more=", manager: ana"),
        "2026-Q4/web/of-a-team.yaml": objective("{team: web, lead: mara}"),
        "2027-Q1/web/to-come.yaml": objective("bo"),
        "2026/web/year.yaml": objective(owner="ana"),
        "2026-Q3/web/over.yaml": objective("bo"),
        "teams.yaml": TEAMS,
    }
    written(repository(tmp_path, forge, **files))
    by_path = {path: owners(tmp_path, f"okrs/{path}", forge) for path in files}
    assert by_path == {
        "2026-Q4/web/managed.yaml": {"@bo-l", "@ana-s"},
        "2026-Q4/web/of-a-team.yaml": {"@mara-k", "@ana-s"},
        "2027-Q1/web/to-come.yaml": {"@bo-l", "@mara-k"},
        "2026/web/year.yaml": {"@ana-s"},
        "2026-Q3/web/over.yaml": set(),
        "teams.yaml": {"@mara-k"},
    }


def test_who_has_left_is_not_asked_and_who_is_here_for_the_last_time_is(tmp_path: Path) -> None:
    written(repository(tmp_path, **{"2026-Q4/web/posts.yaml": objective("sam", "tom")}))
    assert owners(tmp_path, POSTS) == {"@ana-s", "@tom-b"}


@pytest.mark.parametrize(
    ("stewards", "expected"),
    [
        ("[mara, bo]", {"@mara-k", "@bo-l"}),
        ("[sam, bo]", {"@bo-l"}),
        ("[sam]", {"@ana-s"}),
        ("[]", {"@ana-s"}),
        ("[chen]", set()),
    ],
)
def test_policy_belongs_to_the_stewards_else_to_the_lead_of_all(
    tmp_path: Path, forge: str, stewards: str, expected: set[str]
) -> None:
    config = f"forge: {forge}\nstewards: {stewards}\n"
    made = written(repository(tmp_path, forge, **{"config.yaml": config, "teams.yaml": TEAMS}))
    gate = [".github/workflows/ci.yml"] if forge == "github" else [".gitlab-ci.yml", ".gitlab/okrs.gitlab-ci.yml"]
    for path in ("okrs/config.yaml", "okrs/people.yaml", "okrs/teams.yaml", "okrs/allowed_signers", *gate, made.path):
        assert owners(tmp_path, path, forge) == expected, path
    assert owners(tmp_path, "templates/person.md.j2", forge) == expected
    assert owners(tmp_path, "templates/shop.html", forge) == set()
    assert bool(made.notes) != bool(expected)


def test_nobody_is_asked_about_records(tmp_path: Path, forge: str) -> None:
    place = SYNTAXES[forge].default_path  # type: ignore[index]
    make(repository(tmp_path, forge), {place: "* @others\n/okrs/ @others\n"})
    assert written(tmp_path).notes == ()
    assert {path: owners(tmp_path, path, forge) for path in RECORDS} == {path: set() for path in RECORDS}
    assert owners(tmp_path, "src/shop.py", forge) == {"@others"}
    assert owners(tmp_path, "src/okrs/2026-Q4/check-ins/2026-11-16-bo.yaml", forge) == {"@others"}


def test_nobody_has_an_account(tmp_path: Path, forge: str) -> None:
    people = "people:\n  mara: {name: Mara}\n  sam: {name: Sam, account: sam-n, left: 2026-01-01}\n"
    place = SYNTAXES[forge].default_path  # type: ignore[index]
    make(repository(tmp_path, forge, **{"people.yaml": people}), {place: "* @others\n"})
    made = written(tmp_path)
    assert (made.objectives, made.notes) == (
        0,
        ("nobody in okrs/people.yaml has an `account`, so objectives and policy have no code owners",),
    )
    assert {owners(tmp_path, path, forge).pop() for path in (POSTS, "okrs/config.yaml")} == {"@others"}
    assert owners(tmp_path, RECORDS[0], forge) == set()


@pytest.mark.parametrize("folder", ["goals", "our goals", "a#b", "[x]!*?", "@home", "über"])
def test_a_root_in_a_subfolder(tmp_path: Path, forge: str, folder: str) -> None:
    repository(tmp_path, forge, root=folder)
    assert written(tmp_path, folder).change is not None
    assert written(tmp_path, folder).change is None
    assert owners(tmp_path, f"{folder}/{POSTS}", forge) == {"@mara-k", "@bo-l"}
    assert owners(tmp_path, f"{folder}/okrs/config.yaml", forge) == {"@mara-k"}
    assert owners(tmp_path, POSTS, forge) == set()
    assert owners(tmp_path, ".github/workflows/shop.yml", forge) == set()


def test_each_root_has_a_part_of_its_own(tmp_path: Path) -> None:
    repository(tmp_path, root="shop")
    repository(tmp_path, root="bank")
    for root in ("shop", "bank", "shop"):
        written(tmp_path, root)
    assert [written(tmp_path, root).change for root in ("shop", "bank")] == [None, None]
    assert [owners(tmp_path, f"{root}/okrs/people.yaml") for root in ("shop", "bank")] == [{"@mara-k"}] * 2


@pytest.mark.parametrize(
    ("forge", "there", "read"),
    [
        ("github", ["CODEOWNERS", "docs/CODEOWNERS"], "CODEOWNERS"),
        ("github", ["CODEOWNERS", ".github/CODEOWNERS"], ".github/CODEOWNERS"),
        ("github", [".gitlab/CODEOWNERS"], ".github/CODEOWNERS"),
        ("gitlab", [".gitlab/CODEOWNERS", "docs/CODEOWNERS"], "docs/CODEOWNERS"),
        ("gitlab", [], ".gitlab/CODEOWNERS"),
    ],
)
def test_the_file_that_the_forge_reads_is_written(tmp_path: Path, forge: str, there: list[str], read: str) -> None:
    make(repository(tmp_path, forge), dict.fromkeys(there, "# ours\n"))
    made = written(tmp_path)
    assert made.path == read
    assert (tmp_path / read).read_bytes().startswith(b"# ours\n" if read in there else b"# okrs codeowners")
    assert len(made.notes) == (1 if len(there) == 2 else 0)
    assert owners(tmp_path, read, forge) == {"@mara-k"}


@pytest.mark.parametrize(
    "account",
    ["bo l", "@bo-l", "bo#l", "bo@example.com", "-bo", "bo,mara", "org/bo", "bö", "b.o"],
)
def test_an_account_that_would_void_its_line_is_refused(tmp_path: Path, account: str) -> None:
    repository(
        tmp_path,
        **{"people.yaml": f"people:\n  mara: {{name: Mara}}\n  bo: {{name: Bo, account: {json.dumps(account)}}}\n"},
    )
    with pytest.raises(OkrsError) as caught:
        written(tmp_path)
    assert caught.value.message == f"the account of bo, {account!r}, is no login on GitHub, and would void its line"
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("people.yaml", PEOPLE.replace("bo-l", '"bo\\tl"')),
        ("people.yaml", PEOPLE.replace("bo-l", '"bo\\u202el"')),
        ("people.yaml", PEOPLE + "  nora\n"),
        ("teams.yaml", "teams: {"),
        ("config.yaml", "forge: github\nstewards: mara\n"),
        ("2026-Q4/web/posts.yaml", objective("bo", "[bo, mara]")),
    ],
)
def test_what_cannot_be_read_takes_nobody_away(tmp_path: Path, path: str, text: str) -> None:
    repository(tmp_path, **{path: text})
    with pytest.raises(OkrsError, match=f"not all of okrs/{path} can be read"):
        written(tmp_path)
    assert not (tmp_path / ".github").exists()


def test_the_remedy_on_gitea_names_no_forge_that_it_is_not(tmp_path: Path) -> None:
    with pytest.raises(OkrsError, match="Gitea and Forgejo read CODEOWNERS in another way") as caught:
        written(repository(tmp_path, "gitea"))
    assert caught.value.remedy == "do without it there; `okrs approvals` says who has to approve a change"


@pytest.mark.parametrize("path", ["2026-Q3/web/over.yaml", "2026-Q4/check-ins/2026-10-12-bo.yaml"])
def test_what_has_no_line_may_be_as_it_is(tmp_path: Path, path: str) -> None:
    text = objective("[bo, mara]") if path.startswith("2026-Q3") else "by: {"
    assert written(repository(tmp_path, **{path: text})).change is not None


def test_an_odd_account_of_somebody_who_is_not_asked_stays_as_it_is(tmp_path: Path) -> None:
    people = PEOPLE.replace("sam-n", '"@sam"')
    assert written(repository(tmp_path, **{"people.yaml": people})).notes == ()


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    make(repository(tmp_path), {"CODEOWNERS": b"* @others\r\n*.md @w\xe9rs"})
    written(tmp_path)
    data = (tmp_path / "CODEOWNERS").read_bytes()
    assert data.startswith(b"* @others\r\n*.md @w\xe9rs\r\n\r\n# okrs codeowners: begin\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert written(tmp_path).change is None


def test_the_size_from_which_on_github_ignores_the_file(tmp_path: Path) -> None:
    few_long_lines = (b"/src/" + b" @others" * 10_000 + b"\n") * 40
    make(repository(tmp_path), {"CODEOWNERS": few_long_lines[:2_650_000]})
    assert written(tmp_path).notes == ()
    make(tmp_path, {"CODEOWNERS": few_long_lines[:2_750_000]})
    assert written(tmp_path).notes == ("CODEOWNERS has 2.8 MB, and GitHub ignores all of it from 3 MB on",)
    make(tmp_path, {"CODEOWNERS": few_long_lines[:2_999_990]})
    with pytest.raises(OkrsError, match=r"CODEOWNERS would have 3.0 MB, and GitHub ignores it from 3 MB on"):
        written(tmp_path)


def test_ten_thousand_objectives_fit(tmp_path: Path) -> None:
    path = "/okrs/2026-Q4/customer-success/make-organic-search-our-best-source.yaml"
    assert 10_000 * len(f"{path} @somebody-long @somebody-else @a-third-one\n") < 0.9 * (GITHUB.max_bytes or 0)


@pytest.mark.parametrize("link", [".github", ".github/CODEOWNERS"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    make(outside, {"CODEOWNERS": "* @others\n"})
    top = repository(tmp_path / "top")
    (top / link).parent.mkdir(exist_ok=True)
    (top / link).symlink_to(outside if link == ".github" else outside / "CODEOWNERS")
    with pytest.raises(OkrsError, match="link"):
        written(top)
    assert (outside / "CODEOWNERS").read_bytes() == b"* @others\n"


@pytest.mark.parametrize(
    "text",
    [
        "# okrs codeowners: begin\n",
        "# okrs codeowners: end\n# okrs codeowners: begin\n",
        "# okrs codeowners: begin\n# okrs codeowners: begin\n# okrs codeowners: end\n",
    ],
)
def test_marks_that_are_no_pair_are_refused(tmp_path: Path, text: str) -> None:
    make(repository(tmp_path), {"CODEOWNERS": text})
    with pytest.raises(OkrsError, match="not one pair"):
        written(tmp_path)
    assert (tmp_path / "CODEOWNERS").read_text(encoding="utf-8") == text


def test_a_forge_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OkrsError, match="what CODEOWNERS says is different"):
        written(repository(tmp_path, "none"))


def test_a_part_that_was_moved_into_a_section_is_reported(tmp_path: Path) -> None:
    make(
        repository(tmp_path, "gitlab"),
        {"CODEOWNERS": "[Web][2] @web\n# okrs codeowners: begin\n# okrs codeowners: end\n"},
    )
    note = "the generated part of CODEOWNERS is in the section [web]: move it above the first section"
    assert written(tmp_path).notes == (note,)


MARKS = BlockMarkers("# okrs codeowners: begin", "# okrs codeowners: end")
LINES = st.lists(
    st.sampled_from(
        [b"* @others", b"[Web] @web", b"# why", b"", b"\xff \xfe", b"\t", b"/okrs/ @a", b"x\ry", b"^[Docs]"]
    )
)


@given(LINES, LINES, st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.sampled_from([GITHUB, GITLAB]), st.booleans())
def test_outside_of_the_marks_nothing_changes(
    above: list[bytes], below: list[bytes], end: bytes, ended: bool, form: object, marked: bool
) -> None:
    assert form in (GITHUB, GITLAB)
    place = GITHUB.insertion_line if form is GITHUB else GITLAB.insertion_line
    ours = [MARKS.begin.encode(), b"/old @old", MARKS.end.encode()] if marked else []
    data = end.join([*above, *ours, *below]) + (end if ended else b"")
    once = find_block(data, "CODEOWNERS", MARKS, place).fill(["/new @new", "/other"])
    again = find_block(once, "CODEOWNERS", MARKS, place)
    assert again.fill(["/new @new", "/other"]) == once
    if marked:
        head, _, rest = data.partition(MARKS.begin.encode())
        assert again.before == head
        assert again.after == rest.partition(MARKS.end.encode())[2].partition(end)[2]
    else:
        added = {more * times for more in (end, b"\n") for times in range(3)}
        assert any(
            again.before.removeprefix(data[:at]) in added and again.after.removesuffix(data[at:]) in added
            for at in range(len(data) + 1)
            if again.before.startswith(data[:at]) and again.after.endswith(data[at:])
        )


PATTERN = st.lists(st.sampled_from(["a", "b", "*", "**", "?", "a*", "*b*", "?a"]), min_size=1, max_size=4)


@given(
    PATTERN,
    st.sampled_from(["", "/"]),
    st.sampled_from(["", "/"]),
    st.lists(st.sampled_from(["a", "b", "ab", "aab"]), min_size=1, max_size=4),
    st.booleans(),
)
def test_patterns_are_read_as_the_forges_read_them(
    parts: list[str], start: str, end: str, names: list[str], gitlab: bool
) -> None:
    pattern, path, form = start + "/".join(parts) + end, "/".join(names), GITLAB if gitlab else GITHUB
    lines = list(parse_lines(form, f"{pattern} @somebody\n".encode()))
    assert bool(list(matching_lines(form, lines, path))) == reader.fits(pattern, path, gitlab=gitlab), pattern


def test_no_pattern_takes_long() -> None:
    lines = list(parse_lines(GITHUB, ("/" + "**/*a*" * 200 + " @x\n").encode()))
    assert list(matching_lines(GITHUB, lines, "a" * 200 + "/b")) == []


@given(st.text(min_size=1, max_size=20))
def test_a_path_as_a_pattern_fits_itself(path: str) -> None:
    for form in (GITHUB, GITLAB):
        [line] = parse_lines(form, f"{literal_pattern(f'x{path}x')} @somebody\n".encode(errors="replace"))
        assert [*matching_lines(form, [line], f"x{path}x")] == [line]
