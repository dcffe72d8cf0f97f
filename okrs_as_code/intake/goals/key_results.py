"""Key results as the rows of a file say them, with what could not be taken as comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.owners import PeopleFinder
from okrs_as_code.intake.goals.entries import SPOKEN
from okrs_as_code.intake.goals.identifiers import free_id, tag_of
from okrs_as_code.intake.goals.measure_reading import MeasureReading
from okrs_as_code.intake.goals.measures import read_measure
from okrs_as_code.intake.meaning import DAYS, Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal, Tally
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import LINK_PATTERN
from okrs_as_code.phrases import join_words
from okrs_as_code.refactor.new_objective import NewKeyResult

_LINK = re.compile(r"https?://[^\s<>\"\\^`{|},;]+")
_match_link = re.compile(LINK_PATTERN).fullmatch
_TAG_SEPARATORS = re.compile(r"[,;|\n]")
_MOST_TAGS = 20
_WORDS = {Meaning.COMMITMENT: "commitments", Meaning.MEASURE: "measures", Meaning.DIRECTION: "directions"}
"""Meanings of which a cell is one of a few words, each with its section of the vocabulary."""
_OF_KEY_RESULTS = (
    Meaning.BASELINE,
    Meaning.TARGET,
    Meaning.STRETCH,
    Meaning.AT_LEAST,
    Meaning.AT_MOST,
    Meaning.STEPS,
    Meaning.SUCCESS,
    Meaning.WEIGHT,
    Meaning.MANAGER,
    Meaning.CONTRIBUTORS,
)
"""Meanings of which an objective has nothing."""
_OF_INITIATIVES = frozenset(
    (
        Meaning.TITLE, Meaning.OBJECTIVE, Meaning.KEY_RESULT, Meaning.TYPE, Meaning.LEVEL, Meaning.ID, Meaning.PARENT,
        Meaning.OUTLINE, Meaning.OBJECTIVE_ID, Meaning.TEAM, Meaning.CYCLE, Meaning.LINKS, Meaning.IGNORE,
    )
)  # fmt: skip
"""Cells that say what an initiative is, and where it belongs."""
_OF_STEPS = (_OF_INITIATIVES - {Meaning.LINKS}) | {Meaning.WEIGHT, Meaning.DUE, *SPOKEN}
"""Cells of a milestone: also those that a check-in has."""
_UNKNOWN = "names nobody in people.yaml; see below"
_NUMBERS_OF_MEASURES = frozenset((Meaning.BASELINE, Meaning.TARGET, Meaning.STRETCH, Meaning.AT_LEAST, Meaning.AT_MOST))


@dataclass(frozen=True, eq=False)
class KeyResultDraft:
    """A key result that is to be written, with the goal of the file that it is."""

    goal: OutlineGoal
    content: NewKeyResult
    measure: MeasureReading

    @property
    def is_incomplete(self) -> bool:
        """Whether it lacks the one owner or the measure that a cycle asks for."""
        return not isinstance(self.content.owner, str) or not self.measure.is_complete


@dataclass
class KeyResultReader:
    """Reads key results, all by the styles and the people of one file; notes in the tally what it guesses."""

    styles: Styles
    people: PeopleFinder
    tally: Tally

    def read(self, goal: OutlineGoal, cycle: Cycle | None, taken: list[str], id_: str | None = None) -> KeyResultDraft:
        """The key result that a goal of the file becomes; `cycle` is None in the backlog."""
        title = self.title(goal)
        remarks: list[str] = []
        measure = read_measure(goal, self.styles)
        for guess in measure.guesses:
            self.tally.guess(goal.table, goal.row, guess)
        self._note_unread_cells(goal, measure, remarks)
        self._note_cells_below(goal)
        content = NewKeyResult(
            id=id_ or free_id(title, "key-result", taken),
            title=title,
            owner=self.owner(goal, Meaning.OWNER, remarks),
            measure=measure.measure,
            steps=measure.steps,
            manager=self.single_person(goal, Meaning.MANAGER, remarks),
            contributors=self._contributors(goal, remarks),
            start=self._day(goal, Meaning.START, cycle.start if cycle is not None else None),
            due=self._day(goal, Meaning.DUE, cycle.end if cycle is not None else None),
            commitment=words("commitments").get(even(goal.text(Meaning.COMMITMENT))),
            success=cleaning.lines(goal.text(Meaning.SUCCESS)) or None,
            weight=self._weight(goal),
            tags=tags_of(goal),
            links=links_of(goal),
            remarks=remarks,
        )
        if cycle is not None:
            self._note_missing_parts(goal, content.owner, measure)
        return KeyResultDraft(goal, content, measure)

    def _note_missing_parts(self, goal: OutlineGoal, owner: Any, measure: MeasureReading) -> None:
        """Notes what a key result in a cycle needs and its row lacks; cells that name nobody are noted before."""
        missing = ["an owner"] if owner is None and not goal.text(Meaning.OWNER) else []
        missing += measure.missing
        if missing:
            self.tally.guess(goal.table, goal.row, f"it lacks {join_words(missing)}")

    def title(self, goal: OutlineGoal) -> str:
        """The title on one line; notes where characters that nobody can see were taken from it."""
        title = cleaning.line(goal.title)
        if cleaning.is_changed(goal.title):
            self.tally.guess(goal.table, goal.row, "markup, or what nobody can see, is left out of its title")
        return title or "(no title)"

    def owner(self, goal: OutlineGoal, meaning: Meaning, remarks: list[str]) -> Any:
        """The owner; several people stay a list, and a cell that names nobody becomes a comment."""
        named = self.people.find(goal.text(meaning), goal.row)
        if named.text is not None:
            remarks.append(cleaning.remark("owner in the sheet", named.text))
            why = "is nobody, as the mapping says" if named.is_nobody else _UNKNOWN
            self.tally.guess(goal.table, goal.row, f"its owner {why}")
        if len(named.people) > 1:
            return list(named.people)
        return named.people[0] if named.people else None

    def single_person(self, goal: OutlineGoal, meaning: Meaning, remarks: list[str]) -> str | None:
        """The one person of a cell; any other becomes a comment."""
        text = goal.text(meaning)
        named = self.people.find(text, goal.row)
        if text and len(named.people) != 1:
            noun = meaning.value.replace("_", " ").removeprefix("objective ")
            several = "is nobody, as the mapping says" if named.is_nobody else "is more than one person"
            remarks.append(cleaning.remark(f"{noun} in the sheet", text))
            why = _UNKNOWN if named.text is not None and not named.is_nobody else several
            self.tally.guess(goal.table, goal.row, f"its {noun} {why}")
        return named.people[0] if len(named.people) == 1 else None

    def _contributors(self, goal: OutlineGoal, remarks: list[str]) -> tuple[str, ...]:
        text = goal.text(Meaning.CONTRIBUTORS)
        named = self.people.find(text, goal.row) if text else None
        if named is None:
            return ()
        if named.text is not None:
            remarks.append(cleaning.remark("contributors in the sheet", named.text))
            why = "are nobody, as the mapping says" if named.is_nobody else "are kept as a comment"
            self.tally.guess(goal.table, goal.row, f"its contributors {why}")
        return named.people

    def _day(self, goal: OutlineGoal, meaning: Meaning, default: Any) -> Any:
        day = self.styles.day(goal.cell(meaning))
        return day if day != default else None

    def _weight(self, goal: OutlineGoal) -> float | None:
        weight = self.styles.quantity(goal.cell(Meaning.WEIGHT))
        return weight.value if weight is not None and weight.value >= 0 else None

    def _note_unread_cells(self, goal: OutlineGoal, measure: MeasureReading, remarks: list[str]) -> None:
        """Notes cells of which nothing could be taken: no numbers, no days, formulas without a value."""
        for meaning, cell in goal.cells.items():
            if cell.fault is not None:
                self.tally.guess(goal.table, goal.row, f"its {meaning} is {cell.fault}, and is left out")
            elif meaning in DAYS and self.styles.day(cell) is None:
                remarks.append(cleaning.remark(f"{meaning} in the sheet", cell.text))
                self.tally.guess(goal.table, goal.row, f'its {meaning} "{_short(cell.text)}" is no day')
            elif meaning in _NUMBERS_OF_MEASURES and meaning not in measure.used:
                self._note_unused_number(goal, meaning, measure, remarks)
            elif meaning is Meaning.WHY:
                remarks.append(cleaning.remark("description in the sheet", cell.text))
            elif self._is_lost(goal, meaning):
                self.tally.guess(goal.table, goal.row, f'its {meaning} "{_short(cell.text)}" says nothing that we know')

    def _note_cells_below(self, goal: OutlineGoal) -> None:
        """Notes cells of milestones and initiatives that these do not have."""
        for child in goal.children:
            is_step = child.level is GoalLevel.STEP
            taken = _OF_STEPS if is_step else _OF_INITIATIVES
            left = [meaning.value.replace("_", " ") for meaning in child.cells if meaning not in taken]
            if left:
                noun = "a milestone" if is_step else "an initiative"
                self.tally.guess(child.table, child.row, f"{noun} has no {', '.join(left)} of its own: left out")
            if is_step and Meaning.DUE in child.cells and self.styles.day(child.cell(Meaning.DUE)) is None:
                self.tally.guess(child.table, child.row, f'its due "{_short(child.text(Meaning.DUE))}" is no day')

    def _note_unused_number(
        self, goal: OutlineGoal, meaning: Meaning, measure: MeasureReading, remarks: list[str]
    ) -> None:
        """Notes a cell of numbers that its measure does not have; one that only says "done or not" is its target."""
        text, noun = goal.text(meaning), meaning.value.replace("_", " ")
        is_number = self.styles.quantity(goal.cell(meaning)) is not None
        if measure.kind == "binary" and meaning is Meaning.TARGET and not is_number:
            return
        why = f"is left out, as {measure.kind or 'its measure'} has none" if is_number else "is no number"
        remarks.append(cleaning.remark(f"{noun} in the sheet", text))
        self.tally.guess(goal.table, goal.row, f'its {noun} "{_short(text)}" {why}')

    def _is_lost(self, goal: OutlineGoal, meaning: Meaning) -> bool:
        """Whether nothing can be made of a cell that says something."""
        word = even(goal.text(meaning))
        if meaning in _WORDS:
            return word not in words(_WORDS[meaning])
        if meaning is Meaning.WEIGHT:
            return self._weight(goal) is None
        if meaning is Meaning.LINKS:
            return not links_of(goal)
        return meaning in (Meaning.TAGS, Meaning.PRIORITY) and not tags_of(goal)

    def note_cells_of_objective(self, goal: OutlineGoal, cycle: Cycle | None) -> None:
        """Notes cells of an objective that only a key result can have."""
        left = [meaning.value.replace("_", " ") for meaning in _OF_KEY_RESULTS if meaning in goal.cells]
        for meaning, default in ((Meaning.START, "start"), (Meaning.DUE, "end")):
            if meaning in goal.cells and (
                cycle is None or self.styles.day(goal.cell(meaning)) != getattr(cycle, default)
            ):
                left.append(meaning.value)
        if left:
            self.tally.guess(goal.table, goal.row, f"an objective has no {', '.join(left)} of its own: left out")


def tags_of(goal: OutlineGoal) -> tuple[str, ...]:
    """The tags that categories and the priority of a goal become."""
    texts = [text for text in _TAG_SEPARATORS.split(goal.text(Meaning.TAGS)) if text.strip()]
    tags = [tag_of(text) for text in texts]
    priority = goal.text(Meaning.PRIORITY)
    if priority:
        tags.append(tag_of(priority if re.fullmatch(r"[Pp]\s?[0-9]", priority) else f"priority-{priority}"))
    return tuple(dict.fromkeys(tag for tag in tags if tag is not None))[:_MOST_TAGS]


def links_of(goal: OutlineGoal) -> tuple[str, ...]:
    """The addresses in the column of links, and those behind words."""
    cells = goal.cells.values()
    found = [*_LINK.findall(goal.text(Meaning.LINKS)), *(link for cell in cells for link in cell.links)]
    return tuple(dict.fromkeys(link for link in found if len(link) <= 2000 and _match_link(link)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
