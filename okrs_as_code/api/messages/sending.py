"""A run that sends what is due: by each channel that is named, each person by one of them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from okrs_as_code.api.messages.channels import CHAT, ISSUES, SMTP, ChannelMaker, is_preview, require_known
from okrs_as_code.api.messages.data import message_data
from okrs_as_code.api.messages.due import NoMemory
from okrs_as_code.api.messages.outbox import Outbox, weeks_without
from okrs_as_code.api.messages.permission import refusal, require_whole_policy
from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import Channel, ChannelError, Memory, Unreachable
from okrs_as_code.forge.channels.delivery import Delivery, DeliveryReport, deliver
from okrs_as_code.forge.channels.issues import IssuesChannel
from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.report.messages.message_forms import MessageForms
from okrs_as_code.workspace.repository import Repository

_WISHES = {SMTP: "mail", ISSUES: "issues"}
"""The words by which people choose a channel in people.yaml."""
_NO_STATE = "without `--state` nothing is remembered: who has their day today gets a message each time this runs"


@dataclass
class DigestReport:
    """The report of a run: notes for people, deliveries, and for a dry run who would get what and where."""

    refusal: str | None = None
    """Why nothing was sent at all; None where it was allowed."""
    notes: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)
    failures: list[ChannelError] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for the next run."""
        return not self.failures and all(delivery.is_done for delivery in self.deliveries)


def send_messages(
    repository: Repository,
    today: date,
    targets: Sequence[str],
    environment: Mapping[str, str],
    write: Callable[[str], object],
    *,
    state: Path | None = None,
    dry_run: bool = False,
    budget: TimeBudget | None = None,
) -> DigestReport:
    """Sends what is due on a day by the channels that are named, such as `smtp` and `dir:out`.

    `write` takes what goes to standard output; `state` is the file that keeps what was sent by mail and chat. Raises
    OkrsError for a channel that is not known or lacks something in the environment, and where people or policy cannot
    be read: then nobody knows who wants no messages.
    """
    workspace = repository.workspace
    if state is not None and not state.name:
        raise OkrsError("`--state` names no file", "name one, such as okrs-messages.json")
    workspace.require_policy()
    workspace.require_people()
    require_known(targets)
    config = workspace.plan.config
    report = DigestReport()
    leaving = [target for target in targets if not is_preview(target)]
    if leaving:
        require_whole_policy(workspace)
        report.refusal = refusal(config, environment)
    allowed = [target for target in targets if is_preview(target) or report.refusal is None]
    if not allowed:
        return report
    name = config.repository or str(repository.root)
    outbox = Outbox(
        lambda day: message_data(repository, day), MessageForms(repository.root, config.language), today, name
    )
    report.notes += [
        f"{person} cannot be reached: the entry in people.yaml cannot be read" for person in outbox.unreadable
    ]
    with ExitStack() as stack:
        run = _Run(repository.root, outbox, environment, write, report, budget or TimeBudget(), dry_run=dry_run)
        run.open(allowed, state, name, stack)
        run.previews()
        run.messages()
        run.chat()
    return report


