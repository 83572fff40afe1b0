"""One run of ``harness batch``: what is set up for it, and what is said and written of it."""

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from rich.console import Console

from harness.assignment.deadline import zone_of
from harness.batch.arriving import REST_SECONDS, Arrivals
from harness.batch.batch import Batch
from harness.batch.engine import Engine, LocalEngine
from harness.batch.events import Events
from harness.batch.listing import write_listing
from harness.batch.slots import AUTO, Slots, slots_for
from harness.batch.summary import write_summary
from harness.batch.telling import Spoken, Teller
from harness.cli.common import place_of, say, warn
from harness.cli.parser import ALL
from harness.errors import UsageError
from harness.grade.roster import keep_roster, roster_for
from harness.grading.setting import Setting
from harness.handing_over import Exports
from harness.intake.arrive import arrive, arrive_by_student
from harness.intake.collect import Collection, collected
from harness.intake.enrol import Enrolment, enrol
from harness.intake.roster import Student
from harness.outcome import EXIT_CODES, HELD_EXIT_CODE, Outcome
from harness.report.handed_in import print_enrolment
from harness.report.terminal import print_batch, print_troubles
from harness.sandbox import choose
from harness.sandbox.contract import Backend
from harness.words.phrase import Phrase, phrase
from harness.words.say import say as told

LOOK_SECONDS = 5.0
"""Between two looks at a folder that is watched."""


