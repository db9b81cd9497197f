extension SceneAnalysis {
    /// Orange leaves, and what is as orange between them: where colours are pale, single crowns are found and their
    /// neighbours missed. Dry grass is yellower and stays out.
    func autumnCrowns(_ parallelism: Parallelism) -> Plane {
        guard dryFoliage.coverage > 0.01 else { return Plane(width: width, height: height) }
        let around = dryFoliage.alpha.gaussianBlurred(sigma: Float(width) / 40, parallelism: parallelism)
        let sigma = Float(width) / 300
        let red = image.red.gaussianBlurred(sigma: sigma, parallelism: parallelism)
        let green = image.green.gaussianBlurred(sigma: sigma, parallelism: parallelism)
        return red.combined(with: green) { smoothRise(1.4, 1.7, $0 / ($1 + 0.005)) }
            .combined(with: around) { $0 * smoothRise(0.15, 0.4, $1) }
            .combined(with: structure.alpha) { $0 * (1 - $1) }
    }
}
