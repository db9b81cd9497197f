/// What a forward pass needs: threads, memory for its tensors, the type of its activations, and the wish to stop.
///
/// Operations are its methods; one `Compute` carries out one forward pass at a time.
public final class Compute: Sendable {
    public let threads: ComputeThreads
    public let arena: TensorArena
    /// How networks store what goes from one operation to the next. Arithmetic inside of an operation is `float32`.
    public let activations: ElementType
    private let isCancelled: @Sendable () -> Bool

    /// Starts threads (nil: as many as this process has processors) and reserves an arena. `isCancelled` is asked
    /// often, from the thread that runs the forward pass: it answers at once.
    public convenience init(
        threadCount: Int? = nil,
        activations: ElementType = .float32,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        let threads = ComputeThreads(threadCount: threadCount)
        self.init(threads: threads, arena: TensorArena(), activations: activations, isCancelled: isCancelled)
    }

    /// The same threads and arena with another wish to stop: a model stays loaded while requests come and go.
    public func listening(to isCancelled: @escaping @Sendable () -> Bool) -> Compute {
        Compute(threads: threads, arena: arena, activations: activations, isCancelled: isCancelled)
    }

    private init(
        threads: ComputeThreads,
        arena: TensorArena,
        activations: ElementType,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.threads = threads
        self.arena = arena
        self.activations = activations
        self.isCancelled = isCancelled
    }

    /// Networks call this before every layer.
    /// - Throws: `CancellationError` when the result is not wanted any more.
    public func checkpoint() throws {
        if isCancelled() { throw CancellationError() }
    }

    /// An uninitialised tensor from the arena, of the type of activations unless it says another.
    public func tensor(_ shape: TensorShape, _ elementType: ElementType? = nil) -> Tensor {
        Tensor(shape, elementType ?? activations, arena: arena)
    }
}
