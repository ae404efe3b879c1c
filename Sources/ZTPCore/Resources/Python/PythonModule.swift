import Glibc
import OrderedCollections
import SystemPackage

/// A call of a file in plugins/ through Python: what the program is told, what it asks, and what it says in the end.
struct PythonModule {
    let file: PluginFile
    /// Whether the file's mode and first line name Python.
    let namesPython: Bool
    let root: DataRoot
    /// What modules find in `ztpserver.config.runtime`.
    let settings: Document
    /// Seconds that it may take.
    let timeout: Double

    /// Bytes of a value in JSON.
    static let valueLimit = 1 << 20
    /// Bytes of one line: a question may hold a whole file.
    private static let lineLimit = 16 << 20

    /// What Python says in the end.
    enum Answer: Equatable {
        case value(Document)
        /// The file is no module.
        case program
        case refused(String)
        /// It ended without an answer.
        case none
    }

    /// - Parameter call: nil only asks what the file is: nothing is imported, and the value is null.
    func command(
        python: FilePath, for call: (node: Node, id: NodeID, argument: String)?
    ) -> ChildProcesses.Command {
        let given: Document.Mapping = [
            "program": .string(PythonProgram.program),
            "modules": .mapping(
                Document.Mapping(uniqueKeysWithValues: PythonProgram.modules.map { (ExactText($0), .string($1)) })),
            "executable": .bool(file.isExecutable),
            "names_python": .bool(namesPython),
            "only_judge": .bool(call == nil),
            "node": (call?.node ?? Node()).document,
            "id": call.map { .string($0.id.rawValue) } ?? .null,
            "pool": call.map { .string($0.argument) } ?? .null,
            "settings": settings,
            "limit": .integer(Self.valueLimit),
            // Waiting for a lock ends early enough for its reason to be heard.
            "patience": .real(timeout / 2),
        ]
        return ChildProcesses.Command(
            program: python, arguments: ["-c", PythonProgram.start, file.path.string],
            input: JSON.encode(.mapping(given)) + [UInt8(ascii: "\n")], outputLimit: Self.lineLimit,
            answer: { [questions = PythonQuestions(root: root)] line in questions.reply(to: line) }, timeout: timeout)
    }

    /// What the last line says.
    static func answer(_ output: [UInt8]) -> Answer {
        guard let words = (try? JSON.parse(output))?.mapping else { return .none }
        if words["program"] != nil { return .program }
        if let reason = words["refused"]?.string { return .refused(reason) }
        return words["value"].map(Answer.value) ?? .none
    }

    /// python3 on the path, which web servers sometimes leave out.
    static func python(path: String) -> FilePath? {
        let folders = path.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin", "/bin"]
        return folders.lazy.map { FilePath($0).appending("python3") }.first { access($0.string, X_OK) == 0 }
    }
}
