import OrderedCollections
import SystemPackage
import Testing

@testable import ZTPCore

/// Python modules in plugins/, as existing installations have them.
@Suite struct PythonPluginTests {
    /// What `main` returns keeps its type.
    @Test(
        arguments: [
            ("'10.0.0.1'", .string("10.0.0.1")), ("u'gr\\u00f6\\u00dfe'", .string("größe")), ("'12'", .string("12")),
            ("12", .integer(12)), ("1.5", .real(1.5)), ("True", .bool(true)), ("None", .null), ("''", .string("")),
            ("[1, 'a', None]", .array([.integer(1), .string("a"), .null])),
            ("('a', 'b')", .array([.string("a"), .string("b")])),
            ("{'b': 1, 'a': {'c': []}}", .mapping(["b": .integer(1), "a": .mapping(["c": .array([])])])),
            ("{1: 'x'}", .mapping(["1": .string("x")])), ("10 ** 20", .bigInteger("100000000000000000000")),
            ("'two\\nlines\\n'", .string("two\nlines\n")),
            ("float('inf')", .real(.infinity)), ("False", .bool(false)), ("-0.5", .real(-0.5)), ("[]", .array([])),
            ("{True: 1, None: 2, 1.5: 3}", .mapping(["true": .integer(1), "null": .integer(2), "1.5": .integer(3)])),
            ("'\\ud800x'", .string("\u{FFFD}x")),
            ("__import__('collections').namedtuple('T', 'a')(1)", .array([.integer(1)])),
        ] as [(String, Document)])
    func returned(expression: String, value: Document) throws {
        let bench = try PluginBench()
        try bench.program("p", "def main(node_id, pool, node):\n    return \(expression)\n", mode: 0o644)
        #expect(bench.value("p('x')") == .value(value))
    }

    @Test func arguments() throws {
        let bench = try PluginBench()
        try bench.program("p", "def main(node_id, pool, node):\n    return [node_id, pool]\n")
        #expect(bench.value("p('mgmt')") == .value(.array([.string("JPE1"), .string("mgmt")])))
        #expect(bench.value("p('é')", id: "ñ -c") == .value(.array([.string("ñ -c"), .string("é")])))
    }

