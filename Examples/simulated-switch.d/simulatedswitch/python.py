"""The Python that a switch has, which need not be the one that runs this."""

import os
import shlex
import subprocess
import sys

# Major version, where it finds its modules, where the one is that a virtual environment was made with, the program.
PROBE = (
    "import sys; print(sys.version_info[0]); print(sys.prefix); "
    "print(getattr(sys, 'real_prefix', getattr(sys, 'base_prefix', sys.prefix))); print(sys.executable)")

# Through the links of a virtual environment, the program would be the one that it was made with, without the packages.
# What tells it where it belongs is the name that it is called by. `exec -a` is bash's.
WRAPPER = """#!/bin/bash
exec -a {name} {program} "$@"
"""


class PythonError(Exception):
    """A program that is no Python."""


class Python(object):
    """A Python of the machine, in a virtual environment or not. path: as --python has it."""

    def __init__(self, path):
        try:
            output = subprocess.check_output([path, "-c", PROBE], stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
            self.major, prefix, base, executable = output.decode("utf-8").splitlines()
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            raise PythonError("--python %s: it does not run: %s" % (path, getattr(error, "strerror", None) or error))
        self.environment = prefix if prefix != base else None
        self.program = os.path.realpath(path if self.environment is None else executable)
        # How it is called where nothing has to be put in the place of anything.
        self.path = self.program if self.environment is None else os.path.abspath(executable)
        # What it needs of the machine.
        self.folders = [prefix, base, os.path.dirname(self.path), os.path.dirname(self.program)]

    def put(self, path):
        """Makes a program of it, in the place of what is there."""
        if os.path.realpath(path) == self.program and not os.path.islink(path):
            return
        if os.path.lexists(path):
            os.remove(path)
        if self.environment is None:
            os.symlink(self.program, path)
            return
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(WRAPPER.format(name=shlex.quote(self.path), program=shlex.quote(self.program)))
        os.chmod(path, 0o755)


def own():
    """The one that runs this, without the virtual environment that it may be in."""
    return Python(os.path.realpath(sys.executable))
