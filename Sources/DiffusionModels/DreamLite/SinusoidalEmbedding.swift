import Foundation

/// The sines and cosines by which a diffusion network is told a number: of `number` times frequencies that fall from
/// 1 to nearly 1/10000, cosines first (Ho and others, "Denoising Diffusion Probabilistic Models", 2020).
func sinusoidalEmbedding(of number: Float, channels: Int) -> [Float] {
    let half = channels / 2
    let angles = (0..<half).map { index in
        number * exp(Float(-log(10000.0)) * Float(index) / Float(half))
    }
    return angles.map { cos($0) } + angles.map { sin($0) }
}
