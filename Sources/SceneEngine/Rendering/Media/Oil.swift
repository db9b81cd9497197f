import CPixelKernels

extension RenderStep {
    /// Layers of brush strokes along the forms, large ones first, fine ones only where there is detail (after
    /// Hertzmann, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes", 1998); the paint's relief is lit.
    static let oil = RenderStep("painting in oil", for: .oil) { state in
        var canvas = ArtCanvas(state)
        let source = canvas.image
        let flow = canvas.flow(sigma: 4)
        canvas.image = source.mapPlanes { $0.gaussianBlurred(sigma: 14 * state.scale, parallelism: state.parallelism) }
        var relief = Plane(width: state.width, height: state.height)
        for layer in StrokeLayer.all {
            let strokes = layer.strokes(of: source, flow: flow, state: state)
            let width = Int32(state.width)
            relief.pixels.withUnsafeMutableBufferPointer { relief in
                let relief = relief.baseAddress
                canvas.update(reading: []) { image, _, rows in
                    pk_strokes_paint(
                        image,
                        relief,
                        width,
                        strokes,
                        strokes.count,
                        0.30,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        // Paint settles: without this every stroke's rim would glitter like wire.
        relief = relief.gaussianBlurred(sigma: 0.7 * state.scale, parallelism: state.parallelism)
        let (width, height) = (Int32(state.width), Int32(state.height))
        canvas.update(reading: [relief]) { image, p, rows in
            pk_relief_light(image, p[0], 0.22, width, height, Int32(rows.lowerBound), Int32(rows.upperBound))
        }
        canvas.paint(into: &state)
    }

    /// Dots of pure colour, laid in sizes that fall with the detail; some in the neighbouring or opposite hue.
    static let pointillism = RenderStep("setting dots", for: .pointillism) { state in
        var canvas = ArtCanvas(state)
        let source = canvas.image
        canvas.image = source.mapPlanes {
            $0.gaussianBlurred(sigma: 8 * state.scale, parallelism: state.parallelism).scaled(by: 0.8, offset: 0.18)
        }
        var relief = Plane(width: state.width, height: state.height)
        let width = Int32(state.width)
        for (number, radius) in [Float(5.2), 3.4, 2.2, 1.5].enumerated() {
            let dots = pointillistDots(source, radius: radius * state.scale, number: number, state: state)
            relief.pixels.withUnsafeMutableBufferPointer { relief in
                let relief = relief.baseAddress
                canvas.update(reading: []) { image, _, rows in
                    pk_strokes_paint(
                        image,
                        relief,
                        width,
                        dots,
                        dots.count,
                        0,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
        canvas.paint(into: &state)
    }
}

/// Strokes of one brush.
private struct StrokeLayer: Sendable {
    let radius: Float
    let length: Float
    /// How much detail a place needs for this brush: the largest covers everything.
    let detail: Float
    let salt: UInt32

    static let all = [
        StrokeLayer(radius: 16, length: 3.2, detail: -1, salt: 221),
        StrokeLayer(radius: 9, length: 3.4, detail: 0.004, salt: 222),
        StrokeLayer(radius: 4.6, length: 3.2, detail: 0.016, salt: 223),
        StrokeLayer(radius: 2.3, length: 2.8, detail: 0.034, salt: 224),
    ]

    func strokes(of source: LinearImage, flow: EdgeFlow, state: RenderState) -> [pk_stroke] {
        let size = radius * state.scale
        let colors = source.mapPlanes { $0.gaussianBlurred(sigma: size * 0.4, parallelism: state.parallelism) }
        let roughness = state.relief.roughness, fine = state.relief.detail
        let protected = state.scene.protected.alpha
        let random = state.stream(salt)
        let step = size * 0.85
        let columns = Int(Float(state.width) / step) + 2, rows = Int(Float(state.height) / step) + 2
        // A shuffled order: painted row by row, strokes would overlap like roof tiles.
        let order = (0..<columns * rows).map { (key: random[8 * $0 + 7], index: $0) }.sorted { $0.key < $1.key }
        return order.compactMap { entry -> pk_stroke? in
            let n = entry.index * 8
            let x = (Float(entry.index % columns) + random[n] - 0.5) * step
            let y = (Float(entry.index / columns) + random[n + 1] - 0.5) * step
            let column = min(max(Int(x), 0), state.width - 1), row = min(max(Int(y), 0), state.height - 1)
            // Of faces the fine brush paints more.
            let activity =
                (0.3 * roughness[column, row] + abs(fine[column, row])) * (1 + 0.6 * protected[column, row])
            guard activity > detail else { return nil }
            // In flat areas nothing gives a direction: strokes follow a slow drift instead.
            let calm = 1 - smoothRise(0.01, 0.04, roughness[column, row])
            var (dx, dy) = (flow.x[column, row], flow.y[column, row])
            if dx < 0 { (dx, dy) = (-dx, -dy) }
            dx = dx * (1 - calm) + calm
            dy = dy * (1 - calm) + calm * (random[n + 2] - 0.5) * 0.7
            let norm = max(0.05, (dx * dx + dy * dy).squareRoot())
            let jitter = (random[n + 3] - 0.5) * 0.08
            return pk_stroke(
                x: x,
                y: y,
                direction_x: dx / norm,
                direction_y: dy / norm,
                reach: size * length * (0.6 + 0.8 * random[n + 4]) * 0.5,
                radius: size * (0.75 + 0.4 * random[n + 5]) * 0.5,
                color: pk_color(
                    colors.red[column, row] * (1 + jitter),
                    colors.green[column, row] * (1 + jitter * 0.6),
                    colors.blue[column, row] * (1 - jitter)
                ),
                stream: UInt32(truncatingIfNeeded: entry.index)
            )
        }
    }
}

private func pointillistDots(_ source: LinearImage, radius: Float, number: Int, state: RenderState) -> [pk_stroke] {
    let random = state.stream(231 + UInt32(number))
    let step = radius * (number == 0 ? 1.25 : 1.7)
    let columns = Int(Float(state.width) / step) + 2, rows = Int(Float(state.height) / step) + 2
    return (0..<columns * rows).compactMap { index -> pk_stroke? in
        let n = index * 8
        let x = (Float(index % columns) + random[n]) * step, y = (Float(index / columns) + random[n + 1]) * step
        let column = min(Int(x), state.width - 1), row = min(Int(y), state.height - 1)
        let detail = abs(state.relief.detail[column, row]), isFace = state.scene.protected.alpha[column, row] > 0.5
        if number == 2, detail < 0.01 { return nil }
        if number == 3, detail < (isFace ? 0.012 : 0.06) { return nil }
        // The finest dots draw: an eye must not fall apart into colours.
        let play: Float = number == 3 ? 0.4 : 1
        var color = pk_color(source.red[column, row], source.green[column, row], source.blue[column, row])
        let mean = (color.red + color.green + color.blue) / 3
        // Purer than in the photograph; each dot leans to one side, one in ten to the opposite colour.
        let purity: Float = random[n + 2] < 0.10 * play ? -0.5 : 1.55
        let lean = (random[n + 3] - 0.5) * 0.16 * play, other = (random[n + 4] - 0.5) * 0.16 * play
        color = pk_color(
            mean + (color.red - mean) * purity + lean,
            mean + (color.green - mean) * purity + other,
            mean + (color.blue - mean) * purity - lean
        )
        let clamp = { (value: Float) in min(max(value, 0), 1) }
        return pk_stroke(
            x: x,
            y: y,
            direction_x: 1,
            direction_y: 0,
            reach: 0,
            radius: radius * (0.7 + 0.5 * random[n + 5]),
            color: pk_color(clamp(color.red), clamp(color.green), clamp(color.blue)),
            stream: 0
        )
    }
}
