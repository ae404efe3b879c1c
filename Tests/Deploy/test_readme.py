"""Every command of README.md is run here, or there is a reason why not.

Commands are the lines of its indented blocks, and in its sentences what is set as code and begins with a program's name. In a
block, what stands behind two blanks explains a command. A line that is new or has changed fails until it is in COMMANDS.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest

import support
from support import DeployTest, read, write

README = os.path.join(support.TOP, "README.md")
LIMIT = 300  # seconds; a hanging command ends, a slow machine does not matter

# Blocks that are no commands, by their first line.
NO_COMMANDS = {
    "Package.swift": "the layout of the sources",
    "variables:": "a neighbordb; the test of it is below",
    "#!/bin/sh": "a script for a supervisor; the test of it is below",
}


class Run(object):
    """A command that is run as it is printed, but for PATHS, and has to end with this exit code. says: in its output."""

    def __init__(self, code=0, says="", **environment):
        self.code = code
        self.says = says
        self.environment = environment


class Elsewhere(object):
    """A command that is run by another test, which is named."""

    def __init__(self, where):
        self.where = where


class Never(object):
    """A command that cannot be run in a test, and why."""

    def __init__(self, why):
        self.why = why


SYSTEMD = Never("systemd does not run in a test")
MANUAL = Elsewhere("test_install, which looks for the pages, and HelpTests, which pins them")
USAGE = Never("a summary of the command line; the test of the options is that of its parts")
APACHE = Elsewhere("ConformanceTests, with mod_proxy_fcgi and mod_fcgid")

COMMANDS = {
    "deploy/demo": Elsewhere("Tests/run, with --once"),
    "Tests/run": Never("it is what runs this"),
    "deploy/install": Elsewhere("test_install"),
    "$EDITOR /etc/ztpserver/ztpserver.conf": Run(says="the operator edits"),
    "systemctl enable --now ztpserver.socket": SYSTEMD,
    "ztps --validate-config": Run(),
    "ztpserver-fcgi [--conf FILE] [--threads N] [--listen unix:/PATH[,mode=0660]] [--listen 127.0.0.1:9000] [--debug] [--version]":
        USAGE,
    "spawn-fcgi -s /run/ztpserver/ztpserver.sock -M 0660 -u ztpserver -g ztpserver -U ztpserver -G www-data"
    " -- /usr/local/libexec/ztpserver/ztpserver-fcgi": Elsewhere("SupervisorTest"),
    "ztps --conf FILE [--interface ADDRESS] [--port N]": USAGE,
    "deploy/install --restart": Elsewhere("test_install"),
    "systemctl edit ztpserver.service": SYSTEMD,
    "systemctl restart ztpserver.service": SYSTEMD,
    "ztps explain NODE.json": Run(says="leaf"),
    "ztps explain --node ID": Run(says="leaf1"),
    "ztps pools": Run(says="mgmt_subnet"),
    "ztps pools POOL": Run(says="198.51.100.11/24"),
    "ztps release POOL ENTRY": Run(),
    "ztps --clear-resources": Run(),
    "ztps doctor": Run(code=None, says="libfcgi"),
    "ztps nodes": Run(says="LEAF1"),
    "ztps nodes show ID": Run(says="LEAF1"),
    "ztps nodes remove ID": Run(says="LEAF1"),
    "mv /usr/share/ztpserver/nodes/OLD /usr/share/ztpserver/nodes/NEW": Elsewhere("ReplacementTest"),
    "sed -i -E \"s/: (['\\\"]?)OLD\\1( |$)/: \\1NEW\\1\\2/\" $(find /usr/share/ztpserver/resources -type f)":
        Elsewhere("ReplacementTest"),
    "ztps nodes remove NEW --release --yes": Elsewhere("ReplacementTest"),
    "tar czf /root/ztpserver-backup.tgz /etc/ztpserver /usr/share/ztpserver": Run(),
    "Examples/simulated-switch --url http://ztpserver:8080/bootstrap Examples/nodes/LEAF3.json --show startup-config":
        Run(says="hostname leaf3", ZTP_LLDP_WAIT="2"),
    "Examples/simulated-switch --url http://ztpserver:8080/bootstrap --serial ACCESS7"
    " --neighbor Ethernet51=agg1:Ethernet7 --neighbor Ethernet52=agg2:Ethernet7": Run(says="ACCESS7: provisioned", ZTP_LLDP_WAIT="2"),
    "Examples/simulated-switch --url http://ztpserver:8080/bootstrap --fleet 20": Run(says="20 ok, 0 failed", ZTP_LLDP_WAIT="2"),
    "sed -n 's/.*FastCGI sent in stderr: \"\\({.*}\\)\" while .*/\\1/p' /var/log/nginx/ztpserver.error.log":
        Run(says='{"level": "INFO"}\n'),
    "swift run embedding": Elsewhere("Tests/run, which builds it; what it prints needs a build here"),
    "systemctl enable --now ztpserver.socket        # not for mod_fcgid": SYSTEMD,
    "apachectl configtest && systemctl reload apache2": APACHE,
    "curl -i http://host:8080/ztpserver/bootstrap/config": APACHE,
    "curl -i http://host:8080/ztpserver/nodes/SOME-NODE": APACHE,
}

# Those within sentences.
INLINE_COMMANDS = {
    "Tests/run --filter Conformance": Never("it is what runs this"),
    "curl -T FILE": Elsewhere("ConformanceTests, with HAProxy: a body with a length"),
    "nginx -t && systemctl reload nginx": Elsewhere("Tests/run, which has nginx judge each site file"),
    "man ztpserver-fcgi": MANUAL,
    "man ztpserver.conf": MANUAL,
    "man ztps": MANUAL,
    "systemctl reload apache2": SYSTEMD,
    "systemctl stop ztpserver.socket ztpserver.service": SYSTEMD,
    "systemctl disable --now ztpserver.socket ztpserver.service": SYSTEMD,
    "journalctl -u caddy": SYSTEMD,
    "journalctl -u ztpserver": SYSTEMD,
    "deploy/install --uninstall": Elsewhere("test_install"),
    "deploy/install --user www-data": Elsewhere("test_install"),
    "ztps explain": Elsewhere("RunTest, with its arguments"),
    "ztps COMMAND --help": Elsewhere("HelpTests"),
    "ztps release --node OLD": Elsewhere("ReplacementTest"),
    "tar xzf /root/ztpserver-backup.tgz -C /": Elsewhere("test_backup_and_restoring, into another folder"),
    "tar czf /root/ztpserver-before.tgz /etc/ztpserver /usr/share/ztpserver /etc/apache2/sites-available":
        Never("the backup that is run, with a folder of Apache's"),
}

# What the placeholders of a command are in the test.
PLACEHOLDERS = [("NODE.json", support.TOP + "/Examples/nodes/LEAF3.json"), ("POOL", "mgmt_subnet"), ("ENTRY", "198.51.100.11/24"),
                ("ID", "LEAF1")]


def blocks(page=README):
    """The indented blocks, without the indentation that all of their lines have."""
    found, block = [], []
    # What is in <pre> are blocks of a web server's configuration, which the tests of the web servers take from there.
    text = re.sub(r"<pre>.*?</pre>", "", read(page), flags=re.S)
    for line in text.splitlines() + ["end"]:
        match = re.match(r"(?:   )?    (.*)", line)
        if match and not re.match(r" *<", line):
            block.append(line)
        elif line.strip() or not block:
            if block:
                margin = min(len(one) - len(one.lstrip()) for one in block)
                found.append([one[margin:] for one in block])
            block = []
    return found


def commands():
    """Every command, with its continuation lines, without its explanation."""
    found = []
    for block in blocks():
        if block[0].split("  ")[0] in NO_COMMANDS:
            continue
        open_line = ""
        for line in block:
            if line.startswith(" " * 12) and not open_line:
                continue  # goes on explaining
            text = (open_line + " " + line.strip()).strip()
            if text.endswith("\\"):
                open_line = text[:-1].rstrip()
                continue
            open_line = ""
            found.append(re.split(r"\s{2,}(?!#)", text)[0] if text not in COMMANDS else text)
    return found


def inline_commands():
    """What is set as code in sentences and tables, begins with a program's name and has an argument."""
    programs = set(command.split()[0] for command in list(COMMANDS) + list(INLINE_COMMANDS))
    prose = re.sub(r"<pre>.*?</pre>|^    .*?$", "", read(README), flags=re.S | re.M).replace("\n", " ")
    spans = [re.sub(r" +", " ", span) for span in re.findall(r"`([^`]+)`", prose)]
    return sorted(set(span for span in spans if " " in span and span.split()[0] in programs))


