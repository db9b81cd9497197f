import Testing

@testable import ImageFetcher

struct ImageFetchErrorTests {
    @Test func nothingOfADataURIsContentIsRepeated() {
        let url = "data:image/png;base64," + String(repeating: "A", count: 5_000)
        #expect(ImageFetchError(.tooLarge, url: url, "").url == "data:image/png;base64…")
    }

    @Test func longURLIsCut() {
        let url = "http://example.com/" + String(repeating: "a", count: 5_000)
        #expect(ImageFetchError(.invalidURL, url: url, "").url == String(url.prefix(120)) + "…")
    }

    @Test func charactersThatWouldForgeALogLineAreReplaced() {
        let error = ImageFetchError(.invalidURL, url: "http://a/\r\n[error] \u{1B}[31m\u{202E}x", "it is odd")
        #expect(
            error.description == "http://a/\u{FFFD}\u{FFFD}[error] \u{FFFD}[31m\u{FFFD}x cannot be fetched: it is odd"
        )
    }

    @Test func onlyTheGatewaysAbsenceIsNotTheClientsFault() {
        let codes = ImageFetchError.Code.allCases.filter { !ImageFetchError($0, url: "", "").isClientFault }
        #expect(codes == [.upstreamUnavailable])
    }
}
