/// The version of this server.
public enum ZTPVersion {
    public static let current = "3.0.0"
}
