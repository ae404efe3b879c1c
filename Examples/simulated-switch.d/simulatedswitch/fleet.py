"""Many switches at once, with a progress bar and a summary."""

import math
import selectors
import shutil
import sys
import time

from .process import Gate, RunningSwitch

REDRAW = 0.2


class Fleet(object):
    """start: a function that starts one switch behind a gate. parallel: how many boot at the same time."""

    def __init__(self, switches, start, parallel):
        self.waiting = list(switches)
        self.start = start
        self.parallel = parallel
        self.count = len(self.waiting)
        self.running = set()
        self.reports = []
        self.started = time.monotonic()

    def run(self, progress=None):
        """Boots all; the reports in the order in which the boots ended. progress(self) is called now and then."""
        selector = selectors.DefaultSelector()
        gate = Gate()
        try:
            while self.waiting or self.running:
                while self.waiting and len(self.running) < self.parallel:
                    switch = self.start(self.waiting.pop(0), gate)
                    self.running.add(switch)
                    selector.register(switch, selectors.EVENT_READ)
                gate.open()
                for key, _ in selector.select(REDRAW):
                    if not key.fileobj.read():
                        selector.unregister(key.fileobj)
                        self.running.remove(key.fileobj)
                        self.reports.append(key.fileobj.finish())
                if progress is not None:
                    progress(self)
        finally:
            for switch in self.running:
                switch.kill()
            selector.close()
        return self.reports

    def seconds(self):
        return time.monotonic() - self.started


def starter(options, kind, storage):
    """The function that a fleet starts its switches with."""
    return lambda switch, gate: RunningSwitch(switch, options, kind, storage, gate)


class ProgressBar(object):
    """One line on a terminal, drawn over again."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.drawn = -REDRAW

    def __call__(self, fleet):
        done = len(fleet.reports)
        if done < fleet.count and time.monotonic() - self.drawn < REDRAW:
            return
        self.drawn = time.monotonic()
        failed = sum(1 for report in fleet.reports if not report["ok"])
        words = " %d/%d  ok %d  failed %d  booting %d  %d s" % (
            done, fleet.count, done - failed, failed, len(fleet.running), fleet.seconds())
        room = max(10, min(50, shutil.get_terminal_size().columns - len(words) - 3))
        full = room * done // fleet.count
        self.stream.write("\r[%s%s]%s\033[K" % ("#" * full, "." * (room - full), words))
        self.stream.flush()

    def clear(self):
        self.stream.write("\r\033[K")
        self.stream.flush()


def summary(reports, seconds):
    """The numbers of a fleet."""
    durations = sorted(report["seconds"] for report in reports)
    failed = [report for report in reports if not report["ok"]]
    reasons = {}
    for report in failed:
        reasons.setdefault(report["reason"], []).append(report["switch"])
    return {
        "switches": len(reports),
        "ok": len(reports) - len(failed),
        "failed": len(failed),
        "seconds": round(seconds, 3),
        "percentiles": {
            "p50": percentile(durations, 50), "p95": percentile(durations, 95), "p99": percentile(durations, 99),
            "max": durations[-1] if durations else None,
        },
        "reasons": reasons,
    }


def percentile(ordered, percent):
    """Nearest rank: the smallest value that at least so many percent do not exceed."""
    return ordered[max(0, int(math.ceil(len(ordered) * percent / 100.0)) - 1)] if ordered else None


def summary_text(numbers):
    lines = ["%(switches)d switches: %(ok)d ok, %(failed)d failed, in %(seconds).1f s" % numbers]
    if numbers["switches"]:
        lines.append("seconds of a boot: p50 %(p50).2f, p95 %(p95).2f, p99 %(p99).2f, max %(max).2f" % numbers["percentiles"])
    for reason, names in sorted(numbers["reasons"].items(), key=lambda item: -len(item[1])):
        shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        lines.append("failed (%d): %s\n    %s" % (len(names), reason, shown))
    return "\n".join(lines)
