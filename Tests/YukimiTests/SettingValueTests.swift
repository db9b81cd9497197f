import Testing

@testable import yukimi

struct SettingValueTests {
    @Test(
        "times have units; a number alone is seconds",
        arguments: [
            ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("1.5h", .seconds(5_400)),
            ("7d", .seconds(604_800)), ("12", .seconds(12)), ("0s", .zero), ("1 h", .seconds(3_600)),
        ] as [(String, Duration)]
    )
    func durations(text: String, duration: Duration) {
        #expect(Duration(settingText: text) == duration)
        #expect(Duration(settingText: duration.settingText) == duration)
    }

    @Test("what is no time is refused", arguments: ["", "s", "-1s", "1w", "ten", "1e99d", "1..5s"])
    func notDurations(text: String) {
        #expect(Duration(settingText: text) == nil)
    }

    @Test("a time is written in the largest unit that holds it exactly")
    func durationText() {
        #expect(Duration.seconds(86_400).settingText == "1d")
        #expect(Duration.seconds(90).settingText == "90s")
        #expect(Duration.milliseconds(1_500).settingText == "1500ms")
    }

    @Test(
        "sizes have decimal and binary units",
        arguments: [
            ("512KB", 512_000), ("10MB", 10_000_000), ("2gb", 2_000_000_000), ("77", 77), ("1.5 kb", 1_500),
            ("32MiB", 33_554_432),
        ]
    )
    func sizes(text: String, bytes: Int) {
        #expect(ByteCount(settingText: text)?.bytes == bytes)
        #expect(ByteCount(settingText: ByteCount(bytes: bytes).settingText)?.bytes == bytes)
    }

    @Test("the distance between words is the number of changed characters")
    func distance() {
        #expect(editDistance("http.prot", "http.port") == 2)
        #expect(editDistance("", "abc") == 3)
        #expect(editDistance("same", "same") == 0)
        #expect(editDistance("kitten", "sitting") == 3)
    }
}
