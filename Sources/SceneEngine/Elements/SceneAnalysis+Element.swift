extension SceneAnalysis {
    /// Puts a cut-out into the photograph and into every mask, so that all effects find it there: it is no sky, water,
    /// plant or ground, it has the depth of its place, and only its faces are protected.
    mutating func add(_ cutout: ElementCutout, number: Int, at spot: ElementSpot, parallelism: Parallelism) {
        let patchWidth = max(2, Int((spot.width * Float(width)).rounded()))
        let patchHeight = max(2, Int((spot.height * Float(height)).rounded()))
        let left = Int((spot.box.minX * Float(width)).rounded())
        let bottom = Int((spot.y * Float(height)).rounded())
        let whole = PixelBox(minX: left, minY: bottom - patchHeight, maxX: left + patchWidth, maxY: bottom)
        let box = whole.clipped(width: width, height: height)
        guard box.width > 0, box.height > 0 else { return }
        func sized(_ plane: Plane) -> Plane {
            plane.scaled(width: patchWidth, height: patchHeight, parallelism: parallelism)
        }
        let fullAlpha = sized(cutout.alpha)
        let colors = cutout.image.mapPlanes { plane in
            // Averaged with their coverage: what is see-through has no colour.
            sized(plane.multiplied(by: cutout.alpha, parallelism: parallelism))
                .combined(with: fullAlpha) { $1 > 0.002 ? $0 / $1 : 0 }
        }
        let placeDepth = spot.depth(horizon: min(max(horizonRow / Float(height), 0.15), 0.8))
        let shadow = ElementShadow(
            of: fullAlpha,
            at: whole,
            support: spot.support,
            lightX: lightDirection.x,
            pictureWidth: width,
            pictureHeight: height,
            parallelism: parallelism
        )
        let near = surroundings(of: box)
        let harmony = ElementHarmony(
            patch: colors,
            alpha: fullAlpha,
            illuminant: cutout.illuminant,
            near: image.mapPlanes { $0.cropped(to: near) },
            nearWeight: sky.alpha.cropped(to: near).map { 1 - $0 },
            sceneIlluminant: image.illuminant(weight: Plane(width: width, height: height, repeating: 1)),
            lightX: lightDirection.x,
            spotX: spot.x,
            depth: placeDepth
        )
        let inside = PixelBox(
            minX: box.minX - whole.minX,
            minY: box.minY - whole.minY,
            maxX: box.maxX - whole.minX,
            maxY: box.maxY - whole.minY
        )
        let alpha = fullAlpha.cropped(to: inside)
            .combined(with: nearer(than: placeDepth, in: box)) { $0 * (1 - $1) }
        let faces = sized(cutout.faces).cropped(to: inside)
        throwShadow(shadow)
        paint(harmony.apply(to: colors).mapPlanes { $0.cropped(to: inside) }, alpha: alpha, in: box)
        updateMasks(alpha: alpha, faces: faces, depth: placeDepth, in: box)
        let touched = box.union(shadow.box)
        updateEncoded(in: touched, parallelism: parallelism)
        var placed = Plane(width: width, height: height)
        placed.paste(alpha, at: box)
        elements[number] = placed
    }

    /// The scene on both sides of a place and below it: what a visitor compares an element with.
    private func surroundings(of box: PixelBox) -> PixelBox {
        PixelBox(
            minX: box.minX - box.width,
            minY: box.minY,
            maxX: box.maxX + box.width,
            maxY: box.maxY + box.height / 3
        ).clipped(width: width, height: height)
    }

    /// 1 where people, trees or buildings stand before a depth for certain: rough depth must not cut holes.
    private func nearer(than depth: Float, in box: PixelBox) -> Plane {
        let solid = protected.alpha.cropped(to: box).combined(with: structure.alpha.cropped(to: box), max)
            .combined(with: vegetation.alpha.cropped(to: box), max)
        return self.depth.cropped(to: box).combined(with: solid) {
            ramp(0.18, 0.26, depth - $0) * ramp(0.6, 0.85, $1)
        }
    }

    private mutating func throwShadow(_ shadow: ElementShadow) {
        guard shadow.box.width > 0, shadow.box.height > 0 else { return }
        let light = shadow.darkness.combined(with: sky.alpha.cropped(to: shadow.box)) { 1 - $0 * (1 - $1) }
        func darken(_ plane: inout Plane, _ ambient: Float) {
            let dark = plane.cropped(to: shadow.box).combined(with: light) { $0 * ($1 + ambient * (1 - $1)) }
            plane.paste(dark, at: shadow.box)
        }
        // Shadows outdoors are lit by the sky: a little blue is left in them.
        darken(&image.red, 0)
        darken(&image.green, 0.02)
        darken(&image.blue, 0.06)
    }

    private mutating func paint(_ colors: LinearImage, alpha: Plane, in box: PixelBox) {
        func blend(_ plane: inout Plane, _ color: Plane) {
            plane.paste(plane.cropped(to: box).mixed(with: color, by: alpha, parallelism: .serial), at: box)
        }
        blend(&image.red, colors.red)
        blend(&image.green, colors.green)
        blend(&image.blue, colors.blue)
    }

    private mutating func updateMasks(alpha: Plane, faces: Plane, depth place: Float, in box: PixelBox) {
        func replace(_ plane: inout Plane, _ value: (Float, Float) -> Float) {
            plane.paste(plane.cropped(to: box).combined(with: alpha, value), at: box)
        }
        func remove(from mask: inout SceneMask) {
            replace(&mask.alpha) { $0 * (1 - $1) }
            mask.coverage = mask.alpha.mean
        }
        remove(from: &sky)
        remove(from: &water)
        remove(from: &vegetation)
        remove(from: &dryFoliage)
        remove(from: &ground)
        remove(from: &structure)
        remove(from: &protected)
        protected.alpha.paste(protected.alpha.cropped(to: box).combined(with: faces, max), at: box)
        replace(&depth) { $0 + (place - $0) * $1 }
    }

    private mutating func updateEncoded(in box: PixelBox, parallelism: Parallelism) {
        let patch = EncodedImage(image.mapPlanes { $0.cropped(to: box) }, parallelism: parallelism)
        encoded.red.paste(patch.red, at: box)
        encoded.green.paste(patch.green, at: box)
        encoded.blue.paste(patch.blue, at: box)
        luma.paste(patch.luma(parallelism: parallelism), at: box)
    }
}

extension PixelBox {
    /// The smallest box around both; empty ones do not count.
    fileprivate func union(_ other: PixelBox) -> PixelBox {
        guard other.width > 0, other.height > 0 else { return self }
        return PixelBox(
            minX: min(minX, other.minX),
            minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX),
            maxY: max(maxY, other.maxY)
        )
    }
}
