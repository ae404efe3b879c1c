"""What the tests of the deployment share: the programs, and a copy of what deploy/install installs from."""

import os
import shutil
import socket
import subprocess
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARIES = os.environ.get("BINARIES", "")


def read(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)


def edit(path, old, new):
    """Replaces a text that has to be there."""
    text = read(path)
    if old not in text:
        raise AssertionError("%s does not contain '%s'" % (path, old))
    write(path, text.replace(old, new))


def free_port():
    """One of 127.0.0.1 that nothing listened at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def can_mount():
    """Whether there are mount namespaces for us, and root's rights in them."""
    return os.getuid() == 0 and subprocess.call(
        ["unshare", "--mount", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


class Standalone(object):
    """The standalone server with some data, until stop()."""

    def __init__(self, directory, data):
        self.conf = os.path.join(directory, "standalone.conf")
        self.log = os.path.join(directory, "standalone.log")
        # Between the look for a free port and the start, somebody else may have taken it.
        for _ in range(5):
            port = free_port()
            self.url = "http://127.0.0.1:%d" % port
            write(self.conf, "[default]\ndata_root = %s\nserver_url = %s\n" % (data, self.url))
            if self.starts(port):
                return
        raise AssertionError("ztps did not start: " + read(self.log))

    def starts(self, port):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(BINARIES, "ztps"), "--conf", self.conf, "--interface", "127.0.0.1", "--port", str(port)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, universal_newlines=True)
        if any(line.startswith("Starting server on") for line in self.process.stdout):
            return True
        self.process.communicate()
        return False

    def stop(self):
        self.process.terminate()
        self.process.communicate()


@unittest.skipUnless(BINARIES, "BINARIES does not name the programs")
class DeployTest(unittest.TestCase):
    """With a directory of its own, and a copy of what is installed, so that it can change as by an update."""

    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="ztpserver-deploy.")
        self.addCleanup(shutil.rmtree, self.directory)
        os.chmod(self.directory, 0o755)
        self.source = os.path.join(self.directory, "source")
        for name in ("deploy", "Examples"):
            shutil.copytree(os.path.join(TOP, name), os.path.join(self.source, name), symlinks=True)
        shutil.copy(os.path.join(TOP, "README.md"), self.source)
        self.root = os.path.join(self.directory, "root")

    def run_install(self, *arguments, **options):
        """What deploy/install says; it has to succeed."""
        command = options.get("before", []) + [
            os.path.join(self.source, "deploy", "install"), "--binaries", options.get("binaries", BINARIES)]
        finished = subprocess.run(
            command + list(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            universal_newlines=True, env=dict(os.environ, **options.get("environment", {})))
        self.assertEqual(finished.returncode, 0, finished.stdout)
        return finished.stdout

    def install(self, *arguments):
        return self.run_install("--destdir", self.root, *arguments)

    def path(self, path):
        return self.root + path

    def files(self, directory=None):
        """Path → content of every file."""
        directory = directory or self.root
        found = {}
        for folder, _, names in os.walk(directory):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as stream:
                    found[path[len(directory):]] = stream.read()
        return found
