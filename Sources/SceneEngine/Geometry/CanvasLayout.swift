import GenerationTypes
import ImageCodecs

/// Which part of the photograph is shown, and where on the result it lies; the rest of the result is to be filled.
struct CanvasLayout: Sendable, Hashable {
    /// In pixels of the photograph.
    let window: CropWindow
    /// In pixels of the result.
    let left: Int
    let top: Int
    let size: PixelSize
    let canvas: PixelSize

    var fillsCanvas: Bool { size == canvas }
    /// Whether the picture grows sideways more than up and down.
    var growsSideways: Bool { canvas.width - size.width > canvas.height - size.height }

    /// The window as large as it fits, in the middle, or smaller by `zoom` (1 is as large as it fits).
    init(_ window: CropWindow, on canvas: PixelSize, zoom: Double = 1) {
        let scale =
            zoom
            * min(
                Double(canvas.width) / Double(window.size.width),
                Double(canvas.height) / Double(window.size.height)
            )
        // Two pixels too few at a side are a rounded window, not a margin.
        func fitted(_ length: Int, _ limit: Int) -> Int {
            let pixels = Int((Double(length) * scale).rounded())
            return limit - pixels <= 2 ? limit : max(16, pixels)
        }
        size = PixelSize(
            width: fitted(window.size.width, canvas.width),
            height: fitted(window.size.height, canvas.height)
        )
        left = (canvas.width - size.width) / 2
        top = (canvas.height - size.height) / 2
        self.window = window
        self.canvas = canvas
    }

    func contains(_ x: Int, _ y: Int) -> Bool {
        x >= left && x < left + size.width && y >= top && y < top + size.height
    }

    /// The position in the shown part that a mirror at its borders shows at a position of the canvas.
    func mirrored(_ x: Int, _ y: Int) -> (x: Int, y: Int) {
        func fold(_ position: Int, _ length: Int) -> Int {
            let period = 2 * length
            let place = ((position % period) + period) % period
            return place < length ? place : period - 1 - place
        }
        return (fold(x - left, size.width), fold(y - top, size.height))
    }
}
