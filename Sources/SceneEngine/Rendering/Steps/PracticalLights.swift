import CPixelKernels

extension RenderStep {
    /// Lights the windows and hollows of buildings from inside; their light falls on what is around.
    static let practicalLights = RenderStep(
        "lighting windows",
        isNeeded: { plan in
            let asked = plan.contains(.litWindows) || plan.contains(.lamps)
            let isDark = LightMood(for: plan)?.isDark ?? false
            return asked || (isDark && !plan.suppresses(.litWindows) && !plan.suppresses(.lamps))
        }
    ) { state in
        let asked = max(state.strength(of: .litWindows), state.strength(of: .lamps))
        guard state.scene.structure.coverage > 0.005 else {
            if asked > 0 { state.warn("No building was found, so no windows were lit.") }
            return
        }
        // Dark folds of a coat and gaps between books look like windows to what follows.
        guard state.scene.outdoor >= 0.3, !state.scene.isPortrait else {
            if asked > 0 { state.warn("This is no view of a building from outside, so no windows were lit.") }
            return
        }
        let mood = state.mood
        let isNeon = mood?.name == LightMood.cyberpunk.name
        let brightness = (mood?.lampBrightness ?? 0.5) * (0.75 + 0.5 * (asked > 0 ? asked : 0.3))
        let colors =
            isNeon
            ? [
                pk_color(1.0, 0.12, 0.55), pk_color(0.10, 0.75, 1.0), pk_color(0.55, 0.18, 1.0),
                pk_color(1.0, 0.45, 0.12),
            ]
            : [pk_color(1.0, 0.52, 0.16), pk_color(1.0, 0.60, 0.24)]
        let lamps = WindowLights(state: state)
        if asked > 0, lamps.openings.mean < 2e-4 { state.warn("No windows were found, so none were lit.") }
        let emission = lamps.emission(brightness: brightness, colors: colors, state: state)
        let spill = lamps.spill(of: emission, state: state)
        let albedo = state.unlit ?? state.image
        let (gain, lift): (Float, Float) = isNeon ? (1.2, 0.30) : (1.6, 0.02)
        let planes = albedo.planes + emission.planes + spill.planes
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            pk_lights_add(
                image,
                pk_rgb(reading: p[0...]),
                pk_rgb(reading: p[3...]),
                pk_rgb(reading: p[6...]),
                gain,
                lift,
                count
            )
        }
    }
}

/// The dark hollows of a building that can hold a light.
private struct WindowLights {
    /// 0…1 at full size.
    let openings: Plane
    private let rooms: WindowRooms

    init(state: RenderState) {
        let (scene, parallelism, scale) = (state.scene, state.parallelism, state.scale)
        let found = WindowLights.recesses(state)
        let opened = found.opened(radiusX: max(1, Int(1 * scale)), radiusY: max(1, Int(1.7 * scale)))
        let windows = opened.keepingWindows(unit: scale / 2).withPanesFilled(gap: max(1, Int(1.5 * scale)))
        rooms = WindowRooms(windows: windows, state: state)
        let kept = windows.resampled(width: state.width, height: state.height, parallelism: parallelism)
            .gaussianBlurred(sigma: 1.2 * scale, parallelism: parallelism)
        openings = GuidedFilter(
            guide: scene.luma,
            radius: Int(6 * scale),
            epsilon: 1e-3,
            subsampling: 2,
            parallelism: parallelism
        ).apply(to: kept)
    }

