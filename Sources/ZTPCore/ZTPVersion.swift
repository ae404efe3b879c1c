/// The version of this server.
public enum ZTPVersion {
    public static let current = String(mark.dropFirst(prefix.count).dropLast())

    /// What the number is found by in a program's file, even in one that was replaced while it runs.
    public static let prefix = "ztpserver version <"

    /// Long enough to stand in the program as it is.
    private static let mark = "ztpserver version <3.0.0>"
}
