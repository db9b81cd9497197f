import CPixelKernels

extension RenderStep {
    /// Graphite: outlines, and strokes that follow the forms and lie the denser the darker the tone.
    static let pencil = RenderStep("drawing in pencil", for: .pencil) { state in
        var canvas = ArtCanvas(state)
        let flow = canvas.flow(sigma: 2.5)
        let ink = flow.outlines(width: 0.9 * state.scale, threshold: 0.000, sharpness: 26)
        let tone = canvas.stretchedTone(), strokes = flow.pencilStrokes(state)
        let (width, spacing) = (Int32(state.width), 3.4 * state.scale)
        let planes = [tone, ink, strokes, state.handWobble(), canvas.paper(state)]
        canvas.update(reading: planes) { image, p, rows in
            pk_pencil_rows(
                image,
                p[0],
                p[1],
                p[2],
                p[3],
                p[4],
                spacing,
                width,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        canvas.paint(into: &state)
    }

    /// Pen and ink: black outlines, black darks, hatching between.
    static let ink = RenderStep("drawing in ink", for: .ink) { state in
        var canvas = ArtCanvas(state)
        let ink = canvas.flow(sigma: 3).outlines(width: 1.25 * state.scale, threshold: 0.003, sharpness: 60)
        let tone = canvas.stretchedTone()
        let (width, height, spacing) = (Int32(state.width), Int32(state.height), 5.2 * state.scale)
        canvas.update(reading: [tone, ink, state.handWobble(), canvas.paper(state)]) { image, p, rows in
            pk_ink_rows(
                image,
                p[0],
                p[1],
                p[2],
                p[3],
                spacing,
                width,
                height,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        canvas.paint(into: &state)
    }

    /// A painted background of an animated film: calm shapes, few tones, strong colour, thin outlines.
    static let anime = RenderStep("painting cels", for: .anime) { state in
        var canvas = ArtCanvas(state)
        let ink = canvas.flow(sigma: 2).outlines(width: 1.0 * state.scale, threshold: -0.004, sharpness: 24)
        let detail = canvas.image
        canvas.simplify(radius: 4)
        // Faces and animals keep their likeness.
        let keep = state.scene.protected.alpha.map { 0.15 + 0.55 * $0 }
        let width = state.width
        canvas.update(reading: detail.planes + [keep, ink]) { image, p, rows in
            let offset = rows.lowerBound * width
            pk_blend_over(
                image.advanced(by: offset),
                pk_rgb(reading: p[0...]).advanced(by: offset),
                p[3] + offset,
                1,
                rows.count * width
            )
            pk_cel_shade(image.advanced(by: offset), p[4] + offset, 7, 1.5, rows.count * width)
        }
        canvas.paint(into: &state)
    }
}

extension RenderState {
    /// How a hand's lines stray from straight ones.
    fileprivate func handWobble() -> Plane {
        noise(FractalNoise(scale: 90 * scale, octaves: 3), salt: 212)
    }
}

extension ArtCanvas {
    /// Tone that uses the whole range from black to paper.
    fileprivate func stretchedTone() -> Plane {
        let tone = tone().gaussianBlurred(sigma: 0.8 * scale, parallelism: parallelism)
        let ends = tone.percentiles([0.02, 0.95], stride: 5)
        let span = max(0.2, ends[1] - ends[0])
        return tone.scaled(by: 1 / span, offset: -ends[0] / span, parallelism: parallelism)
            .clamped(parallelism: parallelism)
    }
}
