import CPixelKernels

extension RenderStep {
    /// Lays snow where it would lie: on leaves, roofs, rocks and ground seen from above, in caps on every ledge.
    static let snow = RenderStep("laying snow", for: .snow) { state in
        guard state.takesWeather else {
            state.warn("This is no wide outdoor view, so frost was drawn instead of snow.")
            return
        }
        let amount = min(1, 0.15 + state.strength(of: .snow) * 0.85)
        let layer = SnowLayer(state: state, amount: amount)
        state.snowCover = layer.cover
        layer.shade(&state)
    }
}

/// Snow on one picture.
private struct SnowLayer {
    private let settings: pk_snow_settings
    private let excluded: Plane
    private(set) var cover: Plane
    private var groundCover: Plane

    init(state: RenderState, amount: Float) {
        let (scene, relief, scale) = (state.scene, state.relief, state.scale)
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        settings = pk_snow_settings(amount: amount, scale: scale)
        let placed = scene.elements.values.reduce(scene.protected.alpha) { $0.combined(with: $1, max) }
        excluded = RenderState.union(state.backdropAlpha, placed, parallelism)
        cover = Plane(width: width, height: height)
        groundCover = cover
        var caps = cover, decay = cover
        let step = Int(max(2, 5 * scale))
        let shifted = relief.fine.shifted(down: step)
        let ground = SnowLayer.ground(state)
        let planes = [
            scene.structure.alpha, ground, scene.depth, excluded, state.backdropAlpha, state.foliage,
            relief.finest, relief.fine, relief.middle, relief.coarse,
            SceneRelief.variance(relief.finest, relief.middle, sigma: 24 * scale, parallelism),
            SceneRelief.variance(relief.fine, relief.coarse, sigma: 60 * scale, parallelism),
            SceneRelief.variance(relief.fine, shifted, sigma: 40 * scale, parallelism),
            state.noise(FractalNoise(scale: 18 * scale, octaves: 4, gain: 0.6), salt: 61),
            state.noise(FractalNoise(scale: 90 * scale, octaves: 4, gain: 0.55), salt: 62),
        ]
        let settings = settings
        Plane.withPointers(planes) { p in
            let surfaces = pk_snow_scene(
                vegetation: p[5],
                structure: p[0],
                ground: p[1],
                depth: p[2],
                excluded: p[3],
                background: p[4]
            )
            let brightness = pk_snow_relief(
                finest: p[6],
                fine: p[7],
                middle: p[8],
                coarse: p[9],
                fine_variance: p[10],
                coarse_variance: p[11],
                facing_variance: p[12],
                grain: p[13],
                patches: p[14],
                step: Int32(step)
            )
            var outputs = [cover, groundCover, caps, decay]
            Plane.withMutablePointers(&outputs) { out in
                parallelism.forEachBand(of: height) { rows in
                    pk_snow_lay(
                        out[0],
                        out[1],
                        out[2],
                        out[3],
                        surfaces,
                        brightness,
                        settings,
                        Int32(width),
                        Int32(height),
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
                // Caps run down their columns, so these bands are of columns.
                parallelism.forEachBand(of: width, bandHeight: 256) { columns in
                    pk_snow_fall(
                        out[2],
                        out[3],
                        Int32(width),
                        Int32(height),
                        Int32(columns.lowerBound),
                        Int32(columns.upperBound)
                    )
                }
            }
            (cover, groundCover, caps, decay) = (outputs[0], outputs[1], outputs[2], outputs[3])
            // Snow holds together: neighbouring columns end at about the same height.
            let joined = [caps.gaussianBlurred(sigma: 0.9 * scale, parallelism: parallelism)]
            Plane.withPointers(joined) { caps in
                cover.pixels.withUnsafeMutableBufferPointer { cover in
                    guard let cover = cover.baseAddress else { return }
                    parallelism.forEachBand(of: height) { rows in
                        let offset = rows.lowerBound * width
                        pk_snow_join(
                            cover + offset,
                            caps[0] + offset,
                            surfaces.advanced(by: offset),
                            brightness.advanced(by: offset),
                            settings,
                            rows.count * width
                        )
                    }
                }
            }
        }
        let ragged = state.noise(FractalNoise(scale: 14 * scale, octaves: 3, gain: 0.6), salt: 65)
        for element in scene.elements.values {
            let caps = element.snowCaps(amount: amount, ragged: ragged, sparing: scene.protected.alpha)
            cover = cover.combined(with: caps, max)
        }
        let outdoor = scene.outdoor
        if outdoor < 1 { cover = cover.scaled(by: outdoor, parallelism: parallelism) }
    }

    /// Ground that snow reaches: not what was taken for ground between trees in leaf, nor deep shade among leaves, nor
    /// the inside of open halls.
    private static func ground(_ state: RenderState) -> Plane {
        let shaded = state.foliage.combined(with: state.scene.illumination) { $0 * (1 - smoothRise(0.15, 0.32, $1)) }
        return state.scene.ground.alpha.combined(with: shaded) { $0 * (1 - $1) }
            .combined(with: state.autumnCrowns) { $0 * (1 - 0.9 * $1) }
            .combined(with: state.scene.structure.alpha) { $0 * (1 - smoothRise(0.15, 0.6, $1)) }
    }

    func shade(_ state: inout RenderState) {
        let (scene, scale, parallelism) = (state.scene, state.scale, state.parallelism)
        let (width, height) = (state.width, state.height)
        // At night snow is as bright as the lamps make it, by day as bright as the light of that day.
        let brightest = scene.illumination.percentile(0.80, where: excluded, isBelow: 0.5) ?? 0.6
        let reference = scene.isNight ? max(0.85, brightest) : brightest
        let weight = cover.scaled(by: 1, offset: 1e-3, parallelism: parallelism)
        let lit = scene.illumination.multiplied(by: weight, parallelism: parallelism)
        let reach = Float(width) / 7
        let surface = lit.gaussianBlurred(sigma: reach, parallelism: parallelism)
            .combined(with: weight.gaussianBlurred(sigma: reach, parallelism: parallelism)) { $0 / ($1 + 1e-4) }
        let planes = [
            state.foliage, scene.structure.alpha, scene.ground.alpha, scene.depth, excluded, cover, groundCover,
            cover.gaussianBlurred(sigma: 1.3 * scale, parallelism: parallelism), scene.illumination, surface,
            state.relief.detail, state.relief.localBrightness,
            state.noise(FractalNoise(scale: 10 * scale, octaves: 4, gain: 0.6), salt: 63),
        ]
        let (settings, sparkle) = (settings, state.stream(64).bits)
        state.image.update(reading: planes, parallelism: parallelism) { image, p, rows in
            let surfaces = pk_snow_scene(
                vegetation: p[0],
                structure: p[1],
                ground: p[2],
                depth: p[3],
                excluded: p[4],
                background: p[4]
            )
            let light = pk_snow_light(
                cover: p[5],
                ground_cover: p[6],
                cover_blurred: p[7],
                illumination: p[8],
                surface_illumination: p[9],
                relief: p[10],
                local_brightness: p[11],
                bumps: p[12],
                reference: reference,
                sparkle_stream: sparkle
            )
            pk_snow_shade(
                image,
                surfaces,
                light,
                settings,
                Int32(width),
                Int32(height),
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}

extension pk_snow_scene {
    fileprivate func advanced(by offset: Int) -> pk_snow_scene {
        pk_snow_scene(
            vegetation: vegetation + offset,
            structure: structure + offset,
            ground: ground + offset,
            depth: depth + offset,
            excluded: excluded + offset,
            background: background + offset
        )
    }
}

extension pk_snow_relief {
    fileprivate func advanced(by offset: Int) -> pk_snow_relief {
        pk_snow_relief(
            finest: finest + offset,
            fine: fine + offset,
            middle: middle + offset,
            coarse: coarse + offset,
            fine_variance: fine_variance + offset,
            coarse_variance: coarse_variance + offset,
            facing_variance: facing_variance + offset,
            grain: grain + offset,
            patches: patches + offset,
            step: step
        )
    }
}
