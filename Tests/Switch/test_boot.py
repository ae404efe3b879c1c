"""Boots with small scripts, in every kind of root that works here."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import venv

import support
from support import simulated_switch

PYTHON = b"#!/usr/bin/env python3\n"


def process_with(word):
    """Whether a process of this machine has word in its command line."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as stream:
                if word.encode("ascii") in stream.read():
                    return True
        except OSError:
            pass
    return False


class BootTests(unittest.TestCase):
    def setUp(self):
        self.server = support.ScriptServer()
        self.addCleanup(self.server.stop)
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)

    def boot(self, script, *arguments, **environment):
        self.server.scripts["/bootstrap"] = script
        return simulated_switch("--url", self.server.url(), "--json", *arguments, **environment)

    def in_every_root(self, script, *arguments, **environment):
        """The outcomes, one per kind."""
        for kind in support.KINDS:
            with self.subTest(isolation=kind):
                outcome = self.boot(script, "--isolation", kind, *arguments, **environment)
                self.assertEqual(outcome.report["isolation"], kind)
                yield outcome

    def failed(self, outcome, reason, code=None):
        self.assertEqual((outcome.code, outcome.report["ok"], outcome.report["outcome"], outcome.report["reason"],
                          outcome.report["exit_code"]), (1, False, "failed", reason, code), outcome.errors)

    # --- outcomes ---------------------------------------------------------------------------------------------------

    def test_python(self):
        script = PYTHON + b"import os\nopen(os.environ.get('EOS_ROOT', '') + '/mnt/flash/startup-config', 'w').write('x')\n"
        for outcome in self.in_every_root(script):
            report = outcome.report
            self.assertEqual((outcome.code, report["outcome"], report["exit_code"], report["attempts"]),
                             (0, "provisioned", 0, 1), outcome.errors)
            self.assertEqual(report["flash"], [{"name": "boot-config", "size": 27}, {"name": "startup-config", "size": 1}])
            self.assertTrue(report["startup_config"])

    def test_shell(self):
        for outcome in self.in_every_root(b"#!/bin/sh\necho hello\nexit 0\n"):
            self.assertEqual((outcome.code, outcome.report["startup_config"]), (0, False))
            self.assertIn("  hello\n", outcome.errors)

    def test_failure_and_its_last_line(self):
        for outcome in self.in_every_root(b"#!/bin/sh\necho one\necho two >&2\necho\nexit 3\n"):
            self.failed(outcome, "exit code 3: two", 3)

    def test_signal(self):
        self.failed(self.boot(b"#!/bin/sh\nkill -9 $$\n"), "signal SIGKILL", -9)

    def test_limit(self):
        word = "limit-%d" % os.getpid()
        script = "#!/bin/sh\nsh -c 'sleep 600; echo %s' &\necho waiting\nsleep 600\n" % word
        for limit in ("0.5", "5", "50"):  # A busy machine may need more time to get as far as the echo.
            outcomes = list(self.in_every_root(script.encode("ascii"), "--timeout", limit))
            if all("waiting" in outcome.report["reason"] for outcome in outcomes):
                break
        for outcome in outcomes:
            self.failed(outcome, "the script ran into the limit of %s s: waiting" % limit)
            self.assertFalse(process_with(word))

    @unittest.skipUnless(support.NAMESPACE, "no namespaces here")
    def test_nothing_is_left_running(self):
        word = "left-%d" % os.getpid()
        outcome = self.boot(("#!/bin/sh\nsetsid sh -c 'sleep 600; echo %s' &\n" % word).encode("ascii"))
        self.assertEqual(outcome.code, 0)
        self.assertFalse(process_with(word))

    def test_crlf(self):
        for outcome in self.in_every_root(b"#!/bin/sh\r\nexit 0\r\n"):
            self.failed(outcome, "the script has CRLF line ends")

    def test_no_script_is_a_startup_config(self):
        for outcome in self.in_every_root(b"hostname x\n", "--show", "startup-config", "--show", "rc.eos"):
            self.assertEqual((outcome.code, outcome.report["outcome"]), (0, "startup-config saved"))
            self.assertEqual(outcome.report["shown"], {"startup-config": "hostname x\n", "rc.eos": None})

    def test_missing_interpreter(self):
        self.failed(self.boot(b"#!/usr/bin/no-such-program\n"), "cannot execute the script: No such file or directory")

    def test_failing_downloads(self):
        self.failed(self.boot(404), "%s answers 404" % self.server.url())
        self.failed(self.boot(500), "%s answers 500" % self.server.url())
        outcome = self.boot((1000, b"#!/bin/sh\n"))
        self.assertRegex(outcome.report["reason"], "IncompleteRead")
        outcome = simulated_switch("--url", "http://127.0.0.1:9/", "--json")
        self.assertRegex(outcome.report["reason"], "refused")

    def test_attempts(self):
        outcome = self.boot([500, b"#!/bin/sh\nexit 1\n", b"#!/bin/sh\nexit 0\n"], "--attempts", "0", "--retry-delay", "0")
        self.assertEqual((outcome.code, outcome.report["attempts"], outcome.report["reason"]), (0, 3, None))
        outcome = self.boot(500, "--attempts", "2", "--retry-delay", "0")
        self.assertEqual((outcome.code, outcome.report["attempts"]), (1, 2))

    # --- where the reason is ----------------------------------------------------------------------------------------

    def last_line(self, *arguments):
        return simulated_switch("--url", self.server.url(), *arguments).output.splitlines()[-1]

    def test_last_line_of_a_refused_boot(self):
        self.server.scripts["/bootstrap"] = b"#!/bin/sh\necho refused; exit 1\n"
        start = "why: if the server refused SIMULATED1, its log says the reason; what the script said is "
        log = os.path.join(self.directory, "log")
        self.assertEqual(self.last_line(), start + "above")
        self.assertEqual(self.last_line("--show", "startup-config"), start + "above")
        self.assertEqual(self.last_line("--quiet"), start + "kept with --log DIR")
        self.assertEqual(self.last_line("--quiet", "--log", log), start + "in %s/SIMULATED1.log" % log)
        start = start.replace("SIMULATED1", "a switch")
        self.assertEqual(self.last_line("--fleet", "2"), start + "kept with --log DIR")
        self.assertEqual(self.last_line("--fleet", "2", "--log", log), start + "in %s/SERIAL.log" % log)
        self.server.scripts["/bootstrap"] = 404
        self.assertEqual(self.last_line()[:4], "why:")

    def test_no_such_line_otherwise(self):
        self.server.scripts["/bootstrap"] = b"#!/bin/sh\nexit 0\n"
        self.assertNotIn("why:", simulated_switch("--url", self.server.url()).output)
        outcome = simulated_switch("--url", "http://127.0.0.1:9/")
        self.assertEqual((outcome.code, "why:" in outcome.output), (1, False))

    # --- what the script finds --------------------------------------------------------------------------------------

    def test_header_fields(self):
        self.boot(b"#!/bin/sh\n", "--serial", "S1", "--mac", "0000.5E00.5301", "--model", "M", "--version", "4.30.1F")
        fields = self.server.requests[-1]
        self.assertEqual({name[9:]: value for name, value in fields.items() if name.startswith("X-Arista-")}, {
            "SystemMAC": "00:00:5e:00:53:01", "ModelName": "M", "Serial": "S1", "HardwareVersion": "",
            "SoftwareVersion": "4.30.1F", "Architecture": "i686"})

    def test_environment(self):
        script = b"#!/bin/sh\necho \"$ZTP_LLDP_WAIT|$SECRET|${EOS_ROOT:+tree}\" >&2\nexit 1\n"
        for outcome in self.in_every_root(script, ZTP_LLDP_WAIT="0", SECRET="x"):
            tree = "tree" if outcome.report["isolation"] == "tree" else ""
            self.failed(outcome, "exit code 1: 0||%s" % tree, 1)

    def test_pythons(self):
        for first in (b"#!/usr/bin/python", b"#!/usr/bin/arista-python", b"#!/usr/bin/env python", b"#!/no/where/python3"):
            for outcome in self.in_every_root(first + b"\nimport sys\nsys.exit('it is %d' % sys.version_info[0])\n",
                                              "--python", sys.executable):
                self.failed(outcome, "exit code 1: it is 3", 1)
        for outcome in self.in_every_root(b"#!/no/where/python\nprint('x')\n"):
            self.assertEqual(outcome.code, 0, outcome.errors)

    def test_python_of_a_virtual_environment(self):
        """Its packages are found, also by the programs that the script starts, and although it is in /tmp."""
        directory = os.path.join(self.directory, "it's one")
        venv.create(directory, symlinks=True)
        packages = subprocess.check_output(
            [directory + "/bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
        with open(os.path.join(packages.decode("utf-8").strip(), "only_here.py"), "w") as stream:
            stream.write("WORD = 'found'\n")
        script = b"\nimport subprocess, sys\nsubprocess.check_call([sys.executable, '-c', 'import only_here'])\n" \
            b"import only_here\nsys.exit('%s in %s' % (only_here.WORD, sys.prefix))\n"
        for first in (b"#!/usr/bin/python", b"#!/usr/bin/env python3", b"#!/no/where/python"):
            for outcome in self.in_every_root(first + script, "--python", directory + "/bin/python"):
                self.failed(outcome, "exit code 1: found in %s" % os.path.realpath(directory), 1)

    @unittest.skipUnless(support.NAMESPACE, "no namespaces here")
    def test_one_python(self):
        outcome = self.boot(b"#!/bin/sh\ncommand -v python2 && exit 1\nexit 0\n", "--python", sys.executable)
        self.assertEqual(outcome.code, 0)

    @unittest.skipUnless("mounts" in support.KINDS, "needs root")
    def test_the_machine_is_not_touched(self):
        places = ["/usr/bin/simulated-%d" % os.getpid(), "/etc/simulated-%d" % os.getpid(), "/mnt/flash/x",
                  "/persist/local/x", "/run/x", "/var/run/y", "/tmp/simulated-%d" % os.getpid(), "/root/simulated-%d" % os.getpid()]
        script = "#!/bin/sh\nset -e\nfor place in %s; do echo x > $place; done\nrm /etc/passwd\n" % " ".join(places)
        outcome = self.boot(script.encode("ascii"), "--isolation", "mounts")
        self.assertEqual(outcome.code, 0, outcome.errors)
        self.assertEqual([place for place in places if os.path.exists(place)], [])
        self.assertTrue(os.path.exists("/etc/passwd"))

    def test_eapi(self):
        script = PYTHON + b"""
import http.client, json, os, socket, subprocess, time
path = os.environ.get('EOS_ROOT', '') + '/var/run/command-api.sock'
assert not os.path.exists(path)
subprocess.check_call(['FastCli', '-p', '15', '-A', '-c',
    'configure\\nmanagement api http-commands\\nprotocol unix-socket\\nno shutdown'])
while not os.path.exists(path):
    time.sleep(0.01)
connection = http.client.HTTPConnection('localhost')
def send(*request):
    if connection.sock is None:
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(path)
    connection.request(*request)
    return connection.getresponse()
def insist(*request):
    # Half a second of idling breaks it, and a busy machine may need as long for the next line.
    while True:
        try:
            return send(*request)
        except (http.client.HTTPException, OSError):
            connection.close()
def body(*commands):
    return json.dumps({'jsonrpc': '2.0', 'method': 'runCmds', 'params': {'version': 1, 'cmds': commands}, 'id': '1'})
def call(*commands):
    return json.loads(insist('POST', '/command-api', body(*commands)).read().decode())
print(call('enable', 'show version')['result'][1]['serialNumber'])
assert call('enable', 'show lldp neighbors')['result'][1]['lldpNeighbors'][0]['neighborDevice'] == 'spine1'
pause = 1
while True:
    time.sleep(pause)
    try:
        send('POST', '/command-api', body('enable')).read()
        pause *= 2
    except (http.client.HTTPException, OSError):
        print('broken after idling')
        break
connection.close()
assert call('enable')['result'] == [{}]
assert insist('GET', '/command-api').status == 405
"""
        for outcome in self.in_every_root(script, "--serial", "S7", "--neighbor", "Ethernet1=spine1:Ethernet3",
                                          "--eapi-idle", "0.5"):
            self.assertEqual(outcome.code, 0, outcome.errors)
            self.assertIn("  S7\n", outcome.errors)
            self.assertIn("  broken after idling\n", outcome.errors)

    def test_eapi_over_http(self):
        script = PYTHON + b"""
import base64, json, socket, subprocess, time, urllib.error, urllib.request
subprocess.check_call(['FastCli', '-p', '15', '-A', '-c', 'configure\\nusername u secret s privilege 15\\n'
    'management api http-commands\\nprotocol http port PORT\\nno shutdown'])
body = json.dumps({'jsonrpc': '2.0', 'method': 'runCmds', 'params': {'version': 1, 'cmds': ['enable']}, 'id': 1}).encode()
def call(secret):
    field = 'Basic ' + base64.b64encode(('u:' + secret).encode()).decode()
    request = urllib.request.Request('http://localhost:PORT/command-api', body, {'Authorization': field})
    return urllib.request.urlopen(request, timeout=60).read()
while True:
    try:
        socket.create_connection(('localhost', PORT)).close()
        break
    except OSError:
        time.sleep(0.01)
assert json.loads(call('s').decode())['result'] == [{}]
try:
    call('wrong')
except urllib.error.HTTPError as error:
    assert error.code == 401
"""
        port = str(20000 + os.getpid() % 10000).encode("ascii")
        for outcome in self.in_every_root(script.replace(b"PORT", port), "--version", "4.14.5F"):
            self.assertEqual(outcome.code, 0, outcome.errors)

    # --- what is kept -----------------------------------------------------------------------------------------------

    def test_second_boot(self):
        flash = os.path.join(self.directory, "flash")
        script = b"#!/bin/sh\nroot=${EOS_ROOT:-}\necho 'hostname x' > $root/mnt/flash/startup-config\n" \
            b"printf '#!/bin/sh\\necho rc.eos runs\\n' > $root/mnt/flash/rc.eos\nchmod 755 $root/mnt/flash/rc.eos\n"
        for outcome in self.in_every_root(script, "--flash", flash, "--replace"):
            kind = outcome.report["isolation"]
            self.assertEqual((outcome.code, outcome.report["outcome"]), (0, "provisioned"), outcome.errors)
            self.assertEqual(sorted(os.listdir(flash)), ["boot-config", "rc.eos", "startup-config"])
            again = self.boot(b"#!/bin/sh\nexit 1\n", "--isolation", kind, "--flash", flash)
            ran = None if kind == "tree" else 0
            self.assertEqual((again.code, again.report["outcome"], again.report["rc_eos"]), (0, "already configured", ran))
            self.assertEqual("rc.eos runs" in again.errors, ran == 0)

    def test_flash_is_not_just_any_directory(self):
        with open(os.path.join(self.directory, "precious"), "w"):
            pass
        outcome = self.boot(b"#!/bin/sh\n", "--flash", self.directory, "--replace")
        self.assertEqual(outcome.code, 2)
        self.assertEqual(os.listdir(self.directory), ["precious"])

    def test_persist_and_log(self):
        persist, log = os.path.join(self.directory, "persist"), os.path.join(self.directory, "log")
        script = b"#!/bin/sh\necho kept\necho x > ${EOS_ROOT:-}/persist/local/file\n"
        for outcome in self.in_every_root(script, "--persist", persist, "--log", log, "--quiet"):
            self.assertEqual((outcome.code, outcome.errors), (0, ""))
            self.assertEqual(os.listdir(persist), ["file"])
            with open(os.path.join(log, "SIMULATED1.log")) as stream:
                self.assertIn("  kept\n", stream.read())
            shutil.rmtree(persist)

    @unittest.skipUnless(support.NAMESPACE, "no namespaces here")
    def test_full_flash(self):
        flash = os.path.join(self.directory, "flash")
        script = b"#!/bin/sh\nhead -c 200000 /dev/zero > /mnt/flash/small && ! head -c 2000000 /dev/zero > /mnt/flash/big\n"
        outcome = self.boot(script, "--flash-size", "1M", "--flash", flash)
        self.assertEqual(outcome.code, 0, outcome.errors)
        self.assertRegex(outcome.errors, "(?i)no space left")
        self.assertEqual(os.path.getsize(os.path.join(flash, "small")), 200000)

    def test_no_scratch_directory_is_left(self):
        for outcome in self.in_every_root(b"#!/bin/sh\nmkdir -p /tmp/a/b; exit 1\n", TMPDIR=self.directory):
            self.assertEqual(outcome.code, 1)
            self.assertEqual(os.listdir(self.directory), [])

    def test_wrong_command_lines(self):
        for arguments in ([], ["--url", "http://x/", "--dhcp", "x"], ["--url", "http://x/", "--neighbor", "Ethernet1"],
                          ["--url", "http://x/", "no-such-file.json"], ["--url", "http://x/", "--replace"],
                          ["--url", "http://x/", "--python", "/no/such"], ["--url", "http://x/", "--show", "../x"],
                          ["--url", "http://x/", "--fleet", "0"], ["--url", "http://x/", "--fleet", "2", "--serial", "S"]):
            with self.subTest(arguments=arguments):
                outcome = simulated_switch(*arguments)
                self.assertEqual((outcome.code, outcome.output), (2, ""))
                self.assertNotIn("Traceback", outcome.errors)


if __name__ == "__main__":
    unittest.main()
