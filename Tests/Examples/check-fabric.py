#!/usr/bin/env python3
"""Holds Examples/fabric.json and Examples/data_root against each other, and prints a table of the switches.

1. Cabling: every cable is there at both of its ends, and no port has two.
2. Patterns, with `ztps explain`: each switch fits its own pattern and no earlier one, whatever its neighbors are called
   when it boots: by name, by name and domain, `localhost`, or some this way and some that. Cables in a wrong place are refused.
3. Boots, against a `ztps` with a copy of the data: all switches in several random orders, where a neighbor has a name only
   once it has booted. No name and no address is given twice, what depends on the place is right, each template gets all
   that it wants, and both ends of each cable agree. A second boot gives the first one's configuration.

Exit code 0 if all is well, else 1.
"""

import argparse
import copy
import http.client
import itertools
import json
import os
import random
import re
import shutil
import string
import subprocess
import sys
import tempfile

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Examples")
DOMAIN = ".lab.example.net"
OUT_OF_BAND = "oob1"
HAVE_FOLDERS = ("SPINE1", "LEAF1")

problems = []


def wrong(text):
    problems.append(text)
    print("WRONG: " + text)


# --- what is meant ----------------------------------------------------------------------------------------------------


def host_name(switch):
    """The name that a switch is to have: its serial number says what it is meant to be."""
    return switch["serial"].lower()


def number(switch):
    return int(re.search("[0-9]+$", switch["serial"]).group())


def is_leaf(switch):
    return switch["serial"].startswith("LEAF")


