import GenerationTypes

extension RenderState {
    /// The picture as it is between two steps, small and without the finish.
    func preview() -> Bitmap {
        let size = PixelSize(width: width, height: height).fitted(longerSide: GenerationMonitor.previewSide)
        let small = image.mapPlanes {
            $0.downsampled(width: size.width, height: size.height, parallelism: parallelism)
        }
        let encoded = EncodedImage(small, parallelism: parallelism)
        var bytes = [UInt8](repeating: 0, count: size.pixelCount * 3)
        for (channel, plane) in encoded.planes.enumerated() {
            for index in 0..<size.pixelCount { bytes[index * 3 + channel] = UInt8(plane.pixels[index] * 255 + 0.5) }
        }
        return Bitmap(size: size, layout: .rgb, bytes: bytes)
    }
}
