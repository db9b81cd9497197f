import CPixelKernels
import Testing

@testable import SceneEngine

/// The divisions of the plane behind stained glass, low poly and pixel art.
@Suite struct ArtGeometryTests {
    private let random = SeedStream(seed: 5, salt: 1)

    private func randomPoints(_ count: Int, in side: Int) -> [SIMD2<Int32>] {
        (0..<count).map {
            SIMD2(Int32(random[2 * $0] * Float(side)), Int32(random[2 * $0 + 1] * Float(side)))
        }
    }

    @Test func noPointOfADelaunayMeshLiesInsideACircumcircle() {
        // A grid of equal squares has four corners on every circle: the exact tests must cope.
        let grid = (0..<25).map { (index: Int32) in SIMD2<Int32>(index % 5 * 20 + 5, index / 5 * 20 + 5) }
        let points = grid + randomPoints(60, in: 100)
        var mesh = DelaunayMesh(left: -20, top: -20, right: 120, bottom: 120)
        for point in points { mesh.insert(point) }
        let distinct = Set(points).count
        #expect(mesh.triangles.count == 2 * distinct + 2)
        for t in mesh.triangles {
            let (a, b, c) = (SIMD2<Double>(t[0]), SIMD2<Double>(t[1]), SIMD2<Double>(t[2]))
            let (u, v) = (b - a, c - a)
            let area = u.x * v.y - u.y * v.x
            #expect(area > 0)
            let (uu, vv) = (u.x * u.x + u.y * u.y, v.x * v.x + v.y * v.y)
            let center = a + SIMD2((v.y * uu - u.y * vv), (u.x * vv - v.x * uu)) / (2 * area)
            let radius = ((center - a) * (center - a)).sum()
            for point in points {
                let d = SIMD2<Double>(point) - center
                #expect((d * d).sum() > radius * (1 - 1e-9))
            }
        }
    }

    @Test func trianglesCoverEveryPixelExactlyOnce() {
        var mesh = DelaunayMesh(left: -20, top: -20, right: 120, bottom: 120)
        for point in randomPoints(80, in: 100) { mesh.insert(point) }
        let triangles = mesh.triangles.map {
            pk_triangle(x: ($0[0].x, $0[1].x, $0[2].x), y: ($0[0].y, $0[1].y, $0[2].y), color: pk_color(1, 1, 1))
        }
        var image = LinearImage(width: 100, height: 100)
        image.withKernelImage { pk_triangles_paint($0, 100, triangles, triangles.count, 0, 100) }
        #expect(image.green.pixels.allSatisfy { $0 == 1 })
    }

    @Test func scatteredPointsKeepTheirDistance() {
        var scatter = PointScatter(width: 200, height: 200, cell: 8)
        for point in randomPoints(4000, in: 200) { scatter.insert(x: Int(point.x), y: Int(point.y), radius: 11) }
        let points = scatter.points
        for i in points.indices {
            for j in 0..<i {
                let d = SIMD2<Float>(points[i]) - SIMD2<Float>(points[j])
                #expect((d * d).sum() >= 121)
            }
        }
        // Space is used: circles of that radius cannot leave more than about a quarter of the densest packing empty.
        #expect(points.count > 200)
    }

    @Test func regionsEndAtEdges() {
        // Left of a slanted line dark, right of it bright; seeds lie on a grid that knows nothing of it.
        let isBright = { (x: Int, y: Int) in x + y / 3 > 52 }
        let plane = Plane(
            width: 96,
            height: 64,
            pixels: (0..<96 * 64).map { isBright($0 % 96, $0 / 96) ? 0.8 : 0.2 }
        )
        let image = LinearImage(red: plane, green: plane, blue: plane)
        let seeds = (0..<24).map { (index: Int32) in SIMD2<Int32>(index % 6 * 16 + 8, index / 6 * 16 + 8) }
        let regions = RegionGrowth(of: image, seeds: seeds, spacing: Plane(width: 96, height: 64, repeating: 16))
        #expect(Set(regions.labels).count == 24)
        let means = regions.means(of: image)
        #expect(means.allSatisfy { abs($0.green - 0.2) < 0.03 || abs($0.green - 0.8) < 0.03 })
    }

    @Test func aPaletteHoldsSmallBrightThingsToo() {
        // Sixty shades of grey and a red spot of two per mille.
        var red = Plane(width: 60, height: 60, pixels: (0..<3600).map { 0.3 + Float($0 % 60) / 200 })
        var other = red
        for x in 20..<28 { (red[x, 30], other[x, 30]) = (0.9, 0.1) }
        let palette = ColorPalette(of: LinearImage(red: red, green: other, blue: other), count: 6).colors
        #expect(palette.count == 6)
        #expect(palette.contains { $0.red > 0.85 && $0.green < 0.15 })
    }
}
