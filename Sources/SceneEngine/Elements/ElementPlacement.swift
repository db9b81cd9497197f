/// Finds the place of one element: every spot of a grid is weighed, the best one taken.
struct ElementPlacement: Sendable {
    let spot: ElementSpot
    /// Places that were asked for and are not in the picture.
    let missing: [Place]
    /// 0: no sane spot was free, 1: a good one.
    let quality: Float

    private static let frame: [Place] = [.foreground, .background, .left, .right, .top, .bottom, .center]

    /// - Parameters:
    ///   - cutout: the element.
    ///   - places: where the prompt wants it.
    ///   - isOn: the words say *on* such a place, not before or beside it.
    ///   - map: the scene, with the elements placed so far.
    ///   - pictureAspect: the picture's width over its height.
    init(
        of cutout: ElementCutout,
        places: [Place],
        isOn: Bool,
        on map: SurfaceMap,
        pictureAspect: Float
    ) {
        let sizing = ElementSizing(cutout, pictureAspect: pictureAspect)
        let wanted = places.filter { !Self.frame.contains($0) }
        // People are looked for in vain more often than not: what is no mask of its own is taken at its word.
        let absent = wanted.filter { SurfaceMap.kinds.contains($0) && !map.hasPlace($0) }
        missing = absent
        let present = wanted.filter { !absent.contains($0) }
        let rule = PlacementRule(places: present, frame: places.filter(Self.frame.contains), isOn: isOn, map: map)
        var best: (spot: ElementSpot, score: Float)?
        let (columns, rows) = (48, 40)
        for row in 1...rows {
            for column in 1..<columns {
                let (x, y) = (Float(column) / Float(columns), Float(row) / Float(rows))
                guard let spot = rule.spot(x: x, y: y, sizing: sizing, isCutOff: cutout.isCutOffBelow) else { continue }
                let score = rule.score(spot)
                if score > best?.score ?? -.infinity { best = (spot, score) }
            }
        }
        let fallback = sizing.spot(x: 0.5, y: 0.97, groundRow: 0.97, horizon: map.horizon, support: .lowerEdge)
        spot = best?.spot ?? fallback
        quality = best.map { ramp(-1, 0.5, $0.score) } ?? 0
    }
}

/// How large an element is at a place: nothing says how large it is in truth, so its shape decides between the height of
/// a person and that of a low thing, seen from a person's eyes.
struct ElementSizing: Sendable {
    /// Height over width, in pixels of the picture.
    private let aspect: Float
    private let pictureAspect: Float
    /// The element's height in heights of the eye (1.6 m).
    private let bodyHeight: Float
    private let isBust: Bool
    private let isPerson: Bool

    init(_ cutout: ElementCutout, pictureAspect: Float) {
        aspect = Float(cutout.height) / Float(cutout.width)
        self.pictureAspect = pictureAspect
        isBust = cutout.isCutOffBelow
        isPerson = cutout.faces.mean > 0.01
        bodyHeight = isPerson ? 1.05 : 0.42 + 0.5 * ramp(0.8, 2.4, aspect)
    }

    func spot(x: Float, y: Float, groundRow: Float, horizon: Float, support: ElementSpot.Support) -> ElementSpot {
        var height = bodyHeight * max(groundRow - horizon, 0.02)
        if support == .air { height = 0.24 }
        if isBust, support == .lowerEdge { height = isPerson ? 0.58 : 0.46 }
        height = min(max(height, 0.09), 0.62)
        var width = height / aspect / pictureAspect
        if width > 0.5 { (width, height) = (0.5, height * 0.5 / width) }
        return ElementSpot(x: x, y: y, width: width, height: height, support: support, groundRow: groundRow)
    }
}
