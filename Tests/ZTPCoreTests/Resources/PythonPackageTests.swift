import Glibc
import OrderedCollections
import SystemPackage
import Testing

@testable import ZTPCore

/// What modules can import from `ztpserver`, as those of existing installations do.
@Suite struct PythonPackageTests {
    private static func value(_ source: String, in bench: PluginBench) throws -> PluginBench.Outcome {
        try bench.program("p", source)
        return bench.value("p('mgmt')")
    }

    /// The value of an expression with the names of these modules.
    private static func value(of expression: String, in bench: PluginBench) throws -> PluginBench.Outcome {
        try value(
            """
            from ztpserver.config import runtime
            from ztpserver.constants import *
            from ztpserver.serializers import dump, dumps, load, loads
            from ztpserver.utils import all_files, expand_range, parse_interface, url_path_join

            def main(node_id, pool, node):
                return \(expression)

            """, in: bench)
    }

    @Test(
        arguments: [
            ("CONTENT_TYPE_JSON", .string("application/json")), ("CONTENT_TYPE_YAML", .string("application/yaml")),
            ("CONTENT_TYPE_OTHER", .string("text/plain")), ("CONTENT_TYPE_PYTHON", .string("text/x-python")),
            ("CONTENT_TYPE_HTML", .string("text/html")),
            (
                "[HTTP_STATUS_OK, HTTP_STATUS_CREATED, HTTP_STATUS_NO_CONTENT, HTTP_STATUS_BAD_REQUEST]",
                .array([.integer(200), .integer(201), .integer(204), .integer(400)])
            ),
            (
                "[HTTP_STATUS_NOT_FOUND, HTTP_STATUS_CONFLICT, HTTP_STATUS_INTERNAL_SERVER_ERROR]",
                .array([.integer(404), .integer(409), .integer(500)])
            ),
            ("expand_range('Ethernet1-3')", .array(["Ethernet1", "Ethernet2", "Ethernet3"].map(Document.string))),
            (
                "expand_range('et1/1-1/2,m1')",
                .array(["Ethernet1/1", "Ethernet1/2", "Management1"].map(Document.string))
            ),
            (
                "list(parse_interface({'device': 'spine1', 'port': 'Ethernet1'}, node_id))",
                .array([.string("spine1"), .string("Ethernet1")])
            ),
            ("list(parse_interface('spine1:Ethernet1', node_id))", .array([.string("spine1"), .string("Ethernet1")])),
            ("list(parse_interface('spine1', node_id))", .array([.string("spine1"), .string("any")])),
            ("list(parse_interface({'device': 'spine1'}, node_id))", .array([.string("spine1"), .string("any")])),
            ("list(parse_interface('none', node_id))", .array([.string("none"), .string("none")])),
            ("list(parse_interface('a : b:c', node_id))", .array([.string("a"), .string("b")])),
            ("url_path_join('http://ztp:8080/', '/nodes/', 'N1')", .string("http://ztp:8080/nodes/N1")),
            ("url_path_join('a', 'b')", .string("a/b")), ("url_path_join('/a', 'b/')", .string("/a/b/")),
            ("loads('{\"a\": [1]}', CONTENT_TYPE_JSON, node_id)", .mapping(["a": .array([.integer(1)])])),
            (
                "loads('a: [1, yes, 0x10]', CONTENT_TYPE_YAML, node_id)",
                .mapping(["a": .array([.integer(1), .bool(true), .integer(16)])])
            ),
            ("loads(b'text', CONTENT_TYPE_OTHER, node_id)", .string("text")),
            ("loads('', CONTENT_TYPE_YAML)", .null),
            ("str(loads('100: a\\n200: {}\\n', CONTENT_TYPE_YAML))", .string("{100: 'a', 200: {}}")),
            ("dumps({'a': [1, None]}, CONTENT_TYPE_JSON, node_id)", .string(#"{"a": [1, null]}"#)),
            (
                "dumps({'b': None, 'a': [1, 'yes', {}]}, CONTENT_TYPE_YAML, node_id)",
                .string("b: null\na:\n- 1\n- 'yes'\n- {}\n")
            ),
            (
                "dumps({100: 'a', '100a': '12', True: 1.5}, CONTENT_TYPE_YAML)",
                .string("100: a\n100a: '12'\ntrue: 1.5\n")
            ),
            ("dumps('text', CONTENT_TYPE_OTHER)", .string("text")),
            ("dumps(5, CONTENT_TYPE_OTHER)", .string("5")),
        ] as [(String, Document)])
    func names(expression: String, value: Document) throws {
        #expect(try Self.value(of: expression, in: PluginBench()) == .value(value), "\(expression)")
    }

    @Test(arguments: [
        ("expand_range('Ethernet3-1')", "ValueError: "), ("expand_range('bogus')", "ValueError: "),
        ("parse_interface('a b', node_id)", "ValueError: JPE1: the neighbor 'a b': 'a b' is not one word"),
        ("parse_interface({}, node_id)", "ValueError: JPE1: the neighbor {} names no device"),
        ("parse_interface(None, node_id)", "ValueError: JPE1: the neighbor None is neither text nor a mapping"),
        ("loads('{', CONTENT_TYPE_JSON, node_id)", "SerializerError: JPE1: not JSON: "),
        ("loads('a: [', CONTENT_TYPE_YAML, node_id)", "SerializerError: JPE1: not YAML: "),
        ("dumps({1, 2}, CONTENT_TYPE_YAML)", "SerializerError: a set cannot be written as YAML"),
        ("dumps({'a': object()}, CONTENT_TYPE_JSON)", "SerializerError: N/A: cannot be written as JSON: "),
        ("load('/nonexistent', CONTENT_TYPE_YAML)", "FileNotFoundError: "),
    ])
    func failures(expression: String, words: String) throws {
        guard case .refused(let reason) = try Self.value(of: expression, in: PluginBench()) else {
            Issue.record("a value came")
            return
        }
        let start = "p('mgmt') gives no value: the plugin ended with exit code 1, saying: \(words)"
        #expect(reason.hasPrefix(start), "\(reason)")
    }

    /// The plugin that sites derive from the stock one.
    private static let allocating = """
        import os
        from ztpserver.config import runtime
        from ztpserver.constants import CONTENT_TYPE_YAML
        from ztpserver.serializers import dump, load

        def main(node_id, pool, _):
            path = os.path.join(runtime.default.data_root, "resources", pool)
            data = load(path, CONTENT_TYPE_YAML, node_id, lock=True)
            for entry, owner in data.items():
                if owner == node_id:
                    return entry
            entry = next(entry for entry, owner in data.items() if not owner)
            data[entry] = node_id
            dump(data, path, CONTENT_TYPE_YAML, node_id, lock=True)
            return entry

        """

    @Test func allocating() throws {
        let bench = try PluginBench(["mgmt": "10.1.1.1/24: null\n10.1.1.2/24: null\n"])
        try bench.program("site_alloc", Self.allocating)
        for (node, entry) in [("N1", "10.1.1.1/24"), ("N2", "10.1.1.2/24"), ("N1", "10.1.1.1/24")] {
            #expect(bench.value("site_alloc('mgmt')", id: node) == .value(.string(entry)))
        }
        #expect(bench.sandbox.text("resources/mgmt") == "10.1.1.1/24: N1\n10.1.1.2/24: N2\n")
        #expect(bench.sandbox.mode("resources/mgmt") == 0o644)
        #expect(bench.sandbox.names(in: "resources") == ["mgmt"])
    }

    /// From load to dump the file is locked, so no entry is given out twice; the built-in `allocate` waits as well.
    @Test(.timeLimit(.minutes(5))) func neverTwice() async throws {
        let count = 12
        let bench = try PluginBench(
            ["mgmt": (0..<count).map { "e\($0): null\n" }.joined()], timeout: 120)
        try bench.program("site_alloc", Self.allocating)
        let given = await withTaskGroup(of: PluginBench.Outcome.self) { group in
            for node in 0..<count {
                group.addTask {
                    node % 3 == 0
                        ? bench.values("allocate('mgmt')", id: "N\(node)")
                        : bench.value("site_alloc('mgmt')", id: "N\(node)")
                }
            }
            return await group.reduce(into: [PluginBench.Outcome]()) { $0.append($1) }
        }
        let entries = given.compactMap { outcome -> String? in
            switch outcome {
            case .value(.array(let values)): values.first?.string
            case .value(let value): value.string
            case .refused: nil
            }
        }
        #expect(Set(entries).count == count, "\(given)")
    }

    @Test(.timeLimit(.minutes(5))) func lockedElsewhere() throws {
        let bench = try PluginBench(["mgmt": "a: null\n"], timeout: 30)
        let lock = try FileRepository(root: bench.sandbox.root)
            .preparedLock(of: bench.sandbox.absolute("resources/mgmt"))
        try bench.program("site_alloc", Self.allocating)
        try lock.withLock {
            #expect(
                bench.value("site_alloc('mgmt')")
                    == .refused(
                        "site_alloc('mgmt') gives no value: the plugin ended with exit code 1, saying: "
                            + "SerializerError: @ROOT@/resources/mgmt is locked by another program"))
        }
        #expect(bench.value("site_alloc('mgmt')") == .value(.string("a")))
    }

    @Test func dumpMakesAndKeepsFiles() throws {
        let bench = try PluginBench()
        try bench.sandbox.write("elsewhere/real", "old", mode: 0o640)
        try bench.sandbox.link("elsewhere/link", to: "real")
        let root = bench.sandbox.path
        let result = try Self.value(
            of: "[dump({'a': 1}, '\(root)/elsewhere/new', CONTENT_TYPE_YAML), "
                + "dump('text', '\(root)/elsewhere/link', CONTENT_TYPE_OTHER), "
                + "load('\(root)/elsewhere/new', CONTENT_TYPE_YAML), all_files('\(root)/elsewhere')]",
            in: bench)
        let files = ["link", "new", "real"].map { Document.string("\(root)/elsewhere/\($0)") }
        #expect(result == .value(.array([.null, .null, .mapping(["a": .integer(1)]), .array(files)])))
        #expect(bench.sandbox.text("elsewhere/new") == "a: 1\n")
        #expect(bench.sandbox.text("elsewhere/real") == "text")
        #expect(bench.sandbox.mode("elsewhere/real") == 0o640)
    }

    /// What ours lacks is looked for in a package that is installed; what ours has is ours.
    @Test(
        arguments: [
            ("from ztpserver.topology import NAME\nmain = lambda a, b, c: NAME\n", .string("installed topology")),
            ("import ztpserver.topology as t\nmain = lambda a, b, c: t.NAME\n", .string("installed topology")),
            (
                "from ztpserver.utils import expand_range, site_function\n"
                    + "main = lambda a, b, c: [site_function(), expand_range('Ethernet1')]\n",
                .array([.string("installed function"), .array([.string("Ethernet1")])])
            ),
            ("import ztpserver\nmain = lambda a, b, c: ztpserver.LABEL\n", .string("installed package")),
            (
                "import ztpserver.topology\nfrom ztpserver.config import runtime\n"
                    + "main = lambda a, b, c: runtime.default.identifier\n", .string("serialnumber")
            ),
        ] as [(String, Document)])
    func installedPackage(source: String, value: Document) throws {
        let bench = try PluginBench()
        for folder in ["elsewhere/lib", "elsewhere/lib/ztpserver"] { try bench.sandbox.makeFolder(folder) }
        for (name, text) in [
            ("__init__", "LABEL = 'installed package'\n"), ("config", "raise ValueError('not ours')\n"),
            ("topology", "from ztpserver.utils import expand_range\nNAME = 'installed topology'\n"),
            (
                "utils",
                "def expand_range(text):\n    return 'not ours'\n\ndef site_function():\n    return 'installed function'\n"
            ),
        ] { try bench.sandbox.write("elsewhere/lib/ztpserver/\(name).py", text) }
        let path = "import sys\nsys.path.insert(0, '\(bench.sandbox.path)/elsewhere/lib')\n"
        #expect(try Self.value(path + source, in: bench) == .value(value))
    }

    @Test(arguments: [
        ("from ztpserver.topology import Node", "ModuleNotFoundError: No module named 'ztpserver.topology'"),
        (
            "from ztpserver.utils import no_such_name",
            "ImportError: cannot import name 'no_such_name' from 'ztpserver.utils'"
        ),
    ])
    func nothingInstalled(statement: String, error: String) throws {
        let bench = try PluginBench()
        guard case .refused(let words) = try Self.value("\(statement)\nmain = lambda a, b, c: 1\n", in: bench) else {
            Issue.record("a value came")
            return
        }
        #expect(words.contains(error), "\(words)")
    }

    /// Printing, reading and children of a module do not get between it and the server.
    @Test func channelsAreItsOwn() throws {
        let result = try Self.value(
            """
            import subprocess, sys
            from ztpserver.serializers import loads

            def main(node_id, pool, node):
                print('{"value": 1}')
                subprocess.call(["sh", "-c", "echo '{\\"value\\": 2}'; cat"])
                return [loads("a: 1", "application/yaml"), sys.stdin.read(), sys.argv]

            """, in: PluginBench())
        guard case .value(.array(let values)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(values.prefix(2) == [.mapping(["a": .integer(1)]), .string("")])
    }
}
