extension Document {
    /// The value for a line in the log: its JSON, which has no control characters, cut where it gets long.
    var logged: String { String(decoding: JSON.encode(self), as: UTF8.self).shortened(to: 200) }
}
