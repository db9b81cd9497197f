@testable import SceneEngine

/// A mask drawn by hand as polygons, in shares of the picture's width and height.
struct HandDrawnMask {
    typealias Polygon = [(x: Float, y: Float)]

    let included: [Polygon]
    var excluded: [Polygon] = []

    func contains(_ x: Float, _ y: Float) -> Bool {
        included.contains { Self.isInside($0, x, y) } && !excluded.contains { Self.isInside($0, x, y) }
    }

    /// Area in common with what a mask sets to more than a half, over the area of both.
    func intersectionOverUnion(with mask: Plane) -> Float {
        var (common, either) = (0, 0)
        for y in 0..<mask.height {
            for x in 0..<mask.width {
                let found = mask[x, y] > 0.5
                let drawn = contains((Float(x) + 0.5) / Float(mask.width), (Float(y) + 0.5) / Float(mask.height))
                if found && drawn { common += 1 }
                if found || drawn { either += 1 }
            }
        }
        return Float(common) / Float(max(1, either))
    }

    /// Even–odd rule.
    private static func isInside(_ polygon: Polygon, _ x: Float, _ y: Float) -> Bool {
        var (isInside, previous) = (false, polygon[polygon.count - 1])
        for corner in polygon {
            if (corner.y > y) != (previous.y > y),
                x < (previous.x - corner.x) * (y - corner.y) / (previous.y - corner.y) + corner.x
            {
                isInside.toggle()
            }
            previous = corner
        }
        return isInside
    }
}

extension HandDrawnMask {
    /// The sample photograph's sky, down to the haze over the far shore.
    static let templeSky = HandDrawnMask(
        included: [scaled([(0, 0), (1343, 0), (1343, 430), (0, 430)])],
        excluded: [
            scaled([
                (412, 65), (450, 65), (448, 95), (457, 130), (470, 150), (500, 175), (545, 205), (600, 230), (668, 248),
                (668, 268), (640, 282), (618, 290), (618, 335), (690, 360), (690, 375), (672, 390), (672, 430),
                (206, 430), (206, 392), (180, 385), (178, 358), (250, 335), (250, 292), (200, 275), (203, 232),
                (260, 222), (330, 195), (380, 160), (405, 130), (412, 95),
            ]),
            scaled([(0, 300), (10, 340), (20, 385), (70, 405), (100, 430), (0, 430)]),
            scaled([
                (1343, 310), (1330, 325), (1300, 290), (1270, 285), (1225, 310), (1215, 350), (1200, 380), (1190, 410),
                (1175, 430), (1343, 430),
            ]),
        ]
    )

    /// Its lake on both sides of the tower.
    static let templeLake = HandDrawnMask(included: [
        scaled([
            (700, 500), (880, 497), (1000, 462), (1150, 462), (1150, 500), (1160, 575), (1100, 575), (1060, 600),
            (960, 615), (870, 660), (800, 690), (735, 650), (715, 560), (738, 540),
        ]),
        scaled([
            (0, 585), (100, 575), (140, 580), (165, 640), (165, 670), (75, 680), (40, 640), (20, 610), (0, 610),
        ]),
    ])

    /// Drawn on a copy of 1343 × 896 pixels.
    private static func scaled(_ corners: [(Float, Float)]) -> Polygon {
        corners.map { (x: $0.0 / 1343, y: $0.1 / 896) }
    }
}
