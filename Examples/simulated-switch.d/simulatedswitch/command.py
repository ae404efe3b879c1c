"""The command line of simulated-switch."""

import argparse
import json
import os
import re
import signal
import sys

from . import description, isolation
from .fleet import Fleet, ProgressBar, starter, summary, summary_text
from .process import Storage, StorageError
from .python import Python, PythonError
from .ztp import Options

MANUAL = """
A simulated Arista EOS switch. It fetches the bootstrap script from the URL that DHCP option 67 would name, with the
header fields that EOS sends, runs it unmodified in a private root with a fake FastCli and a fake eAPI, and reports
how that ended and what is on the flash.

    simulated-switch --url URL Examples/nodes/LEAF3.json --flash /tmp/leaf3 --show startup-config
    simulated-switch --url URL --serial ACCESS7 --neighbor Ethernet51=agg1:Ethernet7 --neighbor Ethernet52=agg2:Ethernet7
    simulated-switch --url URL --fleet 20 --log /tmp/fleet

A server with the data in Examples/data_root takes all of these in. URL is that of the script, such as
http://127.0.0.1:8080/bootstrap.
"""

FILES = """
FILE describes a switch in JSON or in YAML (a strict part of it: mappings, lists, quoted and plain scalars; every scalar
is text; see plainyaml.py), with the keys serial, model, mac, version, neighbors, hardware, architecture. What a switch
POSTs (Examples/nodes/) is read too. For --fleet, a list of those, or documents separated by ---, or
`switches:` with a list, or a directory of such files:

    serial: LEAF3
    mac: 00:00:5e:00:53:13
    neighbors:
      Ethernet49: spine1:Ethernet3
      Management1: [oob1:Ethernet13, oob2:Ethernet13]

The script finds PATH, HOME, LANG and every variable ZTP_… of ours in its environment (ZTP_LLDP_WAIT=0: a bootstrap
script that knows it does not wait for neighbors), and EOS_ROOT with --isolation tree.

Exit code: 0 when every boot ended well (exit code 0 of the script, a startup-config that was saved as it came, or one
that was there already), 1 when one failed, 2 for a wrong command line.
"""


