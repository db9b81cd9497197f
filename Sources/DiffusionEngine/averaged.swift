import Tensors

/// A picture, `[height, width, channels]` in float32, made smaller by a whole factor: each pixel is the mean of a square
/// of pixels; what does not fill a square at the right and below is left out.
func averaged(_ picture: Tensor, factor: Int) -> Tensor {
    guard factor > 1 else { return picture }
    let (width, channels) = (picture.shape[1], picture.shape[2])
    let size = (height: max(1, picture.shape[0] / factor), width: max(1, width / factor))
    let values = picture.floats()
    var means = [Float](repeating: 0, count: size.height * size.width * channels)
    let (rows, columns) = (min(factor, picture.shape[0]), min(factor, width))
    for y in 0..<size.height * rows {
        for x in 0..<size.width * columns {
            let target = (y / rows * size.width + x / columns) * channels
            for channel in 0..<channels { means[target + channel] += values[(y * width + x) * channels + channel] }
        }
    }
    let count = Float(rows * columns)
    return Tensor([size.height, size.width, channels], floats: means.map { $0 / count })
}
