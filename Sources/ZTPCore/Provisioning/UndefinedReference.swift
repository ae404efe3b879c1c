/// A reference in a definition that names nothing, so that the switch gets null.
public struct UndefinedReference: Sendable, Equatable {
    /// The action as its definition names it, or as its number.
    public var action: String
    /// What stands behind the dollar sign.
    public var name: String
}

extension UndefinedReference: CustomStringConvertible {
    public var description: String {
        "\(action): $\(name) is neither in the node's attributes file nor among the definition's attributes; "
            + "the switch gets null"
    }
}