class _Run:
    """One run over all channels, with one budget of time."""

    def __init__(
        self,
        root: Path,
        outbox: Outbox,
        environment: Mapping[str, str],
        write: Callable[[str], object],
        report: DigestReport,
        budget: TimeBudget,
        *,
        dry_run: bool,
    ) -> None:
        self._root = root
        self._outbox = outbox
        self._environment = environment
        self._write = write
        self._report = report
        self._dry_run = dry_run
        self._budget = budget
        self._channels: list[Channel] = []
        self._memory: dict[str, Memory | NoMemory] = {}

    def open(self, targets: Sequence[str], state: Path | None, name: str, stack: ExitStack) -> None:
        """Opens all channels before anything is sent. Raises OkrsError where one lacks something."""
        make = ChannelMaker(self._root, self._environment, self._write, self._outbox.week, self._budget).channel
        self._channels = [make(target) for target in targets]
        memory: Memory | NoMemory = NoMemory()
        if {SMTP, CHAT} & set(targets):
            if state is None:
                self._report.notes.append(_NO_STATE)
            else:
                memory = self._log(state, name, stack)
        for channel in self._channels:
            if channel.name in (SMTP, CHAT):
                self._memory[channel.name] = memory
            elif isinstance(channel, IssuesChannel):
                self._memory[channel.name] = channel

    def _log(self, state: Path, name: str, stack: ExitStack) -> Memory:
        from okrs_as_code.forge.channels.sent_log import open_sent_log, read_sent_log

        week = self._outbox.week
        log = (
            read_sent_log(state, name, week) if self._dry_run else stack.enter_context(open_sent_log(state, name, week))
        )
        if log.note is not None:
            self._report.notes.append(log.note)
        return log

    def previews(self) -> None:
        """Writes to standard output and to folders what would be due today, which is not remembered."""
        for channel in self._channels:
            if is_preview(channel.name):
                messages = [self._outbox.preview(recipient) for recipient in self._outbox.recipients()]
                self._deliver(channel, [message for message in messages if message is not None])

    def messages(self) -> None:
        """Sends each person what is due, by the channel that they chose, else by the first that reaches them."""
        channels = [channel for channel in self._channels if channel.name in (SMTP, ISSUES)]
        by_channel: dict[str, list[Recipient]] = {channel.name: [] for channel in channels}
        for recipient in self._outbox.recipients() if channels else ():
            found = self._way_to(recipient, channels)
            if isinstance(found, str):
                self._report.notes.append(f"{recipient.id} cannot be reached: {found}")
            else:
                by_channel[found.name].append(recipient)
        for channel in channels:
            try:
                self._send(channel, by_channel[channel.name])
            except ChannelError as error:
                self._report.failures.append(error)

    def chat(self) -> None:
        """Posts the week of all, once."""
        for channel in self._channels:
            message = self._outbox.company_due(self._memory[CHAT]) if channel.name == CHAT else None
            if message is not None:
                self._deliver(channel, [message], self._memory[CHAT])

    def _way_to(self, recipient: Recipient, channels: Sequence[Channel]) -> Channel | str:
        """The channel by which somebody gets messages, else the reason why none does."""
        wish = self._outbox.wish(recipient.id)
        fitting = [channel for channel in channels if wish in (None, _WISHES[channel.name])]
        reasons = [f"`digest: {wish}`, and `--to` does not name that"] if not fitting else []
        for channel in fitting:
            try:
                address = channel.reach(recipient)
            except ChannelError:
                return channel  # what is wrong with it is said when it sends
            if not isinstance(address, Unreachable):
                return channel
            reasons.append(address.reason)
        return "; ".join(reasons)

    def _send(self, channel: Channel, recipients: Sequence[Recipient]) -> None:
        memory = self._memory[channel.name]
        since = weeks_without(memory.last_week, self._outbox.week)
        if since is not None:
            self._report.notes.append(f"by {channel.name} nothing went out since the week of {since}")
        outbox = self._outbox
        is_public = channel.name == ISSUES
        messages = [outbox.due(recipient, memory, is_public=is_public) for recipient in recipients]
        self._deliver(channel, [message for message in messages if message is not None], memory)
        self._tidy(channel, recipients)

    def _tidy(self, channel: Channel, recipients: Sequence[Recipient]) -> None:
        """Takes back asks that nothing waits for any more, and closes the issues of those who get none there."""
        if isinstance(channel, IssuesChannel) and not self._dry_run:
            for recipient in recipients:
                if not self._outbox.waits(recipient.id):
                    channel.withdraw(recipient.id)
            channel.retire([*(recipient.id for recipient in recipients), *self._outbox.unreadable])

    def _deliver(self, channel: Channel, messages: Sequence[Message], memory: Memory | NoMemory | None = None) -> None:
        if self._dry_run:
            self._report.planned += self._plan(channel, messages)
            return
        kept = None if isinstance(memory, NoMemory) else memory
        done: DeliveryReport = deliver(messages, channel, self._budget, kept)
        self._report.deliveries += done.deliveries
        self._report.notes += channel.notes
        if done.failure is not None:
            self._report.failures.append(done.failure)

    def _plan(self, channel: Channel, messages: Sequence[Message]) -> Iterator[str]:
        """Yields who would get what and where, and who cannot be reached and why."""
        for message in messages:
            address = channel.reach(message.recipient)
            name = "everybody" if message.recipient == COMPANY else message.recipient.id
            if isinstance(address, Unreachable):
                yield f"{name} cannot be reached by {channel.name}: {address.reason}"
            else:
                place = f" to {address.text}" if address.text not in ("", channel.name) else ""
                yield f"{name} gets a {message.kind} by {channel.name}{place}: {message.subject}"
