/// The bytes behind a URL. Nothing has looked at them yet: the media type is only what the other side says.
public struct FetchedImage: Sendable, Hashable {
    public let bytes: [UInt8]
    /// In lower case and without parameters, such as `image/png`; nil when the answer named none.
    public let declaredMediaType: String?

    public init(bytes: [UInt8], declaredMediaType: String?) {
        self.bytes = bytes
        self.declaredMediaType = declaredMediaType
    }
}
