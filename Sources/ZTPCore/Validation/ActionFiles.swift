import Synchronization
import SystemPackage

/// The files in actions/ as definitions refer to them, each read once. Thread-safe.
final class ActionFiles: Sendable {
    struct File: Sendable {
        /// Nil when nothing is known about it.
        var attributes: ActionAttributes?
        var source: [UInt8]

        /// Whether the file has a text in quotes, as it would to ask for an attribute of this name.
        func mentions(_ name: String) -> Bool {
            let text = String(decoding: source, as: UTF8.self)
            return text.contains("'\(name)'") || text.contains("\"\(name)\"")
        }
    }

    private let root: DataRoot
    private let files = Mutex<[ExactText: File?]>([:])

    init(root: DataRoot) {
        self.root = root
    }

    /// Nil when there is no such file, or it cannot be read: that is for others to say.
    func file(_ name: String) -> File? {
        if let known = files.withLock({ $0[ExactText(name)] }) { return known }
        let file = RepositoryPath([name]).flatMap { path in
            (try? root.read(root.location(of: path, in: .actions))).flatMap { $0 }
        }
        let found = file.map { File(attributes: ActionAttributes(source: $0.bytes), source: $0.bytes) }
        files.withLock { $0[ExactText(name)] = .some(found) }
        return found
    }
}
