"""deploy/install: what a fresh installation holds, what an update keeps, what is left after --uninstall."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unittest

import support
from support import DeployTest, edit, read, write

DATA = "/usr/share/ztpserver"
SHARE = "/usr/local/share/ztpserver"
SERVICE = "/usr/local/lib/systemd/system/ztpserver.service"
SOCKET = "/usr/local/lib/systemd/system/ztpserver.socket"
CONFIGURATION = "/etc/ztpserver/ztpserver.conf"


class FreshTest(DeployTest):
    def test_what_is_there(self):
        said = self.install()
        for program in ("/usr/local/libexec/ztpserver/ztpserver-fcgi", "/usr/local/bin/ztps"):
            self.assertTrue(os.access(self.path(program), os.X_OK), program)
        for page, title in (("man8/ztps.8", "ZTPS 8"), ("man8/ztpserver-fcgi.8", r"ZTPSERVER\-FCGI 8"),
                            ("man5/ztpserver.conf.5", "ZTPSERVER.CONF 5")):
            self.assertTrue(read(self.path("/usr/local/share/man/" + page)).startswith(".TH %s " % title), page)
        for completion in ("bash-completion/completions/ztps", "zsh/site-functions/_ztps", "fish/vendor_completions.d/ztps.fish"):
            self.assertNotEqual(read(self.path("/usr/local/share/" + completion)), "")
        for name in os.listdir(os.path.join(support.TOP, "deploy")):
            folder = os.path.join(support.TOP, "deploy", name)
            if os.path.isdir(folder) and name != "systemd":
                self.assertEqual(sorted(os.listdir(self.path(SHARE + "/" + name))), sorted(os.listdir(folder)))
        for name in ("nodes", "resources", ".ztpserver", "definitions", "files", "plugins", "config-handlers"):
            self.assertTrue(os.path.isdir(self.path(DATA + "/" + name)), name)
        self.assertIn("--uninstall removes the programs, and keeps", said)

    def test_it_is_valid(self):
        self.install()
        edit(self.path(CONFIGURATION), "data_root = ", "data_root = " + self.root)
        finished = subprocess.run(
            [self.path("/usr/local/bin/ztps"), "--conf", self.path(CONFIGURATION), "--validate-config", "--strict"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
        self.assertEqual((finished.returncode, finished.stdout), (0, "No errors, no warnings.\n"))

    def test_a_switch_boots(self):
        """With nothing but a definition, a pattern and a template of the operator's."""
        self.install()
        data = self.path(DATA)
        write(data + "/files/leaf.template", "hostname $name\n")
        write(data + "/definitions/leaf", "name: leaf\nactions:\n  - action: add_config\n    attributes:\n"
              "      url: files/leaf.template\n      variables: {name: leaf1}\n")
        write(data + "/neighbordb", "patterns:\n  - name: leaf\n    definition: leaf\n    interfaces:\n"
              "      - Ethernet49: spine1\n")
        server = support.Standalone(self.directory, data)
        self.addCleanup(server.stop)
        finished = subprocess.run(
            [sys.executable, os.path.join(support.TOP, "Examples", "simulated-switch"), "--url", server.url + "/bootstrap",
             "--neighbor", "Ethernet49=spine1:Ethernet1", "--show", "startup-config", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=dict(os.environ, ZTP_LLDP_WAIT="1"))
        self.assertEqual(finished.returncode, 0, finished.stderr)
        self.assertEqual(json.loads(finished.stdout)["shown"], {"startup-config": "hostname leaf1\n"})

    def test_prefix(self):
        self.install("--prefix", "/opt/ztp")
        self.assertEqual(os.listdir(self.root), ["opt"])
        for path, content in self.files().items():
            if path.endswith((".conf", ".service", ".socket")):
                lines = [line for line in content.decode("utf-8").splitlines() if not line.lstrip().startswith(("#", "//"))]
                self.assertNotRegex("\n".join(lines), r"/usr/local|/usr/share/ztp|[= \"]/etc/ztp", path)

    def test_data_root_of_the_configuration(self):
        for number, text in enumerate((
                "[default]\ndata_root = /srv/ztp\n", "[DEFAULT]\nData_Root: /srv/ztp \n", "[DEFAULT]\ndata_root = /else\n"
                "[server]\ndata_root = /no\n[default]\n# data_root = /no\ndata_root=/srv/ztp/\n")):
            with self.subTest(configuration=text):
                self.root = os.path.join(self.directory, str(number))
                write(self.path(CONFIGURATION), text)
                self.install()
                self.assertEqual((os.path.isdir(self.path("/srv/ztp/nodes")), os.path.exists(self.path(DATA))), (True, False))
                self.assertIn("ReadWritePaths=/srv/ztp\n", read(self.path(SERVICE)))

    def test_wrong_command_lines(self):
        for arguments in (["--user"], ["--user", "a b"], ["--prefix", "relative"], ["--nonsense"]):
            with self.subTest(arguments=arguments):
                finished = subprocess.run(
                    [os.path.join(self.source, "deploy", "install"), "--destdir", self.root] + arguments,
                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.assertEqual((finished.returncode, os.path.exists(self.root)), (1, False))


class UpdateTest(DeployTest):
    def test_again_changes_nothing(self):
        self.install()
        write(self.path(DATA + "/neighbordb"), "# the operator's\npatterns: []\n")
        write(self.path(CONFIGURATION), read(self.path(CONFIGURATION)) + "# edited\n")
        before = self.files()
        self.install()
        after = self.files()
        new = after.pop(CONFIGURATION + ".new")
        self.assertEqual(after, before)
        self.assertEqual(new + b"# edited\n", before[CONFIGURATION])

    def test_the_user_stays(self):
        self.install("--user", "www-data")
        before = self.files()
        self.install()
        self.assertEqual(self.files(), before)
        for line in ("User=www-data\n", "Group=www-data\n"):
            self.assertIn(line, read(self.path(SERVICE)))
        self.assertIn("SocketUser=www-data\n", read(self.path(SOCKET)))
        self.install("--user", "daemon")
        self.assertIn("User=daemon\nGroup=daemon\n", read(self.path(SERVICE)))

    def test_a_user_edited_into_the_unit_stays_through_an_update(self):
        self.install()
        edit(self.path(SERVICE), "User=ztpserver\nGroup=ztpserver\n", "User=www-data\nGroup=adm\n")
        edit(self.path(SOCKET), "SocketGroup=www-data\n", "SocketGroup=proxy\n")
        edit(self.source + "/deploy/systemd/ztpserver.service", "RestartSec=1\n", "RestartSec=2\n")
        said = self.install()
        self.assertIn("User=www-data\nGroup=adm\n", read(self.path(SERVICE)))
        self.assertIn("RestartSec=2\n", read(self.path(SERVICE)))
        self.assertIn("SocketGroup=proxy\n", read(self.path(SOCKET)))
        self.assertNotIn("edited", said)

    def test_an_edited_unit_stays(self):
        self.install()
        edit(self.path(SERVICE), "UMask=0002\n", "UMask=0027\n")
        edit(self.source + "/deploy/systemd/ztpserver.service", "RestartSec=1\n", "RestartSec=2\n")
        edited = read(self.path(SERVICE))
        for _ in range(2):
            said = self.install("--user", "www-data")
            self.assertEqual(read(self.path(SERVICE)), edited)
            self.assertIn("RestartSec=2\n", read(self.path(SERVICE + ".new")))
            self.assertIn("kept      %s: it was edited" % self.path(SERVICE), said)
            self.assertIn("--user www-data is not in force: the edited unit says User=ztpserver", said)
        # Taken over as told, it counts as ours again.
        os.rename(self.path(SERVICE + ".new"), self.path(SERVICE))
        edit(self.source + "/deploy/systemd/ztpserver.service", "RestartSec=2\n", "RestartSec=3\n")
        self.assertNotIn("edited", self.install())
        self.assertIn("RestartSec=3\n", read(self.path(SERVICE)))
        self.assertFalse(os.path.exists(self.path(SERVICE + ".new")))

    def test_a_unit_of_a_version_that_kept_no_record(self):
        self.install()
        os.remove(self.path(SHARE + "/installed"))
        before = read(self.path(SERVICE))
        edit(self.source + "/deploy/systemd/ztpserver.service", "RestartSec=1\n", "RestartSec=2\n")
        self.assertIn("it was edited", self.install())
        self.assertEqual(read(self.path(SERVICE)), before)

    def test_drop_ins_are_named_and_read(self):
        self.install()
        drop_in = "/etc/systemd/system/ztpserver.service.d/override.conf"
        write(self.path(drop_in), "[Service]\nUser=www-data\n")
        write(self.path("/etc/systemd/system/ztpserver.socket"), "[Socket]\n")
        unit = read(self.path(SERVICE))
        said = self.install()
        self.assertEqual(read(self.path(SERVICE)), unit)
        self.assertIn("drop-in   %s\n" % self.path(drop_in), said)
        self.assertIn("/etc/systemd/system/ztpserver.socket is used in the place of", said)
        said = self.install("--user", "daemon")
        self.assertIn("note: a drop-in says User=www-data, which wins over --user daemon", said)


class BootstrapTest(DeployTest):
    """Bootstrap script and actions: ours where there are none, and the operator's for ever."""

    def setUp(self):
        DeployTest.setUp(self)
        self.bootstrap = self.path(DATA + "/bootstrap/bootstrap")
        self.actions = self.path(DATA + "/actions/")

    def update(self):
        """A version with another script and other actions."""
        for name in ["bootstrap/bootstrap"] + ["actions/" + name for name in ("template", "copy_file")]:
            path = os.path.join(self.source, "Examples", "data_root", name)
            write(path, read(path) + "# new\n")
        return self.install()

    def is_new(self, path):
        return read(path).endswith("# new\n")

    def test_an_update_brings_new_ones(self):
        self.install()
        self.update()
        self.assertTrue(self.is_new(self.bootstrap) and self.is_new(self.actions + "template"))

    def test_a_site_that_has_its_own_keeps_it(self):
        for number, (path, content) in enumerate((("bootstrap/bootstrap", "#!/bin/sh\n"), ("actions/site", "x = 1\n"))):
            with self.subTest(path=path):
                self.root = os.path.join(self.directory, str(number))
                write(self.path(DATA + "/" + path), content)
                said = self.install()
                found = [name for name in self.files() if name.startswith((DATA + "/bootstrap/", DATA + "/actions/"))]
                self.assertEqual(found, [DATA + "/" + path])
                self.assertIn("the actions there need the\n          bootstrap script there", said)

    def test_an_edited_script_stays_and_so_do_the_actions(self):
        self.install()
        write(self.bootstrap, read(self.bootstrap) + "# edited\n")
        said = self.update()
        self.assertIn("it was edited, so the actions stay, too", said)
        self.assertTrue(read(self.bootstrap).endswith("# edited\n"))
        self.assertFalse(self.is_new(self.actions + "template"))
        self.assertTrue(self.is_new(self.path(SHARE + "/data_root/bootstrap/bootstrap")))
        # With the new script, the actions are brought up to date as well.
        shutil.copy(self.path(SHARE + "/data_root/bootstrap/bootstrap"), self.bootstrap)
        self.install()
        self.assertTrue(self.is_new(self.bootstrap) and self.is_new(self.actions + "template"))

    def test_an_edited_action_stays_and_a_removed_one_does_not_come_back(self):
        self.install()
        write(self.actions + "template", "x = 1\n")
        os.remove(self.actions + "send_email")
        write(self.actions + "site", "y = 1\n")
        said = self.update()
        self.assertEqual((read(self.actions + "template"), read(self.actions + "site")), ("x = 1\n", "y = 1\n"))
        self.assertTrue(self.is_new(self.actions + "copy_file"))
        self.assertFalse(os.path.exists(self.actions + "send_email"))
        self.assertIn("send_email: it was removed", said)
        self.assertIn("template: it was edited", said)


class UninstallTest(DeployTest):
    def test_what_is_left(self):
        self.install()
        operators = [CONFIGURATION] + [name for name in self.files() if name.startswith(DATA)]
        drop_in = "/etc/systemd/system/ztpserver.service.d/override.conf"
        write(self.path(drop_in), "[Service]\nUMask=0027\n")
        said = self.install("--uninstall")
        self.assertEqual(sorted(self.files()), sorted(operators + [drop_in]))
        self.assertFalse(os.path.exists(self.path(SHARE)))
        for path in (CONFIGURATION, DATA, drop_in):
            self.assertIn("kept    %s\n" % self.path(path), said)
        self.assertIn("What else is left: the site file that you copied for the web server, and the user", said)

    def test_an_edited_unit_is_not_lost(self):
        self.install()
        edit(self.path(SERVICE), "UMask=0002\n", "UMask=0027\n")
        said = self.install("--uninstall")
        self.assertFalse(os.path.exists(self.path(SERVICE)))
        self.assertIn("UMask=0027\n", read(self.path(SERVICE + ".edited")))
        self.assertIn("kept    %s.edited\n" % self.path(SERVICE), said)


# A /run in which systemd seems to run, and a systemctl that notes what it is told.
SYSTEMD = """
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && exec "$@"
"""
SYSTEMCTL = """#!/bin/sh
echo "$*" >> {log}
[ "$1" != is-active ] || exit {inactive}
"""


@unittest.skipUnless(support.can_mount(), "needs root and mount namespaces")
class RealTest(DeployTest):
    """As root and without --destdir, below a prefix of its own."""

    def setUp(self):
        DeployTest.setUp(self)
        self.prefix = os.path.join(self.directory, "prefix")
        self.calls = os.path.join(self.directory, "systemctl.log")

    def install_really(self, *arguments, active=True, binaries=support.BINARIES):
        write(self.calls, "")
        program = os.path.join(self.directory, "bin", "systemctl")
        write(program, SYSTEMCTL.format(log=self.calls, inactive=0 if active else 3))
        os.chmod(program, 0o755)
        said = self.run_install(
            "--prefix", self.prefix, "--user", "daemon", *arguments, binaries=binaries,
            before=["unshare", "--mount", "sh", "-c", SYSTEMD, "sh"],
            environment={"PATH": os.path.dirname(program) + ":" + os.environ["PATH"]})
        return said, read(self.calls).splitlines()

    def other_binaries(self):
        """The same programs, but not the same bytes."""
        directory = os.path.join(self.directory, "other")
        shutil.copytree(support.BINARIES, directory, ignore=lambda folder, names: [
            name for name in names if name not in ("ztps", "ztpserver-fcgi")])
        for name in ("ztps", "ztpserver-fcgi"):
            with open(os.path.join(directory, name), "ab") as stream:
                stream.write(b"\n")
        return directory

    def test_restart(self):
        self.install_really()
        said, calls = self.install_really()
        self.assertNotIn("still runs", said)
        other = self.other_binaries()
        said, calls = self.install_really(binaries=other)
        self.assertIn("The service still runs as before. Restart it: systemctl restart ztpserver.service", said)
        self.assertNotIn("try-restart ztpserver.service", calls)
        said, calls = self.install_really("--restart")
        self.assertEqual([call for call in calls if "restart" in call or "reload" in call],
                         ["daemon-reload", "try-restart ztpserver.service"])
        said, _ = self.install_really(active=False, binaries=other)
        self.assertNotIn("still runs", said)

    def test_processes_that_run_the_program_from_before(self):
        self.install_really()
        edit_of = os.path.join(self.prefix, "etc", "ztpserver", "ztpserver.conf")
        process = subprocess.Popen(
            [os.path.join(self.prefix, "libexec", "ztpserver", "ztpserver-fcgi"), "--conf", edit_of, "--listen",
             "unix:%s/socket" % self.directory], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        self.addCleanup(process.communicate)
        self.addCleanup(process.send_signal, signal.SIGKILL)
        said, _ = self.install_really()
        self.assertNotIn("still runs", said)
        said, _ = self.install_really(active=False, binaries=self.other_binaries())
        self.assertIn("process %d of root still runs the program from before\n" % process.pid, said)
        self.assertIn("for mod_fcgid and CGI, systemctl reload apache2", said)

    def test_rights(self):
        said, _ = self.install_really()
        self.assertNotIn("may not write", said)
        data = os.path.join(self.prefix, "var", "lib", "ztpserver")
        for name in ("nodes/LEAF1", "resources", ".ztpserver"):
            path = os.path.join(data, name)
            os.makedirs(path, exist_ok=True)
            os.chmod(path, 0o755)
            os.chown(path, 0, 0)
            said, _ = self.install_really()
            self.assertIn("the service runs as daemon, who may not write to %s (of root)" % path, said)
            self.assertRegex(said, r"chown -R daemon:\S+ %s/nodes %s/resources %s/\.ztpserver\n" % ((re.escape(data),) * 3))
            subprocess.check_call(["chown", "-R", "daemon", path])


if __name__ == "__main__":
    unittest.main()