class CoverageTest(unittest.TestCase):
    def test_commands_in_sentences(self):
        self.assertEqual(inline_commands(), sorted(INLINE_COMMANDS))

    def test_every_command_is_run_or_has_a_reason(self):
        unknown = [command for command in commands() if command not in COMMANDS]
        self.assertEqual(unknown, [], "README.md has commands that COMMANDS does not have")

    def test_nothing_is_listed_that_is_gone(self):
        gone = [command for command in COMMANDS if command not in commands()]
        self.assertEqual(gone, [], "COMMANDS has commands that README.md does not have")

    def test_blocks_without_commands(self):
        first_lines = [block[0].split("  ")[0] for block in blocks()]
        self.assertEqual([line for line in NO_COMMANDS if first_lines.count(line) != 1], [])


class LabTest(DeployTest):
    """An installation with the example data, and a server for it."""

    def setUp(self):
        DeployTest.setUp(self)
        self.data = os.path.join(self.directory, "data")
        shutil.copytree(os.path.join(support.TOP, "Examples", "data_root"), self.data)
        self.server = support.Standalone(self.directory, self.data)
        self.addCleanup(self.server.stop)
        self.log = os.path.join(self.directory, "nginx", "ztpserver.error.log")
        write(self.log, '2026/01/01 00:00:00 [error] 1#1: *1 FastCGI sent in stderr: "{"level": "INFO"}" while reading\n')

    def command(self, text):
        """The text as a shell runs it here."""
        for old, new in PLACEHOLDERS + [
                ("http://ztpserver:8080", self.server.url), ("/usr/share/ztpserver", self.data),
                ("/etc/ztpserver/ztpserver.conf", self.server.conf), ("/etc/ztpserver", self.server.conf),
                ("/var/log/nginx/ztpserver.error.log", self.log), ("/root/", self.directory + "/"),
                ("Examples/simulated-switch", "%s %s/Examples/simulated-switch" % (sys.executable, support.TOP)),
                ("Examples/nodes", support.TOP + "/Examples/nodes")]:
            text = re.sub(r"(?<![\w/.-])%s\b" % re.escape(old) if old[0] not in "/h" else re.escape(old), lambda _: new, text)
        return text

    def run_command(self, text, **environment):
        finished = subprocess.run(
            ["bash", "-c", self.command(text)], input="yes\n", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            universal_newlines=True, timeout=LIMIT, cwd=self.directory, env=dict(
                os.environ, PATH=support.BINARIES + ":" + os.environ["PATH"], ZTPS_CONFIG=self.server.conf,
                EDITOR="echo the operator edits", **environment))
        return finished.returncode, finished.stdout


