/// Python's own parser tells what a file is, so that nothing here has to know Python.
///
/// Statements are followed as they would run, with every name that they bind; both ways of a branch count, except the
/// one behind `if __name__ == "__main__":`. What depends on more than the syntax is `None`: then the file is imported.
extension PythonProgram {
    /// Finds out from the syntax what the file binds to the name `main`.
    static let judging = #"""
        # Whether a file is a module is told by what it binds to the name main. A form of a value is one of
        #   ("def", arguments)      ("class", names)    ("instance", names)    ("object", value)
        #   ("import", module, name)    ("star", module, form before or None)    ("plain",): cannot be called    UNKNOWN
        UNKNOWN, PLAIN = ("unknown",), ("plain",)
        PLAIN_KINDS = frozenset("""Constant Num Str Bytes NameConstant Ellipsis JoinedStr List Tuple Dict Set ListComp
            DictComp SetComp GeneratorExp Compare""".split())


        def parse(source, path):
            import warnings
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(source, path)


        def judge(tree):
            """Whether main can take three positional arguments; None when the syntax does not tell."""
            names = {}
            for statement in tree.body:
                statements([statement], names)
            strings = [getattr(node, "s", getattr(node, "value", None)) for node in ast.walk(tree)
                       if type(node).__name__ in ("Str", "Constant")]
            for node in ast.walk(tree):
                if isinstance(node, ast.Global) and "main" in node.names:
                    return None
                if getattr(node, "id", None) in ("globals", "setattr", "vars", "locals") and "main" in strings:
                    return None
            if "main" not in names and (at_top(tree, is_exec) or "__getattr__" in names):
                return None
            return takes(names.get("main", PLAIN), 3)


        def fits(arguments, count):
            names = getattr(arguments, "posonlyargs", []) + arguments.args
            if len(names) - len(arguments.defaults) > count or None in arguments.kw_defaults:
                return False
            return arguments.vararg is not None or len(names) >= count


        def takes(form, count):
            kind = form[0]
            if kind == "def":
                return fits(form[1], count)
            if kind == "plain":
                return False
            if kind == "class":
                if "__new__" in form[1]:
                    return None
                return takes(form[1]["__init__"], count + 1) if "__init__" in form[1] else False
            if kind == "instance":
                return takes(form[1].get("__call__", PLAIN), count + 1)
            if kind == "object":
                return takes_three(form[1])
            if kind in ("import", "star") and not GIVEN["only_judge"]:
                return takes_imported(form, count)
            return None


        def takes_imported(form, count):
            """Looks at what the file would import anyway."""
            try:
                module = importlib.import_module(form[1])
                if form[0] == "star":
                    public = getattr(module, "__all__", None)
                    if public is None:
                        public = [name for name in vars(module) if not name.startswith("_")]
                    if "main" not in public:
                        return takes(form[2] or PLAIN, count)
                    return takes_three(getattr(module, "main"))
                return takes_three(getattr(module, form[2]))
            except Exception:
                return None


        def takes_three(value):
            if not callable(value):
                return False
            # A wrapper's own parameters count, not those of what it wraps.
            for follow in (False, True):
                try:
                    inspect.signature(value, follow_wrapped=follow).bind(1, 2, 3)
                    return True
                except TypeError:
                    return False
                except ValueError:
                    continue
            return True


        def form_of(expression, names):
            kind = type(expression).__name__
            if kind == "Lambda":
                return ("def", expression.args)
            if kind == "Name":
                import builtins
                if expression.id not in names and hasattr(builtins, expression.id) and "*" not in names:
                    return ("object", getattr(builtins, expression.id))
                return names.get(expression.id, UNKNOWN)
            if kind in PLAIN_KINDS:
                return PLAIN
            if kind == "IfExp":
                return same([form_of(expression.body, names), form_of(expression.orelse, names)])
            if kind == "NamedExpr":
                return form_of(expression.value, names)
            if kind == "Call":
                made = form_of(expression.func, names)
                return ("instance", made[1]) if made[0] == "class" else UNKNOWN
            return UNKNOWN


        def same(forms):
            return forms[0] if all(form == forms[0] for form in forms) else UNKNOWN


        def merged(branches):
            """The names after one of several ways through the file; those that end the program do not count."""
            branches = [branch for branch in branches if branch is not None]
            if not branches:
                return {}
            keys = set(key for branch in branches for key in branch)
            return {key: same([branch.get(key, UNKNOWN) for branch in branches]) for key in keys}


        def branch(body, names):
            names = dict(names)
            return None if statements(body, names) else names


        def ends(statement):
            if isinstance(statement, (ast.Raise, ast.Return)):
                return True
            call = statement.value if isinstance(statement, ast.Expr) else None
            if not isinstance(call, ast.Call):
                return False
            name = getattr(call.func, "id", getattr(call.func, "attr", None))
            return name in ("exit", "_exit", "quit", "abort")