class ClassRun:
    """Grades a class as the arguments of the command say."""

    def __init__(self, given: argparse.Namespace, console: Console) -> None:
        self._given, self._place = given, place_of(given)
        self._ran = list[Batch]()
        """One, and another where the best are audited after it."""
        self._told = set[str]()
        self._begun, self._cancel = datetime.now().astimezone(), threading.Event()
        limit = self._place.rubric().limits.limits().wall_seconds
        self._console, self._out, self._events = console, console, Events(sys.stdout)
        if given.json:
            # Standard output belongs to the program that reads it.
            self._out = Console(quiet=True)
            self._teller: Teller = self._events
        elif given.quiet:
            self._out = Console(quiet=True)
            self._teller = Spoken(self._out)
        else:
            self._teller = Spoken(console, limit)

    def once(self) -> int:
        """Grades all; returns the exit code. Raises `HarnessError`."""
        with self._collected() as (collection, enrolment):
            batch = self._batch
            if collection.layout:
                count = len(collection.found)
                self._say(told(phrase("batch.export", platform=collection.layout, count=count)))
            batch.run(collection, self._engine(self._setting), self._slots.need)
            if self._given.audit not in (None, ALL):
                self._audit_best(collection, int(self._given.audit.removeprefix("top:")))
            self._exports.close()
            return self._finish(collection, enrolment)

    def watch(self) -> int:
        """Grades what arrives until Ctrl-C; returns the exit code of all of it where nothing was cut off by that, else raises
        KeyboardInterrupt. Raises `HarnessError`."""
        arrivals, looked, known = Arrivals(), 0.0, ""
        last, enrolled = Collection(), list[Enrolment | None]()

        def arrived(busy: AbstractSet[str]) -> Collection:
            nonlocal looked, known, last
            if time.monotonic() < looked + LOOK_SECONDS:
                return Collection()
            looked = time.monotonic()
            try:
                with self._collected() as (collection, enrolment):
                    last = collection
                    enrolled[:] = [enrolment]
                    return arrivals.ready(collection, busy)
            except UsageError as error:
                # Nothing has arrived yet, or a roster is being written.
                if (why := told(error.phrase)) != known:
                    self._say(known := why)
                return Collection()

        batch = self._batch
        self._say(told(phrase("batch.watches", path=str(self._given.path), seconds=REST_SECONDS)))
        try:
            batch.watch(arrived, self._engine(self._setting), self._slots.need)
        except KeyboardInterrupt:
            if not batch.is_idle:
                raise
        self._exports.close()
        return self._finish(last, next(iter(enrolled), None))

    def _audit_best(self, collection: Collection, count: int) -> None:
        """Grades those with the most points once more, with an audit: after all others, since who they are is known then."""
        names = self._batch.best(count)
        self._say(told(phrase("batch.audits", count=len(names))))
        setting = replace(self._setting, audit=True)
        audited = self._made(setting, again=False)
        self._ran.append(audited)
        chosen = [found for found in collection.found if found.name in names]
        audited.run(Collection(chosen), self._engine(setting), self._slots.need)

    @contextmanager
    def _collected(self) -> Iterator[tuple[Collection, Enrolment | None]]:
        given, deadline = self._given, self._place.rubric().deadline
        zone = UTC if deadline is None else zone_of(deadline.zone)
        with collected(given.path, given.layout, zone) as collection:
            times = arrive(collection, given.times, zone)
            roster = self._roster()
            enrolment = enrol(collection, roster) if roster else None
            students = {} if enrolment is None else enrolment.students
            for name in arrive_by_student(collection, students, times, given.times, zone):
                self._say(told(phrase("batch.no_such_name", name=name)))
            yield collection, enrolment

    def _roster(self) -> list[Student]:
        """The students of the class, as far as they are known; those of a roster that was given stay known."""
        given, results = self._given.roster, self._place.results(self._given.output)
        roster = roster_for(given, results, self._once)
        if given is not None:
            try:
                keep_roster(roster, results)
            except OSError as error:
                self._once(phrase("roster.not_kept", folder=results, why=error.strerror))
        return roster

    def _once(self, sentence: Phrase) -> None:
        """Says what is true of every look at the folder with the first."""
        if (text := told(sentence)) not in self._told:
            self._told.add(text)
            self._say(text)

    @cached_property
    def _batch(self) -> Batch:
        batch = self._made(self._setting, self._given.again)
        self._ran.append(batch)
        return batch

    def _made(self, setting: Setting, again: bool) -> Batch:
        results = self._place.results(self._given.output)
        return Batch(setting, results, self._exports, again, self._teller, self._cancel)

    @cached_property
    def _setting(self) -> Setting:
        given, place = self._given, self._place
        backend = self._backend
        # A wrong name of an exporter is told before anything is made ready.
        _ = self._exports
        setting = place.setting(backend, given.gpus, given.smoke, self._say, audit=given.audit == ALL)
        warn(Console(stderr=True) if given.json else self._console, backend)
        return setting

    @cached_property
    def _backend(self) -> Backend:
        given, place = self._given, self._place
        packages = place.rubric().run.packages
        if given.ray is not None:
            from harness.cli.clustering import cluster_backend

            return cluster_backend(given.runner, packages, self._cancel)
        return choose.choose_backend(
            given.runner,
            installation=place.for_sandboxes,
            gpus=given.gpus,
            cancel=self._cancel,
            packages=packages,
        )

    @cached_property
    def _exports(self) -> Exports:
        given = self._given
        return self._place.exports(
            given.export,
            leaderboard=not given.no_leaderboard,
            output=given.output,
            batch=given.path.resolve().name,
            say=self._say,
        )

    @cached_property
    def _slots(self) -> Slots:
        jobs, gpus, limits = self._given.jobs, self._setting.gpus, self._place.rubric().limits.limits()
        if self._given.ray is not None:
            from harness.cli.clustering import cluster_slots

            slots = cluster_slots(jobs, gpus, limits)
        else:
            slots = slots_for(jobs, gpus, limits)
        if jobs == AUTO and len(slots.gpus) > 1:
            self._say(told(phrase("batch.slots", count=len(slots.gpus))))
        return slots

    def _engine(self, setting: Setting) -> Engine:
        slots = self._slots
        shared = replace(setting, shares_gpu=True) if slots.shares_gpu else setting
        if self._given.ray is not None:
            from harness.cli.clustering import cluster_engine

            return cluster_engine(shared, slots, self._cancel)
        return LocalEngine(shared, slots.gpus, self._cancel, prepares=slots.prepares)

    def _say(self, text: str) -> None:
        if self._given.json:
            self._teller.say(text)
        else:
            say(self._out, text)

    def _finish(self, collection: Collection, enrolment: Enrolment | None) -> int:
        """Says and writes what became of all; returns the exit code."""
        given = self._given
        anew = {grade.submission: grade for batch in self._ran for grade in batch.grades}
        grades = [anew[grade.submission] for grade in self._batch.grades]
        left_out = {name: why for batch in self._ran for name, why in batch.left_out.items()}
        broke = any(batch.broke for batch in self._ran)
        code = HELD_EXIT_CODE if any(grade.waits for grade in grades) else 0
        if broke or any(grade.outcome.needs_human for grade in grades):
            code = EXIT_CODES[Outcome.INFRASTRUCTURE]
        print_batch(grades, self._out, left_out)
        if enrolment is not None:
            print_enrolment(enrolment, self._out)
        if given.quiet:
            print_troubles(grades, self._console, left_out)
        if given.listing is not None:
            write_listing(given.listing, collection, enrolment, grades, left_out)
        if given.summary is not None:
            ended = datetime.now().astimezone()
            write_summary(given.summary, grades, left_out, code, self._begun, ended)
        if given.json:
            self._events.ends_all(grades, left_out, code)
        return code
