"""The running-config: lines, and sections with lines. It takes what it is told and judges only the first word."""

import re
from collections import OrderedDict

# Words that begin a command of the global configuration. EOS knows many more; a command that is missing here is refused
# as EOS refuses one that does not exist.
GLOBAL_WORDS = frozenset("""
aaa agent alias arp banner bfd boot class-map clock control-plane cvx daemon dns dot1x enable errdisable event-handler
event-monitor hardware hostname interface ip ipv6 key l2 lacp link lldp load-balance logging mac maintenance management
match-list mcs mlag monitor mpls no default ntp patch peer-filter platform policy-map port-channel priority-flow-control
privilege prompt ptp qos queue-monitor radius-server role route-map router schedule service sflow snmp-server
spanning-tree switch system tacacs-server terminal traffic-policy transceiver tunnel username virtual-router vlan vrf
vxlan
""".split())

# Commands that open a section; what follows belongs to it until the next one, `exit` or `end`.
SECTION = re.compile(
    r"^(aaa group server \S+ \S+|class-map .+|control-plane|daemon \S+|event-handler \S+|event-monitor|interface .+"
    r"|ip access-list .+|ipv6 access-list .+|mac access-list .+|management \S+( \S+)*|mlag( configuration)?|monitor session .+"
    r"|policy-map .+|role \S+|route-map .+|router \S+( .+)?|spanning-tree mst configuration|traffic-policies"
    r"|vlan [0-9,-]+|vrf (instance|definition) \S+)$")

# A new value replaces the old one instead of standing beside it.
SINGLE = re.compile(r"^(hostname|description|mtu|shutdown|ip address|switchport mode|username \S+|ntp source)(?= |$)")


class RunningConfig(object):
    """Sections in the order in which they came; a global line is a section without lines, its key the line."""

    def __init__(self):
        self.sections = OrderedDict()

    def enter(self, header):
        """Opens a section."""
        self.sections.setdefault(header, OrderedDict())

    def put(self, section, line):
        """Takes one command of a section, or of the global configuration (None)."""
        lines = self.sections if section is None else self.sections[section]
        word, _, rest = line.partition(" ")
        if word in ("no", "default"):
            self._remove(lines, rest)
            if line == "no shutdown":
                lines[line] = None
            return
        single = SINGLE.match(line)
        if single is not None:
            self._remove(lines, single.group())
        self._remove(lines, "no " + line)
        lines[line] = None

    @staticmethod
    def _remove(lines, start):
        for line in [line for line in lines if line in (start, "no " + start) or line.startswith(start + " ")]:
            del lines[line]

    def section(self, header):
        """The lines of a section, or none."""
        return list(self.sections.get(header) or ())

    def host_name(self):
        for line in self.sections:
            if line.startswith("hostname "):
                return line.split()[1]
        return "localhost"

    def text(self, switch):
        """As `show running-config` prints it."""
        lines = ["! Command: show running-config", "! device: %s (%s, EOS-%s)" % (
            self.host_name(), switch.model, switch.version), "!"]
        for header, below in self.sections.items():
            lines.append(header)
            if below is not None:
                lines.extend("   " + line for line in below)
                lines.append("!")
        return "\n".join(lines + ["end", ""])

    def data(self):
        """As `show running-config` in JSON."""
        def commands(lines):
            return OrderedDict(
                (line, None if below is None else {"comments": [], "cmds": commands(below)})
                for line, below in lines.items())
        return {"comments": [], "header": [], "cmds": commands(self.sections)}
