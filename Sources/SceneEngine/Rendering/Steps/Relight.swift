import CPixelKernels
import Foundation

extension RenderStep {
    /// Puts the land into the light of the mood: exposure, contrast and tint, with shadows in the colour of the sky.
    static let relight = RenderStep("changing the light", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let mood = state.mood else { return }
        state.unlit = state.image
        let rig = state.rig(for: mood)
        state.image.relight(rig, scene: state.scene, relief: state.relief, parallelism: state.parallelism)
        guard state.sky != nil, let plate = state.waterPlate else { return }
        // Water without ice is lit as a surface of its own, free of what stands before it.
        guard !state.plan.contains(.ice) else { return }
        var water = plate
        water.relight(rig, scene: state.scene, relief: state.relief, parallelism: state.parallelism)
        let planes = water.planes + [state.water]
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            pk_blend_over(image, pk_rgb(reading: p[0...]), p[3], 1, count)
        }
    }
}

extension LinearImage {
    fileprivate mutating func relight(
        _ rig: pk_light_rig,
        scene: SceneAnalysis,
        relief: SceneRelief,
        parallelism: Parallelism
    ) {
        updateSequence(reading: [scene.illumination, relief.detail], parallelism: parallelism) { image, p, count in
            var rig = rig
            pk_relight(image, p[0], p[1], &rig, count)
        }
    }
}

extension RenderState {
    fileprivate func rig(for mood: LightMood) -> pk_light_rig {
        let brightness =
            scene.image.luminance(parallelism: parallelism)
            .percentile(0.60, where: scene.sky.alpha, isBelow: 0.5) ?? 0.2
        let adapted = pow(
            Double(min(max(pow(Double(0.22 / max(brightness, 0.02)), 0.45), 0.6), 1.8)),
            Double(mood.adaptation)
        )
        let softness: Float = plan.contains(.softLight) ? 0.75 : 1
        let underSnow: Float = snowCover != nil && mood.isDark ? 0.92 : 1
        return pk_light_rig(
            exposure: mood.exposure * Float(adapted) * underSnow,
            contrast: 1 + (mood.contrast - 1) * softness,
            split: mood.split,
            tint: mood.tint,
            shadow_tint: mood.shadowTint,
            reference: scene.illumination.percentile(0.85, where: backdropAlpha, isBelow: 2) ?? 0.6,
            saturation: mood.saturation
        )
    }
}
