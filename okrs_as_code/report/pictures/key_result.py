"""The picture of a key result, by its kind of measure."""

from __future__ import annotations

from datetime import date

from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Metric, Milestones, Score, Threshold
from okrs_as_code.model.history.strip import Strip
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures import binary, metric, milestones, score, threshold
from okrs_as_code.report.pictures.picture import Picture


def draw(standing: KeyResultStanding, strip: Strip, cadence: Cadence, today: date | None) -> Picture:
    """The picture of a key result with its values and its confidence, and with a mark for today if it is given."""
    measure = standing.node.content.measure
    if isinstance(measure, Metric):
        return metric.draw(standing, measure, today)
    if isinstance(measure, Threshold):
        return threshold.draw(standing, measure, cadence, today)
    if isinstance(measure, Milestones):
        return milestones.draw(standing, measure, today)
    if isinstance(measure, Score):
        return score.draw(standing, today)
    return binary.draw(standing, strip, today)