    /// Darker than its surroundings and dark at all, inside a building, away from its outline; at half size.
    private static func recesses(_ state: RenderState) -> Plane {
        let (scene, relief, parallelism, scale) = (state.scene, state.relief, state.parallelism, state.scale)
        let half = { (plane: Plane) in
            plane.downsampled(width: plane.width / 2, height: plane.height / 2, parallelism: parallelism)
        }
        let fine = half(relief.fine), coarse = half(relief.coarse)
        let variance = SceneRelief.variance(fine, coarse, sigma: 17 * scale, parallelism)
        let inside = half(state.backdropAlpha).map { $0 < 0.2 ? 1 : 0 }
            .gaussianBlurred(sigma: 4.5 * scale, parallelism: parallelism)
        let structure = half(scene.structure.alpha), foliage = half(state.foliage), ground = half(scene.ground.alpha)
        let protected = half(scene.protected.alpha)
        var result = fine
        for i in result.pixels.indices {
            let built =
                smoothRise(0.35, 0.75, structure.pixels[i]) * (1 - foliage.pixels[i])
                * (1 - 0.9 * ground.pixels[i]) * (1 - protected.pixels[i])
            let hollow = (coarse.pixels[i] - fine.pixels[i]) / (variance.pixels[i].squareRoot() + 0.03)
            result.pixels[i] =
                built * smoothRise(0.25, 0.9, hollow) * (1 - smoothRise(0.25, 0.42, fine.pixels[i]))
                * smoothRise(0.86, 0.985, inside.pixels[i])
        }
        return result
    }

    /// Light that the openings give off: some are lit, frames stay dark, panes catch the light.
    func emission(brightness: Float, colors: [pk_color], state: RenderState) -> LinearImage {
        let (width, height, scale, parallelism) = (state.width, state.height, state.scale, state.parallelism)
        let luma = state.scene.luma
        let around = luma.gaussianBlurred(sigma: 6 * scale, parallelism: parallelism)
        let lit = rooms.map {
            smoothRise(0.20, 0.44, $0) * (0.55 + 0.7 * ($0 * 7.3).truncatingRemainder(dividingBy: 1))
        }
        .gaussianBlurred(sigma: 3 * scale, parallelism: parallelism)
        var result = LinearImage(width: width, height: height)
        let picture = state.scene.luma.pixels
        let identities = rooms.identity
        for i in picture.indices where openings.pixels[i] > 0.01 {
            let ratio = min(max((picture[i] + 0.012) / (around.pixels[i] + 0.012), 0.15), 2.6)
            // Behind bright bars the light is hidden: they stand dark before it.
            let pane = (0.34 + 0.5 * min(ratio, 1.3) * min(ratio, 1.3)) * (1 - 0.85 * smoothRise(1.5, 2.2, ratio))
            let glow = smoothRise(0, 1, openings.pixels[i]) * lit.pixels[i] * pane * brightness * 0.85
            let choice = Int((identities.pixels[i] * 13.7).truncatingRemainder(dividingBy: 1) * Float(colors.count))
            let color = colors[min(choice, colors.count - 1)] * glow
            let core = max(0, max(color.red, max(color.green, color.blue)) - 0.55)
            result.red.pixels[i] = color.red + 0.6 * core
            result.green.pixels[i] = color.green + 0.75 * core
            result.blue.pixels[i] = color.blue + 0.55 * core
        }
        return result
    }

    func spill(of emission: LinearImage, state: RenderState) -> LinearImage {
        let (scale, parallelism) = (state.scale, state.parallelism)
        return emission.mapPlanes { plane in
            let small = plane.downsampled(width: plane.width / 4, height: plane.height / 4, parallelism: parallelism)
            let near = small.gaussianBlurred(sigma: 2.5 * scale, parallelism: parallelism)
            let middle = small.gaussianBlurred(sigma: 9 * scale, parallelism: parallelism)
            let wide = small.gaussianBlurred(sigma: 27 * scale, parallelism: parallelism)
            return near.combined(with: middle) { 0.9 * $0 + 1.3 * $1 }.combined(with: wide) { $0 + 0.9 * $1 }
                .resampled(width: plane.width, height: plane.height, parallelism: parallelism)
        }
    }
}

extension Plane {
    /// Morphological opening: what is thinner than the window disappears.
    fileprivate func opened(radiusX: Int, radiusY: Int) -> Plane {
        extreme(radiusX, radiusY, Swift.min).extreme(radiusX, radiusY, Swift.max)
    }

