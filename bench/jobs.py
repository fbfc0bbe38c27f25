"""The five jobs of a comparison, each with its bar. A job measures one target once."""

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from operator import attrgetter

from bench.load import CURSOR, Answers, Plan, body_length, run_plan
from bench.processes import Server
from bench.site import Phone, Site
from bench.targets import PAGE, Signed, Target
from bench.workload import Content

CONNECTIONS = 8
STORM_CLIENTS, STORM_ENTRIES = 500, 20
PULLED, OUT_OF_SCOPE = 100_000, 10_000
FILL = 500
OFFICERS = 3 * CONNECTIONS + STORM_CLIENTS
"""Phones of the first unit: those of the pushes, of the single pushes, of the fill, of the storm;
the second unit has one more."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is sent in one round."""

    batches: int = 12
    singles: int = 150
    polls: int = 750
    pulled: int = PULLED
    out_of_scope: int = OUT_OF_SCOPE
    storm_clients: int = STORM_CLIENTS


@dataclass(frozen=True, slots=True)
class Work:
    """Signed entries, cut into requests, for each connection of each pushing job."""

    batches: list[list[list[Signed]]]
    singles: list[list[list[Signed]]]
    storm: list[list[list[Signed]]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one job cost once."""

    seconds: float
    cpu: float
    count: int

    @property
    def rate(self) -> float:
        """Return how many were done in a second."""
        return self.count / self.seconds

    @property
    def cpu_each(self) -> float:
        """Return the server's microseconds of processor for one."""
        return self.cpu / self.count * 1e6


@dataclass(frozen=True, slots=True)
class Job:
    """`ratio` compares ours with theirs by `figure`; it meets the bar on the side of `at_least`."""

    name: str
    measure: Callable[[Target, Server, Work, Sizes], Measured]
    figure: Callable[[Measured], float]
    unit: str
    bar: float
    at_least: bool = False
    full: bool = False

    def meets(self, ratio: float) -> bool:
        """Say whether a ratio meets the bar."""
        return ratio >= self.bar if self.at_least else ratio <= self.bar


def sign_work(site: Site, sizes: Sizes) -> Work:
    """Sign everything that a round pushes, ahead of time."""
    content = Content()
    crew = iter(site.phones)

    def sign(clients: int, counts: Sequence[int]) -> list[list[list[Signed]]]:
        phones = [next(crew) for _ in range(clients)]
        return [[_sign(phone, content, site, count) for count in counts] for phone in phones]

    return Work(
        sign(CONNECTIONS, [100] * sizes.batches),
        sign(CONNECTIONS, [1] * sizes.singles),
        sign(sizes.storm_clients, [STORM_ENTRIES]),
    )


def sign_fill(site: Site, sizes: Sizes) -> Iterator[list[Signed]]:
    """Yield what is pulled, some at a time: one unit's entries, another's among them."""
    content = Content()
    own = site.phones[2 * CONNECTIONS + STORM_CLIENTS : OFFICERS]
    other = site.phones[OFFICERS]
    every = sizes.pulled // sizes.out_of_scope
    for start in range(0, sizes.pulled, FILL):
        signed: list[Signed] = []
        for number in range(start, start + FILL):
            signed += _sign(own[number % len(own)], content, site, 1)
            if number % every == 0:
                signed += _sign(other, content, site, 1)
        yield signed


def _sign(phone: Phone, content: Content, site: Site, count: int) -> list[Signed]:
    return [(phone, phone.record(content, site.instrument)) for _ in range(count)]


def _measure_pushes(
    target: Target, server: Server, work: list[list[list[Signed]]], *, storm: bool = False
) -> Measured:
    plan = Plan(
        server.port,
        [[target.push(entries) for entries in client] for client in work],
        connect_first=not storm,
    )
    before = server.cpu()
    answers = run_plan(plan)
    cpu = server.cpu() - before
    _check_pushes(target, work, answers)
    return Measured(answers.seconds, cpu, _count(work))


def _count(work: list[list[list[Signed]]]) -> int:
    return sum(len(entries) for client in work for entries in client)


def _check_pushes(target: Target, work: list[list[list[Signed]]], answers: Answers) -> None:
    for client, statuses, bodies in zip(work, answers.statuses, answers.bodies, strict=True):
        assert statuses == [200] * len(client), f"{target.name} refused: {statuses}"
        for entries, body in zip(client, bodies, strict=True):
            target.check(body, entries)


def _push(target: Target, server: Server, work: Work, _sizes: Sizes) -> Measured:
    return _measure_pushes(target, server, work.batches)


def _single(target: Target, server: Server, work: Work, _sizes: Sizes) -> Measured:
    return _measure_pushes(target, server, work.singles)


def _storm(target: Target, server: Server, work: Work, _sizes: Sizes) -> Measured:
    return _measure_pushes(target, server, work.storm, storm=True)


def _pull(target: Target, server: Server, _work: Work, sizes: Sizes) -> Measured:
    wanted = sizes.pulled + target.beside
    pages = -(-wanted // PAGE) + 1
    plan = Plan(
        server.port, [[target.pull()] * pages], cursor=target.cursor,
        first_cursor=target.first_cursor, counted=target.counted,
    )  # fmt: skip
    before = server.cpu()
    answers = run_plan(plan)
    cpu = server.cpu() - before
    assert set(answers.statuses[0]) == {200}, f"{target.name} refused a page"
    assert answers.count == wanted, f"{target.name} gave {answers.count} of {wanted}"
    return Measured(answers.seconds, cpu, wanted)


def _poll(target: Target, server: Server, _work: Work, sizes: Sizes) -> Measured:
    poll = target.pull(_read_to_the_end(target, server.port))
    plan = Plan(server.port, [[poll] * sizes.polls for _ in range(CONNECTIONS // 2)])
    before = server.cpu()
    answers = run_plan(plan)
    cpu = server.cpu() - before
    assert {status for one in answers.statuses for status in one} == {304}, "something was new"
    return Measured(answers.seconds, cpu, sizes.polls * len(plan.connections))


def _read_to_the_end(target: Target, port: int) -> str:
    """Return the tag of the last page: nothing is new for a reader who has come that far."""
    cursor = target.first_cursor
    with closing(socket.create_connection(("127.0.0.1", port), 30)) as link:
        while True:
            link.sendall(target.pull().replace(CURSOR, cursor))
            head, body = _read_answer(link)
            if b'"more":false' in body[-8000:]:
                found = re.search(rb"(?i)\netag: ([^\r]*)", head)
                assert found, "the answer has no tag"
                return found[1].decode()
            cursor = re.findall(target.cursor, body[-8000:])[-1]


def _read_answer(link: socket.socket) -> tuple[bytes, bytes]:
    answer = bytearray()
    while b"\r\n\r\n" not in answer:
        answer += link.recv(1 << 20)
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    rest = bytearray(body)
    while len(rest) < body_length(head):
        rest += link.recv(1 << 20)
    return head, bytes(rest)


_RATE, _CPU, _TIME = attrgetter("rate"), attrgetter("cpu_each"), attrgetter("seconds")

JOBS = (
    Job("push of 100, 8 connections", _push, _RATE, "entries/s", 1.2, at_least=True),
    Job("push of 1, 8 connections", _single, _RATE, "entries/s", 2.0, at_least=True),
    Job("scoped pull of 100,000", _pull, _CPU, "µs CPU/entry", 1 / 5, full=True),
    Job("empty poll", _poll, _CPU, "µs CPU/poll", 1 / 3, full=True),
    Job("storm of 500 × 20", _storm, _TIME, "s", 1 / 2),
)
