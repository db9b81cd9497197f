import GenerationTypes
import ImageCodecs
import Testing

@Suite struct ImageCodecFitTests {
    let codec: ImageCodec

    init() throws { codec = try ImageCodec() }

    private let sky: [UInt8] = [150, 180, 220]
    private let roof: [UInt8] = [170, 40, 30]

    @Test(arguments: [40..<120, 240..<320, 440..<520])
    func `a narrow window goes where the subject is`(columns: Range<Int>) throws {
        let scene = Fixture.scene(
            PixelSize(width: 560, height: 315),
            background: sky,
            subject: roof,
            at: columns,
            120..<260
        )
        let window = try codec.contentAwareWindow(in: scene, shapedLike: PixelSize(width: 720, height: 1280))
        #expect(window.size == PixelSize(width: 177, height: 315))
        #expect(window.left <= columns.lowerBound)
        #expect(window.left + window.size.width >= columns.upperBound)
    }

    @Test(arguments: [20..<160, 210..<350, 400..<540])
    func `a flat window goes where the subject is`(rows: Range<Int>) throws {
        let scene = Fixture.scene(
            PixelSize(width: 320, height: 560),
            background: sky,
            subject: roof,
            at: 120..<200,
            rows
        )
        let window = try codec.contentAwareWindow(in: scene, shapedLike: PixelSize(width: 1280, height: 720))
        #expect(window.size == PixelSize(width: 320, height: 180))
        #expect(window.top <= rows.lowerBound)
        #expect(window.top + window.size.height >= rows.upperBound)
    }

    @Test func `the top of what is too tall is kept rather than its foot`() throws {
        let rows = 60..<560
        let tower = Fixture.scene(
            PixelSize(width: 400, height: 560),
            background: sky,
            subject: roof,
            at: 160..<240,
            rows
        )
        let window = try codec.contentAwareWindow(in: tower, shapedLike: PixelSize(width: 1280, height: 720))
        #expect(window.top <= rows.lowerBound)
    }

    @Test func `an image of the target's shape is kept whole`() throws {
        let bitmap = Fixture.gradient(PixelSize(width: 320, height: 180))
        let fitted = try codec.fitByContentAwareCrop(bitmap, to: PixelSize(width: 1280, height: 720))
        #expect(fitted.window == CropWindow(left: 0, top: 0, size: bitmap.size))
        #expect(fitted.bitmap.size == PixelSize(width: 1280, height: 720))
    }

    @Test func `the window shows the part of the image that it names`() throws {
        let bitmap = Fixture.gradient(PixelSize(width: 300, height: 200))
        let fitted = try codec.fitByContentAwareCrop(bitmap, to: PixelSize(width: 200, height: 200))
        try #require(fitted.window.size == fitted.bitmap.size)
        let first = (fitted.window.top * 300 + fitted.window.left) * 3
        #expect(fitted.bitmap.bytes.prefix(600) == bitmap.bytes[first..<first + 600])
    }

    @Test(arguments: [(1, 1), (1, 500), (500, 1), (64, 64), (7, 333)])
    func `any shape can be fitted to any other`(width: Int, height: Int) throws {
        let bitmap = Fixture.gradient(PixelSize(width: width, height: height))
        for size in [PixelSize(width: 128, height: 72), PixelSize(width: 72, height: 128), bitmap.size] {
            #expect(try codec.fitByContentAwareCrop(bitmap, to: size).bitmap.size == size)
        }
    }

    @Test func `a plain picture of one colour stays that colour at any size`() throws {
        let grey = [UInt8](repeating: 119, count: 3)
        let plain = Fixture.scene(PixelSize(width: 97, height: 61), background: grey, subject: grey, at: 0..<0, 0..<0)
        for size in [PixelSize(width: 31, height: 33), PixelSize(width: 200, height: 301)] {
            let resized = try codec.resize(plain, to: size)
            #expect(resized.size == size)
            #expect(resized.bytes.allSatisfy { $0 == 119 })
        }
    }

    @Test func `the colour of transparent pixels does not bleed when a picture is resized`() throws {
        var bytes: [UInt8] = []
        for _ in 0..<64 {
            for x in 0..<64 { bytes += x < 32 ? [255, 0, 0, 255] : [0, 255, 0, 0] }
        }
        let bitmap = Bitmap(size: PixelSize(width: 64, height: 64), layout: .rgba, bytes: bytes)
        let resized = try codec.resize(bitmap, to: PixelSize(width: 23, height: 23))
        for pixel in stride(from: 0, to: resized.bytes.count, by: 4) where resized.bytes[pixel + 3] > 16 {
            #expect(resized.bytes[pixel] > 240 && resized.bytes[pixel + 1] < 16)
        }
    }
}