    private func extreme(_ radiusX: Int, _ radiusY: Int, _ pick: (Float, Float) -> Float) -> Plane {
        var rows = self
        for y in 0..<height {
            for x in 0..<width {
                var value = self[x, y]
                for other in Swift.max(0, x - radiusX)...Swift.min(width - 1, x + radiusX) {
                    value = pick(value, self[other, y])
                }
                rows[x, y] = value
            }
        }
        var result = rows
        for y in 0..<height {
            for other in Swift.max(0, y - radiusY)...Swift.min(height - 1, y + radiusY) where other != y {
                for x in 0..<width { result[x, y] = pick(result[x, y], rows[x, other]) }
            }
        }
        return result
    }

    /// Keeps connected spots that have a window's size and shape. `unit` is a pixel of a 1,024 wide picture, here.
    fileprivate func keepingWindows(unit: Float) -> Plane {
        var result = self
        var label = [Int32](repeating: 0, count: pixels.count)
        var next: Int32 = 0
        for start in pixels.indices where pixels[start] > 0.3 && label[start] == 0 {
            next += 1
            var members = [start]
            label[start] = next
            var cursor = 0
            var (left, right, top, bottom) = (width, 0, height, 0)
            while cursor < members.count {
                let place = members[cursor]
                cursor += 1
                let (x, y) = (place % width, place / width)
                (left, right, top, bottom) = (
                    Swift.min(left, x), Swift.max(right, x), Swift.min(top, y), Swift.max(bottom, y)
                )
                for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
                    let (nx, ny) = (x + dx, y + dy)
                    guard nx >= 0, nx < width, ny >= 0, ny < height else { continue }
                    let neighbour = ny * width + nx
                    guard pixels[neighbour] > 0.3, label[neighbour] == 0 else { continue }
                    label[neighbour] = next
                    members.append(neighbour)
                }
            }
            let (boxWidth, boxHeight) = (Float(right - left + 1), Float(bottom - top + 1))
            let area = Float(members.count) / (unit * unit)
            let extent = Float(members.count) / (boxWidth * boxHeight), aspect = boxHeight / boxWidth
            let keep: Float =
                area < 14
                ? 0
                : area < 2600
                    ? smoothRise(0.22, 0.6, aspect) * smoothRise(0.22, 0.45, extent)
                    : smoothRise(0.25, 0.55, aspect)
            // What is much taller than wide is a pipe, a post or the gap beside one.
            let isPost = smoothRise(4.5, 7, aspect)
            for place in members { result.pixels[place] *= keep * (1 - isPost) }
        }
        for i in result.pixels.indices where label[i] == 0 { result.pixels[i] = 0 }
        return result
    }

    /// Of a large window only the border is darker than what lies around within reach: what such a border encloses is
    /// window, too. Gaps of the border up to `gap` count as closed.
    fileprivate func withPanesFilled(gap: Int) -> Plane {
        let border = extreme(gap, gap, Swift.max)
        var isOutside = [Bool](repeating: false, count: pixels.count)
        var open: [Int] = []
        func enter(_ place: Int) {
            guard border.pixels[place] <= 0.3, !isOutside[place] else { return }
            isOutside[place] = true
            open.append(place)
        }
        for x in 0..<width { [x, (height - 1) * width + x].forEach(enter) }
        for y in 0..<height { [y * width, y * width + width - 1].forEach(enter) }
        while let place = open.popLast() {
            let (x, y) = (place % width, place / width)
            if x > 0 { enter(place - 1) }
            if x < width - 1 { enter(place + 1) }
            if y > 0 { enter(place - width) }
            if y < height - 1 { enter(place + width) }
        }
        let enclosed = zip(isOutside, border.pixels).map { !$0 && $1 <= 0.3 ? Float(1) : 0 }
        // The closing took a rim of the inside away.
        let inside = Plane(width: width, height: height, pixels: enclosed).extreme(gap, gap, Swift.max)
        return combined(with: inside, Swift.max)
    }
}
