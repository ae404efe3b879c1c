"""A DHCP client for one interface: DISCOVER, REQUEST, and of the reply the address and option 67.

Packets go through a packet socket, since the interface has no address yet. siaddr, the header's file name and option 66
are not looked at: EOS takes the whole URL from option 67. There is no renewal; a boot is shorter than a lease.
"""

import os
import socket
import struct
import subprocess
import time

CLIENT_PORT, SERVER_PORT = 68, 67
COOKIE = b"\x63\x82\x53\x63"
DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6

SUBNET_MASK, ROUTER, NAME_SERVER, REQUESTED_ADDRESS, OVERLOAD = 1, 3, 6, 50, 52
MESSAGE_TYPE, SERVER_IDENTIFIER, PARAMETERS, VENDOR_CLASS, CLIENT_IDENTIFIER, BOOT_FILE = 53, 54, 55, 60, 61, 67
PAD, END = 0, 255

WAIT = 2
TRIES = 5


class DHCPFailure(Exception):
    """Why there is no lease."""


class Lease(object):
    def __init__(self, message):
        self.address = message.address
        self.server = _dotted(message.options.get(SERVER_IDENTIFIER, b""))
        self.mask = _dotted(message.options.get(SUBNET_MASK, b"")) or "255.255.255.0"
        self.router = _dotted(message.options.get(ROUTER, b"")[:4])
        self.url = message.options.get(BOOT_FILE, b"").rstrip(b"\0").decode("utf-8", "replace")

    def prefix_length(self):
        return bin(struct.unpack("!I", socket.inet_aton(self.mask))[0]).count("1")


class Message(object):
    """What we look at in a DHCP message."""

    def __init__(self, transaction, address, options):
        self.transaction = transaction
        self.address = address
        self.options = options

    def kind(self):
        return _number(self.options.get(MESSAGE_TYPE))


def parse(raw):
    """A message from the payload of a UDP datagram; None if it is no DHCP reply."""
    if len(raw) < 240 or raw[0] != 2 or raw[236:240] != COOKIE:
        return None
    options = {}
    _read_options(raw[240:], options)
    overload = _number(options.get(OVERLOAD))
    if overload & 1:
        _read_options(raw[108:236], options)
    if overload & 2:
        _read_options(raw[44:108], options)
    return Message(raw[4:8], _dotted(raw[16:20]), options)


def _read_options(raw, options):
    index = 0
    while index < len(raw) and raw[index] != END:
        if raw[index] == PAD:
            index += 1
            continue
        if index + 1 >= len(raw):
            return
        length = raw[index + 1]
        # A long value comes in several options of the same number.
        options[raw[index]] = options.get(raw[index], b"") + raw[index + 2:index + 2 + length]
        index += 2 + length


def vendor_class(switch):
    """What EOS says in option 60."""
    return "Arista;%s;%s;%s" % (switch.model, switch.hardware, switch.serial)


def build(kind, transaction, mac, vendor, extra=()):
    """The bytes of a DISCOVER or REQUEST."""
    options = [
        (MESSAGE_TYPE, bytes([kind])),
        (CLIENT_IDENTIFIER, b"\x01" + mac),
        (VENDOR_CLASS, vendor.encode("ascii", "replace")[:255]),
        (PARAMETERS, bytes([SUBNET_MASK, ROUTER, NAME_SERVER, BOOT_FILE])),
    ] + list(extra)
    # Broadcast flag: a unicast reply would go to an address that the interface does not have yet.
    head = struct.pack("!BBBB4sHH16x16s192x4s", 1, 1, 6, 0, transaction, 0, 0x8000, mac, COOKIE)
    body = b"".join(bytes([number, len(value)]) + value for number, value in options) + bytes([END])
    return (head + body).ljust(300, b"\0")


def _packet(payload):
    """The payload in UDP in IPv4, from nobody to everybody."""
    udp = struct.pack("!HHHH", CLIENT_PORT, SERVER_PORT, 8 + len(payload), 0) + payload
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0, b"\0" * 4, b"\xff" * 4)
    return head[:10] + struct.pack("!H", _checksum(head)) + head[12:] + udp


def _checksum(head):
    total = sum(struct.unpack("!%dH" % (len(head) // 2), head))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def _payload(packet):
    """What a UDP datagram to the client's port carries, else None."""
    if len(packet) < 28 or packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_UDP:
        return None
    udp = packet[(packet[0] & 15) * 4:]
    if len(udp) < 8 or struct.unpack("!H", udp[2:4])[0] != CLIENT_PORT:
        return None
    return udp[8:struct.unpack("!H", udp[4:6])[0]]


def _number(value):
    """The value of an option of one byte; 0 if it is not there."""
    return value[0] if value else 0


def _dotted(raw):
    return socket.inet_ntoa(raw) if len(raw) == 4 else None


class Interface(object):
    """An interface of the machine, or of the network namespace that we were started in."""

    def __init__(self, name):
        self.name = name
        self.lease = None

    def obtain(self, vendor):
        """A lease with a URL; the interface has the address afterwards."""
        self.give_up()
        _ip("link", "set", "dev", self.name, "up")
        ethernet_ip = 0x0800
        with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ethernet_ip)) as link:
            link.bind((self.name, ethernet_ip))
            self.mac = link.getsockname()[4]
            lease = self._negotiate(link, vendor)
        if not lease.url:
            raise DHCPFailure("%s offers %s without option 67" % (lease.server, lease.address))
        _ip("address", "replace", "%s/%d" % (lease.address, lease.prefix_length()), "dev", self.name)
        self.lease = lease
        if lease.router is not None:
            try:
                _ip("route", "add", "default", "via", lease.router, "dev", self.name)
            except DHCPFailure:
                pass  # the machine has a default route, and keeps it
        return lease

    def _negotiate(self, link, vendor):
        transaction = os.urandom(4)
        for _ in range(TRIES):
            offer = self._exchange(link, build(DISCOVER, transaction, self.mac, vendor), transaction, (OFFER,))
            if offer is None:
                continue
            chosen = [(REQUESTED_ADDRESS, socket.inet_aton(offer.address)),
                      (SERVER_IDENTIFIER, offer.options.get(SERVER_IDENTIFIER, b""))]
            request = build(REQUEST, transaction, self.mac, vendor, chosen)
            reply = self._exchange(link, request, transaction, (ACK, NAK))
            if reply is not None and reply.kind() == ACK:
                return Lease(reply)
        raise DHCPFailure("no server answers")

    def _exchange(self, link, message, transaction, kinds):
        """Sends a message and waits for the reply to it."""
        link.sendto(_packet(message), (self.name, 0x0800, 0, 0, b"\xff" * 6))
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            link.settimeout(max(0.01, end - time.monotonic()))
            try:
                payload = _payload(link.recv(65535))
            except socket.timeout:
                return None
            reply = parse(payload) if payload is not None else None
            if reply is not None and reply.transaction == transaction and reply.kind() in kinds:
                return reply
        return None

    def give_up(self):
        """Takes the address back; its routes go with it."""
        if self.lease is not None:
            address = "%s/%d" % (self.lease.address, self.lease.prefix_length())
            self.lease = None
            try:
                _ip("address", "del", address, "dev", self.name)
            except DHCPFailure:
                pass


def _ip(*arguments):
    """ip(8)"""
    done = subprocess.Popen(("ip",) + arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)
    output, _ = done.communicate()
    if done.returncode != 0:
        raise DHCPFailure("ip %s: %s" % (" ".join(arguments), output.decode("utf-8", "replace").strip()))
