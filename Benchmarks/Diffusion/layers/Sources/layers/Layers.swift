import Tensors

/// The layers that can be timed, at the sizes of an edit at 1024 × 1024: a UNet of 256, 512 and 896 channels, and a text
/// and vision encoder.
@MainActor
final class Layers {
    static let shared = Layers()

    typealias Layer = (Compute) -> Tensor

    private var layers: [String: Layer] = [:]
    private var computes: [Int: Compute] = [:]
    private var random = SystemRandomNumberGenerator()

    /// Threads and memory are kept from one call to the next, as a network keeps them.
    func compute(_ threadCount: Int) -> Compute {
        if let compute = computes[threadCount] { return compute }
        let compute = Compute(threadCount: threadCount)
        computes[threadCount] = compute
        return compute
    }

    func layer(_ name: String, _ type: ElementType) -> Layer? {
        let key = "\(name) \(type)"
        if let layer = layers[key] { return layer }
        let layer = make(name, type)
        layers[key] = layer
        return layer
    }

    private func make(_ name: String, _ type: ElementType) -> Layer? {
        switch name {
        case "self-attention": attention(2048, 2048, heads: 14, keyHeads: 1, dimension: 64, .none, type)
        case "cross-attention-high": attention(32768, 304, heads: 4, keyHeads: 1, dimension: 64, .none, type)
        case "cross-attention-middle": attention(8192, 304, heads: 8, keyHeads: 1, dimension: 64, .none, type)
        case "cross-attention-low": attention(2048, 304, heads: 14, keyHeads: 1, dimension: 64, .none, type)
        case "text-attention": attention(368, 368, heads: 16, keyHeads: 8, dimension: 128, .causal, type)
        case "vision-attention": attention(1024, 1024, heads: 16, keyHeads: 16, dimension: 64, .none, type)
        case "group-norm-silu": groupNorm(128, 256, 256, type)
        case "group-norm-silu-depthwise": groupNormDepthwise(128, 256, 256, type)
        case "layer-norm-high": layerNorm(32768, 256, type)
        case "layer-norm-low": layerNorm(2048, 896, type)
        case "concatenation": concatenation(128, 256, 256, type)
        case "enlargement": enlargement(64, 128, 512, type)
        default: nil
        }
    }

    private func tensor(_ shape: TensorShape, _ type: ElementType = .float32) -> Tensor {
        let floats = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &random) }
        return Tensor(shape, floats: floats, as: type)
    }

    private func attention(
        _ queries: Int,
        _ keys: Int,
        heads: Int,
        keyHeads: Int,
        dimension: Int,
        _ mask: AttentionMask,
        _ type: ElementType
    ) -> Layer {
        let q = HeadView(tensor([queries, heads * dimension], type), heads: heads, headDimension: dimension)
        let k = HeadView(tensor([keys, keyHeads * dimension], type), heads: keyHeads, headDimension: dimension)
        let v = HeadView(tensor([keys, keyHeads * dimension], type), heads: keyHeads, headDimension: dimension)
        return { $0.attention(q, k, v, mask: mask, scale: 1 / Float(dimension).squareRoot()) }
    }

    private func norm(_ channels: Int) -> GroupNorm {
        GroupNorm(groups: 32, weight: tensor([channels]), bias: tensor([channels]), epsilon: 1e-5)
    }

    private func groupNorm(_ height: Int, _ width: Int, _ channels: Int, _ type: ElementType) -> Layer {
        let (x, norm) = (tensor([height, width, channels], type), norm(channels))
        return { $0.groupNorm(x, norm, activation: .silu) }
    }

    private func groupNormDepthwise(_ height: Int, _ width: Int, _ channels: Int, _ type: ElementType) -> Layer {
        let (x, norm) = (tensor([height, width, channels], type), norm(channels))
        let weight = DepthwiseWeight(channels: channels, taps: tensor([9 * channels]).floats(), bias: nil)
        return { $0.groupNormDepthwise(x, norm, weight) }
    }

    private func layerNorm(_ rows: Int, _ columns: Int, _ type: ElementType) -> Layer {
        let (x, weight, bias) = (tensor([rows, columns], type), tensor([columns]), tensor([columns]))
        return { $0.layerNorm(x, weight: weight, bias: bias, epsilon: 1e-5) }
    }

    private func concatenation(_ height: Int, _ width: Int, _ channels: Int, _ type: ElementType) -> Layer {
        let (a, b) = (tensor([height, width, channels], type), tensor([height, width, channels], type))
        return { $0.concatenateChannels(a, b) }
    }

    private func enlargement(_ height: Int, _ width: Int, _ channels: Int, _ type: ElementType) -> Layer {
        let x = tensor([height, width, channels], type)
        return { $0.upsampledNearest(x) }
    }
}
