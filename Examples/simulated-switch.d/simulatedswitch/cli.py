"""The command line of EOS: modes, abbreviations, a few show commands, any configuration that begins with a known word.

A session answers one command at a time, for FastCli and for eAPI alike. What it refuses, it refuses in EOS's words.
"""

from . import show
from .runningconfig import GLOBAL_WORDS, SECTION


class CLIError(Exception):
    """A refused command. EOS prints the message behind `% `."""


class Answer(object):
    """text: what the CLI prints. data: the same for JSON; None if EOS has not converted the command."""

    def __init__(self, text="", data=None):
        self.text = text
        self.data = data


# words, whether the command wants `enable`, what prints it (text, data)
SHOW = [
    ("show version", False, show.version),
    ("show version detail", False, show.version),
    ("show lldp neighbors", False, show.lldp_neighbors),
    ("show hostname", False, show.host_name),
    ("show clock", False, show.clock),
    ("show zerotouch", False, show.zerotouch),
    ("show boot-config", True, show.boot_config),
    ("show running-config", True, show.running_config),
    ("show startup-config", True, show.startup_config),
]

# The others, by the method of Session that runs them.
COMMANDS = [
    ("enable", False, "_enable"),
    ("disable", False, "_disable"),
    ("exit", False, "_exit"),
    ("logout", False, "_exit"),
    ("configure", True, "_configure"),
    ("configure terminal", True, "_configure"),
    ("write", True, "_write"),
    ("write memory", True, "_write"),
    ("copy running-config startup-config", True, "_write"),
]

EVERYTHING = [(words.split(), privileged, action) for words, privileged, action in SHOW + COMMANDS]


class Session(object):
    """One login. privilege: 15 begins in enable mode."""

    def __init__(self, device, privilege=1):
        self.device = device
        self.enabled = privilege >= 15
        self.configuring = False
        self.section = None

    def run(self, line):
        """The answer to one command, or a CLIError."""
        tokens = line.split()
        if not tokens or tokens[0].startswith("!"):
            return Answer(data={})
        if self.configuring:
            answer = self._configure_line(tokens)
            if answer is not None:
                return answer
        return self._run_exec(tokens)

    # --- exec mode --------------------------------------------------------------------------------------------------

    def _run_exec(self, tokens):
        privileged, action = _find(tokens)
        if privileged and not self.enabled:
            raise CLIError("Invalid input (privileged mode required)")
        if isinstance(action, str):
            getattr(self, action)()
            return Answer(data={})
        return Answer(*action(self.device))

    def _enable(self):
        self.enabled = True

    def _disable(self):
        self.enabled = False

    def _exit(self):
        """Ends the session; a command that still follows runs in a new one."""

    def _configure(self):
        self.configuring = True
        self.section = None

    def _write(self):
        self.device.save_config()

    # --- configuration ----------------------------------------------------------------------------------------------

    def _configure_line(self, tokens):
        """The answer to a configuration command; None if the line is one of exec mode, which works here too."""
        line = " ".join(tokens)
        first = tokens[0]
        if line in ("end", "abort"):
            self.configuring = False
        elif line == "exit":
            if self.section is None:
                self.configuring = False
            self.section = None
        elif first == "show" or line in ("configure", "configure terminal", "write", "write memory", "enable"):
            return None
        elif SECTION.match(line):
            self.device.config.enter(line)
            self.section = line
        elif self.section is not None and not _only_global(tokens):
            self._put(line)
        elif first in GLOBAL_WORDS:
            self.section = None
            self._put(line)
        else:
            raise CLIError("Invalid input (at token 0: '%s')" % first)
        return Answer(data={})

    def _put(self, line):
        self.device.check_command(self.section, line)
        self.device.config.put(self.section, line)
        self.device.apply_config()


def _only_global(tokens):
    """Whether a line inside a section can only be meant for the global configuration."""
    words = [token for token in tokens if token not in ("no", "default")]
    return words[:1] in (["hostname"], ["username"], ["interface"], ["router"], ["vlan"], ["management"]) \
        or words[:2] in (["ip", "route"], ["ip", "routing"], ["ip", "name-server"], ["ntp", "server"])


def _find(tokens):
    """The command that the tokens name or abbreviate."""
    fitting = EVERYTHING
    for position, token in enumerate(tokens):
        near = [one for one in fitting if one[0][position:position + 1] and one[0][position].startswith(token.lower())]
        exact = [one for one in near if one[0][position] == token.lower()]
        fitting = exact or near
        if not fitting:
            raise CLIError("Invalid input (at token %d: '%s')" % (position, token))
        if len(set(one[0][position] for one in fitting)) > 1:
            raise CLIError("Ambiguous command (at token %d: '%s')" % (position, token))
    for words, privileged, action in fitting:
        if len(words) == len(tokens):
            return privileged, action
    raise CLIError("Incomplete command (at token %d: '%s')" % (len(tokens) - 1, tokens[-1]))
