import HTTPTypes
import Logging

/// POST /nodes: a switch says who it is.
struct NodesHandler: Sendable {
    let repository: any Repository
    let recognition: Recognition
    let identifier: Configuration.Identifier
    let serverURL: ServerURL

    func register(_ request: Request) -> Response {
        // Read once, be it a report or not: that takes most of the time.
        let document: Document
        do { document = try NodeReport.document(of: request.bytes) } catch { return request.refused(error) }
        let report: NodeReport
        do {
            report = try NodeReport(document, identifiedBy: identifier)
        } catch {
            let name = NodeReport.name(in: document, identifiedBy: identifier)
            guard let name else { return request.refused(error) }
            return request.scoped(to: name).refused(error).about(name)
        }
        return register(report, request.scoped(to: report.id.rawValue)).about(report.id.rawValue)
    }

    private func register(_ report: NodeReport, _ request: Request) -> Response {
        do {
            let status = try act(on: report, logger: request.logger)
            return .bare(status, fields: [.location: serverURL.joining("nodes", report.id.rawValue)])
        } catch {
            return request.refused(error)
        }
    }

    /// The files that make a node a known one.
    private static let known: [NodeFile] = [.definition, .startupConfig]

    private func act(on report: NodeReport, logger: Logger) throws(Refusal) -> HTTPResponse.Status {
        // A node that another process makes at the same moment is a known one when we look again.
        while true {
            let inventory: NodeInventory?
            do { inventory = try repository.inventory(of: report.id, Self.known) } catch {
                throw .repository(error)
            }
            switch try Plan.decide(inventory: inventory, bringsConfig: report.config != nil) {
            case .known:
                do { try repository.recordReport(report.node.json, of: report.id) } catch {
                    throw .repository(error)
                }
                logger.debug("known node, its report is stored")
                return .conflict
            case .acceptConfig:
                do {
                    guard
                        try repository.create(
                            report.id, holding: [.startupConfig: Array((report.config ?? "").utf8)])
                    else { continue }
                } catch { throw .repository(error) }
                logger.info("new node, the configuration that it brought is its startup-config")
                return .created
            case .recognise:
                let adoption = try recognition.adopt(report, logger: logger)
                do {
                    guard try repository.create(report.id, holding: adoption.files) else { continue }
                } catch { throw .repository(error) }
                logger.info(
                    "new node, pattern \(adoption.pattern.title) fits, definition '\(adoption.pattern.definition ?? "")'"
                )
                if adoption.pattern.isOpen, report.node.interfaces.allSatisfy(\.neighbors.isEmpty) {
                    logger.warning("its pattern file asks for a neighbor, which the node does not have yet")
                }
                return .created
            }
        }
    }
}

extension NodeReport {
    /// The node's name for the log when its report is no use otherwise.
    static func name(in document: Document, identifiedBy identifier: Configuration.Identifier) -> String? {
        document[identifier.rawValue]?.string.map { String($0.unicodeScalars.prefix(255)) }
    }
}
