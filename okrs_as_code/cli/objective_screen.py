"""The card of an objective as `okrs show` draws it on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from okrs_as_code.cli.screen.terminal import Screen
from okrs_as_code.report.views.objective_card import ObjectiveCard
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS
from okrs_as_code.report.wording.terms_phrases import person_phrase


def print_objective(screen: Screen, card: ObjectiveCard) -> None:
    """Prints the card: what it is, what was said of it as a whole, its key results, and what cannot be read."""
    standing, node = card.standing, card.standing.node
    screen.print(screen.text(node.content.title, "bold"))
    screen.print(screen.text(node.id, "dim"))
    if node.content.owner is not None:
        keeper = person_phrase(card.site.plan, node.content.owner)
        screen.print(screen.text(f"kept coherent by {keeper}", "dim"))
    screen.print(screen.text(COMMITMENTS[node.content.commitment], "dim"))
    for line in card.alignments():
        screen.print(screen.text(line, "dim"))
    if node.content.tags:
        screen.print(screen.text(f"tags: {', '.join(node.content.tags)}", "dim"))
    if node.content.why is not None:
        screen.print()
        screen.print(screen.text(f"why: {' '.join(node.content.why.split())}"))
    screen.print()
    progress = screen.bar(standing.roll_up.score, 10)
    progress.append_text(screen.text(f"   {numbers.coverage(standing.roll_up, 'part')}", "dim"))
    screen.print(progress)
    if standing.help is not None:
        screen.print(screen.text(f"help: {standing.help}"))
    _print_section(screen, "What was said of it as a whole", card.sentences(), 13)
    _print_section(screen, "Key results", card.key_results(), 24)
    elements = card.site.plan.unreadable.of_objective(node.id)
    lines = ((str(element.kind), element.title) for element in elements)
    _print_section(screen, "Cannot be read: `okrs lint` says why", lines, 13)


def _print_section(screen: Screen, title: str, lines: Iterable[tuple[str, str]], width: int) -> None:
    """Prints a title and its lines; nothing where there are none."""
    rows = [(screen.text(name, "dim"), screen.text(line)) for name, line in lines]
    if rows:
        screen.print()
        screen.print(screen.text(title, "bold"))
        screen.rows(rows, (width, None))
