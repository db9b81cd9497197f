import CPixelKernels

extension RenderStep {
    /// Takes the old sky's and water's light out of the edges of what stands before them, or a halo would stay; and
    /// finds the water's own picture behind those edges.
    static let despill = RenderStep("cleaning edges", isNeeded: { LightMood(for: $0) != nil || $0.contains(.ice) }) {
        state in
        guard let backdrop = state.scene.backdrop else { return }
        let scene = state.scene
        let planes =
            [state.backdropAlpha] + scene.encoded.planes + backdrop.background.planes + backdrop.foreground.planes
        if state.hasWater {
            var plate = LinearImage(width: state.width, height: state.height)
            let sources = [state.backdropAlpha] + scene.image.planes + backdrop.background.planes
            plate.updateSequence(reading: sources, parallelism: state.parallelism) { plate, planes, count in
                pk_clean_plate(plate, pk_rgb(reading: planes[1...]), pk_rgb(reading: planes[4...]), planes[0], count)
            }
            state.waterPlate = plate
        }
        guard state.sky != nil else { return }
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, planes, count in
            pk_despill(
                image,
                pk_rgb(reading: planes[1...]),
                pk_rgb(reading: planes[4...]),
                pk_rgb(reading: planes[7...]),
                planes[0],
                count
            )
        }
    }
}
