import SystemPackage
import Testing

@testable import ZTPCore

/// What can be told of a file in plugins/ without Python.
@Suite struct PluginFileTests {
    private static func shape(_ source: String) -> PluginFile.Shape {
        PluginFile(path: "p", isExecutable: true, source: Array(source.utf8)).shape
    }

    /// The name of the interpreter decides, wherever it is and whatever starts it.
    @Test(arguments: [
        "#!/usr/bin/env python", "#!/usr/bin/env python3", "#!/usr/bin/python3 -s", "#!/usr/local/bin/python2.7\r",
        "#! /usr/bin/python3", "#!/srv/venv/bin/python", "#!/usr/bin/env -S python3 -u", "#!/usr/bin/env A=1 python3",
        "#!/usr/bin/pypy3", "\u{FEFF}#!/usr/bin/env python3",
    ])
    func namesPython(line: String) {
        #expect(Self.shape(line + "\nprint(1)\n") == .python(isNamed: true))
    }

    @Test(arguments: [
        "#!/bin/sh", "#!/bin/bash", "#!/usr/bin/env ruby", "#!/usr/bin/perl -w python", "#!/opt/python/run",
        "#!/usr/bin/env -S uv run --script", "#!", "#!/usr/bin/env", "#!/bin/sh /usr/bin/python3",
    ])
    func namesSomethingElse(line: String) {
        #expect(Self.shape(line + "\ndef main(a, b, c):\n    return 1\n") == .program)
    }

    @Test(arguments: [
        "def main(a, b, c):\n    return 1\n", "from site_plugins import *\n", "from site_plugins import  *\n",
        "exec(open('/etc/plugin').read())\n", "echo main\n", "\u{FEFF}main = print\n",
    ])
    func mayBindMain(source: String) { #expect(Self.shape(source) == .python(isNamed: false)) }

    /// For these, no Python is started.
    @Test(arguments: ["", "echo 1\n", "\u{7F}ELF\0def main(a, b, c)", "import os\nprint(os.getcwd())\n"])
    func cannotBindMain(source: String) { #expect(Self.shape(source) == .program) }
}
