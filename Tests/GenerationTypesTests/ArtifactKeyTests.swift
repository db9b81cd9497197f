import GenerationTypes
import Testing

struct ArtifactKeyTests {
    @Test("accepts names inside the store", arguments: ["inputs/5f1d.jpg", "a", "outputs/20-1_x.png"])
    func accepts(text: String) {
        #expect(ArtifactKey(text)?.rawValue == text)
    }

    @Test(
        "refuses names that could lead elsewhere",
        arguments: [
            "", "/etc/passwd", "a/../b", "..", "a//b", "a/", "A", "a b", "a\0", "é", String(repeating: "a", count: 201),
        ]
    )
    func refuses(text: String) {
        #expect(ArtifactKey(text) == nil)
    }
}
