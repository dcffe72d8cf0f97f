"""The picture of what is done or not: its status by week, on the days of its run."""

from __future__ import annotations

from datetime import date

from okrs_as_code.model.history.strip import Strip
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.run_chart import LEFT, TOP, RunChart
from okrs_as_code.report.pictures.strip import draw_signs, strip_words
from okrs_as_code.report.wording import numbers

_BOTTOM = 66
_MIDDLE = 42


def draw(standing: KeyResultStanding, strip: Strip, today: date | None) -> Picture:
    """The picture of a binary."""
    chart = RunChart(standing, today, _BOTTOM)
    chart.draw_pauses()
    chart.draw_days()
    chart.draw_today()
    places = [
        ((chart.days.begin(period.first) + chart.days.at(period.last)) / 2, period.status) for period in strip.periods
    ]
    draw_signs(chart, places, _MIDDLE)
    value = standing.progress.value
    done = numbers.NO_DATA if value is None else "done" if value else "not done"
    chart.write(LEFT, TOP - 4, done, strong=True)
    return chart.finish("binary", f"Status by {strip.step}", f"{done}; {strip_words(strip)}")