class RunTest(LabTest):
    def test_run(self):
        """In the order of the page, on one installation in which LEAF1 has an address."""
        support.edit(self.data + "/resources/mgmt_subnet", "198.51.100.11/24: null", "198.51.100.11/24: LEAF1")
        for text in commands():
            expected = COMMANDS[text]
            if not isinstance(expected, Run):
                continue
            with self.subTest(command=text):
                code, said = self.run_command(text, **expected.environment)
                if expected.code is not None:
                    self.assertEqual(code, expected.code, said)
                self.assertIn(expected.says, said)

    def test_backup_and_restoring(self):
        backup = next(one for one in commands() if one.startswith("tar czf"))
        self.assertEqual(self.run_command(backup)[0], 0)
        restoring = next(one for one in inline_commands() if one.startswith("tar xzf"))
        elsewhere = os.path.join(self.directory, "restored")
        os.mkdir(elsewhere)
        code, said = self.run_command(re.sub(" -C /$", " -C " + elsewhere, restoring))
        self.assertEqual(code, 0, said)
        for path in (self.server.conf, self.data + "/nodes/LEAF1/startup-config", self.data + "/resources/mgmt_subnet"):
            self.assertEqual(read(elsewhere + path), read(path))

    def test_neighbordb(self):
        """The neighbordb of the page is valid, and does what its comments say."""
        block = next(block for block in blocks() if block[0] == "variables:")
        write(self.data + "/neighbordb", "\n".join(block) + "\n")
        code, said = self.run_command("ztps --validate-config --strict")
        self.assertEqual(code, 0, said)
        node = '{"serialnumber": "N", "neighbors": {"Ethernet49": [{"device": "spine1", "port": "Ethernet1"}], ' \
            '"Ethernet50": [{"device": "spine2", "port": "Ethernet1"}], "Ethernet51": [{"device": "spine1", "port": "E"}]%s}}'
        for more, expected in (("", 0), (', "Ethernet1": [{"device": "leaf7", "port": "Ethernet1"}]', 1)):
            write(self.directory + "/n.json", node % more)
            self.assertEqual(self.run_command("ztps explain %s/n.json" % self.directory)[0], expected)


