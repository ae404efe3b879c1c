import Crypto

/// The attributes that an action takes, as far as its file says so or is known.
struct ActionAttributes: Equatable {
    /// Without one of these the action fails on the switch.
    var required: [String] = []
    var optional: [String] = []
    /// Those among them that are flags.
    var flags: [String] = []

    var all: [String] { required + optional }

    /// - Parameter source: the content of a file in actions/.
    /// - Returns: nil when nothing is known about it, which is no fault: most sites have actions of their own.
    init?(source: [UInt8]) {
        guard let attributes = Self(declaredIn: source) ?? Self.known(source) else { return nil }
        self = attributes
    }

    init(required: [String] = [], optional: [String] = [], flags: [String] = []) {
        self.required = required
        self.optional = optional
        self.flags = flags
    }
}

// MARK: - What a file says of itself

extension ActionAttributes {
    /// Reads the table that the actions here have in the comment at their beginning, a line for each attribute:
    ///
    ///     #   url         text, required   the template; relative to the server's URL, or absolute
    ///     #   variables   mapping, {}      a value for each $name in the template
    ///
    /// Behind the name its type, and behind the comma `required` or what counts without it.
    private init?(declaredIn source: [UInt8]) {
        let header = source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .prefix(64).prefix { $0.first == UInt8(ascii: "#") }
        let line = /#   ([A-Za-z_][A-Za-z0-9_]*) {2,}(text|list|mapping|boolean|digits|number)(?: or [a-z]+)?, (\S+).*/
        for bytes in header {
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.utf8.count < 256, let match = text.wholeMatch(of: line) else { continue }
            let name = String(match.1)
            if match.3 == "required" { required.append(name) } else { optional.append(name) }
            if match.2 == "boolean" { flags.append(name) }
        }
        guard !all.isEmpty else { return nil }
    }
}

// MARK: - The existing server's

extension ActionAttributes {
    /// The actions that releases 2.0.0 to 2.1.0 of the existing server came with, by the SHA-256 of their files. An edited
    /// one is the site's own, and nothing is known about it.
    private static let released: [String: ActionAttributes] = {
        let script = ActionAttributes(required: ["url"], optional: ["variables"])
        let image = ActionAttributes(
            required: ["url", "version"], optional: ["downgrade", "image_name_from_url"],
            flags: ["downgrade", "image_name_from_url"])
        let url = ActionAttributes(required: ["url"])
        return [
            // add_config
            "add8138ccbe45c2a8e29cd2991d6e68bc345b96868329554a4a580b520134b39": ActionAttributes(
                required: ["url"], optional: ["variables", "substitution_mode"]),
            // configure_ansible_client
            "6cca73a965d9fa15d133321d0eaaf2d4257a6d5ac045fa839a23cc70f3e15397": ActionAttributes(
                optional: ["user", "passwd", "group", "root", "key"]),
            // copy_file
            "448fb3eafeb2f515cbe57d635dc4309741a6d0ecb556d77297b14fd1d32d7b1a": ActionAttributes(
                required: ["src_url", "dst_url"], optional: ["mode", "overwrite"]),
            // install_cli_plugin
            "c8a3e7b351f3d006225ad049680414f51899cca568f3c0ee276121c4ef389fd6": url,
            // install_extension
            "c818fd15beff20c4162e61e68833accf006c56123a8534da723099d6688aa520": ActionAttributes(
                required: ["url"], optional: ["force"], flags: ["force"]),
            // install_image of 2.0.0, of 2.0.1, of 2.0.2 and 2.1.0
            "8fbe9b6496aa6a9c2f134dd253f6198390d94f5ec5e84bd26723d7b02c6601d9": image,
            "73bd4d12a30d1e5624f2369e30161873a67b1c0a1ec405db76e37c2e33d0c330": image,
            "b4c4cfe655710cf4c4e037722113b71edd2cd5c5c00ae6d27706fd64158789bd": image,
            // replace_config
            "33bfe2c22c4245ed4f3f3719f3d3f00d2ffcd42f9833835f7780b5888464cb4d": url,
            // run_bash_script
            "f59c85e5cf0019ba14f4cc87cd0dcbc692ad672fb6d4f9c5c147ada82bad8c18": script,
            // run_cli_commands
            "9beda1bb3cb5d643dfe2d6c68a6d6cb20a3e77314db11b0cacd028d6faffc528": script,
            // send_email
            "617f9e075dd33c5b175a9bb0970646893f6cf0ab2c977a3a1c3d22452fc466ca": ActionAttributes(
                required: ["smarthost", "sender", "receivers"],
                optional: ["subject", "body", "attachments", "commands"]),
        ]
    }()

    private static func known(_ source: [UInt8]) -> ActionAttributes? {
        let digest = SHA256.hash(data: source).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return released[digest.joined()]
    }
}
