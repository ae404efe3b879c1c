"""What a simulated switch is: identity and cabling, read from files or given on the command line."""

import json
import os
import re

from . import plainyaml

MAC = re.compile(r"^[0-9a-f]{2}(:[0-9a-f]{2}){5}$")

# The spellings of a description, and those of what a switch POSTs (Examples/nodes/).
SPELLINGS = {
    "serial": "serial", "serialnumber": "serial",
    "mac": "mac", "systemmac": "mac",
    "model": "model",
    "version": "version",
    "hardware": "hardware",
    "architecture": "architecture",
    "neighbors": "neighbors",
}


class DescriptionError(Exception):
    """A description that says nothing usable, and where."""


class Switch(object):
    """Identity and cabling of one switch. neighbors: a list of (port, device, port of the device) in LLDP's order."""

    def __init__(self, serial="SIMULATED1", model="vEOS-lab", mac="02:00:5e:00:00:01", version="4.32.1F",
                 hardware="", architecture="i686", neighbors=()):
        self.serial = serial
        self.model = model
        self.mac = mac
        self.version = version
        self.hardware = hardware
        self.architecture = architecture
        self.neighbors = list(neighbors)

    @property
    def name(self):
        """What reports and files call it: the serial number, or the MAC address of a vEOS without one."""
        return self.serial or self.mac.replace(":", "")

    def release(self):
        """The numbers of the version: 4.14.5F is (4, 14, 5)."""
        return tuple(int(number) for number in re.match(r"[0-9.]*", self.version).group().split(".") if number)

    def has_unix_socket(self):
        """eAPI listens on a Unix socket from 4.14.6 on."""
        return self.release() > (4, 14, 5)


def from_values(values, where):
    """A switch from a mapping as it stands in a file."""
    if not isinstance(values, dict):
        raise DescriptionError("%s: a switch is a mapping with serial, model, mac, version, neighbors" % where)
    fields = {}
    for key, value in values.items():
        name = SPELLINGS.get(key)
        if name is None:
            raise DescriptionError("%s: unknown key '%s'; there are %s" % (where, key, ", ".join(sorted(SPELLINGS))))
        if name == "neighbors":
            fields[name] = _neighbors(value, where)
        elif value is not None and not isinstance(value, str):
            raise DescriptionError("%s: %s is no text" % (where, key))
        else:
            fields[name] = value or ""
    return checked(Switch(**fields), where)


def checked(switch, where):
    """The switch, with its MAC address spelled as EOS does."""
    digits = re.sub("[^0-9a-f]", "", switch.mac.lower())
    switch.mac = ":".join(digits[index:index + 2] for index in range(0, len(digits), 2))
    if not MAC.match(switch.mac):
        raise DescriptionError("%s: '%s' is no MAC address" % (where, switch.mac))
    if "/" in switch.serial or switch.serial in (".", ".."):
        raise DescriptionError("%s: the serial number '%s' cannot name files" % (where, switch.serial))
    if not re.match(r"[0-9]+\.[0-9]+", switch.version):
        raise DescriptionError("%s: '%s' is no EOS version" % (where, switch.version))
    return switch


def _neighbors(value, where):
    """{PORT: DEVICE:PORT, or {device, port}, or a list of these}"""
    if value is None:
        return []
    if not isinstance(value, dict):
        raise DescriptionError("%s: neighbors is a mapping of ports" % where)
    found = []
    for port, seen in value.items():
        for one in seen if isinstance(seen, list) else [seen]:
            found.append((port,) + _peer(one, "%s: %s" % (where, port)))
    return found


def _peer(value, where):
    if isinstance(value, dict) and sorted(value) == ["device", "port"] \
            and all(isinstance(part, str) and part for part in value.values()):
        return value["device"], value["port"]
    device, colon, port = value.partition(":") if isinstance(value, str) else ("", "", "")
    if not colon or not device or not port:
        raise DescriptionError("%s: a neighbor is DEVICE:PORT" % where)
    return device, port


def neighbor_argument(text):
    """--neighbor Ethernet1=spine1:Ethernet3"""
    port, equals, peer = text.partition("=")
    if not equals or not port:
        raise DescriptionError("--neighbor %s: it is PORT=DEVICE:PORT" % text)
    return (port,) + _peer(peer, "--neighbor %s" % text)


def read_switches(path):
    """All switches of a file (JSON, or YAML as plainyaml reads it), or of all .json and .yaml files of a directory."""
    if os.path.isdir(path):
        names = sorted(name for name in os.listdir(path) if name.endswith((".json", ".yaml", ".yml")))
        switches = [switch for name in names for switch in read_switches(os.path.join(path, name))]
    else:
        switches = [from_values(values, path) for values in _read_values(path)]
    if not switches:
        raise DescriptionError("%s: no switch is described there" % path)
    _refuse_doubles(switches, path)
    return switches


def _read_values(path):
    try:
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise DescriptionError("%s: %s" % (path, getattr(error, "strerror", None) or error))
    try:
        parts = [json.loads(text)] if text.lstrip()[:1] in ("{", "[") else plainyaml.documents(text)
    except (ValueError, plainyaml.YAMLError) as error:
        raise DescriptionError("%s: %s" % (path, error))
    values = []
    for part in parts:
        if isinstance(part, dict) and list(part) == ["switches"]:
            part = part["switches"]
        values.extend(part if isinstance(part, list) else [part])
    return values


def _refuse_doubles(switches, path):
    seen = set()
    for switch in switches:
        if switch.name in seen:
            raise DescriptionError("%s: two switches are called %s" % (path, switch.name))
        seen.add(switch.name)


def access_switches(count):
    """Switches that Examples/data_root takes in, however many: number N sees port N of agg1 and of agg2."""
    return [
        Switch(
            serial="FLEET%05d" % number,
            mac="02:00:5e:%02x:%02x:%02x" % (number >> 16 & 255, number >> 8 & 255, number & 255),
            neighbors=[
                ("Ethernet51", "agg1", "Ethernet%d" % number),
                ("Ethernet52", "agg2", "Ethernet%d" % number),
            ])
        for number in range(1, count + 1)
    ]