def intended_pattern(switch):
    return "leaf pair %d" % ((number(switch) + 1) // 2) if is_leaf(switch) else "spine %d" % number(switch)


def intended_asn(switch):
    return 65100 + (number(switch) + 1) // 2 if is_leaf(switch) else 65000


# --- cabling ----------------------------------------------------------------------------------------------------------


def check_cabling(switches):
    by_name = {host_name(switch): switch for switch in switches}
    for key in ("serial", "mac"):
        if len({switch[key] for switch in switches}) != len(switches):
            wrong("two switches have the same %s" % key)
    names = sorted(by_name)
    if names != ["leaf%d" % one for one in range(1, 9)] + ["spine1", "spine2"]:
        wrong("the switches are " + ", ".join(names))
    out_of_band = set()
    for switch in switches:
        here = host_name(switch)
        for port, seen in switch["neighbors"].items():
            if len(seen) != 1:
                wrong("%s:%s has %d neighbors" % (here, port, len(seen)))
                continue
            there = (seen[0]["device"], seen[0]["port"])
            if there[0] == OUT_OF_BAND:
                if there in out_of_band:
                    wrong("%s:%s is at the port of another switch, %s:%s" % ((here, port) + there))
                out_of_band.add(there)
            elif there[0] not in by_name:
                wrong("%s:%s sees %s, which is no switch of the fabric" % (here, port, there[0]))
            elif by_name[there[0]]["neighbors"].get(there[1]) != [{"device": here, "port": port}]:
                wrong("%s:%s sees %s:%s, which does not see it" % ((here, port) + there))
    return sum(len(switch["neighbors"]) for switch in switches)


# --- reports ----------------------------------------------------------------------------------------------------------


def report(switch, name=lambda device: device):
    """What a switch POSTs, with its neighbors called as `name` says. The out-of-band switch always has its own name."""
    neighbors = {}
    for port, seen in switch["neighbors"].items():
        neighbors[port] = [
            {"device": one["device"] if one["device"].startswith(OUT_OF_BAND) else name(one["device"]), "port": one["port"]}
            for one in seen]
    return {"serialnumber": switch["serial"], "systemmac": switch["mac"], "model": switch["model"],
            "version": switch["version"], "neighbors": neighbors}


def views(switch, chance):
    """Reports with all that the neighbors may be called."""
    devices = sorted({seen[0]["device"] for seen in switch["neighbors"].values()} - {OUT_OF_BAND})
    choices = list(itertools.product(("name", "localhost"), repeat=len(devices)))
    if len(choices) > 16:
        choices = [choices[0], choices[-1]] + chance.sample(choices[1:-1], 6)
    for choice in choices:
        called = {device: device if how == "name" else "localhost" for device, how in zip(devices, choice)}
        yield report(switch, called.get)
    with_domain = report(switch, lambda device: device + DOMAIN)
    for seen in with_domain["neighbors"].values():
        seen[0]["device"] = seen[0]["device"].replace(OUT_OF_BAND, OUT_OF_BAND + DOMAIN).replace(DOMAIN * 2, DOMAIN)
    yield with_domain


def miscabled(switches):
    """What nobody is to be taken in with, and what is wrong there."""
    by_name = {host_name(switch): switch for switch in switches}

    def changed(name, called=lambda device: device, **cables):
        switch = copy.deepcopy(by_name[name])
        for port, peer in cables.items():
            if peer is None:
                switch["neighbors"].pop(port, None)
            else:
                device, peer_port = peer.split(":")
                switch["neighbors"][port] = [{"device": device, "port": peer_port}]
        return report(switch, called)

    def nameless(device):
        return "localhost"

    yield "leaf3 has its uplinks the wrong way round", changed("leaf3", Ethernet49="spine2:Ethernet3", Ethernet50="spine1:Ethernet3")
    yield "leaf3 is at another pair's ports of the spines", changed(
        "leaf3", nameless, Ethernet49="spine1:Ethernet5", Ethernet50="spine2:Ethernet5")
    yield "leaf3 is at another pair's port of one spine", changed("leaf3", nameless, Ethernet50="spine2:Ethernet7")
    yield "leaf3 is at the out-of-band port of leaf5", changed("leaf3", nameless, Management1="oob1:Ethernet15")
    yield "leaf3 is at the out-of-band port of spine1", changed("leaf3", nameless, Management1="oob1:Ethernet1")
    yield "leaf3 has a peer of another pair", changed("leaf3", Ethernet53="leaf5:Ethernet53", Ethernet54="leaf5:Ethernet54")
    yield "leaf3 has its peer links crossed", changed("leaf3", nameless, Ethernet53="leaf4:Ethernet54", Ethernet54="leaf4:Ethernet53")
    yield "leaf3 lacks a peer link", changed("leaf3", Ethernet54=None)
    yield "leaf3 lacks an uplink", changed("leaf3", Ethernet50=None)
    yield "spine1 is at a port of the out-of-band switch without a label", changed("spine1", nameless, Management1="oob1:Ethernet9")
    yield "spine1 is at the out-of-band port of spine2", changed("spine1", nameless, Management1="oob1:Ethernet2")
    yield "spine1 has an uplink of spine2, and nobody has a name", changed("spine1", nameless, Ethernet3="leaf3:Ethernet50")
    yield "spine1 has an unknown out-of-band switch", changed("spine1", Management1="oob9:Ethernet1")
    yield "spine1 sees no leaf", changed("spine1", **{"Ethernet%d" % one: None for one in range(1, 9)})
    yield "spine1 sees nobody", dict(changed("spine1"), neighbors={})


# --- the server -------------------------------------------------------------------------------------------------------


class Server:
    """A copy of the data, and what ztps says and serves about it."""

    def __init__(self, binaries, directory):
        self.program = os.path.join(binaries, "ztps")
        self.data = os.path.join(directory, "data_root")
        shutil.copytree(os.path.join(EXAMPLES, "data_root"), self.data)
        self.conf = os.path.join(directory, "ztpserver.conf")
        with open(self.conf, "w") as stream:
            stream.write("[default]\ndata_root = %s\nserver_url = http://ztpserver/\n" % self.data)
        self.log = os.path.join(directory, "log")
        self.process = None
        self.port = None

    def explain(self, node):
        """The names of the patterns in question, the one that fits or None, and the exit code."""
        outcome = subprocess.run([self.program, "--conf", self.conf, "explain", "--json", "-"], input=json.dumps(node),
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=120)
        try:
            return json.loads(outcome.stdout)["pattern"], outcome.returncode
        except (ValueError, KeyError):
            return "no answer: %s" % outcome.stderr.strip(), outcome.returncode

    def start(self):
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [self.program, "--conf", self.conf, "--interface", "127.0.0.1", "--port", "0"],
                stdout=subprocess.PIPE, stderr=log, universal_newlines=True)
        for line in self.process.stdout:
            match = re.match(r"Starting server on http://127\.0\.0\.1:([0-9]+)", line)
            if match:
                self.port = int(match.group(1))
                return
        raise SystemExit("check-fabric: ztps did not start:\n" + open(self.log).read())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)

    def exchange(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body)
            reply = connection.getresponse()
            return reply.status, reply.read().decode("utf-8")
        finally:
            connection.close()

    def last_words(self):
        with open(self.log) as stream:
            return (stream.read().strip().splitlines() or [""])[-1]


