import HTTPTypes
import Testing

@testable import ZTPCore

/// HEAD of a definition changes nothing, and says what GET would say as far as that is known.
@Suite struct DefinitionHeadTests {
    @Test func nothingIsAllocated() throws {
        let pool = "a: OTHER\nb: # free\n"
        let bench = try HandlerBench(["p": pool])
        try bench.addNode("N1", calling: "allocate('p')")
        for _ in 0..<2 {
            let head = bench.respond(.head, "/nodes/N1").response
            #expect(head.status == .ok)
            #expect(head.fields[.contentType] == "application/json")
            #expect(bench.sandbox.text("resources/p") == pool)
            #expect(!bench.sandbox.exists(".ztpserver/locks"))
            let length = try #require(head.body.count)
            #expect(length > 10)
        }
        let head = bench.respond(.head, "/nodes/N1").response
        let get = bench.respond(.get, "/nodes/N1").response
        #expect(head.body.count == get.body.count)
        #expect(bench.sandbox.text("resources/p") == "a: OTHER\nb: N1 # free\n")
        #expect(bench.respond(.head, "/nodes/N1").response == get)
    }

    /// Node, call, status.
    @Test(arguments: [
        ("allocate('full')", 400), ("allocate('absent')", 400), ("allocate('../p')", 400), ("sqlite('t')", 400),
        ("absent('x')", 400), ("test('x')", 200), ("text", 200),
    ])
    func statusIsThatOfGet(call: String, status: Int) throws {
        let bench = try HandlerBench(["full": "a: OTHER\n"])
        try bench.addNode("N1", calling: call)
        let head = bench.respond(.head, "/nodes/N1").response
        #expect(head.status.code == status)
        #expect(bench.respond(.get, "/nodes/N1").response == head)
        #expect(bench.respond(.head, "/nodes/absent").response.status == .badRequest)
    }

    /// A program is not run to find out how long its answer is.
    @Test func noPluginRuns() throws {
        let bench = try HandlerBench()
        let mark = bench.sandbox.absolute("elsewhere/ran")
        try bench.sandbox.write("plugins/f", "#!/bin/sh\ntouch '\(mark)'\necho x\n", mode: 0o755)
        try bench.addNode("N1", calling: "f('x')")
        let head = bench.respond(.head, "/nodes/N1").response
        #expect(head.status == .ok)
        #expect(head.fields[.contentType] == "application/json")
        #expect(head.body == .unmade && head.body.count == nil)
        #expect(!bench.sandbox.exists("elsewhere/ran"))
        #expect(bench.respond(.get, "/nodes/N1").response.status == .ok)
        #expect(bench.sandbox.exists("elsewhere/ran"))
    }
}
