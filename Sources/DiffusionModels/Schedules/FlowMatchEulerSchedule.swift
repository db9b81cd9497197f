import Foundation
public import Tensors

/// The noise levels of a flow-matching model, and Euler's steps along its velocity from noise to a picture.
///
/// At noise level σ the latents are (1 - σ) · picture + σ · noise, and the model's answer is their derivative by σ.
/// n steps go through the levels 1, …, 1/n and 0, moved towards more noise by
/// σ' = e^μ / (e^μ + 1/σ - 1), where μ grows with the number of tokens (Esser and others, "Scaling Rectified Flow
/// Transformers for High-Resolution Image Synthesis", 2024, section 5.3.2).
public struct FlowMatchEulerSchedule: Sendable {
    /// The noise level before each step, and 0 after the last one.
    public let noiseLevels: [Float]
    /// What the model is told of each step's noise level.
    public let timesteps: [Float]

    /// - `stepCount`: How many steps to take, at least 1.
    /// - `tokenCount`: The number of 2×2 groups of latent pixels in the picture, by which the levels are moved.
    public init(_ configuration: FlowMatchEulerConfiguration, stepCount: Int, tokenCount: Int) {
        precondition(stepCount > 0, "a schedule needs a step, got \(stepCount)")
        let last = 1 / Double(stepCount)
        let levels = (0..<stepCount).map { index in
            let even = stepCount == 1 ? 1 : 1 + Double(index) * ((last - 1) / Double(stepCount - 1))
            return Self.shifted(Float(index > 0 && index == stepCount - 1 ? last : even), configuration, tokenCount)
        }
        noiseLevels = levels + [0]
        timesteps = levels.map { $0 * Float(configuration.trainingSteps) }
    }

    /// How many steps there are.
    public var stepCount: Int { timesteps.count }

    /// The latents after a step.
    /// - `index`: Which step, from 0.
    /// - `latents`: The latents before it, in 32 bits: at 16, what four steps add would round away.
    /// - `velocity`: The model's answer, of the same shape.
    public func step(_ index: Int, from latents: Tensor, along velocity: Tensor, compute: Compute) -> Tensor {
        compute.scaledSum(latents, 1, velocity, noiseLevels[index + 1] - noiseLevels[index])
    }

    /// The reference computes in 32 bits from here on; so does this, to have its very levels.
    private static func shifted(
        _ level: Float,
        _ configuration: FlowMatchEulerConfiguration,
        _ tokenCount: Int
    ) -> Float {
        switch configuration.shift {
        case .constant(let factor):
            return Float(factor) * level / (1 + Float(factor - 1) * level)
        case .byTokens(let tokens, let logarithms):
            let slope =
                (logarithms.upperBound - logarithms.lowerBound) / (tokens.upperBound - tokens.lowerBound)
            let offset = logarithms.lowerBound - slope * tokens.lowerBound
            let factor = Float(exp(Double(tokenCount) * slope + offset))
            return factor / (factor + (1 / level - 1))
        }
    }
}