class ReplacementTest(LabTest):
    """The section about replacing a dead switch."""

    OLD, NEW = "LEAF3", "JPE00000042"

    def of_section(self, start):
        text = next(one for one in commands() if one.startswith(start))
        return re.sub(r"(?<![A-Z])OLD(?![A-Z])", self.OLD, re.sub(r"(?<![A-Z])NEW(?![A-Z])", self.NEW, text))

    def boot(self, serial):
        node = os.path.join(support.TOP, "Examples", "nodes", "LEAF3.json")
        return self.run_command("Examples/simulated-switch --url http://ztpserver:8080/bootstrap %s --serial %s "
                                "--show startup-config --quiet" % (node, serial), ZTP_LLDP_WAIT="1")

    def config(self, said):
        return said.split("startup-config\n", 1)[1].split("\n", 1)[1]

    def owned(self, serial):
        return re.findall(r"^(\S+): *['\"]?%s['\"]?(?: .*)?$" % serial, "\n".join(
            read(os.path.join(self.data, "resources", name)) for name in ("leaf_loopbacks", "mgmt_subnet")), re.M)

    def test_replacing(self):
        code, first = self.boot(self.OLD)
        self.assertEqual(code, 0, first)
        owned = self.owned(self.OLD)
        self.assertEqual(len(owned), 2, "a management address and a loopback")
        for start in ("mv ", "sed -i"):
            code, said = self.run_command(self.of_section(start))
            self.assertEqual((code, said), (0, ""))
        self.assertEqual((self.owned(self.OLD), self.owned(self.NEW)), ([], owned))
        self.assertEqual(self.run_command("ztps --validate-config --strict")[0], 0)
        code, second = self.boot(self.NEW)
        self.assertEqual(code, 0, second)
        self.assertEqual(self.config(second), self.config(first))

    def test_sed_takes_owners_only(self):
        pool = os.path.join(self.data, "resources", "dc1", "other")
        write(pool, "LEAF3: LEAF31\na: LEAF3\nb: 'LEAF3'\nc: \"LEAF3\" # spare\nd: XLEAF3\ne: null # LEAF3 had it\n")
        self.assertEqual(self.run_command(self.of_section("sed -i"))[0], 0)
        self.assertEqual(read(pool), "LEAF3: LEAF31\na: {0}\nb: '{0}'\nc: \"{0}\" # spare\nd: XLEAF3\ne: null # LEAF3 had it\n"
                         .format(self.NEW))

    def test_one_that_is_not_replaced(self):
        self.assertEqual(self.boot(self.OLD)[0], 0)
        release = next(one for one in inline_commands() if one.startswith("ztps release"))
        code, said = self.run_command(release.replace("OLD", self.OLD))
        self.assertEqual((code, self.owned(self.OLD)), (0, []), said)

    def test_one_that_booted_already(self):
        self.assertEqual(self.boot(self.NEW)[0], 0)
        self.assertEqual(len(self.owned(self.NEW)), 2)
        code, said = self.run_command(self.of_section("ztps nodes remove NEW"))
        self.assertEqual((code, os.path.exists(self.data + "/nodes/" + self.NEW), self.owned(self.NEW)), (0, False, []), said)


