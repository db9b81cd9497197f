import CPixelKernels

/// What the steps of rendering work on: the picture as it changes, and what they share.
struct RenderState: Sendable {
    let plan: EditPlan
    let scene: SceneAnalysis
    /// The light that the plan asks for; nil leaves the photograph's own.
    let mood: LightMood?
    let seed: UInt32
    let parallelism: Parallelism
    /// Brightness of the photograph at several scales.
    let relief: SceneRelief
    /// Sky and water together: what lies behind everything else.
    let backdropAlpha: Plane
    /// Water, as faint as it is doubtful: a wrong lake is worse than a missing one.
    let water: Plane
    /// Green and dry leaves together.
    let foliage: Plane
    /// Trees in orange leaves, gaps between their leaves included: what is among them is no ground.
    let autumnCrowns: Plane
    /// How much air lies before things: depth, with each building at the distance of its nearest part.
    let airDepth: Plane

    /// The picture, in linear light.
    var image: LinearImage
    /// The picture before weather and seasons; nil where they need not be kept off a subject.
    var unweathered: LinearImage?
    /// The new sky, when there is one.
    var sky: SkyPlate?
    /// Water without what stands before it; nil without water.
    var waterPlate: LinearImage?
    /// Share of each pixel that is under snow.
    var snowCover: Plane?
    /// The picture before it was lit anew: what lamps shine on.
    var unlit: LinearImage?
    /// Sentences for the result.
    var warnings: [String] = []

    init(plan: EditPlan, scene: SceneAnalysis, seed: UInt32, parallelism: Parallelism) {
        var scene = scene
        scene.sky = scene.sky.weakened(parallelism: parallelism)
        scene.water = scene.water.weakened(parallelism: parallelism)
        self.plan = plan
        self.scene = scene
        self.seed = seed
        self.parallelism = parallelism
        mood = scene.isNight ? LightMood(for: plan)?.inTheDark(of: plan) : LightMood(for: plan)
        relief = SceneRelief(luma: scene.luma, parallelism: parallelism)
        water = scene.water.alpha
        backdropAlpha = RenderState.union(scene.sky.alpha, water, parallelism)
        autumnCrowns = scene.autumnCrowns(parallelism)
        let dryShare = min(1, Float(plan.priors.vegetation) + scene.vegetation.coverage * 3)
        foliage = scene.vegetation.alpha.combined(with: scene.dryFoliage.alpha) { max($0, $1 * dryShare) }
            .combined(with: autumnCrowns) { max($0, $1 * dryShare) }
        airDepth = scene.depthOfAir(backdrop: backdropAlpha, parallelism)
        image = scene.image
    }

    /// A wide outdoor view: on close views, portraits and rooms weather and seasons would be painted on the subject.
    var takesWeather: Bool { !scene.isCloseUp && !scene.isPortrait && scene.outdoor >= 0.4 }
    var hasWater: Bool { scene.water.coverage > 0.003 }
    var width: Int { scene.width }
    var height: Int { scene.height }
    /// Sizes in steps are for a picture 1,024 pixels wide.
    var scale: Float { Float(max(width, height)) / 1024 }

    func strength(of effect: EffectName) -> Float { Float(plan.strength(of: effect)) }

    func stream(_ salt: UInt32) -> SeedStream { SeedStream(seed: seed, salt: salt) }

    func noise(_ noise: FractalNoise, salt: UInt32, width: Int? = nil, height: Int? = nil) -> Plane {
        noise.plane(
            width: width ?? self.width,
            height: height ?? self.height,
            seed: seed,
            salt: salt,
            parallelism: parallelism
        )
    }

    static func union(_ first: Plane, _ second: Plane, _ parallelism: Parallelism) -> Plane {
        Plane.withPointers([first, second]) { planes in
            Plane(width: first.width, height: first.height, parallelism: parallelism) { out, rows in
                let offset = rows.lowerBound * first.width
                pk_union(out + offset, planes[0] + offset, planes[1] + offset, rows.count * first.width)
            }
        }
    }

    mutating func warn(_ sentence: String) {
        if !warnings.contains(sentence) { warnings.append(sentence) }
    }
}

/// A new sky over the rows that sky can be seen in.
struct SkyPlate: Sendable {
    var image: LinearImage
    /// Share of the sky that no cloud hides.
    var clear: Plane
    /// Where the sky meets the land, in rows.
    let horizon: Float

    var height: Int { image.height }

    /// The mean colour just above the horizon: that of the air in front of far land.
    func horizonColor(row: Int) -> pk_color {
        let rows = max(0, min(row, height - 1) - 6)...max(0, min(row, height - 1))
        var sum = (red: 0.0, green: 0.0, blue: 0.0)
        for y in rows {
            for x in 0..<image.width {
                sum.red += Double(image.red[x, y])
                sum.green += Double(image.green[x, y])
                sum.blue += Double(image.blue[x, y])
            }
        }
        let count = Double(rows.count * image.width)
        return pk_color(Float(sum.red / count), Float(sum.green / count), Float(sum.blue / count))
    }
}
