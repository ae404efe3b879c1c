import Glibc

/// The programs that were built together with the tests, and the package that they stand in.
enum Products {
    static let gateway = folder + "/ztpserver-fcgi"
    static let standalone = folder + "/ztps"
    /// The example that embeds the library.
    static let embedding = folder + "/embedding"

    /// The package's top directory.
    static let package = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    /// The directory of the running test program.
    private static let folder: String = {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { readlink("/proc/self/exe", $0.baseAddress!, $0.count) }
        let program = buffer.prefix(max(0, count))
        return String(decoding: program.prefix(upTo: program.lastIndex(of: UInt8(ascii: "/")) ?? 0), as: UTF8.self)
    }()

    /// Finds a program as a shell would, also where only administrators look.
    static func find(_ names: String...) -> String? {
        for name in names {
            for folder in ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"]
            where Files.isExecutable("\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
        }
        return nil
    }
}
