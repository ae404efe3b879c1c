"""FastCli's answers and eAPI's, without processes."""

import base64
import json
import os
import shutil
import tempfile
import time
import unittest

import support  # noqa: F401 -- finds the package
from simulatedswitch import agent, eapi, isolation
from simulatedswitch.description import Switch
from simulatedswitch.device import Device

API = "configure\nmanagement api http-commands\nprotocol unix-socket\nno shutdown"


class DeviceTests(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        for place in ("/mnt/flash", "/var/run"):
            os.makedirs(self.directory + place)
        self.said = []
        self.device = self.make_device(Switch(serial="S1", neighbors=[("Ethernet1", "spine1", "Ethernet3")]))

    def make_device(self, switch, **options):
        device = Device(switch, isolation.Root(self.directory), self.said.append, eapi_delay=0, **options)
        self.addCleanup(device.stop)
        return device

    def cli(self, text, privilege=15):
        return agent.run_lines(self.device, privilege, text)

    def call(self, *commands, **more):
        params = {"version": 1, "cmds": list(commands), "format": more.pop("format", "json")}
        params.update(more)
        request = {"jsonrpc": "2.0", "method": "runCmds", "params": params, "id": "7"}
        return json.loads(eapi.answer(self.device, json.dumps(request).encode("utf-8")).decode("utf-8"))


class CLITests(DeviceTests):
    def test_show_version(self):
        output, status = self.cli("show version | json")
        self.assertEqual((json.loads(output)["serialNumber"], status), ("S1", 0))
        self.assertIn("Software image version: 4.32.1F", self.cli("show version")[0])

    def test_abbreviations(self):
        self.assertEqual(self.cli("sh ver"), self.cli("show version"))
        self.assertEqual(self.cli("sh"), ("% Incomplete command (at token 0: 'sh')\n", 1))
        self.assertEqual(self.cli("e"), ("% Ambiguous command (at token 0: 'e')\n", 1))

    def test_refusals(self):
        self.assertEqual(self.cli("show nonsense"), ("% Invalid input (at token 1: 'nonsense')\n", 1))
        self.assertEqual(self.cli("configure", 1), ("% Invalid input (privileged mode required)\n", 1))
        self.assertEqual(self.cli("configure\nnonsense"), ("% Invalid input (at token 0: 'nonsense')\n", 1))
        self.assertEqual(self.cli("show version | count"), ("% Invalid input (at token 0: 'count')\n", 1))
        self.assertEqual(self.cli("enable\nconfigure\nhostname x", 1), ("", 0))

    def test_running_config(self):
        self.cli("configure\ninterface Ethernet1\ndescription a\ndescription b\nno switchport\nhostname x\nvlan 10\nname n\n"
                 "exit\nip routing\nhostname y\nno vlan 10\nend\nwrite")
        with open(self.directory + "/mnt/flash/startup-config") as stream:
            self.assertEqual(stream.read().split("\n", 3)[3],
                             "interface Ethernet1\n   description b\n!\nip routing\nhostname y\nend\n")

    def test_lldp_is_learnt_one_by_one(self):
        neighbors = [("Ethernet%d" % number, "spine", "Ethernet1") for number in range(4)]
        self.device = self.make_device(Switch(neighbors=neighbors), lldp_delay=100)
        self.assertEqual(json.loads(self.cli("show lldp neighbors | json")[0])["lldpNeighbors"], [])
        self.device.booted_at -= 60
        self.assertEqual(len(json.loads(self.cli("show lldp neighbors | json")[0])["lldpNeighbors"]), 2)
        self.device.booted_at -= 60
        self.assertEqual(len(json.loads(self.cli("show lldp neighbors | json")[0])["lldpNeighbors"]), 4)

    def test_socket_comes_and_goes_with_the_configuration(self):
        path = self.directory + eapi.SOCKET
        self.cli("configure\nmanagement api http-commands\nprotocol unix-socket")
        # It would take a moment to be there, so the intention is looked at.
        self.assertNotIn("unix", self.device.servers)
        self.cli(API)
        self.wait_until(lambda: os.path.exists(path))
        self.cli("configure\nmanagement api http-commands\nshutdown")
        self.assertFalse(os.path.exists(path))

    def wait_until(self, condition):
        for _ in range(1200):
            if condition():
                return
            time.sleep(0.05)
        self.fail("it does not happen")

    def test_old_versions_have_no_unix_socket(self):
        for version, status in (("4.14.5F", 1), ("4.9.1", 1), ("4.14.6M", 0), ("4.32.1F", 0)):
            self.device = self.make_device(Switch(version=version))
            self.assertEqual(self.cli(API)[1], status, version)

    def test_users(self):
        self.cli("configure\nusername a privilege 15 secret s\nusername b secret 0 t privilege 15\nusername c nopassword\n"
                 "username e secret 5 x")

        def accepts(text):
            return self.device.accepts("Basic " + base64.b64encode(text.encode("ascii")).decode("ascii"))

        self.assertTrue(accepts("a:s"))
        self.assertTrue(accepts("b:t"))
        for wrong in ("a:t", "a:", "c:", "c:x", "d:s", "e:x", "e:5", ""):
            self.assertFalse(accepts(wrong), wrong)
        self.assertFalse(self.device.accepts(None))
        self.assertFalse(self.device.accepts("Bearer x"))
        self.cli("configure\nno username a")
        self.assertFalse(accepts("a:s"))


class EAPITests(DeviceTests):
    def test_results(self):
        answer = self.call("enable", "show version", "show lldp neighbors")
        self.assertEqual((answer["jsonrpc"], answer["id"], answer["result"][0]), ("2.0", "7", {}))
        self.assertEqual(answer["result"][1]["modelName"], "vEOS-lab")
        self.assertEqual(answer["result"][2]["lldpNeighbors"],
                         [{"port": "Ethernet1", "neighborDevice": "spine1", "neighborPort": "Ethernet3", "ttl": 120}])

    def test_text(self):
        answer = self.call("enable", "show hostname", format="text")
        self.assertEqual(answer["result"], [{"output": ""}, {"output": "Hostname: localhost\nFQDN:     localhost\n"}])

    def test_configuration_lasts_and_modes_do_not(self):
        self.assertEqual(self.call({"cmd": "enable", "input": ""}, "configure", "hostname x")["result"], [{}, {}, {}])
        self.assertEqual(self.call("hostname y")["error"]["code"], 1002)
        self.assertEqual(self.device.config.host_name(), "x")

    def test_failing_command(self):
        error = self.call("enable", "show nonsense", "show version")["error"]
        self.assertEqual(error["code"], 1002)
        self.assertEqual(error["message"], "CLI command 2 of 3 'show nonsense' failed: invalid command")
        self.assertEqual(error["data"], [{}, {"errors": ["Invalid input (at token 1: 'nonsense')"]}])
        self.assertEqual(self.call("show nonsense", format="text")["error"]["data"][0]["output"],
                         "% Invalid input (at token 1: 'nonsense')\n")

    def test_other_failures(self):
        self.assertEqual(self.call("configure")["error"]["code"], 1005)
        self.assertEqual(self.call("enable", "show startup-config")["error"]["code"], 1000)
        with open(self.directory + "/mnt/flash/startup-config", "w") as stream:
            stream.write("hostname x\n")
        self.assertEqual(self.call("enable", "show startup-config")["error"]["code"], 1003)
        self.assertEqual(self.call("enable", "show startup-config", format="text")["result"][1]["output"], "hostname x\n")

    def test_wrong_requests(self):
        for body, code in (
                (b"{", -32700), (b"[]", -32600), (b'{"method": "runCmds"}', -32600),
                (b'{"jsonrpc": "2.0", "method": "x", "id": 1}', -32601),
                (b'{"jsonrpc": "2.0", "method": "runCmds", "id": 1}', -32602)):
            self.assertEqual(json.loads(eapi.answer(self.device, body).decode("utf-8"))["error"]["code"], code, body)
        self.assertEqual(self.call("enable", format="xml")["error"]["code"], -32602)
        self.assertEqual(self.call("enable", colour="red")["error"]["code"], -32602)
        self.assertEqual(self.call(5)["error"]["code"], -32602)


if __name__ == "__main__":
    unittest.main()
