import OrderedCollections
import ZTPCore

/// What one check of `ztps doctor` found.
struct Finding: Sendable, Equatable {
    enum Status: String, Sendable {
        case ok
        /// Works now, and may not for long.
        case warning
        case error
        /// Could not be looked at.
        case unknown
    }

    /// What was looked at, in one word.
    var check: String
    var status: Status
    /// One sentence.
    var text: String
    /// The command, or the line of a configuration, that fixes it.
    var remedy: String?

    init(_ check: String, _ status: Status, _ text: String, remedy: String? = nil) {
        self.check = check
        self.status = status
        self.text = text
        self.remedy = remedy
    }

    var document: Document {
        .mapping([
            "check": .string(check), "status": .string(status.rawValue), "text": .string(text),
            "remedy": remedy.map { .string($0) } ?? .null,
        ])
    }
}
