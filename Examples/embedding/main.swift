// Embeds the provisioning server in a program of one's own: no socket, no web server, one call.
//
//     swift run embedding [DATA_ROOT [TARGET]]
//
// answers GET TARGET (/nodes/SPINE1 if none is given) from DATA_ROOT (Examples/data_root) and prints the response.

import Glibc
import HTTPTypes
import SystemPackage
import ZTPCore

let arguments = Array(CommandLine.arguments.dropFirst())
let target = arguments.dropFirst().first ?? "/nodes/SPINE1"

// A configuration is a value. `Configuration.load` would read ztpserver.conf; here the program decides by itself.
var configuration = Configuration()
configuration.general.dataRoot = FilePath(arguments.first ?? "Examples/data_root")

// The library makes no logger of its own. Any swift-log logger will do; this one writes the lines of ztpserver.conf's
// console_logging_format to standard error.
let logger = LogSettings(configuration: configuration).logger(label: "embedding", sink: StandardErrorSink())

do {
    // One application serves the whole process: it is a value, safe to call from any thread.
    let application = try Application(configuration: configuration, logger: logger)

    // The call blocks while the disk, or a program of the operator's, is at work: keep it off an event loop.
    let request = Request(method: .get, target: target, logger: logger)
    let (response, file) = application.respondOpeningFile(to: request)

    print("status:       \(response.status.code)")
    print("content type: \(response.fields[.contentType] ?? "-")")
    print("length:       \(response.body.count.map { "\($0)" } ?? "-")")
    print()

    // A body is a value too. A file comes as a name and a byte range, opened for us, so that an image of a gigabyte can
    // be sent in whatever way the host does best.
    switch response.body {
    case .empty, .unmade:
        break
    case .bytes(let bytes):
        print(String(decoding: bytes, as: UTF8.self))
    case .file(let slice):
        print("\(slice.length) bytes of \(slice.path) from byte \(slice.offset) on, beginning with:")
        let first = file?.read(upTo: Int(min(slice.length, 200))) ?? []
        print(String(decoding: first, as: UTF8.self))
    }
} catch {
    // The one thing that can fail: a data directory that is not there.
    StandardErrorSink().write(line: "embedding: \(error)")
    exit(1)
}
