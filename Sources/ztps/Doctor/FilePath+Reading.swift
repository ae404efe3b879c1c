import Glibc
import SystemPackage
import ZTPCore

extension FilePath {
    /// What a folder holds, sorted; nothing when it cannot be read.
    static func names(in folder: FilePath) -> [String] {
        guard let directory = opendir(folder.string) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
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
