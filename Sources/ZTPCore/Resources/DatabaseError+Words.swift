import GRDB

extension DatabaseError {
    /// What went wrong, in an operator's words. SQLite's own text comes only with what is not expected.
    var words: String {
        switch resultCode {
        case .SQLITE_NOTADB: "it is not an SQLite database"
        case .SQLITE_CORRUPT: "the database is damaged"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program keeps it locked"
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: "it must not be written by this user"
        case .SQLITE_CANTOPEN: "it cannot be opened"
        case .SQLITE_FULL: "the disk is full"
        case .SQLITE_IOERR: "the disk reports an error"
        // A trigger's own words, if it is one.
        case .SQLITE_CONSTRAINT: "a rule of the table forbids the change" + (message.map { ", saying: \($0)" } ?? "")
        case .SQLITE_SCHEMA: "its tables are being changed by somebody else"
        case .SQLITE_NOMEM: "there is not enough memory"
        default: "SQLite says '\(message ?? "error \(resultCode.rawValue)")'"
        }
    }
}
