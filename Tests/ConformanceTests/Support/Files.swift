import Glibc
import SystemPackage

/// The few file calls that the tests need, with errors that name the file.
enum Files {
    static func read(_ path: String) throws -> [UInt8] {
        let file = try named(path) { try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) }
        return try file.closeAfter {
            var all: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = try part.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                all += part[..<count]
            }
            return all
        }
    }

    static func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

    static func write(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
        let file = try named(path) {
            try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        }
        _ = try file.closeAfter { try file.writeAll(bytes) }
        guard chmod(path, mode) == 0 else { throw TestError.system("chmod \(path)") }
    }

    /// With the folders above it.
    static func makeFolder(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            guard mkdir(made, 0o755) == 0 || errno == EEXIST else { throw TestError.system("mkdir \(made)") }
        }
    }

    static func exists(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Seconds since 1970.
    static func modified(_ path: String) throws -> Int {
        var information = stat()
        guard stat(path, &information) == 0 else { throw TestError.system("stat \(path)") }
        return information.st_mtim.tv_sec
    }

    static func setModified(_ path: String, _ second: Int) throws {
        let times = [timeval(tv_sec: second, tv_usec: 0), timeval(tv_sec: second, tv_usec: 0)]
        guard utimes(path, times) == 0 else { throw TestError.system("utimes \(path)") }
    }

    static func link(_ path: String, to target: String) throws {
        guard symlink(target, path) == 0 else { throw TestError.system("symlink \(path)") }
    }

    /// What a folder holds, sorted; nothing when there is none.
    static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
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

    /// Every file and folder below a folder, with the bytes of the files.
    static func tree(_ path: String) -> [String: [UInt8]] {
        var tree: [String: [UInt8]] = [:]
        for name in names(path) {
            let item = path + "/" + name
            tree[item] = (try? read(item)) ?? []
            tree.merge(Files.tree(item)) { $1 }
        }
        return tree
    }

    /// A variable of the test's own environment.
    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static func removeTree(_ path: String) {
        _ = try? ChildProcess.run("/bin/rm", ["-rf", "--", path])
    }

    private static func named<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw TestError("\(path): \(error)") }
    }
}
