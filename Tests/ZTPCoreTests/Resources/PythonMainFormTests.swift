import Testing

@testable import ZTPCore

/// Which files are Python modules: those that bind the name `main` to something that takes three positional arguments.
@Suite struct PythonMainFormTests {
    /// Modules whatever their mode; each of them gives its second argument.
    @Test(arguments: [
        "def main(node_id, pool, node):\n    return pool\n",
        "def main(*args):\n    return args[1]\n",
        "def main(a, *rest):\n    return rest[0]\n",
        "def main(a, b, *rest, **more):\n    return b\n",
        "def main(a, b, c, retries=3):\n    return b\n",
        "def main(a, b=None, c=None):\n    return b\n",
        "def main(a, b, c, *, verbose=False):\n    return b\n",
        "def main(a: str, b: 'str', c: 'dict' = {}) -> str:\n    return b\n",
        "def main(\n    a,  # the node (by id)\n    b, c,\n):\n    return b\n",
        "def main (a,b,c): return b",
        "main = lambda a, b, c: b\n",
        "def pick(a, b, c):\n    return b\n\nmain = pick\n",
        "def pick(a, b, c):\n    return b\n\nother = main = pick\n",
        "def pick(a, b, c):\n    return b\n\nmain, version = pick, 1\n",
        "main: object = lambda a, b, c: b\n",
        "class Plugin:\n    def __call__(self, a, b, c):\n        return b\n\nmain = Plugin()\n",
        "class Plugin(object):\n    def pick(self, a, b, c):\n        return b\n\nmain = Plugin().pick\n",
        "class Plugin:\n    @staticmethod\n    def pick(a, b, c):\n        return b\n\nmain = Plugin.pick\n",
        "class main(str):\n    def __new__(cls, a, b, c):\n        return str.__new__(cls, b)\n",
        "import functools\n\ndef pick(x, a, b, c):\n    return b\n\nmain = functools.partial(pick, 1)\n",
        "import functools\n\n@functools.lru_cache(None)\ndef main(a, b, c):\n    return b\n",
        """
        import functools

        def given(function):
            @functools.wraps(function)
            def wrapper(a, b, c):
                return function(b)
            return wrapper

        @given
        def main(pool):
            return pool

        """,
        """
        def given(function):
            def wrapper(*arguments):
                return function("connection", *arguments)
            wrapper.__wrapped__ = function
            return wrapper

        @given
        def main(connection, node_id, pool, node):
            return pool

        """,
        "async def main(a, b, c):\n    return b\n",
        "if True:\n    def main(a, b, c):\n        return b\n",
        "import sys\nif sys.version_info[0] > 2:\n    def main(a, b, c):\n        return b\nelse:\n    main = None\n",
        "try:\n    import no_such_module\nexcept ImportError:\n    pass\n\ndef main(a, b, c):\n    return b\n",
        "try:\n    from no_such_module import main\nexcept ImportError:\n    def main(a, b, c):\n        return b\n",
        "import sys\ntry:\n    import json\nexcept ImportError:\n    sys.exit('no json')\nmain = lambda a, b, c: b\n",
        "with open('/dev/null'):\n    def main(a, b, c):\n        return b\n",
        "for name in ['x']:\n    def main(a, b, c):\n        return b\n",
        "from os import *\n\ndef main(a, b, c):\n    return b\n",
        "def main():\n    pass\n\ndef main(a, b, c):\n    return b\n",
        "globals()['main'] = lambda a, b, c: b\n",
        "exec('def main(a, b, c):\\n    return b')\n",
        "def set_up():\n    global main\n    main = lambda a, b, c: b\n\nset_up()\n",
        "def main(a, b, c):\n    return b\n\nif __name__ == '__main__':\n    print(main('N1', 'x', None))\n",
        "#!/usr/bin/env python\ndef main(a, b, c):\n    return b\n",
        "#!/usr/bin/python2.7\r\ndef main(a, b, c):\r\n    return b\r\n",
        "\u{FEFF}def main(a, b, c):\n    return b\n",
        "# -*- coding: utf-8 -*-\n\"\"\"Größe.\"\"\"\ndef main(a, b, c):\n    return b\n",
        "x = 'def main(): pass'\nmain = lambda *a: a[1]\n",
        "def main(a, b, c):\n    return b\nprint('loaded')\n",
    ])
    func module(source: String) throws {
        for mode: UInt32 in [0o644, 0o755] {
            let bench = try PluginBench()
            try bench.program("p", source, mode: mode)
            #expect(bench.value("p('mgmt')") == .value(.string("mgmt")))
        }
    }

