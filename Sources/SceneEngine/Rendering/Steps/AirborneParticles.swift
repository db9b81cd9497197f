import CPixelKernels

/// What falls at one distance: drops, or flakes.
struct AirborneParticles {
    let streaks: [pk_streak]
    /// 1 for a soft rim, less for a hard one.
    let softness: Float
    /// Depths between which those behind near things disappear; equal: never hidden.
    let hiddenFrom: Float
    let hiddenTo: Float
}

/// Particles take the colour of the light around them: the picture, blurred, times a gain and with something added.
struct AmbientLight {
    let image: LinearImage
    let gain: Float
    let lift: pk_color
}

extension RenderState {
    /// Over the picture, in the light that it has.
    mutating func blend(_ particles: AirborneParticles, in light: AmbientLight) {
        let alpha = Plane(width: width, height: height, parallelism: parallelism) { [width] out, rows in
            (out + rows.lowerBound * width).update(repeating: 0, count: rows.count * width)
            pk_streaks_add(
                out,
                Int32(width),
                particles.streaks,
                particles.streaks.count,
                particles.softness,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        let planes = [alpha, scene.depth] + light.image.planes
        image.updateSequence(reading: planes, parallelism: parallelism) { image, p, count in
            pk_particles_blend(
                image,
                p[0],
                p[1],
                particles.hiddenFrom,
                particles.hiddenTo,
                pk_rgb(reading: p[2...]),
                light.gain,
                light.lift,
                count
            )
        }
    }
}