def parser():
    arguments = argparse.ArgumentParser(
        prog="simulated-switch", description=MANUAL, epilog=FILES, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = arguments.add_argument_group("identity and cabling").add_argument
    add("file", nargs="?", metavar="FILE", help="a description; the options below replace what it says")
    add("--serial", help="serial number; '' for a vEOS without one")
    add("--model")
    add("--mac", help="system MAC address")
    add("--version", help="of EOS; up to 4.14.5 there is eAPI only over HTTP, at port 80 of 127.0.0.1, or where "
        "that is taken at another address that localhost then means")
    add("--hardware", help="hardware revision")
    add("--neighbor", action="append", metavar="PORT=DEVICE:PORT", help="what LLDP sees; may be repeated")
    add("--fleet", metavar="FILE|N", help="boots all switches of FILE, or N access switches as Examples/data_root "
        "takes them in: FLEET00001 sees port Ethernet1 of agg1 and agg2, and so on")
    add("--parallel", type=_number, default=200, metavar="N", help="switches of a fleet at a time (200)")

    add = arguments.add_argument_group("boot").add_argument
    add("--url", help="of the bootstrap script")
    add("--dhcp", metavar="INTERFACE", help="asks for address and URL (option 67) on this interface; root only")
    add("--dhcp-vendor", metavar="TEXT", help="option 60 instead of Arista;MODEL;HARDWARE;SERIAL")
    add("--timeout", type=_seconds, default=Options.timeout, metavar="SECONDS", help="limit for the script (900)")
    add("--attempts", type=_attempts, default=1, metavar="N",
        help="rounds when one fails (1); 0: for ever, as a switch does")
    add("--retry-delay", type=_seconds, default=Options.retry_delay, metavar="SECONDS", help="between rounds (1)")
    add("--python", metavar="PATH", help="the switch's Python: python, pythonN and arista-python are this one, and in a "
        "namespace the other major version is gone. One in a virtual environment keeps the packages of that. Without it, a "
        "Python that the #! line names and this machine lacks is the one that runs this command")
    add("--lldp-delay", type=_seconds, default=0, metavar="SECONDS", help="until LLDP has learnt all neighbors (0)")
    add("--eapi-delay", type=_seconds, default=Options.eapi_delay, metavar="SECONDS",
        help="from `no shutdown` to a socket that answers (0.2)")
    add("--eapi-idle", type=_seconds, default=Options.eapi_idle, metavar="SECONDS",
        help="after which eAPI drops an idle connection (15)")
    add("--isolation", choices=("auto",) + isolation.KINDS, default="auto",
        help="the private root: namespaces as root, in a user namespace, or a plain tree with EOS_ROOT; auto takes the "
        "first that works")

    add = arguments.add_argument_group("what is kept and shown").add_argument
    add("--flash", metavar="DIR", help="keeps /mnt/flash there (of a fleet: DIR/SERIAL); with a startup-config in it the "
        "next boot does not enter ZTP")
    add("--replace", action="store_true", help="empties --flash first: a replacement switch")
    add("--persist", metavar="DIR", help="keeps /persist/local there")
    add("--flash-size", type=_size, metavar="SIZE", help="how much fits on the flash (K, M, G); in a namespace only")
    add("--log", metavar="DIR", help="keeps the output of each boot in DIR/SERIAL.log")
    add("--show", action="append", default=[], metavar="NAME", help="prints this file of the flash; may be repeated")
    add("--json", action="store_true", help="the report as JSON on standard output")
    add("--quiet", action="store_true", help="no output of the script and no progress bar on standard error")
    return arguments


def _number(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError("'%s' is not a number from 1" % text)
    return int(text)


def _attempts(text):
    return 0 if text == "0" else _number(text)


def _seconds(text):
    if not re.match(r"[0-9]+(\.[0-9]+)?$", text):
        raise argparse.ArgumentTypeError("'%s' is not a number of seconds" % text)
    return float(text)


def _size(text):
    found = re.match(r"([0-9]+)([KMG]?)$", text)
    if found is None or int(found.group(1)) == 0:
        raise argparse.ArgumentTypeError("'%s' is not a size like 500M" % text)
    return int(found.group(1)) << {"": 0, "K": 10, "M": 20, "G": 30}[found.group(2)]


def main(words):
    arguments = parser()
    given = arguments.parse_args(words)
    try:
        switches = _switches(given)
        options = _options(given)
        kind = isolation.choose(given.isolation)
        _check(given, kind)
        storage = Storage(given.flash, given.persist, given.log, given.replace, fleet=given.fleet is not None)
        signal.signal(signal.SIGTERM, _end)
        return _boot(given, switches, starter(options, kind, storage))
    except (description.DescriptionError, StorageError, PythonError, OSError) as error:
        arguments.exit(2, "simulated-switch: %s\n" % error)
    except KeyboardInterrupt:
        return 130


def _end(*_):
    raise KeyboardInterrupt


def _check(given, kind):
    if (given.url is None) == (given.dhcp is None):
        raise description.DescriptionError("one of --url and --dhcp is needed")
    if given.dhcp is not None and (given.fleet is not None or kind != "mounts"):
        raise description.DescriptionError("--dhcp boots one switch, as root")
    if given.replace and given.flash is None:
        raise description.DescriptionError("--replace is for --flash")
    if given.flash_size is not None and kind == "tree":
        raise description.DescriptionError("--flash-size needs a namespace")
    for name in given.show:
        if name.startswith("/") or ".." in name.split("/"):
            raise description.DescriptionError("--show %s: it is a name below /mnt/flash" % name)


def _switches(given):
    """The fleet, or a list of the one switch."""
    fields = ("serial", "model", "mac", "version", "hardware")
    replaced = {name: getattr(given, name) for name in fields if getattr(given, name) is not None}
    if given.fleet is not None:
        if given.file is not None or given.neighbor or "serial" in replaced or "mac" in replaced:
            raise description.DescriptionError("a fleet has its identities and neighbors from --fleet")
        if given.fleet.isdigit():
            switches = description.access_switches(int(given.fleet))
        else:
            switches = description.read_switches(given.fleet)
    elif given.file is not None:
        switches = description.read_switches(given.file)
        if len(switches) > 1:
            raise description.DescriptionError("%s describes %d switches; --fleet boots them" % (given.file, len(switches)))
    else:
        switches = [description.Switch()]
    if not switches:
        raise description.DescriptionError("--fleet 0: no switch")
    for switch in switches:
        for name, value in replaced.items():
            setattr(switch, name, value)
        if given.neighbor:
            switch.neighbors = [description.neighbor_argument(text) for text in given.neighbor]
        description.checked(switch, "command line")
    return switches


def _options(given):
    options = Options()
    for name in ("url", "dhcp", "dhcp_vendor", "timeout", "attempts", "retry_delay", "lldp_delay", "eapi_delay", "eapi_idle",
                 "flash_size", "show"):
        setattr(options, name, getattr(given, name))
    options.python = None if given.python is None else Python(given.python)
    options.forward_output = given.fleet is None and not given.quiet
    return options


def _boot(given, switches, start):
    fleet = Fleet(switches, start, given.parallel)
    progress = None
    if given.fleet is not None and not given.quiet and sys.stderr.isatty():
        progress = ProgressBar()
    try:
        reports = fleet.run(progress)
    finally:
        if progress is not None:
            progress.clear()
    if given.fleet is None:
        _print_one(given, reports[0])
    else:
        _print_fleet(given, reports, summary(reports, fleet.seconds()))
    if not given.json:
        advice = where_the_reason_is(given, reports)
        if advice is not None:
            print(advice)
    return 0 if all(report["ok"] for report in reports) else 1


def _print_fleet(given, reports, numbers):
    if given.json:
        print(json.dumps({"summary": numbers, "switches": reports}, indent=2))
        return
    for report in reports:
        _print_shown(report)
    print(summary_text(numbers))


def _print_one(given, report):
    if given.json:
        print(json.dumps(report, indent=2))
        return
    print(report_text(report))
    _print_shown(report)


def report_text(report):
    """The report on one switch for people."""
    line = "%(switch)s: %(outcome)s in %(seconds).1f s" % report
    if report["attempts"] > 1:
        line += ", attempt %d" % report["attempts"]
    lines = [line + (": %s" % report["reason"] if report["reason"] else "")]
    if report["rc_eos"] is not None:
        lines.append("rc.eos: exit code %d" % report["rc_eos"])
    if report["ok"] and not report["startup_config"]:
        lines.append("no startup-config: the next boot enters ZTP again")
    lines.append("flash:")
    lines.extend("%12d  %s" % (one["size"], one["name"]) for one in report["flash"])
    return "\n".join(lines)


def where_the_reason_is(given, reports):
    """The last line, about boots that failed although the server was there; None if there are none."""
    names = [report["switch"] for report in reports if not report["ok"] and report["answered"]]
    if not names:
        return None
    if given.log is not None:
        place = "in " + os.path.join(given.log, (names[0] if given.fleet is None else "SERIAL") + ".log")
    elif given.fleet is None and not given.quiet:
        place = "above"
    else:
        place = "kept with --log DIR"
    switch = names[0] if given.fleet is None else "a switch"
    return "why: if the server refused %s, its log says the reason; what the script said is %s" % (switch, place)


def _print_shown(report):
    for name, text in sorted(report["shown"].items()):
        print("--- %s: %s" % (report["switch"], name if text is not None else name + " is not there"))
        if text is not None:
            print(text, end="" if text.endswith("\n") else "\n")
