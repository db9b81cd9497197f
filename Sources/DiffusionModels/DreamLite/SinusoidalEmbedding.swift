import Foundation
import Tensors

extension Compute {
    /// The sines and cosines by which a diffusion network is told numbers, [1, number of numbers · channels] in 32 bits: of
    /// each number times frequencies that fall from 1 to nearly 1/10000, cosines first (Ho and others, "Denoising Diffusion
    /// Probabilistic Models", 2020).
    func sinusoidalEmbedding(of numbers: some Collection<Float>, channels: Int) -> Tensor {
        let half = channels / 2
        let embedding = tensor(.matrix(1, numbers.count * 2 * half), .float32)
        embedding.withFloats { floats in
            for (position, number) in numbers.enumerated() {
                let cosines = floats + position * 2 * half
                for index in 0..<half {
                    let angle = number * exp(Float(-log(10000.0)) * Float(index) / Float(half))
                    cosines[index] = cos(angle)
                    cosines[half + index] = sin(angle)
                }
            }
        }
        return embedding
    }
}
