extension Scenario {
    /// The rows of the conformance table.
    static let all: [Scenario] =
        bootstrap + bootstrapConfig + reports + badReports + definitions + references + staticConfigs + startupConfigs
        + topology + resources + actions + files + ranges + meta + routing + hostilePaths + bodies + prefixes
}
