import Testing

@testable import ZTPCore

/// Which files in plugins/ are Python modules, and which are programs.
@Suite struct PluginKindTests {
    /// Modules whatever their mode.
    @Test(arguments: [
        "def main(node_id, pool, node):\n    return 1\n",
        "def main(a,b,c): return 1\n",
        "import os\n\n\ndef main(a, b, c):\n    return 1\n",
        "#!/usr/bin/env python\ndef main(a, b, c):\n    return 1\n",
        "#!/usr/bin/python3 -s\ndef main(a, b, c):\n    return 1\n",
        "#!/usr/local/bin/python2.7\r\ndef main(a, b, c):\r\n    return 1\r\n",
        "# -*- coding: utf-8 -*-\n\"\"\"Gives \u{FF}.\"\"\"\ndef main(a, b, c):\n    return 1\n",
        "def main (a, b, c):\n    return 1\n",
        "def  main(a, b, c):\n    return 1\n",
        "def\tmain(a, b, c):\n    return 1\n",
        "def main(a, b, c, ):\n    return 1\n",
        "def main(\n    a,\n    b,\n    c,\n):\n    return 1\n",
        "def main(a,  # the node, by id (or MAC)\n         b,\n         c):\n    return 1\n",
        "def main(a, b=None, c=None):\n    return 1\n",
        "def main(a, b=(1, 2), c={'x': [1, 2]}):\n    return 1\n",
        "def main(a, b=',', c=')'):\n    return 1\n",
        "def main(a, b=\"#\", c=None):\n    return 1\n",
        "def main(a: str, b: 'str', c: dict[str, int] = {}) -> str:\n    return 1\n",
        "\u{FEFF}def main(a, b, c):\n    return 1\n",
        "def helper(a):\n    pass\n\ndef main(a, b, c):\n    return 1\n",
        "def main_two(a):\n    pass\n\ndef main(a, b, c):\n    return 1\n",
        "def main(a):\n    pass\n\ndef main(a, b, c):\n    return 1\n",
        "def main(a, b, c):\n    return 1\n\nif __name__ == '__main__':\n    main(1, 2, 3)\n",
        "@decorated\ndef main(a, b, c):\n    return 1\n",
    ])
    func isPythonModule(source: String) {
        #expect(PluginKind(source: Array(source.utf8), isExecutable: false) == .pythonModule)
        #expect(PluginKind(source: Array(source.utf8), isExecutable: true) == .pythonModule)
    }

    /// Programs when their mode says so, and of no use otherwise.
    @Test(arguments: [
        "", "echo 1\n", "#!/bin/sh\necho 1\n", "#!/usr/bin/env python3\nprint(1)\n",
        "#!/usr/bin/env python3\nimport sys\n\ndef main():\n    print(sys.argv)\n\nmain()\n",
        "#!/usr/bin/env python3\ndef main(argv):\n    print(argv)\n",
        "#!/usr/bin/env python3\ndef main(a, b):\n    print(1)\n",
        "#!/usr/bin/env python3\ndef main(a, b, c, d):\n    print(1)\n",
        "#!/usr/bin/env python3\ndef main(*arguments):\n    print(1)\n",
        "#!/bin/sh\ncat <<END\ndef main(a, b, c):\nEND\n",
        "#!/usr/bin/env ruby\ndef main(a, b, c)\n  1\nend\n",
        "#!/usr/bin/perl\n# python\ndef main(a, b, c):\n",
        "class Plugin:\n    def main(self, a, b):\n        return 1\n",
        "# def main(a, b, c):\n", "x = 'def main(a, b, c):'\n", "def main2(a, b, c):\n    return 1\n",
        "def maine(a, b, c):\n    return 1\n", "def Main(a, b, c):\n    return 1\n", "def main(a, b, c", "def main",
        "def main\n(a, b, c)",
        "\u{7F}ELF\0def mine(a, b, c)",
    ])
    func isNoPythonModule(source: String) {
        #expect(PluginKind(source: Array(source.utf8), isExecutable: true) == .executable)
        #expect(PluginKind(source: Array(source.utf8), isExecutable: false) == .neither)
    }
}
