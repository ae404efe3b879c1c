import Glibc
import SystemPackage
import ZTPCore

extension FilePath {
    /// The absolute path without symbolic links, so that two names of one file are equal; as it is when it leads nowhere.
    var withoutLinks: FilePath {
        guard let path = realpath(string, nil) else { return self }
        defer { free(path) }
        return FilePath(String(cString: path))
    }

    /// The content of a small file.
    func readAll() throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec])
        defer { try? file.close() }
        return try file.readToEnd()
    }
}

extension String {
    /// The text of a small file.
    init(contentsOf path: FilePath) throws { self.init(decoding: try path.readAll(), as: UTF8.self) }
}
