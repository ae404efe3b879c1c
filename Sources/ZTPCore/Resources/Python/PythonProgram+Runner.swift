extension PythonProgram {
    /// Takes what it is given, finds out what the file is, and says its value.
    static let runner = #"""
        import ast, importlib, importlib.machinery, inspect, io, json, os, re, subprocess, sys, types

        CHANNEL = os.fdopen(os.dup(1), "wb")
        # What is printed belongs into the log, and standard input to nobody any more.
        os.dup2(2, 1)
        _null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(_null, 0)
        os.close(_null)
        sys.stdin = io.TextIOWrapper(io.open(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(io.open(1, "wb", 0, closefd=False), encoding="utf-8", errors="backslashreplace",
                                      write_through=True)
        sys.stderr = io.TextIOWrapper(io.open(2, "wb", 0, closefd=False), encoding="utf-8", errors="backslashreplace",
                                      write_through=True)


        class Refused(Exception):
            """There is no value, for a reason that needs no type."""


        def say(message):
            CHANNEL.write(json.dumps(message).encode("ascii") + b"\n")
            CHANNEL.flush()


        def ask(question, **details):
            """Has the server do something; a pair of its result and why there is none."""
            details["ask"] = question
            say(details)
            answer = json.loads(REPLIES.readline().decode("ascii"))
            return answer.get("value"), answer.get("error")


        def load(path, source):
            module = types.ModuleType(os.path.basename(path))
            module.__file__ = path
            sys.modules.setdefault(module.__name__, module)
            exec(compile(source, path, "exec"), module.__dict__)
            return module


        def value(path, source, verdict):
            module = load(path, source)
            main = getattr(module, "main", None)
            if verdict is None and not takes_three(main):
                raise Refused("main of %s cannot be called with (node_id, pool, node)" % path)
            result = main(GIVEN["id"], GIVEN["pool"], Node(GIVEN["node"]))
            if inspect.iscoroutine(result):
                import asyncio
                result = asyncio.new_event_loop().run_until_complete(result)
            text = json.dumps(result)
            if len(text) > GIVEN["limit"]:
                raise Refused("the value has %d bytes, and %d are taken" % (len(text), GIVEN["limit"]))
            return result


        def answer(path):
            with open(path, "rb") as file:
                source = file.read()
            # Helpers beside the plugin come last: they must not hide anything.
            sys.path.append(os.path.dirname(path))
            try:
                tree = parse(source, path)
                verdict = judge(tree)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                if not is_elsewhere(path, source):
                    raise error
                verdict = False
            if verdict is None and GIVEN["executable"] and calls_main_with_nothing(tree):
                verdict = False
            if verdict is False:
                return {"program": True}
            return {"value": None if GIVEN["only_judge"] else value(path, source, verdict)}


        def place(path, error):
            """Where in the plugin an error arose."""
            found, trace = None, error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == path:
                    found = trace
                trace = trace.tb_next
            return found and "line %d, in %s" % (found.tb_lineno, found.tb_frame.f_code.co_name)


        def run():
            path = sys.argv[1]
            sys.argv[:] = [path]
            sys.dont_write_bytecode = True
            offer()
            try:
                say(answer(path))
            except Refused as refused:
                say({"refused": str(refused)})
            except Exception as error:
                at = place(path, error)
                if at:
                    sys.stderr.write("%s\n" % at)
                sys.stderr.write("%s: %s\n" % (type(error).__name__, error))
                sys.exit(1)
        """#
}
