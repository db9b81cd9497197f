/// Everything that classification says about the small copy.
struct SceneFinding: Sendable {
    let sky: SkyDetection
    let structure: StructureDetection
    let plants: PlantDetection
    let water: WaterDetection
    let layout: DepthLayout
    let outdoor: Float
    let notes: [SceneNote]

    init(_ f: SceneFeatures, luma: Plane, priors: ScenePriors) {
        let double = luma.downsampled(width: min(luma.width, 2 * f.width), height: min(luma.height, 2 * f.height))
        sky = SkyDetection.find(f, luma: double)
        let skyPlane = sky.mask.plane
        let greenness = PlantDetection.greenness(f)
        structure = StructureDetection(f, luma: double, sky: skyPlane, greenness: greenness)
        plants = PlantDetection(f, sky: skyPlane, structure: structure, greenness: greenness, priors: priors)
        water = WaterDetection(f, sky: sky, plants: plants, structure: structure, prior: Float(priors.water))
        layout = DepthLayout(f, sky: sky, water: water.mask, plants: plants, structure: structure)
        outdoor = min(
            1,
            (sky.mask.share > 0.04 ? sky.confidence : 0) + ramp(0.05, 0.15, plants.greenShare)
                + ramp(0.05, 0.15, plants.dry.mean) + (water.mask.share > 0.03 ? water.confidence : 0)
        )
        var notes: [SceneNote] = []
        if let refusal = sky.refusal {
            notes.append(SceneNote(kind: .skyRefused, message: "what looks like sky is not: \(refusal)", confidence: 1))
        }
        self.notes = notes
    }
}
