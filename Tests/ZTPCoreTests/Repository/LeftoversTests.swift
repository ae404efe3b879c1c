import Testing

@testable import ZTPCore

/// Which names are nobody's: see `Leftovers`.
@Suite struct LeftoversTests {
    @Test(arguments: [
        "leaf~", "leaf.~1~", "leaf.bak", "leaf.BAK", "leaf.swp", ".leaf.swp", ".leaf.swo", "#leaf#", ".#leaf",
        ".~lock.leaf#", "leaf.orig", "leaf.rej", "leaf.rpmnew", "leaf.rpmsave", "leaf.rpmorig", "leaf.dpkg-old",
        "leaf.dpkg-dist", "leaf.dpkg-new", "leaf.ucf-dist", "leaf.pacnew", "README", "readme", "README.md",
        "Readme.txt",
        "lost+found", ".DS_Store", "._leaf", ".gitkeep", ".git", ".nfs000000000001a2b3", "__pycache__", "module.pyc",
    ])
    func areLeftOver(name: String) {
        #expect(Leftovers.contains(name))
    }

    @Test(arguments: [
        "leaf", "leaf.yaml", "leaf.yml", "leaf.old", "4913", "JPE14140273", "001c73aabbcc", "00:1c:73", ".node",
        ".hidden",
        "~", "#", "##", "#leaf", "leaf#", ".bak", ".orig", "bak", "orig", "leaf.original", "readmes", "README-leaf",
        "lost", "~leaf", "leaf~1", "a.bak.b", "",
    ])
    func areMeant(name: String) {
        #expect(!Leftovers.contains(name))
    }
}
