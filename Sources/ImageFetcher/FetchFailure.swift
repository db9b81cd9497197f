/// Why a fetch ended, as a clause that follows "<URL> cannot be fetched: ", before it is known which URL was sent.
struct FetchFailure: Error {
    let code: ImageFetchError.Code
    let reason: String

    init(_ code: ImageFetchError.Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    static func tooLarge(limit: Int) -> FetchFailure {
        FetchFailure(.tooLarge, "it is larger than \(limit) bytes")
    }
}
