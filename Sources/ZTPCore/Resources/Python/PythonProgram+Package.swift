extension PythonProgram {
    /// The package `ztpserver`, made of ``modules``.
    static let package = #"""
        class Settings(object):
            """A section of the configuration."""
            def __init__(self, values):
                self.__dict__.update(values)


        class Offered(types.ModuleType):
            """A module of ours; what it lacks is looked for in a package of that name that is installed."""
            def __getattr__(self, name):
                if self.__name__ + "." + name in MODULES:
                    return importlib.import_module(self.__name__ + "." + name)
                if not name.startswith("__"):
                    module = installed(self.__name__)
                    if hasattr(module, name):
                        return getattr(module, name)
                raise AttributeError("module %r has no attribute %r" % (self.__name__, name))


        class Finder(object):
            """Makes the modules that plugins import."""
            def find_spec(self, name, path=None, target=None):
                if name not in MODULES:
                    return None
                spec = importlib.machinery.ModuleSpec(name, self, is_package=name in ("ztpserver", "ztpserver.config"))
                if spec.submodule_search_locations is not None:
                    found = installed_spec(name)
                    spec.submodule_search_locations.extend(found and found.submodule_search_locations or [])
                return spec

            def create_module(self, spec):
                return Offered(spec.name)

            def exec_module(self, module):
                module.__dict__.update(ask=ask, given=GIVEN)
                if module.__name__ == "ztpserver.config.runtime":
                    for section, values in GIVEN["settings"].items():
                        setattr(module, section, Settings(values))
                exec(compile(MODULES[module.__name__], module.__name__, "exec"), module.__dict__)


        FINDER, INSTALLED = Finder(), {}


        def installed_spec(name):
            path = None
            if "." in name:
                package = installed_spec(name.rpartition(".")[0])
                path = package and package.submodule_search_locations
                if not path:
                    return None
            for finder in sys.meta_path:
                spec = finder.find_spec(name, path) if finder is not FINDER and hasattr(finder, "find_spec") else None
                if spec is not None:
                    return spec


        def installed(name):
            """A module as it is installed, or None. It is never found under its own name."""
            if name not in INSTALLED:
                spec = installed_spec(name)
                INSTALLED[name] = None
                if spec is not None and spec.loader is not None:
                    module = types.ModuleType(name)
                    module.__spec__, module.__loader__ = spec, spec.loader
                    module.__file__, module.__package__ = spec.origin, spec.parent
                    if spec.submodule_search_locations is not None:
                        module.__path__ = spec.submodule_search_locations
                    spec.loader.exec_module(module)
                    INSTALLED[name] = module
            return INSTALLED[name]


        def offer():
            sys.meta_path.insert(0, FINDER)
        """#
}
