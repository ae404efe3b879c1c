"""What the show commands print, as text and as the data behind `| json`."""

import time


def version(device):
    switch = device.switch
    data = {
        "modelName": switch.model,
        "internalVersion": switch.version + "-1234567.simulated",
        "systemMacAddress": switch.mac,
        "serialNumber": switch.serial,
        "memTotal": 2014520,
        "memFree": 1256000,
        "bootupTimestamp": device.booted_at,
        "version": switch.version,
        "architecture": switch.architecture,
        "internalBuildId": "00000000-0000-0000-0000-000000000000",
        "hardwareRevision": switch.hardware,
    }
    text = "\n".join([
        "Arista " + switch.model,
        "Hardware version:    " + switch.hardware,
        "Serial number:       " + switch.serial,
        "System MAC address:  " + dotted(switch.mac),
        "",
        "Software image version: " + switch.version,
        "Architecture:           " + switch.architecture,
        "Internal build version: " + data["internalVersion"],
        "Internal build ID:      " + data["internalBuildId"],
        "",
        "Uptime:                 %d minutes" % (device.uptime() / 60),
        "Total memory:           %(memTotal)d kB" % data,
        "Free memory:            %(memFree)d kB" % data,
        "",
    ])
    return text, data


def dotted(mac):
    """02:00:5e:00:00:01 as EOS prints it in texts: 0200.5e00.0001."""
    digits = mac.replace(":", "")
    return ".".join(digits[index:index + 4] for index in (0, 4, 8))


def lldp_neighbors(device):
    seen = device.visible_neighbors()
    data = {
        "tablesLastChangeTime": device.booted_at + device.uptime(),
        "tablesInserts": len(seen),
        "tablesDeletes": 0,
        "tablesDrops": 0,
        "tablesAgeOuts": 0,
        "lldpNeighbors": [
            {"port": port, "neighborDevice": peer, "neighborPort": peer_port, "ttl": 120}
            for port, peer, peer_port in seen
        ],
    }
    lines = [
        "Last table change time   : %d:%02d:%02d ago" % _clock(device.uptime()),
        "Number of table inserts  : %d" % len(seen),
        "Number of table deletes  : 0",
        "Number of table drops    : 0",
        "Number of table age-outs : 0",
        "",
        "%-13s %-30s %-20s %s" % ("Port", "Neighbor Device ID", "Neighbor Port ID", "TTL"),
    ]
    for port, peer, peer_port in seen:
        lines.append("%-13s %-30s %-20s %d" % (_short(port), peer, peer_port, 120))
    return "\n".join(lines + [""]), data


def _clock(seconds):
    return int(seconds) // 3600, int(seconds) // 60 % 60, int(seconds) % 60


def _short(port):
    return port.replace("Ethernet", "Et").replace("Management", "Ma")


def running_config(device):
    return device.config.text(device.switch), device.config.data()


def startup_config(device):
    """Text only."""
    return device.flash_text("startup-config"), None


def boot_config(device):
    text = device.flash_text("boot-config")
    image = [line[4:] for line in text.split("\n") if line.startswith("SWI=")]
    return "Software image: %s\n" % (image[0] if image else ""), {"softwareImage": image[0] if image else ""}


def host_name(device):
    name = device.config.host_name()
    return "Hostname: %s\nFQDN:     %s\n" % (name, name), {"hostname": name, "fqdn": name}


def clock(device):
    now = time.localtime()
    return time.strftime("%a %b %d %H:%M:%S %Y\nTimezone: UTC\nClock source: local\n", now), None


def zerotouch(device):
    return "ZeroTouch Mode: Enabled\nScript Exec Timeout: %d\n" % device.script_limit, {
        "mode": "Enabled", "scriptExecTimeout": device.script_limit}
