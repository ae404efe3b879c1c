import Testing

@testable import ZTPCore

/// What a report leads to.
@Suite struct PlanTests {
    /// The files in the node's folder (nil: no folder), whether the report brings a configuration, and the plan.
    static let plans: [([NodeFile]?, Bool, String)] = [
        (nil, false, "recognise"),
        (nil, true, "acceptConfig"),
        ([.definition], false, "known"),
        ([.definition], true, "known"),
        ([.startupConfig], false, "known"),
        ([.startupConfig], true, "known"),
        ([.definition, .startupConfig, .pattern, .report], false, "known"),
        ([], false, "refused"),
        ([], true, "refused"),
        ([.report, .pattern, .attributes, .configHandler], false, "refused"),
        ([.report, .pattern, .attributes, .configHandler], true, "refused"),
    ]

    @Test(arguments: PlanTests.plans)
    func isDecided(files: [NodeFile]?, bringsConfig: Bool, plan: String) {
        // A dangling link counts as well as a file.
        for stamp in [FileStamp.sample(), nil] {
            let inventory = files.map { files in
                var inventory = NodeInventory()
                for file in files { inventory.add(file, stamp) }
                return inventory
            }
            do {
                let decided = try Plan.decide(inventory: inventory, bringsConfig: bringsConfig)
                #expect("\(decided)" == plan)
            } catch {
                #expect(plan == "refused")
                #expect(error == .folderIncomplete)
            }
        }
    }
}
