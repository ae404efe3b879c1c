"""A switch as a process of its own, and the report that comes back from it."""

import json
import os
import signal
import tempfile
import time

from . import isolation, linux
from .ztp import Boot


class StorageError(Exception):
    """A directory that cannot be a flash, or a log that cannot be written."""


class Storage(object):
    """Where a boot keeps what outlives it. Directories of the command line; each switch of a fleet has its own below."""

    def __init__(self, flash=None, persist=None, log=None, replace=False, fleet=False):
        self.flash = flash
        self.persist = persist
        self.log = log
        self.replace = replace
        self.fleet = fleet

    def directory(self, kind, switch):
        """flash or persist of one switch; None if it is not kept."""
        directory = getattr(self, kind)
        if directory is None:
            return None
        directory = os.path.abspath(os.path.join(directory, switch.name) if self.fleet else directory)
        try:
            os.makedirs(directory, exist_ok=True)
            if kind == "flash":
                self._prepare_flash(directory)
        except OSError as error:
            raise StorageError("%s: %s" % (directory, error.strerror))
        return directory

    def _prepare_flash(self, directory):
        names = os.listdir(directory)
        if names and "boot-config" not in names:
            raise StorageError("%s is not empty and no flash: it has no boot-config" % directory)
        if self.replace:
            isolation.empty_directory(directory)

    def open_log(self, switch):
        """A descriptor, or None."""
        if self.log is None:
            return None
        path = os.path.join(self.log, switch.name + ".log")
        try:
            os.makedirs(self.log, exist_ok=True)
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StorageError("%s: %s" % (path, error.strerror))


class Gate(object):
    """Holds switches back until all that fit in parallel are started, so that they boot at once and not one by one. A pipe
    that is open for writing as long as the gate is closed."""

    def __init__(self):
        self.reading, self.writing = os.pipe()

    def open(self):
        if self.writing is not None:
            os.close(self.writing)
            self.writing = None

    def leave_to_parent(self):
        """In a switch's process: gives up its copy of the writing end, or the gate would never open."""
        self.open()

    def wait(self):
        """In a switch's process: returns when the gate is open, or has been already."""
        os.read(self.reading, 1)


class RunningSwitch(object):
    """A booting switch. Its report arrives on the descriptor `reading`, which is at its end when the boot is."""

    def __init__(self, switch, options, kind, storage, gate):
        self.switch = switch
        self.kind = kind
        self.started = time.monotonic()
        flash, persist = storage.directory("flash", switch), storage.directory("persist", switch)
        log = storage.open_log(switch)
        self.scratch = isolation.Scratch(tempfile.mkdtemp(prefix="simulated-switch."), flash, persist)
        self.raw = b""
        self.reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.reading)
                gate.leave_to_parent()
                self._boot(options, log, writing, gate)
            finally:
                os._exit(0)
        os.close(writing)
        if log is not None:
            os.close(log)

    def fileno(self):
        return self.reading

    def _boot(self, options, log, writing, gate):
        """In the child."""
        linux.die_with_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Ctrl-C ends us through our parent. A handler and not SIG_IGN, which the script would inherit.
        signal.signal(signal.SIGINT, lambda *_: None)

        def body(root):
            gate.wait()
            _send(writing, Boot(self.switch, root, options, log).run())
            return 0

        try:
            folders = options.python.folders if options.python is not None else ()
            isolation.run(self.kind, self.scratch, body, options.flash_size, folders)
        except Exception as error:
            _send(writing, {"fault": "%s: %s" % (type(error).__name__, error)})

    def read(self):
        """Takes what has arrived; False at the end."""
        part = os.read(self.reading, 65536)
        self.raw += part
        return bool(part)

    def finish(self):
        """The report, when read() has said that there is no more."""
        os.close(self.reading)
        _, status = os.waitpid(self.pid, 0)
        self.scratch.remove()
        try:
            report = json.loads(self.raw.decode("utf-8"))
        except ValueError:
            report = {"fault": "its process ended with status %d and no report" % status}
        if "fault" in report:
            report = {"switch": self.switch.name, "ok": False, "outcome": "failed", "attempts": 0, "exit_code": None,
                      "reason": "the simulated switch itself failed: " + report["fault"], "url": None, "answered": False,
                      "rc_eos": None,
                      "seconds": round(time.monotonic() - self.started, 3), "flash": [], "startup_config": False,
                      "shown": {}}
        report["isolation"] = self.kind
        return report

    def kill(self):
        """Ends the switch at once; all that runs in it ends too."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.reading)
        self.scratch.remove()


def _send(descriptor, report):
    raw = json.dumps(report).encode("utf-8")
    while raw:
        raw = raw[os.write(descriptor, raw):]
