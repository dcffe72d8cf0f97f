"""The channels that `--to` names, each made with what the environment says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import Channel
from okrs_as_code.forge.time_budget import TimeBudget

STDOUT, FOLDER, ISSUES, SMTP, CHAT = "stdout", "dir:", "issues", "smtp", "chat"


def is_preview(target: str) -> bool:
    """Whether messages go no further than this machine."""
    return target == STDOUT or target.startswith(FOLDER)


def require_known(targets: Iterable[str]) -> None:
    """Raises OkrsError for a target that is none."""
    for target in targets:
        if not (is_preview(target) or target in (ISSUES, SMTP, CHAT)) or target == FOLDER:
            raise OkrsError(f"`--to {target}` is no way to send", "name stdout, dir:FOLDER, issues, smtp or chat")


@dataclass(frozen=True)
class ChannelMaker:
    """Makes the channels of a run in a week, with one budget of time."""

    root: Path
    environment: Mapping[str, str]
    write: Callable[[str], object]
    week: date
    budget: TimeBudget

    def channel(self, target: str) -> Channel:
        """The channel that a target names. Raises OkrsError where it lacks something in the environment."""
        from okrs_as_code.forge.channels import chat, folder, issues, smtp, smtp_settings, stdout
        from okrs_as_code.forge.trackers.environment import environment_tracker

        if target == STDOUT:
            return stdout.StdoutChannel(self.write)
        if target.startswith(FOLDER):
            return folder.FolderChannel(self.root, Path(target.removeprefix(FOLDER)))
        if target == SMTP:
            return smtp.SmtpChannel(smtp_settings.SmtpSettings.from_environment(self.environment), self.budget)
        if target == CHAT:
            return chat.ChatChannel(self.environment, self.budget)
        tracker = environment_tracker(self.environment, self.budget)
        return issues.IssuesChannel(tracker, self.week, self.budget)
