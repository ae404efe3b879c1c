public import OrderedCollections

extension Document {
    /// The pairs of a mapping in the order of the text. Keys are told apart by their bytes, as JSON and YAML do.
    public typealias Mapping = OrderedDictionary<ExactText, Document>
}

extension OrderedDictionary where Key == ExactText {
    /// The value under a key that is at hand as a plain text.
    package subscript(key: String) -> Value? {
        get { self[ExactText(key)] }
        set { self[ExactText(key)] = newValue }
    }
}
