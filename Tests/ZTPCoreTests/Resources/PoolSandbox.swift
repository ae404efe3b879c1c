import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// A data_root of a test's own. Goes with its last reference.
final class PoolSandbox: Sendable {
    let path: FilePath

    init(_ pools: KeyValuePairs<String, String> = [:]) throws {
        var template = Array("/tmp/ztp-pools.XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = FilePath(String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        for folder in ["nodes", "resources", "plugins", "db", "elsewhere"] {
            try #require(mkdir(path.appending(folder).string, 0o755) == 0)
        }
        for (name, text) in pools { try write("resources/" + name, text) }
    }

    deinit { Self.removeAll(path) }

    var root: DataRoot { DataRoot(path: path) }
    var pools: FileRepository { FileRepository(root: root) }

    func absolute(_ name: String) -> FilePath { path.pushing(FilePath(name)) }

    func write(_ name: String, _ text: String, mode: UInt32 = 0o644) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
        let file = try FileDescriptor.open(
            absolute(name), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(bytes) }
        try #require(chmod(absolute(name).string, mode) == 0)
    }

    func makeFolder(_ name: String) throws { try #require(mkdir(absolute(name).string, 0o755) == 0) }

    func link(_ name: String, to target: String) throws { try #require(symlink(target, absolute(name).string) == 0) }

    /// Nil when there is no such file.
    func text(_ name: String) -> String? {
        guard let file = try? FileDescriptor.open(absolute(name), .readOnly, options: .closeOnExec) else { return nil }
        defer { try? file.close() }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while let count = try? part.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
            all += part[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat(absolute(name).string, &status) == 0
    }

    func mode(_ name: String) -> UInt32 {
        var status = stat()
        return stat(absolute(name).string, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    func names(in folder: String) -> [String] {
        do { return try FilePath.names(in: absolute(folder)).sorted() } catch {
            Issue.record(error)
            return []
        }
    }

    private static func removeAll(_ folder: FilePath) {
        for name in (try? FilePath.names(in: folder)) ?? [] {
            let path = folder.appending(name)
            var status = stat()
            if lstat(path.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                removeAll(path)
            } else {
                _ = unlink(path.string)
            }
        }
        _ = rmdir(folder.string)
    }
}

extension FileRepository {
    /// What a node is given of these pools.
    func give(_ node: String, _ pools: String..., commit: () throws -> Void = {}) throws -> [String] {
        try allocate(
            from: try pools.map { try #require(PoolName($0)) }, to: try #require(NodeID(rawValue: node)), isFinal: true,
            commit: commit
        )
    }

    /// What is said when a node gets nothing; data_root is shown as `@`.
    func refusal(_ node: String, _ pools: String...) -> String {
        do {
            let names = try allocate(
                from: try pools.map { try #require(PoolName($0)) }, to: try #require(NodeID(rawValue: node)), commit: {}
            )
            return "nothing, it gave \(names)"
        } catch {
            return "\(error)".replacing(root.path.string, with: "@")
        }
    }
}
