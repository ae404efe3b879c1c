import Glibc
import SystemPackage

/// A file in plugins/, as far as it can be told without Python what it is.
struct PluginFile {
    let path: FilePath
    /// Whether its mode lets it be run.
    let isExecutable: Bool
    let shape: Shape

    enum Shape: Equatable {
        /// A program if its mode says so, and else nothing of use.
        case program
        /// May be a Python module, which only Python can tell.
        case python(isNamed: Bool)
    }

    /// - Parameter source: the file's content.
    init(path: FilePath, source: [UInt8]) {
        self.init(path: path, isExecutable: access(path.string, X_OK) == 0, source: source)
    }

    init(path: FilePath, isExecutable: Bool, source: [UInt8]) {
        self.path = path
        self.isExecutable = isExecutable
        let text = source.starts(with: [0xEF, 0xBB, 0xBF]) ? source.dropFirst(3) : source[...]
        if let interpreter = Self.interpreter(text) {
            shape = Self.isPython(interpreter) ? .python(isNamed: true) : .program
        } else {
            shape = Self.mayBindMain(text) ? .python(isNamed: false) : .program
        }
    }

    /// Why a file that is nothing of use gives no value.
    var reasonForNeither: String {
        "\(path) is neither executable nor a Python module with main(node_id, pool, node)"
    }

    /// The name of the program behind `#!`, which `env(1)` may start; nil without such a line.
    private static func interpreter(_ text: ArraySlice<UInt8>) -> String? {
        guard text.starts(with: "#!".utf8) else { return nil }
        let line = String(decoding: text.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        var words = line.split(whereSeparator: \.isWhitespace)[...]
        if let first = words.first, name(first) == "env" {
            words = words.dropFirst().drop { $0.hasPrefix("-") || $0.contains("=") }
        }
        return words.first.map(name) ?? ""
    }

    private static func name(_ program: Substring) -> String {
        String(program.split(separator: "/").last ?? "")
    }

    private static func isPython(_ interpreter: String) -> Bool {
        interpreter.hasPrefix("python") || interpreter.hasPrefix("pypy")
    }

    /// Python is not started for what cannot be a module: an executable of the machine's, or a text that never says
    /// `main` and takes no names from elsewhere.
    private static func mayBindMain(_ text: ArraySlice<UInt8>) -> Bool {
        guard !text.starts(with: [0x7F] + Array("ELF".utf8)) else { return false }
        let text = String(decoding: text, as: UTF8.self)
        return ["main", "import *", "exec"].contains { text.utf8.firstRange(of: $0.utf8) != nil }
            || text.contains(#/import\s+\*/#)
    }
}
