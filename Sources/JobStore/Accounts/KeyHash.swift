import Crypto
import Foundation

/// What is kept of a key's text. A plain hash is enough: the text is random, so there is nothing to guess from a list.
struct KeyHash: Sendable, Hashable {
    let data: Data

    init(of text: String) { data = Data(SHA256.hash(data: Data(text.utf8))) }
}
