/// Makes the tree of a YAML document from its events, within `Document.Limit`.
struct YAMLComposer {
    private let events: YAMLEvents
    private var anchors: [ExactText: Anchored] = [:]
    /// How many values the document has so far, aliases expanded.
    private var values = 0

    /// What an alias stands for, with what it costs: an alias is not followed to find that out.
    private struct Anchored {
        var node: YAMLNode
        var values: Int
        var height: Int
    }

    init(_ events: YAMLEvents) {
        self.events = events
    }

    /// The one document of the text; nil when there is none.
    mutating func document() throws(YAMLProblem) -> YAMLNode? {
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return nil
            case .documentStart:
                let root = try node(try events.next(), depth: 0).node
                try checkEnd()
                return root
            case .documentEnd, .scalar, .alias, .sequenceStart, .mappingStart, .collectionEnd, .nothing: continue
            }
        }
    }

    private func checkEnd() throws(YAMLProblem) {
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return
            case .documentStart:
                throw YAMLProblem(
                    mark: event.mark, reason: "expected the end of the file: a second document begins here")
            case .documentEnd, .scalar, .alias, .sequenceStart, .mappingStart, .collectionEnd, .nothing: continue
            }
        }
    }

    /// - Returns: also how many levels of lists and mappings are in it.
    private mutating func node(
        _ event: YAMLEvents.Event, depth: Int
    ) throws(YAMLProblem) -> (node: YAMLNode, height: Int) {
        let before = values
        try count(1, at: event.mark)
        switch event.kind {
        case .alias(let name):
            guard let anchored = anchors[name] else {
                throw YAMLProblem(
                    mark: event.mark, reason: "there is no anchor for this alias; if it is text, put it in quotes")
            }
            try count(anchored.values - 1, at: event.mark)
            guard depth + anchored.height <= Document.Limit.depth else {
                throw YAMLProblem(mark: event.mark, reason: Document.Excess.depth)
            }
            return (anchored.node, anchored.height)
        case .scalar(let scalar, let anchor):
            let node = YAMLNode(mark: event.mark, content: .scalar(scalar))
            if let anchor { anchors[anchor] = Anchored(node: node, values: 1, height: 0) }
            return (node, 0)
        case .sequenceStart(let tag, let anchor):
            try check(tag, is: "seq", event, depth)
            let (content, height) = try sequence(depth: depth + 1)
            return close(YAMLNode(mark: event.mark, content: content), height + 1, anchor, values - before)
        case .mappingStart(let tag, let anchor):
            try check(tag, is: "map", event, depth)
            let (content, height) = try mapping(depth: depth + 1)
            return close(YAMLNode(mark: event.mark, content: content), height + 1, anchor, values - before)
        case .documentStart, .documentEnd, .streamEnd, .collectionEnd, .nothing:
            // libyaml has a value wherever one belongs, be it an empty one.
            throw YAMLProblem(mark: event.mark, reason: "a value is missing")
        }
    }

    /// An anchor counts from behind its value on, so that nothing can hold itself.
    private mutating func close(
        _ node: YAMLNode, _ height: Int, _ anchor: ExactText?, _ values: Int
    ) -> (node: YAMLNode, height: Int) {
        if let anchor { anchors[anchor] = Anchored(node: node, values: values, height: height) }
        return (node, height)
    }

    private mutating func sequence(depth: Int) throws(YAMLProblem) -> (YAMLNode.Content, height: Int) {
        var items: [YAMLNode] = []
        var height = 0
        while true {
            let event = try events.next()
            if case .collectionEnd = event.kind { return (.sequence(items), height) }
            let item = try node(event, depth: depth)
            items.append(item.node)
            height = max(height, item.height)
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLProblem) -> (YAMLNode.Content, height: Int) {
        var pairs: [YAMLNode.Pair] = []
        var keys: Set<ExactText> = []
        var height = 0
        while true {
            let event = try events.next()
            if case .collectionEnd = event.kind { return (.mapping(pairs), height) }
            let key = try node(event, depth: depth).node
            guard case .scalar(let scalar) = key.content else {
                throw YAMLProblem(mark: event.mark, reason: "a list or mapping cannot be a key")
            }
            guard scalar.text.utf8.count <= Document.Limit.key else {
                throw YAMLProblem(mark: event.mark, reason: Document.Excess.key(scalar.text.utf8.count))
            }
            guard keys.insert(ExactText(scalar.text)).inserted else {
                throw YAMLProblem(mark: event.mark, reason: "key '\(scalar.text)' appears twice in one mapping")
            }
            let value = try node(try events.next(), depth: depth)
            pairs.append(YAMLNode.Pair(key: key, value: value.node))
            height = max(height, value.height)
        }
    }

    private mutating func count(_ more: Int, at mark: SourceMark) throws(YAMLProblem) {
        values += more
        guard values <= Document.Limit.values else {
            throw YAMLProblem(mark: mark, reason: Document.Excess.values)
        }
    }

    private func check(
        _ tag: String, is expected: String, _ event: YAMLEvents.Event, _ depth: Int
    ) throws(YAMLProblem) {
        guard depth < Document.Limit.depth else { throw YAMLProblem(mark: event.mark, reason: Document.Excess.depth) }
        guard tag.isEmpty || tag.isSame(as: "!") || tag.isSame(as: YAMLScalar.tagPrefix + expected) else {
            throw YAMLProblem(mark: event.mark, reason: "unknown tag \(tag)")
        }
    }
}