    @Test func node() throws {
        let bench = try PluginBench()
        try bench.program(
            "p",
            """
            def main(node_id, pool, node):
                return [node.systemmac, node.model, node.serialnumber, node.version,
                        [[name, [[n.device, n.interface] for n in node.neighbors[name]]] for name in node.neighbors]]

            """)
        #expect(
            bench.value("p('x')")
                == .value(
                    .array([
                        .string("001c73000001"), .string("DCS-7050T"), .string("JPE1"), .string("4.32.1F"),
                        .array([
                            .array([
                                .string("Ethernet2"), .array([.array([.string("spine2"), .string("Ethernet8")])]),
                            ]),
                            .array([
                                .string("Ethernet1"),
                                .array([
                                    .array([.string("spine1"), .string("Ethernet7")]),
                                    .array([.string("leaf é"), .string("Ethernet1/1")]),
                                ]),
                            ]),
                            .array([.string("Management1"), .array([])]),
                        ]),
                    ])))
        try bench.program(
            "q",
            "def main(a, b, n):\n    return [n.systemmac, n.model, n.serialnumber, n.version, n.neighbors]\n"
        )
        #expect(bench.value("q('x')", for: Node()) == .value(.array([.null, .null, .null, .null, .mapping([:])])))
    }

    /// Settings as earlier releases offered them.
    @Test(arguments: [
        "from ztpserver.config import runtime", "import ztpserver.config\nruntime = ztpserver.config.runtime",
        "import ztpserver.config.runtime as runtime", "import ztpserver\nruntime = ztpserver.config.runtime",
    ])
    func settings(statement: String) throws {
        let bench = try PluginBench()
        try bench.program(
            "p",
            """
            \(statement)

            def main(node_id, pool, node):
                return [runtime.default.data_root, runtime.default.identifier, runtime.default.server_url,
                        runtime.default.logging, runtime.server.port, runtime.bootstrap.filename,
                        runtime.neighbordb.filename]

            """)
        #expect(
            bench.value("p('x')")
                == .value(
                    .array([
                        .string(bench.sandbox.path.string), .string("serialnumber"), .string("http://ztpserver:8080"),
                        .bool(true), .integer(8080), .string("bootstrap"), .string("neighbordb"),
                    ])))
    }

    /// Only what is returned is the value.
    @Test func printingIsLogged() throws {
        let bench = try PluginBench()
        try bench.program(
            "p",
            """
            import os, sys
            print("loading")

            def main(node_id, pool, node):
                print("looking for", pool)
                sys.stdout.write("half a line")
                sys.stderr.write("an error\\n")
                os.system("echo from a shell")
                return "value"

            """)
        #expect(bench.value("p('x')") == .value(.string("value")))
        for words in ["loading", "looking for x", "half a line", "an error", "from a shell"] {
            #expect(bench.log.contains { $0.contains("plugin p: ") && $0.contains(words) }, "\(words): \(bench.log)")
        }
    }

    @Test(arguments: [
        ("raise ValueError('no more')", "the plugin ended with exit code 1, saying: ValueError: no more"),
        ("raise Exception()", "the plugin ended with exit code 1, saying: Exception: "),
        ("return 1 / 0", "the plugin ended with exit code 1, saying: ZeroDivisionError: division by zero"),
        ("return undefined", "the plugin ended with exit code 1, saying: NameError: name 'undefined' is not defined"),
        (
            "return object()",
            "the plugin ended with exit code 1, saying: TypeError: Object of type object is not JSON serializable"
        ),
        (
            "return [1, b'x']",
            "the plugin ended with exit code 1, saying: TypeError: Object of type bytes is not JSON serializable"
        ),
        ("import sys; sys.exit(3)", "the plugin ended with exit code 3"),
        ("import sys; sys.exit('gone')", "the plugin ended with exit code 1, saying: gone"),
        ("import os; os._exit(4)", "the plugin ended with exit code 4"),
        ("import os; os.kill(os.getpid(), 9)", "the plugin was killed by signal 9"),
        ("return 'x' * 2000000", "the value has 2000002 bytes, and 1048576 are taken"),
        (
            "return [set()]",
            "the plugin ended with exit code 1, saying: TypeError: Object of type set is not JSON serializable"
        ),
        (
            "import datetime; return datetime.date(2026, 1, 2)",
            "the plugin ended with exit code 1, saying: TypeError: Object of type date is not JSON serializable"
        ),
        (
            "return {(1, 2): 3}",
            "the plugin ended with exit code 1, saying: TypeError: keys must be str, int, float, bool or None, not tuple"
        ),
        (
            "a = []; a.append(a); return a",
            "the plugin ended with exit code 1, saying: ValueError: Circular reference detected"
        ),
    ])
    func raises(statement: String, reason: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "def main(node_id, pool, node):\n    \(statement)\n")
        #expect(bench.value("p('x')") == .refused("p('x') gives no value: \(reason)"))
    }

    /// Leaving without a word, or with half a value, is no value.
    @Test(arguments: [
        "import sys; sys.exit(0)", "import os; os._exit(0)", "raise KeyboardInterrupt()", "raise BaseException()",
    ])
    func noValue(statement: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "def main(node_id, pool, node):\n    \(statement)\n")
        guard case .refused(let words) = bench.value("p('x')") else {
            Issue.record("a value came")
            return
        }
        #expect(words.hasPrefix("p('x') gives no value: "))
    }

    @Test(arguments: [
        ("def main(node_id, pool, node):\nreturn 1\n", "IndentationError"),
        ("import no_such_module\ndef main(node_id, pool, node):\n    return 1\n", "ModuleNotFoundError"),
        ("print 'x'\ndef main(node_id, pool, node):\n    return 1\n", "SyntaxError"),
    ])
    func doesNotLoad(source: String, error: String) throws {
        let bench = try PluginBench()
        try bench.program("p", source)
        guard case .refused(let words) = bench.value("p('x')") else {
            Issue.record("a value came")
            return
        }
        #expect(
            words.hasPrefix("p('x') gives no value: the plugin ended with exit code 1, saying: \(error)"), "\(words)")
    }

    @Test(.timeLimit(.minutes(5))) func hangs() throws {
        let bench = try PluginBench(timeout: 1)
        try bench.program("p", "import time\ndef main(node_id, pool, node):\n    time.sleep(60)\n")
        #expect(bench.value("p('x')") == .refused("p('x') gives no value: the plugin ran too long and was killed"))
    }

    /// Things that modules do.
    @Test(
        arguments: [
            (
                "__file__ is known", "import os\ndef main(a, b, c):\n    return os.path.basename(__file__)\n",
                .string("p")
            ),
            (
                "__name__ is not __main__",
                "def main(a, b, c):\n    return 1\nif __name__ == '__main__':\n    raise SystemExit(9)\n", .integer(1)
            ),
            (
                "globals", "count = 0\ndef main(a, b, c):\n    global count\n    count += 1\n    return count\n",
                .integer(1)
            ),
            (
                "postponed annotations",
                "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass Key:\n    text: str\n"
                    + "def main(a, b, c):\n    return Key('k').text\n", .string("k")
            ),
            ("a coding line", "# -*- coding: latin-1 -*-\ndef main(a, b, c):\n    return 'x'\n", .string("x")),
            ("ends of lines", "def main(a, b, c):\r\n    return 'x'\r\n", .string("x")),
            ("no newline at the end", "def main(a, b, c): return 'x'", .string("x")),
            ("a string with a comma", "def main(a, b=',', c=')'):\n    return 'x'\n", .string("x")),
            (
                "subprocess",
                "import subprocess as s\ndef main(a, b, c):\n    return s.check_output(['echo', a]).decode().strip()\n",
                .string("JPE1")
            ),
            (
                "logging",
                "import logging\nlogging.basicConfig()\ndef main(a, b, c):\n    logging.error('x')\n    return 1\n",
                .integer(1)
            ),
        ] as [(String, String, Document)])
    func works(what: String, source: String, value: Document) throws {
        let bench = try PluginBench()
        try bench.program("p", source)
        #expect(bench.value("p('x')") == .value(value), "\(what)")
        // No bytecode beside the plugin.
        #expect(bench.sandbox.names(in: "plugins") == ["p"])
    }

    @Test func aLargeNodeArrives() throws {
        let bench = try PluginBench()
        try bench.program("p", "def main(a, b, node):\n    return len(node.neighbors)\n")
        let node = Node(
            interfaces: (0..<4000).map { number in
                Node.Interface(
                    name: "Ethernet\(number)",
                    neighbors: [Node.Neighbor(device: String(repeating: "é", count: 100), port: "p")])
            })
        #expect(bench.value("p('x')", for: node) == .value(.integer(4000)))
    }
}
