/// A way for a request to reach the core and for its answer to come back.
protocol Driver: Sendable {
    func send(_ message: Message) throws -> Reply
    /// Ends what was started.
    func stop()
}
