import Foundation
import GenerationTypes
import ImageCodecs
import Testing

@testable import SceneEngine

/// Draws the findings over the photograph, for looking at them: sky blue, water cyan, plants green, dry leaves yellow,
/// buildings red, ground white, protected subjects pink, and the horizon as a red line.
enum AnalysisOverlay {
    static func draw(_ scene: SceneAnalysis) -> Bitmap {
        let layers: [(mask: SceneMask, color: SIMD3<Float>)] = [
            (scene.sky, SIMD3(0.25, 0.5, 1)), (scene.water, SIMD3(0, 0.9, 0.9)),
            (scene.vegetation, SIMD3(0.25, 0.85, 0.15)), (scene.dryFoliage, SIMD3(1, 0.85, 0)),
            (scene.structure, SIMD3(1, 0.25, 0.15)), (scene.ground, SIMD3(1, 1, 1)),
            (scene.protected, SIMD3(1, 0, 0.6)),
        ]
        var bytes: [UInt8] = []
        for i in 0..<scene.width * scene.height {
            let (red, green, blue) = (scene.encoded.red, scene.encoded.green, scene.encoded.blue)
            var color = SIMD3(red.pixels[i], green.pixels[i], blue.pixels[i]) * 0.5
            for layer in layers {
                color += (layer.color - color) * (0.6 * layer.mask.alpha.pixels[i] * max(0.2, layer.mask.confidence))
            }
            if abs(i / scene.width - Int(scene.horizonRow)) < 2 { color = SIMD3(1, 0, 0) }
            for channel in 0..<3 { bytes.append(UInt8(min(max(color[channel], 0), 1) * 255)) }
        }
        return Bitmap(size: PixelSize(width: scene.width, height: scene.height), layout: .rgb, bytes: bytes)
    }

    /// `YUKIMI_OVERLAYS=FOLDER swift test --filter AnalysisOverlay` draws every JPEG of a folder as `FOLDER/NAME-masks.png`.
    @Suite struct OverlayDump {
        private static let folder = ProcessInfo.processInfo.environment["YUKIMI_OVERLAYS"]

        @Test(.enabled(if: folder != nil, "set YUKIMI_OVERLAYS to a folder of JPEGs to draw overlays"))
        func `Draw the findings over each photograph of a folder`() throws {
            let folder = URL(filePath: try #require(Self.folder))
            let codec = try ImageCodec()
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            for file in files where file.pathExtension == "jpg" {
                let photograph = try codec.decode([UInt8](Data(contentsOf: file)))
                let scale = 1024 / Double(max(photograph.width, photograph.height))
                let size = PixelSize(
                    width: Int(Double(photograph.width) * scale),
                    height: Int(Double(photograph.height) * scale)
                )
                let overlay = AnalysisOverlay.draw(analyzeScene(try codec.resize(photograph, to: size)))
                let metadata = OutputMetadata(
                    software: "yukimi",
                    engine: "scene",
                    seed: 0,
                    prompt: "overlay",
                    digitalSource: .compositeSynthetic
                )
                let name = file.deletingPathExtension().lastPathComponent + "-masks.png"
                try Data(try codec.encode(overlay, as: .png, metadata: metadata)).write(
                    to: folder.appending(path: name)
                )
            }
        }
    }
}
