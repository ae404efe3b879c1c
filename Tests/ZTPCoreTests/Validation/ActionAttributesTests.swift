import Foundation
import Testing

@testable import ZTPCore

/// What is known of the attributes that actions take, and what is said about those that they are given.
@Suite struct ActionAttributesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Examples/data_root/actions").standardized

    /// Each action here says what it takes, and reads no more and no less.
    @Test func actionsHereSayWhatTheyTake() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(names.count >= 11)
        for name in names {
            let source = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            let attributes = try #require(ActionAttributes(source: Array(source.utf8)), "\(name)")
            let read = source.matches(of: /attributes\.get\('([a-z_]+)'/).map { String($0.1) }.filter { $0 != "NODE" }
            // Whatever it asks for by a name in a variable stands in quotes, too.
            for key in attributes.all {
                #expect(read.contains(key) || source.contains("'\(key)'"), "\(name) does not read \(key)")
            }
            for key in read { #expect(attributes.all.contains(key), "\(name) does not say that it takes \(key)") }
            #expect(attributes.required.isEmpty == (name == "configure_ansible_client"), "\(name)")
        }
    }

    @Test func ofAnAction() throws {
        let source = try Data(contentsOf: Self.folder.appending(path: "install_image"))
        #expect(
            ActionAttributes(source: Array(source))
                == ActionAttributes(
                    required: ["url", "version"], optional: ["downgrade", "image_name_from_url"],
                    flags: ["downgrade", "image_name_from_url"]))
    }

    @Test(arguments: [
        "", "# installs\n", "def main(attributes):\n    attributes.get('url')\n",
        "#   url is needed, required by all\n",
        "# url   text, required\n", "x\n#   url   text, required   the file\n",
    ])
    func nothingIsKnown(source: String) {
        #expect(ActionAttributes(source: Array(source.utf8)) == nil)
    }

    private static let header = """
        # Copies.
        #
        #   src   text, required     the file
        #   mode  digits, 777        octal digits; more
        #                            of them
        #   force  boolean, false    whether
        #   url   list or text, required  other

        def main(attributes):
            attributes.get("later")

        """

    /// The attributes that the action is given, and what is found.
    static let given: [(String, [String])] = [
        ("  attributes: {src: a, url: b}\n", []),
        ("  attributes: {src: $global, url: [b], mode: 644, force: true, later: 1}\n", []),
        (
            "",
            [
                "2:3: warning: copy needs the attribute 'src', which is missing",
                "2:3: warning: copy needs the attribute 'url', which is missing",
            ]
        ),
        (
            "  attributes: {src: a, urll: b}\n",
            [
                "3:15: warning: copy needs the attribute 'url', which is missing",
                "3:24: warning: copy has no attribute 'urll'; did you mean 'url'?",
            ]
        ),
        (
            "  attributes: {src: '', url: }\n",
            [
                "3:21: warning: copy needs the attribute 'src', which is empty",
                "3:30: warning: copy needs the attribute 'url', which is empty",
            ]
        ),
        (
            "  attributes: {src: a, url: b, overwrite: c}\n",
            ["3:32: warning: copy has no attribute 'overwrite'; it takes src, url, mode, force"]
        ),
        (
            "  attributes: {src: a, url: b, force: 'no'}\n",
            ["3:39: warning: force is the text 'no', which counts as true; write force: false"]
        ),
    ]

    @Test(arguments: ActionAttributesTests.given)
    func isFound(attributes: String, findings: [String]) throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("actions/copy", Self.header)
        let lines = try bench.lines(
            "definitions/leaf", "actions:\n- action: copy\n\(attributes)attributes: {global: 1}\n")
        #expect(lines == findings.map { "definitions/leaf:\($0)" })
    }

    /// Of an action that says nothing of itself nothing is said.
    @Test func unknownActionsAreNotJudged() throws {
        let bench = try ValidationBench()
        try bench.sandbox.write("actions/add_config", "def main(attributes):\n    pass\n")
        #expect(try bench.lines("definitions/leaf", "actions:\n- {action: add_config, attributes: {urll: x}}\n") == [])
    }
}
