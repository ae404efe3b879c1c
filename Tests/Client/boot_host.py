"""Runs scripts in forks of itself, which spares them most of the time that a Python takes to start.

Reads one JSON object a line: script, arguments, environment, output, errors (files) and seconds (before it is killed).
Prints the exit code of each, or the negative number of the signal that ended it.
"""

import base64
import binascii
import hashlib
import json
import logging
import os
import random
import signal
import ssl
import string
import subprocess
import sys
import tempfile
import time
import traceback

try:
    import urllib.request
except ImportError:  # Python 2
    import urllib2


def run_script(job):
    """In the fork: becomes the script; returns its exit code."""
    os.environ.clear()
    os.environ.update((str(name), str(value)) for name, value in job['environment'].items())
    for name, descriptor in (('output', 1), ('errors', 2)):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    sys.argv = [str(job['script'])] + [str(argument) for argument in job['arguments']]
    with open(job['script'], 'rb') as stream:
        code = compile(stream.read(), sys.argv[0], 'exec', 0, True)
    try:
        exec(code, {'__name__': '__main__', '__file__': sys.argv[0]})
    except SystemExit as end:
        return end.code or 0
    return 0


def outcome(pid, seconds):
    end = time.time() + seconds
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        if time.time() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)


def main():
    for line in iter(sys.stdin.readline, ''):
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = run_script(job)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(outcome(pid, job['seconds']))
        sys.stdout.flush()


if __name__ == '__main__':
    main()
