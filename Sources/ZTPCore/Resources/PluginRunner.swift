/// The program that runs Python plugins: `python3 -c PROGRAM PATH ID POOL`, the node and the settings on its standard
/// input, the value on its standard output as JSON.
///
/// It stands in the executable, so that nothing has to be installed beside it. What a plugin prints goes to standard
/// error, where it is logged. A plugin may `from ztpserver.config import runtime`, as modules of earlier installations
/// do.
enum PluginRunner {
    static let program = #"""
        import sys
        if sys.path and sys.path[0] == "":
            del sys.path[0]
        import json, os, types

        def load(path):
            module = types.ModuleType(os.path.basename(path))
            module.__file__ = path
            sys.modules.setdefault(module.__name__, module)
            with open(path, "rb") as file:
                exec(compile(file.read(), path, "exec"), module.__dict__)
            return module

        class Settings(object):
            def __init__(self, values):
                self.__dict__.update(values)

        class Neighbor(object):
            def __init__(self, device, interface):
                self.device = device
                self.interface = interface
            def __repr__(self):
                return "Neighbor(device=%r, interface=%r)" % (self.device, self.interface)

        class Node(object):
            def __init__(self, values):
                for name in ("systemmac", "model", "serialnumber", "version"):
                    setattr(self, name, values.get(name))
                self.neighbors = {
                    interface: [Neighbor(one["device"], one["port"]) for one in seen]
                    for interface, seen in values["neighbors"].items()
                }

        def offer(settings):
            runtime = types.ModuleType("ztpserver.config.runtime")
            for section, values in settings.items():
                setattr(runtime, section, Settings(values))
            config = types.ModuleType("ztpserver.config")
            config.runtime = runtime
            package = types.ModuleType("ztpserver")
            package.config = config
            package.__path__ = []
            config.__path__ = []
            for module in (package, config, runtime):
                sys.modules[module.__name__] = module

        def run(path, node_id, pool):
            values = os.fdopen(os.dup(1), "w")
            os.dup2(2, 1)
            given = json.load(sys.stdin)
            offer(given["settings"])
            value = load(path).main(node_id, pool, Node(given["node"]))
            json.dump(value, values)
            values.close()

        sys.dont_write_bytecode = True
        try:
            run(*sys.argv[1:4])
            sys.stdout.flush()
        except Exception as error:
            sys.stdout.flush()
            sys.stderr.write("%s: %s\n" % (type(error).__name__, error))
            sys.exit(1)
        """#
}
