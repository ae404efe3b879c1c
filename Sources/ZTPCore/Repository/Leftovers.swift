/// What lies in a folder of data_root without being meant for the server: an editor's backup, what a package manager or
/// a merge put aside, a note to read, the file system's own folder.
///
/// Lists of definitions, pools, nodes and the like leave these out. What is asked for by its name is found all the same:
/// a pattern that names the definition `leaf.orig` gets it.
package enum Leftovers {
    private static let names: Set<String> = [
        "__pycache__", "desktop.ini", "lost+found", "readme", "thumbs.db", ".directory", ".ds_store", ".git",
        ".gitattributes", ".gitignore", ".gitkeep", ".hg", ".keep", ".svn",
    ]

    private static let beginnings = [
        "readme.",
        // Emacs' and LibreOffice's locks, what macOS, NFS and FUSE keep beside a file.
        ".#", ".~lock.", "._", ".nfs", ".fuse_hidden",
    ]

    private static let endings = [
        // Editors: a backup, Vim's swap files.
        "~", ".bak", ".swp", ".swo", ".swn", ".swx",
        // Merges and patches.
        ".orig", ".rej",
        // rpm, dpkg and its helper ucf, pacman.
        ".rpmnew", ".rpmsave", ".rpmorig", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".dpkg-bak", ".dpkg-tmp",
        ".ucf-old", ".ucf-dist", ".ucf-new", ".pacnew", ".pacsave", ".pacorig",
        // What Python compiles.
        ".pyc", ".pyo",
    ]

    /// - Parameter name: of a file or folder, without its path. Letters count in either case.
    package static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        if names.contains(name) || beginnings.contains(where: name.hasPrefix) { return true }
        // Emacs' automatic copy: #leaf#.
        if name.hasPrefix("#"), name.hasSuffix("#"), name.utf8.count > 2 { return true }
        return endings.contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count }
    }
}
