"""Words on a key result that are the same on every page: its terms, progress, status and latest check-ins."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.inline import Inline, link, paragraphs, text, words
from okrs_as_code.report.pages.figures import (
    BarView,
    SignView,
    StripView,
    key_result_bar,
    progress_text,
    sign,
    strip_view,
)
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import progress_as_agreed
from okrs_as_code.report.wording.status_phrases import (
    COMMITMENTS,
    STATES,
    baseline_phrase,
    late_phrase,
    pace_phrase,
    pace_words,
    reached_phrase,
    said_by_phrase,
    status_phrase,
)
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_day

_MAX_CONFIDENCES = 6
"""Number of the last confidences that a page shows."""


class KeyResultWords:
    """The words on a key result; each is made when a template first asks for it, as most pages show few of them."""

    def __init__(self, site: SiteData, standing: KeyResultStanding) -> None:
        self._site = site
        self._standing = standing
        self._node = standing.node
        self._content = standing.node.content
        self.id = self._content.id
        self.has_confidence = standing.confidence is not None
        self.needs_a_word = standing.needs_a_word

    @cached_property
    def title(self) -> Inline:
        """Its title."""
        return text(self._content.title)

    @cached_property
    def measure(self) -> Inline:
        """Its measure in words."""
        return text(numbers.measure_phrase(self._content.measure))

    @cached_property
    def start(self) -> str | None:
        """Its first day; None where that is its cycle's."""
        return numbers.day(self._node.start) if self._node.start != self._node.cycle.start else None

    @cached_property
    def due(self) -> str:
        """Its last day."""
        return numbers.day(self._node.due)

    @cached_property
    def plan(self) -> Inline | None:
        """The values planned for days before it is due; None where there is no plan."""
        plan, measure = self._content.plan, self._content.measure
        if not plan or not isinstance(measure, Metric):
            return None
        return text(numbers.planned_phrase(plan, measure.unit))

    @cached_property
    def commitment(self) -> str | None:
        """Its own commitment; None where that of its objective holds."""
        return COMMITMENTS[self._content.commitment] if self._content.commitment is not None else None

    @cached_property
    def success(self) -> tuple[Inline, ...]:
        """The paragraphs that say when it is a success."""
        return paragraphs(self._content.success)

    @cached_property
    def weight(self) -> str | None:
        """Its weight in its objective; None where that is 1."""
        return numbers.number(self._content.weight) if self._content.weight != 1 else None

    @cached_property
    def progress(self) -> str:
        """Its progress as a bar of text, with the percentage."""
        return numbers.progress_bar(self._standing.progress)

    @cached_property
    def bar(self) -> BarView:
        """Its progress as a bar that is drawn."""
        return key_result_bar(self._standing)

    @cached_property
    def as_agreed(self) -> str | None:
        """The progress by the measure that was agreed to; None where that is today's measure."""
        agreed = progress_as_agreed(self._site.plan, self._standing, self._site.today)
        return progress_text(self._site, agreed) if agreed is not None else None

    @cached_property
    def value(self) -> Inline | None:
        """The value that was reached, with what is to be known of it."""
        standing = self._standing
        stretch = numbers.stretch_phrase(self._content.measure, standing.progress)
        reached = reached_phrase(standing) if standing.progress.value is not False else None  # the progress says it
        phrases = [*filter(None, (reached, stretch, baseline_phrase(standing), self._late))]
        return text(", ".join(phrases)) if phrases else None

    @cached_property
    def late(self) -> Inline | None:
        """The report that came too late to count; part of `value`, too."""
        return text(self._late) if self._late is not None else None

    @cached_property
    def _late(self) -> str | None:
        return late_phrase(self._standing)

    @cached_property
    def status(self) -> str:
        """Its status with its sign, and who said it where that was not the owner."""
        said_by = said_by_phrase(self._standing) if self._site.with_people else None
        return ", ".join(filter(None, (status_phrase(self._standing), said_by)))

    @cached_property
    def note(self) -> Inline | None:
        """Why it is paused; None where it is not."""
        return self._site.said(self._standing.pause_note) or None

    @cached_property
    def sign(self) -> SignView:
        """The sign of its status."""
        return sign(self._standing)

    @cached_property
    def strip(self) -> StripView:
        """Its status by week, or month."""
        return strip_view(self._site, self._node)

    @cached_property
    def pace(self) -> str | None:
        """Its pace; None where there is none, and where it has a grade."""
        return pace_words(self._standing) if self._standing.grade is None else None

    @cached_property
    def pace_told(self) -> bool:
        """Whether `status` says the pace."""
        return pace_phrase(self._standing) is not None

    @cached_property
    def confidence(self) -> Inline:
        """The confidence of today, or that there is no data."""
        confidence = self._standing.confidence
        return words(numbers.NO_DATA if confidence is None else numbers.share(confidence))

    @cached_property
    def confidence_history(self) -> Inline | None:
        """The last confidences, in order; None where there are less than two."""
        entries = (check_in.entry for check_in in self._standing.counted)
        confidences = [entry.confidence for entry in entries if entry.confidence is not None]
        if len(confidences) < 2:
            return None
        return words(" → ".join(map(numbers.share, confidences[-_MAX_CONFIDENCES:])))

    @cached_property
    def state(self) -> str:
        """How far its terms are agreed to."""
        return STATES[self._standing.consent.state]

    @cached_property
    def last_check_in(self) -> str:
        """The day of the last check-in, or that there is none, or none that can be read."""
        return last_check_in_day(self._standing)

    @cached_property
    def next_check_in(self) -> str | None:
        """The day on which a check-in is due; None where none is expected."""
        standing = self._standing
        is_never_due = standing.check_in_due == date.max  # the owner is away for good
        if is_never_due or standing.grade is not None or standing.is_done or standing.status is Status.NOT_STARTED:
            return None
        due = numbers.day(standing.check_in_due)
        return f"was due on {due}" if standing.status is Status.STALE else f"due on {due}"

    @cached_property
    def help(self) -> Inline | None:
        """The support that is asked for, while it is open."""
        return self._site.said(self._standing.help) or None

    @cached_property
    def next(self) -> Inline | None:
        """The step that the owner will do until the next check-in; None where the latest one does not say."""
        return self._site.said(self._standing.next) or None

    @cached_property
    def links(self) -> tuple[Inline, ...]:
        """The addresses that belong to it; none on pages without people."""
        shown = self._content.links if self._site.with_people else ()
        return tuple(link(address, address) for address in shown)