def assemble(server, serial, definition):
    """The startup-config that the actions of a definition make, and the files that they fetch besides."""
    config, fetched = "", []
    for action in definition["actions"]:
        name, attributes = action["action"], action["attributes"]
        if server.exchange("GET", "/actions/" + name)[0] != 200:
            wrong("%s: there is no action %s" % (serial, name))
        url = attributes.get("url") or attributes.get("src_url") or ""
        path = "/" + url.replace("http://ztpserver/", "")
        status, text = server.exchange("GET", path)
        if status != 200:
            wrong("%s: %s of the action '%s' is answered %d" % (serial, path, action["name"], status))
        elif name == "replace_config":
            config = text
        elif name == "add_config":
            variables = attributes.get("variables", {})
            if None in variables.values() or attributes.get("substitution_mode") != "strict":
                wrong("%s: the action '%s' has null among its variables, or is not strict" % (serial, action["name"]))
            unused = set(variables) - {one[1] or one[2] for one in string.Template.pattern.findall(text)}
            if unused:
                wrong("%s: %s does not use %s" % (serial, path, ", ".join(sorted(unused))))
            try:
                config += string.Template(text).substitute(variables)
            except (KeyError, ValueError) as error:
                wrong("%s: %s: %s" % (serial, path, error))
        else:
            fetched.append(name)
    return config, fetched


def section(config, header):
    """The lines below a line of a configuration, without their indentation."""
    lines, inside = [], False
    for line in config.splitlines():
        if not line.startswith(" "):
            inside = line == header
        elif inside:
            lines.append(line.strip())
    return lines


def value(config, header, start):
    """The rest of the first line with this start in a section."""
    return next((line[len(start) + 1:] for line in section(config, header) if line.startswith(start + " ")), None)


def boot(server, switch, named):
    """One boot, as far as the server has a part in it: the status of the POST, the definition, the configuration."""
    node = report(switch, lambda device: device if device in named else "localhost")
    status, _ = server.exchange("POST", "/nodes", json.dumps(node))
    if status not in (201, 409):
        wrong("%s is refused: %s" % (switch["serial"], server.last_words()))
        return status, None, "", []
    code, body = server.exchange("GET", "/nodes/" + switch["serial"])
    if code != 200:
        wrong("%s gets no definition: %s" % (switch["serial"], server.last_words()))
        return status, None, "", []
    definition = json.loads(body)
    return (status, definition) + assemble(server, switch["serial"], definition)


def check_order(server, switches, order):
    """Boots all in this order; then once more, as they would after a replacement. Configurations by name."""
    configs, named = {}, set()
    for switch in order:
        status, definition, config, fetched = boot(server, switch, named)
        if definition is None:
            return configs
        named.add(host_name(switch))
        configs[host_name(switch)] = config
        if status != (409 if switch["serial"] in HAVE_FOLDERS else 201):
            wrong("%s: status %d" % (switch["serial"], status))
        if "copy_file" not in fetched:
            wrong("%s does not get the automation key" % switch["serial"])
        check_config(switch, config)
    check_together(switches, configs)
    for switch in order:
        server.exchange("PUT", "/nodes/%s/startup-config" % switch["serial"], configs[host_name(switch)])
    for switch in order:
        _, definition, config, fetched = boot(server, switch, named)
        if definition and (config != configs[host_name(switch)] or fetched != ["copy_file"]):
            wrong("%s does not get its own configuration back, and the key" % switch["serial"])
    return configs


