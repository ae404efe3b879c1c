"""DHCP messages, byte by byte; dhcp-boot talks to real servers."""

import socket
import unittest

import support  # noqa: F401 -- finds the package
from simulatedswitch import dhcp
from simulatedswitch.description import Switch

MAC = b"\x02\0\x5e\0\0\x01"


def reply(options, sname=b"", file=b""):
    return b"\x02\x01\x06\0ABCD" + b"\0" * 8 + socket.inet_aton("192.0.2.7") + b"\0" * 24 \
        + sname.ljust(64, b"\0") + file.ljust(128, b"\0") + dhcp.COOKIE + options


class MessageTests(unittest.TestCase):
    def test_discover(self):
        raw = dhcp.build(dhcp.DISCOVER, b"ABCD", MAC, dhcp.vendor_class(Switch(serial="S1", hardware="01.00")))
        self.assertEqual(raw[:12], b"\x01\x01\x06\0ABCD\0\0\x80\0")
        self.assertEqual(raw[28:34], MAC)
        self.assertEqual(raw[236:243], dhcp.COOKIE + b"\x35\x01\x01")
        self.assertIn(b"\x3c\x18Arista;vEOS-lab;01.00;S1", raw)
        self.assertGreaterEqual(len(raw), 300)

    def test_packet_and_payload(self):
        packet = dhcp._packet(b"payload")
        self.assertEqual(dhcp._checksum(packet[:20]), 0)
        self.assertIsNone(dhcp._payload(packet))  # it goes to the server's port
        self.assertEqual(dhcp._payload(packet[:22] + b"\0\x44" + packet[24:] + b"padding"), b"payload")
        self.assertIsNone(dhcp._payload(b"short"))

    def test_reply(self):
        url = b"http://192.0.2.1:8080/bootstrap"
        options = b"\x35\x01\x05\0\x36\x04\xc0\0\x02\x01\x01\x04\xff\xff\xff\x80\x43" + bytes([len(url)]) + url + b"\xff"
        lease = dhcp.Lease(dhcp.parse(reply(options)))
        self.assertEqual((lease.address, lease.server, lease.prefix_length(), lease.router, lease.url),
                         ("192.0.2.7", "192.0.2.1", 25, None, url.decode("ascii")))

    def test_file_name_of_the_header_is_no_url(self):
        self.assertEqual(dhcp.Lease(dhcp.parse(reply(b"\x35\x01\x05\xff", file=b"http://x/"))).url, "")

    def test_overload_and_long_options(self):
        message = dhcp.parse(reply(b"\x34\x01\x03\x43\x02ht\xff", sname=b"\x43\x02//\xff", file=b"\x43\x03tp:\xff"))
        self.assertEqual(message.options[dhcp.BOOT_FILE], b"http://")

    def test_garbage(self):
        self.assertIsNone(dhcp.parse(b""))
        self.assertIsNone(dhcp.parse(b"\0" * 300))
        self.assertEqual(dhcp.parse(reply(b"\x35")).kind(), 0)
        self.assertEqual(dhcp.parse(reply(b"\x35\x00\x34\x00")).kind(), 0)


if __name__ == "__main__":
    unittest.main()
