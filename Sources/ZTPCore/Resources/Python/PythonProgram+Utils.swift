extension PythonProgram {
    /// `ztpserver.utils`.
    static let utils = #"""
        import os


        def expand_range(interfaces, *_):
            """The full names that an expression such as Ethernet1-3,5 stands for, in its order."""
            names, problem = ask("expand", text=interfaces)
            if problem:
                raise ValueError(problem)
            return names


        def parse_interface(neighbor, node_id=None):
            """The (device, port) that the neighbor of a pattern names: text or a mapping; what is left out is any."""
            if isinstance(neighbor, dict):
                if "device" not in neighbor:
                    raise ValueError("%s: the neighbor %r names no device" % (node_id, neighbor))
                sides = [str(neighbor["device"]), str(neighbor.get("port", "any"))]
            elif isinstance(neighbor, str):
                sides = neighbor.split(":")[:2]
                if len(sides) == 1:
                    sides.append("none" if sides[0].strip() == "none" else "any")
            else:
                raise ValueError("%s: the neighbor %r is neither text nor a mapping" % (node_id, neighbor))
            sides = [side.strip() for side in sides]
            for side in sides:
                if len(side.split()) != 1:
                    raise ValueError("%s: the neighbor %r: %r is not one word" % (node_id, neighbor, side))
            return tuple(sides)


        def url_path_join(*parts):
            """Parts of a URL with one slash between them."""
            parts = [str(part) for part in parts if part]
            joined = [part.strip("/") for part in parts]
            if parts:
                joined[0] = parts[0].rstrip("/") if len(parts) > 1 else parts[0]
            if len(parts) > 1:
                joined[-1] = parts[-1].lstrip("/")
            return "/".join(joined)


        def all_files(path):
            """The paths of all files below a folder."""
            return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
        """#
}
