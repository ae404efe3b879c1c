import ZTPCore

/// Rows of text in columns, for a terminal.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

    mutating func add(_ row: [String]) { rows.append(row.map(\.escapingControls)) }

    /// The titles, if there are any, and the rows, two blanks between columns, nothing behind the last one.
    var lines: [String] {
        let isTitled = columns.contains { !$0.title.isEmpty }
        let all = (isTitled ? [columns.map(\.title)] : []) + rows
        let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = columns.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return columns[column].alignment == .left ? row[column] + blanks : blanks + row[column]
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
