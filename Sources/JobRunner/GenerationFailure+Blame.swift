import GenerationTypes
import ImageCodecs
import JobStore

extension GenerationFailure {
    /// Whose fault an error is, in words for the person who sent the request: details of ours stay in the log.
    init(blaming error: any Error) {
        switch error {
        case let failure as GenerationFailure:
            self = failure
        case let error as ImageCodecError where error.code != .libraryFailed:
            self.init(.invalidImage, error.message)
        case is CancellationError:
            self.init(.cancelled, "the request was cancelled")
        case let error as StoreError where error.code == .notFound:
            self.init(.engineFailed, "an input image is no longer stored")
        default:
            self.init(.engineFailed, "the image could not be made; this is a fault of the service")
        }
    }
}
