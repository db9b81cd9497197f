import GenerationTypes

/// Everything that classification says about the small copy.
struct SceneFinding: Sendable {
    let sky: SkyDetection
    let structure: StructureDetection
    let plants: PlantDetection
    let water: WaterDetection
    let layout: DepthLayout
    let kind: SceneKind
    let subject: SubjectDetection

    init(_ f: SceneFeatures, luma: Plane, priors: ScenePriors) {
        let double = luma.downsampled(width: min(luma.width, 2 * f.width), height: min(luma.height, 2 * f.height))
        let faces = FaceDetection(f, prior: Float(priors.person))
        let faceShare = faces.share(of: f)
        let mirror = MirroredWater(f)
        sky = SkyDetection.find(f, luma: double, mirror: mirror, faceShare: faceShare)
        let skyPlane = sky.mask.plane
        let greenness = PlantDetection.greenness(f)
        structure = StructureDetection(f, luma: double, sky: skyPlane, greenness: greenness)
        plants = PlantDetection(f, sky: skyPlane, structure: structure, greenness: greenness, priors: priors)
        water = WaterDetection(
            f,
            sky: sky,
            mirror: mirror,
            plants: plants,
            structure: structure,
            prior: Float(priors.water)
        )
        layout = DepthLayout(f, sky: sky, water: water.mask, plants: plants, structure: structure)
        let focus = FocusMeasure(f, luma: double, sky: sky.mask)
        let onMeadow = MeadowSubject(f, sky: sky, plants: plants)
        kind = SceneKind(
            f,
            sky: sky,
            water: water,
            plants: plants,
            focus: focus,
            onMeadow: onMeadow,
            faceShare: faceShare
        )
        subject = SubjectDetection(
            f,
            faces: faces,
            focus: focus,
            defocus: kind.defocus,
            onMeadow: onMeadow,
            sky: sky,
            plants: plants,
            structure: structure,
            animalPrior: Float(max(priors.animal, priors.person))
        )
    }
}
