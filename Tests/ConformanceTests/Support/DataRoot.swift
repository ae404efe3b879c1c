import Glibc

/// A small data_root that tests fill and look into.
struct DataRoot: Sendable {
    var path: String
    /// A folder beside it, for what operators link to.
    var outside: String

    /// What every installation has.
    func build() throws {
        for folder in [
            "actions", "bootstrap", "config-handlers", "definitions", "files", "nodes", "plugins", "resources",
        ] {
            try apply(.folder(folder))
        }
        ServiceUser.own(path)
        try apply(.file("bootstrap/bootstrap", "#!/usr/bin/env python\nSERVER = '$SERVER'\n"))
        try Files.write(outside + "/secret", Array("secret".utf8))
    }

    func apply(_ given: Given) throws {
        switch given {
        case .file(let name, let bytes, let mode, let modified):
            try makeFolder(above: name)
            try Files.write(absolute(name), bytes, mode: mode)
            if let modified { try Files.setModified(absolute(name), modified) }
            ServiceUser.own(absolute(name))
        case .folder(let name):
            try makeFolder(above: name + "/")
        case .linkOutside(let name, let bytes):
            try makeFolder(above: name)
            let target = outside + "/" + name.split(separator: "/").joined(separator: "-")
            try Files.write(target, bytes)
            guard symlink(target, absolute(name)) == 0 || errno == EEXIST else { throw TestError.system("symlink") }
            ServiceUser.own(absolute(name))
        case .removed(let name):
            guard unlink(absolute(name)) == 0 else { throw TestError.system("unlink \(name)") }
        }
    }

    func absolute(_ name: String) -> String { path + "/" + name }

    private func makeFolder(above name: String) throws {
        var made = path
        try Files.makeFolder(made)
        for part in name.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
            made += "/" + part
            try Files.makeFolder(made)
            ServiceUser.own(made)
        }
    }
}
