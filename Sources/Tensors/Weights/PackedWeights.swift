/// Packed weights that outlive the process.
package final class PackedWeights: Sendable {
    func storage(of name: String, byteCount: Int, fill: (UnsafeMutableRawPointer) -> Void) -> TensorStorage {
        let storage = TensorStorage(byteCount: byteCount)
        fill(storage.start)
        return storage
    }
}
