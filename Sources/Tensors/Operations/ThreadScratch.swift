/// Memory for what a thread keeps while it carries out a part: each worker has its own.
struct ThreadScratch {
    private let memory: Tensor
    private let stride: Int

    fileprivate init(_ memory: Tensor, stride: Int) {
        self.memory = memory
        self.stride = stride
    }

    /// Where a worker's memory begins; the scratch itself keeps it alive.
    func pointer(_ worker: Int) -> UnsafeMutableRawPointer { memory.pointer + worker * stride }
}

extension Compute {
    func scratch(bytesPerThread: Int) -> ThreadScratch {
        // Neighbours do not share a line of the cache.
        let stride = (bytesPerThread + 127) / 64 * 64
        return ThreadScratch(tensor(.matrix(threads.threadCount, stride / 4), .float32), stride: stride)
    }
}
