import Glibc
import SystemPackage
import Testing

@testable import ZTPCore

/// A data_root without a fault, to which tests add some.
final class ValidationBench: Sendable {
    let sandbox: PoolSandbox

    init() throws {
        sandbox = try PoolSandbox()
        for folder in ["bootstrap", "definitions", "actions", "files", "config-handlers"] {
            try sandbox.makeFolder(folder)
        }
        try sandbox.write("bootstrap/bootstrap", "#!/usr/bin/python\nSERVER = '$SERVER'\n")
        try sandbox.write("bootstrap/bootstrap.conf", "logging: []\n")
        try sandbox.write(
            "neighbordb",
            "patterns:\n- name: leaf\n  definition: leaf\n  interfaces:\n  - Ethernet1: spine1:Ethernet7\n")
        try sandbox.write("definitions/leaf", "actions:\n- action: install\n")
        try sandbox.write("actions/install", "# installs\n")
        try sandbox.write("resources/free", "10.0.0.1: A\n10.0.0.2:\n")
    }

    /// A node that is given its definition.
    func addNode(_ name: String = "A") throws {
        try sandbox.makeFolder("nodes/\(name)")
        try sandbox.write("nodes/\(name)/.node", "{\"model\": \"DCS-7050\", \"neighbors\": {}}")
        try sandbox.write("nodes/\(name)/pattern", "interfaces: []\n")
        try sandbox.write("nodes/\(name)/definition", "actions:\n- action: install\n")
    }

    func remove(_ name: String) throws { try #require(unlink(sandbox.absolute(name).string) == 0) }

    /// What the validator finds, with paths below data_root.
    func lines(_ change: (inout ZTPCore.Configuration) -> Void = { _ in }) throws -> [String] {
        var configuration = ZTPCore.Configuration()
        configuration.general.dataRoot = sandbox.path
        change(&configuration)
        return try Validator(configuration: configuration).diagnostics().map {
            $0.description.replacing(sandbox.path.string + "/", with: "")
        }
    }

    /// What is found once a file holds `text`.
    func lines(_ name: String, _ text: String) throws -> [String] {
        try sandbox.write(name, text)
        return try lines()
    }
}
