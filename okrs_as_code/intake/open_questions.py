"""Open questions: what only the person who imports can answer, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrs_as_code.errors import OkrsError


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is not clear, and the option that answers it."""

    message: str
    remedy: str
    about: str = ""
    """The key of a mapping file that answers it; empty where that is none of a single value."""


class OpenQuestionsError(OkrsError):
    """A table that can be read in several ways; `questions` has all that is not clear."""

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(questions[0].message, questions[0].remedy)
        self.questions = tuple(questions)


@dataclass
class Questions:
    """The questions that came up so far."""

    asked: list[Question] = field(default_factory=list)

    def ask(self, message: str, remedy: str, about: str = "") -> None:
        """Adds a question, unless it was asked."""
        question = Question(message, remedy, about)
        if question not in self.asked:
            self.asked.append(question)

    def refuse(self) -> None:
        """Raises OpenQuestionsError where there are any."""
        if self.asked:
            raise OpenQuestionsError(self.asked)