class ExampleDataTest(DeployTest):
    """`Try it without a switch` in the README of the example data: every command of it, as printed but for places and port."""

    def test_try_it(self):
        _, preparing, asking = blocks(os.path.join(support.TOP, "Examples", "data_root", "README.md"))
        program = os.path.join(support.BINARIES, "ztps")
        self.assertEqual((len(preparing), preparing[2]), (3, "swift run ztps --conf /tmp/lab.conf"))
        self.assertEqual(len(asking), 3)
        for _ in range(5):
            port = str(support.free_port())
            if self.starts([self.here(line, port) for line in preparing[:2]], [program, "--conf", self.directory + "/lab.conf",
                                                                               "--port", port]):
                break
        answers = [subprocess.run(["bash", "-c", self.here(line, port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  universal_newlines=True, timeout=LIMIT, cwd=support.TOP).stdout for line in asking]
        self.assertTrue(answers[0].startswith('{"logging": ['), answers[0])
        self.assertTrue(answers[1].startswith("HTTP/1.1 409 "), answers[1])
        self.assertTrue(answers[2].startswith('{"name": "'), answers[2])

    def here(self, line, port):
        return line.replace("/tmp/lab", self.directory + "/lab").replace("127.0.0.1:8080", "127.0.0.1:" + port)

    def starts(self, preparing, command):
        shutil.rmtree(self.directory + "/lab", ignore_errors=True)
        for line in preparing:
            subprocess.check_call(["bash", "-c", line], cwd=support.TOP)
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  universal_newlines=True)
        self.addCleanup(server.communicate)
        self.addCleanup(server.terminate)
        return any(line.startswith("Starting server on") for line in server.stdout)


@unittest.skipUnless(os.getuid() == 0 and shutil.which("setpriv") and shutil.which("spawn-fcgi"),
                     "needs root, setpriv and spawn-fcgi")
class SupervisorTest(DeployTest):
    """Running without systemd: what is told makes a socket that the web server's group may connect to."""

    def setUp(self):
        DeployTest.setUp(self)
        self.run_directory = os.path.join(self.directory, "run")
        self.socket = os.path.join(self.run_directory, "ztpserver.sock")
        self.program = os.path.join(self.directory, "ztpserver-fcgi")
        # Where a user may run it who may not read the directory of the build.
        shutil.copy(os.path.join(support.BINARIES, "ztpserver-fcgi"), self.program)
        os.chmod(self.program, 0o755)
        data = os.path.join(self.directory, "data")
        shutil.copytree(os.path.join(support.TOP, "Examples", "data_root"), data)
        self.conf = os.path.join(self.directory, "ztpserver.conf")
        write(self.conf, "[default]\ndata_root = %s\n" % data)

    def here(self, text):
        for old, new in (("/usr/local/libexec/ztpserver/ztpserver-fcgi", self.program), ("/run/ztpserver", self.run_directory),
                         ("-o ztpserver -g ztpserver", "-o daemon -g daemon"), ("--reuid ztpserver", "--reuid daemon"),
                         ("-u ztpserver -g ztpserver -U ztpserver", "-u daemon -g daemon -U daemon")):
            text = text.replace(old, new)
        self.assertNotIn(" ztpserver ", text)
        return text

    def wait_until(self, what, condition):
        deadline = time.monotonic() + LIMIT
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.05)

    def connects(self):
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(self.socket)
                return True
            except OSError:
                return False

    def check(self, pid):
        self.wait_until("nobody listens", self.connects)
        status = os.stat(self.socket)
        mode = "%o" % (status.st_mode & 0o777)
        names = subprocess.check_output(["stat", "-c", "%U %G", self.socket], universal_newlines=True).strip()
        self.assertEqual((mode, names), ("660", "daemon www-data"))
        owner = subprocess.check_output(["stat", "-c", "%U", "/proc/%d" % pid], universal_newlines=True).strip()
        self.assertEqual(owner, "daemon")

    def test_script_of_a_supervisor(self):
        block = next(block for block in blocks() if block[0] == "#!/bin/sh")
        script = os.path.join(self.directory, "script")
        write(script, self.here("\n".join(block) + "\n"))
        os.chmod(script, 0o755)
        process = subprocess.Popen([script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=dict(
            os.environ, ZTPS_CONFIG=self.conf), universal_newlines=True)
        try:
            self.check(process.pid)
        finally:
            process.terminate()
            log, _ = process.communicate()
        self.assertEqual(process.returncode, 0, log)
        self.assertIn("started", log)

    def test_spawn_fcgi(self):
        os.mkdir(self.run_directory)
        text = self.here(next(one for one in commands() if one.startswith("spawn-fcgi")))
        # Into a file: what it starts may keep its output open.
        with open(self.directory + "/said", "w+") as said:
            subprocess.check_call(["bash", "-c", text], stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=dict(
                os.environ, ZTPS_CONFIG=self.conf))
        pid = int(re.search("PID: ([0-9]+)", read(self.directory + "/said")).group(1))
        try:
            self.check(pid)
        finally:
            os.kill(pid, signal.SIGTERM)
            self.wait_until("it does not end", lambda: not os.path.exists("/proc/%d" % pid) or
                            read("/proc/%d/stat" % pid).rsplit(")", 1)[1].split()[0] == "Z")


if __name__ == "__main__":
    unittest.main()
