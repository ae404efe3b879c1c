"""What EOS does between power-on and the reboot with a startup-config: rc.eos, DHCP, download, script, once more."""

import http.client
import os
import signal
import stat
import subprocess
import threading
import time

from . import agent, dhcp, download, isolation, python
from .device import Device, write_boot_config

DOWNLOAD_TIMEOUT = 60
RC_EOS = "/mnt/flash/rc.eos"


class BootFailure(Exception):
    """Why an attempt failed, in one line; with the exit code of the script if it ran."""

    def __init__(self, reason, exit_code=None):
        Exception.__init__(self, reason)
        self.exit_code = exit_code


class Options(object):
    """How a switch boots; the same for a whole fleet. Named as on the command line."""

    url = None
    dhcp = None
    dhcp_vendor = None
    timeout = 900
    attempts = 1
    retry_delay = 1.0
    python = None
    lldp_delay = 0.0
    eapi_delay = 0.2
    eapi_idle = 15.0
    flash_size = None
    show = ()
    forward_output = False


class Console(object):
    """Takes what the switch and its script print, into a log file and onto standard error if that is wanted."""

    def __init__(self, log, forward):
        self.log = log
        self.forward = forward
        self.last = ""

    def say(self, text):
        """A line of the switch's own."""
        self._write("ZTP: %s\n" % text)

    def script(self, raw):
        """A line of a script."""
        text = raw.decode("utf-8", "replace")
        if text.strip():
            self.last = text.strip()
        self._write("  " + text if text.endswith("\n") else "  %s\n" % text)

    def _write(self, text):
        raw = text.encode("utf-8", "replace")
        if self.log is not None:
            os.write(self.log, raw)
        if self.forward:
            os.write(2, raw)


