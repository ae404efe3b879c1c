import SystemPackage

/// Starting of programs that serve until they are told to stop.
enum ServerProcess {
    /// Starts a program whose standard output and error go to a file.
    static func start(
        _ program: String, _ arguments: [String], environment: [String] = [], log: String
    ) throws -> ChildProcess {
        let file = try FileDescriptor.open(
            FilePath(log), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        defer { try? file.close() }
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return try ChildProcess(
            program, arguments, environment: ([path] + environment).map { Array($0.utf8) },
            descriptors: (nil, file.rawValue, file.rawValue))
    }

    /// Waits until a server answers; ends it when it does not.
    static func ready(_ process: ChildProcess, log: String, _ answers: () throws -> Bool) throws {
        let isUp = try wait(seconds: 60) { try answers() || process.wait(seconds: 0) != nil }
        guard isUp, process.wait(seconds: 0) == nil else {
            let exit = process.stop()
            throw TestError(
                "the server does not come up, \(exit.map(String.init(describing:)) ?? "hung"): "
                    + ((try? Files.text(log)) ?? ""))
        }
    }
}
