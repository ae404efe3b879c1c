extension PythonProgram {
    /// The third argument of `main`.
    static let node = #"""
        import collections

        Neighbor = collections.namedtuple("Neighbor", ("device", "interface"))


        class Neighbors(collections.OrderedDict):
            """The neighbors by interface, in the order reported; calling it gives the interfaces."""
            def __call__(self):
                return list(self)


        class Node(object):
            """The switch that asks."""
            def __init__(self, values):
                self.systemmac = values.get("systemmac")
                self.model = values.get("model")
                self.serialnumber = values.get("serialnumber")
                self.version = values.get("version")
                self.neighbors = Neighbors(
                    (interface, [Neighbor(one["device"], one["port"]) for one in seen])
                    for interface, seen in values["neighbors"].items())

            def identifier(self):
                """What names the node, by [default] identifier."""
                return getattr(self, GIVEN["settings"]["default"]["identifier"])

            def serialize(self):
                """The node as it reports itself."""
                values = {}
                for name in ("model", "systemmac", "serialnumber", "version"):
                    if getattr(self, name):
                        values[name] = getattr(self, name)
                values["neighbors"] = {
                    interface: [{"device": one.device, "port": one.interface} for one in seen]
                    for interface, seen in self.neighbors.items()}
                return values

            def __repr__(self):
                return "Node(serialnumber=%r, systemmac=%r, neighbors=%r)" % (
                    self.serialnumber, self.systemmac, dict(self.neighbors))
        """#
}
