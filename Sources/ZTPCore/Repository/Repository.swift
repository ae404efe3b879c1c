public import SystemPackage

/// The state that several servers may one day share: the nodes.
///
/// Every call is safe from any thread and any process. What a call has reported as written survives a power cut, except
/// for a node's report, which the next boot writes again.
public protocol Repository: Sendable {
    /// Every node that has a folder, sorted by its identifier's bytes; folders that are `Leftovers` are no nodes.
    func nodes() throws(RepositoryError) -> [NodeID]

    /// What the node's folder holds of these files, decided without reading; nil when there is no folder.
    ///
    /// - Throws: when that cannot be told. Nobody may take such a node for a new one.
    func inventory(of id: NodeID, _ files: [NodeFile]) throws(RepositoryError) -> NodeInventory?

    /// The content of a file with the stamp that belongs to it; nil when there is none.
    func read(_ file: NodeFile, of id: NodeID) throws(RepositoryError) -> StoredFile?

    /// A file of the node's as the body of a response; nil when there is none.
    func slice(of file: NodeFile, of id: NodeID) throws(RepositoryError) -> FileSlice?

    /// A program of the node's, as a file that this machine can run; nil when there is none.
    func program(_ file: NodeFile, of id: NodeID) throws(RepositoryError) -> FilePath?

    /// Stores what the node reported. Equal bytes only renew the time of the report.
    func recordReport(_ bytes: [UInt8], of id: NodeID) throws(RepositoryError)

    /// Makes the node's folder with these files in one step: the whole folder appears, or nothing.
    ///
    /// - Returns: false when the node has a folder already; nothing was written then.
    func create(_ id: NodeID, holding files: [NodeFile: [UInt8]]) throws(RepositoryError) -> Bool

    /// Removes the node's folder with everything in it, in one step: a request sees all of it or nothing.
    ///
    /// - Returns: false when the node has no folder.
    func remove(_ id: NodeID) throws(RepositoryError) -> Bool

    /// Stores a startup-config in one step.
    ///
    /// - Returns: false when the node has no folder; nothing was written then.
    func storeStartupConfig(_ bytes: [UInt8], of id: NodeID) throws(RepositoryError) -> Bool
}

/// The files that a node's folder may hold.
public enum NodeFile: String, Sendable, Hashable, CaseIterable {
    /// What the node last reported of itself, as JSON.
    case report = ".node"
    case definition
    case startupConfig = "startup-config"
    case pattern
    case attributes
    case configHandler = "config-handler"
}

/// What a node's folder holds.
public struct NodeInventory: Sendable {
    private var entries: [Entry] = []

    private struct Entry {
        var file: NodeFile
        var stamp: FileStamp?
    }

    public init() {}

    /// Notes that a file is there.
    ///
    /// - Parameter stamp: tells its versions apart; nil for what is there but is not a file that can be looked at, such as a dangling link.
    public mutating func add(_ file: NodeFile, _ stamp: FileStamp?) {
        entries.append(Entry(file: file, stamp: stamp))
    }

    public func contains(_ file: NodeFile) -> Bool {
        entries.contains { $0.file == file }
    }

    public func stamp(of file: NodeFile) -> FileStamp? {
        entries.first { $0.file == file }?.stamp
    }
}

/// A file's content and the version that it belongs to.
public struct StoredFile: Sendable, Equatable {
    public var bytes: [UInt8]
    public var stamp: FileStamp
}