def check_config(switch, config):
    """What one configuration has to say, by the place of the switch."""
    here, asn = host_name(switch), intended_asn(switch)
    loopback = (value(config, "interface Loopback0", "ip address") or "").replace("/32", "")
    wanted = ["hostname " + here, "router bgp %d" % asn, "   router-id %s" % loopback]
    if is_leaf(switch):
        wanted += ["   domain-id pair%d" % ((number(switch) + 1) // 2)]
    for line in wanted:
        if line not in config.splitlines():
            wrong("%s: the configuration lacks '%s'" % (here, line))
    if "$" in config:
        wrong("%s: a $ is left in the configuration" % here)
    for port, seen in switch["neighbors"].items():
        if seen[0]["device"] != OUT_OF_BAND and value(config, "interface " + port, "description") != \
                "%(device)s %(port)s" % seen[0]:
            wrong("%s: %s is described as %s" % (here, port, value(config, "interface " + port, "description")))


def check_together(switches, configs):
    """What no two configurations may share, and what two have to agree about."""
    for what, header, start in (("management address", "interface Management1", "ip address"),
                                ("loopback", "interface Loopback0", "ip address")):
        owners = {}
        for name, config in sorted(configs.items()):
            owners.setdefault(value(config, header, start), []).append(name)
        for address, names in owners.items():
            if address is None or len(names) > 1:
                wrong("%s have the %s %s" % (" and ".join(names), what, address))
    for switch in filter(is_leaf, switches):
        here, peer = configs[host_name(switch)], configs[switch["neighbors"]["Ethernet53"][0]["device"]]
        address = value(peer, "interface Vlan4094", "ip address")
        if value(here, "mlag configuration", "peer-address") != address[:-len("/31")] or \
                value(here, "interface Vlan4094", "ip address") == address:
            wrong("%s and its peer do not agree about their addresses" % host_name(switch))


def check_crossed(server, switches):
    """Cables that cross within a pair: the pattern takes them, the plugin does not, until they are put right."""
    switch = copy.deepcopy(next(one for one in switches if one["serial"] == "LEAF3"))
    right = switch["neighbors"]["Ethernet50"]
    switch["neighbors"]["Ethernet50"] = [{"device": "spine2", "port": "Ethernet4"}]
    posted, _ = server.exchange("POST", "/nodes", json.dumps(report(switch)))
    code, _ = server.exchange("GET", "/nodes/LEAF3")
    if (posted, code) != (201, 400) or "Ethernet50 for leaf4" not in server.last_words():
        wrong("LEAF3 with crossed cables: %d, %d, %s" % (posted, code, server.last_words()))
    switch["neighbors"]["Ethernet50"] = right
    posted, _ = server.exchange("POST", "/nodes", json.dumps(report(switch)))
    code, _ = server.exchange("GET", "/nodes/LEAF3")
    if (posted, code) != (409, 200):
        wrong("LEAF3 with its cables put right: %d, %d" % (posted, code))


def check_spare(server):
    """SPARE1 stands in for leaf6, whose peer is dead."""
    node = {"serialnumber": "SPARE1", "systemmac": "00:00:5e:00:53:99", "model": "vEOS-lab", "version": "4.32.1F",
            "neighbors": {"Management1": [{"device": "oob1", "port": "Ethernet16"}],
                          "Ethernet49": [{"device": "spine1", "port": "Ethernet6"}],
                          "Ethernet50": [{"device": "spine2", "port": "Ethernet6"}]}}
    posted, _ = server.exchange("POST", "/nodes", json.dumps(node))
    code, body = server.exchange("GET", "/nodes/SPARE1")
    if (posted, code) != (201, 200) or "hostname leaf6" not in assemble(server, "SPARE1", json.loads(body))[0]:
        wrong("SPARE1 in the place of leaf6: %d, %d" % (posted, code))


# --- all of it --------------------------------------------------------------------------------------------------------


def with_server(binaries, work):
    """Calls `work` with a server that runs on a fresh copy of the data."""
    with tempfile.TemporaryDirectory() as directory:
        server = Server(binaries, directory)
        try:
            server.start()
            return work(server)
        finally:
            server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", metavar="DIR", required=True, help="where ztps is")
    parser.add_argument("--orders", metavar="N", type=int, default=5, help="random orders of the boots (5)")
    parser.add_argument("--seed", metavar="N", type=int, default=random.randrange(1 << 32), help="repeats the orders of an earlier run")
    given = parser.parse_args()
    chance = random.Random(given.seed)

    with open(os.path.join(EXAMPLES, "fabric.json")) as stream:
        switches = json.load(stream)
    ends = check_cabling(switches)

    found, tried = {}, 0
    with tempfile.TemporaryDirectory() as directory:
        server = Server(given.binaries, directory)
        for switch in switches:
            for node in views(switch, chance):
                tried += 1
                pattern, _ = server.explain(node)
                found[switch["serial"]] = pattern
                if pattern != intended_pattern(switch):
                    wrong("%s fits %s instead of '%s': %s" % (
                        switch["serial"], pattern, intended_pattern(switch), json.dumps(node["neighbors"])))
        refused = 0
        for what, node in miscabled(switches):
            pattern, code = server.explain(node)
            refused += 1
            if code != 1:
                wrong("%s, and it fits %s" % (what, pattern))

    configs = {}
    for _ in range(given.orders):
        order = chance.sample(switches, len(switches))
        configs = with_server(given.binaries, lambda server: check_order(server, switches, order))
    with_server(given.binaries, lambda server: check_crossed(server, switches))
    with_server(given.binaries, check_spare)

    row = "%-8s %-12s %-9s %-18s %-15s %s"
    print(row % ("switch", "pattern", "hostname", "management", "loopback", "AS"))
    for switch in switches:
        config = configs.get(host_name(switch), "")
        name = re.search("^hostname (.*)$", config, re.MULTILINE)
        asn = re.search("^router bgp (.*)$", config, re.MULTILINE)
        print(row % (
            switch["serial"], found[switch["serial"]], name.group(1) if name else "-",
            value(config, "interface Management1", "ip address") or "-",
            value(config, "interface Loopback0", "ip address") or "-", asn.group(1) if asn else "-"))
    print("%d ends of cables, %d reports explained, %d miscabled ones refused, %d orders of boots (--seed %d): %s" % (
        ends, tried, refused, given.orders, given.seed, "%d problems" % len(problems) if problems else "all is well"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
