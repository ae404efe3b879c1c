import Glibc
import OrderedCollections
import SystemPackage

/// What modules have the server do: it reads YAML as its own files, and replaces and locks files as it does itself.
struct PythonQuestions {
    let root: DataRoot

    /// The reply to a line, as a line; nil when it asks nothing.
    func reply(to line: ArraySlice<UInt8>) -> [UInt8]? {
        guard let question = (try? JSON.parse(Array(line)))?.mapping, let name = question["ask"]?.string
        else { return nil }
        let result: Result<Document, Problem>
        switch Question(rawValue: name) {
        case .readYAML: result = readYAML(question["text"]?.string ?? "")
        case .writeYAML: result = writeYAML(question["value"] ?? .null)
        case .expand: result = expand(question["text"]?.string)
        case .replace: result = replace(question["path"]?.string ?? "", with: question["text"]?.string ?? "")
        case .lock: result = lock(question["path"]?.string ?? "")
        case nil: result = .failure(.words("the server does not know '\(name)'"))
        }
        let answer: Document.Mapping =
            switch result {
            case .success(let value): ["value": value]
            case .failure(.words(let words)): ["error": .string(words)]
            case .failure(.number(let errno)): ["error": .integer(Int(errno.rawValue))]
            }
        return JSON.encode(.mapping(answer)) + [UInt8(ascii: "\n")]
    }

    private enum Question: String {
        case readYAML = "read YAML"
        case writeYAML = "write YAML"
        case expand, replace, lock
    }

    /// Why something is not done: for a Python exception, which has a number when a file is concerned.
    private enum Problem: Error {
        case words(String)
        case number(Errno)
    }

    private func readYAML(_ text: String) -> Result<Document, Problem> {
        do { return .success(try YAML.parseKeepingKeys(Array(text.utf8))) } catch {
            return .failure(.words("\(error)"))
        }
    }

    private func writeYAML(_ value: Document) -> Result<Document, Problem> {
        guard let bytes = YAML.encodeKeepingKeys(value) else { return .failure(.words("a key is a mapping or a list")) }
        return .success(.string(String(decoding: bytes, as: UTF8.self)))
    }

    private func expand(_ text: String?) -> Result<Document, Problem> {
        guard let text else { return .failure(.words("an interface must be text")) }
        do {
            switch try InterfaceNames(parsing: text) {
            case .any: return .success(.array([.string("any")]))
            case .none: return .success(.array([.string("none")]))
            case .list(let names): return .success(.array(names.map(Document.string)))
            }
        } catch {
            return .failure(.words("\(TopologyProblem.Reason(error))"))
        }
    }

    private func replace(_ path: String, with text: String) -> Result<Document, Problem> {
        do {
            _ = try root.replace(FilePath(path), with: Array(text.utf8), durability: .content)
            return .success(.null)
        } catch {
            return .failure(.number(error.reason))
        }
    }

    /// The file to lock: for a pool the one that `allocate` takes.
    private func lock(_ path: String) -> Result<Document, Problem> {
        do {
            return .success(.string(try FileRepository(root: root).preparedLock(of: FilePath(path)).path.string))
        } catch {
            return .failure(.number(error.reason))
        }
    }
}
