import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// What an answer amounts to.
enum FetchAnswer: Sendable {
    case image(FetchedImage)
    case redirect(location: String)
}

/// Asked before so many bytes are kept.
typealias WillKeep = @Sendable (Int) throws -> Void

/// Whoever waits for the image does not want so many bytes.
struct KeepingRefused: Error {
    let cause: any Error
}

/// Reads an answer, and stops at the first thing about it that is not allowed.
struct AnswerReader: Sendable {
    let byteLimit: Int
    let willKeep: WillKeep

    func read(_ response: HTTPClientResponse) async throws -> FetchAnswer {
        switch response.status.code {
        case 200: return .image(try await image(in: response))
        case 301, 302, 303, 307, 308:
            guard let location = response.headers.first(name: "Location") else {
                throw FetchFailure(.badAnswer, "its host answered \(response.status.code) without a Location")
            }
            return .redirect(location: location)
        default: throw FetchFailure(.badAnswer, "its host answered \(response.status.code)")
        }
    }

    private func image(in response: HTTPClientResponse) async throws -> FetchedImage {
        let encodings = response.headers[canonicalForm: "Content-Encoding"].map { $0.lowercased() }
        guard encodings.allSatisfy({ $0.isEmpty || $0 == "identity" }) else {
            throw FetchFailure(.badAnswer, "its host compressed the answer although it was asked not to")
        }
        let declaredLength = response.headers.first(name: "Content-Length").flatMap { Int($0) }
        if let declaredLength, declaredLength > byteLimit { throw FetchFailure.tooLarge(limit: byteLimit) }
        var bytes: [UInt8] = []
        for try await piece in response.body {
            guard bytes.count + piece.readableBytes <= byteLimit else { throw FetchFailure.tooLarge(limit: byteLimit) }
            do { try willKeep(piece.readableBytes) } catch { throw KeepingRefused(cause: error) }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        // A cancelled body ends like a complete one.
        try Task.checkCancellation()
        if let declaredLength, bytes.count < declaredLength {
            throw FetchFailure(.connectionFailed, "its host sent \(bytes.count) of \(declaredLength) bytes")
        }
        return FetchedImage(bytes: bytes, declaredMediaType: mediaType(of: response))
    }

    private func mediaType(of response: HTTPClientResponse) -> String? {
        guard let value = response.headers.first(name: "Content-Type") else { return nil }
        let essence = value.prefix { $0 != ";" && !$0.isWhitespace }.lowercased()
        return essence.isEmpty ? nil : essence
    }
}
