"""One running switch: its configuration, its users, what LLDP has learnt, and the services that the CLI turns on."""

import base64
import os
import threading
import time

from . import eapi
from .cli import CLIError
from .runningconfig import RunningConfig

API_SECTION = "management api http-commands"


class Device(object):
    """switch: identity; root: where its files are; say: takes lines for the console. Everything happens under one lock:
    FastCli and eAPI run in threads."""

    def __init__(self, switch, root, say=lambda text: None, lldp_delay=0, eapi_delay=0.2, eapi_idle=15, script_limit=900):
        self.switch = switch
        self.root = root
        self.say = say
        self.lldp_delay = lldp_delay
        self.eapi_delay = eapi_delay
        self.eapi_idle = eapi_idle
        self.script_limit = script_limit
        self.booted_at = time.time()
        self.config = RunningConfig()
        self.lock = threading.RLock()
        self.servers = {}

    def uptime(self):
        return time.time() - self.booted_at

    def visible_neighbors(self):
        """LLDP learns its neighbors one after the other; the last one after lldp_delay seconds."""
        count = len(self.switch.neighbors)
        known = count if self.lldp_delay <= 0 else min(count, int(count * self.uptime() / self.lldp_delay))
        return self.switch.neighbors[:known]

    def flash_text(self, name):
        path = self.root.path("/mnt/flash/" + name)
        try:
            with open(path, encoding="utf-8", errors="replace") as stream:
                return stream.read()
        except OSError as error:
            raise CLIError("Error displaying %s (%s)" % (name, error.strerror))

    def save_config(self):
        with open(self.root.path("/mnt/flash/startup-config"), "w", encoding="utf-8") as stream:
            stream.write(self.config.text(self.switch))

    # --- users ------------------------------------------------------------------------------------------------------

    def accepts(self, authorization):
        """Whether a header field `Authorization: Basic …` names a user. Only secrets in clear text are compared."""
        kind, _, value = (authorization or "").partition(" ")
        try:
            user, colon, secret = base64.b64decode(value.encode("ascii")).decode("utf-8").partition(":")
        except (ValueError, UnicodeError):
            return False
        return kind.lower() == "basic" and colon == ":" and secret != "" and self._secret(user) == secret

    def _secret(self, user):
        with self.lock:
            for line in self.config.sections:
                words = line.split()
                if words[:2] == ["username", user] and "secret" in words[:-1]:
                    secret = words[words.index("secret") + 1:]
                    if secret[0] in ("5", "sha512"):
                        return None
                    return secret[1] if secret[0] == "0" and len(secret) > 1 else secret[0]
        return None

    # --- eAPI -------------------------------------------------------------------------------------------------------

    def check_command(self, section, line):
        """Refuses what this version of EOS does not know."""
        if section == API_SECTION and line.endswith("protocol unix-socket") and not self.switch.has_unix_socket():
            raise CLIError("Invalid input (at token 1: 'unix-socket')")

    def apply_config(self):
        """Starts and stops eAPI as the configuration says; a server is there a moment later, as on EOS."""
        lines = self.config.section(API_SECTION)
        wanted = {}
        if "no shutdown" in lines:
            for line in lines:
                if line == "protocol unix-socket":
                    wanted["unix"] = None
                elif line.startswith("protocol http ") or line == "protocol http":
                    wanted["http"] = _port(line.split())
        for kind in [kind for kind in self.servers if kind not in wanted]:
            self.servers.pop(kind).stop()
        for kind, port in wanted.items():
            if kind not in self.servers:
                self.servers[kind] = eapi.DelayedServer(self, kind, port, self.eapi_delay)

    def stop(self):
        with self.lock:
            for server in self.servers.values():
                server.stop()
            self.servers.clear()


def _port(words):
    """protocol http [localhost] [port N]"""
    if "port" in words[:-1] and words[words.index("port") + 1].isdigit():
        return int(words[words.index("port") + 1])
    return 80


def write_boot_config(device):
    """A flash that comes from the factory says which image it boots."""
    path = device.root.path("/mnt/flash/boot-config")
    if not os.path.exists(path):
        with open(path, "w", encoding="ascii") as stream:
            stream.write("SWI=flash:/EOS-%s.swi\n" % device.switch.version)
