import GenerationTypes
import Testing

@testable import ImageCodecs
@testable import SceneEngine

@Suite struct GeometryTests {
    private let size = PixelSize(width: 192, height: 192)
    private let wide = PixelSize(width: 256, height: 144)

    /// Stripes across, so that a right continuation to the sides is known.
    private var stripes: Bitmap {
        picture(size) { _, y in y / 12 % 2 == 0 ? [200, 60, 40] : [40, 80, 160] }
    }

    private func picture(_ size: PixelSize, _ color: (Int, Int) -> [UInt8]) -> Bitmap {
        var bytes: [UInt8] = []
        for y in 0..<size.height { for x in 0..<size.width { bytes += color(x, y) } }
        return Bitmap(size: size, layout: .rgb, bytes: bytes)
    }

    private func layout(_ shown: PixelSize, on canvas: PixelSize) -> CanvasLayout {
        CanvasLayout(CropWindow(left: 0, top: 0, size: shown), on: canvas)
    }

    private func shown(_ bitmap: Bitmap, _ layout: CanvasLayout) throws -> Bitmap {
        try ImageCodec().cropped(bitmap, to: layout.window, resizedTo: layout.size)
    }

    @Test func stripesGoOnWhereThePictureIsExtended() throws {
        let layout = layout(size, on: wide)
        let fill = CanvasFill(try shown(stripes, layout), layout: layout, seed: 1, parallelism: .serial)
        func red(_ x: Int, _ y: Int) -> Int { Int(fill.bitmap.bytes[(y * wide.width + x) * 3]) }
        var (wrong, all) = (0, 0)
        // Two pixels from a stripe's edge there is no doubt about a row's colour.
        for y in 2..<wide.height - 2 where abs(red(wide.width / 2, y - 2) - red(wide.width / 2, y + 2)) < 24 {
            for x in [4, 20, 240, 252] {
                all += 1
                wrong += abs(red(x, y) - red(wide.width / 2, y)) > 24 ? 1 : 0
            }
        }
        #expect(wrong * 50 < all, "\(wrong) of \(all)")
        #expect(fill.worstDifference < 6, "\(fill.worstDifference)")
    }

    @Test func theFillDoesNotDependOnTheNumberOfThreads() throws {
        let noise = SeedStream(seed: 3, salt: 1)
        let texture = picture(size) { x, y in
            let value = UInt8(noise[(y / 3) * 64 + x / 3] * 200)
            return [value, value / 2, 255 - value]
        }
        let layout = layout(size, on: wide)
        let shown = try shown(texture, layout)
        let serial = CanvasFill(shown, layout: layout, seed: 5, parallelism: .serial)
        let threaded = CanvasFill(shown, layout: layout, seed: 5, parallelism: Parallelism(threadCount: 4))
        #expect(serial.bitmap == threaded.bitmap)
        #expect(serial.worstDifference == threaded.worstDifference)
    }

    @Test func neitherFillMovesThePicture() throws {
        let layout = layout(size, on: wide)
        let shown = try shown(stripes, layout)
        let fill = CanvasFill(shown, layout: layout, seed: 1, parallelism: .serial).bitmap
        let mirror = mirroredMargin(shown, layout: layout, parallelism: .serial)
        for y in 0..<wide.height {
            for x in layout.left + 8..<layout.left + layout.size.width - 8 {
                let (here, there) = ((y * wide.width + x) * 3, (y * shown.width + x - layout.left) * 3)
                guard fill.bytes[here] == shown.bytes[there], mirror.bytes[here] == shown.bytes[there] else {
                    Issue.record("changed at \(x), \(y)")
                    return
                }
            }
        }
    }

    @Test func aMirroredMarginHasNoSeam() throws {
        let slope = picture(size) { x, y in [UInt8(x), UInt8(y), 90] }
        let layout = layout(size, on: wide)
        let mirror = mirroredMargin(try shown(slope, layout), layout: layout, parallelism: .serial)
        for y in 0..<wide.height {
            let step =
                Int(mirror.bytes[(y * wide.width + layout.left) * 3])
                - Int(mirror.bytes[(y * wide.width + layout.left - 1) * 3])
            #expect(abs(step) <= 3)
        }
    }

    @Test func aCropThatCutsAHeadIsNotTaken() {
        let head = HeadBox(left: 40, top: 10, right: 80, bottom: 60)
        let whole = CropWindow(left: 0, top: 0, size: PixelSize(width: 100, height: 100))
        let cutting = CropWindow(left: 0, top: 30, size: PixelSize(width: 100, height: 56))
        #expect(!head.isCut(by: whole))
        #expect(head.isCut(by: cutting))
    }

    @Test func extendingShowsTheWholePictureWithAMarginEvenWhereTheShapeFits() throws {
        let square = PixelSize(width: 256, height: 256)
        let framed = try framePicture(stripes, on: square, extends: true, seed: 1, parallelism: .serial)
        let cropped = try framePicture(stripes, on: square, extends: false, seed: 1, parallelism: .serial)
        #expect(framed.bitmap.size == square)
        #expect(cropped.warnings.isEmpty)
        #expect(framed.bitmap != cropped.bitmap)
    }
}
