import Foundation

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
    /// The masks that were drawn on a photograph, by what they show: `Masks/NAME.txt` has, for each polygon, a line with
    /// the mask's name and + (what belongs to it) or - (what is cut out of it), and a line of corners "x y, x y, …" in
    /// hundredths of the width and height. Lines that begin with # are remarks.
    static func drawn(on photograph: String) throws -> [String: HandDrawnMask] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Masks/\(photograph).txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        var included: [String: [Polygon]] = [:]
        var excluded: [String: [Polygon]] = [:]
        for (heading, corners) in zip(lines, lines.dropFirst()) {
            let words = heading.split(separator: " ")
            guard words.count == 2, let sign = words.last, sign == "+" || sign == "-" else { continue }
            let polygon = corners.split(separator: ",").map { corner -> (x: Float, y: Float) in
                let place = corner.split(separator: " ").compactMap { Float($0) }
                return (x: place[0] / 100, y: place[1] / 100)
            }
            if sign == "+" {
                included[String(words[0]), default: []].append(polygon)
            } else {
                excluded[String(words[0]), default: []].append(polygon)
            }
        }
        return included.reduce(into: [:]) { masks, entry in
            masks[entry.key] = HandDrawnMask(included: entry.value, excluded: excluded[entry.key] ?? [])
        }
    }
}