        def bind(target, form, names, expression=None):
            if isinstance(target, ast.Name):
                names[target.id] = form
            elif isinstance(target, (ast.Tuple, ast.List)):
                parts = expression.elts if isinstance(expression, (ast.Tuple, ast.List)) else None
                if parts is not None and (len(parts) != len(target.elts)
                                          or any(isinstance(part, ast.Starred) for part in parts + target.elts)):
                    parts = None
                forms = [form_of(part, names) for part in parts] if parts else [UNKNOWN] * len(target.elts)
                for one, form in zip(target.elts, forms):
                    bind(one, form, names)
            elif isinstance(target, ast.Starred):
                bind(target.value, PLAIN, names)


        def statements(body, names):
            """Follows statements; true when the program ends there."""
            for statement in body:
                walrus = getattr(ast, "NamedExpr", ())
                if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    for node in ast.walk(statement):
                        if isinstance(node, walrus):
                            names[node.target.id] = UNKNOWN
                if one_statement(statement, names):
                    return True
            return False


        def one_statement(statement, names):
            kind = type(statement).__name__
            if kind in ("FunctionDef", "AsyncFunctionDef"):
                names[statement.name] = UNKNOWN if statement.decorator_list else ("def", statement.args)
            elif kind == "ClassDef":
                bases = [base for base in statement.bases if getattr(base, "id", None) != "object"]
                inside = {}
                statements(statement.body, inside)
                is_plain = not bases and not statement.keywords and not statement.decorator_list
                names[statement.name] = ("class", inside) if is_plain else UNKNOWN
            elif kind == "Assign":
                form = form_of(statement.value, names)
                for target in statement.targets:
                    bind(target, form, names, statement.value)
            elif kind == "AnnAssign" and statement.value is not None:
                bind(statement.target, form_of(statement.value, names), names)
            elif kind == "AugAssign":
                bind(statement.target, UNKNOWN, names)
            elif kind == "Delete":
                for target in statement.targets:
                    names.pop(getattr(target, "id", None), None)
            elif kind == "Import":
                for alias in statement.names:
                    names[alias.asname or alias.name.split(".")[0]] = PLAIN
            elif kind == "ImportFrom":
                for alias in statement.names:
                    if alias.name == "*":
                        names["*"] = UNKNOWN
                        star = ("star", statement.module, names.get("main"))
                        names["main"] = UNKNOWN if statement.level else star
                    else:
                        is_absolute = not statement.level
                        names[alias.asname or alias.name] = (
                            ("import", statement.module, alias.name) if is_absolute else UNKNOWN)
            elif kind == "If":
                return follow([branch(body, names) for body in possible(statement)], names)
            elif kind in ("Try", "TryStar"):
                before = dict(names)
                tried = dict(names)
                ended = statements(statement.body, tried)
                failed = merged([before, tried])
                ways = [None if ended else branch(statement.orelse, tried)]
                ways += [branch(handler.body, failed) for handler in statement.handlers]
                return follow(ways, names) or statements(statement.finalbody, names)
            elif kind in ("With", "AsyncWith"):
                for item in statement.items:
                    if item.optional_vars is not None:
                        bind(item.optional_vars, UNKNOWN, names)
                return statements(statement.body, names)
            elif kind in ("For", "AsyncFor", "While"):
                inside = dict(names)
                if kind != "While":
                    bind(statement.target, UNKNOWN, inside)
                statements(statement.body, inside)
                follow([dict(names), inside], names)
                statements(statement.orelse, names)
            elif kind == "Match":
                follow([dict(names)] + [branch(case.body, names) for case in statement.cases], names)
            return ends(statement)


        def follow(ways, names):
            """Goes on with what the ways have in common; true when all of them end the program."""
            if all(way is None for way in ways):
                return True
            found = merged(ways)
            names.clear()
            names.update(found)
            return False


        def possible(statement):
            """The bodies of an if that a module may take: not the one for a program."""
            test = statement.test
            if isinstance(test, ast.Compare) and len(test.ops) == 1:
                sides = [test.left, test.comparators[0]]
                names = [getattr(side, "id", None) for side in sides]
                texts = [getattr(side, "s", getattr(side, "value", None)) for side in sides]
                if "__name__" in names and "__main__" in texts:
                    if isinstance(test.ops[0], ast.Eq):
                        return [statement.orelse]
                    if isinstance(test.ops[0], ast.NotEq):
                        return [statement.body]
            return [statement.body, statement.orelse]


        def at_top(tree, condition):
            """Whether something fits that runs when the file does, not only when a function of it is called."""
            waiting = list(tree.body)
            while waiting:
                node = waiting.pop()
                if condition(node):
                    return True
                if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                    waiting.extend(ast.iter_child_nodes(node))
            return False


        def is_exec(node):
            return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "exec"


        def calls_main_with_nothing(tree):
            """A program calls its own main() so; a module's main could not be."""
            return at_top(tree, lambda node: isinstance(node, ast.Call) and getattr(node.func, "id", None) == "main"
                          and not node.args and not node.keywords)


        def is_elsewhere(path, source):
            """Whether what is not Python 3 is something else: a shell script, a program for an older Python."""
            if not re.search(br"^[ \t]*(async[ \t]+)?def[ \t]+main[ \t]*\([ \t]*[^)\s]", source, re.M):
                return True
            if GIVEN["names_python"]:
                return False
            with open(os.devnull, "r+b") as null:
                return subprocess.call(["/bin/sh", "-n", path], stdin=null, stdout=null, stderr=null) == 0
        """#
}
