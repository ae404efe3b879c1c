/// The program that runs Python plugins, in the executable, so that nothing has to be installed beside it.
///
/// `python3 -c START PATH` gets one line of JSON on its standard input: the program itself, the modules that plugins may
/// import, the node, the settings, and what else ``PythonModule`` gives. On its standard output it writes lines of JSON:
/// questions (`{"ask": …}`), each of which is answered with a line, and last of all the value (`{"value": …}`), a reason
/// why there is none (`{"refused": …}`), or that the file is no module (`{"program": true}`).
/// What a plugin prints goes to standard error, where it is logged.
///
/// It runs on Python 3.6 and later.
enum PythonProgram {
    static let start = #"""
        import sys
        if sys.path and sys.path[0] == "":
            del sys.path[0]
        import json, os
        REPLIES = os.fdopen(os.dup(0), "rb")
        GIVEN = json.loads(REPLIES.readline().decode("ascii"))
        MODULES = GIVEN["modules"]
        exec(compile(GIVEN["program"], "ztpserver plugin runner", "exec"))
        """#

    /// All of it: what is defined first, then the call.
    static let program = [runner, judging, node, package, "run()\n"].joined(separator: "\n\n")

    /// Sources by name. The settings are put into `ztpserver.config.runtime` when it is imported.
    static let modules: KeyValuePairs = [
        "ztpserver": "", "ztpserver.config": "", "ztpserver.config.runtime": "", "ztpserver.constants": constants,
        "ztpserver.serializers": serializers, "ztpserver.utils": utils,
    ]
}