    /// Programs when their mode says so, and of no use otherwise. As programs they are run, not imported.
    @Test(arguments: [
        "def main():\n    print('ran')\n\nmain()\n",
        "def main(argv):\n    print('ran')\n\nmain(0)\n",
        "def main(a, b):\n    pass\n\nprint('ran')\n",
        "def main(a, b, c, d):\n    pass\n\nprint('ran')\n",
        "def main(a, b, c, *, key):\n    pass\n\nprint('ran')\n",
        "def main():\n    print('ran')\n\nif __name__ == '__main__':\n    main()\n",
        "import sys\n\ndef main():\n    print('ran')\n    return 0\n\nif __name__ == '__main__':\n    sys.exit(main())\n",
        "import asyncio\n\nasync def main():\n    print('ran')\n\nasyncio.new_event_loop().run_until_complete(main())\n",
        "main = lambda: print('ran')\nmain()\n",
        "main = 'text'\nprint('ran')\n",
        "class Plugin:\n    def main(self, a, b, c):\n        pass\n\nprint('ran')\n",
        "class Plugin:\n    pass\n\nmain = Plugin()\nprint('ran')\n",
        "class main:\n    pass\n\nprint('ran')\n",
        "if __name__ == '__main__':\n    def main(a, b, c):\n        pass\n    print('ran')\n",
        "def main(a, b, c):\n    pass\n\ndel main\nprint('ran')\n",
        "def helper(main):\n    pass\n\nprint('ran')\n",
        "# def main(a, b, c):\nprint('ran')\n",
        "x = 'def main(a, b, c):'\nprint('ran')\n",
        "from os.path import *\nprint('ran')\n",
        "from os import getpid as main\nmain()\nprint('ran')\n",
    ])
    func program(source: String) throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/usr/bin/env python3\n" + source)
        #expect(bench.value("p('x')") == .value(.string("ran")))
        try bench.program("p", "#!/usr/bin/env python3\n" + source, mode: 0o644)
        #expect(
            bench.value("p('x')")
                == .refused(
                    "p('x') gives no value: @ROOT@/plugins/p is neither executable nor a Python module with "
                        + "main(node_id, pool, node)"))
    }

    /// `main` from a file beside the plugin, or from one that the operator's Python has.
    @Test(arguments: [
        "from site_pools import main\n", "from site_pools import *\n", "from site_pools import pick as main\n",
    ])
    func imported(source: String) throws {
        let bench = try PluginBench()
        try bench.sandbox.write(
            "plugins/site_pools.py", "def pick(a, b, c):\n    return b\n\nmain = pick\n")
        try bench.program("p", source, mode: 0o644)
        #expect(bench.value("p('mgmt')") == .value(.string("mgmt")))
        #expect(bench.sandbox.names(in: "plugins") == ["p", "site_pools.py"])
        // The same of a program's.
        try bench.sandbox.write("plugins/site_pools.py", "def pick():\n    print('ran')\n\nmain = pick\n")
        try bench.program("p", "#!/usr/bin/env python3\n\(source)main()\n")
        #expect(bench.value("p('x')") == .value(.string("ran")))
        try bench.sandbox.write("plugins/site_pools.py", "def pick():\n    return 'ran'\n")
        try bench.program("p", "#!/usr/bin/env python3\nfrom site_pools import *\nprint(pick())\n")
        #expect(bench.value("p('x')") == .value(.string("ran")))
    }

    /// Whatever decides, a file's statements run once for one call.
    @Test(arguments: [
        "def main(a, b, c):\n    return b\n", "main = print and (lambda a, b, c: b)\n",
        "globals()['main'] = lambda a, b, c: b\n", "def main():\n    print('mgmt')\n\nmain()\n",
        "from functools import lru_cache\n\n@lru_cache(None)\ndef main():\n    print('mgmt')\n\nmain()\n",
        "from site_pools import main\n", "import functools\nmain = functools.partial(lambda x, a, b, c: b, 1)\n",
    ])
    func topLevelRunsOnce(source: String) throws {
        let bench = try PluginBench()
        try bench.sandbox.write("plugins/site_pools.py", "main = lambda a, b, c: b\n")
        let note = "open('\(bench.sandbox.path)/runs', 'a').write('x')\n"
        try bench.program("p", "#!/usr/bin/env python3\n" + note + source)
        #expect(bench.value("p('mgmt')") == .value(.string("mgmt")))
        #expect(bench.sandbox.text("runs") == "x")
    }

    /// What is imported to find out, and turns out to be of no use, is not run once more.
    @Test func neitherAfterTheImport() throws {
        let bench = try PluginBench()
        let source = "#!/usr/bin/env python3\nopen('\(bench.sandbox.path)/runs', 'a').write('x')\nmain = abs and abs\n"
        try bench.program("p", source)
        #expect(
            bench.value("p('x')")
                == .refused(
                    "p('x') gives no value: main of @ROOT@/plugins/p cannot be called with (node_id, pool, node)"))
        #expect(bench.sandbox.text("runs") == "x")
    }

    /// Files that Python 3 cannot read.
    @Test(arguments: [
        ("print 'x'\ndef main(a, b, c):\n    return 1\n", "SyntaxError"),
        ("#!/usr/bin/env python\nprint 'x'\ndef main(a, b, c):\n    return 1\n", "SyntaxError"),
        ("def main(a, b, c):\nreturn 1\n", "IndentationError"),
        ("def main(a, b, c", "SyntaxError"),
    ])
    func brokenModule(source: String, error: String) throws {
        for mode: UInt32 in [0o644, 0o755] {
            let bench = try PluginBench()
            try bench.program("p", source, mode: mode)
            guard case .refused(let words) = bench.value("p('x')") else {
                Issue.record("a value came")
                return
            }
            #expect(
                words.hasPrefix("p('x') gives no value: the plugin ended with exit code 1, saying: \(error)"),
                "\(words)")
        }
    }

    /// Scripts of the shell's without `#!`, with words of Python in them.
    @Test(arguments: [
        "echo ran # def main(a, b, c):\n", "cat >/dev/null <<END\ndef main(a, b, c):\nEND\necho ran\n",
        "main() { echo ran; }\nmain\n", "# import *\necho ran\n",
    ])
    func shellScript(source: String) throws {
        let bench = try PluginBench()
        try bench.program("p", source)
        #expect(bench.value("p('x')") == .value(.string("ran")))
    }

    /// A bash script that writes a module.
    @Test func otherLanguages() throws {
        let bench = try PluginBench()
        try bench.program("p", "#!/bin/bash\n: <<END\ndef main(node_id, pool, node):\nEND\necho \"$2\"\n")
        #expect(bench.value("p('x')") == .value(.string("x")))
    }
}
