"""The examples together: simulated switches that a server with the example data takes in, or refuses."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

import support
from support import simulated_switch

ZTPS = os.environ.get("ZTPS")


@unittest.skipUnless(ZTPS, "ZTPS does not name the server's program")
class ExampleLabTests(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        data = os.path.join(self.directory, "data_root")
        shutil.copytree(os.path.join(support.TOP, "Examples", "data_root"), data)
        conf = os.path.join(self.directory, "ztpserver.conf")
        self.log = os.path.join(self.directory, "log")
        # Between the look for a free port and the start, somebody else may have taken it.
        self.assertTrue(any(self.starts(conf, data) for _ in range(5)), "ztps did not start")
        self.addCleanup(self.end)

    def starts(self, conf, data):
        port = support.free_port()
        self.url = "http://127.0.0.1:%d/bootstrap" % port
        with open(conf, "w") as stream:
            stream.write("[default]\ndata_root = %s\nserver_url = http://127.0.0.1:%d/\n" % (data, port))
        with open(self.log, "wb") as log:
            self.server = subprocess.Popen(
                [ZTPS, "--conf", conf, "--interface", "127.0.0.1", "--port", str(port)], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=log, universal_newlines=True)
        if any(line.startswith("Starting server on") for line in self.server.stdout):
            return True
        self.server.communicate()
        return False

    def end(self):
        self.server.terminate()
        self.server.communicate()

    def boot(self, *arguments):
        return simulated_switch("--url", self.url, *arguments, ZTP_LLDP_WAIT="1")

    def test_every_switch_of_a_fleet_is_accepted(self):
        report = self.boot("--fleet", "24", "--json", "--show", "startup-config").report
        self.assertEqual((report["summary"]["ok"], report["summary"]["reasons"]), (24, {}))
        names = [re.match("hostname (.*)\n", one["shown"]["startup-config"]).group(1) for one in report["switches"]]
        self.assertEqual(sorted(names), ["access-fleet%05d" % number for number in range(1, 25)])

    def test_every_described_node(self):
        nodes = os.path.join(support.TOP, "Examples", "nodes")
        for name in sorted(os.listdir(nodes)):
            with self.subTest(node=name):
                outcome = self.boot(os.path.join(nodes, name))
                self.assertEqual(outcome.code, 1 if name == "UNKNOWN.json" else 0, outcome.errors)
                if outcome.code != 0:
                    self.assertIn("its log says the reason", outcome.output.splitlines()[-1])
                    with open(self.log) as stream:
                        self.assertRegex(stream.read(), "UNKNOWN.*no pattern fits")


if __name__ == "__main__":
    unittest.main()
