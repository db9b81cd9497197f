/// What makes a spot good: firm ground, nobody hidden, the places that the prompt names, and a composed picture.
struct PlacementRule: Sendable {
    /// Named parts of the scene that are in the picture.
    let places: [Place]
    /// Named parts of the frame.
    let frame: [Place]
    /// The words say *on* the place.
    let isOn: Bool
    let map: SurfaceMap

    private var wantsSky: Bool { places.contains(.sky) }
    private var wantsWater: Bool { places.contains(.water) && (isOn || !places.contains(.ground)) }
    private var wantsStructure: Bool {
        places.contains(.roofs) || (isOn && places.contains(.buildings))
    }

    /// The element with its foot at a place, nil where it cannot be.
    func spot(x: Float, y: Float, sizing: ElementSizing, isCutOff: Bool) -> ElementSpot? {
        let horizon = map.horizon
        let spot: ElementSpot
        if wantsSky {
            spot = sizing.spot(x: x, y: y, groundRow: min(horizon + 0.4, 1), horizon: horizon, support: .air)
        } else if isCutOff {
            guard y > 0.99 else { return nil }
            spot = sizing.spot(x: x, y: 1, groundRow: 1, horizon: horizon, support: .lowerEdge)
        } else if wantsStructure {
            // On a wall or roof the scale is that of its foot.
            let base = max(y, min(map.baseRow(at: x), 0.9))
            spot = sizing.spot(x: x, y: y, groundRow: base, horizon: horizon, support: .structure)
        } else {
            guard y > horizon + 0.04, y < 0.985 else { return nil }
            spot = sizing.spot(x: x, y: y, groundRow: y, horizon: horizon, support: wantsWater ? .water : .ground)
        }
        let box = spot.box
        guard box.minX >= 0.01, box.maxX <= 0.99, box.minY >= 0.01, map.takenShare(box) < 0.02 else { return nil }
        return spot
    }

    func score(_ spot: ElementSpot) -> Float {
        let box = spot.box
        var score = 2 * support(of: spot)
        score -= 4 * ramp(0.05, 0.6, map.protectedShare(box))
        if !wantsStructure, !places.contains(.buildings) { score -= 0.7 * map.mean(.buildings, box) }
        score += composition(spot)
        for place in places { score += nearness(spot, to: place) }
        for place in frame { score -= 3 * distance(spot, from: place) }
        return score
    }

    /// 0…1: how surely there is something to stand on.
    private func support(of spot: ElementSpot) -> Float {
        let foot = spot.footBox
        switch spot.support {
        case .air: return map.mean(.sky, spot.box)
        case .lowerEdge: return 0.6
        case .water: return map.mean(.water, foot)
        case .structure:
            let above = ShareBox(
                minX: foot.minX,
                minY: spot.y - 0.8 * spot.height,
                maxX: foot.maxX,
                maxY: spot.y - 0.02
            )
            return map.mean(.buildings, foot) * (1 - 0.8 * map.mean(.buildings, above))
        case .ground:
            let firm = map.mean(.ground, foot) * (1 - map.mean(.water, foot)) * (1 - 0.5 * map.mean(.buildings, foot))
            return firm - 0.8 * map.mean(.water, foot) - 0.8 * map.mean(.sky, foot)
        }
    }

    /// Middle distance and a third of the width please where nothing else is said.
    private func composition(_ spot: ElementSpot) -> Float {
        if spot.support == .air { return -0.8 * abs(spot.x - 0.4) - 0.4 * abs(spot.y - spot.height / 2 - 0.22) }
        guard spot.support == .ground || spot.support == .water else { return 0 }
        let ideal = map.horizon + 0.72 * (1 - map.horizon)
        let depth = frame.contains(.foreground) || frame.contains(.background) ? 0 : abs(spot.y - ideal)
        return -1.0 * depth - 0.5 * min(abs(spot.x - 0.32), abs(spot.x - 0.68))
    }

    /// Places that are not stood on shall be right beside or behind.
    private func nearness(_ spot: ElementSpot, to place: Place) -> Float {
        let reach = max(spot.width, 0.12)
        let around = ShareBox(
            minX: spot.x - 1.5 * reach,
            minY: spot.y - 1.2 * spot.height,
            maxX: spot.x + 1.5 * reach,
            maxY: spot.y
        )
        switch place {
        case .trees: return 1.2 * map.mean(.trees, around)
        case .buildings where !isOn: return 1.5 * ramp(0, 0.5, map.mean(.buildings, around))
        case .people, .animals: return 2 * ramp(0, 0.3, map.protectedShare(around))
        default: return 0
        }
    }

    private func distance(_ spot: ElementSpot, from place: Place) -> Float {
        let middle = spot.y - spot.height / 2
        switch place {
        case .left: return abs(spot.x - max(0.2, spot.width / 2 + 0.03))
        case .right: return abs(spot.x - min(0.8, 0.97 - spot.width / 2))
        case .center: return abs(spot.x - 0.5)
        case .foreground: return max(0, 0.9 - spot.y)
        case .background: return abs(spot.y - (map.horizon + 0.22 * (1 - map.horizon)))
        case .top: return max(0, middle - 0.25)
        case .bottom: return max(0, 0.75 - middle)
        default: return 0
        }
    }
}
