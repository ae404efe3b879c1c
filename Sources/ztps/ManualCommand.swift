import ArgumentParser
import Foundation
import ZTPCore

/// `ztps manual`: the manual pages, made from what the programs and the configuration file say of themselves. For
/// deploy/install, so it is hidden.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print a manual page, for man(1).", shouldDisplay: false)

    @Option(help: "The page of another program, from what its --experimental-dump-help prints; - reads standard input.")
    var helpOf: String?

    @Option(help: "The page of ztpserver.conf, from a file in which each option has its explanation above it.")
    var configuration: String?

    /// The help of a program is not what ArgumentParser dumps.
    struct UnreadableHelp: Error, CustomStringConvertible {
        var description: String { "the help of the program is not what --experimental-dump-help prints" }
    }

    func run() throws {
        if let configuration {
            let text = String(decoding: try Self.contents(configuration), as: UTF8.self)
            print(try ConfigurationManual(explained: text, version: ZTPVersion.current).text)
            return
        }
        let dumped = try helpOf.map(Self.contents) ?? Array(ZtpsCommand._dumpHelp().utf8)
        guard let command = try JSON.parse(dumped)["command"] else { throw UnreadableHelp() }
        print(ManualPage(command: command, version: ZTPVersion.current).text)
    }

    private static func contents(_ file: String) throws -> [UInt8] {
        let handle = file == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: file))
        return Array(try handle.readToEnd() ?? Data())
    }
}
