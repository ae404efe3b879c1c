"""Fleets: many switches in one command, and the numbers about them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import support
from simulatedswitch import fleet
from support import simulated_switch

# Fails for FLEET00003, and has to find nobody else's flash.
SCRIPT = b"""#!/bin/sh
serial=$(FastCli -p 15 -A -c 'show version' | sed -n 's/Serial number: *//p')
[ ! -e ${EOS_ROOT:-}/mnt/flash/startup-config ] || exit 2
echo "hostname $serial" > ${EOS_ROOT:-}/mnt/flash/startup-config
[ "$serial" != FLEET00003 ] || { echo "no luck"; exit 1; }
"""


class FleetTests(unittest.TestCase):
    def setUp(self):
        self.server = support.ScriptServer()
        self.addCleanup(self.server.stop)
        self.server.scripts["/bootstrap"] = SCRIPT
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def boot(self, *arguments):
        return simulated_switch("--url", self.server.url(), *arguments)

    def test_report(self):
        for kind in support.KINDS:
            with self.subTest(isolation=kind):
                outcome = self.boot("--fleet", "5", "--json", "--isolation", kind, "--show", "startup-config")
                report = outcome.report
                self.assertEqual(outcome.code, 1)
                self.assertEqual({name: report["summary"][name] for name in ("switches", "ok", "failed", "reasons")},
                                 {"switches": 5, "ok": 4, "failed": 1, "reasons": {"exit code 1: no luck": ["FLEET00003"]}})
                self.assertEqual(sorted(one["shown"]["startup-config"] for one in report["switches"]),
                                 ["hostname FLEET%05d\n" % number for number in range(1, 6)])

    def test_text(self):
        outcome = self.boot("--fleet", "3")
        self.assertRegex(outcome.output, r"^3 switches: 2 ok, 1 failed, in [0-9.]+ s\nseconds of a boot: p50 [0-9.]+, p95 "
                         r"[0-9.]+, p99 [0-9.]+, max [0-9.]+\nfailed \(1\): exit code 1: no luck\n    FLEET00003\nwhy: .*\n$")
        self.assertEqual(outcome.errors, "")

    def test_file(self):
        path = os.path.join(self.directory, "fleet.yaml")
        with open(path, "w") as stream:
            stream.write("serial: A\nmac: 02:00:00:00:00:01\n---\nserial: B\nmac: 02:00:00:00:00:02\n")
        outcome = self.boot("--fleet", path, "--parallel", "1", "--flash", self.directory + "/flash", "--log",
                            self.directory + "/log")
        self.assertEqual(outcome.code, 0, outcome.output)
        self.assertEqual(sorted(os.listdir(self.directory + "/flash")), ["A", "B"])
        self.assertEqual(sorted(os.listdir(self.directory + "/log")), ["A.log", "B.log"])
        with open(self.directory + "/flash/B/startup-config") as stream:
            self.assertEqual(stream.read(), "hostname B\n")

    def test_termination_leaves_nothing(self):
        self.server.scripts["/bootstrap"] = b"#!/bin/sh\nsleep 600\n"
        process = subprocess.Popen([sys.executable, support.COMMAND, "--url", self.server.url(), "--fleet", "3"],
                                   stdout=subprocess.PIPE, env=dict(os.environ, TMPDIR=self.directory))
        while len(self.server.requests) < 3:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(os.listdir(self.directory), [])

    def test_percentiles(self):
        values = list(range(1, 101))
        self.assertEqual([fleet.percentile(values, percent) for percent in (50, 95, 99, 100)], [50, 95, 99, 100])
        self.assertEqual(fleet.percentile([7], 50), 7)
        self.assertIsNone(fleet.percentile([], 50))

    def test_progress_bar(self):
        class Terminal(object):
            written = ""

            def write(self, text):
                self.written += text

            def flush(self):
                pass

        terminal = Terminal()
        one = fleet.Fleet([1, 2], None, 1)
        one.reports = [{"ok": True}, {"ok": False}]
        fleet.ProgressBar(terminal)(one)
        self.assertRegex(terminal.written, r"^\r\[#+\] 2/2  ok 1  failed 1  booting 0  0 s\033\[K$")

    def test_json_of_an_empty_summary(self):
        self.assertEqual(json.loads(json.dumps(fleet.summary([], 0)))["percentiles"]["max"], None)


if __name__ == "__main__":
    unittest.main()
