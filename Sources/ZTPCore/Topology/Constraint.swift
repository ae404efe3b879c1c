/// One condition on a switch's neighbors, with ranges expanded and variables put in.
///
/// The notations that neighbordb has come down to this: some interface must, or must not, have a first neighbor whose
/// device and port match.
struct Constraint: Sendable {
    /// The only interface it is about; nil for every one.
    let interface: String?
    let device: Match
    let port: Match
    /// Whether such a neighbor must not be seen.
    let isNegative: Bool
    /// What stands in neighbordb after the colon, for messages.
    let peerAsWritten: String
    /// What stands before it, `any` or `none`; a range's own names say more than the range.
    let interfaceAsWritten: String

    /// A side of the cable as neighbordb has it: a keyword or something to match.
    enum Word: Sendable {
        case any
        case none
        case match(Match)

        /// What a name must be for it; `none` asks for nothing.
        fileprivate var match: Match {
            if case .match(let match) = self { match } else { .any }
        }
    }

    /// The conditions that an entry stands for: one, or one for each name of a range.
    static func list(_ interfaces: InterfaceNames, device: Word, port: Word, peerAsWritten: String) -> [Constraint] {
        switch interfaces {
        case .any, .none:
            let isNone = interfaces == .none
            return [
                Constraint(
                    nil, isNone, device, port, peerAsWritten: peerAsWritten, interfaceAsWritten: isNone ? "none" : "any"
                )
            ]
        case .list(let names):
            return names.map {
                Constraint($0, false, device, port, peerAsWritten: peerAsWritten, interfaceAsWritten: $0)
            }
        }
    }

    private init(
        _ interface: String?, _ isNone: Bool, _ device: Word, _ port: Word, peerAsWritten: String,
        interfaceAsWritten: String
    ) {
        self.interface = interface
        self.peerAsWritten = peerAsWritten
        self.interfaceAsWritten = interfaceAsWritten
        switch (device, port) {
        case (.none, _) where isNone || interface == nil, (_, .none) where !isNone:
            // `none: none`, and a port `none` says that nothing may be connected to what is left.
            isNegative = true
            self.device = device.match
            self.port = .any
        case (.none, _):
            // `Ethernet1: none`, or with a port: not that port.
            isNegative = true
            self.device = .any
            self.port = port.match
        case (.any, _), (.match, _):
            isNegative = isNone
            self.device = device.match
            self.port = port.match
        }
    }
}

extension Constraint {
    /// The entry as the operator knows it.
    var asWritten: String { "\(interfaceAsWritten): \(peerAsWritten)" }

    /// What must, or must not, be seen.
    var wanted: String {
        switch (device, port) {
        case (.any, .any): "anything"
        case (_, .any): "\(device)"
        default: "\(device):\(port)"
        }
    }
}
