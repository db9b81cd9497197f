/// Where in the picture an effect may show, when the prompt says so: "snow only on the roofs", "keep the sky".
extension RenderState {
    /// Runs a step; what it paints outside the places that its edit names is taken back.
    mutating func run(_ step: RenderStep) {
        guard let edit = step.effect.flatMap(plan.edit), edit.isConfined else { return step.apply(&self) }
        let before = image
        step.apply(&self)
        let reach = reach(of: edit)
        if !edit.places.isEmpty, reach.mean < 0.001 {
            warn("Nothing was found of where the \(edit.effect.words) should be: \(Self.list(edit.places)).")
        }
        image = before.mixed(with: image, by: reach, parallelism: parallelism)
    }

    /// Gives the parts that the prompt wants kept their old look back.
    mutating func restorePreserved() {
        guard !plan.preserved.isEmpty else { return }
        let kept = Self.widest(plan.preserved.map(mask), width: width, height: height)
        if kept.mean < 0.001 { warn("Nothing was found of what was to be kept: \(Self.list(plan.preserved)).") }
        image = image.mixed(with: scene.image, by: kept, parallelism: parallelism)
    }

    /// Says which effects show everywhere although the prompt confines them: those that are no single step.
    mutating func warnOfUnconfined(_ steps: [RenderStep]) {
        let bound = Set(steps.compactMap(\.effect))
        for edit in plan.edits where edit.isConfined && !bound.contains(edit.effect) {
            let limits =
                (edit.places.isEmpty ? [] : ["to \(Self.list(edit.places))"])
                + (edit.excludedPlaces.isEmpty ? [] : ["away from \(Self.list(edit.excludedPlaces))"])
            warn("The \(edit.effect.words) could not be held \(limits.joined(separator: " and ")).")
        }
    }

    /// 1 where an edit may be seen, 0 where not.
    private func reach(of edit: EditPlan.Edit) -> Plane {
        let allowed =
            edit.places.isEmpty
            ? Plane(width: width, height: height, repeating: 1)
            : Self.widest(edit.places.map(mask), width: width, height: height)
        guard !edit.excludedPlaces.isEmpty else { return allowed }
        let forbidden = Self.widest(edit.excludedPlaces.map(mask), width: width, height: height)
        return allowed.combined(with: forbidden) { $0 * (1 - $1) }
    }

    /// A soft mask of a place. Roofs are not told from walls, nor people from animals.
    private func mask(of place: Place) -> Plane {
        switch place {
        case .sky: scene.sky.alpha
        case .water: water
        case .trees: foliage
        case .ground: scene.ground.alpha
        case .buildings, .roofs: scene.structure.alpha
        case .people, .animals: scene.protected.alpha
        case .foreground: scene.depth.map { 1 - smoothRise(0.3, 0.6, $0) }
        case .background: scene.depth.map { smoothRise(0.3, 0.6, $0) }
        case .left: gradient { x, _ in 1 - smoothRise(0.4, 0.6, x) }
        case .right: gradient { x, _ in smoothRise(0.4, 0.6, x) }
        case .top: gradient { _, y in 1 - smoothRise(0.35, 0.6, y) }
        case .bottom: gradient { _, y in smoothRise(0.4, 0.65, y) }
        case .center: gradient { x, y in 1 - smoothRise(0.2, 0.4, max(abs(x - 0.5), abs(y - 0.5))) }
        case .element(let number): scene.elements[number] ?? Plane(width: width, height: height)
        }
    }

    /// A plane from the shares of width and height.
    private func gradient(_ value: (_ x: Float, _ y: Float) -> Float) -> Plane {
        var plane = Plane(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { plane[x, y] = value(Float(x) / Float(width), Float(y) / Float(height)) }
        }
        return plane
    }

    private static func widest(_ masks: [Plane], width: Int, height: Int) -> Plane {
        masks.reduce(Plane(width: width, height: height)) { union, mask in union.combined(with: mask, max) }
    }

    private static func list(_ places: [Place]) -> String { places.map(\.description).joined(separator: ", ") }
}

extension EditPlan.Edit {
    /// Whether the prompt says where, and that is not where the effect is anyway.
    fileprivate var isConfined: Bool {
        let isAtHome = places.allSatisfy { Self.homes[effect]?.contains($0) ?? false }
        return !(isAtHome && excludedPlaces.isEmpty)
    }

    /// Places that effects never leave.
    private static let homes: [EffectName: [Place]] = {
        let skyward: [EffectName] = [
            .overcast, .clearSky, .clouds, .aurora, .stars, .milkyWay, .moon, .sun, .sunRays, .rainbow, .lightning,
        ]
        return Dictionary(uniqueKeysWithValues: skyward.map { ($0, [.sky, .top, .background]) })
            .merging([.ice: [.water], .litWindows: [.buildings], .blossom: [.trees], .autumn: [.trees]]) { $1 }
    }()
}

extension LinearImage {
    func mixed(with other: LinearImage, by t: Plane, parallelism: Parallelism) -> LinearImage {
        LinearImage(
            red: red.mixed(with: other.red, by: t, parallelism: parallelism),
            green: green.mixed(with: other.green, by: t, parallelism: parallelism),
            blue: blue.mixed(with: other.blue, by: t, parallelism: parallelism)
        )
    }
}
