import Glibc
package import SystemPackage

extension FilePath {
    /// What a folder holds, in no order; nothing when there is no such folder.
    package static func names(in folder: FilePath) throws(RepositoryError) -> [String] {
        guard let directory = opendir(folder.string) else {
            let reason = Errno(rawValue: errno)
            guard reason.isAbsence else { throw RepositoryError(.list, folder, reason) }
            return []
        }
        defer { closedir(directory) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
            // readdir tells the end and a failure apart by nothing else.
            errno = 0
        }
        guard errno == 0 else { throw RepositoryError(.list, folder, Errno(rawValue: errno)) }
        return names
    }
}
