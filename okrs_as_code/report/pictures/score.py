"""The picture of a score: what its owner judged, day by day."""

from __future__ import annotations

from datetime import date

from okrs_as_code.model.progress.progress import is_judgement
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.run_chart import BOTTOM, LEFT, TOP, RunChart
from okrs_as_code.report.pictures.scale import ValueScale
from okrs_as_code.report.wording import numbers


def draw(standing: KeyResultStanding, today: date | None) -> Picture:
    """The picture of a score; no course is expected of a judgement."""
    chart = RunChart(standing, today)
    scale = ValueScale(0, 1, TOP, BOTTOM)
    values = [
        (entry.day, entry.entry.value)
        for entry in standing.counted
        if entry.entry.value is not None and is_judgement(entry.entry.value)
    ]
    chart.draw_pauses()
    chart.draw_days()
    chart.draw_level("target", scale.at(1), "1")
    chart.draw_level("base", scale.at(0), "0")
    chart.write(LEFT + 4, TOP - 5, "as judged")
    chart.draw_today()
    chart.draw_values(values, scale)
    chart.draw_end((chart.days.at(values[-1][0]), scale.at(values[-1][1])) if values else None)
    if not values:
        chart.write(LEFT + 8, (TOP + BOTTOM) / 2, numbers.NO_DATA)
    said = f"{numbers.share(values[-1][1])} on {numbers.day(values[-1][0])}" if values else numbers.NO_DATA
    return chart.finish("score", "Judgement by day", f"{said}, as judged, from 0.0 to 1.0")
