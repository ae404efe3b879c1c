// The provisioning server inside another program: no web server, no socket, one call.
//
//     swift run embedding Examples/data_root /nodes/SPINE1

import HTTPTypes
import Logging
import SystemPackage
import ZTPCore

let arguments = CommandLine.arguments.dropFirst()
let dataRoot = arguments.first ?? "Examples/data_root"
let target = arguments.dropFirst().first ?? "/nodes/SPINE1"

// The host decides where log lines go.
let logger = Logger(label: "embedding") { StreamLogHandler.standardError(label: $0) }

// A configuration of the host's own: the built-in defaults, and this data directory.
var configuration = Configuration()
configuration.general.dataRoot = .init(dataRoot)

// Once at start. The application may be called from any thread from now on.
let application = try Application(configuration: configuration, logger: logger)

// Request in, response out.
let response = application.respond(to: Request(method: .get, target: target, logger: logger))

print(response.status.code, response.fields[.contentType] ?? "")
switch response.body {
case .empty: break
case .bytes(let bytes): print(String(decoding: bytes, as: UTF8.self))
case .file(let slice): print("\(slice.length) bytes of \(slice.path), to be sent by the host")
}
