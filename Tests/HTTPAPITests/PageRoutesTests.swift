import HTTPTypes
import Playground
import Testing

@testable import HTTPAPI

struct PageRoutesTests {
    @Test func thePlaygroundIsAtTheRoot() async throws {
        try await TestService.run { service in
            let page = try await service.sendAsIs(.get, "/")
            #expect(page.status == 200)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("http"))
        }
    }

    @Test func aBrowserThatHasAFileIsToldSo() async throws {
        try await TestService.run { service in
            let first = try await service.sendAsIs(.get, "/playground/main.js")
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.cacheControl] == "no-cache")
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await service.sendAsIs(.get, "/playground/main.js", headers: [.ifNoneMatch: known])
                #expect(again.status == 304 && again.bytes.isEmpty)
            }
            let other = try await service.sendAsIs(.get, "/playground/main.js", headers: [.ifNoneMatch: "\"other\""])
            #expect(other.status == 200 && other.bytes == first.bytes)
        }
    }

    @Test func everythingThatAPageAsksForIsThere() async throws {
        let paths = Set(WebFile.all.map(\.path))
        for file in WebFile.all where file.mediaType.hasPrefix("text/") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            for match in text.matches(of: #/(?:src|href)="(\/playground\/[^"]+)"|from "\.(\/[^"]+)"/#) {
                let path = match.1.map(String.init) ?? match.2.map { "/playground\($0)" } ?? ""
                #expect(paths.contains(path), "\(file.path) asks for \(path)")
            }
        }
    }

    /// What the strict policy would forbid is not written in the first place.
    @Test func noPageHoldsAScriptOrAStyle() {
        for file in WebFile.all where file.mediaType.hasPrefix("text/html") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("<style") && !text.contains(" style=") && !text.contains("javascript:"))
            #expect(text.matches(of: #/<script(?![^>]* src=)/#).isEmpty)
            #expect(text.matches(of: #/ on[a-z]+="/#).isEmpty)
        }
    }

    @Test func allFilesTogetherAreSmall() {
        #expect(WebFile.all.reduce(0) { $0 + $1.bytes.count } <= 200_000)
    }
}
