"""Descriptions of switches: the part of YAML that is read, JSON, and what is refused."""

import os
import tempfile
import unittest

import support
from simulatedswitch import description, plainyaml

NODES = os.path.join(support.TOP, "Examples", "nodes")


class PlainYAMLTests(unittest.TestCase):
    def check(self, text, *expected):
        self.assertEqual(plainyaml.documents(text), list(expected))

    def test_scalars_are_text(self):
        self.check("a: 12:30:45\nb: 0123\nc: yes\nd: 1.0\n", {"a": "12:30:45", "b": "0123", "c": "yes", "d": "1.0"})

    def test_null(self):
        self.check("a:\nb: ~\nc: null\nd: ''\n", {"a": None, "b": None, "c": None, "d": ""})

    def test_quotes(self):
        self.check("a: 'it''s'\nb: \"x\\ty\"\n'c: d': e # comment\n", {"a": "it's", "b": "x\ty", "c: d": "e"})

    def test_comments(self):
        self.check("# first\na: b#c # end\n\nd: '# no comment'\n", {"a": "b#c", "d": "# no comment"})

    def test_nesting(self):
        self.check("a:\n  b: c\n  d:\n    - e\n    - f: g\n      h: i\n", {"a": {"b": "c", "d": ["e", {"f": "g", "h": "i"}]}})

    def test_list_as_far_left_as_its_key(self):
        self.check("a:\n- b\n- c\nd: e\n", {"a": ["b", "c"], "d": "e"})

    def test_flow(self):
        self.check("a: [b, 'c, d', {e: f, g: h}]\ni: {}\nj: []\n",
                   {"a": ["b", "c, d", {"e": "f", "g": "h"}], "i": {}, "j": []})

    def test_flow_values_may_hold_colons(self):
        self.check("a: [spine1:Ethernet3, spine2:Ethernet3/1]\n", {"a": ["spine1:Ethernet3", "spine2:Ethernet3/1"]})

    def test_lists_of_lists(self):
        self.check("- - a\n  - b\n- c\n", [["a", "b"], "c"])

    def test_documents(self):
        self.check("---\na: b\n---\n# nothing\n---\n- c\n", {"a": "b"}, ["c"])

    def test_refusals(self):
        for text, line in (
                ("a: b\na: c\n", 1 + 1), ("a:\n\tb: c\n", 2), ("a: &x b\n", 1), ("a: |\n  text\n", 1), ("a: 'b\n", 1),
                ("a: b\n  c: d\n", 2), ("a:\n    b: c\n  d: e\n", 3), ("a: [b\n", 1), ("a: {b}\n", 1), ("a: b\nc\n", 2),
                ("a: [b] c\n", 1), ("a: {b: c, b: d}\n", 1)):
            with self.subTest(text=text):
                with self.assertRaises(plainyaml.YAMLError) as caught:
                    plainyaml.documents(text)
                self.assertTrue(str(caught.exception).startswith("line %d: " % line), str(caught.exception))


class DescriptionTests(unittest.TestCase):
    def read(self, text, name="switches.yaml"):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, name)
            with open(path, "w") as stream:
                stream.write(text)
            return description.read_switches(path)

    def test_yaml(self):
        switch, = self.read("serial: L3\nmac: 0000.5e00.5313\nmodel: X\nversion: 4.14.5F\nneighbors:\n"
                            "  Ethernet49: spine1:Ethernet3\n  Management1: [oob1:Et1, {device: 'a:b', port: Et2}]\n")
        self.assertEqual((switch.serial, switch.mac, switch.model), ("L3", "00:00:5e:00:53:13", "X"))
        self.assertEqual(switch.neighbors, [("Ethernet49", "spine1", "Ethernet3"), ("Management1", "oob1", "Et1"),
                                            ("Management1", "a:b", "Et2")])
        self.assertEqual(switch.release(), (4, 14, 5))
        self.assertFalse(switch.has_unix_socket())

    def test_what_switches_post(self):
        switch, = description.read_switches(os.path.join(NODES, "LEAF3.json"))
        self.assertEqual(switch.serial, "LEAF3")
        self.assertIn(("Ethernet49", "spine1", "Ethernet3"), switch.neighbors)

    def test_many(self):
        self.assertEqual([one.serial for one in self.read("serial: A\n---\nserial: B\n")], ["A", "B"])
        self.assertEqual([one.serial for one in self.read("- serial: A\n- serial: B\n")], ["A", "B"])
        self.assertEqual([one.serial for one in self.read("switches:\n  - serial: A\n")], ["A"])
        self.assertEqual([one.serial for one in self.read('[{"serial": "A"}, {"serial": "B"}]', "x.json")], ["A", "B"])
        self.assertGreater(len(description.read_switches(NODES)), 2)

    def test_without_serial_number(self):
        switch, = self.read("serial: ''\nmac: 00:00:5e:00:53:01\n")
        self.assertEqual(switch.name, "00005e005301")

    def test_refusals(self):
        for text in ("serial: A\ncolour: red\n", "mac: 1234\n", "serial: a/b\n", "neighbors: [a]\n", "version: new\n",
                     "neighbors:\n  Ethernet1: spine1\n", "serial: A\n---\nserial: A\n", "", "serial: [A]\n",
                     "neighbors:\n  Ethernet1: {device: a, port: ''}\n"):
            with self.subTest(text=text):
                with self.assertRaises(description.DescriptionError):
                    self.read(text)

    def test_access_switches_differ(self):
        switches = description.access_switches(300)
        self.assertEqual(len(set(one.serial for one in switches)), 300)
        self.assertEqual(len(set(one.mac for one in switches)), 300)
        self.assertEqual(switches[299].neighbors, [("Ethernet51", "agg1", "Ethernet300"), ("Ethernet52", "agg2", "Ethernet300")])


if __name__ == "__main__":
    unittest.main()
