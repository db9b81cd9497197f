import Foundation
import GenerationTypes
import ImageCodecs
import Testing

@testable import SceneEngine

/// Sky, water and plants as analysis finds them, against masks drawn by hand.
struct MaskComparison {
    /// Share in common; nil where nothing of the kind was drawn.
    let agreement: [String: Float]
    /// Share of the frame that was found although nothing of the kind was drawn.
    let falseShare: [String: Float]
    let scene: SceneAnalysis

    static let kinds = ["sky", "water", "vegetation"]

    /// Reads a photograph at 1,024 pixels along its longer side. Green plants and dry leaves count as one.
    init(_ photograph: Bitmap, name: String) throws {
        let scale = 1024 / Double(max(photograph.width, photograph.height))
        let size = PixelSize(
            width: Int(Double(photograph.width) * scale),
            height: Int(Double(photograph.height) * scale)
        )
        let scene = analyzeScene(try ImageCodec().resize(photograph, to: size))
        let plants = scene.vegetation.alpha.combined(with: scene.dryFoliage.alpha, max)
        let found = ["sky": scene.sky.alpha, "water": scene.water.alpha, "vegetation": plants]
        let drawn = try HandDrawnMask.drawn(on: name)
        agreement = found.reduce(into: [:]) { result, entry in
            result[entry.key] = drawn[entry.key]?.intersectionOverUnion(with: entry.value)
        }
        falseShare = found.filter { drawn[$0.key] == nil }.mapValues { $0.mask { $0 > 0.5 }.share }
        self.scene = scene
    }
}

@Suite struct AnalysisMaskTests {
    private static let photographs = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../demo/photographs")

    @Test(arguments: ["meadow", "mountain_path"])
    func `A sky is found to within a twentieth of the one drawn by hand`(name: String) throws {
        let comparison = try compare(name)
        #expect(try #require(comparison.agreement["sky"]) >= 0.95)
    }

    @Test(arguments: ["meadow", "mountain_path"])
    func `Plants are found to within a quarter of those drawn by hand`(name: String) throws {
        let comparison = try compare(name)
        #expect(try #require(comparison.agreement["vegetation"]) >= 0.75)
    }

    @Test(arguments: ["cat", "stream"])
    func `No sky is seen where there is none`(name: String) throws {
        let comparison = try compare(name)
        #expect(try #require(comparison.falseShare["sky"]) < 0.005)
    }

    private func compare(_ name: String) throws -> MaskComparison {
        let file = Self.photographs.appending(path: "\(name).jpg")
        return try MaskComparison(ImageCodec().decode([UInt8](Data(contentsOf: file))), name: name)
    }

    /// `YUKIMI_MASKS=FOLDER swift test --filter AnalysisMaskTests` prints a row for each JPEG of a folder that has a mask.
    private static let folder = ProcessInfo.processInfo.environment["YUKIMI_MASKS"]

    @Test(.enabled(if: folder != nil, "set YUKIMI_MASKS to a folder of JPEGs to print figures"))
    func `Print the figures for a folder of photographs`() throws {
        let folder = URL(filePath: try #require(Self.folder))
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "jpg" {
            let name = file.deletingPathExtension().lastPathComponent
            guard (try? HandDrawnMask.drawn(on: name)) != nil else { continue }
            let comparison = try MaskComparison(ImageCodec().decode([UInt8](Data(contentsOf: file))), name: name)
            let figures = MaskComparison.kinds.map { kind in
                if let agreement = comparison.agreement[kind] { return String(format: "%.3f", agreement) }
                return String(format: "none (%.2f %% found)", 100 * (comparison.falseShare[kind] ?? 0))
            }
            print("| \(name) | \(figures.joined(separator: " | ")) |")
        }
    }
}