class Boot(object):
    """One boot of one switch inside its root. run() gives the report."""

    def __init__(self, switch, root, options, log):
        self.switch = switch
        self.root = root
        self.options = options
        self.console = Console(log, options.forward_output)
        self.device = Device(switch, root, self.console.say, options.lldp_delay, options.eapi_delay,
                             options.eapi_idle, options.timeout)
        self.url = options.url
        self.interface = None
        self.answered = False  # whether the server of the URL has

    def run(self):
        started = time.monotonic()
        report = {"switch": self.switch.name, "ok": True, "outcome": None, "reason": None, "exit_code": None,
                  "attempts": 0, "url": None, "answered": False, "rc_eos": None}
        os.umask(0o022)
        write_boot_config(self.device)
        self._install_commands()
        agent.serve(self.device)
        try:
            report["rc_eos"] = self._run_rc_eos()
            if os.path.exists(self.root.path("/mnt/flash/startup-config")):
                self.console.say("there is a startup-config; ZTP is not entered")
                report["outcome"] = "already configured"
            else:
                self._provision(report)
        finally:
            self.device.stop()
            if self.interface is not None:
                self.interface.give_up()
            isolation.end_everything()
        report["seconds"] = round(time.monotonic() - started, 3)
        report["flash"] = _files(self.root.path("/mnt/flash"))
        report["startup_config"] = any(one["name"] == "startup-config" for one in report["flash"])
        report["shown"] = {name: self._flash_text(name) for name in self.options.show}
        if self.options.flash_size is not None:
            isolation.keep_flash(self.root)
        return report

    def _provision(self, report):
        """Attempts until one succeeds or enough have failed."""
        while True:
            report["attempts"] += 1
            try:
                report["outcome"], report["exit_code"] = self._attempt()
                report["ok"], report["reason"] = True, None
            except BootFailure as failure:
                report.update(ok=False, outcome="failed", reason=str(failure), exit_code=failure.exit_code)
                self.console.say("failed: %s" % failure)
            report["url"] = self.url
            report["answered"] = self.answered
            if report["ok"] or report["attempts"] == self.options.attempts:
                return
            self.console.say("starts over in %g s" % self.options.retry_delay)
            time.sleep(self.options.retry_delay)

    def _attempt(self):
        """One round. Outcome and exit code, or a BootFailure."""
        if self.options.dhcp is not None:
            self._ask_dhcp()
        script = self._download()
        if not script.startswith(b"#!"):
            with open(self.root.path("/mnt/flash/startup-config"), "wb") as stream:
                stream.write(script)
            self.console.say("what came is no script; saved as startup-config")
            return "startup-config saved", None
        if b"\r\n" in script:
            raise BootFailure("the script has CRLF line ends")
        path = self._save(script)
        code, seconds = self._run_program(self._command(path, script), self.options.timeout)
        if code != 0:
            raise BootFailure(self._exit_reason(code), code)
        self.console.say("the script ended with 0 after %.1f s" % seconds)
        return "provisioned", 0

    # --- address and download ---------------------------------------------------------------------------------------

    def _ask_dhcp(self):
        if self.interface is None:
            self.interface = dhcp.Interface(self.options.dhcp)
        try:
            lease = self.interface.obtain(self.options.dhcp_vendor or dhcp.vendor_class(self.switch))
        except (dhcp.DHCPFailure, OSError) as failure:
            raise BootFailure("DHCP on %s: %s" % (self.options.dhcp, failure))
        self.console.say("DHCP: %s/%d from %s, bootfile-name %s" % (
            lease.address, lease.prefix_length(), lease.server, lease.url))
        self.url = lease.url

    def _download(self):
        self.console.say("fetches %s" % self.url)
        headers = {
            "X-Arista-SystemMAC": self.switch.mac,
            "X-Arista-ModelName": self.switch.model,
            "X-Arista-Serial": self.switch.serial,
            "X-Arista-HardwareVersion": self.switch.hardware,
            "X-Arista-SoftwareVersion": self.switch.version,
            "X-Arista-Architecture": self.switch.architecture,
        }
        try:
            status, content = download.get(self.url, headers, DOWNLOAD_TIMEOUT)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise BootFailure("%s: %s" % (self.url, error or type(error).__name__))
        self.answered = True
        if status != 200:
            raise BootFailure("%s answers %d" % (self.url, status))
        return content

    def _save(self, script):
        path = self.root.path("/tmp/ztp-script")
        with open(path, "wb") as stream:
            stream.write(script)
        os.chmod(path, 0o700)
        return path

    # --- programs ---------------------------------------------------------------------------------------------------

    def _install_commands(self):
        """FastCli, and --python under the names that switches have."""
        agent.install(self.root)
        if self.options.python is None:
            return
        major = self.options.python.major
        for name in ("python", "python" + major, "arista-python"):
            self.options.python.put(self.root.path("/usr/bin/" + name))
        if not self.root.prefix:
            # A switch has one Python: a script that asks for the other one must not find the machine's.
            self._remove_program("python3" if major == "2" else "python2")

    def _remove_program(self, name):
        """Removes the links of this name from the search path; in a user namespace, those that the user may remove."""
        for directory in self.root.search_path().split(":"):
            link = os.path.join(directory, name)
            if os.path.islink(link):
                try:
                    os.remove(link)
                except PermissionError:
                    self.console.say("%s stays" % link)

    def _command(self, path, script):
        """How the script is run: by its #! line. A Python that this machine lacks is put in its place first."""
        words = script.split(b"\n", 1)[0][2:].decode("utf-8", "replace").split() or [""]
        through_env = os.path.basename(words[0]) == "env" and len(words) > 1
        name = words[1] if through_env else os.path.basename(words[0])
        if "python" not in name:
            return [path]
        known = self.root.find_program(name) is not None if through_env else os.path.exists(words[0])
        ours = self.options.python or python.own()
        if self.root.prefix:
            # Nothing can be put at the absolute path of the #! line without a namespace.
            if known and self.options.python is None:
                return [path]
            return [ours.path] + words[2 if through_env else 1:] + [path]
        if not known:
            target = "/usr/bin/" + name if through_env else words[0]
            os.makedirs(os.path.dirname(target), exist_ok=True)
            ours.put(target)
        return [path]

    def _environment(self):
        """What a script finds in its environment: EOS_ROOT in a tree, and our own ZTP_… (ZTP_LLDP_WAIT)."""
        environment = {name: value for name, value in os.environ.items() if name.startswith("ZTP_")}
        environment.update(PATH=self.root.search_path(), HOME="/root", USER="root", LANG="C.UTF-8", SHELL="/bin/bash")
        if self.root.prefix:
            environment["EOS_ROOT"] = self.root.prefix
            environment["HOME"] = os.environ.get("HOME", "/")
        return environment

    def _run_program(self, command, limit):
        """Runs a program to its end, or to the limit. Exit code (None: the limit) and seconds."""
        started = time.monotonic()
        self.console.last = ""
        try:
            process = subprocess.Popen(
                command, cwd="/", env=self._environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, start_new_session=True)
        except OSError as error:
            raise BootFailure("cannot execute the script: %s" % os.strerror(error.errno))
        reader = threading.Thread(target=self._read_output, args=(process.stdout,))
        reader.daemon = True
        reader.start()
        try:
            code = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            code = None
        if code is None or self.root.prefix:
            # In a namespace, what an ended script left running lives on until the boot ends, as on a switch.
            _end_group(process.pid)
        if code is None:
            process.wait()
            isolation.end_everything()
        # What a script left running may hold its output open for ever.
        reader.join(timeout=1)
        return code, time.monotonic() - started

    def _read_output(self, stream):
        for line in stream:
            self.console.script(line)

    def _exit_reason(self, code):
        if code is None:
            reason = "the script ran into the limit of %g s" % self.options.timeout
        elif code < 0:
            reason = "signal %s" % signal.Signals(-code).name
        else:
            reason = "exit code %d" % code
        return "%s: %s" % (reason, self.console.last) if self.console.last else reason

    def _run_rc_eos(self):
        """rc.eos runs at every boot before anything else. Its exit code (124: the limit), None if it was not run."""
        path = self.root.path(RC_EOS)
        if not os.path.isfile(path):
            return None
        if self.root.prefix:
            # It knows nothing of EOS_ROOT and would change the machine.
            self.console.say("rc.eos is not run without a namespace")
            return None
        if not os.stat(path).st_mode & stat.S_IXUSR:
            self.console.say("rc.eos is not executable")
            return None
        try:
            code, _ = self._run_program([path], self.options.timeout)
        except BootFailure as failure:
            self.console.say("rc.eos: %s" % failure)
            return 126
        code = 124 if code is None else code
        self.console.say("rc.eos ended with %d" % code)
        return code

    def _flash_text(self, name):
        try:
            with open(self.root.path("/mnt/flash/" + name), encoding="utf-8", errors="replace") as stream:
                return stream.read()
        except OSError:
            return None


def _end_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _files(directory):
    """All files below a directory, with their sizes."""
    found = []
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            found.append({"name": os.path.relpath(path, directory), "size": os.lstat(path).st_size})
    return sorted(found, key=lambda one: one["name"])
