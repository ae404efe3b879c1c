import SystemPackage

/// A finished program with what it wrote.
struct Finished: Sendable {
    var exit: ChildProcess.Exit
    var output: [UInt8]
    var error: String
}

extension ChildProcess {
    /// Runs a program to its end. Input and output go through files without a name, so nothing can block.
    static func run(
        _ program: String, _ arguments: [String] = [], environment: [[UInt8]] = [], input: [UInt8] = [],
        seconds: Double = 120
    ) throws -> Finished {
        let files = try (scratchFile(input), scratchFile([]), scratchFile([]))
        defer { for file in [files.0, files.1, files.2] { try? file.close() } }
        let child = try ChildProcess(
            program, arguments, environment: environment,
            descriptors: (files.0.rawValue, files.1.rawValue, files.2.rawValue))
        guard let exit = child.wait(seconds: seconds) else {
            child.stop(grace: 0)
            throw TestError("\(program) still runs after \(seconds) s")
        }
        return Finished(
            exit: exit, output: try contents(files.1), error: String(decoding: try contents(files.2), as: UTF8.self))
    }

    private static func scratchFile(_ bytes: [UInt8]) throws -> FileDescriptor {
        // O_TMPFILE: the file never has a name and goes with its last descriptor.
        let temporary = FileDescriptor.OpenOptions(rawValue: 0o20000000 | 0o200000)
        let file = try FileDescriptor.open(
            "/tmp", .readWrite, options: [temporary, .closeOnExec], permissions: .ownerReadWrite)
        try file.writeAll(bytes)
        try file.seek(offset: 0, from: .start)
        return file
    }

    private static func contents(_ file: FileDescriptor) throws -> [UInt8] {
        let count = Int(try file.seek(offset: 0, from: .end))
        try file.seek(offset: 0, from: .start)
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let part = try file.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]))
                if part == 0 { break }
                filled += part
            }
        }
    }
}
