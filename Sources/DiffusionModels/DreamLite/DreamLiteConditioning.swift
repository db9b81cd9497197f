import Tensors

/// What a request tells the UNet beside the latents: the same in every step, and so computed once.
public struct DreamLiteConditioning: Sendable {
    /// The embedding of the picture's size, [1, time channels], in 32 bits.
    let size: Tensor
    /// Of every attention to the text, in the order in which they were read: its keys, normalised, and then its values,
    /// [text tokens, 2 · key heads · head dimension].
    let keysAndValues: [Tensor]
}
